"""The second factor: set up, confirmed once, then asked for in every session of who decides."""

from dataclasses import dataclass, replace

from pulmu.model import AccessRefused
from pulmu.services.accounts import one_time_code
from pulmu.services.accounts.door import Door, fingerprint, note
from pulmu.services.accounts.identify import live_session
from pulmu.services.accounts.log_in import failed, new_session, refuse_if_locked
from pulmu.services.records.account import Account, Session
from pulmu.services.records.audit import AuditEntry
from pulmu.services.records.store import PlaceRecords

RECOVERY_CODES = 8


@dataclass(frozen=True, slots=True)
class SetUp:
    """What a person puts into their app: by hand, or by the square code."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A session in which a code was given, and codes for a lost phone, shown once."""

    secret: str
    recovery: tuple[str, ...] = ()


def set_up(door: Door, session: str) -> SetUp:
    """A new secret for the app; it counts when a code of it was given.

    Raises
    ------
    AccessRefused  Nobody is logged in (`access.not_logged_in`), or a second factor stands and no code was given in this
        session (`access.second_factor_needed`): a stolen password does not replace it.
    """
    secret = one_time_code.new_secret(door.world.secret())
    with door.store.place_writing() as place:
        _, account = _session_to_set_up(door, place, session)
        place.change_account(replace(account, second_factor_pending=door.sealer.seal(secret)))
    return SetUp(secret, one_time_code.address_of(secret, account.email))


def pending(door: Door, session: str) -> SetUp:
    """What was set up and is not yet in use, to be shown again; a new secret where there is none.

    Raises
    ------
    AccessRefused  As for `set_up`.
    """
    with door.store.place_reading() as place:
        _, account = _session_to_set_up(door, place, session)
    if not account.second_factor_pending:
        return set_up(door, session)
    secret = door.sealer.open(account.second_factor_pending)
    return SetUp(secret, one_time_code.address_of(secret, account.email))


def confirm(door: Door, session: str, code: str) -> Confirmed:
    """Take the new secret into use; every other session of the person ends.

    Raises
    ------
    AccessRefused  Nothing was set up (`access.no_second_factor`), or the code is wrong (`access.wrong_code`), or there
        were too many wrong ones (`access.locked`), or a second factor stands and no code of it was given in this
        session (`access.second_factor_needed`): what its owner just set up is not for others to guess.
    """
    recovery = tuple(one_time_code.new_secret(door.world.secret())[:12].lower() for _ in range(RECOVERY_CODES))
    with door.store.place_writing() as place:
        found, account = _session_to_set_up(door, place, session)
        refuse_if_locked(account, door.world.now())
        if not account.second_factor_pending:
            raise AccessRefused.of(
                "access.no_second_factor", "code", "no app was set up", "set up the app first", action="second_factor"
            )
        step = _step(door, account.second_factor_pending, code, 0)
        if step is not None:
            account = replace(
                account, second_factor=account.second_factor_pending, second_factor_pending="",
                second_factor_used=step, recovery=tuple(fingerprint(item) for item in recovery),
            )  # fmt: skip
            return Confirmed(_raised(door, place, account, found, "set_second_factor"), recovery)
        _count_failure(door, place, account, found)
    raise _wrong_code()


def give_code(door: Door, session: str, code: str) -> Confirmed:
    """Give the code of the app, or one for a lost phone; the session gets a new secret.

    Raises
    ------
    AccessRefused  The code is wrong or was used (`access.wrong_code`), or there were too many wrong ones
        (`access.locked`).
    """
    with door.store.place_writing() as place:
        found, account = live_session(door, place, session)
        refuse_if_locked(account, door.world.now())
        step = _step(door, account.second_factor, code, account.second_factor_used) if account.second_factor else None
        left = tuple(item for item in account.recovery if item != fingerprint(code.strip().lower()))
        if step is not None or len(left) < len(account.recovery):
            used = step if step is not None else account.second_factor_used
            account = replace(account, second_factor_used=used, recovery=left if step is None else account.recovery)
            return Confirmed(_raised(door, place, account, found, "give_second_factor"))
        _count_failure(door, place, account, found)
    raise _wrong_code()


def needs_code_first(session: Session, account: Account) -> None:
    """Refuse to change how somebody comes in before they gave the code of their app.

    Raises
    ------
    AccessRefused  They have an app, and gave no code in this session (`access.second_factor_needed`).
    """
    if account.second_factor and not session.second_factor:
        raise AccessRefused.of(
            "access.second_factor_needed", "code", "this needs a one-time code", "give the code of your app",
            action="second_factor",
        )  # fmt: skip


def _session_to_set_up(door: Door, place: PlaceRecords, session: str) -> tuple[Session, Account]:
    found, account = live_session(door, place, session)
    needs_code_first(found, account)
    return found, account


def _step(door: Door, sealed: str, code: str, used: int) -> int | None:
    digits = "".join(code.split())
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    return one_time_code.fitting_step(door.sealer.open(sealed), digits, door.world.now(), used)


def _raised(door: Door, place: PlaceRecords, account: Account, old: Session, action: str) -> str:
    """A session with the code given instead of the old one; the secret of the old one opens nothing any more."""
    place.change_account(replace(account, failures=0, locked_until=None))
    if action == "set_second_factor":
        place.end_sessions(account.id)
    else:
        place.end_session(old.id)
    secret, session = new_session(door, account, second_factor=True, address=old.address)
    place.add_session(replace(session, ends=min(session.ends, old.ends)))
    note(place, AuditEntry(at=door.world.now(), actor=account.id, action=action, address=old.address))
    return secret


def _count_failure(door: Door, place: PlaceRecords, account: Account, session: Session) -> None:
    place.change_account(failed(door, account))
    entry = AuditEntry(at=door.world.now(), actor=account.id, action="refuse_second_factor", address=session.address)
    note(place, entry)


def _wrong_code() -> AccessRefused:
    return AccessRefused.of(
        "access.wrong_code", "code", "the code is wrong, or was used", "wait for the next one of your app"
    )
