"""Small shops with prices, due dates, closed spans and set-ups, and the best there is by trying all."""

from collections.abc import Iterator
from itertools import product

from hypothesis import strategies as st

from pulmu.plan.schedule import Job, Operation, Placed, Prices, Shop, Timetable, Way, breaches, costs_of

STEPS = 7
FAMILIES = ("a", "b")


@st.composite
def costly_shops(draw: st.DrawFn, *, setups: bool = True, idle: bool = True) -> Shop:
    """At most three operations in at most two jobs on two machines."""
    spans = st.tuples(st.integers(0, STEPS), st.integers(0, STEPS)).filter(lambda span: span[0] < span[1])
    way = st.builds(Way, st.integers(0, 1), st.integers(0, 2), st.sampled_from([0.0, 5.0, 12.5]))
    ways = st.lists(way, min_size=1, max_size=2, unique_by=lambda item: item.machine).map(tuple)
    operation = st.builds(Operation, ways, st.sampled_from(FAMILIES))
    lengths = draw(st.sampled_from([(1,), (2,), (1, 1), (1, 2), (2, 1), (3,)]))
    jobs = tuple(
        Job(f"job{place}", tuple(draw(operation) for _ in range(length)), draw(st.integers(0, 2)),
            draw(st.none() | st.integers(0, 5)), draw(st.sampled_from([1.0, 2.5])))
        for place, length in enumerate(lengths)
    )  # fmt: skip
    changes = {(one, other): draw(st.integers(0, 2)) for one in FAMILIES for other in FAMILIES}
    return Shop(
        ("one", "other"), jobs,
        closed=(tuple(draw(st.lists(spans, max_size=1))),),
        setups=(changes,) if setups and draw(st.booleans()) else (),
        idle_kw=(draw(st.sampled_from([0.0, 2.0])),) if idle else (),
    )  # fmt: skip


@st.composite
def small_prices(draw: st.DrawFn, *, minutes: int = 15) -> Prices:
    """For as many steps as all is tried on."""
    each = st.lists(st.sampled_from([60.0, 100.0, 180.0]), min_size=STEPS, max_size=STEPS).map(tuple)
    base = st.lists(st.sampled_from([0.0, 20.0]), min_size=STEPS, max_size=STEPS).map(tuple)
    return Prices(draw(each), minutes, draw(st.sampled_from([0.0, 90.0])), draw(st.just(()) | base))


def every(shop: Shop, steps: int = STEPS) -> Iterator[Timetable]:
    """Every timetable that breaks no rule and ends in time."""
    options = [
        [Placed(job, step, way.machine, start, start + way.duration)
         for way in operation.ways for start in range(steps - way.duration + 1)]
        for job, told in enumerate(shop.jobs) for step, operation in enumerate(told.operations)
    ]  # fmt: skip
    for placed in product(*options):
        made = Timetable(placed)
        if next(breaches(shop, made, steps=steps), None) is None:
            yield made


def least(shop: Shop, prices: Prices | None, weights: dict[str, float]) -> float | None:
    """The least value there is; None where nothing is allowed."""
    values = []
    for made in every(shop):
        costs = costs_of(shop, made, prices)
        values.append(sum(weight * costs[name] for name, weight in weights.items()))
    return min(values, default=None)
