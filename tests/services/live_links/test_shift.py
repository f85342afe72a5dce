"""Which shift it is, by a line's own calendar."""

import dataclasses
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.twin.lines import line_from

from pulmu.bootstrap.twin import sample_line
from pulmu.services.live_links.fitting import is_another_plant, machines_not_kept
from pulmu.services.live_links.shift import shift_start
from pulmu.twin import read_line

SEOUL = ZoneInfo("Asia/Seoul")
LINE = read_line(sample_line("extrusions")).unwrap()
"""Most machines work in three shifts: from 0, 8 and 16 o'clock, on weekdays."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SEOUL)


@pytest.mark.parametrize(("now", "begun"), [
    ("2026-11-27 09:30:05", "2026-11-27 08:00"), ("2026-11-27 08:00:00", "2026-11-27 08:00"),
    ("2026-11-27 07:59:59", "2026-11-27 00:00"), ("2026-11-27 23:00:00", "2026-11-27 16:00"),
])  # fmt: skip
def test_a_shift_under_way_began_by_the_calendar(now: str, begun: str) -> None:
    assert shift_start(LINE, at(now)) == at(begun)


def test_between_two_shifts_it_is_the_last_one() -> None:
    shifts = [{"days": ["mon", "fri"], "start": "22:00", "end": "06:00"}]
    line = line_from({
        "id": "shop", "calendars": [{"id": "day", "shifts": shifts}],
        "stations": [{"id": "press", "time": "5 min", "buffer": 2, "calendar": "day"}],
        "products": [{"id": "bolt", "route": [{"station": "press"}]}],
        "sources": [{"id": "in", "products": {"bolt": 1}}],
    })  # fmt: skip
    for now in ("2026-11-28 03:00", "2026-11-29 12:00", "2026-11-30 21:59"):
        assert shift_start(line, at(now)) == at("2026-11-27 22:00")
    assert shift_start(line, at("2026-11-30 22:00")) == at("2026-11-30 22:00")
    closed = dataclasses.replace(line.calendars[0], closed=(date(2026, 11, 27),))
    assert shift_start(dataclasses.replace(line, calendars=(closed,)), at("2026-11-28 03:00")) == at("2026-11-23 22:00")


def test_a_line_without_a_calendar_has_no_shift() -> None:
    assert shift_start(dataclasses.replace(LINE, calendars=()), at("2026-11-27 09:30")) is None


def test_a_plant_whose_tags_have_other_names_is_seen() -> None:
    assert is_another_plant(LINE, {"machines/Press01/State", "Main/kWh"})
    assert not is_another_plant(LINE, set()), "nothing was kept yet"
    assert not is_another_plant(LINE, {"press/1/state"})
    assert "saw/1/state" in machines_not_kept(LINE, {"press/1/state"})
    assert "press/1/state" not in machines_not_kept(LINE, {"press/1/state"})
