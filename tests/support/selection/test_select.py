"""Who is chosen: equal to trying all sets, whatever the terms."""

import dataclasses
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.selection.random_calls import by_trying_all, candidates, terms

from pulmu.support.selection import Candidate, Quota, Terms, TieKey, in_order, select

FEW = settings(max_examples=150, deadline=None)


@FEW
@given(candidates(), terms())
def test_a_selection_equals_trying_all_sets(given: list[Candidate], asked: Terms) -> None:
    found, tried = select(given, asked), by_trying_all(given, asked)
    if tried is None:
        assert found.conflicts
        assert not any(found.chosen)
    else:
        assert tried == found.chosen
        assert found.is_proven
        assert found.ties_settled
        assert not found.conflicts


@FEW
@given(candidates(), terms(), st.randoms())
def test_the_order_of_the_file_does_not_matter(given: list[Candidate], asked: Terms, random: object) -> None:
    shuffled = list(given)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert select(given, asked).chosen_ids == select(shuffled, asked).chosen_ids


@given(candidates(), terms())
def test_the_order_is_one_order_and_points_come_first(given: list[Candidate], asked: Terms) -> None:
    order = in_order(given, asked)
    assert sorted(order) == list(range(len(given)))
    totals = select(given, asked).totals
    assert list(totals) == sorted(totals, reverse=True)


def test_who_has_no_value_for_a_tie_key_stands_last_whichever_end_goes_first() -> None:
    with_plan = Candidate("with", 7000, ties=(("plan", 1),))
    without = Candidate("without", 7000)
    for higher_first in (True, False):
        asked = Terms("in_order", ties=(TieKey("plan", higher_first),))
        assert in_order([without, with_plan], asked) == [1, 0]


def test_a_lot_hangs_on_the_seed_and_the_own_id_alone() -> None:
    three = [Candidate(name, 7000) for name in ("a", "b", "c")]
    asked = Terms("in_order", lot_seed="2026")
    order = [three[n].id for n in in_order(three, asked)]
    without = [item for item in three if item.id != order[1]]
    assert [without[n].id for n in in_order(without, asked)] == [order[0], order[2]]
    drawn = {tuple(in_order(three, dataclasses.replace(asked, lot_seed=str(seed)))) for seed in range(40)}
    assert len(drawn) == 6


def test_amounts_in_won_are_exact_to_the_won() -> None:
    given = [Candidate(f"{n}", 9000 - n, amount_krw=333_333_333_333) for n in range(3)]
    for mode in ("in_order", "most_points"):
        exact = select(given, Terms(mode, budget_krw=999_999_999_999))
        short = select(given, Terms(mode, budget_krw=999_999_999_998))
        assert (len(exact.chosen_ids), len(short.chosen_ids)) == (3, 2)


def test_most_points_takes_two_cheap_ones_where_the_order_takes_the_dear_one() -> None:
    given = [
        Candidate("dear", 9000, amount_krw=100),
        Candidate("x", 8000, amount_krw=50),
        Candidate("y", 7000, amount_krw=50),
    ]
    assert select(given, Terms("in_order", budget_krw=100)).chosen_ids == ("dear",)
    assert select(given, Terms("most_points", budget_krw=100)).chosen_ids == ("x", "y")


def test_nobody_places_and_money_of_nothing_are_answers() -> None:
    one = [Candidate("one", 9000, amount_krw=1)]
    for mode in ("in_order", "most_points"):
        assert select([], Terms(mode, places=3)).chosen_ids == ()
        assert select(one, Terms(mode, places=0)).chosen_ids == ()
        assert select(one, Terms(mode, budget_krw=0)).chosen_ids == ()
        assert select(one, Terms(mode)).chosen_ids == ("one",)


def test_a_share_is_of_those_chosen() -> None:
    given = [Candidate(f"c{n}", 9000 - n) for n in range(5)] + [
        Candidate("r", 6000, memberships=frozenset({"regional"}))
    ]
    quota = Quota("outside", "regional", least_share=Fraction(1, 3))
    for mode in ("in_order", "most_points"):
        assert select(given, Terms(mode, places=5, quotas=(quota,))).chosen_ids == ("c0", "c1", "r")
