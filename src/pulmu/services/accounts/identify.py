"""Who asks: from the secret of a session or a token to the actor with what holds today."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from pulmu.model import AccessRefused, OutsideError
from pulmu.services.access.actor import Actor, Grant
from pulmu.services.accounts.door import Door, fingerprint, is_secret_of
from pulmu.services.accounts.tokens import NEVER
from pulmu.services.records.account import Account, Membership, Session, Token
from pulmu.services.records.job import Job
from pulmu.services.records.store import PlaceRecords

ZONE = ZoneInfo("Asia/Seoul")
"""Days of memberships begin and end here."""
_TOUCH = timedelta(minutes=1)
"""How exactly the last use of a session is noted: not every request writes."""


def by_session(door: Door, secret: str, workspace: str = "", address: str = "", *, is_used: bool = True) -> Actor:
    """The actor of a session, in a workspace or in the place itself.

    Parameters
    ----------
    is_used : Whether somebody does something: a page that only stays open does not keep its session from ending.

    Raises
    ------
    AccessRefused  There is no such session, or it ended (`access.not_logged_in`); they have no part in the workspace,
        or it is not there (`access.unknown_workspace`).
    """
    with door.store.place_reading() as place:
        session, account = live_session(door, place, secret)
        grants = _grants(door, place, account, workspace)
    if is_used and door.world.now() - session.seen > _TOUCH:
        # Where nothing can be written reading goes on; the session then ends as if it had not been used.
        with suppress(OutsideError), door.store.place_writing() as place:
            place.change_session(replace(live_session(door, place, secret)[0], seen=door.world.now()))
    return Actor(
        id=account.id, name=account.name, workspace=workspace, grants=grants, via="session",
        second_factor=session.second_factor, address=address,
    )  # fmt: skip


def by_token(door: Door, text: str, address: str = "") -> Actor:
    """The actor of a token, in its workspace. It was made with the second factor, and counts as if it was given.

    Raises
    ------
    AccessRefused  It is no token, was revoked, ended, or its owner left (`access.not_logged_in`).
    """
    kind, _, rest = text.partition("_")
    name, _, secret = rest.partition("_")
    with door.store.place_reading() as place:
        token = place.token(name) if kind == "pulmu" else None
        if token is None or not is_secret_of(token.secret, secret):
            raise not_logged_in()
        account = _active(place, token.account)
        _check_token(door, token)
        grants = _grants(door, place, account, token.workspace)
    return Actor(
        id=account.id, name=account.name, workspace=token.workspace, grants=grants, via="token",
        scopes=tuple(scope for scope in token.scopes if scope not in NEVER), token=token.id, second_factor=True,
        address=address,
    )  # fmt: skip


def by_errand(door: Door, job: Job, workspace: str) -> Actor:
    """The actor who asked for a job, with what they may at this moment.

    Raises
    ------
    AccessRefused  The account is disabled, the token has ended (`access.not_logged_in`), or they have no part in the
        workspace any more (`access.unknown_workspace`).
    """
    with door.store.place_reading() as place:
        account = _active(place, job.asked_by)
        if job.via == "token":
            token = place.token(job.token)
            if token is None:
                raise not_logged_in()
            _check_token(door, token)
        grants = _grants(door, place, account, workspace)
    return Actor(
        id=account.id, name=account.name, workspace=workspace, grants=grants, via=job.via,
        scopes=job.scopes if job.via == "token" else None, token=job.token, second_factor=job.second_factor,
    )  # fmt: skip


def live_session(door: Door, place: PlaceRecords, secret: str) -> tuple[Session, Account]:
    """A session that has not ended, and whose it is.

    Raises
    ------
    AccessRefused  There is none (`access.not_logged_in`).
    """
    session = place.session(fingerprint(secret))
    account = place.account(session.account) if session else None
    now = door.world.now()
    if session is None or account is None or account.status != "active":
        raise not_logged_in()
    if session.ends <= now or session.seen + door.policy.idle <= now:
        raise not_logged_in()
    return session, account


def is_live(door: Door, secret: str) -> bool:
    """Whether a session goes on; asking does not count as its use."""
    try:
        with door.store.place_reading() as place:
            live_session(door, place, secret)
    except AccessRefused:
        return False
    return True


def _active(place: PlaceRecords, account: str) -> Account:
    found = place.account(account)
    if found is None or found.status != "active":
        raise not_logged_in()
    return found


def _check_token(door: Door, token: Token) -> None:
    if token.revoked is not None or token.ends <= door.world.now():
        raise not_logged_in()


def today(door: Door) -> date:
    """The day by which memberships hold."""
    return door.world.now().astimezone(ZONE).date()


def holds(membership: Membership, day: date) -> bool:
    """Whether a membership holds on a day; its last day is included."""
    return membership.start <= day and (membership.end is None or day <= membership.end)


def not_logged_in() -> AccessRefused:
    """What is said to who is not known, whatever the reason."""
    return AccessRefused.of("access.not_logged_in", "session", "you are not logged in", "log in")


def _grants(door: Door, place: PlaceRecords, account: Account, workspace: str) -> tuple[Grant, ...]:
    """Roles that hold today; another's workspace and none are answered alike."""
    if not workspace:
        return (Grant("system_admin"),) if account.is_system_admin else ()
    found = place.workspace(workspace)
    day = today(door)
    mine = [item for item in place.memberships(account.id) if item.workspace == workspace and holds(item, day)]
    if found is None or found.status != "open" or not mine:
        raise AccessRefused.of(
            "access.unknown_workspace", "workspace", "there is no such workspace", "choose one of yours",
            workspace=workspace[:40],
        )  # fmt: skip
    return tuple(Grant(item.role, item.reports) for item in mine)
