"""Small shops with a furnace, with what its machines may be switched to, and with few people."""

from dataclasses import replace

from hypothesis import strategies as st
from tests.plan.schedule.costly import STEPS, costly_shops, small_prices

from pulmu.plan.schedule import Operation, Prices, Rest, Shop

RESTS = st.builds(
    Rest, st.just("standby"), st.sampled_from([0.0, 1.0, 3.0]), st.integers(0, 1), st.integers(0, 2),
    st.sampled_from([0.0, 4.0]), st.sampled_from([0.0, 9.0]),
)  # fmt: skip


@st.composite
def hot_shops(draw: st.DrawFn, *, furnace: bool = True, rests: bool = False, people: bool = False) -> Shop:
    """A costly shop whose second machine, or both, are furnaces; power of all on a machine is the same."""
    shop = draw(costly_shops(idle=False))
    power = {0: draw(st.sampled_from([5.0, 12.5])), 1: draw(st.sampled_from([0.0, 20.0]))}

    def hot(item: Operation) -> Operation:
        ways = tuple(replace(way, power_kw=power[way.machine]) for way in item.ways)
        load = draw(st.sampled_from([0.5, 1.0, 2.0])) if furnace else 0.0
        return replace(item, ways=ways, load=load, people=draw(st.sampled_from([0.0, 1.0, 0.5])) if people else 0.0)

    jobs = tuple(replace(job, operations=tuple(hot(item) for item in job.operations)) for job in shop.jobs)
    return replace(
        shop, jobs=jobs,
        holds=draw(st.sampled_from([(0.0, 2.0), (3.0, 2.0), (1.5,)])) if furnace else (),
        rests=(tuple(draw(st.lists(RESTS, max_size=2))), tuple(draw(st.lists(RESTS, max_size=1)))) if rests else (),
        idle_kw=(6.0, draw(st.sampled_from([0.0, 2.0]))) if rests else (),
        people=tuple(draw(st.sampled_from([0.0, 1.0, 1.5])) for _ in range(STEPS)) if people else (),
    )  # fmt: skip


@st.composite
def paid_prices(draw: st.DrawFn) -> Prices:
    """Prices that pay people too."""
    wages = tuple(draw(st.sampled_from([100.0, 150.0, 200.0])) for _ in range(STEPS))
    return replace(draw(small_prices()), won_per_person_hour=wages)
