"""Yield: what is not wasted is not bought. Which balance each kind of use moves, by hand and by the whole method."""

from dataclasses import replace

import pytest
from tests.services.measures.test_answer import named, order_of, plant_of

from pulmu.model import InputError, Quantity
from pulmu.services.measures.answer import measures_of
from pulmu.services.measures.order import MeasureOrder
from pulmu.services.measures.told import Told, read_order
from pulmu.services.measures.years import PlantYears

PRICES = ("city_gas=900", "electricity=165", "wire_rod_korea=1,150,000", "wire_rod_china=1,000,000")
TOLD = {
    "prices": PRICES, "facts": ("scrap_price=400,000 KRW/t", "compressors=1,200 MWh", "basic_charge=2e8 KRW"),
    "savings": ("scrap_reduction=0.1..0.3",), "quotes": ("scrap_reduction=1e8",),
}  # fmt: skip


def order(**told: object) -> MeasureOrder:
    return read_order(Told(**{"draws": 50, **TOLD, **told}))


def test_each_kind_of_use_moves_its_own_balances() -> None:
    answer = measures_of(plant_of("fasteners"), order())
    moved = {
        kind: (
            any(use.price for use in answer.uses if use.kind == kind),
            any(any(use.certificates) for use in answer.uses if use.kind == kind),
            any(use.footprint for use in answer.uses if use.kind == kind),
        )
        for kind in ("fuel", "electricity", "charge", "precursor")
    }
    assert moved == {
        "fuel": (True, True, True), "precursor": (True, True, True), "electricity": (True, False, True),
        "charge": (True, False, False),
    }  # fmt: skip


def test_scrap_that_does_not_arise_by_hand() -> None:
    """A fifth of all scrap and off-spec: a tonne of wire rod not bought for each, shared by what was drawn of each."""
    found = named(measures_of(plant_of("fasteners"), order()), "scrap_reduction")
    wasted = 214 + 38 + 341 + 58 + 157 + 28
    korea, china = (0.2 * wasted * mass / 9_060 for mass in (6_180, 2_880))
    assert found.worth is not None
    assert found.worth.saved["wire_rod_korea@drawn_wire"].middle == pytest.approx(korea)
    assert found.worth.saved["wire_rod_china@drawn_wire"].middle == pytest.approx(china)
    assert found.worth.won.middle == pytest.approx(korea * 750_000 + china * 600_000)
    assert found.worth.footprint.middle == pytest.approx(korea * (1.962 + 0.148) + china * 3.169, rel=1e-6)
    assert found.worth.certificates[2026].middle > 0


def test_scrap_of_one_process_alone() -> None:
    answer = measures_of(plant_of("fasteners"), order(savings=("scrap_reduction@drawn_wire=0.5",)))
    found = named(answer, "scrap_reduction")
    assert found.worth is not None
    assert sum(item.middle for item in found.worth.saved.values()) == pytest.approx(0.5 * (214 + 38))


def test_certificates_of_yield_are_those_the_whole_method_finds() -> None:
    plant = plant_of("fasteners")
    found = named(measures_of(plant, order(years=6)), "scrap_reduction")
    assert found.worth is not None
    less = {name.partition("@")[0]: item.middle for name, item in found.worth.saved.items()}
    after = replace(plant, purchases=tuple(
        replace(item, used_by={"drawn_wire": Quantity(item.used_by["drawn_wire"].value - less[item.id], "t")})  # type: ignore[union-attr]
        for item in plant.purchases
    ))  # fmt: skip
    before, later = (PlantYears(one, "2026-08", 2026, 6, {}) for one in (plant, after))
    for year in range(6):
        saved = before.now[year] - later.now[year]
        assert found.worth.certificates[2026 + year].middle == pytest.approx(saved, rel=1e-9)


def test_without_prices_it_says_what_it_needs_and_one_price_asks_for_the_others() -> None:
    bare = measures_of(plant_of("fasteners"), order_of("fasteners"))
    assert named(bare, "scrap_reduction").sized.ask == ("scrap_price", "price", "saving")
    assert {use.kind for use in bare.uses} == {"fuel", "electricity"}
    with pytest.raises(InputError) as refused:
        measures_of(plant_of("fasteners"), order(prices=PRICES[:3]))
    assert [(item.code, item.place) for item in refused.value.problems] == [("plan.no_price", "--price wire_rod_china")]


def test_a_process_that_is_none_is_told() -> None:
    with pytest.raises(InputError) as refused:
        measures_of(plant_of("fasteners"), order(savings=("scrap_reduction@annealing_furnace=0.1",)))
    assert refused.value.problems[0].place == "--saving scrap_reduction@annealing_furnace"


def test_a_whole_site_saves_energy_and_no_precursor() -> None:
    answer = measures_of(plant_of("fasteners"), order())
    kinds = {use.id: use.kind for use in answer.uses}
    assert {kinds[part.use] for part in named(answer, "audit_sme_2007").sized.parts} == {"fuel", "electricity"}
