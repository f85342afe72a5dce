"""Working times: what faults, repairs, warming up and people do when the shift is over."""

import math
from collections.abc import Iterator
from random import Random

from tests.twin.exact.compare import Case
from tests.twin.exact.laws import draw
from tests.twin.exact.words import fault, one_station

DAY = {"id": "day", "shifts": [{"start": "08:00", "end": "17:00", "breaks": [{"start": "12:00", "end": "13:00"}]}]}


def cases(rng: Random) -> Iterator[Case]:
    """All shifts, with parameters drawn anew."""
    yield from (shift(rng, counts) for counts in ("operation", "clock"))
    yield finished_first()
    yield warmed_up()
    yield mender_by_day(rng)


def shift(rng: Random, counts: str) -> Case:
    """A day shift with faults: at work they come in the shift alone, by the clock at any hour; repairs go on."""
    serve, up, down = draw(rng, 2, 5), draw(rng, 300, 600), draw(rng, 100, 300)
    on, spans = 40 * 60.0, ([(True, 240), (False, 60), (True, 240), (False, 900)] * 5 + [(False, 2880)])
    week = sum(span for _, span in spans)

    # chance of being up at the start of the week, in the long run: one affine map a week
    def run(is_up: float) -> tuple[float, float, float]:
        """Chance at the end of a week; minutes up on duty; minutes down."""
        on_duty, is_down = 0.0, 0.0
        for is_on, span in spans:
            fails = 1 / up if is_on or counts == "clock" else 0.0
            rest = (1 / down) / (fails + 1 / down)
            fade = math.exp(-(fails + 1 / down) * span)
            up_minutes = rest * span + (is_up - rest) * (1 - fade) / (fails + 1 / down)
            on_duty += up_minutes if is_on else 0.0
            is_down += span - up_minutes
            is_up = rest + (is_up - rest) * fade
        return is_up, on_duty, is_down

    none, one = run(0.0)[0], run(1.0)[0]
    _, on_duty, is_down = run(none / (1 - one + none))
    price = {
        "id": "by_hour",
        "price": 100,
        "slots": [{"days": ["mon", "tue"], "start": "08:00", "end": "17:00", "price": 180}],
    }
    tree = one_station(serve, None, buffer=1, stops=[fault(counts, up, down)], calendar="day")
    tree |= {"calendars": [DAY], "tariffs": [price], "carriers": [{"id": "power", "unit": "kWh", "tariff": "by_hour"}]}
    tree["stations"][0]["uses"] = [{"carrier": "power", "idle": 3, "busy": 40, "off": 0.5, "down": 2}]
    off = week - on_duty - is_down
    exact = {
        "state/press/busy": on_duty / week, "state/press/down": is_down / week, "state/press/off": off / week,
        "good": 60 * on_duty / serve / week, "use/power": (40 * on_duty + 0.5 * off + 2 * is_down) / week,
    }  # fmt: skip
    assert on_duty < on
    return Case(f"day shift, faults by {counts}", tree, exact, hours=168 * 60, warm_up=168 * 2)


def finished_first() -> Case:
    """Nine hours of 50 minutes' work with a break: what is under way at the end of the shift is finished first."""
    tree = one_station("50 min", None, buffer=1, calendar="day", at_shift_end="finish") | {"calendars": [DAY]}
    # 8:00 to 12:10, and 13:00 to 17:10: five pieces each
    return Case("finished first", tree, {"good": 50 / 168, "state/press/busy": 50 * 50 / 60 / 168}, 168 * 3, 168, 2)


def warmed_up() -> Case:
    """A furnace that is warmed up after each time off."""
    tree = one_station("30 min", None, buffer=1, calendar="day", warm_up="45 min") | {"calendars": [DAY]}
    tree["stations"][0]["uses"] = [{"carrier": "gas", "idle": 2, "heating": 30, "busy": 20, "off": 0}]
    tree["carriers"] = [{"id": "gas", "unit": "Nm3"}]
    heats, works = 10 * 0.75, 40 - 10 * 0.75
    exact = {"state/press/heating": heats / 168, "good": 2 * works / 168, "use/gas": (30 * heats + 20 * works) / 168}
    return Case("warmed up", tree, exact, 168 * 4, 168 * 2, 2)


def mender_by_day(rng: Random) -> Case:
    """A machine at work day and night whose fitter begins repairs by day alone: no repair begins at night."""
    serve, up, lasts = draw(rng, 2, 5), draw(rng, 1500, 3000), draw(rng, 60, 200)
    days = [{"start": "08:00", "end": "17:00", "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}]
    tree = one_station(serve, None, buffer=1, stops=[fault("operation", up, lasts, skill="mend")])
    tree |= {
        "calendars": [{"id": "day", "shifts": days}],
        "operators": [{"id": "fitters", "count": 1, "skills": ["mend"], "calendar": "day"}],
    }
    on, off = 540.0, 900.0

    def run(start: tuple[float, float, float]) -> tuple[tuple[float, float, float], float]:
        """Shares of (at work, waits for the fitter, in repair) a day later, and minutes at work, by small steps."""
        at, up_minutes, steps = start, 0.0, 20000
        for is_on, span in ((True, on), (False, off)):
            step = span / steps
            for _ in range(steps):
                works, waits, mends = at
                if is_on:
                    waits, mends = 0.0, mends + waits
                mid = works + step / 2 * (mends / lasts - works / up)
                mid_mends = mends + step / 2 * ((works / up if is_on else 0.0) - mends / lasts)
                flow_down, flow_up = mid / up * step, mid_mends / lasts * step
                up_minutes += mid * step
                at = (
                    works - flow_down + flow_up,
                    waits + (0.0 if is_on else flow_down),
                    mends - flow_up + (flow_down if is_on else 0.0),
                )
        return at, up_minutes

    at = (1.0, 0.0, 0.0)
    before = run(at)
    for _ in range(6):
        before = run(before[0])
    works = before[1] / (on + off)
    return Case("fitter by day", tree, {"good": 60 * works / serve, "state/press/busy": works}, 168 * 60, 168 * 2)
