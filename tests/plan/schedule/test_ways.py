"""The compiled search over ways: what it says is what its choice gives, it keeps every rule, the same seed the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.schedule.shops import FT06, shop_of, shops

from pulmu.plan.schedule import RULES, Shop, Timetable, breaches, dispatch, least_makespan
from pulmu.plan.schedule.breed import Breed
from pulmu.plan.schedule.kinds import OfWays
from pulmu.plan.schedule.tabu import Choice, Hunt, choice_of, mix_choices, search_ways, timetable_by, ways_of
from pulmu.plan.schedule.tabu.timing import heads_of_choice

ANY = st.sampled_from(sorted(RULES))
FLEXIBLE = tuple(tuple([step, ((step[0] + 1) % 6, step[1] + 1)] for step in job) for job in FT06)
"""FT06, where the next machine also does each operation, one step longer."""


def hunted(shop: Shop, made: Timetable, hunt: Hunt, seed: int) -> tuple[int, Timetable]:
    ways = ways_of(shop)
    used = choice_of(shop, ways, made)
    best = Choice(*(np.empty_like(row) for row in used))
    span, _ = search_ways(ways, used, hunt, np.array([seed], np.uint64), best)
    return span // ways.unit, timetable_by(shop, ways, best, heads_of_choice(ways, best))


@settings(deadline=None)
@given(shops(jobs=6, machines=4, ways=3), ANY, st.integers(1, 2**63))
def test_a_search_ends_in_a_choice_that_gives_what_it_says(shop, rule, seed) -> None:  # type: ignore[no-untyped-def]
    made = dispatch(shop, RULES[rule])
    span, found = hunted(shop, made, Hunt(200, 0, 0, 5), seed)
    assert list(breaches(shop, found)) == []
    assert least_makespan(shop) <= found.makespan == span <= made.makespan


@settings(deadline=None)
@given(shops(jobs=5, machines=3, ways=3), ANY, ANY, st.floats(0, 1), st.integers(0, 99))
def test_what_is_mixed_runs_in_no_circle(shop, one, other, share, seed) -> None:  # type: ignore[no-untyped-def]
    ways = ways_of(shop)
    first, second = (choice_of(shop, ways, dispatch(shop, RULES[rule])) for rule in (one, other))
    is_other = np.random.default_rng(seed).random(first.taken.size) < share
    mixed = mix_choices(ways, first, second, share, is_other)
    found = timetable_by(shop, ways, mixed, heads_of_choice(ways, mixed))
    assert list(breaches(shop, found)) == []


def test_the_same_seed_breeds_the_same_down_to_the_bound() -> None:
    shop = shop_of(*FLEXIBLE)
    ways, ends = ways_of(shop), []
    assert least_makespan(shop) == 47
    for _ in range(2):
        breed, turns = Breed(OfWays(ways), 47, 5), iter(range(40))
        breed.take(choice_of(shop, ways, dispatch(shop, RULES["shortest_processing_time"])))
        breed.go_on(lambda turns=turns: next(turns) == 34)  # type: ignore[misc]
        ends.append((breed.best[0], breed.steps))
    assert ends[0] == ends[1]
    assert ends[0][0] <= 50


def test_of_two_ways_on_one_machine_the_shorter_is_taken() -> None:
    shop = shop_of([[(0, 5), (0, 3)], [(1, 0)]], [[(0, 2)]])
    made = dispatch(shop, lambda item: (-item.way.duration,))
    assert made.makespan == 7
    span, found = hunted(shop, made, Hunt(50, 5, 0, 5), 3)
    assert (span, found.makespan, list(breaches(shop, found))) == (5, 5, [])


@pytest.mark.parametrize(("jobs", "least"), [
    ([[[(0, 4), (1, 4)]], [[(0, 4), (1, 4)]], [[(0, 4), (1, 4)]]], 6),
    ([[(2 + job, head), [(0, 8), (1, 9)], (6 + job, 9 - job)] for job, head in enumerate((3, 2, 4, 2))], 2 + 16 + 6),
    ([[]], 0),
])  # fmt: skip
def test_machines_share_what_only_they_can_do(jobs: list[object], least: int) -> None:
    assert least_makespan(shop_of(*jobs)) == least
