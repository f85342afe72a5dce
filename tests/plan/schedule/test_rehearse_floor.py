"""Furnaces, rests and people in a rehearsal: the plan itself without upsets, and what the rules tell with them."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.plan.schedule.costly import STEPS, every
from tests.plan.schedule.furnaces import hot_shops, paid_prices
from tests.plan.schedule.luck import Told

from pulmu.plan.schedule import (
    RULES,
    Job,
    Operation,
    Placed,
    Prices,
    Rest,
    Shop,
    Timetable,
    Way,
    breaches,
    costs_of,
    dispatch,
    load_of,
)
from pulmu.plan.schedule.costs import peak_kw, tardiness
from pulmu.plan.schedule.rehearse import Cause, run_all

FLAT = Prices((100.0,) * 48, 60, won_per_person_hour=(10.0,) * 12 + (15.0,) * 36)


def named_apart(shop: Shop) -> Shop:
    """The same, each rest of a machine by a name of its own."""
    rests = tuple(tuple(replace(rest, name=f"rest {n}") for n, rest in enumerate(own)) for own in shop.rests)
    return replace(shop, rests=rests)


@st.composite
def planned(draw: st.DrawFn) -> tuple[Shop, Timetable]:
    """A shop with furnaces, rests and few people, and a timetable that breaks no rule."""
    shop = named_apart(draw(hot_shops(rests=True, people=draw(st.booleans()))))
    made = dispatch(shop, RULES[draw(st.sampled_from(sorted(RULES)))])
    if draw(st.booleans()):
        options = list(every(shop))
        assume(options)
        made = draw(st.sampled_from(options))
    assume(next(breaches(shop, made, steps=STEPS), None) is None)
    return shop, made


@settings(max_examples=120, deadline=None)
@given(planned(), paid_prices())
def test_without_upsets_furnaces_rests_and_people_come_as_planned(told: tuple[Shop, Timetable], prices: Prices) -> None:
    shop, made = told
    ran = run_all(shop, made, Told(), prices, 2)
    costs, load = costs_of(shop, made, prices), load_of(shop, made, STEPS, prices)
    for place in range(len(shop.jobs)):
        own = [item.end for item in made.placed if item.job == place]
        assert ran.ends[0, place] == max(own, default=shop.jobs[place].release)
    assert ran.tardiness(shop)[0] == tardiness(shop, made)
    assert ran.won[0] == pytest.approx(costs["energy"], rel=1e-12, abs=1e-9)
    assert ran.kwh[0] == pytest.approx(float(load.sum()) * prices.hours, rel=1e-12, abs=1e-9)
    assert max(prices.billed_kw, ran.peak_kw[0]) == pytest.approx(peak_kw(prices, load), rel=1e-12, abs=1e-9)
    assert ran.labour_won[0] == pytest.approx(costs["labour"], rel=1e-12, abs=1e-9)
    assert ran.overtime[0] == 0.0
    assert not ran.parted.any()


@settings(max_examples=60, deadline=None)
@given(planned(), paid_prices(), st.data())
def test_nothing_ends_before_its_plan_and_labour_is_paid_at_least_once(
    told: tuple[Shop, Timetable], prices: Prices, data: st.DataObject
) -> None:
    shop, made = told
    shop = replace(shop, people=(*shop.people, *(2.0,) * STEPS) if shop.people else ())
    cause = st.builds(Cause, st.integers(0, 1), st.booleans(), st.booleans())
    stops = data.draw(st.lists(st.tuples(cause, st.lists(st.floats(0.25, 4.0), max_size=3), st.floats(0.1, 3.0)),
                               max_size=3))  # fmt: skip
    ran = run_all(shop, made, Told(stops), prices, 1)
    least = 100.0 * prices.hours * sum(
        operation.people * min(way.duration for way in operation.ways) / 3
        for job in shop.jobs for operation in job.operations
    )  # fmt: skip
    assert ran.labour_won[0] >= least - 1e-9, "three at most share a batch"
    for place in range(len(shop.jobs)):
        own = [item.end for item in made.placed if item.job == place]
        assert ran.ends[0, place] >= max(own, default=0)


def baked(*, late: float, **told: object) -> tuple[Shop, Timetable, Told]:
    """Two jobs are sawn and baked together for 4 h; the second comes late; a third is baked after them."""
    hot = Operation((Way(2, 4, 50.0),), "red", 1.0)
    jobs = (
        Job("a", (Operation((Way(0, 2),)), hot), due=8), Job("b", (Operation((Way(1, 2),)), hot), due=8),
        Job("c", (hot,)),
    )  # fmt: skip
    shop = Shop(("saw 1", "saw 2", "furnace"), jobs, **{"holds": (0.0, 0.0, 2.0), **told})  # type: ignore[arg-type]
    placed = (Placed(0, 0, 0, 0, 2), Placed(1, 0, 1, 0, 2), Placed(0, 1, 2, 2, 6), Placed(1, 1, 2, 2, 6),
              Placed(2, 0, 2, 6, 10))  # fmt: skip
    return shop, Timetable(placed), Told([(Cause(1), [1.0], late)])


def test_a_furnace_waits_for_the_rest_of_its_batch() -> None:
    shop, made, luck = baked(late=4.0)
    ran = run_all(shop, made, luck, FLAT, 1)
    assert ran.ends[0].tolist() == [10.0, 10.0, 14.0]
    assert ran.kwh[0] == 50.0 * 8
    assert ran.parted[0].tolist() == [0, 0, 0]


def test_a_furnace_goes_without_what_comes_later_than_a_batch_takes_and_does_it_next() -> None:
    shop, made, luck = baked(late=4.5)
    ran = run_all(shop, made, luck, FLAT, 1)
    assert ran.ends[0].tolist() == [6.0, 10.5, 14.5], "sawn at 6.5, when the furnace is free, and before what follows"
    assert ran.kwh[0] == 50.0 * 12
    assert ran.parted[0].tolist() == [0, 0, 1]


def test_a_furnace_that_is_late_itself_takes_along_who_came_meanwhile() -> None:
    shop, made, luck = baked(late=4.5)
    both = Told([*luck.told, (Cause(2, is_clock=True), [1.0], 9.0)])
    ran = run_all(shop, made, both, FLAT, 1)
    assert ran.ends[0].tolist() == [14.0, 14.0, 18.0]
    assert ran.parted.sum() == 0


def test_a_set_up_lies_between_the_parts_of_a_batch() -> None:
    shop, made, luck = baked(late=4.5, setups=({}, {}, {("red", "red"): 1}))
    made = Timetable((*made.placed[:4], Placed(2, 0, 2, 7, 11)))
    assert run_all(shop, made, luck, FLAT, 1).ends[0].tolist() == [6.0, 11.0, 16.0]


def resting(rest: Rest) -> tuple[Shop, Timetable]:
    """Two jobs on a machine that draws 8 kW as it waits, with 10 h between them."""
    jobs = tuple(Job(name, (Operation((Way(0, 2, 20.0),)),)) for name in "ab")
    shop = Shop(("only",), jobs, idle_kw=(8.0,), rests=((rest,),))
    return shop, Timetable((Placed(0, 0, 0, 0, 2), Placed(1, 0, 0, 12, 14)))


STANDBY = Rest("standby", 1.0, down=1, up=2, down_kw=4.0, up_kw=12.0)


def test_a_machine_rests_shorter_when_work_ends_later_and_warms_up_by_the_plan() -> None:
    shop, made = resting(STANDBY)
    assert run_all(shop, made, Told(), FLAT, 1).kwh[0] == pytest.approx(80 + 4 + 7 * 1 + 2 * 12)
    slow = run_all(shop, made, Told(factors={(0, 0): 2.5}), FLAT, 1)
    assert slow.kwh[0] == pytest.approx(100 + 40 + 4 + 4 * 1 + 2 * 12)
    assert slow.ends[0].tolist() == [5.0, 14.0]


def test_a_machine_waits_where_no_time_is_left_to_switch_it() -> None:
    shop, made = resting(STANDBY)
    slow = run_all(shop, made, Told(factors={(0, 0): 4.75}), FLAT, 1)
    assert slow.kwh[0] == pytest.approx(190 + 2.5 * 8 + 40), "from 9:30 on, to be warm from 10:00"


def test_a_machine_that_is_warm_waits_for_what_comes_late() -> None:
    jobs = (
        Job("a", (Operation((Way(0, 2, 20.0),)),)),
        Job("b", (Operation((Way(1, 1),)), Operation((Way(0, 2, 20.0),)))),
    )
    shop = Shop(("only", "other"), jobs, idle_kw=(8.0,), rests=((STANDBY,),))
    made = Timetable((Placed(0, 0, 0, 0, 2), Placed(1, 0, 1, 11, 12), Placed(1, 1, 0, 12, 14)))
    late = run_all(shop, made, Told(factors={(1, 0): 4.0}), FLAT, 1)
    assert late.ends[0].tolist() == [2.0, 17.0]
    assert late.kwh[0] == pytest.approx(80 + 4 + 7 + 24 + 3 * 8)


def minded(people: tuple[float, ...], closed: tuple[tuple[int, int], ...] = ()) -> tuple[Shop, Timetable]:
    """Two jobs on two machines, each minded by one, the second after the first."""
    jobs = tuple(Job(f"job{at}", (Operation((Way(at, 3),), people=1.0),)) for at in range(2))
    return Shop(("one", "two"), jobs, closed=(closed,), people=people), Timetable(
        (Placed(0, 0, 0, 0, 3), Placed(1, 0, 1, 3, 6))
    )


def test_work_waits_for_people_that_are_kept_busy_elsewhere() -> None:
    shop, made = minded((1.0,) * 48)
    slow = Told(factors={(0, 0): 1.5})
    assert run_all(shop, made, slow, FLAT, 1).ends[0].tolist() == [4.5, 7.5]
    assert run_all(replace(shop, people=(2.0,) * 48), made, slow, FLAT, 1).ends[0].tolist() == [4.5, 6.0]
    assert run_all(replace(shop, people=()), made, slow, FLAT, 1).ends[0].tolist() == [4.5, 6.0]


def test_work_that_no_longer_fits_into_the_shift_waits_for_the_next() -> None:
    shop, made = minded((*(1.0,) * 7, *(0.0,) * 5, *(1.0,) * 36))
    assert run_all(shop, made, Told(), FLAT, 1).ends[0].tolist() == [3.0, 6.0]
    ran = run_all(shop, made, Told(factors={(0, 0): 1.5}), FLAT, 1)
    assert ran.ends[0].tolist() == [4.5, 15.0]
    assert ran.labour_won[0] == pytest.approx(4.5 * 10 + 3 * 15), "the wage of the later hours"
    assert ran.overtime[0] == 0.0


def test_who_stays_until_it_is_done_is_paid_overtime() -> None:
    shop, made = minded((*(1.0,) * 7, *(0.0,) * 5, *(1.0,) * 36))
    ran = run_all(shop, made, Told([(Cause(1), [2.0], 3.0)]), FLAT, 1)
    assert ran.ends[0].tolist() == [3.0, 9.0]
    assert ran.overtime[0] == pytest.approx(2.0)
    assert ran.labour_won[0] == pytest.approx(9 * 10 + 2 * 0.5 * 10)


def test_nobody_is_paid_while_a_machine_is_closed() -> None:
    shop, made = minded((1.0,) * 48, closed=((3, 5),))
    ran = run_all(shop, made, Told(factors={(0, 0): 1.5}), FLAT, 1)
    assert ran.ends[0].tolist() == [6.5, 9.5], "goes on from 5 on; the other waits for who minds it"
    assert ran.labour_won[0] == pytest.approx(7.5 * 10)


def test_people_that_never_come_again_are_told() -> None:
    shop, made = minded((*(1.0,) * 6, *(0.0,) * 200))
    with pytest.raises(Exception, match="never come again"):
        run_all(shop, made, Told(factors={(0, 0): 1.5}), FLAT, 1)


def test_people_of_the_last_week_come_again_after_it() -> None:
    shop, made = minded((*(1.0,) * 6, *(0.0,) * 18))
    ran = run_all(shop, made, Told(factors={(0, 0): 1.5}), FLAT, 1)
    assert ran.ends[0].tolist() == [4.5, 27.0]
