"""Whatever a provider sends, it is a proof or a refusal with its words, and never a fault of the program."""

import base64
import functools
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from tests.records import NOON

from pulmu.adapters._oidc.description import _described, _key_set
from pulmu.adapters._oidc.id_token import proof_of
from pulmu.model import AccessRefused, OutsideError
from pulmu.services.accounts.provider import Proof, Provider

PROVIDER = Provider(name="hanbit", issuer="https://login.hanbit.example", client_id="pulmu", second_factor_amr=("otp",))
CLAIMS = {
    "iss": PROVIDER.issuer, "sub": "1", "aud": "pulmu", "iat": int(NOON.timestamp()), "nonce": "n",
    "exp": int(NOON.timestamp()) + 60, "email": "kim@hanbit.example", "email_verified": True, "name": "김하나",
}  # fmt: skip
NAMES = st.sampled_from([*CLAIMS, "azp", "nbf", "auth_time", "acr", "amr", "at_hash", "jti"])
SETTINGS = st.sampled_from(
    ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "response_types_supported",
     "code_challenge_methods_supported", "token_endpoint_auth_methods_supported"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@functools.cache
def key() -> ECKey:
    """A key of the provider."""
    return ECKey.generate_key("P-256", {"kid": "k"})


def proved(token: object, access_token: object = "access") -> Proof | None:
    """What a token proves, if anything."""
    try:
        return proof_of(
            token, PROVIDER, lambda _: KeySet([key()]), nonce="n", access_token=access_token, now=NOON
        )  # fmt: skip
    except AccessRefused as refusal:
        assert refusal.problems[0].code.startswith("access.proof_")
        return None


def signed(claims: dict[str, Any], **header: Any) -> str:
    """A token of the provider."""
    return jwt.encode({"alg": "ES256", "kid": "k"} | header, claims, key(), ["ES256"])


def test_the_plain_one_is_a_proof() -> None:
    assert proved(signed(CLAIMS)) == Proof(
        issuer=PROVIDER.issuer, subject="1", email="kim@hanbit.example", email_verified=True, name="김하나"
    )


@given(st.dictionaries(NAMES, JSON, max_size=4), JSON)
@settings(max_examples=300, deadline=None)
def test_whatever_a_proof_says_it_proves_this_provider_or_nothing(changes: dict[str, Any], access: object) -> None:
    found = proved(signed(CLAIMS | changes), access)
    if found is not None:
        said = CLAIMS | changes
        assert (found.issuer, said["nonce"]) == (PROVIDER.issuer, "n")
        assert found.subject == said["sub"]
        assert "pulmu" in said["aud"]
        assert found.email_verified is (said["email_verified"] is True)


@given(st.text() | st.binary() | JSON)
@settings(max_examples=200, deadline=None)
def test_what_is_no_token_proves_nothing(token: object) -> None:
    assert proved(token) is None


def packed(value: object) -> str:
    """A part of a token."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@given(st.dictionaries(st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jwk", "jku", "x5c"]), JSON) | JSON, JSON)
@settings(max_examples=300, deadline=None)
def test_a_token_nobody_signed_proves_nothing(header: object, claims: object) -> None:
    good = signed(CLAIMS)
    for signature in ("", good.rpartition(".")[2]):
        assert proved(f"{packed(header)}.{packed(claims)}.{signature}") is None
        assert proved(f"{packed(header)}.{good.split('.')[1]}.{signature}") is None


@given(st.integers(0, 300), st.integers(0, 255))
@settings(max_examples=200, deadline=None)
def test_a_sign_that_changed_proves_nothing_else(place: int, sign: int) -> None:
    token = signed(CLAIMS)
    place %= len(token)
    changed = token[:place] + chr(sign) + token[place + 1 :]
    assert proved(changed) in (None, proved(token))


@given(st.dictionaries(st.sampled_from(["kty", "crv", "x", "y", "n", "e", "d", "kid", "use", "key_ops", "alg"]), JSON))
@settings(max_examples=200, deadline=None)
def test_whatever_its_keys_are_they_are_keys_or_told(changes: dict[str, Any]) -> None:
    shown = key().as_dict(private=False)
    for keys in ([shown | changes], changes, [changes, shown]):
        try:
            assert list(_key_set(PROVIDER, {"keys": keys}))
        except OutsideError as error:
            assert error.problems[0].code == "outside.provider_unfit"


@given(st.dictionaries(SETTINGS, JSON))
@settings(max_examples=200, deadline=None)
def test_whatever_it_says_of_itself_is_used_or_told(changes: dict[str, Any]) -> None:
    good = {name: f"{PROVIDER.issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
    said = {"issuer": PROVIDER.issuer, "response_types_supported": ["code"]} | good | changes
    try:
        found = _described(PROVIDER, said)
    except OutsideError as error:
        assert error.problems[0].code == "outside.provider_unfit"
    else:
        assert all(item.startswith("https://") for item in (found.authorization, found.token, found.keys))
