"""What is needed where somebody comes in, and nobody is known yet."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, Protocol

from pulmu.services.access.world import World
from pulmu.services.records.audit import AuditEntry, following
from pulmu.services.records.store import PlaceRecords, Store


class Passwords(Protocol):
    """Makes a password unreadable, slowly on purpose."""

    def hash(self, password: str) -> str:
        """The hash with its salt and cost."""
        ...

    def fits(self, hashed: str, password: str) -> bool:
        """Whether it is the hash of the password; takes as long for an empty hash."""
        ...

    def is_common(self, password: str) -> bool:
        """Whether it is among those that are tried first."""
        ...


class Sealer(Protocol):
    """Hides a text from who reads the store without the key."""

    def seal(self, text: str) -> str:
        """The sealed text."""
        ...

    def open(self, sealed: str) -> str:
        """The text again; `OutsideError` where the key is another (`outside.key`)."""
        ...


@dataclass(frozen=True, slots=True)
class Policy:
    """How the place is kept, as its owner decided.

    Parameters
    ----------
    sign_up : Whether anybody may found a workspace, or only who is invited comes in.
    idle, longest : When a session ends: after so long without a request, and in any case.
    shortest_password : Signs a password has at least.
    tries : Wrong passwords or codes in a row before the account is locked.
    lock : How long it is locked first; twice as long with each further failure, an hour at most.
    """

    sign_up: Literal["open", "invited"] = "open"
    idle: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=12)
    shortest_password: int = 8
    tries: int = 5
    lock: timedelta = timedelta(minutes=1)


LOCAL_POLICY = Policy(sign_up="invited", idle=timedelta(hours=12), longest=timedelta(days=7))
"""For one person on their own machine: nobody else founds a company, and a meeting does not end the session."""


@dataclass(frozen=True, slots=True)
class Door:
    """What is needed to let somebody in."""

    store: Store
    world: World
    passwords: Passwords
    sealer: Sealer
    policy: Policy = field(default_factory=Policy)


def fingerprint(secret: str) -> str:
    """What is kept of a secret of 256 bits: it cannot be guessed, so it needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret_of(kept: str, secret: str) -> bool:
    """Whether a secret is the one whose fingerprint was kept; takes as long for a wrong one."""
    return hmac.compare_digest(kept, fingerprint(secret))


def note(records: PlaceRecords, entry: AuditEntry) -> None:
    """Add to the place's own audit."""
    records.add_entry(following(records.last_entry(), "", entry))


def note_in(door: Door, workspace: str, entry: AuditEntry) -> None:
    """Add to a workspace's audit what the place's own has noted: who administers the one does not see the other."""
    with door.store.writing(workspace) as records:
        known = following(records.last_entry(), workspace, entry)
        records.add_entry(known)
    with door.store.place_writing() as place:
        place.keep_head(workspace, known.number, known.hash)
