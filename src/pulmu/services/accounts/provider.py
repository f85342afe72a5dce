"""Outside providers that say who somebody is (OpenID Connect Core 1.0): what is known and what is asked of each."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from pulmu.model import AccessRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A provider, as the operator of the place described it.

    Parameters
    ----------
    name : Short name in addresses of this place.
    title : Whose accounts they are, as the button says it; empty for "company account".
    issuer : Its address; every proof must name the very same.
    client_id, client_secret : How this place shows itself; no secret for a public client.
    second_factor_amr, second_factor_acr : Methods (`amr`) and classes (`acr`) that count as a second factor; where the
        operator names none, the place asks for its own code.
    """

    name: str
    title: str = ""
    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    second_factor_amr: tuple[str, ...] = ()
    second_factor_acr: tuple[str, ...] = ()

    def vouches(self, claims: Mapping[str, Any]) -> bool:
        """Whether its proof says that a second factor was given which the operator trusts."""
        methods = claims.get("amr")
        given = {item for item in methods if isinstance(item, str)} if isinstance(methods, list) else set()
        return bool(given & set(self.second_factor_amr)) or claims.get("acr") in self.second_factor_acr


@dataclass(frozen=True, slots=True)
class RequestSecrets:
    """What binds the way to the provider to the way back, all of one secret that only the browser holds.

    Parameters
    ----------
    state : Comes back with the browser; another's answer has another.
    nonce : Comes back inside the proof; an old proof has another.
    verifier : Shown when the code is exchanged; who only caught the code has none (PKCE, RFC 7636).
    """

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


def secrets_of(secret: str) -> RequestSecrets:
    """The three of a browser's secret; none tells of another, or of the secret."""
    state, nonce, verifier = (
        hashlib.sha256(f"{part}:{secret}".encode()).hexdigest() for part in ("state", "nonce", "verifier")
    )
    return RequestSecrets(state, nonce, verifier)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAnswer:
    """What a browser brought back from a provider.

    Parameters
    ----------
    issuer : Who says so (RFC 9207); empty where the provider does not.
    error : Its short word for why it did not log somebody in.
    """

    code: str = field(default="", repr=False)
    state: str = field(default="", repr=False)
    issuer: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Who somebody is, as a provider proved it.

    Parameters
    ----------
    issuer, subject : The person, for good.
    email, email_verified : What the provider says; only a verified one counts for anything.
    second_factor : Whether a second factor was given that the operator trusts.
    """

    issuer: str
    subject: str
    email: str = ""
    email_verified: bool = False
    name: str = ""
    second_factor: bool = False


class Providers(Protocol):
    """The providers of a place."""

    @property
    def known(self) -> tuple[Provider, ...]:
        """All of them, in the operator's order."""
        ...

    def address(self, provider: Provider, back: str, secrets: RequestSecrets) -> str:
        """Where the browser is sent.

        Raises
        ------
        OutsideError  The provider does not answer as it should (`outside.provider`, `outside.provider_unfit`).
        """
        ...

    def prove(
        self, provider: Provider, back: str, secrets: RequestSecrets, answer: ProviderAnswer, now: datetime
    ) -> Proof:
        """Exchange the code, and check the proof.

        Raises
        ------
        AccessRefused  The provider refused (`access.provider_refused`), or the proof is none (`access.proof_…`).
        OutsideError  The provider does not answer as it should (`outside.provider`, `outside.provider_unfit`).
        """
        ...


@dataclass(frozen=True, slots=True)
class NoProviders:
    """A place where everybody comes in by password."""

    @property
    def known(self) -> tuple[Provider, ...]:
        """None."""
        return ()

    def address(self, provider: Provider, back: str, secrets: RequestSecrets) -> str:  # noqa: ARG002
        """There is nobody to be sent to."""
        raise unknown_provider()

    def prove(
        self,
        provider: Provider,  # noqa: ARG002
        back: str,  # noqa: ARG002
        secrets: RequestSecrets,  # noqa: ARG002
        answer: ProviderAnswer,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> Proof:
        """There is nobody to ask."""
        raise unknown_provider()


def provider_named(providers: Providers, name: str) -> Provider:
    """A provider of the place.

    Raises
    ------
    AccessRefused  There is none of that name (`access.unknown_provider`).
    """
    found = next((item for item in providers.known if item.name == name), None)
    if found is None:
        raise unknown_provider()
    return found


def unknown_provider() -> AccessRefused:
    """What is said of a provider nobody set up."""
    said, mend = "no provider of this name is set up here", "go back to the log-in page and choose from it"
    return AccessRefused.of("access.unknown_provider", "provider", said, mend)
