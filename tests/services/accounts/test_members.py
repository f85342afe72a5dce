"""Who is what, until when, and what programs may do for them."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.places import PASSWORD, Place, actor, codes, person
from tests.records import DAERIM, HANBIT, NOON, workspace

from pulmu.services.access.actor import Actor
from pulmu.services.accounts.care import set_status
from pulmu.services.accounts.identify import by_session, by_token
from pulmu.services.accounts.log_in import log_in
from pulmu.services.accounts.members import (
    Engagement,
    accept_as_known,
    accept_as_new,
    end_membership,
    invite,
    members,
)
from pulmu.services.accounts.tokens import NEVER, TokenWish, add_token, revoke_token, tokens
from pulmu.services.records.audit import check_chain

TODAY = NOON.date()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).with_companies()


ADMIN = actor("admin", "company_admin")


def invited(place: Place, who: Actor, email: str, engagement: Engagement) -> str:
    return invite(place.door, place.gate, who, email, engagement)


def entered(place: Place, user: str, workspace: str = HANBIT) -> Actor:
    return by_session(place.door, log_in(place.door, f"{user}@hanbit.example", PASSWORD).secret, workspace)


def test_who_is_invited_comes_in_as_what_they_were_invited_for(place: Place) -> None:
    address = invited(place, ADMIN, "Lee@hanbit.example", Engagement(role="approver"))
    accept_as_new(place.door, address, person("lee"))
    assert [grant.role for grant in entered(place, "lee").grants] == ["approver"]
    assert codes(lambda: entered(place, "lee", DAERIM)) == ["access.unknown_workspace"]
    assert codes(lambda: accept_as_new(place.door, address, person("lee2"))) == ["access.invitation"]
    there = members(place.door, place.gate, ADMIN)
    assert [(item.account.email, item.membership.role, item.is_current) for item in there] == [
        ("lee@hanbit.example", "approver", True)
    ]
    with place.store.reading(HANBIT) as work:
        assert [item.action for item in work.entries()] == ["change_member", "join_workspace", "read_member"]
        assert work.entries()[1].detail["role"] == "approver"
        assert check_chain(work.entries(), HANBIT) == ()


def test_an_invitation_is_for_one_email_one_time_and_seven_days(place: Place) -> None:
    address = invited(place, ADMIN, "lee@hanbit.example", Engagement(role="preparer"))
    for wrong in (address[:-1] + "x", address.partition(".")[0] + ".", "", "x.y", address + "x"):
        assert codes(lambda w=wrong: accept_as_new(place.door, w, person("lee"))) == ["access.invitation"]
    assert codes(lambda: accept_as_new(place.door, address, person("park"))) == ["access.invitation"]
    place.pass_time(days=7)
    assert codes(lambda: accept_as_new(place.door, address, person("lee"))) == ["access.invitation"]
    with place.store.place_reading() as records:
        assert records.account_by_email("lee@hanbit.example") is None


def test_who_was_sent_away_does_not_come_back_by_an_invitation_of_their_own(place: Place) -> None:
    lee, park = (
        accept_as_new(place.door, invited(place, ADMIN, f"{user}@hanbit.example", Engagement(role="company_admin")),
                      person(user)) for user in ("lee", "park")
    )  # fmt: skip
    theirs = [invited(place, actor(who.id, "company_admin"), f"{who.name}{who.id[-1]}@hanbit.example",
                      Engagement(role="company_admin")) for who in (lee, park)]  # fmt: skip
    other = invited(place, ADMIN, "choi@hanbit.example", Engagement(role="preparer"))
    end_membership(place.door, place.gate, ADMIN, lee.id, "company_admin")
    set_status(place.door, "park@hanbit.example", "disabled")
    for address, who in zip(theirs, (lee, park), strict=True):
        again = person(email=f"{who.name}{who.id[-1]}@hanbit.example")
        assert codes(lambda a=address, p=again: accept_as_new(place.door, a, p)) == ["access.invitation"]
    assert accept_as_new(place.door, other, person("choi"))


def test_nobody_joins_a_workspace_that_is_gone(place: Place) -> None:
    gone = "c" * 32
    with place.store.place_writing() as records:
        records.add_workspace(workspace(gone, status="deleted"))
    place.store.open_workspace(gone)
    admin = actor("admin", "company_admin", workspace=gone)
    address = invited(place, admin, "lee@hanbit.example", Engagement(role="preparer"))
    assert codes(lambda: accept_as_new(place.door, address, person("lee"))) == ["access.invitation"]


@pytest.mark.parametrize("email", ["", "lee", "lee@hanbit", "a b@c.de", "a\x00@c.de"])
def test_only_an_email_is_invited(place: Place, email: str) -> None:
    assert codes(lambda: invited(place, ADMIN, email, Engagement(role="preparer"))) == ["access.email"]


def test_the_companys_name_is_no_password_of_who_is_invited(place: Place) -> None:
    address = invited(place, ADMIN, "lee@hanbit.example", Engagement(role="preparer"))
    easy = person("lee", password="한빛볼트2027")
    assert codes(lambda: accept_as_new(place.door, address, easy)) == ["access.password_common"]
    assert accept_as_new(place.door, address, person("lee"))


def test_a_verifier_is_engaged_for_reports_until_a_day(place: Place) -> None:
    for wrong in (Engagement(role="verifier"), Engagement(role="verifier", end=TODAY),
                  Engagement(role="verifier", reports=("r1",)),
                  Engagement(role="preparer", end=TODAY - timedelta(days=1))):  # fmt: skip
        assert codes(lambda w=wrong: invited(place, ADMIN, "v@hanbit.example", w)) == ["access.engagement"]
    engaged = Engagement(role="verifier", reports=("r1",), end=TODAY + timedelta(days=1))
    accept_as_new(place.door, invited(place, ADMIN, "v@hanbit.example", engaged), person("v"))
    assert entered(place, "v").grants[0].reports == ("r1",)
    place.pass_time(days=1)
    secret = log_in(place.door, "v@hanbit.example", PASSWORD).secret
    assert by_session(place.door, secret, HANBIT)  # the last day, in Korea
    place.pass_time(hours=3, minutes=1)  # past midnight in Seoul
    secret = log_in(place.door, "v@hanbit.example", PASSWORD).secret
    assert codes(lambda: by_session(place.door, secret, HANBIT)) == ["access.unknown_workspace"]


@pytest.mark.parametrize("role", ["system_admin", "boss", ""])
def test_a_role_that_is_none_is_refused(place: Place, role: str) -> None:
    assert codes(lambda: invited(place, ADMIN, "v@hanbit.example", Engagement(role=role))) == ["access.role"]  # type: ignore[arg-type]


def test_nobody_verifies_what_they_prepare(place: Place) -> None:
    accept_as_new(place.door, invited(place, ADMIN, "lee@hanbit.example", Engagement(role="preparer")), person("lee"))
    engaged = Engagement(role="verifier", reports=("r1",), end=TODAY)
    address = invited(place, ADMIN, "lee@hanbit.example", engaged)
    secret = log_in(place.door, "lee@hanbit.example", PASSWORD).secret
    assert codes(lambda: accept_as_known(place.door, address, secret)) == ["access.disjoint_roles"]
    assert [grant.role for grant in entered(place, "lee").grants] == ["preparer"]


def test_who_leaves_is_out_at_once_and_the_last_administrator_stays(place: Place) -> None:
    address = invited(place, ADMIN, "lee@hanbit.example", Engagement(role="company_admin"))
    lee = accept_as_new(place.door, address, person("lee"))
    secret = log_in(place.door, "lee@hanbit.example", PASSWORD).secret
    leave = lambda: end_membership(place.door, place.gate, ADMIN, lee.id, "company_admin")  # noqa: E731
    assert codes(leave) == ["access.last_admin"]
    place.with_member(lee.id, "preparer")
    end_membership(place.door, place.gate, ADMIN, lee.id, "preparer")
    assert codes(lambda: by_session(place.door, secret, HANBIT)) == ["access.not_logged_in"]
    assert codes(lambda: end_membership(place.door, place.gate, ADMIN, lee.id, "preparer")) == ["access.no_member"]


def with_token(place: Place, *scopes: str, days: int = 30) -> tuple[Actor, str, str]:
    """A preparer of the company, and a token of theirs: actor, id and text."""
    accept_as_new(place.door, invited(place, ADMIN, "lee@hanbit.example", Engagement(role="preparer")), person("lee"))
    lee = entered(place, "lee")
    token, text = add_token(place.door, place.gate, lee, TokenWish(name="ERP", scopes=scopes, days=days))
    return lee, token.id, text


def test_a_token_does_what_it_is_for_and_its_owner_may(place: Place) -> None:
    lee, name, text = with_token(place, "write_readings", "prepare_report")
    program = by_token(place.door, text)
    assert program.may("write_readings")
    assert program.may("prepare_report")
    assert not program.may("write_plant")  # the owner may, the token is not for it
    assert program.workspace == HANBIT
    place.with_member(lee.id, "plant_user")
    end_membership(place.door, place.gate, ADMIN, lee.id, "preparer")
    assert by_token(place.door, text).may("write_readings")
    assert not by_token(place.door, text).may("prepare_report")  # the token is for it, the owner may no more
    end_membership(place.door, place.gate, ADMIN, lee.id, "plant_user")
    assert codes(lambda: by_token(place.door, text)) == ["access.unknown_workspace"]
    place.with_member(lee.id, "preparer")
    assert by_token(place.door, text)
    revoke_token(place.door, place.gate, entered(place, "lee"), name)
    assert codes(lambda: by_token(place.door, text)) == ["access.not_logged_in"]


def test_a_token_is_no_way_around_the_one_time_code(place: Place) -> None:
    founder = actor("kim", "company_admin", "preparer", "plant_user", second_factor=False)
    for scope, code in {"read_audit": "access.second_factor_needed", "export_audit": "access.second_factor_needed",
                        "read_place": "access.forbidden"}.items():  # fmt: skip
        wish = TokenWish(name="ERP", scopes=("write_readings", scope), days=9)
        assert codes(lambda w=wish: add_token(place.door, place.gate, founder, w)) == [code]
    assert tokens(place.door, place.gate, ADMIN) == ()
    with place.store.reading(HANBIT) as work:
        assert [item.detail for item in work.entries()] == [{"listed": "yes"}]


def test_a_token_ends_and_a_wrong_one_opens_nothing(place: Place) -> None:
    _, name, text = with_token(place, "write_readings", days=1)
    for wrong in ("", "pulmu", f"pulmu_{name}_", text[:-1], text + "x", text.replace("pulmu", "other"), "pulmu__"):
        assert codes(lambda w=wrong: by_token(place.door, w)) == ["access.not_logged_in"]
    place.pass_time(days=1)
    assert codes(lambda: by_token(place.door, text)) == ["access.not_logged_in"]


@pytest.mark.parametrize("scope", [*sorted(NEVER), "everything", ""])
def test_no_token_decides(place: Place, scope: str) -> None:
    assert codes(lambda: with_token(place, scope)) == ["access.scope"]


@pytest.mark.parametrize("days", [0, -1, 367])
def test_no_token_lives_for_ever(place: Place, days: int) -> None:
    assert codes(lambda: with_token(place, "write_readings", days=days)) == ["access.days"]


def test_a_token_is_ended_by_its_owner_or_the_administrator_of_its_workspace_only(place: Place) -> None:
    _, name, text = with_token(place, "write_readings")
    for stranger in (actor("park", "preparer"), actor("admin", "company_admin", workspace=DAERIM)):
        assert codes(lambda s=stranger: revoke_token(place.door, place.gate, s, name)) == ["access.unknown_token"]
        assert tokens(place.door, place.gate, stranger) == ()
    assert [item.id for item in tokens(place.door, place.gate, ADMIN)] == [name]
    revoke_token(place.door, place.gate, ADMIN, name)
    assert codes(lambda: by_token(place.door, text)) == ["access.not_logged_in"]
