"""Cliffs over a population: firms are counted around each limit, and crossing costs what single firms lose."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np
import pytest

from pulmu.bootstrap.population import make_population_in, open_population
from pulmu.bootstrap.support import packaged_programmes
from pulmu.model import Answer, Bounded, Finding
from pulmu.services.population_engine import PopulationEngine
from pulmu.services.reform_cliffs import World, cliffs_of
from pulmu.services.reform_effect import Spread
from pulmu.support.population import AS_OF
from pulmu.support.programme import rulebook_of
from pulmu.support.reform.columns.cliffs import BEYOND, UNKNOWN, Near, crossings, measured
from pulmu.support.reform.thresholds import EDGES, bins_beyond, bins_within, programmes_of, thresholds
from pulmu.support.rules import Choice, Facts, Fixed, Member, Outcome, Pick, evaluate
from pulmu.support.rules.columns import label_bits
from pulmu.support.size import size_rules
from pulmu.support.size.columns import Prepared, prepared

RULES = rulebook_of(packaged_programmes(), size_rules())
ASKED = thresholds(RULES)
PLACES = {(item.parameter, item.fact): place for place, item in enumerate(ASKED)}
SALES = ("sales_1_krw", "sales_2_krw", "sales_3_krw", "recent_sales_krw")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PopulationEngine]:
    folder = tmp_path_factory.mktemp("cliffs") / "nation"
    make_population_in(folder, one_in=1000, seed=4)
    opened = open_population(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def ready(engine: PopulationEngine) -> Prepared:
    return prepared(RULES, engine.table("firms"), engine.table("links"), AS_OF, keep=engine.keep)


def test_the_limits_that_firms_come_near_are_found() -> None:
    sides = {(item.parameter, item.fact): (item.side, item.at_limit, item.of_size) for item in ASKED}
    assert sides["size.medium_limit_krw", "average_sales"] == ("under", True, True)
    assert sides["size.small_limit_krw", "average_sales"] == ("under", True, True)
    assert sides["size.asset_cap_krw", "total_assets_krw"] == ("under", False, True)
    assert sides["micro.employees_below", "regular_employees"] == ("under", False, False)
    assert sides["sme_rnd.sales_1_krw_at_least", "sales_1_krw"] == ("over", True, False)
    assert len(sides) == len(ASKED)


def test_bins_lie_on_either_side_of_a_limit() -> None:
    assert [EDGES[place - 1] for place in bins_within("under", 0.2)] == [0.8, 0.95]
    assert [EDGES[place] for place in bins_within("under", 0.05)] == [1.0]
    assert [EDGES[place] for place in bins_beyond("under", 0.05)] == [1.05]
    assert bins_within("over", 0.2) == bins_beyond("under", 0.2)
    assert bins_beyond("over", 0.05) == bins_within("under", 0.05)


def rows_of(engine: PopulationEngine, table: Any) -> list[dict[str, Any]]:
    found = engine.to_columns(table)
    lists = {
        name: [value.date() if isinstance(value, datetime) else value for value in _plain(values)]
        for name, values in found.items()
    }
    return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]


def _plain(values: Any) -> list[Any]:
    """Python's own values, None where nothing is known; days as days."""
    if values.dtype.kind == "M":
        values = values.astype("datetime64[D]")
    listed = np.ma.asarray(values).tolist()
    return [None if isinstance(value, float) and value != value else value for value in listed]  # noqa: PLR0124


def test_every_firm_is_in_the_bin_of_its_share_of_the_limit(engine: PopulationEngine, ready: Prepared) -> None:
    table = engine.keep("measured", measured(RULES, ready, AS_OF, ASKED))
    place = PLACES["size.asset_cap_krw", "total_assets_krw"]
    cap = RULES.value("size.asset_cap_krw", AS_OF).value
    bins = {row["firm_id"]: row[f"bin_{place}"] for row in rows_of(engine, table.select("firm_id", f"bin_{place}"))}
    assets = rows_of(engine, ready.firms.select("firm_id", "total_assets_krw"))
    for row in assets:
        share = row["total_assets_krw"] / cap
        assert bins[row["firm_id"]] == sum(share >= edge if edge <= 1 else share > edge for edge in EDGES)
    employees = PLACES["micro.employees_below", "regular_employees"]
    shares = rows_of(engine, table.filter(table[f"bin_{employees}"] != UNKNOWN).select(
        "firm_id", f"bin_{employees}", f"limit_{employees}"))  # fmt: skip
    regular = {row["firm_id"]: row["regular_employees"]
               for row in rows_of(engine, ready.firms.select("firm_id", "regular_employees"))}  # fmt: skip
    assert len(shares) > 5000
    for row in shares:
        share = regular[row["firm_id"]] / row[f"limit_{employees}"]
        assert row[f"bin_{employees}"] == sum(share >= edge if edge <= 1 else share > edge for edge in EDGES)


WATCHED = {("size.medium_limit_krw", "average_sales"): 1, ("size.small_limit_krw", "average_sales"): 4,
           ("micro.employees_below", "regular_employees"): 20, ("sme_rnd.sales_1_krw_at_least", "sales_1_krw"): 6,
           ("size.asset_cap_krw", "total_assets_krw"): 1}  # fmt: skip


