"""A settled round beside every assignment there is: stable where one is, else with the fewest violations."""

import sys
from random import Random

import numpy as np
import pytest
from tests.support.matching.markets import blocks_of, every_assignment, market, scarce

from pulmu.model import InputError
from pulmu.support.matching import NO_LIMIT, NOBODY, Kinds, Limit, Limits, Market, breaches, defer, settle, unfillable
from pulmu.support.matching.rows import least_limits

SORTS = [
    {"limits": "least"},
    {"limits": "least", "kinds": 2},
    {"limits": "least", "ties": False},
    {"limits": "budget"},
    {"limits": "pool"},
    {"limits": "budget pool", "ties": False},
    {"limits": "budget pool least", "kinds": 2},
]


@pytest.mark.parametrize("sort", SORTS)
def test_no_assignment_has_fewer_violations(sort: dict[str, object]) -> None:
    unstable = none = 0
    for seed in range(120):
        given = _round(Random(seed), sort, seed)
        every = {assignment: len(blocks_of(given, assignment)) for assignment in every_assignment(given)}
        if not every:
            none += 1
            assert unfillable(given), seed
            continue
        assert unfillable(given) == (), seed
        settled = settle(given)
        certificate, fewest = settled.certificate, min(every.values())
        assert every[tuple(settled.supplier.tolist())] == fewest == certificate.blocks == len(settled.violated), seed
        assert certificate.proof == ("least" if fewest else "stable")
        assert certificate.at_least == fewest
        assert all(item.forced_by for item in settled.violated), seed
        unstable += fewest > 0
    assert unstable > 2
    assert none > 10 or "least" not in str(sort)


def _round(random: Random, sort: dict[str, object], seed: int) -> Market:
    if seed % 2 and sort["limits"] != "least":
        return scarce(random, str(sort["limits"]))
    return market(random, **sort)  # type: ignore[arg-type]


def test_of_all_with_the_fewest_violations_most_have_somebody_and_the_best_they_can() -> None:
    tried = 0
    for seed in range(150):
        given = market(Random(seed), limits="least", ties=False)
        every = list(every_assignment(given))
        settled = settle(given) if every else None
        if settled is None or settled.certificate.method == "deferred_acceptance":
            continue
        counts = {item: len(blocks_of(given, item)) for item in every}

        def order(item: tuple[int, ...], given: Market = given, counts: dict = counts) -> tuple[int, ...]:
            return counts[item], envied(given, item), item.count(NOBODY), wishes(given, item), worth(given, item)

        best = min(order(item) for item in every)
        mine = tuple(settled.supplier.tolist())
        assert order(mine) == best, seed
        tried += 1
    assert tried > 5


def wishes(given: Market, assignment: tuple[int, ...]) -> int:
    made = np.array(assignment)[given.applicant] == given.supplier
    return int((given.applicant_rank[made] + 1).sum())


def envied(given: Market, assignment: tuple[int, ...]) -> int:
    """Pairs that block and of which the supplier has somebody it ranks worse."""
    rank = dict(zip(zip(given.applicant.tolist(), given.supplier.tolist(), strict=True), given.supplier_rank.tolist(),
                    strict=True))  # fmt: skip
    return sum(any(whom == s and rank[other, s] > rank[a, s] for other, whom in enumerate(assignment))
               for a, s in blocks_of(given, assignment))  # fmt: skip


def worth(given: Market, assignment: tuple[int, ...]) -> int:
    made = np.array(assignment)[given.applicant] == given.supplier
    return int((given.supplier_rank[made] + 1).sum())


def test_least_numbers_that_cannot_be_met_are_a_smallest_set() -> None:
    named = 0
    for seed in range(200):
        given = market(Random(seed), limits="least", kinds=2 * (seed % 2))
        core = [item.limit for item in unfillable(given)]
        if not core:
            continue
        named += len(core) > 1
        assert not fits(given, core), seed
        for one in core:
            assert fits(given, [limit for limit in core if limit != one]), seed
        assert all(item.alone == (len(core) == 1) for item in unfillable(given))
    assert named > 5


def fits(given: Market, kept: list[Limit]) -> bool:
    """Whether some assignment keeps these least numbers and every limit that is no least number."""
    limits = given.limits
    assert limits is not None
    least = np.zeros_like(limits.least)
    kind_least = None if limits.kind_least is None else np.zeros_like(limits.kind_least)
    for limit in kept:
        if limit.name == "least":
            least[limit.of] = limits.least[limit.of]
        elif kind_least is not None and limits.kind_least is not None:
            kind_least[limit.of, limit.kind] = limits.kind_least[limit.of, limit.kind]
    eased = Limits(least, kind_least, limits.cost, limits.budget, limits.pool, limits.pool_budget)
    return any(True for _ in every_assignment(_with(given, eased)))


