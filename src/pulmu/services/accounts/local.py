"""One person on their own machine: an account without a password, entered by a link only the program knows."""

from datetime import date

from pulmu.services.accounts.door import Door, note
from pulmu.services.accounts.log_in import new_session
from pulmu.services.accounts.sign_up import FOUNDER_ROLES
from pulmu.services.ports import Language
from pulmu.services.records.account import Account, Membership, Workspace, WorkspaceKind
from pulmu.services.records.audit import AuditEntry
from pulmu.services.records.store import PlaceRecords

LOCAL_EMAIL = "local@localhost.localdomain"
"""Whose account it is; no password ever fits it."""
_NAMES: dict[Language, tuple[str, dict[WorkspaceKind, str]]] = {
    "ko": ("나", {"company": "내 회사", "agency": "내 기관"}),
    "en": ("Me", {"company": "My company", "agency": "My agency"}),
}
"""What the person and their workspaces are called: who is alone may be a firm, and may be an agency."""


def enter_locally(door: Door, language: Language, day: date, address: str = "") -> str:
    """A session of the person whose machine it is; their account and company are made when they first come.

    Returns
    -------
    str
        Secret of the session.
    """
    with door.store.place_reading() as place:
        account = place.account_by_email(LOCAL_EMAIL)
    if account is None:
        account = _found(door, language, day, address)
    secret, session = new_session(door, account, second_factor=True, address=address)
    with door.store.place_writing() as place:
        place.add_session(session)
        _note(door, place, account, "enter_locally", "", address)
    return secret


def _found(door: Door, language: Language, day: date, address: str) -> Account:
    name, rooms = _NAMES[language]
    now = door.world.now()
    account = Account(
        id=door.world.identifier(), email=LOCAL_EMAIL, name=name, language=language, password="", created=now
    )
    founded = [
        Workspace(id=door.world.identifier(), name=title, kind=kind, created=now) for kind, title in rooms.items()
    ]
    for room in founded:
        door.store.open_workspace(room.id)  # an empty room nobody knows of is no harm
    with door.store.place_writing() as place:
        place.add_account(account)
        for room in founded:
            place.add_workspace(room)
            for role in FOUNDER_ROLES[room.kind]:
                place.add_membership(Membership(workspace=room.id, account=account.id, role=role, start=day))
            _note(door, place, account, "found_workspace", room.id, address)
    return account


def _note(door: Door, place: PlaceRecords, account: Account, action: str, about: str, address: str) -> None:
    note(place, AuditEntry(at=door.world.now(), actor=account.id, action=action, about=about, address=address))
