"""Setpoints beside the log of their guard: what it wrote is no surprise, and what it did not write is told at once."""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pulmu.adapters.guard_ledger import GuardLedger
from pulmu.bootstrap.unusual import Watching, Wish, watching
from pulmu.model import OutsideError
from pulmu.model.tag import Sample, Tag, Value
from pulmu.services.live.explained import APART, WINDOW, Explained, is_shown_as
from pulmu.services.records.audit import AuditEntry, following
from pulmu.twin.control.value import shown

NOON = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
CHAIN = "control:extrusions"
HEAT = Tag(name="heater/temperature_set", unit="°C", measure="temperature_setpoint", writable=True)
RUN = Tag(name="line/run", kind="truth", measure="run", writable=True)
BEAT = Tag(name="control/heartbeat", measure="heartbeat", writable=True)
TAGS = (HEAT, RUN, BEAT)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def wrote(last: AuditEntry | None, seconds: float, value: object, who: str = "kim", tag: str = HEAT.name) -> AuditEntry:
    detail = {"before": "1", "value": shown(value), "phase": "writing", "sequence": "1"}
    return following(
        last, CHAIN, AuditEntry(at=at(seconds), actor=who, action="control.writes", about=tag, detail=detail)
    )


def log(*entries: tuple[float, object]) -> Explained:
    made, last = Explained(CHAIN), None
    for seconds, value in entries:
        last = wrote(last, seconds, value)
        made.read([last])
    return made


def by_guard(known: Explained, value: Value, seconds: float) -> bool:
    return known.write_of(HEAT.name, value, at(seconds)) is not None


def test_what_the_guard_wrote_explains_that_value_for_a_while() -> None:
    known = log((0, 185.0))
    assert by_guard(known, 185.0, 0.5)
    assert by_guard(known, 185.0, WINDOW.total_seconds())
    assert by_guard(known, 185.0, -APART.total_seconds())  # the plant's clock is behind
    assert not by_guard(known, 185.0, WINDOW.total_seconds() + 1)
    assert not by_guard(known, 186.0, 0.5)
    assert known.write_of(RUN.name, True, at(0.5)) is None


def test_of_several_writes_the_last_counts_and_those_about_that_moment() -> None:
    known = log((0, 180.0), (2, 185.0), (20, 190.0))
    assert by_guard(known, 180.0, 1)
    assert by_guard(known, 185.0, 2.5)
    assert by_guard(known, 190.0, 30)
    assert not by_guard(known, 185.0, 30)  # a hand set it back


def test_a_write_in_a_gap_explains_what_is_seen_after_it() -> None:
    known = log((0, 180.0), (600, 185.0))
    known.see(HEAT.name, at(500))
    known.lose(HEAT.name)
    assert by_guard(known, 185.0, 3600)
    known.see(HEAT.name, at(3600))
    assert not by_guard(known, 185.0, 3700)
    known.lose(HEAT.name)
    assert not by_guard(known, 185.0, 7200)  # it was not written again since it was seen


def test_a_tag_that_moves_ever_again_is_left_for_an_hour() -> None:
    known = log()
    assert [known.is_told("a", at(2 * number)) for number in range(30)] == [True] * 20 + [False] * 10
    assert known.is_told("b", at(60))
    assert known.is_told("a", at(3601))


def test_values_are_known_as_the_log_shows_them() -> None:
    for value in (185.0, 0.1 + 0.2, -3.5, 1e-4, True, False, "standby"):
        assert is_shown_as(value, shown(value))
    assert not is_shown_as(1.0, "True")
    assert not is_shown_as(True, "1.0")
    assert not is_shown_as(2.0, "a")


def test_an_entry_that_was_put_in_explains_nothing_nor_what_comes_after_it() -> None:
    first = wrote(None, 0, 180.0)
    forged = replace(wrote(first, 10, 200.0), hash="0" * 64)
    after = wrote(wrote(first, 10, 200.0), 20, 210.0)
    known = Explained(CHAIN)
    known.read([first, forged, after])
    assert [item.code for item in known.problems]
    assert by_guard(known, 180.0, 1)
    assert not by_guard(known, 200.0, 11)
    assert not by_guard(known, 210.0, 21)


# with its files


@pytest.fixture
def guard(tmp_path: Path) -> Path:
    folder = tmp_path / "guard"
    folder.mkdir()
    (folder / "limits-in-force.json").write_text(
        json.dumps({"plant": "extrusions", "version": 1, "sha256": "0"}), encoding="utf-8"
    )
    return folder


def watch(tmp_path: Path, guard: Path) -> Watching:
    return watching(tmp_path / "plant", None, Wish(budget=1.0, learn_days=1.0, guard=guard), offered=TAGS)


