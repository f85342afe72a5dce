"""Coming in by a provider: who began it, whose identity it is, and that an email alone never opens anything."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest
from tests.places import PASSWORD, Place, actor, codes, person
from tests.records import HANBIT

from pulmu.model import AccessRefused
from pulmu.services.accounts import identities, one_time_code, second_factor
from pulmu.services.accounts.care import set_status
from pulmu.services.accounts.identify import by_session
from pulmu.services.accounts.identities import Joining, join_by_identity, key_of, link, unlink
from pulmu.services.accounts.log_in import log_in
from pulmu.services.accounts.members import Engagement, invite
from pulmu.services.accounts.provider import (
    NoProviders,
    Proof,
    Provider,
    ProviderAnswer,
    RequestSecrets,
    secrets_of,
)
from pulmu.services.accounts.provider_log_in import Departure, Return, come_back, depart
from pulmu.services.accounts.sign_up import add_account
from pulmu.services.records.account import Account

ISSUER, OTHER = "https://login.hanbit.example", "https://login.agency.example"
BACK = "https://pulmu.hanbit.example/login/with/hanbit/back"


@dataclass
class Vouching:
    """Providers that prove what they are told."""

    proof: Proof = field(default_factory=lambda: Proof(issuer=ISSUER, subject="1"))
    refusal: Exception | None = None
    known: tuple[Provider, ...] = (
        Provider(name="hanbit", issuer=ISSUER, client_id="pulmu"),
        Provider(name="agency", issuer=OTHER, client_id="pulmu"),
    )

    def address(self, provider: Provider, back: str, secrets: RequestSecrets) -> str:
        """Where it begins."""
        return f"{provider.issuer}/authorize?state={secrets.state}&redirect_uri={back}"

    def prove(
        self, provider: Provider, back: str, secrets: RequestSecrets, answer: ProviderAnswer, now: datetime
    ) -> Proof:
        """What it was told."""
        if self.refusal:
            raise self.refusal
        return self.proof


@dataclass
class Entrance:
    """A place, its providers, and a person with a password."""

    place: Place
    kim: Account
    providers: Vouching = field(default_factory=Vouching)

    def begin(self, purpose: str = "log_in", session: str = "", name: str = "hanbit") -> Departure:
        """Go away."""
        return depart(self.place.door, self.providers, name, BACK, purpose=purpose, session=session, wanted="/w")  # type: ignore[arg-type]

    def back(self, begun: Departure, *, name: str = "hanbit", state: str = "") -> Return:
        """Come back."""
        answer = ProviderAnswer(code="c", state=state or secrets_of(begun.secret).state)
        return come_back(self.place.door, self.providers, name, begun.secret, BACK, answer, "10.0.0.7")

    def session(self) -> str:
        """Kim by password."""
        return log_in(self.place.door, self.kim.email, PASSWORD).secret

    def linked(self) -> str:
        """Kim by password, with their identity linked."""
        session = self.session()
        link(self.place.door, session, self.back(self.begin("link", session)).secret)
        return session

    def come_in(self) -> Return:
        """The whole way."""
        return self.back(self.begin())

    def actions(self) -> list[str]:
        """What the place noted."""
        with self.place.store.place_reading() as records:
            return [item.action for item in records.entries()]

    def count(self) -> int:
        """How many accounts there are."""
        with self.place.store.place_reading() as records:
            return len(records.accounts())

    def invitation(self, email: str) -> str:
        """One to the company, for an email."""
        boss = actor("boss", "company_admin")
        return invite(self.place.door, self.place.gate, boss, email, Engagement(role="preparer"))

    def proved_to_join(self, email: str, *, is_verified: bool = True) -> str:
        """What somebody with an identity proved."""
        self.providers.proof = Proof(
            issuer=ISSUER, subject="2", email=email, email_verified=is_verified, name="이둘", second_factor=True
        )
        return self.back(self.begin("join")).secret


@pytest.fixture
def entrance(tmp_path: Path) -> Iterator[Entrance]:
    """Kim's place."""
    place = Place(tmp_path).with_companies()
    yield Entrance(place, add_account(place.door, person()))
    place.store.close()


