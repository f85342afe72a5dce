"""A provider is asked by the rules, and believed nothing it did not sign for this very request."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from tests.identity_provider import CLIENT, SECRET, LocalProvider, Someone, local_provider
from tests.places import codes
from tests.records import NOON

from pulmu.adapters._oidc.fetch import LONGEST, is_safe
from pulmu.adapters.identity_provider import OidcProviders
from pulmu.services.accounts.provider import Proof, Provider, ProviderAnswer, secrets_of

BACK = "https://pulmu.hanbit.example/login/with/hanbit/back"


class Clock:
    """Seconds that stand until they are moved."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


class Desk:
    """A place's side of a provider."""

    def __init__(self, provider: LocalProvider, **more: Any) -> None:
        self.provider, self.clock = provider, Clock()
        self.settings = Provider(
            name="hanbit", issuer=provider.issuer, client_id=CLIENT, client_secret=SECRET, **more
        )  # fmt: skip
        self.adapter = OidcProviders((self.settings,), clock=self.clock)
        self.count = 0

    def play(self, trick: str) -> None:
        """Have the provider do something wrong; where it is slow, wait for less."""
        self.provider.trick = trick
        self.adapter._fetchers["hanbit"]._longest = 0.5 if trick == "slow" else LONGEST

    def away(self, secret: str) -> dict[str, str]:
        """What the provider sends the browser back with."""
        address = self.adapter.address(self.settings, BACK, secrets_of(secret))
        with httpx2.Client() as browser:
            sent = browser.get(address).headers["location"]
        assert sent.startswith(BACK)
        return {name: values[0] for name, values in parse_qs(urlsplit(sent).query).items()}

    def come_in(self, **changes: str) -> Proof:
        """The whole way."""
        self.count += 1
        secret = f"secret {self.count}"
        given = self.away(secret) | changes
        answer = ProviderAnswer(
            code=given.get("code", ""), state=given.get("state", ""), issuer=given.get("iss", ""),
            error=given.get("error", ""),
        )  # fmt: skip
        return self.adapter.prove(self.settings, BACK, secrets_of(changes.get("secret", secret)), answer, NOON)


