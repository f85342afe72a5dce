"""Who is what in a workspace: invitations, engagements with an end, and leaving."""

from dataclasses import dataclass
from datetime import date, timedelta

from pulmu.model import AccessRefused, ConflictError, InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.access.permission import DISJOINT, ROLES
from pulmu.services.accounts.door import Door, fingerprint, is_secret_of, note, note_in
from pulmu.services.accounts.identify import holds, live_session, today
from pulmu.services.accounts.sign_up import Person, check_email, check_password, check_person, new_account
from pulmu.services.records.account import Account, Invitation, Membership, Role, Workspace
from pulmu.services.records.audit import AuditEntry
from pulmu.services.records.store import PlaceRecords

INVITATION_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """What somebody shall be in a workspace.

    Parameters
    ----------
    end : Last day; a verifier's must be given.
    reports : Reports it is for, by id; a verifier's must be given.
    """

    role: Role
    end: date | None = None
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A person as the list of members shows them."""

    account: Account
    membership: Membership
    is_current: bool


def members(door: Door, gate: Gate, actor: Actor) -> tuple[Member, ...]:
    """Who is what in the actor's workspace. Looking is noted: it shows personal data."""
    gate.note(actor, Deed("read_member"))
    day = today(door)
    with door.store.place_reading() as place:
        found = [(item, place.account(item.account)) for item in place.members(actor.workspace)]
        return tuple(Member(account, item, holds(item, day)) for item, account in found if account is not None)


def invite(door: Door, gate: Gate, actor: Actor, email: str, engagement: Engagement) -> str:
    """What the address of an invitation ends in; it is shown once, and ends after seven days.

    Raises
    ------
    AccessRefused  They may not.
    InputError  The role is none, a verifier's engagement has no end or report, or the email is none (`access.role`,
        `access.engagement`, `access.email`).
    """
    check_engagement(engagement, today(door))
    if wrong := check_email(email):
        raise InputError(*wrong)
    name, secret, now = door.world.identifier(), door.world.secret(), door.world.now()
    gate.note(actor, Deed("change_member", f"invitation:{name}", detail={"role": engagement.role}))
    invitation = Invitation(
        id=name, workspace=actor.workspace, email=email.strip().lower(), role=engagement.role,
        reports=engagement.reports, membership_end=engagement.end, secret=fingerprint(secret), created_by=actor.id,
        created=now, ends=now + timedelta(days=INVITATION_DAYS),
    )  # fmt: skip
    with door.store.place_writing() as place:
        place.add_invitation(invitation)
    return f"{name}.{secret}"


def open_invitations(door: Door, actor: Actor) -> tuple[Invitation, ...]:
    """Invitations to the actor's workspace that nobody took yet, newest first.

    Raises
    ------
    AccessRefused  They may not.
    """
    authorise(actor, "change_member", "")
    now = door.world.now()
    with door.store.place_reading() as place:
        found = [item for item in place.invitations(actor.workspace) if item.used is None and item.ends > now]
    return tuple(sorted(found, key=lambda item: item.created, reverse=True))


def take_back_invitation(door: Door, gate: Gate, actor: Actor, invitation: str) -> None:
    """End an invitation of the actor's workspace; nothing happens where it was taken or ended.

    Raises
    ------
    AccessRefused  They may not, or there is no such invitation (`access.invitation`).
    """
    gate.note(actor, Deed("change_member", f"invitation:{invitation[:64]}", detail={"taken_back": "yes"}))
    with door.store.place_writing() as place:
        found = place.invitation(invitation)
        if found is None or found.workspace != actor.workspace:
            raise _no_invitation()
        place.use_invitation(found.id, door.world.now())


def accept_as_new(door: Door, address: str, person: Person) -> Account:
    """An account for who was invited, and their membership.

    Raises
    ------
    AccessRefused  The invitation is none, was used, ended, or is for another email (`access.invitation`).
    InputError, ConflictError  As at sign-up.
    """
    found = check_person(door, person, "")
    if found:
        raise InputError(*found)
    account = new_account(door, person)
    with door.store.place_writing() as place:
        invitation, room = taken_invitation(door, place, address, account.email)
        if too_easy := check_password(door, person.password, (room.name,)):
            raise InputError(*too_easy)
        place.add_account(account)
        entry = join(door, place, invitation, account)
    note_in(door, room.id, entry)
    return account


def accept_as_known(door: Door, address: str, session: str) -> Account:
    """The membership of somebody who has an account.

    Raises
    ------
    AccessRefused  They are not logged in, or the invitation is not for them (`access.invitation`).
    ConflictError  The role does not go with what they are there (`access.disjoint_roles`).
    """
    with door.store.place_writing() as place:
        _, account = live_session(door, place, session)
        invitation, room = taken_invitation(door, place, address, account.email)
        entry = join(door, place, invitation, account)
    note_in(door, room.id, entry)
    return account