def seen(watch: Watching, tag: Tag, value: Value, seconds: float) -> list[tuple[str, str]]:
    sample = Sample(tag=tag.name, value=value, unit=tag.unit, at=at(seconds), received=at(seconds))
    return [(item.aspect, item.first.tag) for item in watch.hear([sample])]


def test_a_setpoint_that_nobody_told_the_guard_of_is_told_though_it_still_learns(tmp_path: Path, guard: Path) -> None:
    made, ledger = watch(tmp_path, guard), GuardLedger(guard / "ledger.jsonl")
    assert seen(made, HEAT, 180.0, 0) == []
    ledger.keep(first := wrote(None, 10, 185.0))
    assert seen(made, HEAT, 185.0, 11) == []
    assert seen(made, HEAT, 185.0, 200) == []  # the same again is no move
    assert seen(made, HEAT, 250.0, 300) == [("unexplained", HEAT.name)]
    ledger.keep(wrote(first, 400, True, tag=RUN.name))
    assert seen(made, RUN, False, 390) == []
    assert seen(made, RUN, True, 401) == []
    assert seen(made, RUN, False, 402) == [("unexplained", RUN.name)]
    assert [seen(made, BEAT, float(count), 500 + count) for count in range(3)] == [[], [], []]
    assert seen(made, HEAT, math.nan, 600) == []
    (row, _) = made.file.rows()
    assert (row["aspect"], row["seen"], row["usual"], row["unit"]) == ("unexplained", 250.0, [185.0, 185.0], "°C")


def test_what_the_guard_writes_is_not_unusual_at_any_hour_or_of_any_size(tmp_path: Path, guard: Path) -> None:
    made, last = watch(tmp_path, guard), None
    ledger = GuardLedger(guard / "ledger.jsonl")
    days = 86_400.0
    for number in range(30):  # by day, a degree up and down
        last = wrote(last, number % 8 * 3600 + number // 8 * days, 180.0 + number % 2)
        ledger.keep(last)
        seen(made, HEAT, 180.0 + number % 2, (last.at - NOON).total_seconds() + 1)
    assert not made.watch.is_learning(at(4 * days).timestamp())
    ledger.keep(last := wrote(last, 4.5 * days, 240.0))
    assert seen(made, HEAT, 240.0, 4.5 * days + 1) == []
    ledger.keep(last := wrote(last, 4.6 * days, 170.0, who="guard"))
    assert seen(made, HEAT, 170.0, 4.6 * days + 1) == []
    assert seen(made, HEAT, 169.0, 4.7 * days)[0] == ("unexplained", HEAT.name)


def test_somebody_who_never_armed_is_told(tmp_path: Path, guard: Path) -> None:
    made, last = watch(tmp_path, guard), None
    ledger = GuardLedger(guard / "ledger.jsonl")
    for number in range(60):
        last = wrote(last, number * 3600, 180.0 + number % 2)
        ledger.keep(last)
        seen(made, HEAT, 180.0 + number % 2, number * 3600 + 1)
    ledger.keep(wrote(last, 60 * 3600, 190.0, who="somebody"))
    assert ("writer", HEAT.name) in seen(made, HEAT, 190.0, 60 * 3600 + 1)


def test_a_log_that_cannot_be_believed_is_said_and_explains_nothing(tmp_path: Path, guard: Path) -> None:
    ledger = GuardLedger(guard / "ledger.jsonl")
    ledger.keep(first := wrote(None, 0, 180.0))
    made = watch(tmp_path, guard)
    seen(made, HEAT, 180.0, 1)
    assert made.trouble == ()
    ledger.keep(replace(wrote(first, 10, 185.0), hash="f" * 64))
    assert seen(made, HEAT, 185.0, 11) == [("unexplained", HEAT.name)]
    assert made.trouble


def test_a_log_is_read_on_from_where_it_was(tmp_path: Path) -> None:
    ledger = GuardLedger(tmp_path / "ledger.jsonl")
    assert ledger.after(0) == (0, ())
    ledger.keep(first := wrote(None, 0, 180.0))
    place, entries = ledger.after(0)
    assert entries == (first,)
    with (tmp_path / "ledger.jsonl").open("ab") as file:
        file.write(b'{"half')
    assert ledger.after(place) == (place, ())
    ledger.keep(second := wrote(first, 1, 181.0))
    after, entries = ledger.after(place)
    assert entries == (second,)
    assert ledger.after(after) == (after, ())
    (tmp_path / "ledger.jsonl").write_bytes(b"")
    with pytest.raises(OutsideError):
        ledger.after(after)


def test_where_no_guard_ran_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(OutsideError) as error:
        watching(tmp_path / "plant", None, Wish(budget=1, learn_days=1, guard=tmp_path), offered=TAGS)
    assert error.value.problems[0].code == "outside.guard_place"
