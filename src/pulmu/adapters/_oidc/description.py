"""What a provider says of itself (OpenID Connect Discovery 1.0), and the keys it signs with, kept for a while."""

import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from pulmu.adapters._oidc.fetch import Fetcher, is_safe
from pulmu.model import OutsideError
from pulmu.services.accounts.provider import Provider

KEPT = 3600.0
"""Seconds the description and the keys are kept."""
REST = 60.0
"""Seconds until keys are fetched anew for one that is not known: strangers name keys as often as they like."""
_MOST_KEYS = 50


@dataclass(frozen=True, slots=True)
class Description:
    """The addresses of a provider.

    Parameters
    ----------
    names_itself : Whether it always says who it is when it sends a browser back (RFC 9207).
    by_header : Whether this place shows its secret in a header; else in the form.
    """

    authorization: str
    token: str
    keys: str
    names_itself: bool
    by_header: bool


class Described:
    """A provider as it describes itself."""

    def __init__(self, provider: Provider, fetcher: Fetcher, clock: Callable[[], float] = time.monotonic) -> None:
        self._provider, self._fetcher, self._clock = provider, fetcher, clock
        self._description: tuple[float, Description] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def description(self) -> Description:
        """Its addresses.

        Raises
        ------
        OutsideError  It does not answer (`outside.provider`), or is no provider this place can trust
            (`outside.provider_unfit`).
        """
        kept = self._description
        if kept is None or self._clock() - kept[0] > KEPT:
            found = self._fetcher.get(f"{self._provider.issuer.rstrip('/')}/.well-known/openid-configuration")
            kept = self._description = (self._clock(), _described(self._provider, found))
        return kept[1]

    def keys(self, *, but: str | None = None) -> KeySet:
        """Its keys.

        Parameters
        ----------
        but : A key that has to be among them; where it is not, they are fetched anew, as the provider may have changed
            them, though not more often than once a minute.

        Raises
        ------
        OutsideError  It does not answer (`outside.provider`), or has no key that fits (`outside.provider_unfit`).
        """
        kept, now = self._keys, self._clock()
        age = now - kept[0] if kept else 0.0
        is_missing = kept is not None and but is not None and but not in {key.kid for key in kept[1]}
        if kept is None or age > KEPT or (is_missing and age > REST):
            found = self._fetcher.get(self.description().keys)
            kept = self._keys = (now, _key_set(self._provider, found))
        return kept[1]


def unfit(provider: Provider, reason: str) -> OutsideError:
    """What is told of a provider that cannot be trusted as it is."""
    said = f"the identity provider {provider.name} is not set up as it has to be: {reason}"
    mend = "tell who cares for this place: the provider's file or the provider itself has to be changed"
    return OutsideError.of(
        "outside.provider_unfit", provider.name, said, mend, provider=provider.name, reason=reason
    )  # fmt: skip


def _described(provider: Provider, found: Mapping[str, Any]) -> Description:
    if found.get("issuer") != provider.issuer:
        raise unfit(provider, "it names another issuer than the file of this place")
    addresses = [found.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if not all(is_safe(item, by=provider.issuer) for item in addresses):
        raise unfit(provider, "one of its addresses is missing or not by HTTPS")
    if not _offers(found, "response_types_supported", "code", where_silent=False):
        raise unfit(provider, "it does not offer the authorization code flow")
    if not _offers(found, "code_challenge_methods_supported", "S256", where_silent=True):
        raise unfit(provider, "it does not offer PKCE with S256")
    authorization, token, keys = (str(item) for item in addresses)
    return Description(
        authorization=authorization,
        token=token,
        keys=keys,
        names_itself=found.get("authorization_response_iss_parameter_supported") is True,
        by_header=_offers(found, "token_endpoint_auth_methods_supported", "client_secret_basic", where_silent=True),
    )


def _offers(found: Mapping[str, Any], name: str, wanted: str, *, where_silent: bool) -> bool:
    said = found.get(name)
    return where_silent if said is None else isinstance(said, list) and wanted in said


def _key_set(provider: Provider, found: Mapping[str, Any]) -> KeySet:
    """Public keys that sign; what else is in the set is passed over."""
    listed = found.get("keys")
    keys: list[RSAKey | ECKey] = []
    for item in listed[:_MOST_KEYS] if isinstance(listed, list) else ():
        if isinstance(item, dict) and item.get("use", "sig") == "sig" and isinstance(item.get("kid", ""), str):
            key = _key(item)
            if key is not None and not key.is_private:
                keys.append(key)
    if not keys:
        raise unfit(provider, "it shows no key that signs")
    return KeySet(list(keys))


def _key(item: dict[str, Any]) -> RSAKey | ECKey | None:
    """A key of the two kinds; None for another, a broken or a short one. A secret is never one: it would be public."""
    kinds: dict[str, type[RSAKey] | type[ECKey]] = {"RSA": RSAKey, "EC": ECKey}
    kind = kinds.get(str(item.get("kty")))
    if kind is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # it warns of a short one
            return kind.import_key(item)
    except (JoseError, UnsupportedAlgorithm, Warning, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None
