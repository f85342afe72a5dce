"""What was told of a plant beside its values: a ledger that is read on, and a log of strangers' words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.services.control.desk import LogEntry
from pulmu.services.live_links.beside import MOST_ENTRIES, GuardLog, guard_events, unusual_events
from pulmu.services.live_links.happened import KINDS

NOON = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
HOUR = NOON + timedelta(hours=1)


class Ledger:
    """A desk that tells what comes after a number, and counts how much of it is read."""

    def __init__(self, count: int, name: str = "a") -> None:
        self.name, self.count, self.read = name, count, 0

    def fetch(self, after: int, most: int) -> tuple[LogEntry, ...]:
        numbers = range(after + 1, min(after + most, self.count) + 1)
        self.read += len(numbers)
        return tuple(
            LogEntry(number=n, at=NOON.timestamp() + n, actor="kim", action="control.stop", about="press/queue",
                     hash=f"{self.name}{n}") for n in numbers
        )  # fmt: skip


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 9, 99, 100, 101, 200, MOST_ENTRIES, MOST_ENTRIES + 1, 9999])
def test_the_newest_entries_of_a_ledger_are_there_whatever_its_length(count: int) -> None:
    found = GuardLog().entries(Ledger(count).fetch)
    assert [item.number for item in found] == list(range(max(count - MOST_ENTRIES, 0) + 1, count + 1))


def test_a_ledger_is_read_on_from_where_it_was_left() -> None:
    log, ledger = GuardLog(), Ledger(1500)
    log.entries(ledger.fetch)
    ledger.read, ledger.count = 0, 1503
    assert log.entries(ledger.fetch)[-1].number == 1503
    assert ledger.read <= 4


def test_a_guard_that_was_set_up_anew_is_read_from_the_beginning() -> None:
    log = GuardLog()
    log.entries(Ledger(30).fetch)
    for count in (3, 40):
        found = log.entries(Ledger(count, f"b{count}").fetch)
        assert [item.number for item in found] == list(range(1, count + 1))
        assert found[0].hash == f"b{count}1"


def test_entries_of_the_time_alone_are_events() -> None:
    entries = Ledger(10).fetch(0, 10)
    found = list(
        guard_events(entries, NOON + timedelta(seconds=3), NOON + timedelta(seconds=5), {"press/queue": "press"})
    )
    assert [(item.kind, item.station, item.before, item.after) for item in found] == [
        ("guard", "press", "kim", "control.stop")
    ] * 2
    assert {item.kind for item in found} <= set(KINDS)


def row(**more: Any) -> dict[str, Any]:
    return {"at": (NOON + timedelta(minutes=1)).isoformat(), "aspect": "range", "tag": "press/queue",
            "tags": ["press/queue", "saw/queue"], "seen": 9, "usual": [1, 4], "unit": "1"} | more  # fmt: skip


def test_something_unusual_is_an_event_with_what_was_usual() -> None:
    (found,) = unusual_events([row(), row(at=HOUR.isoformat())], NOON, HOUR, {"press/queue": "press"})
    assert (found.kind, found.station, found.before, found.after, found.because) == (
        "unusual", "press", "1 - 4", "9", "range",
    )  # fmt: skip
    assert found.oddity is not None
    assert found.oddity.more == 1


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=5,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(list(row())), ANY))
def test_a_damaged_row_disturbs_nothing(damaged: dict[str, Any]) -> None:
    for item in unusual_events([row() | damaged, row()], NOON, HOUR, {}):
        assert NOON <= item.at < HOUR
        assert len(item.after) <= 200
