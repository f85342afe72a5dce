"""A person comes in by password, and by a one-time code where one was set up."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pulmu.model import AccessRefused
from pulmu.services.accounts.door import Door, fingerprint, note
from pulmu.services.records.account import Account, Session
from pulmu.services.records.audit import AuditEntry
from pulmu.services.records.store import PlaceRecords

LONGEST_PASSWORD = 1024
"""More is not read: hashing takes long on purpose."""


@dataclass(frozen=True, slots=True)
class LogIn:
    """A new session.

    Parameters
    ----------
    secret : What the browser keeps; it is nowhere else.
    needs_code : Whether a one-time code has to follow.
    """

    secret: str
    account: Account
    needs_code: bool


def log_in(door: Door, email: str, password: str, address: str = "") -> LogIn:
    """Open a session.

    Raises
    ------
    AccessRefused  Email or password is wrong, or the account is disabled (`access.wrong_password`), or there were too
        many wrong ones (`access.locked`).
    """
    with door.store.place_reading() as place:
        known = place.account_by_email(email.strip().lower())
    # An unknown email takes as long as a wrong password: nobody learns who has an account.
    fits = len(password) <= LONGEST_PASSWORD and door.passwords.fits(known.password if known else "", password)
    if known is None:
        raise _wrong()
    with door.store.place_writing() as place:
        account = place.account(known.id)
        opened = (
            _decide(door, place, account, fits and account.password == known.password, address) if account else None
        )
    if isinstance(opened, LogIn):
        return opened
    raise opened or _wrong()


def log_out(door: Door, secret: str, address: str = "") -> None:
    """End a session; nothing happens where there is none."""
    with door.store.place_writing() as place:
        session = place.session(fingerprint(secret))
        if session is not None:
            place.end_session(session.id)
            note(place, _entry(door, session.account, "end_session", address))


def refuse_if_locked(account: Account, now: datetime) -> None:
    """Refuse while an account is locked.

    Raises
    ------
    AccessRefused  It is (`access.locked`).
    """
    if account.locked_until is not None and account.locked_until > now:
        seconds = int((account.locked_until - now).total_seconds()) + 1
        raise AccessRefused.of(
            "access.locked", "account", "too many wrong tries", f"wait {seconds} seconds, then try again",
            seconds=seconds,
        )  # fmt: skip


def failed(door: Door, account: Account) -> Account:
    """The account after one more wrong try."""
    failures = account.failures + 1
    over = failures - door.policy.tries
    lock = min(door.policy.lock * 2 ** min(over, 10), timedelta(hours=1)) if over >= 0 else None
    return replace(account, failures=failures, locked_until=door.world.now() + lock if lock else None)


def new_session(door: Door, account: Account, *, second_factor: bool, address: str) -> tuple[str, Session]:
    """A session and its secret."""
    secret, now = door.world.secret(), door.world.now()
    ends = now + door.policy.longest
    return secret, Session(
        id=fingerprint(secret), account=account.id, created=now, seen=now, ends=ends, second_factor=second_factor,
        address=address,
    )  # fmt: skip


def _decide(door: Door, place: PlaceRecords, account: Account, fits: bool, address: str) -> LogIn | AccessRefused:
    """Open a session, or count a failure. The refusal is given back, for what was counted must be kept."""
    try:
        refuse_if_locked(account, door.world.now())
    except AccessRefused as refusal:
        return refusal
    if not fits or account.status != "active":
        place.change_account(failed(door, account))
        note(place, _entry(door, account.id, "refuse_session", address))
        return _wrong()
    needs_code = bool(account.second_factor)
    if not needs_code:  # else a right code sets it back: a known password must not reset the count of guessed codes
        account = replace(account, failures=0, locked_until=None)
        place.change_account(account)
    secret, session = new_session(door, account, second_factor=False, address=address)
    place.add_session(session)
    note(place, _entry(door, account.id, "open_session", address))
    return LogIn(secret, account, needs_code)


def _entry(door: Door, account: str, action: str, address: str) -> AuditEntry:
    return AuditEntry(at=door.world.now(), actor=account, action=action, address=address)


def _wrong() -> AccessRefused:
    mend = "check both; whoever administers your workspace can send a new invitation"
    return AccessRefused.of("access.wrong_password", "password", "email or password is wrong", mend)
