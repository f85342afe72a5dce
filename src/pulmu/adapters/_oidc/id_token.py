"""Whether a provider's proof is one: who signed it, for whom, when, and for this very request.

Signatures are checked by joserfc, the rules of an ID token (OpenID Connect Core 1.0, 3.1.3.7) by Authlib.
"""

import functools
import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import ClaimError, JoseError
from joserfc.jwk import Key, KeySet

from pulmu.model import AccessRefused
from pulmu.services.accounts.provider import Proof, Provider

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Never `none`, and never one whose key both sides hold: the public key would sign."""
SKEW = 60
"""Seconds two clocks may differ."""
_LONGEST_TOKEN = 32_000
_SAID = {
    "access.proof_signature": "the proof is not signed by a key of the provider, or by no way this place takes",
    "access.proof_issuer": "another provider issued the proof",
    "access.proof_audience": "the proof is meant for another place",
    "access.proof_time": "the proof has expired, or the clocks of the provider and this place differ",
    "access.proof_nonce": "the proof was made for another log-in",
    "access.proof_form": "the proof lacks something, or cannot be read",
}
_WRONG = {
    "iss": "access.proof_issuer", "aud": "access.proof_audience", "azp": "access.proof_audience",
    "exp": "access.proof_time", "iat": "access.proof_time", "nbf": "access.proof_time", "nonce": "access.proof_nonce",
}  # fmt: skip
"""What is said of a claim that is wrong."""


def proof_of(
    token: object, provider: Provider, keys: Callable[[str | None], KeySet], *, nonce: str, access_token: object,
    now: datetime,
) -> Proof:  # fmt: skip
    """Who an ID token proves somebody to be.

    Parameters
    ----------
    keys : Keys of the provider, with one of that name among them if there is.

    Raises
    ------
    AccessRefused  It proves nothing (`access.proof_…`).
    """
    if not isinstance(token, str) or not token.isascii() or len(token) > _LONGEST_TOKEN:
        raise refused("access.proof_form")
    claims = _checked(_signed(token, keys), provider, nonce, access_token, int(now.timestamp()))
    subject = claims["sub"]
    if not isinstance(subject, str) or not (0 < len(subject) <= 255 and subject.isascii() and subject.isprintable()):
        raise refused("access.proof_form")
    return Proof(
        issuer=provider.issuer,
        subject=subject,
        email=_text(claims, "email", 254),
        email_verified=claims.get("email_verified") is True,
        name=_text(claims, "name", 200),
        second_factor=provider.vouches(claims),
    )


def refused(code: str) -> AccessRefused:
    """What is said of a proof that is none."""
    mend = "begin again from the log-in page; if it stays so, tell who cares for this place"
    return AccessRefused.of(code, "proof", _SAID[code], mend)


def _signed(token: str, keys: Callable[[str | None], KeySet]) -> jwt.Token:
    registry = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        return jwt.decode(token, functools.partial(_key_of, keys), ALGORITHMS, registry)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, AssertionError, RecursionError):
        raise refused("access.proof_signature") from None


def _key_of(keys: Callable[[str | None], KeySet], signed: Any) -> Key:
    """The key that a proof names, for the very way it is signed; of several without a name none."""
    header: Mapping[str, Any] = signed.headers()
    if header.get("alg") not in ALGORITHMS:
        raise refused("access.proof_signature")
    name = header.get("kid")
    if name is not None and not isinstance(name, str):
        raise refused("access.proof_signature")
    key = keys(name).get_by_kid(name)
    key.check_use("sig")
    key.check_alg(str(header["alg"]))
    return key


def _checked(signed: jwt.Token, provider: Provider, nonce: str, access_token: object, now: int) -> Mapping[str, Any]:
    options = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
    }
    params = {"client_id": provider.client_id, "access_token": access_token if isinstance(access_token, str) else None}
    claims = CodeIDToken(signed.claims, signed.header, options, params)
    try:
        claims.validate(now, SKEW)
    except ClaimError as error:
        raise refused(_WRONG.get(error.claim, "access.proof_form")) from None
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        raise refused("access.proof_form") from None
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise refused("access.proof_nonce")
    return dict(claims)


def _text(claims: Mapping[str, Any], name: str, longest: int) -> str:
    """A text of a claim; empty where it is none, or one that cannot be shown."""
    found = claims.get(name, "")
    return found.strip() if isinstance(found, str) and len(found) <= longest and found.isprintable() else ""
