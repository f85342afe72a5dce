"""A page of the guard's ledger, and whether each entry on it seals the one before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from pulmu.services.access.actor import Actor
from pulmu.services.control.desk import LogEntry
from pulmu.services.control.ledger import chain_name
from pulmu.services.guarded_lines.acts import Room, look, read_log
from pulmu.services.records.audit import START, AuditEntry, sealed


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """Entries of a ledger.

    Parameters
    ----------
    more : Number to go on from; 0 where these are the last.
    broken : Numbers of entries that are not as they were written, or do not follow the one before.
    """

    entries: tuple[LogEntry, ...]
    more: int
    broken: tuple[int, ...]


def ledger_page(room: Room, actor: Actor, line: str, after: int, most: int) -> LedgerPage:
    """Entries after a number, looked at together with the one before them.

    Raises
    ------
    AccessRefused  They may not, or there is no such line.
    OutsideError  The guard cannot be reached, or there is none.
    """
    found = read_log(room, actor, line, max(after - 1, 0), most + 2)
    before, rest = (found[:1], found[1:]) if after else ((), found)
    entries = rest[:most]
    view = look(room, actor, line).view
    broken = tuple(_broken((*before, *entries), chain_name(view.plant), is_start=not after)) if view else ()
    return LedgerPage(entries, entries[-1].number if len(rest) > most else 0, broken)


def _broken(entries: tuple[LogEntry, ...], chain: str, *, is_start: bool) -> Iterable[int]:
    number, previous = (0, START) if is_start or not entries else (entries[0].number, entries[0].hash)
    for entry in entries if is_start else entries[1:]:
        if entry.number != number + 1 or _seal(entry, previous, chain) != entry.hash:
            yield entry.number
        number, previous = entry.number, entry.hash


def _seal(entry: LogEntry, previous: str, chain: str) -> str:
    """What an entry must be sealed by after the one before."""
    whole = AuditEntry(
        number=entry.number, at=datetime.fromtimestamp(entry.at, UTC), actor=entry.actor, action=entry.action,
        about=entry.about, detail=dict(entry.detail), reason=entry.reason, previous=previous,
    )  # fmt: skip
    return sealed(whole, chain).hash
