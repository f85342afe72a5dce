"""Fitted counts of small and medium firms: every margin at once, nothing negative, structure where none was asked."""

import numpy as np
import pytest

from pulmu.reference import population_margins
from pulmu.support.population import stated_assumptions, targets_from
from pulmu.support.population.cells import AXES, BANDS, SECTIONS, SHAPE, Cells, codes_of, fit_cells, micro_bands
from pulmu.support.population.persons import band_powers, draw_persons, mean_persons


@pytest.fixture(scope="module")
def cells() -> Cells:
    return fit_cells(targets_from(population_margins()), stated_assumptions())


def test_all_margins_are_reached_together(cells: Cells) -> None:
    assert len(cells.margins) > 25
    for key, margin in cells.margins:
        assert float(margin.weights @ cells.counts.ravel()) == pytest.approx(margin.target, rel=1e-8), key


def test_no_count_is_negative_and_none_is_lost(cells: Cells) -> None:
    assert (cells.counts >= 0).all()
    assert cells.counts.sum() == pytest.approx(8_298_915)
    assert cells.raked.error < 1e-9


def test_nobody_with_more_than_ten_persons_sells_50_million_at_most(cells: Cells) -> None:
    assert cells.counts[..., BANDS.index("11-50") :, :, 0].sum() == 0


def test_sections_without_a_count_share_the_rest(cells: Cells) -> None:
    by_section = dict(zip(SECTIONS, cells.counts.reshape(len(SECTIONS), -1).sum(1), strict=True))
    assert by_section["C"] == pytest.approx(624_484)
    free = sum(by_section[section] for section in "AEHKNQS")
    assert free == pytest.approx(8_298_915 - sum(by_section[section] for section in "BCDFGIJLMPR"))
    assert min(by_section.values()) > 1_000


def test_a_cell_is_found_by_its_number() -> None:
    codes = codes_of(np.arange(int(np.prod(SHAPE))))
    assert {axis: int(found.max()) + 1 for axis, found in codes.items()} == {k: len(v) for k, v in AXES.items()}
    assert np.array_equal(np.ravel_multi_index(tuple(codes.values()), SHAPE), np.arange(int(np.prod(SHAPE))))


def test_ten_employees_count_in_manufacturing_and_five_in_trade() -> None:
    assert micro_bands("C") == ("1", "2-5", "6-10")
    assert micro_bands("G") == ("1", "2-5")


def test_the_mean_of_a_band_is_that_of_its_numbers() -> None:
    assert mean_persons(1, 1.0) == pytest.approx(3.5)  # 2, 3, 4, 5 alike
    assert mean_persons(0, 3.0) == 1
    assert mean_persons(1, 3.0) < 3.5


def test_a_power_is_found_for_the_mean_of_every_band() -> None:
    means = stated_assumptions().of("persons_in_band", BANDS)
    for band, power in enumerate(band_powers(means)):
        assert mean_persons(band, power) == pytest.approx(means[band])


def test_persons_reach_their_sum() -> None:
    bands = np.repeat(np.arange(6), [700, 150, 60, 40, 9, 1])
    powers = band_powers(stated_assumptions().of("persons_in_band", BANDS))
    persons = draw_persons(np.random.default_rng(1), bands, 3_500.0, powers)
    assert persons.sum() == pytest.approx(3_500, abs=1)
    for band, (low, high) in enumerate(((1, 1), (2, 5), (6, 10), (11, 50), (51, 300), (301, 999))):
        here = persons[bands == band]
        assert ((here >= low) & (here <= high)).all()
