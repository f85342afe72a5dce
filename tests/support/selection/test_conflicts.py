"""Terms that cannot be met together: the smallest set is named, and its mend mends it."""

import dataclasses
import itertools

import numpy as np
from hypothesis import assume, given, settings
from tests.support.selection.random_calls import candidates, terms

from pulmu.support.selection import Candidate, LimitName, Quota, Terms, select
from pulmu.support.selection.limits import Limits, limits_of


@settings(max_examples=60, deadline=None)
@given(candidates(6), terms())
def test_the_first_conflict_is_one_and_no_smaller_set_is(given: list[Candidate], asked: Terms) -> None:
    found = select(given, asked)
    assume(found.conflicts)
    conflict = found.conflicts[0]
    assert conflict.is_smallest
    limits = limits_of(found.ranked, asked)
    everything = {_plain(row.name) for row in limits.rows}
    assert not _can_be_met(limits, set(conflict.names), found.passed)
    for smaller in itertools.combinations(everything, len(conflict.names) - 1):
        assert _can_be_met(limits, set(smaller), found.passed)


def _plain(name: LimitName) -> LimitName:
    return LimitName("group") if name.kind == "group" else name


def _can_be_met(limits: Limits, names: set[LimitName], passed: tuple[bool, ...]) -> bool:
    kept = Limits.of(limits.number, [row for row in limits.rows if _plain(row.name) in names])
    may = np.array(passed, dtype=bool)
    sets = (np.array(bits, dtype=bool) for bits in itertools.product((False, True), repeat=limits.number))
    return any(kept.hold(chosen) for chosen in sets if not (chosen & ~may).any())


def _regional(number: int, points: int = 7000) -> list[Candidate]:
    return [Candidate(f"r{n}", points, 0, 10, memberships=frozenset({"regional"})) for n in range(number)]


def test_a_quota_nobody_can_fill_is_named_alone_with_what_can_be_reached() -> None:
    asked = Terms("in_order", places=5, passing_points=6000, quotas=(Quota("outside", "regional", least=3),))
    found = select(
        [*_regional(2), *(dataclasses.replace(item, id=f"x{item.id}", points=5900) for item in _regional(2))], asked
    )
    (conflict,) = found.conflicts
    assert conflict.names == (LimitName("quota_least", "outside"),)
    assert (conflict.mends[0].stands, conflict.mends[0].would_do) == (3, 2)


def test_two_quotas_and_the_places_are_named_together_each_with_its_mend() -> None:
    young = [Candidate(f"y{n}", 8000, 0, 10, memberships=frozenset({"youth"})) for n in range(4)]
    quotas = (
        Quota("outside", "regional", least=3),
        Quota("young", "youth", least=3),
        Quota("none", "regional", most=9),
    )
    asked = Terms("most_points", places=5, budget_krw=1000, quotas=quotas)
    (conflict,) = select([*_regional(4), *young], asked).conflicts
    assert {mend.name.kind + mend.name.id: mend.would_do for mend in conflict.mends} == {
        "places": 6, "quota_leastoutside": 2, "quota_leastyoung": 2,
    }  # fmt: skip
    for mend in conflict.mends:
        assert not select([*_regional(4), *young], _mended(asked, mend.name, mend.would_do)).conflicts


def _mended(asked: Terms, name: LimitName, would_do: int | None) -> Terms:
    if name.kind == "places":
        return dataclasses.replace(asked, places=would_do)
    return dataclasses.replace(
        asked, quotas=tuple(dataclasses.replace(q, least=would_do) if q.id == name.id else q for q in asked.quotas)
    )


def test_conflicts_that_have_nothing_to_do_with_each_other_are_all_named() -> None:
    quotas = (Quota("outside", "regional", least=3), Quota("young", "youth", least=1))
    found = select(_regional(2), Terms("in_order", quotas=quotas)).conflicts
    assert [conflict.names for conflict in found] == [
        (LimitName("quota_least", "outside"),), (LimitName("quota_least", "young"),),
    ] or [conflict.names for conflict in found] == [
        (LimitName("quota_least", "young"),), (LimitName("quota_least", "outside"),),
    ]  # fmt: skip


def test_money_that_a_quota_needs_is_told_to_the_won() -> None:
    asked = Terms("in_order", budget_krw=29, quotas=(Quota("outside", "regional", least=3),))
    (conflict,) = select(_regional(4), asked).conflicts
    assert {mend.name.kind: mend.would_do for mend in conflict.mends} == {"budget": 30, "quota_least": 2}
