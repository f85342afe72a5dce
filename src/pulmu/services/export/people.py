"""People of an export: who is what, keys and invitations without their secrets, and the names behind ids."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pulmu.services.export.part import Part, table_part
from pulmu.services.records.account import Account, Invitation, Membership, Token, Workspace
from pulmu.services.records.store import PlaceRecords

_MEMBERS = ("account", "name", "email", "language", "status", "second_factor", "since", "role", "start", "end",
            "reports")  # fmt: skip
_TOKENS = ("id", "account", "name", "scopes", "created", "ends", "revoked")
_INVITATIONS = ("id", "email", "role", "reports", "membership_end", "created_by", "created", "ends", "used")


@dataclass(frozen=True, slots=True)
class People:
    """What the place knows of a company, at one moment."""

    room: Workspace
    members: tuple[tuple[Membership, Account], ...]
    tokens: tuple[Token, ...]
    invitations: tuple[Invitation, ...]


def people_of(place: PlaceRecords, room: Workspace) -> People:
    """Who is what, and which keys and invitations there are."""
    held = ((item, place.account(item.account)) for item in place.members(room.id))
    known = sorted(
        ((item, account) for item, account in held if account is not None),
        key=lambda pair: (pair[1].created, pair[1].id, pair[0].role),
    )
    tokens = sorted(place.tokens(room.id), key=lambda item: (item.created, item.id))
    return People(room, tuple(known), tuple(tokens), place.invitations(room.id))


def people_parts(people: People) -> Iterator[Part]:
    """Tables of members, keys and invitations."""
    yield table_part("people/members.csv", _MEMBERS, (_member(*item) for item in people.members))
    yield table_part("people/tokens.csv", _TOKENS, map(_token, people.tokens))
    yield table_part("people/invitations.csv", _INVITATIONS, map(_invitation, people.invitations))


def names_part(names: Iterable[tuple[str, str]]) -> Part:
    """Whose the ids are that stand in the other files; an id can be of somebody who left."""
    return table_part("people/names.csv", ("account", "name"), sorted(names))


def _member(item: Membership, account: Account) -> tuple[object, ...]:
    return (
        account.id, account.name, account.email, account.language, account.status,
        "yes" if account.second_factor else "no", account.created.isoformat(), item.role, item.start, item.end,
        " ".join(item.reports),
    )  # fmt: skip


def _token(item: Token) -> tuple[object, ...]:
    return (
        item.id, item.account, item.name, " ".join(item.scopes), item.created.isoformat(), item.ends.isoformat(),
        item.revoked.isoformat() if item.revoked else "",
    )  # fmt: skip


def _invitation(item: Invitation) -> tuple[object, ...]:
    return (
        item.id, item.email, item.role, " ".join(item.reports), item.membership_end, item.created_by,
        item.created.isoformat(), item.ends.isoformat(), item.used.isoformat() if item.used else "",
    )  # fmt: skip
