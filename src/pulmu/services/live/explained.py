"""Who moved a setpoint, as the log of the guard tells it; what moved and is not in it went past the guard."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pulmu.model import Problem
from pulmu.model.tag import Tag, Value
from pulmu.services.records.audit import START, AuditEntry, check_chain, sealed

WRITES, GUARD = "control.writes", "guard"
"""What the guard keeps before a write leaves, and whom it names where it goes back by itself."""
WINDOW = timedelta(seconds=60)
"""A write is seen at the plant within so long."""
APART = timedelta(seconds=5)
"""How far the clocks of guard and plant may be apart."""
MOST = 100_000
"""Writes of a tag that are known at once."""
MANY, HOUR = 20, timedelta(hours=1)
"""A tag that moves by itself so often in an hour is no setpoint, whoever may write it: it is left for that hour."""
_EVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class GuardWrite:
    """A write of the guard.

    Parameters
    ----------
    value : As its log shows it.
    who : Person who armed it; empty where the guard went back or to a safe value by itself.
    """

    at: datetime
    value: str
    who: str


@dataclass(slots=True)
class Explained:
    """Writes of one guard, and when each tag was seen last.

    Parameters
    ----------
    chain : Name its log is sealed with.
    watchdog : Tag that the guard counts up and does not log.
    problems : Why the rest of the log is not believed, once an entry does not follow on the one before.
    """

    chain: str
    watchdog: str = ""
    last: AuditEntry | None = None
    problems: tuple[Problem, ...] = ()
    writes: dict[str, list[GuardWrite]] = field(default_factory=dict)
    seen: dict[str, datetime] = field(default_factory=dict)
    unsure: dict[str, datetime] = field(default_factory=dict)
    told: dict[str, tuple[datetime, int]] = field(default_factory=dict)

    def read(self, entries: Iterable[AuditEntry]) -> None:
        """Take in entries of the log, in order; one that does not follow explains nothing, nor does any after it."""
        for entry in entries:
            if self.problems:
                return
            if not self._follows(entry):
                self.problems = check_chain((entry,), self.chain)
                return
            self.last = entry
            if entry.action == WRITES and entry.about:
                kept = self.writes.setdefault(entry.about, [])
                who = "" if entry.actor == GUARD else entry.actor
                kept.append(GuardWrite(entry.at, entry.detail.get("value", ""), who))
                del kept[:-MOST]

    def asks(self, tag: Tag) -> bool:
        """Whether a change of this tag must be in the log."""
        return tag.writable and tag.measure != "heartbeat" and tag.name != self.watchdog

    def write_of(self, tag: str, value: Value | None, at: datetime) -> GuardWrite | None:
        """The write that a changed value came of; None where the log has none.

        It is the last one of the tag up to then, within `WINDOW` or, where the tag was not heard of for a while, since
        before that; or another about that moment, as clocks differ.
        """
        since = min(self.unsure.get(tag, at - WINDOW), at - WINDOW)
        near = [item for item in self.writes.get(tag, ()) if since <= item.at <= at + APART]
        past = [item for item in near if item.at < at - APART][-1:]
        about = [item for item in near if item.at >= at - APART]
        return next((item for item in reversed((*past, *about)) if is_shown_as(value, item.value)), None)

    def is_told(self, tag: str, at: datetime) -> bool:
        """Whether a move that nothing explains is told: not where this tag had many of them."""
        since, count = self.told.get(tag, (at, 0))
        since, count = (since, count) if at - since < HOUR else (at, 0)
        self.told[tag] = (since, count + 1)
        return count < MANY

    def see(self, tag: str, at: datetime) -> None:
        """A tag was heard of."""
        self.seen[tag] = at
        self.unsure.pop(tag, None)

    def lose(self, tag: str) -> None:
        """A tag is not heard of: what was written from before then on may be what it shows next."""
        self.unsure.setdefault(tag, self.seen[tag] - WINDOW if tag in self.seen else _EVER)

    def _follows(self, entry: AuditEntry) -> bool:
        place = (1, START) if self.last is None else (self.last.number + 1, self.last.hash)
        return (entry.number, entry.previous) == place and sealed(entry, self.chain).hash == entry.hash


def is_shown_as(value: Value | None, text: str) -> bool:
    """Whether the log shows a value as this text."""
    if isinstance(value, bool) or value is None:
        return text == str(value)
    if isinstance(value, str):
        return text == repr(value)
    try:
        return math.isclose(float(text), value, rel_tol=1e-6, abs_tol=1e-9)
    except ValueError:
        return False
