"""How people come in, and how they do not."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.places import PASSWORD, Place, codes, person
from tests.records import DAERIM

from pulmu.adapters.sealer import FileKeySealer
from pulmu.model import ConflictError, InputError, OutsideError
from pulmu.services.accounts import one_time_code, second_factor
from pulmu.services.accounts.door import Policy, fingerprint
from pulmu.services.accounts.identify import by_session, today
from pulmu.services.accounts.log_in import log_in, log_out
from pulmu.services.accounts.sign_up import Person, found_workspace
from pulmu.services.records.audit import check_chain


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def joined(place: Place) -> tuple[str, str]:
    """The founder of a company: workspace and secret of a session."""
    _, room = found_workspace(place.door, person(), "한빛볼트", "company", today(place.door))
    return room.id, log_in(place.door, "kim@hanbit.example", PASSWORD).secret


def test_who_founds_a_workspace_comes_in_and_is_not_the_approver(place: Place) -> None:
    room, secret = joined(place)
    actor = by_session(place.door, secret, room)
    assert {grant.role for grant in actor.grants} == {"company_admin", "preparer", "plant_user"}
    assert actor.may("write_plant")
    assert not actor.may("approve_report")
    assert actor.lacks_second_factor("change_member")
    with place.store.place_reading() as records:
        assert [item.action for item in records.entries()] == ["found_workspace", "open_session"]
        assert check_chain(records.entries(), "") == ()


def test_the_store_holds_neither_password_nor_secret_of_a_session(place: Place) -> None:
    _, secret = joined(place)
    place.store.close()
    kept = b"".join(file.read_bytes() for file in place.folder.rglob("*") if file.is_file())
    assert fingerprint(secret).encode() in kept
    assert secret.encode() not in kept
    assert PASSWORD.encode() not in kept


@pytest.mark.parametrize(
    ("email", "password"),
    [("kim@hanbit.example", "falsch falsch"), ("nobody@hanbit.example", PASSWORD), ("", ""), ("kim@hanbit.example", ""),
     ("kim@hanbit.example", PASSWORD * 200)],
)  # fmt: skip
def test_wrong_email_and_wrong_password_are_answered_alike(place: Place, email: str, password: str) -> None:
    joined(place)
    assert codes(lambda: log_in(place.door, email, password)) == ["access.wrong_password"]


def test_an_email_is_known_in_any_case(place: Place) -> None:
    joined(place)
    assert log_in(place.door, " Kim@Hanbit.Example ", PASSWORD).account.email == "kim@hanbit.example"


def test_five_wrong_tries_lock_even_for_the_right_password_and_longer_each_time(place: Place) -> None:
    joined(place)
    wrong = lambda: log_in(place.door, "kim@hanbit.example", "no")  # noqa: E731
    right = lambda: log_in(place.door, "kim@hanbit.example", PASSWORD)  # noqa: E731
    for _ in range(5):
        assert codes(wrong) == ["access.wrong_password"]
    assert codes(right) == ["access.locked"]
    place.pass_time(seconds=61)
    assert codes(wrong) == ["access.wrong_password"]
    place.pass_time(seconds=61)
    assert codes(right) == ["access.locked"]
    place.pass_time(seconds=61)
    assert right().secret
    assert codes(wrong) == ["access.wrong_password"]
    assert right().secret  # the count began anew


@pytest.mark.parametrize("span", [{"minutes": 30}, {"hours": 12}])
def test_a_session_ends_when_it_is_idle_and_in_any_case(place: Place, span: dict[str, float]) -> None:
    room, secret = joined(place)
    if "hours" in span:
        for _ in range(12 * 3 - 1):
            place.pass_time(minutes=20)
            assert by_session(place.door, secret, room)
        place.pass_time(minutes=20)
    else:
        place.pass_time(**span)
    assert codes(lambda: by_session(place.door, secret, room)) == ["access.not_logged_in"]


def test_a_session_ends_when_asked_and_when_the_account_is_disabled(place: Place) -> None:
    import dataclasses

    room, secret = joined(place)
    other = log_in(place.door, "kim@hanbit.example", PASSWORD)
    log_out(place.door, secret)
    assert codes(lambda: by_session(place.door, secret, room)) == ["access.not_logged_in"]
    assert by_session(place.door, other.secret, room)
    with place.store.place_writing() as records:
        records.change_account(dataclasses.replace(other.account, status="disabled"))
    assert codes(lambda: by_session(place.door, other.secret, room)) == ["access.not_logged_in"]
    assert codes(lambda: log_in(place.door, "kim@hanbit.example", PASSWORD)) == ["access.wrong_password"]


def test_another_workspace_and_none_are_answered_alike(place: Place) -> None:
    _, secret = joined(place)
    place.with_companies()
    there = codes(lambda: by_session(place.door, secret, DAERIM))
    assert there == codes(lambda: by_session(place.door, secret, "f" * 32)) == ["access.unknown_workspace"]


def code(place: Place, set_up: second_factor.SetUp, steps: int = 0) -> str:
    return one_time_code.code_of(set_up.secret, one_time_code.step_of(place.at) + steps)


def test_a_code_raises_the_session_under_a_new_secret_and_counts_once(place: Place) -> None:
    room, secret = joined(place)
    other = log_in(place.door, "kim@hanbit.example", PASSWORD).secret
    app = second_factor.set_up(place.door, secret)
    assert codes(lambda: second_factor.confirm(place.door, secret, "000000")) == ["access.wrong_code"]
    confirmed = second_factor.confirm(place.door, secret, code(place, app))
    assert len(set(confirmed.recovery)) == 8
    for old in (secret, other):
        assert codes(lambda old=old: by_session(place.door, old, room)) == ["access.not_logged_in"]
    assert by_session(place.door, confirmed.secret, room).may("change_member")
    opened = log_in(place.door, "kim@hanbit.example", PASSWORD)
    assert opened.needs_code
    assert not by_session(place.door, opened.secret, room).may("change_member")
    used = code(place, app)
    assert codes(lambda: second_factor.give_code(place.door, opened.secret, used)) == ["access.wrong_code"]
    place.pass_time(seconds=30)
    raised = second_factor.give_code(place.door, opened.secret, f"{code(place, app)[:3]} {code(place, app)[3:]}")
    assert by_session(place.door, raised.secret, room).may("change_member")


def test_a_stolen_password_does_not_replace_the_second_factor(place: Place) -> None:
    _, secret = joined(place)
    app = second_factor.set_up(place.door, secret)
    second_factor.confirm(place.door, secret, code(place, app))
    thief = log_in(place.door, "kim@hanbit.example", PASSWORD).secret
    assert codes(lambda: second_factor.set_up(place.door, thief)) == ["access.second_factor_needed"]


def test_what_the_owner_just_set_up_is_not_for_a_thief_to_guess(place: Place) -> None:
    _, secret = joined(place)
    app = second_factor.set_up(place.door, secret)
    raised = second_factor.confirm(place.door, secret, code(place, app)).secret
    thief = log_in(place.door, "kim@hanbit.example", PASSWORD).secret
    new = second_factor.set_up(place.door, raised)
    assert codes(lambda: second_factor.confirm(place.door, thief, code(place, new))) == ["access.second_factor_needed"]
    assert second_factor.confirm(place.door, raised, code(place, new))


def test_guessing_the_first_code_of_an_app_locks_too(place: Place) -> None:
    _, secret = joined(place)
    app = second_factor.set_up(place.door, secret)
    for number in range(5):
        assert codes(lambda n=number: second_factor.confirm(place.door, secret, f"00000{n}")) == ["access.wrong_code"]
    assert codes(lambda: second_factor.confirm(place.door, secret, code(place, app))) == ["access.locked"]
    place.pass_time(minutes=1, seconds=1)
    assert second_factor.confirm(place.door, secret, code(place, app))


def test_guessed_codes_lock_and_the_password_does_not_reset_their_count(place: Place) -> None:
    _, secret = joined(place)
    app = second_factor.set_up(place.door, secret)
    second_factor.confirm(place.door, secret, code(place, app))
    for number in range(5):
        opened = log_in(place.door, "kim@hanbit.example", PASSWORD).secret
        assert codes(lambda o=opened, n=number: second_factor.give_code(place.door, o, f"00000{n}")) == [
            "access.wrong_code"
        ]
    assert codes(lambda: log_in(place.door, "kim@hanbit.example", PASSWORD)) == ["access.locked"]


def test_a_recovery_code_opens_once(place: Place) -> None:
    room, secret = joined(place)
    app = second_factor.set_up(place.door, secret)
    lost = second_factor.confirm(place.door, secret, code(place, app)).recovery
    opened = log_in(place.door, "kim@hanbit.example", PASSWORD).secret
    raised = second_factor.give_code(place.door, opened, f" {lost[3].upper()} ")
    assert by_session(place.door, raised.secret, room).second_factor
    again = log_in(place.door, "kim@hanbit.example", PASSWORD).secret
    assert codes(lambda: second_factor.give_code(place.door, again, lost[3])) == ["access.wrong_code"]


@pytest.mark.parametrize("text", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "-12345", "é" * 6])
def test_what_is_no_code_is_a_wrong_one(place: Place, text: str) -> None:
    _, secret = joined(place)
    second_factor.set_up(place.door, secret)
    assert codes(lambda: second_factor.confirm(place.door, secret, text)) == ["access.wrong_code"]


def test_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, SHA-1; its eight digits end in these six."""
    import base64

    secret = base64.b32encode(b"12345678901234567890").decode()
    known = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037",
             20000000000: "353130"}  # fmt: skip
    assert {at: one_time_code.code_of(secret, at // 30) for at in known} == known


@pytest.mark.parametrize(
    ("change", "code"),
    [({"password": "short12"}, "access.password_short"), ({"password": "Password1!"}, "access.password_common"),
     ({"password": "qwertyuiop"}, "access.password_common"), ({"password": "hanbitbolt1"}, "access.password_common"),
     ({"password": "1234567890123"}, "access.password_common"), ({"password": "x" * 1025}, "access.password_long"),
     ({"email": "kim"}, "access.email"), ({"email": "kim@hanbit"}, "access.email"), ({"name": " "}, "access.name"),
     ({"email": "a b@c.de"}, "access.email"), ({"name": "a\nb"}, "access.name"), ({"name": "x" * 201}, "access.name")],
)  # fmt: skip
def test_what_cannot_be_is_told_and_nobody_is_added(place: Place, change: dict[str, str], code: str) -> None:
    with pytest.raises(InputError) as caught:
        found_workspace(place.door, person(**change), "HanbitBolt", "company", today(place.door))
    assert code in [item.code for item in caught.value.problems]
    with place.store.place_reading() as records:
        assert records.workspaces() == ()


@pytest.mark.parametrize(
    "password",
    ["한빛체결2026!", "한빛 체결 2026", "한빛123456", "HANBIT123456", "풀무123456!", "김하나12345678",
     unicodedata.normalize("NFD", "한빛체결2026!"), "ＨＡＮＢＩＴ123456"],
)  # fmt: skip
def test_words_everybody_here_knows_are_no_password(place: Place, password: str) -> None:
    act = lambda: found_workspace(  # noqa: E731
        place.door, person("hanbit", password=password), "한빛 체결", "company", today(place.door)
    )
    assert codes(act) == ["access.password_common"]


def test_a_syllable_counts_once_however_the_keyboard_sends_it(place: Place) -> None:
    parts = unicodedata.normalize("NFD", "푸른자전거")
    assert len(parts) > 8
    act = lambda: found_workspace(place.door, person(password=parts), "한빛", "company", today(place.door))  # noqa: E731
    assert codes(act) == ["access.password_short"]
    found_workspace(place.door, person(password=PASSWORD), "한빛", "company", today(place.door))
    assert log_in(place.door, "kim@hanbit.example", unicodedata.normalize("NFD", PASSWORD))


@pytest.mark.parametrize("password", ["푸른 자전거 바퀴", "x" * 64, "correct horse battery staple", "        a9 "])
def test_no_rule_of_composition_is_made(place: Place, password: str) -> None:
    found_workspace(place.door, person(password=password), "한빛", "company", today(place.door))
    assert log_in(place.door, "kim@hanbit.example", password)


def test_an_email_has_one_account(place: Place) -> None:
    joined(place)
    with pytest.raises(ConflictError):
        found_workspace(place.door, Person(email="KIM@hanbit.example", name="x", password=PASSWORD), "b", "company",
                        today(place.door))  # fmt: skip


def test_a_closed_place_lets_nobody_found_a_workspace(tmp_path: Path) -> None:
    closed = Place(tmp_path, Policy(sign_up="invited"))
    act = lambda: found_workspace(closed.door, person(), "b", "company", today(closed.door))  # noqa: E731
    assert codes(act) == ["access.invited_only"]


def test_a_key_others_may_read_is_refused_and_another_key_opens_nothing(tmp_path: Path) -> None:
    sealed = FileKeySealer(tmp_path / "one.key").seal("JBSWY3DP")
    assert FileKeySealer(tmp_path / "one.key").open(sealed) == "JBSWY3DP"
    with pytest.raises(OutsideError):
        FileKeySealer(tmp_path / "two.key").open(sealed)
    (tmp_path / "one.key").chmod(0o644)
    assert codes(lambda: FileKeySealer(tmp_path / "one.key")) == ["outside.key_open"]


def test_a_key_is_made_once_and_one_that_is_missing_is_not_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "one.key"
    assert codes(lambda: FileKeySealer(file, is_new=False)) == ["outside.key_missing"]
    assert not file.exists()
    with ThreadPoolExecutor(8) as pool:
        sealers = list(pool.map(lambda _: FileKeySealer(file), range(8)))
    assert {sealers[-1].open(item.seal("x")) for item in sealers} == {"x"}
    assert [item.name for item in file.parent.iterdir()] == ["one.key"]
    assert FileKeySealer(file, is_new=False).open(sealers[0].seal("x")) == "x"
