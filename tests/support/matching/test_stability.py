"""The proof of stability beside the definition, tried on every assignment."""

import itertools
from random import Random

import numpy as np
import pytest
from tests.support.matching.markets import blocks_of, every_assignment, market

from pulmu.support.matching import NOBODY, Limits, Market, blocking_pairs, breaches

SEEDS = 150
SORTS = [
    {},
    {"kinds": 2},
    {"kinds": 2, "reserved": True},
    {"limits": "least", "kinds": 2},
    {"limits": "budget"},
    {"limits": "pool"},
    {"limits": "budget pool", "kinds": 2},
]


@pytest.mark.parametrize("sort", SORTS)
def test_the_pairs_found_are_those_of_the_definition_in_every_assignment(sort: dict[str, object]) -> None:
    tried = blocked = 0
    for seed in range(SEEDS):
        given = market(Random(seed), **sort)  # type: ignore[arg-type]
        for assignment in itertools.islice(every_assignment(given), 40):
            found = blocking_pairs(given, np.array(assignment))
            pairs = {(block.applicant, block.supplier) for block in found}
            assert pairs == blocks_of(given, assignment), (seed, assignment)
            tried, blocked = tried + 1, blocked + len(found)
    assert tried > 80
    assert blocked > 80


@pytest.mark.parametrize("sort", SORTS)
def test_who_would_have_to_leave_makes_room_when_they_do(sort: dict[str, object]) -> None:
    whys: dict[str, int] = {}
    for seed in range(SEEDS):
        given = market(Random(seed), **sort)  # type: ignore[arg-type]
        for assignment in itertools.islice(every_assignment(given), 40):
            for block in blocking_pairs(given, np.array(assignment)):
                moved = np.array(assignment)
                assert all(moved[one] == block.supplier for one in block.instead_of)
                moved[list(block.instead_of)] = NOBODY
                moved[block.applicant] = block.supplier
                passed = {item.limit.name for item in breaches(given, moved)}
                assert not passed & {"capacity", "kind_most"}, (seed, block)
                whys[block.why] = whys.get(block.why, 0) + 1
    assert whys["room"] > 30
    assert whys["better"] > 30
    assert ("reserved" in whys) == ("reserved" in sort)


def test_each_limit_that_is_not_kept_is_named() -> None:
    one = np.array([0, 0])
    given = Market(2, 1, np.array([0, 1]), one, one, one, np.array([1]), np.array([0, 1]), np.array([0]), None,
                   Limits(np.array([1]), None, np.array([5, 7]), np.array([6]), one[:1], np.array([11])))  # fmt: skip
    assert [(item.limit.name, item.has, item.allowed) for item in breaches(given, np.array([0, 0]))] == [
        ("capacity", 2, 1), ("budget", 12, 6), ("pool", 12, 11),
    ]  # fmt: skip
    (short,) = breaches(given, np.array([NOBODY, NOBODY]))
    assert (short.limit.name, short.has, short.allowed) == ("least", 0, 1)
    assert breaches(given, np.array([0, NOBODY])) == ()


def test_who_does_not_want_each_other_is_no_pair() -> None:
    given = Market(1, 2, np.array([0]), np.array([0]), np.array([0]), np.array([0]), np.array([1, 1]), np.array([0]),
                   np.array([0, 1]))  # fmt: skip
    (found,) = breaches(given, np.array([1]))
    assert (found.limit.name, found.limit.of, found.has) == ("pair", 0, 1)
