"""Tokens: keys for programs, that may do less than their owner."""

from dataclasses import dataclass, replace
from datetime import timedelta

from pulmu.model import AccessRefused, InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.access.permission import ACTIONS, Action
from pulmu.services.accounts.door import Door, fingerprint
from pulmu.services.records.account import Token

LONGEST_DAYS = 366
NEVER: frozenset[Action] = frozenset(
    {
        "change_member", "change_token", "approve_report", "share_report", "export_workspace", "erase_workspace",
        "change_place", "arm_setpoint", "commit_setpoint",
    }
)  # fmt: skip
"""What no token does: a person decides it, with their one-time code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenWish:
    """What a token shall be for."""

    name: str
    scopes: tuple[str, ...]
    days: int


def add_token(door: Door, gate: Gate, actor: Actor, wish: TokenWish) -> tuple[Token, str]:
    """A token and its text, which is shown once.

    Raises
    ------
    AccessRefused  They may not, or not all it shall do (`access.forbidden`, `access.second_factor_needed`): a token
        counts as if a one-time code was given, so only who gave one makes it for what needs one.
    InputError  A scope is none, or none is given, or it shall live too long (`access.scope`, `access.days`).
    """
    wrong = [name for name in wish.scopes if name not in ACTIONS or name in NEVER] or ([] if wish.scopes else [""])
    if wrong:
        raise InputError.of(
            "access.scope", "scopes", f"{wrong[0][:40]!r} is nothing a token may do", "choose from the list",
            text=wrong[0][:40],
        )  # fmt: skip
    if not 1 <= wish.days <= LONGEST_DAYS:
        said, mend = f"a token lives 1 to {LONGEST_DAYS} days", "give a number of days in between"
        raise InputError.of("access.days", "days", said, mend, most=LONGEST_DAYS)
    engaged = {name for grant in actor.grants for name in grant.reports}
    for scope in wish.scopes:
        if not any(actor.may(scope, report) for report in engaged):  # type: ignore[arg-type]
            authorise(actor, scope, "")  # type: ignore[arg-type]
    name, secret, now = door.world.identifier(), door.world.secret(), door.world.now()
    gate.note(actor, Deed("change_token", f"token:{name}", detail={"scopes": " ".join(sorted(wish.scopes))}))
    token = Token(
        id=name, account=actor.id, workspace=actor.workspace, name=wish.name.strip()[:80],
        secret=fingerprint(secret), scopes=tuple(sorted(wish.scopes)), created=now,
        ends=now + timedelta(days=wish.days),
    )  # fmt: skip
    with door.store.place_writing() as place:
        place.add_token(token)
    return token, f"pulmu_{name}_{secret}"


def revoke_token(door: Door, gate: Gate, actor: Actor, token: str) -> None:
    """End a token: one's own, or any in the workspace by its administrator.

    Raises
    ------
    AccessRefused  They may not, or there is no such token (`access.unknown_token`).
    """
    gate.note(actor, Deed("change_token", f"token:{token[:64]}", detail={"revoked": "yes"}))
    with door.store.place_writing() as place:
        found = place.token(token)
        if found is None or found.workspace != actor.workspace or not (found.account == actor.id or _rules(actor)):
            said, mend = "there is no such token", "look at the list anew"
            raise AccessRefused.of("access.unknown_token", "token", said, mend)
        if found.revoked is None:
            place.change_token(replace(found, revoked=door.world.now()))


def tokens(door: Door, gate: Gate, actor: Actor) -> tuple[Token, ...]:
    """Tokens the actor may end: their own, or all of the workspace for its administrator."""
    gate.note(actor, Deed("change_token", detail={"listed": "yes"}))
    with door.store.place_reading() as place:
        found = place.tokens(actor.workspace)
    return tuple(item for item in found if item.account == actor.id or _rules(actor))


def _rules(actor: Actor) -> bool:
    return actor.may("change_member")
