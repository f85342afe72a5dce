"""Deferred acceptance beside everything that could be: stable, best for those who ask, not to be gamed."""

import dataclasses
import functools
import itertools
from random import Random

import numpy as np
import pytest
from tests.support.matching.markets import blocks_of, every_stable, market, opposed, rank_of, ranks

from pulmu.model import InputError
from pulmu.support.matching import NOBODY, Kinds, Limits, Market, blocking_pairs, breaches, defer

KINDS = [0, 2]


@pytest.mark.parametrize("reserved", [False, True])
@pytest.mark.parametrize("kinds", KINDS)
@pytest.mark.parametrize("ties", [True, False])
def test_what_comes_of_it_is_stable(kinds: int, ties: bool, reserved: bool) -> None:
    unmatched = 0
    for seed in range(300):
        given = market(Random(seed), ties=ties, kinds=kinds, most=7, reserved=reserved)
        found = defer(given).supplier
        assert breaches(given, found) == (), seed
        assert blocks_of(given, found.tolist()) == set(), seed
        unmatched += int((found == NOBODY).sum())
    assert unmatched > 100


@pytest.mark.parametrize("kinds", KINDS)
def test_of_all_stable_matchings_it_is_the_best_for_every_applicant(kinds: int) -> None:
    several = 0
    for seed in range(200):
        random = Random(seed)
        plain = functools.partial(market, random, ties=False, kinds=kinds, reserved=seed % 4 == 0)
        given = opposed(random, kinds=kinds) if seed % 2 else plain()
        stable = list(every_stable(given))
        mine = tuple(defer(given).supplier.tolist())
        assert mine in stable, seed
        for other, applicant in itertools.product(stable, range(given.applicants)):
            assert rank_of(given, applicant, mine[applicant]) <= rank_of(given, applicant, other[applicant]), seed
        several += len(stable) > 1
    assert several > 30


def test_nobody_gets_a_better_supplier_by_another_list_of_wishes() -> None:
    tried = 0
    for seed in range(180):
        random = Random(seed)
        plain = functools.partial(market, random, ties=False, kinds=2 * (seed % 2), reserved=seed % 4 == 1)
        given = opposed(random) if seed % 3 == 0 else plain()
        honest = defer(given).supplier
        for applicant in range(given.applicants):
            mine = np.flatnonzero(given.applicant == applicant)
            for count in range(len(mine) + 1):
                for listed in itertools.permutations(mine.tolist(), count):
                    got = defer(told_otherwise(given, mine, listed)).supplier[applicant]
                    assert rank_of(given, applicant, got) >= rank_of(given, applicant, honest[applicant]), seed
                    tried += 1
    assert tried > 5000


def told_otherwise(given: Market, mine: np.ndarray, listed: tuple[int, ...]) -> Market:
    """The same round where one applicant lists these pairs in this order, and no others."""
    rank = given.applicant_rank.copy()
    rank[list(listed)] = np.arange(len(listed))
    stays = np.setdiff1d(np.arange(len(given.applicant)), np.setdiff1d(mine, listed))
    cut = {name: getattr(given, name)[stays] for name in ("applicant", "supplier", "supplier_rank")}
    return dataclasses.replace(given, applicant_rank=rank[stays], **cut)


def test_the_order_in_which_pairs_stand_changes_nothing() -> None:
    for seed in range(100):
        given = market(Random(seed), kinds=2, most=7)
        order = np.random.default_rng(seed).permutation(len(given.applicant))
        names = ("applicant", "supplier", "applicant_rank", "supplier_rank")
        mixed = dataclasses.replace(given, **{name: getattr(given, name)[order] for name in names})
        assert defer(mixed).supplier.tolist() == defer(given).supplier.tolist()


def test_of_two_who_are_tied_the_lot_decides_and_nothing_else_does() -> None:
    one, two = np.array([0, 0]), np.array([0, 1])
    given = Market(2, 1, two, one, np.array([1, 1]), np.array([1, 1]), np.array([1]), np.array([1, 0]), np.array([0]))
    assert defer(given).supplier.tolist() == [NOBODY, 0]
    assert defer(dataclasses.replace(given, lot=np.array([0, 1]))).supplier.tolist() == [0, NOBODY]
    better = dataclasses.replace(given, supplier_rank=np.array([0, 1]))
    assert defer(better).supplier.tolist() == [0, NOBODY]


