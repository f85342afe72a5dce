"""Identities of an account: linked and unlinked by its person, and never without another way in."""

from dataclasses import dataclass

from pulmu.model import AccessRefused, ConflictError, InputError
from pulmu.services.accounts.door import Door, fingerprint, note, note_in
from pulmu.services.accounts.identify import live_session
from pulmu.services.accounts.log_in import LogIn
from pulmu.services.accounts.members import join, taken_invitation
from pulmu.services.accounts.provider import Providers
from pulmu.services.accounts.provider_log_in import check_email_of, entry_of, not_begun, open_session, take_proof
from pulmu.services.accounts.second_factor import needs_code_first
from pulmu.services.accounts.sign_up import check_name
from pulmu.services.ports import Language
from pulmu.services.records.account import Account
from pulmu.services.records.identity import AuthorizationRequest, Identity


@dataclass(frozen=True, slots=True)
class Joining:
    """How who was invited wants to be known."""

    name: str
    language: Language = "ko"


def key_of(identity: Identity) -> str:
    """How an identity is named in an address."""
    return fingerprint(f"{identity.issuer}\n{identity.subject}")


def identities(door: Door, session: str) -> tuple[Identity, ...]:
    """Identities of whose session it is.

    Raises
    ------
    AccessRefused  Nobody is logged in (`access.not_logged_in`).
    """
    with door.store.place_reading() as place:
        _, account = live_session(door, place, session)
        return place.identities(account.id)


def link(door: Door, session: str, secret: str) -> Identity:
    """Link what was proved with the account of the session that asked for it.

    Raises
    ------
    AccessRefused  Nobody is logged in, a code is needed first, or nothing waits for this account
        (`access.not_logged_in`, `access.second_factor_needed`, `access.provider_state`).
    ConflictError  It is linked already, with this account or another (`access.identity_taken`).
    """
    with door.store.place_writing() as place:
        found, account = live_session(door, place, session)
        needs_code_first(found, account)
        proved = take_proof(door, place, secret, "link")
        if proved.account != account.id:
            raise not_begun()
        identity = _identity(door, proved, account)
        place.add_identity(identity)
        note(place, entry_of(door, account.id, "link_identity", found.address, issuer=identity.issuer))
    return identity


def unlink(door: Door, providers: Providers, session: str, key: str) -> None:
    """Take an identity from the account of a session; its other sessions end.

    Raises
    ------
    AccessRefused  Nobody is logged in, a code is needed first, or the account has no such identity
        (`access.not_logged_in`, `access.second_factor_needed`, `access.unknown_identity`).
    ConflictError  There would be no way in any more (`access.last_way_in`).
    """
    with door.store.place_writing() as place:
        found, account = live_session(door, place, session)
        needs_code_first(found, account)
        held = place.identities(account.id)
        leaving = [item for item in held if key_of(item) == key]
        if not leaving:
            said, mend = "your account has no such identity", "look at the list anew"
            raise AccessRefused.of("access.unknown_identity", "identity", said, mend)
        open_issuers = {item.issuer for item in providers.known}
        if not account.password and not any(item.issuer in open_issuers for item in held if item not in leaving):
            said, mend = "without this identity nobody could log in to your account", "link another one first"
            raise ConflictError.of("access.last_way_in", "identity", said, mend)
        place.drop_identity(leaving[0])
        place.end_sessions(account.id, but=found.id)
        note(place, entry_of(door, account.id, "unlink_identity", found.address, issuer=leaving[0].issuer))


def join_by_identity(door: Door, invitation: str, secret: str, joining: Joining, address: str = "") -> LogIn:
    """An account for who was invited, its identity linked and its membership made; and a session.

    Parameters
    ----------
    invitation : What the address of the invitation ends in.

    Raises
    ------
    AccessRefused  Nothing waits (`access.provider_state`), the email is not verified (`access.email_unverified`), or
        the invitation does not hold or is for another email (`access.invitation`).
    InputError  The name cannot be (`access.name`).
    ConflictError  An account has that email (`access.email_taken`): its person logs in and links the identity.
    """
    if wrong := check_name(joining.name, "name"):
        raise InputError(*wrong)
    with door.store.place_writing() as place:
        proved = take_proof(door, place, secret, "join")
        check_email_of(proved)
        account = Account(
            id=door.world.identifier(), email=proved.email.strip().lower(), name=joining.name.strip(),
            language=joining.language, password="", created=door.world.now(),
        )  # fmt: skip
        taken, room = taken_invitation(door, place, invitation, account.email)
        place.add_account(account)
        place.add_identity(_identity(door, proved, account))
        note(place, entry_of(door, account.id, "link_identity", address, issuer=proved.issuer))
        entry = join(door, place, taken, account)
        opened = open_session(door, place, account, proved.issuer, address, second_factor=proved.second_factor)
    note_in(door, room.id, entry)
    return opened


def _identity(door: Door, proved: AuthorizationRequest, account: Account) -> Identity:
    return Identity(
        issuer=proved.issuer, subject=proved.subject, account=account.id, email=proved.email, linked=door.world.now()
    )
