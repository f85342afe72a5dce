"""The place as who cares for it sees it: accounts, names of workspaces, work that waits; never what one holds."""

from dataclasses import dataclass, replace
from typing import Literal

from pulmu.model import AccessRefused, ConflictError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.accounts.door import Door
from pulmu.services.accounts.members import take_back_invitations
from pulmu.services.records.account import Account, Workspace
from pulmu.services.records.job import QueuedJob


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """An account, and in how many workspaces it has a part."""

    account: Account
    workspaces: int


@dataclass(frozen=True, slots=True)
class Room:
    """A workspace from outside: its name, how many people have a part in it, and how many files are kept for it."""

    workspace: Workspace
    people: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceState:
    """The place at this moment."""

    accounts: tuple[Inhabitant, ...]
    workspaces: tuple[Room, ...]
    jobs: tuple[QueuedJob, ...]


def look_after(gate: Gate, actor: Actor) -> PlaceState:
    """The place at this moment.

    Raises
    ------
    AccessRefused  They do not care for it.
    """
    with gate.place_reading(actor) as place:
        rooms = place.workspaces()
        members = {room.id: place.members(room.id) for room in rooms}
        parts: dict[str, set[str]] = {}
        for room, found in members.items():
            for item in found:
                parts.setdefault(item.account, set()).add(room)
        accounts = [place.account(key) for key in parts] + [place.account(actor.id)]
        jobs = place.queued_jobs()
    known = {account.id: account for account in accounts if account is not None}
    return PlaceState(
        accounts=tuple(
            Inhabitant(account, len(parts.get(account.id, ())))
            for account in sorted(known.values(), key=lambda item: item.email)
        ),
        workspaces=tuple(
            Room(room, len({item.account for item in members[room.id]}), _files(gate, room)) for room in rooms
        ),
        jobs=jobs,
    )


def change_status(door: Door, gate: Gate, actor: Actor, account: str, status: Literal["active", "disabled"]) -> None:
    """Disable an account, or enable it, its lock and its count of failures gone. A disabled one's sessions end.

    Raises
    ------
    AccessRefused  They do not care for the place, or there is no such account (`access.unknown_account`).
    ConflictError  It is their own (`access.own_account`).
    """
    deed = Deed("change_place", f"account:{account[:64]}", detail={"status": status})
    with gate.place_writing(actor, deed) as place:
        known = place.account(account)
        if known is None:
            said, mend = "there is no such account", "look at the list anew"
            raise AccessRefused.of("access.unknown_account", "account", said, mend)
        if account == actor.id:
            said, mend = "nobody disables their own account", "ask another who cares for the place"
            raise ConflictError.of("access.own_account", "account", said, mend)
        place.change_account(replace(known, status=status, failures=0, locked_until=None))
        if status == "disabled":
            place.end_sessions(account)
            for workspace in {item.workspace for item in place.memberships(account)}:
                take_back_invitations(door, place, account, workspace)


def _files(gate: Gate, room: Workspace) -> int:
    return len(gate.objects.hashes(room.id)) if room.status == "open" else 0
