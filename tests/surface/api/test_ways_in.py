"""What nobody gave nobody has: a new place has no account, and a token opens no company but its own."""

from pathlib import Path

from tests.places import PASSWORD
from tests.surface.api.people import Town

from pulmu.bootstrap.place import open_place
from pulmu.services.accounts import one_time_code


def test_a_new_place_has_no_account(tmp_path: Path) -> None:
    place = open_place(tmp_path)
    with place.store.place_reading() as records:
        assert records.workspaces() == ()
        assert [records.account_by_email(name) for name in ("admin", "root", "admin@localhost", "")] == [None] * 4
        assert records.last_entry() is None
    place.close()


def test_a_token_opens_no_other_company(town: Town) -> None:
    kim, park = town.founder("kim", "한빛체결"), town.founder("park", "대림금속")
    made = kim.post("/tokens", inside=True, json={"name": "x", "scopes": ["read_plant"], "days": 9})
    program, headers = town.visitor(), {"Authorization": f"Bearer {made['secret']}"}
    program.workspace = park.workspace
    assert program.refusal("GET", "/plants", headers=headers) == (404, "access.unknown_workspace")
    program.workspace = kim.workspace
    assert program.get("/plants", headers=headers)["items"] == []


def test_a_code_ends_the_session_it_was_given_in(town: Town) -> None:
    """Who saw the secret of a session before the code was given has nothing of it."""
    kim = town.founder("kim", "한빛체결")
    kim.post("/sessions", json={"email": "kim@example.org", "password": PASSWORD}, status=200)
    before = kim.client.cookies["__Host-pulmu_session"]
    with town.place.store.place_reading() as records:
        account = records.account_by_email("kim@example.org")
    assert account is not None
    town.place.pass_time(seconds=60)
    code = one_time_code.code_of(
        town.place.door.sealer.open(account.second_factor), one_time_code.step_of(town.place.at)
    )
    kim.call("POST", "/sessions/current/code", json={"code": code}, status=204)
    assert kim.client.cookies["__Host-pulmu_session"] != before
    old = town.visitor().client.get("/api/v1/me", headers={"Cookie": f"__Host-pulmu_session={before}"})
    assert old.status_code == 401
    assert kim.get("/me", inside=False)["second_factor"] is True
