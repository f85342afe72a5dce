"""The audit as people look through it: newest first, of one person, one kind of deed or one day; or as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pulmu.model import Problem
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.accounts.identify import ZONE
from pulmu.services.records.audit import AuditEntry, check_chain
from pulmu.services.records.store import Store, WorkspaceRecords
from pulmu.services.workspaces.people import names_of

_CHUNK = 500
MOST_LOOKED_THROUGH = 20_000
"""Entries one look goes through at most: who looks for what is rare goes on from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditWish:
    """What is looked for.

    Parameters
    ----------
    before : Only entries older than the one of this number; from the newest where it is None.
    who, action : Only entries of this actor, or of this action; of all where empty.
    day : Only entries of this day in Korea.
    """

    before: int | None = None
    who: str = ""
    action: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """Entries, newest first.

    Parameters
    ----------
    older : What to give as `before` to go on; None where nothing older is left.
    names : Names of people by account, those of the members among them.
    plants, reports : Names of what entries are about, by id; of a report its plant and year.
    """

    entries: tuple[AuditEntry, ...]
    older: int | None
    names: Mapping[str, str]
    plants: Mapping[str, str]
    reports: Mapping[str, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """How many entries were looked at, and where their chain is broken; nothing where it is whole."""

    count: int
    problems: tuple[Problem, ...]


def look_through(gate: Gate, store: Store, actor: Actor, wish: AuditWish, most: int = 50) -> AuditView:
    """Entries that fit a wish. Looking is noted as well.

    Raises
    ------
    AccessRefused  They may not.
    """
    asked = {"who": wish.who[:64], "action": wish.action[:40], "day": wish.day.isoformat() if wish.day else ""}
    deed = Deed("read_audit", detail={name: value for name, value in asked.items() if value})
    with gate.writing(actor, deed) as work:
        found, older = _search(work, wish, most)
        plants = {item.id: item.name for item in work.plants()}
        reports = {item.id: (plants.get(item.plant, ""), item.year) for item in work.reports()}
    with store.place_reading() as place:
        members = {item.account for item in place.members(actor.workspace)}
    names = names_of(store, members | {item.actor for item in found} | {_account_of(item) for item in found})
    return AuditView(entries=found, older=older, names=names, plants=plants, reports=reports)


def check_audit(gate: Gate, store: Store, actor: Actor) -> ChainCheck:
    """Whether every entry is as it was written and none is missing. Looking is noted as well.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.writing(actor, Deed("read_audit", detail={"checked": "yes"})) as work:
        entries = work.entries()
    with store.place_reading() as place:
        head = place.head(actor.workspace)
    # The head may be of an entry that came after these were read: then it is not missing.
    kept = head if head is not None and entries and head[0] <= entries[-1].number else None
    return ChainCheck(len(entries), check_chain(entries, actor.workspace, kept))


def export_audit(gate: Gate, actor: Actor) -> tuple[AuditEntry, ...]:
    """Every entry, in order, to take along; that it was taken is noted.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.writing(actor, Deed("export_audit")) as work:
        return work.entries()


def _search(work: WorkspaceRecords, wish: AuditWish, most: int) -> tuple[tuple[AuditEntry, ...], int | None]:
    last = work.last_entry()
    start = min(wish.before or 2**62, last.number + 1 if last else 1)
    found: list[AuditEntry] = []
    for entry in _backwards(work, start):
        if wish.day is not None and entry.at.astimezone(ZONE).date() < wish.day:
            return tuple(found), None
        if start - entry.number > MOST_LOOKED_THROUGH:
            return tuple(found), entry.number + 1
        if _fits(entry, wish):
            if len(found) == most:
                return tuple(found), found[-1].number
            found.append(entry)
    return tuple(found), None


def _backwards(work: WorkspaceRecords, before: int) -> Iterator[AuditEntry]:
    while before > 1:
        first = max(0, before - 1 - _CHUNK)
        yield from reversed(work.entries(first, before - 1 - first))
        before = first + 1


def _fits(entry: AuditEntry, wish: AuditWish) -> bool:
    by_who = not wish.who or entry.actor == wish.who
    by_action = not wish.action or entry.action == wish.action
    return by_who and by_action and (wish.day is None or entry.at.astimezone(ZONE).date() == wish.day)


def _account_of(entry: AuditEntry) -> str:
    kind, _, key = entry.about.partition(":")
    return key if kind == "account" else ""
