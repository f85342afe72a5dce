"""The best plan of measures against every plan there is."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.model import InputError
from pulmu.plan.measures import (
    BALANCES,
    Added,
    Balance,
    Choice,
    Measure,
    Most,
    Saving,
    Use,
    breaches,
    choose,
    effect_of,
    pareto,
)

GAS, POWER = "gas", "power"


def use(name: str, amount: float, years: int, won: float, certificates: float, footprint: float) -> Use:
    return Use(id=name, amount=amount, won=(won,) * years, certificates=(certificates,) * years,
               footprint=(footprint,) * years)  # fmt: skip


def random_choice(seed: int, measures: int, years: int) -> Choice:
    """A plant of a gas and a power use; measures of all kinds, some that exclude or need others."""
    random = np.random.default_rng(seed)
    names = [f"m{number}" for number in range(measures)]
    made = []
    for number, name in enumerate(names):
        acts_on = [place for place in (GAS, POWER) if random.random() < 0.7] or [GAS]
        made.append(Measure(
            id=name, capital=float(random.integers(0, 60)) * 1e6, upkeep=float(random.integers(0, 3)) * 1e6,
            savings=tuple(Saving(place, round(float(random.uniform(-0.1, 0.4)), 3)) for place in acts_on),
            adds=(Added(POWER, float(random.integers(0, 20_000))),) if random.random() < 0.3 else (),
            life=int(random.integers(1, 6)),
            needs=(names[int(random.integers(number))],) if number and random.random() < 0.3 else (),
            excludes=(names[int(random.integers(number))],) if number and random.random() < 0.3 else (),
        ))  # fmt: skip
    return Choice(
        years=years, measures=tuple(made), discount=0.05,
        uses=(use(GAS, 300_000, years, 850, 0.002, 2.2), use(POWER, 900_000, years, 180, 0.0, 0.44)),
        budget=tuple(float(random.integers(0, 80)) * 1e6 for _ in range(years)),
        certificate=(100_000.0,) * years if random.random() < 0.5 else None,
    )  # fmt: skip


def plans(choice: Choice) -> Iterator[dict[str, int]]:
    """Every plan that keeps what it has to."""
    for picked in product(range(-1, choice.years), repeat=len(choice.measures)):
        plan = {item.id: year for item, year in zip(choice.measures, picked, strict=True) if year >= 0}
        if not breaches(choice, plan):
            yield plan


@settings(max_examples=60)
@given(seed=st.integers(0, 100_000), size=st.sampled_from([(1, 1), (3, 3), (5, 2), (8, 1), (4, 3)]))
def test_no_plan_costs_less(seed: int, size: tuple[int, int]) -> None:
    choice = random_choice(seed, *size)
    found = choose(choice)
    assert found is not None
    assert breaches(choice, found.plan) == ()
    least = min(effect_of(choice, plan).present_cost for plan in plans(choice))
    assert found.aim == pytest.approx(least, rel=1e-6, abs=1.0)
    assert found.bound <= least + abs(least) * 1e-6 + 1.0


@pytest.mark.parametrize("seed", range(6))
def test_no_plan_of_all_two_to_the_sixteenth_costs_less(seed: int) -> None:
    """Sixteen measures, eight on each use; all that is done in the first year works in the second."""
    random = np.random.default_rng(seed)
    measures = tuple(
        Measure(
            id=f"m{number}", capital=float(random.integers(1, 60)) * 1e6,
            savings=(Saving((GAS, POWER)[number % 2], round(float(random.uniform(0.0, 0.4)), 3)),),
            needs=(f"m{number - 3}",) if number % 5 == 4 else (),
            excludes=(f"m{number - 2}",) if number % 6 == 5 else (),
        )
        for number in range(16)
    )  # fmt: skip
    choice = Choice(
        years=2, measures=measures, budget=(3e8, 0.0),
        uses=(use(GAS, 300_000, 2, 850, 0.002, 2.2), use(POWER, 900_000, 2, 180, 0.0, 0.44)),
    )  # fmt: skip
    done = np.array(np.meshgrid(*[[0.0, 1.0]] * 16, indexing="ij")).reshape(16, -1)
    capital = np.array([item.capital for item in measures]) @ done
    kept = capital <= 3e8
    for number, item in enumerate(measures):
        for other in item.needs:
            kept &= done[number] <= done[int(other[1:])]
        for other in item.excludes:
            kept &= done[number] + done[int(other[1:])] <= 1
    cost = capital
    for place, unit_cost in ((GAS, 300_000 * 850), (POWER, 900_000 * 180)):
        left = np.ones(done.shape[1])
        for number, item in enumerate(measures):
            left *= np.where(done[number] == 1, 1.0 - sum(x.share for x in item.savings if x.use == place), 1.0)
        cost = cost + (left - 1.0) * unit_cost / 1.05
    found = choose(choice)
    assert found is not None
    assert breaches(choice, found.plan) == ()
    assert found.aim == pytest.approx(float(cost[kept].min()), rel=1e-9, abs=0.5)


@settings(max_examples=25)
@given(seed=st.integers(0, 100_000), balance=st.sampled_from(BALANCES))
def test_a_balance_can_be_the_aim_and_a_limit(seed: int, balance: Balance) -> None:
    choice = random_choice(seed, 4, 2)
    cleanest = choose(choice, aim=balance)
    assert cleanest is not None
    every = [(effect_of(choice, plan).total(balance), effect_of(choice, plan).present_cost) for plan in plans(choice)]
    assert cleanest.aim == pytest.approx(min(total for total, _ in every), rel=1e-6, abs=1e-3)
    half = cleanest.aim / 2
    within = choose(choice, most=(Most(balance, half),))
    assert within is not None
    wanted = min(cost for total, cost in every if total <= half + abs(half) * 1e-9 + 1e-9)
    assert within.aim == pytest.approx(wanted, rel=1e-6, abs=1.0)


def test_a_limit_that_nothing_reaches_has_no_plan() -> None:
    choice = random_choice(3, 4, 2)
    assert choose(choice, most=(Most("footprint", -1e12),)) is None


@settings(max_examples=15)
@given(seed=st.integers(0, 100_000))
def test_the_front_holds_every_plan_that_none_beats(seed: int) -> None:
    choice = random_choice(seed, 4, 2)
    front = pareto(choice, "footprint")
    assert front.is_whole
    every = [effect_of(choice, plan) for plan in plans(choice)]
    points = sorted({(round(item.present_cost), round(item.total("footprint"), 3)) for item in every})
    best = [point for point in points
            if not any((o[0] <= point[0] and o[1] < point[1] - 1) or (o[0] < point[0] - 1 and o[1] <= point[1])
                       for o in points)]  # fmt: skip
    found = [(item.effect.present_cost, item.effect.total("footprint")) for item in front.plans]
    near = 2.1e-4 * max(abs(total) for _, total in points)
    for cost, total in best:
        assert any(mine[0] <= cost + 2 and mine[1] <= total + near for mine in found), (cost, total)
    for mine in found:
        assert not any(cost < mine[0] - 2 and total < mine[1] - near for cost, total in points), mine
    costs = [cost for cost, _ in found]
    assert costs == sorted(costs)


def test_where_nothing_can_be_done_the_front_is_to_do_nothing() -> None:
    choice = Choice(years=2, measures=(), uses=(use(GAS, 100.0, 2, 10, 0.0, 1.0),), budget=(0.0, 0.0))
    front = pareto(choice, "footprint")
    assert ([item.plan for item in front.plans], front.is_whole) == ([{}], True)


def test_a_front_of_more_plans_than_are_wanted_is_spread_over_its_range() -> None:
    costly = tuple(
        Measure(id=f"m{n}", capital=(n + 1) * 1e6, savings=(Saving(GAS, 0.03 + n * 0.02),)) for n in range(5)
    )
    choice = Choice(years=2, measures=costly, uses=(use(GAS, 100.0, 2, 0, 0.0, 1.0),), budget=(1e9, 1e9))
    whole, few = pareto(choice, "footprint"), pareto(choice, "footprint", most=3)
    assert len(whole.plans) > 3 >= len(few.plans)
    assert (whole.is_whole, few.is_whole) == (True, False)
    ends = [front.plans[-1].effect.total("footprint") for front in (whole, few)]
    assert ends[1] == pytest.approx(ends[0], rel=1e-3)


def test_savings_of_one_use_multiply() -> None:
    both = tuple(Measure(id=name, capital=0.0, savings=(Saving(GAS, 0.5),)) for name in ("a", "b"))
    choice = Choice(years=2, measures=both, uses=(use(GAS, 100.0, 2, 10, 0.0, 1.0),), budget=(0.0, 0.0))
    found = choose(choice)
    assert found is not None
    assert found.plan == {"a": 0, "b": 0}
    assert found.effect.yearly["footprint"] == (0.0, -75.0)


def test_electricity_moves_won_and_footprint_and_no_certificate() -> None:
    choice = Choice(
        years=3, budget=(1e9,) * 3, uses=(use(POWER, 1e6, 3, 180, 0.0, 0.44),),
        measures=(Measure(id="leaks", capital=1e6, savings=(Saving(POWER, 0.1),)),),
    )  # fmt: skip
    found = choose(choice)
    assert found is not None
    assert found.effect.total("certificates") == 0.0
    assert found.effect.total("won") < 0 > found.effect.total("footprint")


def test_a_measure_works_from_the_year_after_for_as_long_as_it_lives() -> None:
    choice = Choice(
        years=5, budget=(1.0,) * 5, uses=(use(GAS, 100.0, 5, 10, 0.0, 1.0),), discount=0.0,
        measures=(Measure(id="a", capital=0.0, life=2, savings=(Saving(GAS, 0.1),)),),
    )  # fmt: skip
    assert effect_of(choice, {"a": 1}).yearly["footprint"] == (0.0, 0.0, -10.0, -10.0, 0.0)


def test_what_a_year_leaves_may_be_spent_later() -> None:
    choice = Choice(
        years=3, budget=(6.0, 6.0, 0.0), uses=(use(GAS, 100.0, 3, 10, 0.0, 1.0),), discount=0.0,
        measures=(Measure(id="a", capital=10.0, savings=(Saving(GAS, 0.5),)),),
    )  # fmt: skip
    found = choose(choice)
    assert found is not None
    assert found.plan == {"a": 1}


def test_more_than_can_be_looked_at_is_refused() -> None:
    many = tuple(Measure(id=f"m{number}", capital=1.0, savings=(Saving(GAS, 0.1),)) for number in range(13))
    choice = Choice(years=1, measures=many, uses=(use(GAS, 1.0, 1, 1, 0, 1),), budget=(9.0,))
    with pytest.raises(InputError) as caught:
        choose(choice)
    assert caught.value.problems[0].code == "plan.too_many_on_one_use"
