"""A person comes in by a provider: the way there, the way back, and who that is here.

Nobody is found by an email: an account is reached only by the identity that was linked to it.
"""

import hmac
from dataclasses import dataclass, field, replace
from datetime import timedelta

from pulmu.model import AccessRefused
from pulmu.services.accounts.door import Door, fingerprint, note
from pulmu.services.accounts.identify import live_session
from pulmu.services.accounts.log_in import LogIn, new_session
from pulmu.services.accounts.provider import Proof, Provider, ProviderAnswer, Providers, provider_named, secrets_of
from pulmu.services.accounts.second_factor import needs_code_first
from pulmu.services.records.account import Account
from pulmu.services.records.audit import AuditEntry
from pulmu.services.records.identity import AuthorizationRequest, Purpose
from pulmu.services.records.store import PlaceRecords

LIFE = timedelta(minutes=10)
"""How long somebody may take on their way, and then to say yes to what was proved."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A way that was begun.

    Parameters
    ----------
    address : Where the browser goes.
    secret : What it keeps until it is back; it is nowhere else.
    """

    address: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Return:
    """A way that ended.

    Parameters
    ----------
    opened : The session, where somebody came in.
    request, secret : What was proved and waits for a word of the person, and by what it is found.
    """

    request: AuthorizationRequest
    opened: LogIn | None = None
    secret: str = field(default="", repr=False)


def depart(
    door: Door, providers: Providers, name: str, back: str, *, purpose: Purpose = "log_in", wanted: str = "/",
    session: str = "",
) -> Departure:  # fmt: skip
    """Begin the way to a provider.

    Parameters
    ----------
    back : The whole address the provider sends the browser back to.
    session : To link, the secret of the session of who links.

    Raises
    ------
    AccessRefused  There is no such provider (`access.unknown_provider`); to link, nobody is logged in, or a code is
        needed first (`access.not_logged_in`, `access.second_factor_needed`).
    OutsideError  The provider does not answer as it should.
    """
    provider = provider_named(providers, name)
    account = _who_links(door, session) if purpose == "link" else ""
    secret, now = door.world.secret(), door.world.now()
    address = providers.address(provider, back, secrets_of(secret))
    request = AuthorizationRequest(
        id=fingerprint(secret), provider=name, purpose=purpose, account=account, wanted=wanted, ends=now + LIFE
    )
    with door.store.place_writing() as place:
        place.drop_requests(now)
        place.add_request(request)
    return Departure(address, secret)


def come_back(
    door: Door, providers: Providers, name: str, secret: str, back: str, answer: ProviderAnswer, address: str = ""
) -> Return:
    """End the way: somebody comes in, or what was proved waits for their word.

    Parameters
    ----------
    secret : What the browser kept.

    Raises
    ------
    AccessRefused  The browser did not begin this, or it is over (`access.provider_state`); the provider refused; its
        proof is none; the identity is nobody's here (`access.identity_unlinked`), or of a disabled account
        (`access.account_disabled`); it takes an invitation with an email nobody verified (`access.email_unverified`).
    OutsideError  The provider does not answer as it should.
    """
    provider = provider_named(providers, name)
    request = _taken(door, secret, answer.state, name)
    proof = _proved(door, providers, provider, (secret, back), answer, address)
    if request.purpose == "link":
        return _waiting(door, request, proof)
    with door.store.place_writing() as place:
        is_known = place.identity(proof.issuer, proof.subject) is not None
        found = _let_in(door, place, proof, address) if is_known or request.purpose == "log_in" else None
    if found is None:
        check_email_of(proof)
        return _waiting(door, request, proof)
    if isinstance(found, LogIn):
        return Return(request, found)
    raise found


def check_email_of(proof: Proof | AuthorizationRequest) -> None:
    """Refuse to let an identity take an invitation by an email its provider did not verify.

    Raises
    ------
    AccessRefused  `access.email_unverified`.
    """
    if not (proof.email and proof.email_verified):
        said, mend = (
            "the provider does not say that the email of this account is verified",
            "have it verified there, or take the invitation with a password and link the account afterwards",
        )
        raise AccessRefused.of("access.email_unverified", "email", said, mend)