def test_a_place_kept_for_a_kind_goes_to_it_before_somebody_better() -> None:
    two, one, kept = np.array([0, 1]), np.array([0, 0]), np.array([[0, 1]])
    given = Market(2, 1, two, one, np.array([0, 0]), np.array([0, 1]), np.array([1]), two, np.array([0]),
                   Kinds(two, np.array([[1, 1]]), kept))  # fmt: skip
    assert defer(given).supplier.tolist() == [NOBODY, 0]
    (block,) = blocking_pairs(given, np.array([0, NOBODY]))
    assert (block.applicant, block.why, block.instead_of) == (1, "reserved", (0,))
    alone = dataclasses.replace(given, kinds=Kinds(np.array([0, 0]), np.array([[1, 1]]), kept))
    assert defer(alone).supplier.tolist() == [0, NOBODY]  # nobody of that kind asks: the place is open to all


def kinds(kind: list[int], most: list[list[int]], reserved: int = 0) -> Kinds:
    return Kinds(np.array(kind), np.array(most), 0 * np.array(most) + reserved)


def limits(**change: object) -> Limits:
    plain = {
        "least": [0, 0],
        "kind_least": None,
        "cost": [1, 1],
        "budget": [-1, -1],
        "pool": [-1, 0],
        "pool_budget": [5],
    }
    return Limits(**{name: item if item is None else np.array(item) for name, item in {**plain, **change}.items()})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"supplier_rank": np.array([1])}, "lengths do not fit"),
        ({"capacity": np.array([1])}, "lengths do not fit"),
        ({"applicant": np.array([0, 2])}, "a pair names somebody who is not there"),
        ({"supplier": np.array([-1, 0])}, "a pair names somebody who is not there"),
        ({"applicant": np.array([0, 0]), "supplier": np.array([1, 1])}, "a pair stands twice"),
        ({"lot": np.array([0, 0])}, "a lot is no order of those it is drawn for"),
        ({"capacity": np.array([1, -1])}, "a capacity is below 0"),
        ({"kinds": kinds([0], [[1, 1], [1, 1]])}, "quotas by kind do not fit"),
        ({"kinds": kinds([0, 2], [[1, 1], [1, 1]])}, "quotas by kind do not fit"),
        ({"kinds": kinds([0, 1], [[1, -1], [1, 1]])}, "quotas by kind do not fit"),
        ({"kinds": kinds([0, 1], [[1, 1], [1, 1]], 1)}, "more places are reserved than there are"),
        ({"limits": limits(least=[0])}, "lengths of the limits do not fit"),
        ({"limits": limits(cost=[0, -1])}, "a limit is below 0"),
        ({"limits": limits(budget=[0, -2])}, "a limit is below 0"),
        ({"limits": limits(pool=[0, 1])}, "a pool is not there"),
        ({"limits": limits(kind_least=np.array([[1]]))}, "least numbers by kind do not fit"),
    ],
)
def test_what_is_no_round_is_refused(change: dict[str, np.ndarray], said: str) -> None:
    good = Market(2, 2, np.array([0, 1]), np.array([0, 1]), np.array([1, 1]), np.array([1, 1]), np.array([1, 1]),
                  np.array([0, 1]), np.array([1, 0]))  # fmt: skip
    with pytest.raises(InputError) as caught:
        dataclasses.replace(good, **change)
    assert caught.value.problems[0].message == said


def test_a_round_without_anybody_is_none() -> None:
    nothing = np.empty(0, dtype=np.int64)
    empty = Market(0, 0, nothing, nothing, nothing, nothing, nothing, nothing, nothing)
    assert defer(empty).supplier.tolist() == []
    alone = dataclasses.replace(empty, applicants=2, lot=np.array([1, 0]))
    assert defer(alone).supplier.tolist() == [NOBODY, NOBODY]
    assert ranks(Random(1), [], 0, ties=False) == []
