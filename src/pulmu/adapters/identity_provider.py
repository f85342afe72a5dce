"""Identity providers by OpenID Connect: authorization code flow with PKCE, state and nonce."""

import base64
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import quote_plus

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from pulmu.adapters._oidc.description import Described, Description
from pulmu.adapters._oidc.fetch import LONGEST, Fetcher
from pulmu.adapters._oidc.id_token import proof_of, refused
from pulmu.model import AccessRefused
from pulmu.services.accounts.provider import Proof, Provider, ProviderAnswer, RequestSecrets

_SCOPE = "openid email profile"
_AT_ONCE = 6
"""Threads that may wait for one provider: where it is slow, everybody else is served as before."""
_ERRORS = frozenset({
    "access_denied", "login_required", "interaction_required", "consent_required", "account_selection_required",
    "invalid_grant", "invalid_client", "invalid_request", "invalid_scope", "unauthorized_client",
    "unsupported_response_type", "unsupported_grant_type", "server_error", "temporarily_unavailable",
})  # fmt: skip
"""Words of the standards for why a provider refuses; another is not repeated."""


class OidcProviders:
    """The providers of a place. Each is asked when somebody wants to come in by it, and not before.

    Parameters
    ----------
    longest : Seconds one answer may take.
    clock : Seconds that never go back.
    """

    def __init__(
        self, known: tuple[Provider, ...], *, longest: float = LONGEST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._known = known
        self._fetchers = {item.name: Fetcher(item.name, longest=longest) for item in known}
        self._described = {item.name: Described(item, self._fetchers[item.name], clock) for item in known}
        self._turns = {item.name: threading.BoundedSemaphore(_AT_ONCE) for item in known}

    @property
    def known(self) -> tuple[Provider, ...]:
        """All of them, in the operator's order."""
        return self._known

    def address(self, provider: Provider, back: str, secrets: RequestSecrets) -> str:
        """Where the browser is sent; as the port says."""
        with self._turn(provider):
            described = self._described[provider.name].description()
        wanted = {"acr_values": " ".join(provider.second_factor_acr)} if provider.second_factor_acr else {}
        address: str = prepare_grant_uri(
            described.authorization, provider.client_id, "code", redirect_uri=back, scope=_SCOPE, state=secrets.state,
            nonce=secrets.nonce, code_challenge=create_s256_code_challenge(secrets.verifier),
            code_challenge_method="S256", **wanted,
        )  # fmt: skip
        return address

    def prove(
        self, provider: Provider, back: str, secrets: RequestSecrets, answer: ProviderAnswer, now: datetime
    ) -> Proof:
        """Exchange the code, and check the proof; as the port says."""
        with self._turn(provider):
            described = self._described[provider.name]
            description = described.description()
            _check_issuer(provider, description, answer)
            if answer.error or not answer.code:
                raise _refused_by(provider, answer.error)
            tokens = self._exchange(provider, description, back, secrets, answer.code)
            return proof_of(
                tokens.get("id_token"), provider, lambda name: described.keys(but=name), nonce=secrets.nonce,
                access_token=tokens.get("access_token"), now=now,
            )  # fmt: skip

    def close(self) -> None:
        """Close connections."""
        for fetcher in self._fetchers.values():
            fetcher.close()

    def _exchange(
        self, provider: Provider, description: Description, back: str, secrets: RequestSecrets, code: str
    ) -> Mapping[str, Any]:
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": secrets.verifier,
        }
        headers = {}
        if provider.client_secret and description.by_header:
            pair = f"{quote_plus(provider.client_id)}:{quote_plus(provider.client_secret)}"  # RFC 6749, 2.3.1
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            fields["client_id"] = provider.client_id
            if provider.client_secret:
                fields["client_secret"] = provider.client_secret
        fetcher = self._fetchers[provider.name]
        found = fetcher.post(description.token, fields, headers)
        if found.status in {400, 401, 403}:
            raise _refused_by(provider, found.content.get("error"))
        if found.status != 200:
            raise fetcher.failed(f"it answers with status {found.status}")
        return found.content

    @contextmanager
    def _turn(self, provider: Provider) -> Iterator[None]:
        turn = self._turns[provider.name]
        if not turn.acquire(blocking=False):
            raise self._fetchers[provider.name].failed("too many wait for it")
        try:
            yield
        finally:
            turn.release()


def _check_issuer(provider: Provider, description: Description, answer: ProviderAnswer) -> None:
    """Refuse what another provider sent (RFC 9207): its code is never shown to this one."""
    if answer.issuer != provider.issuer and (answer.issuer or description.names_itself):
        raise refused("access.proof_issuer")


def _refused_by(provider: Provider, error: object) -> AccessRefused:
    word = error if isinstance(error, str) and error in _ERRORS else "unknown_error"
    said = f"the identity provider {provider.name} did not log you in ({word})"
    mend = "begin again from the log-in page, or log in by password"
    return AccessRefused.of(
        "access.provider_refused", "provider", said, mend, provider=provider.name, reason=word
    )  # fmt: skip