def test_a_linked_identity_opens_a_new_session_each_time(entrance: Entrance) -> None:
    before = entrance.linked()
    found = [entrance.come_in(), entrance.come_in()]
    secrets = {item.opened.secret for item in found if item.opened}
    assert len(secrets | {before}) == 3
    for secret in secrets:
        assert by_session(entrance.place.door, secret).id == entrance.kim.id
    assert found[0].request.wanted == "/w"
    assert entrance.actions()[-4:] == ["open_session", "link_identity", "open_session", "open_session"]
    (identity,) = identities.identities(entrance.place.door, before)
    assert identity.used == entrance.place.at


def test_an_identity_nobody_linked_opens_nothing_whatever_its_email(entrance: Entrance) -> None:
    entrance.providers.proof = Proof(issuer=ISSUER, subject="1", email=entrance.kim.email, email_verified=True)
    assert codes(entrance.come_in) == ["access.identity_unlinked"]
    assert entrance.count() == 1
    assert entrance.actions()[-1] == "refuse_session"


def test_the_same_subject_of_another_provider_is_somebody_else(entrance: Entrance) -> None:
    entrance.linked()
    entrance.providers.proof = Proof(issuer=OTHER, subject="1")
    assert codes(lambda: entrance.back(entrance.begin(name="agency"), name="agency")) == ["access.identity_unlinked"]


def test_who_did_not_begin_it_does_not_end_it(entrance: Entrance) -> None:
    entrance.linked()
    begun, others = entrance.begin(), entrance.begin()
    not_begun = ["access.provider_state"]
    assert codes(lambda: entrance.back(begun, state=secrets_of(others.secret).state)) == not_begun
    assert codes(lambda: entrance.back(begun)) == not_begun, "it is over, whatever came of it"
    assert codes(lambda: entrance.back(Departure("", ""), state=secrets_of(others.secret).state)) == not_begun
    assert codes(lambda: entrance.back(Departure("", "guess"))) == not_begun
    assert entrance.back(others).opened
    assert codes(lambda: entrance.back(others)) == not_begun


def test_an_answer_of_another_provider_ends_nothing(entrance: Entrance) -> None:
    entrance.linked()
    begun = entrance.begin(name="agency")
    assert codes(lambda: entrance.back(begun, name="hanbit")) == ["access.provider_state"]


def test_who_takes_too_long_begins_again(entrance: Entrance) -> None:
    entrance.linked()
    begun = entrance.begin()
    entrance.place.pass_time(minutes=10)
    assert codes(lambda: entrance.back(begun)) == ["access.provider_state"]
    session = entrance.session()
    waits = entrance.back(entrance.begin("link", session))
    entrance.place.pass_time(minutes=10)
    assert codes(lambda: link(entrance.place.door, session, waits.secret)) == ["access.provider_state"]


def test_a_refusal_is_noted_with_its_reason(entrance: Entrance) -> None:
    entrance.providers.refusal = AccessRefused.of("access.proof_nonce", "proof", "x", "y")
    assert codes(entrance.come_in) == ["access.proof_nonce"]
    with entrance.place.store.place_reading() as records:
        last = records.entries()[-1]
    assert (last.action, last.detail, last.address) == (
        "refuse_session", {"provider": "hanbit", "code": "access.proof_nonce"}, "10.0.0.7",
    )  # fmt: skip


def test_a_provider_nobody_set_up_leads_nowhere(entrance: Entrance) -> None:
    assert codes(lambda: entrance.begin(name="evil")) == ["access.unknown_provider"]
    assert codes(lambda: depart(entrance.place.door, NoProviders(), "hanbit", BACK)) == ["access.unknown_provider"]


def test_a_disabled_account_stays_out(entrance: Entrance) -> None:
    entrance.linked()
    set_status(entrance.place.door, entrance.kim.email, "disabled")
    assert codes(entrance.come_in) == ["access.account_disabled"]
    with entrance.place.store.place_reading() as records:
        assert records.count_sessions(entrance.place.at) == 0