def _with(given: Market, limits: Limits) -> Market:
    return Market(given.applicants, given.suppliers, given.applicant, given.supplier, given.applicant_rank,
                  given.supplier_rank, given.capacity, given.lot, given.supplier_lot, given.kinds, limits)  # fmt: skip


def small(least: list[int], budget: list[int] | None = None, cost: list[int] | None = None) -> Market:
    """Two applicants who both wish for supplier 0 and then for 1; it ranks applicant 0 first."""
    a, s = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    money = np.array([NO_LIMIT, NO_LIMIT] if budget is None else budget)
    limits = Limits(
        np.array(least), None, np.array(cost or [0, 0]), money, np.array([NOBODY, NOBODY]), np.array([], int)
    )
    return Market(2, 2, a, s, s, a, np.array([2, 2]), np.array([0, 1]), np.array([0, 1]), None, limits)


def test_a_violation_names_the_least_number_that_forces_it() -> None:
    assert settle(small([0, 0])).certificate.proof == "stable"
    settled = settle(small([0, 1]))
    assert settled.supplier.tolist() == [0, 1]  # of two as good, the one that the supplier ranks lower goes
    (violated,) = settled.violated
    assert (violated.forced_by, violated.directly) == ((Limit("least", 1),), True)
    assert settled.certificate.method == "integer_programme"


def test_least_numbers_that_need_more_than_there_are_name_each_other() -> None:
    short = unfillable(small([1, 2]))
    assert [(item.limit.name, item.limit.of, item.asked, item.willing, item.alone) for item in short] == [
        ("least", 0, 1, 2, False), ("least", 1, 2, 2, False),
    ]  # fmt: skip
    assert [(item.limit.of, item.alone) for item in unfillable(small([0, 1], [0, 0], [5, 5]))] == [(1, True)]


def test_one_won_over_a_budget_is_over() -> None:
    cost = [123_456_789_013, 98_765_432_101]
    whole = sum(cost)
    assert settle(small([0, 0], [whole, 0], cost)).supplier.tolist() == [0, 0]
    less = settle(small([0, 0], [whole - 1, 0], cost))
    assert less.supplier.tolist() == [0, NOBODY]
    assert less.certificate.proof == "stable"


@pytest.mark.parametrize("limits", ["budget", "pool"])
def test_a_budget_can_leave_no_stable_assignment(limits: str) -> None:
    given = next(item for item in (scarce(Random(seed), limits) for seed in range(20)) if len(item.applicant) == 5)
    assert min(len(blocks_of(given, item)) for item in every_assignment(given)) == 1
    settled = settle(given)
    assert (settled.certificate.proof, settled.certificate.blocks) == ("least", 1)
    assert settled.violated[0].forced_by == (Limit(limits, 0),)  # type: ignore[arg-type]
    assert not settled.violated[0].directly


def test_where_everything_is_kept_deferred_acceptance_is_not_touched() -> None:
    for seed in range(60):
        given = market(Random(seed), kinds=2, limits="budget least")
        first = defer(given).supplier
        if not breaches(given, first):
            settled = settle(given)
            assert settled.supplier.tolist() == first.tolist()
            assert settled.certificate.method == "deferred_acceptance"


def test_a_round_too_large_for_the_programme_says_what_is_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["pulmu.support.matching.settle"], "is_small", lambda market: False)
    settled = settle(small([0, 1]))
    assert (settled.certificate.proof, settled.certificate.method) == ("least", "repair")
    for seed in range(100):
        given = market(Random(seed), limits="least", ties=bool(seed % 2))
        every = [len(blocks_of(given, item)) for item in every_assignment(given)]
        if every:
            found = settle(given)
            assert found.certificate.at_least <= min(every) <= found.certificate.blocks
            assert breaches(given, found.supplier) == ()


def test_kept_places_do_not_go_with_money_or_least_numbers() -> None:
    given = small([0, 1])
    kinds = Kinds(np.array([0, 0]), np.array([[2], [2]]), np.array([[1], [0]]))
    with pytest.raises(InputError, match="reserved places"):
        Market(2, 2, given.applicant, given.supplier, given.applicant_rank, given.supplier_rank, given.capacity,
               given.lot, given.supplier_lot, kinds,
               Limits(np.array([0, 1]), np.array([[0], [0]]), np.array([0, 0]), np.array([-1, -1]),
                      np.array([-1, -1]), np.array([], int)))  # fmt: skip
    assert least_limits(given) == (Limit("least", 1),)