@contextmanager
def at_desk(kind: str = "RS256", **more: Any) -> Iterator[Desk]:
    with local_provider(lambda: NOON, kind) as provider:
        found = Desk(provider, **more)
        try:
            yield found
        finally:
            found.adapter.close()


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A provider and a place that knows it."""
    with at_desk() as found:
        yield found


@pytest.mark.parametrize("kind", ["RS256", "PS256", "ES256"])
def test_the_good_way_proves_who_somebody_is(kind: str) -> None:
    with at_desk(kind) as desk:
        assert desk.come_in() == Proof(
            issuer=desk.provider.issuer, subject="248289761001", email="kim@example.org", email_verified=True,
            name="김하나",
        )  # fmt: skip


@pytest.mark.parametrize("trick", ["a little late", "a little early"])
def test_clocks_may_differ_by_a_minute(desk: Desk, trick: str) -> None:
    desk.provider.trick = trick
    assert desk.come_in().subject == "248289761001"


@pytest.mark.parametrize(
    ("trick", "code"),
    [
        ("none", "access.proof_signature"),
        ("hs256", "access.proof_signature"),
        ("changed", "access.proof_signature"),
        ("wrong issuer", "access.proof_issuer"),
        ("wrong audience", "access.proof_audience"),
        ("for another by us", "access.proof_audience"),
        ("many audiences", "access.proof_audience"),
        ("wrong party", "access.proof_audience"),
        ("expired", "access.proof_time"),
        ("not yet", "access.proof_time"),
        ("not before", "access.proof_time"),
        ("strange time", "access.proof_time"),
        ("never", "access.proof_time"),
        ("wrong nonce", "access.proof_nonce"),
        ("no nonce", "access.proof_nonce"),
        ("nobody", "access.proof_form"),
        ("long subject", "access.proof_form"),
        ("number", "access.proof_form"),
        ("another token", "access.proof_form"),
        ("denied", "access.provider_refused"),
    ],
)
def test_a_bad_proof_proves_nothing(desk: Desk, trick: str, code: str) -> None:
    desk.provider.trick = trick
    assert codes(desk.come_in) == [code]
    desk.provider.trick = ""
    assert desk.come_in().subject == "248289761001"


@pytest.mark.parametrize("trick", ["down", "huge", "deep", "no json", "failing", "elsewhere", "packed", "slow"])
def test_a_provider_that_does_not_do_its_part_is_told(desk: Desk, trick: str) -> None:
    desk.play(trick)
    assert codes(desk.come_in) == ["outside.provider"]
    desk.play("")
    assert desk.come_in()


@pytest.mark.parametrize("trick", ["down", "huge", "slow"])
def test_so_is_one_that_fails_when_the_code_is_exchanged(desk: Desk, trick: str) -> None:
    given = desk.away("secret")
    desk.play(trick)
    answer = ProviderAnswer(code=given["code"], issuer=given["iss"])
    assert codes(lambda: desk.adapter.prove(desk.settings, BACK, secrets_of("secret"), answer, NOON)) == [
        "outside.provider"
    ]


def test_a_code_counts_once_and_for_who_asked_for_it(desk: Desk) -> None:
    given = desk.away("mine")
    answer = ProviderAnswer(code=given["code"], issuer=given["iss"])
    stolen = codes(lambda: desk.adapter.prove(desk.settings, BACK, secrets_of("another's"), answer, NOON))
    assert stolen == ["access.provider_refused"], "who only caught the code has no verifier"
    assert desk.adapter.prove(desk.settings, BACK, secrets_of("mine"), answer, NOON)
    again = codes(lambda: desk.adapter.prove(desk.settings, BACK, secrets_of("mine"), answer, NOON))
    assert again == ["access.provider_refused"]


def test_a_code_of_another_provider_is_not_shown_to_this_one(desk: Desk) -> None:
    asked = desk.provider.asked["/token"]
    assert codes(lambda: desk.come_in(iss="https://evil.example")) == ["access.proof_issuer"]
    assert codes(lambda: desk.come_in(iss="")) == ["access.proof_issuer"]
    assert desk.provider.asked["/token"] == asked
    desk.provider.changes = {"authorization_response_iss_parameter_supported": False}
    other = Desk(desk.provider)
    assert other.come_in(iss="")
    other.adapter.close()


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"token_endpoint": "http://login.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
        {"jwks_uri": "https://user:password@login.example/keys"},
        {"response_types_supported": ["id_token"]},
        {"code_challenge_methods_supported": ["plain"]},
    ],
)
def test_a_provider_that_cannot_be_trusted_is_told(desk: Desk, changes: dict[str, Any]) -> None:
    desk.provider.changes = changes
    assert codes(desk.come_in) == ["outside.provider_unfit"]


def test_a_new_key_is_fetched_once_a_minute_at_most(desk: Desk) -> None:
    desk.come_in()
    assert desk.provider.asked["/keys"] == 1
    desk.provider.rotate()
    assert codes(desk.come_in) == ["access.proof_signature"], "somebody just asked for the keys"
    desk.clock.at += 61
    assert desk.come_in()
    desk.come_in()
    assert desk.provider.asked["/keys"] == 2
    desk.provider.rotate("never shown", is_shown=False)
    desk.clock.at += 61
    assert codes(desk.come_in) == ["access.proof_signature"]
    assert codes(desk.come_in) == ["access.proof_signature"]
    assert desk.provider.asked["/keys"] == 3


def test_what_it_says_of_itself_is_kept_for_an_hour(desk: Desk) -> None:
    desk.come_in()
    desk.come_in()
    assert desk.provider.asked["/.well-known/openid-configuration"] == 1
    desk.clock.at += 3601
    desk.come_in()
    assert desk.provider.asked["/.well-known/openid-configuration"] == 2
    assert desk.provider.asked["/keys"] == 2


def test_a_key_that_is_short_secret_or_for_something_else_is_none(desk: Desk) -> None:
    from pulmu.adapters._oidc.description import _key_set

    shown = desk.provider.key.as_dict(private=False)
    bad = [{"kty": "oct", "k": "c2VjcmV0", "kid": "x"}, {**shown, "use": "enc"}, {"kty": "RSA"}, "no key", 7,
           desk.provider.key.as_dict(private=True), {**shown, "kid": 7}, {**shown, "n": "AQAB"}]  # fmt: skip
    assert codes(lambda: _key_set(desk.settings, {"keys": bad})) == ["outside.provider_unfit"]
    assert len(list(_key_set(desk.settings, {"keys": [*bad, shown]}))) == 1
    assert codes(lambda: _key_set(desk.settings, {"keys": "none"})) == ["outside.provider_unfit"]


@pytest.mark.parametrize(
    ("said", "given"),
    [({"amr": ["pwd", "otp"]}, True), ({"acr": "silver"}, True), ({"amr": ["pwd"]}, False), ({}, False),
     ({"amr": "otp"}, None), ({"acr": "otp"}, False)],
)  # fmt: skip
def test_a_second_factor_counts_where_the_operator_says_so(said: dict[str, Any], given: bool | None) -> None:
    with at_desk(second_factor_amr=("otp",), second_factor_acr=("silver",)) as desk:
        desk.provider.someone = Someone(more=said)
        if given is None:
            assert codes(desk.come_in) == ["access.proof_form"]
        else:
            assert desk.come_in().second_factor is given
    with at_desk() as desk:
        desk.provider.someone = Someone(more={"amr": ["otp", "mfa"], "acr": "silver"})
        assert not desk.come_in().second_factor


@pytest.mark.parametrize("verified", ["true", 1, None, False])
def test_an_email_is_verified_where_the_provider_says_just_that(desk: Desk, verified: object) -> None:
    desk.provider.someone = Someone(email_verified=verified)
    assert not desk.come_in().email_verified


def test_a_place_without_a_secret_shows_its_name_in_the_form(desk: Desk) -> None:
    public = replace(desk.settings, client_secret="")
    adapter = OidcProviders((public,))
    given = desk.away("secret")
    answer = ProviderAnswer(code=given["code"], issuer=given["iss"])
    refusal = codes(lambda: adapter.prove(public, BACK, secrets_of("secret"), answer, NOON))
    assert refusal == ["access.provider_refused"], "this provider wants a secret"
    adapter.close()


@pytest.mark.parametrize(
    ("url", "is_one"),
    [("https://login.example/a", True), ("http://login.example/a", False), ("http://127.0.0.1:80/a", True),
     ("https://u:p@login.example/", False), ("ftp://login.example", False), ("https://", False), (None, False),
     ("https://login.example/#x", False), ("https://login.example/ a", False), ("https://[x", False)],
)  # fmt: skip
def test_only_an_address_by_https_is_asked(url: object, is_one: bool) -> None:
    assert is_safe(url, by="http://localhost") is is_one
    assert not is_safe("http://127.0.0.1/keys", by="https://login.example")


def test_who_waits_for_one_provider_leaves_threads_to_the_others(desk: Desk) -> None:
    other = Provider(name="agency", issuer=desk.provider.issuer, client_id=CLIENT)
    adapter = OidcProviders((desk.settings, other))
    while adapter._turns["hanbit"].acquire(blocking=False):
        pass
    assert codes(lambda: adapter.address(desk.settings, BACK, secrets_of("x"))) == ["outside.provider"]
    assert adapter.address(other, BACK, secrets_of("x")).startswith(desk.provider.issuer)
    adapter._turns["hanbit"].release()
    assert adapter.address(desk.settings, BACK, secrets_of("x"))
    adapter.close()


def test_nothing_secret_is_in_what_is_shown_of_it(desk: Desk) -> None:
    secrets = secrets_of("secret")
    shown = f"{desk.settings!r} {secrets!r} {ProviderAnswer(code='the code', state='the state')!r}"
    for secret in (SECRET, secrets.state, secrets.nonce, secrets.verifier, "the code", "the state"):
        assert secret not in shown
    assert len({secrets.state, secrets.nonce, secrets.verifier}) == 3
