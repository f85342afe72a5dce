"""The whole: never longer than what it was given, as good as the best there is, a true bound, an end when told."""

from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.plan.schedule.shops import FT06, best_of_all, instance, shop_of, shops

from pulmu.plan.schedule import RULES, Timetable, breaches, dispatch, shorten
from pulmu.plan.schedule.effort import Effort

BRIEF = Effort(seconds=20.0, workers=2, seed=1)


@settings(max_examples=25, deadline=None)
@given(shops(jobs=3, machines=2, ways=2))
def test_small_shops_are_solved_to_the_best_there_is(shop) -> None:  # type: ignore[no-untyped-def]
    if shop.size > 6:
        return
    found = shorten(shop, BRIEF)
    assert list(breaches(shop, found.timetable)) == []
    assert found.timetable.makespan == found.bound == best_of_all(shop)
    assert found.gap == 0.0


def test_a_job_shop_is_solved_and_proven() -> None:
    shop = shop_of(*FT06)
    found = shorten(shop, BRIEF)
    assert (found.timetable.makespan, found.bound) == (55, 55)
    assert list(breaches(shop, found.timetable)) == []


def test_it_ends_when_told_and_is_never_longer_than_what_it_was_given() -> None:
    shop = shop_of(*(job * 3 for job in FT06))
    given_one = min((dispatch(shop, rule) for rule in RULES.values()), key=lambda item: item.makespan)
    asked = count()
    found = shorten(shop, Effort(seconds=60.0, workers=2, seed=1), given=given_one, is_over=lambda: next(asked) >= 3)
    assert list(breaches(shop, found.timetable)) == []
    assert found.bound <= found.timetable.makespan <= given_one.makespan


def test_a_shop_without_work_takes_no_time() -> None:
    assert shorten(shop_of([]), BRIEF).timetable == Timetable(())


@pytest.mark.parametrize("name", ["la05", "mk01"])
def test_published_instances_are_solved(shared: Path, name: str) -> None:
    shop, best = instance(shared / "reference" / "scheduling", name)
    found = shorten(shop, BRIEF)
    assert list(breaches(shop, found.timetable)) == []
    assert found.timetable.makespan == best