def app_set_up(entrance: Entrance, session: str) -> tuple[str, str]:
    """Kim with an app: the new session, and the app's secret."""
    made = second_factor.set_up(entrance.place.door, session)
    code = one_time_code.code_of(made.secret, one_time_code.step_of(entrance.place.at))
    return second_factor.confirm(entrance.place.door, session, code).secret, made.secret


def test_the_code_is_asked_for_unless_the_operator_trusts_the_providers(entrance: Entrance) -> None:
    app_set_up(entrance, entrance.linked())
    opened = entrance.come_in().opened
    assert opened
    assert opened.needs_code
    assert not by_session(entrance.place.door, opened.secret).second_factor
    entrance.providers.proof = replace(entrance.providers.proof, second_factor=True)
    opened = entrance.come_in().opened
    assert opened
    assert not opened.needs_code
    assert by_session(entrance.place.door, opened.secret).second_factor


def test_a_stolen_password_links_nothing_where_a_code_is_needed(entrance: Entrance) -> None:
    session, _ = app_set_up(entrance, entrance.session())
    stolen = entrance.session()
    needed = ["access.second_factor_needed"]
    assert codes(lambda: entrance.begin("link", stolen)) == needed
    waits = entrance.back(entrance.begin("link", session))
    assert codes(lambda: link(entrance.place.door, stolen, waits.secret)) == needed
    link(entrance.place.door, session, waits.secret)
    key = key_of(identities.identities(entrance.place.door, session)[0])
    assert codes(lambda: unlink(entrance.place.door, entrance.providers, stolen, key)) == needed


def test_nobody_links_for_another(entrance: Entrance) -> None:
    add_account(entrance.place.door, person("lee"))
    mine, lees = entrance.session(), log_in(entrance.place.door, "lee@hanbit.example", PASSWORD).secret
    waits = entrance.back(entrance.begin("link", mine))
    assert codes(lambda: link(entrance.place.door, lees, waits.secret)) == ["access.provider_state"]
    assert codes(lambda: entrance.begin("link", "guess")) == ["access.not_logged_in"]
    link(entrance.place.door, mine, waits.secret)
    assert codes(lambda: link(entrance.place.door, mine, waits.secret)) == ["access.provider_state"]
    waits = entrance.back(entrance.begin("link", lees))
    assert codes(lambda: link(entrance.place.door, lees, waits.secret)) == ["access.identity_taken"]
    assert identities.identities(entrance.place.door, lees) == ()


def test_what_was_asked_for_one_thing_is_taken_for_no_other(entrance: Entrance) -> None:
    session = entrance.session()
    to_link = entrance.back(entrance.begin("link", session)).secret
    invitation = entrance.invitation("lee@hanbit.example")
    joining = Joining("이둘")
    over = ["access.provider_state"]
    assert codes(lambda: join_by_identity(entrance.place.door, invitation, to_link, joining)) == over
    begun = entrance.begin("link", session)
    assert codes(lambda: link(entrance.place.door, session, begun.secret)) == over, "nothing was proved yet"
    to_join = entrance.proved_to_join("lee@hanbit.example")
    assert codes(lambda: link(entrance.place.door, session, to_join)) == over
    assert codes(lambda: entrance.back(Departure("", to_join))) == over, "what was proved is no request"


def test_unlinking_ends_other_sessions_and_leaves_a_way_in(entrance: Entrance) -> None:
    session = entrance.linked()
    elsewhere = entrance.come_in().opened
    assert elsewhere
    (identity,) = identities.identities(entrance.place.door, session)
    assert codes(lambda: unlink(entrance.place.door, entrance.providers, session, "0" * 64)) == [
        "access.unknown_identity"
    ]
    unlink(entrance.place.door, entrance.providers, session, key_of(identity))
    assert identities.identities(entrance.place.door, session) == ()
    assert codes(lambda: by_session(entrance.place.door, elsewhere.secret)) == ["access.not_logged_in"]
    assert codes(entrance.come_in) == ["access.identity_unlinked"]
    assert entrance.actions().count("unlink_identity") == 1


