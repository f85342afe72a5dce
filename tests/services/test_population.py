"""What stands beside a population, and which parts of the nation can be made."""

import contextlib
from collections.abc import Iterator

import pytest

from pulmu.model import InputError
from pulmu.services.population import KeptFile, PopulationManifest, make_population, part_of
from pulmu.support.population import Part


class _Kept:
    """Keeps parts in memory."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.finished: list[PopulationManifest] = []

    def add(self, part: Part) -> tuple[KeptFile, ...]:
        self.parts.append(part)
        return (KeptFile(part.name, part.firms["firm_id"].values.size, 0, ""),)

    def finish(self, manifest: PopulationManifest) -> None:
        self.finished.append(manifest)

    @contextlib.contextmanager
    def opened(self) -> Iterator["_Kept"]:
        yield self


def test_the_manifest_says_what_it_is() -> None:
    kept, told = _Kept(), list[tuple[int, int, str]]()
    made = make_population(kept.opened, program="0.0", one_in=1000, seed=2, tell=lambda *said: told.append(said))
    assert kept.finished == [made]
    assert made.is_synthetic
    assert made.firms == sum(file.rows for file in made.files) == 8310
    assert made.links == sum(part.links["owner_id"].values.size for part in kept.parts)
    assert [done for done, *_ in told] == list(range(1, len(kept.parts) + 1))
    assert {of for _, of, _ in told} == {len(kept.parts)}
    assert {item.name for item in made.assumptions} >= {"pareto_alpha", "grace_growth"}


def test_what_nobody_can_know_of_a_firm_that_does_not_exist_stays_unknown() -> None:
    made = make_population(_Kept().opened, program="0.0", one_in=1000)
    assert {"tax_arrears", "plan.uses", "consortium.supplier_in_pool", "venture_business"} <= set(made.unknown_facts)
    assert not {"sales_1_krw", "founded_on", "smart_factory_level", "average_sales_krw"} & set(made.unknown_facts)


@pytest.mark.parametrize(("text", "one_in"), [("1", 1), ("1/1", 1), ("1/1000", 1000), (" 1 / 20 ", 20)])
def test_a_part_is_written_as_a_fraction(text: str, one_in: int) -> None:
    assert part_of(text) == one_in


@pytest.mark.parametrize("text", ["", "0.1", "2", "1/0", "1/1001", "-1/2", "1/2/3", "a thousandth"])
def test_another_part_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        part_of(text)
    assert [item.code for item in caught.value.problems] == ["input.population_part"]


def test_a_seed_is_a_whole_number_from_nought() -> None:
    with pytest.raises(InputError) as caught:
        make_population(_Kept().opened, program="0.0", one_in=1000, seed=-1)
    assert [item.code for item in caught.value.problems] == ["input.population_seed"]
