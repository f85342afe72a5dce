"""The password once more, from somebody who is logged in: a screen that was left open moves no plant."""

from dataclasses import replace
from datetime import timedelta

from pulmu.model import AccessRefused
from pulmu.services.accounts.door import Door, note
from pulmu.services.accounts.identify import live_session
from pulmu.services.accounts.log_in import LONGEST_PASSWORD, failed, refuse_if_locked
from pulmu.services.records.account import Account
from pulmu.services.records.audit import AuditEntry
from pulmu.services.records.store import PlaceRecords

JUST_CAME_IN = timedelta(minutes=5)
"""For somebody an outside provider vouches for, who has no password here: so young must their session be."""


def give_password_again(door: Door, session: str, password: str, address: str = "") -> None:
    """Look whether who sits there is who logged in. A wrong password counts as at the log-in.

    Raises
    ------
    AccessRefused  The session has ended (`access.not_logged_in`); the password is wrong (`access.password_again`), or
        there were too many wrong ones (`access.locked`); who has none came in too long ago (`access.log_in_again`).
    """
    with door.store.place_reading() as place:
        known, account = live_session(door, place, session)
    if not account.password:
        if door.world.now() - known.created <= JUST_CAME_IN:
            return
        raise AccessRefused.of(
            "access.log_in_again", "session", "you came in by a provider, and not just now", "log out, then in again",
            minutes=int(JUST_CAME_IN.total_seconds() // 60),
        )  # fmt: skip
    fits = 0 < len(password) <= LONGEST_PASSWORD and door.passwords.fits(account.password, password)
    with door.store.place_writing() as place:
        # A known password must not set back the count of guessed codes.
        resets = known.second_factor or not account.second_factor
        refusal = _decide(door, place, account.id, fits, resets, address)
    if refusal is not None:
        raise refusal


def _decide(door: Door, place: PlaceRecords, key: str, fits: bool, resets: bool, address: str) -> AccessRefused | None:
    """The refusal is given back and not raised, for what was counted must be kept."""
    account = place.account(key)
    if account is None:
        return _wrong()
    try:
        refuse_if_locked(account, door.world.now())
    except AccessRefused as refusal:
        return refusal
    if fits:
        if account.failures and resets:
            place.change_account(replace(account, failures=0, locked_until=None))
        return None
    place.change_account(failed(door, account))
    _note_refusal(door, place, account, address)
    return _wrong()


def _note_refusal(door: Door, place: PlaceRecords, account: Account, address: str) -> None:
    entry = AuditEntry(at=door.world.now(), actor=account.id, action="refuse_password_again", address=address)
    note(place, entry)


def _wrong() -> AccessRefused:
    return AccessRefused.of("access.password_again", "password", "the password is wrong", "give it again")
