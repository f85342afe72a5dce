"""What who cares for the place does with accounts, at the machine itself."""

from dataclasses import replace
from typing import Literal

from pulmu.model import InputError
from pulmu.services.accounts.door import Door, note
from pulmu.services.accounts.members import take_back_invitations
from pulmu.services.records.account import Account
from pulmu.services.records.audit import AuditEntry


def set_status(door: Door, email: str, status: Literal["active", "disabled"]) -> Account:
    """Disable an account, or enable it, its lock and its count of failures gone.

    A disabled one's sessions, tokens and invitations end.

    Raises
    ------
    InputError  There is no such account (`input.no_account`).
    """
    with door.store.place_writing() as place:
        known = place.account_by_email(email.strip().lower())
        if known is None:
            said, mend = f"there is no account {email[:80]}", "check the email"
            raise InputError.of("input.no_account", "email", said, mend, text=email[:80])
        account = replace(known, status=status, failures=0, locked_until=None)
        place.change_account(account)
        if status == "disabled":
            place.end_sessions(account.id)
            for workspace in {item.workspace for item in place.memberships(account.id)}:
                take_back_invitations(door, place, account.id, workspace)
        action = "enable_account" if status == "active" else "disable_account"
        note(place, AuditEntry(at=door.world.now(), actor="system", action=action, about=f"account:{account.id}"))
    return account
