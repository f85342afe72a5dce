"""A schedule: by due dates and by money; three balances apart; what is frozen stays; a breakdown is planned around."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.schedules.shops import job, shop, tariff, timetable

from pulmu.model import Document, InputError
from pulmu.plan.schedule import breaches
from pulmu.plan.schedule.timetable import Placed, Timetable
from pulmu.services.schedules.answer import Weighing, balances, standing
from pulmu.services.schedules.given import given_timetable
from pulmu.services.schedules.lay import Down, lay
from pulmu.services.schedules.plan import ScheduleOrder, schedule_jobs
from pulmu.services.schedules.prices import PriceOrder, price_steps
from pulmu.services.schedules.read import read_jobs

PRICES = PriceOrder(tariff())


def asked(**more: object) -> ScheduleOrder:
    return ScheduleOrder(**{"seconds": 5.0, "workers": 1, **more})  # type: ignore[arg-type]


def times(document: Document, order: ScheduleOrder) -> dict[str, tuple[str, str]]:
    return {
        f"{bar.job}/{bar.operation}": (bar.machine, bar.start) for bar in schedule_jobs(document, order).answer.bars
    }


def test_work_that_nobody_waits_for_goes_into_the_night() -> None:
    document = shop(job("A", ("M-1", 3, 100), due="2026-06-09"))
    done = schedule_jobs(document, asked(prices=PRICES)).answer
    assert done.bars[0].start == "2026-06-08 22:00" or done.bars[0].first >= 14
    assert done.plan.energy_won == pytest.approx(3 * 100 * 109)
    assert set(done.bands[done.bars[0].first : done.bars[0].last]) == {"light"}
    assert done.plan.late_jobs == 0


def test_a_due_date_comes_before_the_night_and_cheap_lateness_does_not() -> None:
    document = shop(job("A", ("M-1", 3, 100), due="2026-06-08 12:00"))
    assert schedule_jobs(document, asked(prices=PRICES)).answer.plan.late_jobs == 0
    assert schedule_jobs(document, asked(prices=PRICES, late_won=10)).answer.plan.late_jobs == 1


def test_without_a_tariff_lateness_comes_first_and_then_the_end() -> None:
    document = shop(job("A", ("M-1", 4, 0)), job("B", ("M-1", 2, 0), ("M-2", 4, 0), due="2026-06-08 14:00"))
    done = schedule_jobs(document, asked()).answer
    assert times(document, asked()) == {
        "B/1": ("M-1", "2026-06-08 08:00"), "A/1": ("M-1", "2026-06-08 10:00"), "B/2": ("M-2", "2026-06-08 10:00"),
    }  # fmt: skip
    assert (done.plan.late_hours, done.plan.hours, done.gap) == (0.0, 6.0, 0.0)
    assert (done.plan.energy_won, done.balances.won) == (None, None)


def standings(first: int, other: int, kw: float = 100.0) -> tuple[object, ...]:
    """Two timetables of one job, begun at two steps, on machines of which the second draws another power."""
    laid = lay(read_jobs(shop(job("A", [("M-1", 3, 100), ("M-2", 3, kw)]))).unwrap())
    priced = price_steps(PRICES, laid.clock, 72)
    return tuple(
        standing(name, laid, priced, Timetable((Placed(0, 0, machine, start, start + 3),)), Weighing({}), None)
        for name, machine, start in (("plan", 1, first), ("given", 0, other))
    )


@given(st.integers(0, 60), st.integers(0, 60))
@settings(max_examples=20)
def test_moved_electricity_moves_won_and_neither_footprint_nor_certificates(first: int, other: int) -> None:
    plan, before = standings(first, other)
    told = balances(plan, before, 0.4173, "notice")  # type: ignore[arg-type]
    hours = [sum((start + hour + 8) % 24 in (22, 23, *range(8)) for hour in range(3)) for start in (first, other)]
    assert told.won == pytest.approx(100 * 100 * (hours[1] - hours[0]))
    assert (told.footprint_kg, told.certificates) == (pytest.approx(0.0), None), "no plant, no certificates told"


def test_electricity_that_is_not_drawn_lowers_won_and_footprint_and_no_certificate() -> None:
    told = balances(*standings(0, 0, kw=60.0), 0.4173, "notice")  # type: ignore[arg-type]
    assert told.footprint_kg == pytest.approx(-3 * 40 * 0.4173)
    assert told.won == pytest.approx(-3 * 40 * 209)
    assert told.certificates is None


def test_a_peak_counts_above_what_is_billed_anyway() -> None:
    document = shop(job("A", ("M-1", 2, 100)), job("B", ("M-2", 2, 100)))
    together = schedule_jobs(document, asked(prices=PriceOrder(tariff(), 50.0, 250.0))).answer.plan
    assert (together.peak_kw, together.peak_won) == (250.0, 0.0)
    apart = schedule_jobs(document, asked(prices=PriceOrder(tariff(), 50.0, 150.0))).answer.plan
    assert (apart.peak_kw, apart.peak_won) == (150.0, 0.0)
    assert schedule_jobs(document, asked(prices=PRICES)).answer.plan.peak_won is None


GIVEN = timetable(
    ("A", 1, "M-1", "2026-06-08 08:00", "2026-06-08 12:00"), ("B", 1, "M-1", "2026-06-08 12:00", "2026-06-08 14:00"),
    ("C", 1, "M-1", "2026-06-08 14:00", "2026-06-08 17:00"),
)  # fmt: skip
THREE = shop(job("A", ("M-1", 4, 1)), job("B", ("M-1", 2, 1)), job("C", [("M-1", 3, 1), ("M-2", 5, 1)]))


def test_what_began_before_a_breakdown_stays_and_what_it_broke_off_is_done_again() -> None:
    down = Down("M-1", datetime(2026, 6, 8, 13), datetime(2026, 6, 8, 18))
    done = schedule_jobs(THREE, asked(given=GIVEN, downs=(down,))).answer
    bars = {bar.job: bar for bar in done.bars}
    assert (bars["A"].start, bars["A"].is_frozen) == ("2026-06-08 08:00", True)
    assert (bars["B"].start, bars["B"].is_frozen) == ("2026-06-08 18:00", False)
    assert (bars["C"].machine, bars["C"].start) == ("M-2", "2026-06-08 13:00")
    assert done.frozen_until == "2026-06-08 13:00"
    assert done.others[0].name == "given"
    assert done.plan.value <= done.others[0].value


def test_a_schedule_is_never_worse_than_what_was_given_or_a_rule() -> None:
    done = schedule_jobs(THREE, asked(given=GIVEN, seconds=0.2)).answer
    assert done.plan.value <= min(item.value for item in done.others)
    assert len({item.name for item in done.others}) == len(done.others) == 17


def test_what_was_given_is_held_against_the_jobs() -> None:
    wrong = timetable(
        ("A", 1, "M-2", "2026-06-08 08:00", "2026-06-08 12:00"),
        ("B", 1, "M-1", "2026-06-08 06:00", "2026-06-08 08:00"),
        ("B", 1, "M-1", "2026-06-08 12:00", "2026-06-08 14:00"),
        ("B", 2, "M-1", "2026-06-08 14:00", "2026-06-08 15:00"),
    )
    with pytest.raises(InputError) as caught:
        given_timetable(wrong, lay(read_jobs(THREE).unwrap()))
    assert [item.code for item in caught.value.problems] == [
        "schedule.given_machine", "schedule.given_before", "schedule.given_twice", "schedule.given_job",
    ]  # fmt: skip


def test_a_machine_that_nobody_knows_cannot_be_down() -> None:
    with pytest.raises(InputError) as caught:
        schedule_jobs(THREE, asked(downs=(Down("M-9", datetime(2026, 6, 8, 13), datetime(2026, 6, 8, 18)),)))
    assert [item.code for item in caught.value.problems] == ["schedule.unknown_machine"]


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_a_schedule_breaks_no_rule(data: st.DataObject) -> None:
    ways = st.tuples(st.sampled_from(["M-1", "M-2"]), st.integers(1, 4), st.sampled_from([0, 50]))
    jobs = [
        job(str(number), *data.draw(st.lists(ways, min_size=1, max_size=3)),
            due=data.draw(st.sampled_from(["2026-06-08 12:00", "2026-06-10"])))
        for number in range(data.draw(st.integers(1, 3)))
    ]  # fmt: skip
    calendars = [{"id": "days", "shifts": [{"start": "08:00", "end": "16:00"}]}]
    document = shop(*jobs, calendars=calendars, machines=[{"id": "M-1", "calendar": "days"}, {"id": "M-2"}])
    done = schedule_jobs(document, asked(prices=PRICES, seconds=1.0)).answer
    laid = lay(read_jobs(document).unwrap())
    places = {item.id: place for place, item in enumerate(laid.jobs.jobs)}
    made = Timetable(tuple(
        Placed(places[bar.job], bar.operation - 1, laid.shop.machines.index(bar.machine), bar.first, bar.last)
        for bar in done.bars
    ))  # fmt: skip
    assert list(breaches(laid.shop, made)) == []
    assert sum(done.load_kw) == pytest.approx(done.plan.kwh)


def test_batches_rests_people_and_wages_are_told_of_a_plan() -> None:
    jobs = [job(name, ("M-1", 2, 50)) for name in ("A", "B", "C")]
    for item in jobs:
        item["operations"][0] |= {"load": 2, "people": 1, "family": "850", "scrap": 0.1}
    jobs[2]["release"] = "2026-06-08 18:00"
    off = {"name": "off", "kw": 1, "up_minutes": 60, "up_kw": 10}
    document = shop(*jobs, machines=[{"id": "M-1", "idle_kw": 30, "holds": 5, "rests": [off]}],
                    crews=[{"id": "all", "people": 1}], wages={"won_per_hour": 10_000})  # fmt: skip
    answer = schedule_jobs(document, ScheduleOrder(seconds=0.3, workers=1)).answer
    assert [(bar.job, bar.batch, bar.start[11:]) for bar in answer.bars] == [
        ("A", 1, "08:00"), ("B", 1, "08:00"), ("C", 2, "18:00"),
    ]  # fmt: skip
    assert answer.machines[0].busy_hours == 4, "a batch is one time of work"
    (rest,) = answer.rests
    assert (rest.name, rest.start[11:], rest.end[11:], rest.saved_kwh) == ("off", "10:00", "18:00", 8 * 30 - 7 - 10)
    assert answer.plan.labour_won == 40_000, "one person minds the batch"
    assert answer.people_busy == (1, 1, *(0,) * 8, 1, 1) and answer.people_there == (1,) * 12
    assert [bar.scrap for bar in answer.bars] == [0.1] * 3


def test_labour_is_brought_down_only_where_wages_are_told() -> None:
    with pytest.raises(InputError) as caught:
        schedule_jobs(shop(job("A", ("M-1", 2, 50))), ScheduleOrder(seconds=0.2, workers=1, in_order=("labour",)))
    assert [item.code for item in caught.value.problems] == ["schedule.no_wages"]
