"""A reform of what shapes the tables themselves: both worlds over a population are those of single firms."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.support.population.test_class_agrees import _asked, _Nation

from pulmu.bootstrap.population import make_population_in, open_population
from pulmu.bootstrap.support import packaged_programmes
from pulmu.model import RuleError
from pulmu.model.reform import ParameterChange, Reform
from pulmu.services.compare_reform import compare_reform
from pulmu.services.population_engine import PopulationEngine
from pulmu.support.population import AS_OF
from pulmu.support.programme import rulebook_of
from pulmu.support.reform import apply_reform
from pulmu.support.reform.columns import answered_apart
from pulmu.support.rules.columns import label_bits
from pulmu.support.size import parameters_of_tables, size_of, size_rules
from pulmu.support.size.columns import prepared

SIZE = size_rules().rulebook()
CASES = {
    "owners": {"size.related_share": "0.55", "size.related_whole_share": "0.9", "size.parent_share": "0.5",
               "size.related_grandchild_whole_share": "0.9", "mid_sized.owner_share": "0.6",
               "size.indirect_whole_share": "0.9"},
    "accounts": {"size.average_years": "5", "size.status_months_after_closing": "6", "size.related_by_pair": "no"},
}  # fmt: skip


def reform(changed: dict[str, str]) -> Reform:
    changes = tuple(ParameterChange(parameter=name, value=value) for name, value in changed.items())
    return Reform(id="x", name_ko="가", name_en="x", status="proposal", after=changes)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compare") / "nation"
    make_population_in(path, one_in=200, seed=11)
    return path


@pytest.fixture
def engine(folder: Path) -> Iterator[PopulationEngine]:
    opened = open_population(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def nation() -> _Nation:
    return _Nation()


@pytest.mark.parametrize("case", CASES)
def test_both_worlds_are_those_of_single_firms(case: str, nation: _Nation, engine: PopulationEngine) -> None:
    reformed = apply_reform(reform(CASES[case]), SIZE)
    worlds = (reformed.before, reformed.after)
    firms, links = engine.table("firms"), engine.table("links")
    tables = tuple(prepared(rules, firms, links, AS_OF, keep=engine.keep) for rules in worlds)
    found = engine.to_columns(answered_apart(worlds, tables, AS_OF, ["size.class"]))  # type: ignore[arg-type]
    place = {int(firm): at for at, firm in enumerate(found["firm_id"])}
    assert len(place) == len(found["firm_id"]) == nation.firms["counted_as"].values.size
    bits, moved = label_bits(SIZE), 0
    for firm_id in _asked(nation):
        file = nation.file(firm_id)
        for rules, name in zip(worlds, ("size.class", "size.class@after"), strict=True):
            expected = sum(bits[label] for label in size_of(rules, file, AS_OF).size_class.possible)
            assert found[name][place[firm_id]] == expected, (firm_id, name)
        moved += found["size.class"][place[firm_id]] != found["size.class@after"][place[firm_id]]
    assert moved


def test_a_reform_of_the_tables_counts_every_firm_and_every_programme_of_a_class(engine: PopulationEngine) -> None:
    rulebook = rulebook_of([item for item in packaged_programmes() if item.id == "cloud_voucher"], size_rules())
    effect = compare_reform(
        reform({"size.average_years": "5"}), rulebook, engine, AS_OF, of_real_firms=False, one_in=200
    )
    assert effect.one_in == 200
    assert sum(move.firms or 0 for move in effect.classes) == effect.firms
    (voucher,) = effect.programmes
    assert voucher.may_apply_after == voucher.may_apply_before + voucher.gain - voucher.lose  # type: ignore[operator]
    assert voucher.gain


def test_accounts_that_would_not_count_are_told(engine: PopulationEngine) -> None:
    later = reform({"size.status_months_after_closing": "11"})
    with pytest.raises(RuleError) as told:
        compare_reform(later, SIZE, engine, AS_OF, of_real_firms=False)
    assert [item.code for item in told.value.problems] == ["reform.accounts"]
    effect = compare_reform(later, SIZE, engine, date(2026, 12, 1), of_real_firms=False)
    assert "size.class" in effect.touched


def test_parameters_of_tables_are_those_that_only_tables_read() -> None:
    assert {"size.related_share", "size.related_whole_share", "size.average_years"} < parameters_of_tables(SIZE)
    assert not parameters_of_tables(SIZE) & {"size.asset_cap_krw", "size.medium_limit_krw", "size.grace_years"}