def take_proof(door: Door, place: PlaceRecords, secret: str, purpose: Purpose) -> AuthorizationRequest:
    """What was proved and waits, taken for good.

    Raises
    ------
    AccessRefused  Nothing waits, for this, or it is over (`access.provider_state`).
    """
    found = place.take_request(fingerprint(secret))
    if found is None or not found.subject or found.purpose != purpose or found.ends <= door.world.now():
        raise not_begun()
    return found


def entry_of(door: Door, account: str, action: str, address: str, **detail: str) -> AuditEntry:
    """An entry of the place's audit about coming in."""
    return AuditEntry(at=door.world.now(), actor=account, action=action, detail=detail, address=address)


def not_begun() -> AccessRefused:
    """What is said of an answer that this browser did not ask for, or not any more."""
    said = "this log-in was not begun in this browser, was used already, or took more than 10 minutes"
    return AccessRefused.of("access.provider_state", "state", said, "begin again from the log-in page")


def _who_links(door: Door, session: str) -> str:
    with door.store.place_reading() as place:
        found, account = live_session(door, place, session)
    needs_code_first(found, account)
    return account.id


def _taken(door: Door, secret: str, state: str, provider: str) -> AuthorizationRequest:
    """The request of the browser, gone from now on whatever comes of it."""
    with door.store.place_writing() as place:
        found = place.take_request(fingerprint(secret)) if secret else None
    fits = found is not None and hmac.compare_digest(secrets_of(secret).state.encode(), state.encode())
    if found is None or not fits or found.subject or found.provider != provider or found.ends <= door.world.now():
        raise not_begun()
    return found


def _proved(
    door: Door, providers: Providers, provider: Provider, kept: tuple[str, str], answer: ProviderAnswer, address: str
) -> Proof:
    secret, back = kept
    try:
        proof = providers.prove(provider, back, secrets_of(secret), answer, door.world.now())
    except AccessRefused as refusal:
        with door.store.place_writing() as place:
            code = refusal.problems[0].code
            note(place, entry_of(door, "", "refuse_session", address, provider=provider.name, code=code))
        raise
    return proof


def _let_in(door: Door, place: PlaceRecords, proof: Proof, address: str) -> LogIn | AccessRefused:
    """Open a session of whose identity it is. The refusal is given back, for what was noted must be kept.

    A lock is about passwords and codes that are guessed; nothing was guessed here, and a code is still asked for.
    """
    identity = place.identity(proof.issuer, proof.subject)
    account = place.account(identity.account) if identity else None
    if identity is None or account is None:
        note(place, entry_of(door, "", "refuse_session", address, issuer=proof.issuer))
        said, mend = (
            "no account here is linked with this identity",
            "log in by password and link it under your account, or take an invitation with it",
        )
        return AccessRefused.of("access.identity_unlinked", "identity", said, mend)
    if account.status != "active":
        note(place, entry_of(door, account.id, "refuse_session", address, issuer=proof.issuer))
        said, mend = "this account is disabled", "ask who cares for this place"
        return AccessRefused.of("access.account_disabled", "account", said, mend)
    place.use_identity(identity, door.world.now())
    return open_session(door, place, account, proof.issuer, address, second_factor=proof.second_factor)


def open_session(
    door: Door, place: PlaceRecords, account: Account, issuer: str, address: str, *, second_factor: bool
) -> LogIn:
    """A new session of somebody whose identity was proved."""
    secret, session = new_session(door, account, second_factor=second_factor, address=address)
    place.add_session(session)
    note(place, entry_of(door, account.id, "open_session", address, issuer=issuer))
    return LogIn(secret, account, needs_code=bool(account.second_factor) and not second_factor)


def _waiting(door: Door, request: AuthorizationRequest, proof: Proof) -> Return:
    """Keep what was proved under a new secret, until the person says yes on a page of ours."""
    secret = door.world.secret()
    proved = replace(
        request, id=fingerprint(secret), ends=door.world.now() + LIFE, issuer=proof.issuer, subject=proof.subject,
        email=proof.email, email_verified=proof.email_verified, name=proof.name, second_factor=proof.second_factor,
    )  # fmt: skip
    with door.store.place_writing() as place:
        place.add_request(proved)
    return Return(proved, secret=secret)
