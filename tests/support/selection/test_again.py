"""Chosen again for each draw by the short way, and each time from the beginning: the same."""

import dataclasses

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.support.selection import (
    Candidate,
    Had,
    Kind,
    LadderTerms,
    Nominee,
    Quota,
    Terms,
    TieKey,
    Track,
    award,
    chances_of,
    chances_of_awards,
    select,
)

CANDIDATES = st.lists(
    st.tuples(
        st.integers(40, 60), st.integers(0, 2), st.integers(1, 9), st.sampled_from("ab"), st.booleans(),
        st.sampled_from(("", "g", "h")), st.integers(0, 3),
    ),
    min_size=1, max_size=9,
)  # fmt: skip
TERMS = st.builds(
    Terms,
    mode=st.sampled_from(("in_order", "most_points")),
    budget_krw=st.none() | st.integers(3, 30),
    places=st.none() | st.integers(1, 5),
    tracks=st.sampled_from(((), (Track("a", 2, 9), Track("b", None, 12)))),
    quotas=st.sampled_from(((), (Quota("q", "member", least=1),), (Quota("q", "member", most=1),))),
    passing_points=st.sampled_from((0, 45)),
    passing_counts_bonus=st.booleans(),
    most_bonus=st.none() | st.just(1),
    ties=st.just((TieKey("t"),)),
    lot_seed=st.just("lots"),
    over_budget=st.sampled_from(("pass_over", "end")),
)


def made(told: list[tuple[int, int, int, str, bool, str, int]]) -> list[Candidate]:
    return [
        Candidate(f"c{number}", points, bonus, krw, track, frozenset({"member"} if member else ()),
                  frozenset({group} if group else ()), (("t", tie),))
        for number, (points, bonus, krw, track, member, group, tie) in enumerate(told)
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(CANDIDATES, TERMS, st.integers(0, 10**6))
def test_chances_are_those_of_choosing_from_the_beginning(told: list[object], terms: Terms, seed: int) -> None:
    selection = select(made(told), terms)  # type: ignore[arg-type]
    draws = np.random.default_rng(seed).integers(40, 61, (6, len(told)))
    found = chances_of(selection, draws)
    counts, unmet, points = np.zeros(len(told), dtype=np.int64), 0, 0
    for row in draws:
        drawn = [
            dataclasses.replace(item, points=int(value)) for item, value in zip(selection.ranked, row, strict=True)
        ]
        again = select(drawn, terms)
        unmet += bool(again.conflicts)
        points += again.points
        counts += np.array([item.id in again.chosen_ids for item in selection.ranked])
    assert found.unmet == unmet
    if terms.mode == "in_order":
        assert [round(item.share * len(draws)) for item in found.each] == counts.tolist()
    else:  # of sets with equal points any one counts
        assert {item.id for item in found.each} == {item.id for item in selection.ranked}


NOMINEES = st.lists(
    st.tuples(
        st.integers(40, 60), st.sampled_from(("", "p", "q")),
        st.sampled_from((None, (), (Had("gold", 2020),), (Had("silver", None),), (Had("paper", 2001),))),
    ),
    min_size=1, max_size=10,
)  # fmt: skip
KINDS = (Kind("gold", 1, "order", 50), Kind("silver", 2, "order"), Kind("paper", 3))


@settings(max_examples=60, deadline=None)
@given(NOMINEES, st.sampled_from(("none", "same_or_lower", "any")), st.none() | st.just(3.0), st.integers(0, 10**6))
def test_chances_of_awards_are_those_of_awarding_from_the_beginning(
    told: list[tuple[int, str, tuple[Had, ...] | None]], no_repeat: str, years: float | None, seed: int
) -> None:
    nominees = [
        Nominee(Candidate(f"n{number}", points, groups=frozenset({group} if group else ())), had)
        for number, (points, group, had) in enumerate(told)
    ]
    order = Terms("in_order", passing_points=43, lot_seed="lots")
    terms = LadderTerms(KINDS, order, no_repeat, years, 2022)  # type: ignore[arg-type]
    outcome = award(nominees, terms)
    draws = np.random.default_rng(seed).integers(40, 61, (5, len(told)))
    found = chances_of_awards(nominees, outcome, terms, draws)
    rank = {kind.id: number for number, kind in enumerate(KINDS)}
    stands = {item.id: rank.get(item.award or "", len(KINDS) - 1) for item in outcome.each}
    by_id = {item.candidate.id: item for item in nominees}
    counts = dict.fromkeys(stands, 0)
    for row in draws:
        drawn = [
            dataclasses.replace(
                by_id[item.id], candidate=dataclasses.replace(by_id[item.id].candidate, points=int(value))
            )
            for item, value in zip(outcome.each, row, strict=True)
        ]
        for item in award(drawn, terms).each:
            counts[item.id] += item.award is not None and rank[item.award] <= stands[item.id]
    assert {item.id: round(item.share * len(draws)) for item in found.each} == counts
