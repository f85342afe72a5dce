"""Rules of thumb keep every rule, the check finds what is broken, and no bound is above what can be reached."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.schedule.shops import FT06, best_of_all, retimed, shop_of, shops

from pulmu.plan.schedule import RULES, Placed, Timetable, breaches, dispatch, least_makespan


@given(shops(ways=3), st.sampled_from(sorted(RULES)))
def test_a_rule_of_thumb_makes_a_timetable_that_keeps_every_rule(shop, rule) -> None:  # type: ignore[no-untyped-def]
    made = dispatch(shop, RULES[rule])
    assert list(breaches(shop, made)) == []
    assert made.makespan >= least_makespan(shop)


@settings(max_examples=40, deadline=None)
@given(shops(jobs=3, machines=2, ways=2))
def test_no_bound_is_above_the_best_there_is(shop) -> None:  # type: ignore[no-untyped-def]
    if shop.size <= 6:
        assert least_makespan(shop) <= best_of_all(shop)


def test_bounds_by_hand() -> None:
    assert least_makespan(shop_of(*FT06)) == 52  # machine 2 alone, with what must go before and after
    assert least_makespan(shop_of([(0, 3), (1, 4)], [(0, 5)])) == 8
    assert least_makespan(shop_of([(0, 3), (1, 9)], [(1, 2)])) == 12
    assert least_makespan(shop_of([])) == 0


def test_rules_say_what_comes_first() -> None:
    shop = shop_of([(0, 2), (1, 9)], [(0, 5), (1, 1)], [(0, 3)])
    first = {name: dispatch(shop, rule).placed[0].job for name, rule in RULES.items()}
    assert first["shortest_processing_time"] == 0
    assert first["most_work_remaining"] == 0
    assert first["least_work_remaining"] in {1, 2}
    assert len(RULES) == 12


@given(shops(), st.sampled_from(sorted(RULES)))
def test_the_orders_of_a_timetable_make_it_again(shop, rule) -> None:  # type: ignore[no-untyped-def]
    made = dispatch(shop, RULES[rule])
    again = retimed(shop, made)
    assert list(breaches(shop, again)) == []
    assert again.makespan <= made.makespan


GOOD = Timetable((Placed(0, 0, 0, 0, 3), Placed(1, 0, 0, 3, 8), Placed(0, 1, 1, 3, 7)))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (GOOD.placed[:2], "plan.operation_not_once"),
        ((*GOOD.placed, GOOD.placed[0]), "plan.operation_not_once"),
        ((*GOOD.placed, Placed(7, 0, 0, 90, 91)), "plan.operation_not_once"),
        ((*GOOD.placed[:2], replace(GOOD.placed[2], end=8)), "plan.operation_wrong_way"),
        ((*GOOD.placed[:2], replace(GOOD.placed[2], machine=0, start=8, end=12)), "plan.operation_wrong_way"),
        ((*GOOD.placed[:2], replace(GOOD.placed[2], start=2, end=6)), "plan.operation_too_early"),
        ((GOOD.placed[0], replace(GOOD.placed[1], start=2, end=7), GOOD.placed[2]), "plan.operations_overlap"),
    ],
)
def test_the_check_finds_what_is_broken(wrong: tuple[Placed, ...], code: str) -> None:
    shop = shop_of([(0, 3), (1, 4)], [(0, 5)])
    assert list(breaches(shop, GOOD)) == []
    assert {item.code for item in breaches(shop, Timetable(wrong))} == {code}
