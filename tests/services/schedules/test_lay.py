"""Jobs laid out as a shop: shifts, stops and breakdowns are closed spans; moments are steps; set-ups by family."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.services.schedules.shops import job, shop

from pulmu.model import Document, InputError
from pulmu.model.week import DAYS
from pulmu.services.schedules.clock import Clock, parse_moment
from pulmu.services.schedules.lay import Down, Laid, lay
from pulmu.services.schedules.read import read_jobs

SHIFTS = [
    {"id": "days", "shifts": [{"start": "08:00", "end": "17:00", "breaks": [{"start": "12:00", "end": "13:00"}]}]}
]


def laid(document: Document, *downs: Down) -> Laid:
    return lay(read_jobs(document).unwrap(), downs)


def machines(**more: Any) -> list[dict[str, Any]]:
    return [{"id": "M-1", **more}, {"id": "M-2"}]


def test_a_machine_is_closed_outside_its_shifts_in_breaks_and_stops() -> None:
    stop = {"start": "2026-06-09 15:00", "end": "2026-06-09 16:30"}
    found = laid(shop(job("A", ("M-1", 2, 5), due="2026-06-10"), calendars=SHIFTS,
                      machines=machines(calendar="days", stops=[stop])))  # fmt: skip
    assert found.shop.closed_at(0)[:6] == ((4, 5), (9, 24), (28, 29), (31, 48), (52, 53), (57, 72))
    assert found.shop.closed_at(1) == ()


def test_a_breakdown_is_closed_to_its_machine_alone() -> None:
    down = Down("M-2", datetime(2026, 6, 8, 9, 30), datetime(2026, 6, 8, 11, 10))
    found = laid(shop(job("A", ("M-1", 2, 5))), down)
    assert (found.shop.closed_at(0), found.shop.closed_at(1)) == ((), ((1, 4),))


def test_a_night_shift_reaches_into_the_next_day_and_none_starts_on_a_holiday() -> None:
    calendars = [{"id": "nights", "public_holidays": True, "closed": ["2026-06-04"],
                  "shifts": [{"days": list(DAYS), "start": "22:00", "end": "06:00"}]}]  # fmt: skip
    document = shop(job("A", ("M-1", 2, 5), due="2026-06-07"), start="2026-06-02 00:00", calendars=calendars,
                    machines=machines(calendar="nights"))  # fmt: skip
    # 3 June 2026 is the day of local elections, 6 June Memorial Day, 4 June is told; 2 June's shift ends on the 3rd
    assert laid(document).shop.closed_at(0)[:3] == ((6, 22), (30, 94), (102, 142))


def test_days_alone_are_the_first_moment_of_a_release_and_the_last_of_a_due_date() -> None:
    found = laid(shop(job("A", ("M-1", 2, 5), release="2026-06-09", due="2026-06-10"),
                      job("B", ("M-1", 2, 5), release="2026-06-01", due="2026-06-09 10:30", weight=3)))  # fmt: skip
    told = [(item.release, item.due, item.weight) for item in found.shop.jobs]
    assert told == [(16, 64, 1.0), (0, 26, 3.0)]


def test_the_set_up_that_names_most_counts_and_none_is_needed_within_a_family() -> None:
    pairs = [{"before": "*", "after": "*", "minutes": 60}, {"before": "*", "after": "c", "minutes": 120},
             {"before": "a", "after": "c", "minutes": 180}]  # fmt: skip
    jobs = [job(name, ("M-1", 1, 5)) for name in "abc"]
    for item in jobs:
        item["operations"][0]["family"] = item["id"]
    found = laid(shop(*jobs, machines=machines(set_ups=pairs))).shop
    assert {(before, after): found.setup(0, before, after) for before in "abc" for after in "abc"} == {
        ("a", "a"): 0, ("b", "b"): 0, ("c", "c"): 0, ("a", "b"): 1, ("b", "a"): 1, ("c", "a"): 1, ("c", "b"): 1,
        ("a", "c"): 3, ("b", "c"): 2,
    }  # fmt: skip


def test_what_fits_between_no_two_breaks_is_told() -> None:
    document = shop(job("A", ("M-1", 5, 5), ("M-2", 50, 1)), calendars=SHIFTS, machines=machines(calendar="days"))
    with pytest.raises(InputError) as caught:
        laid(document)
    (told,) = caught.value.problems
    assert (told.code, told.place, dict(told.values)["hours"]) == ("schedule.does_not_fit", "job A, operation 1", "4")


def test_more_than_a_year_of_work_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        laid(shop(*(job(str(number), ("M-1", 1500, 5)) for number in range(9))))
    assert [item.code for item in caught.value.problems] == ["schedule.too_long"]


def test_rounded_durations_are_counted_in_one_warning() -> None:
    (told,) = laid(shop(job("A", ("M-1", 1.25, 5), ("M-2", 1, 5), ("M-1", 0.5, 5)))).problems
    assert (told.code, told.severity, dict(told.values)["count"]) == ("schedule.rounded", "warning", "2")


@given(st.sampled_from([1, 3, 5, 15, 30, 60]), st.integers(-5000, 5000))
def test_the_steps_around_a_moment_hold_it(minutes: int, offset: int) -> None:
    clock = Clock(datetime(2026, 6, 8, 8), minutes)
    moment = clock.start + timedelta(minutes=offset)
    before, after = clock.before(moment), clock.after(moment)
    assert clock.moment(before) <= moment <= clock.moment(after)
    assert after - before == (offset % minutes > 0)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_day_alone_lasts_a_day(day: date) -> None:
    first, last = parse_moment(day.isoformat()), parse_moment(day.isoformat(), is_end=True)
    assert first is not None
    assert last == first + timedelta(days=1)


def needy(**more: Any) -> dict[str, Any]:
    """A job of an operation of two hours on the first machine, with more told of it."""
    told = job("A", ("M-1", 2, 5))
    told["operations"][0] |= more
    return told


def test_furnaces_rests_and_people_are_laid_out() -> None:
    rest = {"name": "standby", "kw": 3, "down_minutes": 30, "up_minutes": 90, "up_kw": 40}
    document = shop(needy(load=2, people=0.5), calendars=SHIFTS, machines=machines(holds=5, rests=[rest]),
                    crews=[{"id": "day", "people": 2, "calendar": "days"}, {"id": "one", "people": 1}])  # fmt: skip
    found = laid(document)
    assert (found.shop.holds_at(0), found.shop.holds_at(1), found.shop.rests_at(1)) == (5.0, 0.0, ())
    (told,) = found.shop.rests_at(0)
    assert (told.name, told.kw, told.down, told.up, told.up_kw) == ("standby", 3.0, 1, 2, 40.0)
    assert found.shop.people[:10] == (3, 3, 3, 3, 1, 3, 3, 3, 3, 1)
    assert len(found.shop.people) == found.horizon
    operation = found.shop.jobs[0].operations[0]
    assert (operation.load, operation.people) == (2.0, 0.5)


def test_scrap_lengthens_work_and_fills_furnaces_and_leaves_their_time() -> None:
    first, second = needy(load=2, scrap=0.5), needy(scrap=0.5)
    second["operations"].append({"ways": [{"machine": "M-2", "minutes": 60}], "scrap": 0.2})
    furnace = laid(shop(first, machines=machines(holds=5))).shop.jobs[0].operations[0]
    assert (furnace.ways[0].duration, furnace.load) == (2, 4.0)
    assert [item.ways[0].duration for item in laid(shop(second)).shop.jobs[0].operations] == [5, 2]


def test_an_hour_costs_more_at_night_and_on_days_off_by_what_is_told() -> None:
    document = shop(needy(people=1), start="2026-06-05 21:00", wages={"won_per_hour": 10_000, "days_off": ["sun"]})
    wages = laid(document).wages
    # Friday evening; Saturday 6 June is Memorial Day: a day off, as Sunday is
    assert wages[:4] == (10_000.0, 15_000.0, 15_000.0, 20_000.0)
    assert wages[12:13] == (15_000.0,)


def test_what_no_furnace_holds_and_nobody_can_do_is_told_with_its_place() -> None:
    document = shop(needy(load=4, scrap=0.5, people=3), needy() | {"id": "B"}, machines=machines(holds=5),
                    crews=[{"id": "day", "people": 2, "calendar": "none"}])  # fmt: skip
    found = {(item.code, item.place.rpartition(" ")[2]) for item in read_jobs(document).problems}
    assert found == {
        ("schedule.load_too_big", "jobs[0].operations[0].load"), ("schedule.no_load", "jobs[1].operations[0]"),
        ("schedule.crew_too_small", "jobs[0].operations[0].people"), ("schedule.unknown_calendar", "crews[0].calendar"),
    }  # fmt: skip