def end_membership(door: Door, gate: Gate, actor: Actor, account: str, role: Role) -> None:
    """Take a role from somebody; their sessions end, so that no open page shows more, and an administrator's
    invitations, so that they do not come back by one of their own.

    Raises
    ------
    AccessRefused  They may not.
    ConflictError  It is the last administrator (`access.last_admin`), or nobody has that role (`access.no_member`).
    """
    gate.note(actor, Deed("change_member", f"account:{account[:64]}", detail={"role": role, "ended": "yes"}))
    day = today(door)
    with door.store.place_writing() as place:
        there = place.members(actor.workspace)
        admins = {item.account for item in there if item.role == "company_admin" and holds(item, day)}
        if role == "company_admin" and admins == {account}:
            raise ConflictError.of(
                "access.last_admin", "role", "the last administrator would be gone", "make somebody else one first"
            )
        leaving = [item for item in there if (item.account, item.role) == (account, role)]
        if not leaving or not place.end_membership(leaving[0]):
            raise ConflictError.of("access.no_member", "role", "they do not have that role", "look at the list anew")
        if role == "company_admin":
            take_back_invitations(door, place, account, actor.workspace)
        place.end_sessions(account)


def take_back_invitations(door: Door, place: PlaceRecords, account: str, workspace: str) -> None:
    """End what somebody invited to a workspace and nobody took yet."""
    for item in place.invitations(workspace):
        if item.created_by == account:
            place.use_invitation(item.id, door.world.now())


def check_engagement(engagement: Engagement, day: date) -> None:
    """Refuse a role that is none, and an engagement of a verifier without an end or a report.

    Raises
    ------
    InputError  `access.role`, `access.engagement`.
    """
    if engagement.role not in ROLES or engagement.role == "system_admin":
        raise InputError.of(
            "access.role", "role", f"{engagement.role[:40]!r} is no role of a workspace", "choose one of the list",
            text=engagement.role[:40],
        )  # fmt: skip
    if engagement.end is not None and engagement.end < day:
        raise InputError.of("access.engagement", "end", "the engagement has ended already", "give a later day")
    if engagement.role == "verifier" and (engagement.end is None or not engagement.reports):
        said, mend = "a verifier is engaged for reports, until a day", "choose the reports and the last day"
        raise InputError.of("access.engagement", "end", said, mend)


def taken_invitation(door: Door, place: PlaceRecords, address: str, email: str) -> tuple[Invitation, Workspace]:
    """The invitation of an address, taken for the person of an email, and where it leads.

    Raises
    ------
    AccessRefused  It is none, was used, ended, or is for another email (`access.invitation`).
    """
    name, _, secret = address.partition(".")
    found = place.invitation(name)
    if found is None or not is_secret_of(found.secret, secret) or found.email != email:
        raise _no_invitation()
    room = place.workspace(found.workspace)
    if room is None or room.status != "open" or not place.use_invitation(found.id, door.world.now()):
        raise _no_invitation()
    return found, room


def _no_invitation() -> AccessRefused:
    said, mend = "the invitation does not hold, was used, or is for another email", "ask for a new one"
    return AccessRefused.of("access.invitation", "invitation", said, mend)


def join(door: Door, place: PlaceRecords, invitation: Invitation, account: Account) -> AuditEntry:
    """The membership an invitation says; what was noted in the place, to be noted in the workspace too.

    Raises
    ------
    ConflictError  The role does not go with what they are there (`access.disjoint_roles`).
    """
    day = today(door)
    held = {item.role for item in place.memberships(account.id)
            if item.workspace == invitation.workspace and holds(item, day)}  # fmt: skip
    for one, other in DISJOINT:
        if {one, other} <= held | {invitation.role}:
            raise ConflictError.of(
                "access.disjoint_roles", "role", f"nobody is {one} and {other} in one workspace",
                "end the one first, or take another person", one=one, other=other,
            )  # fmt: skip
    place.add_membership(
        Membership(
            workspace=invitation.workspace,
            account=account.id,
            role=invitation.role,
            start=day,
            end=invitation.membership_end,
            reports=invitation.reports,
        )
    )
    entry = AuditEntry(
        at=door.world.now(), actor=account.id, action="join_workspace", about=f"workspace:{invitation.workspace}",
        detail={"role": invitation.role, "invitation": invitation.id},
    )  # fmt: skip
    note(place, entry)
    return entry
