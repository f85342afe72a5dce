"""Sets found by exchanges: what is found keeps the limits, and where quotas are nearly equal something is found."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.selection.random_calls import candidates, terms

from pulmu.model import SolveError
from pulmu.support.selection import Candidate, Quota, Terms, cases
from pulmu.support.selection.cases import Cases
from pulmu.support.selection.exchange import exchanged
from pulmu.support.selection.limits import limits_of

KINDS = tuple(f"kind_{number}" for number in range(30))


@settings(max_examples=25, deadline=None)
@given(candidates(), terms(), st.randoms(use_true_random=False))
def test_what_is_found_keeps_the_limits_and_those_who_must_and_may_be_in_it(
    given: list[Candidate], asked: Terms, drawn: random.Random
) -> None:
    limits = limits_of(given, asked)
    upper = np.array([drawn.random() < 0.9 for _ in given], dtype=bool)
    lower = upper & np.array([drawn.random() < 0.2 for _ in given], dtype=bool)
    start = np.array([drawn.random() < 0.5 for _ in given], dtype=bool)
    found = exchanged(limits, lower, upper, start)
    assert found is None or (limits.hold(found) and not (lower & ~found).any() and not (found & ~upper).any())


@pytest.mark.parametrize("seed", range(3))
def test_thirty_overlapping_quotas_with_one_number_to_spare_on_either_side_are_met(seed: int) -> None:
    given, asked = nearly_equal(seed)
    limits = limits_of(given, asked)
    everyone, nobody = np.ones(len(given), dtype=bool), np.zeros(len(given), dtype=bool)
    found = exchanged(limits, nobody, everyone, nobody)
    assert found is not None
    assert limits.hold(found)
    again = exchanged(limits, nobody, everyone, nobody)
    assert again is not None
    assert np.array_equal(again, found)


def test_a_set_that_the_first_search_gives_up_is_found_by_exchanges(monkeypatch: pytest.MonkeyPatch) -> None:
    def gives_up(*args: object, **more: object) -> None:
        raise SolveError.of("selection.not_solved", "", "given up", "ask for less")

    monkeypatch.setattr(cases, "best_set", gives_up)
    given, asked = nearly_equal(0)
    limits = limits_of(given, asked)
    found = Cases(limits, np.ones(len(given), dtype=bool), lambda: None).some_set()
    assert found is not None
    assert limits.hold(found)


def nearly_equal(seed: int, number: int = 300) -> tuple[list[Candidate], Terms]:
    """A call whose least and most of each of 30 overlapping quotas are nearly equal, and that can be met."""
    drawn = random.Random(seed)
    given = [
        Candidate(
            f"A{n:03}", drawn.randint(6000, 9900), memberships=frozenset(k for k in KINDS if drawn.random() < 0.4)
        )
        for n in range(number)
    ]
    met = drawn.sample(given, number * 15 // 100)
    counts = {kind: sum(kind in item.memberships for item in met) for kind in KINDS}
    quotas = tuple(Quota(kind, kind, count - 1, count + 1) for kind, count in counts.items())
    return given, Terms("in_order", None, len(met), (), quotas)
