"""What was told of a plant beside its values: by its guard's ledger, and by watchfulness in its log."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pulmu.services.control.desk import LogEntry
from pulmu.services.live_links.happened import Event, Oddity

MOST_ENTRIES = 2000
"""Of a ledger that are looked through: the newest."""
_AT_ONCE, _MOST_PARCELS, _ENDLESS = 100, 50, 2**40
_LONGEST = 200
Fetch = Callable[[int, int], Sequence[LogEntry]]
"""Entries after a number, so many at most, oldest first."""


class GuardLog:
    """The newest entries of a guard's ledger, for all who look; each time it is read on from where it was left."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: deque[LogEntry] = deque(maxlen=MOST_ENTRIES)

    def entries(self, fetch: Fetch) -> tuple[LogEntry, ...]:
        """The newest, oldest first.

        Raises
        ------
        OutsideError  The guard cannot be reached.
        """
        with self._lock:
            if self._entries and not self._is_the_same(fetch):
                self._entries.clear()
            last = self._entries[-1].number if self._entries else max(_last_number(fetch) - MOST_ENTRIES, 0)
            for _ in range(_MOST_PARCELS):
                found = fetch(last, _AT_ONCE)
                last = found[-1].number if found else last
                self._entries.extend(found)
                if len(found) < _AT_ONCE:
                    break
            return tuple(self._entries)

    def _is_the_same(self, fetch: Fetch) -> bool:
        """Whether the ledger still holds what was read last: a guard may have been set up anew."""
        last = self._entries[-1]
        again = fetch(last.number - 1, 1)
        return bool(again) and again[0].hash == last.hash


def _last_number(fetch: Fetch) -> int:
    """Of the newest entry; 0 where there is none. A desk tells what comes after a number, not how many there are."""
    if not fetch(0, 1):
        return 0
    high = 1
    while high < _ENDLESS and fetch(high, 1):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fetch(middle, 1) else (low, middle)
    return high


def guard_events(
    entries: Iterable[LogEntry], start: datetime, end: datetime, tags: Mapping[str, str]
) -> Iterator[Event]:
    """Entries of a ledger from one moment up to another.

    Parameters
    ----------
    tags : Station of each tag of the plant.
    """
    for item in entries:
        at = datetime.fromtimestamp(item.at, UTC)
        if start <= at < end:
            yield Event(at, "guard", item.about, tags.get(item.about, ""), item.actor, item.action,
                        because=item.reason)  # fmt: skip


def unusual_events(
    rows: Iterable[Mapping[str, Any]], start: datetime, end: datetime, tags: Mapping[str, str]
) -> Iterator[Event]:
    """What was unusual from one moment up to another; a row that is damaged is left out."""
    for row in rows:
        at = _moment(row.get("at"))
        if at is None or not start <= at < end or not isinstance(row.get("aspect"), str):
            continue
        usual, others = row.get("usual"), row.get("tags")
        low, high = usual if isinstance(usual, list) and len(usual) == 2 else ("", "")
        more = max(len(others) - 1, 0) if isinstance(others, list) else 0
        unit, tag = str(row.get("unit") or "1")[:40], str(row.get("tag") or "")[:_LONGEST]
        seen = row.get("seen")
        oddity = Oddity(row["aspect"][:40], seen, low, high, unit, _moment(row.get("learned_since")), more)
        yield Event(at, "unusual", tag, tags.get(tag, ""), f"{low} - {high}"[:_LONGEST], str(seen)[:_LONGEST],
                    because=oddity.aspect, oddity=oddity)  # fmt: skip


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo is not None and 1970 <= found.year < 9000 else None