def joined(entrance: Entrance) -> str:
    """Lee, who came by an invitation and has no password."""
    secret = entrance.proved_to_join("Lee@Hanbit.Example")
    invitation = entrance.invitation("lee@hanbit.example")
    return join_by_identity(entrance.place.door, invitation, secret, Joining("이둘"), "10.0.0.7").secret


def test_who_was_invited_joins_by_a_verified_email(entrance: Entrance) -> None:
    session = joined(entrance)
    lee = by_session(entrance.place.door, session, HANBIT)
    assert [grant.role for grant in lee.grants] == ["preparer"]
    assert lee.second_factor
    assert entrance.actions()[-3:] == ["link_identity", "join_workspace", "open_session"]
    with entrance.place.store.reading(HANBIT) as work:
        assert work.entries()[-1].action == "join_workspace"
    assert codes(lambda: log_in(entrance.place.door, "lee@hanbit.example", "")) == ["access.wrong_password"]
    opened = entrance.come_in().opened
    assert opened
    assert opened.account.email == "lee@hanbit.example"
    back = entrance.back(entrance.begin("join"))
    assert back.opened, "who has an account takes a further invitation with it"


def test_the_last_way_in_stays(entrance: Entrance) -> None:
    session = joined(entrance)
    (identity,) = identities.identities(entrance.place.door, session)

    def leave() -> None:
        unlink(entrance.place.door, entrance.providers, session, key_of(identity))

    assert codes(leave) == ["access.last_way_in"]
    entrance.providers.proof = Proof(issuer=OTHER, subject="9")
    begun = entrance.begin("link", session, name="agency")
    link(entrance.place.door, session, entrance.back(begun, name="agency").secret)
    both = entrance.providers.known
    entrance.providers.known = both[:1]
    assert codes(leave) == ["access.last_way_in"], "a provider the operator took out is no way in"
    entrance.providers.known = both
    leave()


def test_an_email_nobody_verified_joins_nothing(entrance: Entrance) -> None:
    assert codes(lambda: entrance.proved_to_join("lee@hanbit.example", is_verified=False)) == [
        "access.email_unverified"
    ]
    assert codes(lambda: entrance.proved_to_join("")) == ["access.email_unverified"]


def test_an_invitation_is_for_its_email(entrance: Entrance) -> None:
    invitation = entrance.invitation("park@hanbit.example")
    secret = entrance.proved_to_join("lee@hanbit.example")
    refused = codes(lambda: join_by_identity(entrance.place.door, invitation, secret, Joining("이둘")))
    assert refused == ["access.invitation"]
    assert entrance.count() == 1


def test_an_account_is_not_taken_over_by_its_email(entrance: Entrance) -> None:
    invitation = entrance.invitation(entrance.kim.email)
    secret = entrance.proved_to_join(entrance.kim.email)
    for _ in range(2):
        refused = codes(lambda: join_by_identity(entrance.place.door, invitation, secret, Joining("이둘")))
        assert refused == ["access.email_taken"]
    assert entrance.count() == 1
    with entrance.place.store.place_reading() as records:
        assert records.identities(entrance.kim.id) == ()
        assert records.account(entrance.kim.id) == replace(entrance.kim)


@pytest.mark.parametrize("name", ["", " ", "x" * 201, "이\n둘"])
def test_a_name_that_cannot_be_leaves_everything_as_it_was(entrance: Entrance, name: str) -> None:
    invitation = entrance.invitation("lee@hanbit.example")
    secret = entrance.proved_to_join("lee@hanbit.example")
    assert codes(lambda: join_by_identity(entrance.place.door, invitation, secret, Joining(name))) == ["access.name"]
    assert join_by_identity(entrance.place.door, invitation, secret, Joining("이둘")).account.name == "이둘"


def test_open_requests_do_not_pile_up(entrance: Entrance) -> None:
    begun = [entrance.begin() for _ in range(5)]
    entrance.place.pass_time(minutes=11)
    entrance.begin()
    with entrance.place.store.place_writing() as records:
        from pulmu.services.accounts.door import fingerprint

        found = [records.take_request(fingerprint(item.secret)) for item in begun]
    assert list(itertools.filterfalse(lambda item: item is None, found)) == []
