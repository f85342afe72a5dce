"""Who sits at the screen gives the password once more."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.places import PASSWORD, Place, codes, person

from pulmu.services.accounts import one_time_code, second_factor
from pulmu.services.accounts.again import give_password_again
from pulmu.services.accounts.identify import today
from pulmu.services.accounts.log_in import log_in
from pulmu.services.accounts.sign_up import found_workspace


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def joined(place: Place) -> str:
    found_workspace(place.door, person(), "한빛볼트", "company", today(place.door))
    return log_in(place.door, "kim@hanbit.example", PASSWORD).secret


def failures(place: Place) -> int:
    with place.store.place_reading() as records:
        found = records.account_by_email("kim@hanbit.example")
    assert found is not None
    return found.failures


def test_the_right_password_is_taken_and_nothing_else_is(place: Place) -> None:
    secret = joined(place)
    give_password_again(place.door, secret, PASSWORD)
    for wrong in ("", PASSWORD + " ", PASSWORD[:-1], "x" * 2000):
        assert codes(lambda wrong=wrong: give_password_again(place.door, secret, wrong)) == ["access.password_again"]
    assert codes(lambda: give_password_again(place.door, "no session", PASSWORD)) == ["access.not_logged_in"]


def test_wrong_ones_are_counted_noted_and_lock(place: Place) -> None:
    secret = joined(place)
    for _ in range(5):
        assert codes(lambda: give_password_again(place.door, secret, "no")) == ["access.password_again"]
    assert codes(lambda: give_password_again(place.door, secret, PASSWORD)) == ["access.locked"]
    with place.store.place_reading() as records:
        said = [item.action for item in records.entries()]
    assert said.count("refuse_password_again") == 5
    place.pass_time(minutes=2)
    give_password_again(place.door, secret, PASSWORD)
    assert failures(place) == 0


def test_a_known_password_does_not_set_back_guessed_codes(place: Place) -> None:
    secret = joined(place)
    made = second_factor.set_up(place.door, secret)
    code = one_time_code.code_of(made.secret, one_time_code.step_of(place.at))
    raised = second_factor.confirm(place.door, secret, code).secret
    later = log_in(place.door, "kim@hanbit.example", PASSWORD).secret
    assert codes(lambda: second_factor.give_code(place.door, later, "000000")) == ["access.wrong_code"]
    give_password_again(place.door, later, PASSWORD)
    assert failures(place) == 1
    give_password_again(place.door, raised, PASSWORD)
    assert failures(place) == 0


def test_who_has_no_password_here_came_in_just_now(place: Place) -> None:
    secret = joined(place)
    with place.store.place_writing() as records:
        found = records.account_by_email("kim@hanbit.example")
        assert found is not None
        records.change_account(replace(found, password=""))
    give_password_again(place.door, secret, "")
    place.pass_time(minutes=6)
    assert codes(lambda: give_password_again(place.door, secret, "")) == ["access.log_in_again"]
