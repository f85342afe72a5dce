"""A person gets an account: with a workspace of their own, or by an invitation into one."""

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pulmu.model import AccessRefused, InputError, Problem, problem
from pulmu.services.accounts.door import Door, note
from pulmu.services.accounts.log_in import LONGEST_PASSWORD
from pulmu.services.records.account import Account, Membership, Role, Workspace, WorkspaceKind
from pulmu.services.records.audit import AuditEntry
from pulmu.services.records.store import PlaceRecords

if TYPE_CHECKING:
    from datetime import date

    from pulmu.services.ports import Language

FOUNDER_ROLES: dict[WorkspaceKind, tuple[Role, ...]] = {
    "company": ("company_admin", "preparer", "plant_user"),
    "agency": ("company_admin", "agency_officer"),
    "supplier": ("supplier",),
}
"""What the founder of a workspace is. Never the approver of what they prepare: that is somebody else."""
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What a person says of themselves."""

    email: str
    name: str
    password: str
    language: "Language" = "ko"


def found_workspace(
    door: Door, person: Person, workspace: str, kind: WorkspaceKind, day: "date", address: str = ""
) -> tuple[Account, Workspace]:
    """An account and its workspace.

    Raises
    ------
    AccessRefused  Only who is invited may come in (`access.invited_only`).
    InputError  Something of it cannot be (`access.email`, `access.name`, `access.password_…`).
    ConflictError  The email is taken (`access.email_taken`).
    """
    if door.policy.sign_up != "open":
        raise AccessRefused.of(
            "access.invited_only", "email", "only who is invited gets an account here", "ask for an invitation"
        )
    found = [*check_person(door, person, workspace), *check_name(workspace, "workspace")]
    if found:
        raise InputError(*found)
    account = new_account(door, person)
    room = Workspace(id=door.world.identifier(), name=workspace.strip(), kind=kind, created=door.world.now())
    door.store.open_workspace(room.id)  # an empty room nobody knows of is no harm, a known one without walls is
    with door.store.place_writing() as place:
        place.add_account(account)
        place.add_workspace(room)
        for role in FOUNDER_ROLES[kind]:
            place.add_membership(Membership(workspace=room.id, account=account.id, role=role, start=day))
        _note(door, place, account, "found_workspace", room.id, address)
    return account, room


def add_account(door: Door, person: Person, *, is_system_admin: bool = False) -> Account:
    """An account without a workspace, by who cares for the place.

    Raises
    ------
    InputError, ConflictError  As for `found_workspace`.
    """
    found = check_person(door, person, "")
    if found:
        raise InputError(*found)
    account = new_account(door, person, is_system_admin=is_system_admin)
    with door.store.place_writing() as place:
        place.add_account(account)
        _note(door, place, account, "add_account", "", "")
    return account


def new_account(door: Door, person: Person, *, is_system_admin: bool = False) -> Account:
    """An account as it will be kept."""
    return Account(
        id=door.world.identifier(), email=person.email.strip().lower(), name=person.name.strip(),
        language=person.language, password=door.passwords.hash(person.password), created=door.world.now(),
        is_system_admin=is_system_admin,
    )  # fmt: skip


def check_person(door: Door, person: Person, workspace: str) -> tuple[Problem, ...]:
    """Everything that cannot be of what a person says."""
    words = (person.email.partition("@")[0], workspace, person.name)
    return (
        *check_name(person.name, "name"),
        *check_email(person.email),
        *check_password(door, person.password, words),
    )


def check_email(text: str) -> tuple[Problem, ...]:
    """Why it is no email."""
    email = text.strip()
    left, at, right = email.partition("@")
    if left and at and "." in right.strip(".") and email.isprintable() and " " not in email and len(email) < 255:
        return ()
    said, mend = f"{email[:80]!r} is no email", "write it as name@firm.example"
    return (problem("access.email", "email", said, mend, text=email[:80]),)


def check_password(door: Door, password: str, words: tuple[str, ...]) -> tuple[Problem, ...]:
    """Why a password is too easy: short, among those tried first, or a word everybody here knows (ASVS 6.2)."""
    password = unicodedata.normalize("NFC", password)  # else a syllable in parts counts as three signs
    least = door.policy.shortest_password
    if len(password) < least:
        said, mend = f"the password has {len(password)} signs", f"take at least {least}; 15 are better"
        return (problem("access.password_short", "password", said, mend, signs=len(password), least=least),)
    if len(password) > LONGEST_PASSWORD:
        said = f"the password is longer than {LONGEST_PASSWORD} signs"
        return (problem("access.password_long", "password", said, "take a shorter one", most=LONGEST_PASSWORD),)
    known = {_bare(word) for phrase in (*words, "pulmu", "풀무") for word in (phrase, *phrase.split())}
    bare = _bare(password)
    if door.passwords.is_common(password) or bare in known or not bare:
        said, mend = (
            "the password is among those that are tried first",
            "take several words that do not belong together",
        )
        return (problem("access.password_common", "password", said, mend),)
    return ()


def _bare(text: str) -> str:
    """What is left of a word without spaces, case, and the digits and signs around it."""
    letters = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return letters.strip("0123456789!@#$%^&*()-_=+.,?/")


def check_name(name: str, field: str) -> tuple[Problem, ...]:
    """Why it is no name."""
    if name.strip() and name.isprintable() and len(name) <= LONGEST_NAME:
        return ()
    said, mend = "a name is missing, too long, or has signs that do not show", f"write at most {LONGEST_NAME} signs"
    return (problem("access.name", field, said, mend, most=LONGEST_NAME),)


def _note(door: Door, place: PlaceRecords, account: Account, action: str, about: str, address: str) -> None:
    note(place, AuditEntry(at=door.world.now(), actor=account.id, action=action, about=about, address=address))
