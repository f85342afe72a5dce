"""Down the order with overlapping quotas: equal to trying all sets, and to asking of each candidate by itself."""

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.support.selection.random_calls import by_trying_all, candidates, terms

from pulmu.support.selection import Candidate, Quota, Terms, select
from pulmu.support.selection.first import FirstSet
from pulmu.support.selection.limits import FAR, Limits, limits_of
from pulmu.support.selection.prices import least_broken, most_left, settled
from pulmu.support.selection.totals import totals_open, with_total

FEW = settings(max_examples=120, deadline=None)
KINDS = tuple(f"kind_{number}" for number in range(12))


@FEW
@given(candidates(), terms())
def test_searching_alone_finds_what_exchanges_would_have_found(given: list[Candidate], asked: Terms) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FirstSet, "_swapped_in", lambda self, number, column, weights: False)
        found = select(given, asked)
    tried = by_trying_all(given, asked)
    assert bool(found.conflicts) == (tried is None)
    assert tried is None or tried == found.chosen


@pytest.mark.parametrize("seed", range(6))
def test_overlapping_quotas_are_decided_as_by_one_programme_for_each_candidate(seed: int) -> None:
    given, asked = _call(seed, 60)
    found = select(given, asked)
    limits = limits_of(found.ranked, asked)
    assert not found.conflicts
    assert _one_by_one(limits, np.array(found.passed)) == found.chosen


@pytest.mark.parametrize("seed", [0, 1])
def test_whoever_is_told_can_end_it(seed: int) -> None:
    given, asked = _call(seed, 60)
    told: list[tuple[int, int, str]] = []
    select(given, asked, tell=lambda done, of, step: told.append((done, of, step)))
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert {(of, step) for _, of, step in told} == {(60, "selection")}

    def stop(done: int, of: int, step: str) -> None:
        if done > 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        select(given, asked, tell=stop)


@FEW
@given(candidates(6), terms(), st.integers(0, 6))
def test_limits_for_a_number_of_chosen_hold_for_the_same_sets_of_that_number(
    given: list[Candidate], asked: Terms, total: int
) -> None:
    limits = limits_of(given, asked)
    exact = with_total(limits, total)
    for chosen in _sets(len(given)):
        if np.count_nonzero(chosen) == total and (asked.places is None or total <= asked.places):
            assert limits.hold(chosen) == exact.hold(chosen)
        else:
            assert not exact.hold(chosen) or asked.places is not None


@FEW
@given(candidates(6), terms(), st.randoms(use_true_random=False))
def test_what_prices_prove_holds_for_every_set(given: list[Candidate], asked: Terms, drawn: random.Random) -> None:
    limits = limits_of(given, asked)
    number = len(given)
    upper = np.array([drawn.random() < 0.9 for _ in range(number)], dtype=bool)
    lower = upper & np.array([drawn.random() < 0.2 for _ in range(number)], dtype=bool)
    sets = [
        bits for bits in _sets(number) if limits.hold(bits) and not (lower & ~bits).any() and not (bits & ~upper).any()
    ]
    rows = range(len(limits.rows))
    found = [least_broken(limits, lower, upper), *(most_left(limits, lower, upper, row) for row in rows)]
    for prices in found:
        if prices is not None:
            proven = settled(limits, lower, upper, prices)
            assert proven.is_met or not sets
            assert all(not (proven.must & ~bits).any() and not (bits & ~proven.may).any() for bits in sets)
    totals = totals_open(limits, lower, upper)
    assert totals is None or all(int(bits.sum()) in totals for bits in sets)


def _sets(number: int) -> list[np.ndarray]:
    return [np.array([bool(at >> n & 1) for n in range(number)], dtype=bool) for at in range(2**number)]


def _call(seed: int, number: int) -> tuple[list[Candidate], Terms]:
    """A call whose quotas overlap, so that hardly any exchange of two keeps them all."""
    drawn = random.Random(seed)
    given = [
        Candidate(f"A{n:03}", drawn.randint(6000, 9900), 0, drawn.randint(50, 300), "",
                  frozenset(kind for at, kind in enumerate(KINDS) if drawn.random() < 0.1 + 0.03 * at),
                  frozenset({f"group_{drawn.randrange(20)}"}) if drawn.random() < 0.3 else frozenset())
        for n in range(number)
    ]  # fmt: skip
    places = number // 4
    quotas = tuple(
        Quota(kind, kind, least=int(places * (0.1 + 0.03 * at))) if at % 3 == 0
        else Quota(kind, kind, least_share=Fraction(10 + 3 * at, 100)) if at % 3 == 1
        else Quota(kind, kind, most_share=Fraction(14 + 3 * at, 100))
        for at, kind in enumerate(KINDS)
    )  # fmt: skip
    return given, Terms("in_order", places * 180, places, (), quotas)


def _one_by_one(limits: Limits, passed: np.ndarray) -> tuple[bool, ...]:
    """By the definition: each is taken if a set with those taken and it keeps the limits."""
    least = np.where(limits.least == -FAR, -np.inf, limits.least)
    most = np.where(limits.most == FAR, np.inf, limits.most)
    lower, upper = np.zeros(limits.number), passed.astype(float)
    for number in range(limits.number):
        if upper[number]:
            lower[number] = 1.0
            answer = milp(np.zeros(limits.number), integrality=np.ones(limits.number), bounds=Bounds(lower, upper),
                          constraints=[LinearConstraint(limits.matrix.astype(float), least, most)])  # fmt: skip
            if answer.status != 0:
                assert answer.status == 2
                lower[number] = upper[number] = 0.0
    return tuple((lower > 0.5).tolist())