def test_crossing_costs_what_each_firm_by_itself_loses(engine: PopulationEngine, ready: Prepared) -> None:
    table = engine.keep("measured", measured(RULES, ready, AS_OF, ASKED))
    near = [Near(PLACES[key], ASKED[PLACES[key]], (1, 2, 3, 4), every) for key, every in WATCHED.items()]
    programmes = programmes_of(RULES)
    crossed = engine.keep("crossed", crossings(RULES, ready, table, AS_OF, near, programmes, engine.keep))
    found = rows_of(engine, crossed)
    assert len({row["firm"] for row in found}) > 40
    wanted = {row["firm"] for row in found}
    facts = {row["firm_id"]: row for row in rows_of(engine, ready.firms) if row["firm_id"] in wanted}
    relations: dict[str, dict[int, list[Any]]] = {name: defaultdict(list) for name in ready.relations}
    for name, relation in ready.relations.items():
        for row in rows_of(engine, relation):
            relations[name][row["firm_id"]].append(row)
    losing = Counter[bool]()
    for row in found:
        threshold = ASKED[row["place"]]
        own = facts[row["firm"]] | ({"graces_before": 99, "returned_by_raised_table": False} if row["used_up"] else {})
        related = {name: tuple(of_firm.get(row["firm"], ())) for name, of_firm in relations.items()}
        within = evaluate(RULES, Facts(own, related), AS_OF)
        limit, value = _number(RULES, threshold.right, own, related), _number(RULES, threshold.left, own, related)
        beyond = limit * (1 + BEYOND if threshold.side == "under" else 1 - BEYOND)
        moved = ({name: own[name] and own[name] * beyond / value for name in SALES}
                 if threshold.fact == "average_sales" else {threshold.fact: beyond})  # fmt: skip
        there = evaluate(RULES, Facts(own | moved, related), AS_OF)
        assert row["class_within"] == _mask(within), row
        assert row["class_beyond"] == _mask(there), row
        lost = [
            name for name in programmes if _open(within[f"{name}.eligible"]) and not _open(there[f"{name}.eligible"])
        ]
        assert [name for place, name in enumerate(programmes) if row[f"lost_{place}"]] == lost
        assert row["lost"] == len(lost)
        worth, unbounded = _worth(within, there, lost)
        assert row["worth_krw"] == pytest.approx(worth)
        assert row["not_bounded"] == unbounded
        losing[bool(lost or worth)] += 1
    assert losing[True]
    assert losing[False]


def _number(rules: Any, node: Any, own: dict[str, Any], related: dict[str, Any]) -> float:
    found = evaluate(rules.with_outputs({"n": node}), Facts(own, related), AS_OF, ("n",))["n"]
    assert isinstance(found, Bounded)
    assert found.low == found.high
    return found.low


def _mask(outcomes: dict[str, Outcome]) -> int:
    found = outcomes["size.class"]
    assert isinstance(found, Choice)
    return sum(label_bits(RULES)[label] for label in found.possible)


def _open(outcome: Outcome) -> bool:
    return isinstance(outcome, Finding) and outcome.answer is not Answer.NO


def _worth(within: dict[str, Outcome], there: dict[str, Outcome], lost: list[str]) -> tuple[float, int]:
    worth, unbounded = 0.0, 0
    for name in programmes_of(RULES):
        here, beyond = within.get(f"{name}.support_krw"), there.get(f"{name}.support_krw")
        if not isinstance(here, Bounded) or not _open(within[f"{name}.eligible"]) or f"{name}.interest_rate" in within:
            continue
        assert isinstance(beyond, Bounded)
        rest = 0.0 if name in lost else beyond.high
        if rest < here.high:
            worth, unbounded = (
                (worth, unbounded + 1) if here.high == float("inf") else (worth + here.high - rest, unbounded)
            )
    return worth, unbounded


def test_what_a_programme_pays_less_beyond_is_lost_too(engine: PopulationEngine, ready: Prepared) -> None:
    size_class, is_sme = RULES.outputs["size.class"], RULES.outputs["size.sme"]
    small = Member(size_class, frozenset({"small"}), name="toy.small")  # type: ignore[arg-type]
    pays = Pick("toy.support", ((small, Fixed(100.0, "KRW")),), Fixed(60.0, "KRW"), "KRW")
    rules = RULES.only({"size.class"}).with_outputs({"toy.eligible": is_sme, "toy.support_krw": pays})
    cliffs = {cliff.parameter: cliff.before for cliff in cliffs_of([World("before", rules, ready)], engine, AS_OF)}
    side = cliffs["size.small_limit_krw"]
    assert side is not None
    for cost in side.costs:
        assert cost.firms
        assert cost.losing == sum(move.firms or 0 for move in cost.classes) > 0
        assert cost.support_lost_krw == Spread(40.0, 40.0, 40.0)
        assert cost.programmes_lost == Spread(0.0, 0.0, 0.0)
        assert cost.programmes == ()


def test_the_sides_of_a_cliff_add_up(engine: PopulationEngine, ready: Prepared) -> None:
    only = RULES.only({"size.class", "sme_rnd.eligible", "sme_rnd.support_krw", "cloud_voucher.eligible"})
    cliffs = cliffs_of([World("before", only, ready)], engine, AS_OF)
    firms = rows_of(engine, ready.firms.aggregate(n=ready.firms.count()))[0]["n"]
    assert {cliff.parameter for cliff in cliffs} >= {"size.medium_limit_krw", "sme_rnd.sales_1_krw_below"}
    for cliff in cliffs:
        side = cliff.before
        assert side is not None
        assert cliff.after == side
        assert sum(side.firms) + side.unknown == firms
        assert [sum(bins) for bins in zip(*(row.firms for row in side.rows), strict=True)] == list(side.firms)
        assert side.within[0] <= side.within[1]
        for cost in side.costs:
            assert cost.firms == cost.of == side.within[0 if cost.within == 0.05 else 1] > 0
            assert cost.losing <= cost.firms
            assert (cost.programmes_lost is None) == (cost.losing == 0)
    (at_least,) = [cliff for cliff in cliffs if cliff.parameter == "sme_rnd.sales_1_krw_at_least"]
    assert at_least.before is not None
    assert at_least.before.costs[0].programmes[0].programme == "sme_rnd"
