"""The plan that is offered: the one that is expected to hold, with the best on paper beside it."""

from datetime import datetime
from typing import Any

import pytest
from tests.services.schedules.shops import job, shop, tariff, timetable

from pulmu.model import Document
from pulmu.services.schedules.locks import Lock
from pulmu.services.schedules.plan import ScheduleOrder, schedule_jobs
from pulmu.services.schedules.prices import PriceOrder
from pulmu.services.schedules.rehearsed import Choice, Rehearsed

FAILS = [{"every": {"law": "exponential", "mean": "5 h"}, "lasts": {"law": "exponential", "mean": "8 h"}}]
MACHINES = [{"id": "M-1", "breakdowns": FAILS}, {"id": "M-2"}]


def offered(document: Document, **more: Any) -> tuple[Rehearsed, Choice, dict[str, tuple[str, str]]]:
    done = schedule_jobs(document, ScheduleOrder(**{"seconds": 2.0, "late_won": 1_000_000.0, "runs": 200, **more}))
    told = done.answer.rehearsed
    assert told is not None
    assert told.choice is not None
    return told, told.choice, {f"{bar.job}/{bar.operation}": (bar.machine, bar.start) for bar in done.answer.bars}


def test_a_plan_that_is_best_on_paper_and_fragile_is_not_offered() -> None:
    """Four hours on a machine that is down more than it works, or five on one that never is."""
    document = shop(job("A", [("M-1", 4, 10), ("M-2", 5, 10)], due="2026-06-08 14:00"), machines=MACHINES)
    told, choice, times = offered(document)
    assert (choice.planned_best, choice.offered) == ("searched", "padded")
    assert times == {"A/1": ("M-2", "2026-06-08 08:00")}
    assert told.all_in_time.share == 1.0
    best = next(item for item in choice.beside if item.name == "searched")
    assert best.planned < choice.value.planned, "on paper it is done an hour earlier"
    assert best.in_time < 0.8
    assert best.more.half_width is not None
    assert best.more.mean - best.more.half_width > 0.0
    assert best.more.mean == pytest.approx(best.expected.mean - choice.value.mean.mean)


def test_work_is_not_put_off_to_cheap_hours_where_lateness_is_likely() -> None:
    """By night it costs half; on paper the night's last hours are in time, but a breakdown makes them late."""
    document = shop(job("A", ("M-1", 8, 10), due="2026-06-09 08:00"),
                    machines=[{"id": "M-1", "breakdowns": FAILS}])  # fmt: skip
    told, choice, times = offered(document, prices=PriceOrder(tariff()))
    assert choice.planned_best == "searched"
    assert choice.offered != "searched"
    assert times["A/1"][1] < "2026-06-09 00:00"
    best = next(item for item in choice.beside if item.name == "searched")
    assert best.planned == pytest.approx(8 * 10 * 109, abs=1.0)
    assert told.energy_won is not None
    assert told.energy_won.planned > best.planned
    assert best.expected.mean > choice.value.mean.mean
    assert best.in_time < told.all_in_time.share


def test_nothing_changes_where_the_best_on_paper_holds() -> None:
    rare = [{"every": {"law": "exponential", "mean": "5000 h"}, "lasts": "30 min"}]
    document = shop(job("A", ("M-1", 4, 10), due="2026-06-12"), job("B", ("M-2", 3, 10), due="2026-06-12"),
                    machines=[{"id": "M-1", "breakdowns": rare}, {"id": "M-2"}])  # fmt: skip
    _, choice, times = offered(document, prices=PriceOrder(tariff()))
    plain = schedule_jobs(
        document, ScheduleOrder(seconds=2.0, late_won=1_000_000.0, runs=0, prices=PriceOrder(tariff()))
    )
    assert choice.offered == choice.planned_best == "searched"
    assert plain.answer.plan.value == pytest.approx(choice.value.planned)
    assert set(times) == {"A/1", "B/1"}
    assert all(item.more.mean >= 0.0 for item in choice.beside)


def test_what_is_offered_is_never_expected_to_be_worse_than_what_was_given() -> None:
    document = shop(job("A", ("M-1", 6, 10), due="2026-06-09 08:00"), job("B", ("M-1", 4, 10), due="2026-06-09 12:00"),
                    machines=[{"id": "M-1", "breakdowns": FAILS}])  # fmt: skip
    given = timetable(("A", 1, "M-1", "2026-06-08 08:00", "2026-06-08 14:00"),
                      ("B", 1, "M-1", "2026-06-08 14:00", "2026-06-08 18:00"))  # fmt: skip
    for seed in (1, 2):
        _, choice, _ = offered(document, given=given, seed=seed, prices=PriceOrder(tariff()), late_won=20_000.0)
        told = [item.more.mean for item in choice.beside if item.name == "given"]
        assert told or choice.offered == "given"
        assert all(more >= 0.0 for more in told)
        assert choice.offered != choice.planned_best


def test_aims_in_order_are_compared_one_after_the_other() -> None:
    document = shop(job("A", [("M-1", 4, 10), ("M-2", 5, 10)], due="2026-06-08 14:00"), machines=MACHINES)
    told, choice, _ = offered(document, in_order=("late", "end"))
    assert told.all_in_time.share == 1.0
    assert choice.value.mean.mean == 0.0, "steps late, the first of them"
    assert next(item for item in choice.beside if item.name == "searched").expected.mean > 0.0


def test_a_locked_operation_stays_in_whatever_is_offered() -> None:
    document = shop(job("A", [("M-1", 4, 10), ("M-2", 5, 10)], due="2026-06-08 14:00"), job("B", ("M-2", 2, 5)),
                    machines=MACHINES)  # fmt: skip
    lock = Lock("A", 1, "M-1", datetime(2026, 6, 8, 9))
    _, choice, times = offered(document, locks=(lock,))
    assert (choice.offered, choice.beside) == ("searched", ()), "no other plan leaves it there and is another"
    assert times["A/1"] == ("M-1", "2026-06-08 09:00")


def test_without_runs_nothing_is_compared() -> None:
    document = shop(job("A", ("M-1", 4, 10)), machines=MACHINES)
    assert schedule_jobs(document, ScheduleOrder(seconds=1.0, runs=0)).answer.rehearsed is None
