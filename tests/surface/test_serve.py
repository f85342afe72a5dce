"""A place is opened, used by a program of another process, and closed without losing a request."""

import http.client
import importlib.util
import json
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from tests.surface.command import Pulmu
from tests.surface.served import Served

from pulmu.adapters.samples import sample_text
from pulmu.bootstrap.place import open_place, providers_in
from pulmu.http.limits import RATES
from pulmu.model import OutsideError
from pulmu.services.accounts.log_in import log_in

PASSWORD = "용광로 옆 푸른 자전거"
SIGN_UP = {"workspace": "한빛볼트", "name": "김하나", "email": "kim@hanbit.example", "password": PASSWORD}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    found = Served(tmp_path / "data")
    yield found
    found.end()


def test_a_place_opens_serves_and_closes(served: Served, tmp_path: Path) -> None:
    body = {"email": "kim@hanbit.example", "name": "김하나", "password": PASSWORD, "workspace": "한빛체결"}
    assert served.ask("POST", "/api/v1/accounts", body)["name"] == "한빛체결"
    wrong = served.ask("POST", "/api/v1/sessions", {"email": "kim@hanbit.example", "password": "no"})
    assert wrong["problems"][0]["message"] == "이메일이나 비밀번호가 맞지 않습니다."
    right = served.ask("POST", "/api/v1/sessions", {"email": "kim@hanbit.example", "password": PASSWORD})
    assert right["account"]["name"] == "김하나"
    code, out, err = served.stop()
    assert code == 0
    assert out == f"Pulmu is open at {served.base}. Ctrl-C closes it.\n"
    told = [json.loads(line) for line in err.splitlines()]
    assert [item["status"] for item in told if item["route"] != "/healthz"] == [201, 401, 200]
    assert PASSWORD not in err
    assert PASSWORD.encode() not in b"".join(item.read_bytes() for item in tmp_path.rglob("*") if item.is_file())
    assert list(tmp_path.rglob("*-wal")) == []  # the store was closed, not left


def test_what_was_begun_is_finished_before_it_closes(served: Served) -> None:
    """A plant is half uploaded when the place is asked to close: the rest arrives, and the answer too."""
    body = {"email": "kim@hanbit.example", "name": "김하나", "password": PASSWORD, "workspace": "한빛체결"}
    room = served.ask("POST", "/api/v1/accounts", body)["id"]
    me = {"email": "kim@hanbit.example", "password": PASSWORD}
    origin = {"Origin": served.base}
    asked = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    asked.request("POST", "/api/v1/sessions", json.dumps(me), origin | {"Content-Type": "application/json"})
    answer = asked.getresponse()
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    answer.read()
    content = sample_text("fasteners").encode()
    asked.putrequest("POST", f"/api/v1/workspaces/{room}/plants?name=x")
    for name, value in (origin | {"Cookie": cookie, "Content-Length": str(len(content))}).items():
        asked.putheader(name, value)
    asked.endheaders(content[:500])
    time.sleep(0.5)  # it is being read
    served.process.send_signal(signal.SIGTERM if sys.platform != "win32" else signal.CTRL_BREAK_EVENT)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", served.port)):
                break
        time.sleep(0.1)
    else:
        raise AssertionError("it still lets others in")
    asked.send(content[500:])
    answer = asked.getresponse()
    assert (answer.status, json.loads(answer.read())["version"]) == (201, 1)
    asked.close()
    served.process.communicate(timeout=30)
    assert served.process.returncode == 0


def test_the_numbers_are_read_on_this_machine_and_by_a_token_elsewhere(
    served: Served, pulmu: Pulmu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with urllib.request.urlopen(f"{served.base}/metrics", timeout=20) as answer:
        assert b"pulmu_requests_in_flight 1.0" in answer.read()
    monkeypatch.setenv("PULMU_METRICS_TOKEN", "short")
    refused = pulmu("serve", "--data", tmp_path / "other")
    assert (refused.code, refused.out) == (1, "")
    assert "PULMU_METRICS_TOKEN: the token for /metrics has 5 signs" in refused.err
    assert not (tmp_path / "other").exists()


def links(client: httpx2.Client, came_from: str, tries: int) -> list[int]:
    """What an importer's link that opens nothing is answered, so many times, by who says where they come from."""
    address = "/api/v1/shared/a.b.c"
    return [client.get(address, headers={"X-Forwarded-For": came_from}).status_code for _ in range(tries)]


FLOOD = RATES["link"].burst * 2
"""More than are let through, also where the machine is slow: one more each second."""


def test_a_flood_is_slowed_and_nobodys_word_is_taken_where_it_comes_from(served: Served) -> None:
    with httpx2.Client(base_url=served.base, timeout=20) as client:
        answers = links(client, "10.0.0.1", FLOOD // 2) + links(client, "10.0.0.2", FLOOD // 2)
        assert set(answers[: RATES["link"].burst]) == {404}
        assert 429 in answers
        assert client.get("/healthz").status_code == 200
    _, _, told = served.stop()
    assert any(json.loads(line).get("limit") == "link" for line in told.splitlines())
    assert "10.0.0." not in told


def test_a_proxy_that_was_named_is_believed(tmp_path: Path) -> None:
    served = Served(tmp_path / "data", "--proxy", "127.0.0.1")
    with httpx2.Client(base_url=served.base, timeout=20) as client:
        assert 429 in links(client, "10.0.0.7", FLOOD)
        assert links(client, "10.0.0.8", 1) == [404]
        last_counts = links(client, "10.0.0.9, 10.0.0.7", 20)
        assert 429 in last_counts
    served.end()


def test_how_it_would_be_served_is_told_without_a_secret(
    pulmu: Pulmu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULMU_DATABASE", "postgresql+psycopg://pulmu:hunter2@127.0.0.1/pulmu")
    monkeypatch.setenv("PULMU_METRICS_TOKEN", "t" * 20)
    more = ("--https", "--proxy", "127.0.0.1", "--name", "pulmu.firm.example", "--sign-up", "invited")
    answer = pulmu("serve", "--data", tmp_path / "data", "--settings", *more)
    told = json.loads(answer.out)
    assert answer.code == 0
    assert not (tmp_path / "data").exists()
    assert (told["database"], told["https"], told["believed_proxies"]) == ("postgresql", "proxy", ["127.0.0.1"])
    assert (told["names"], told["metrics_are_read_by"]) == (["pulmu.firm.example"], "by token")
    accounts = {"sign_up": "invited", "idle": 1800, "longest": 43200, "shortest_password": 8, "tries": 5, "lock": 60}
    assert told["accounts"] == accounts
    assert "company_admin" in told["second_factor_asked_of"]
    assert told["limits"]["log_in"] == {"at_once": 20, "per_minute": 20}
    assert not any(secret in answer.out for secret in ("hunter2", "t" * 20))
    monkeypatch.delenv("PULMU_METRICS_TOKEN")
    plain = json.loads(pulmu("serve", "--data", tmp_path / "data", "--settings", "--no-limits").out)
    assert (plain["https"], plain["metrics_are_read_by"], plain["limits"]) == ("none", "this machine", None)
    hidden = json.loads(pulmu("serve", "--data", tmp_path / "data", "--settings", "--https").out)
    assert hidden["metrics_are_read_by"] == "nobody"


def test_a_taken_port_is_told_and_nothing_is_said_to_be_open(pulmu: Pulmu, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        answer = pulmu("serve", "--data", tmp_path / "data", "--port", port)
    assert (answer.code, answer.out) == (3, "")
    assert f"127.0.0.1:{port}: no place can be opened here" in answer.err


@pytest.mark.parametrize(("database", "missing", "extras"), [("", "argon2", "app"),
                         ("postgresql+psycopg://pulmu@127.0.0.1/pulmu", "psycopg", "app,postgres")])  # fmt: skip
def test_who_did_not_install_the_app_is_told_how(
    pulmu: Pulmu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str, missing: str, extras: str
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == missing else find(name))
    monkeypatch.setenv("PULMU_DATABASE", database)
    answer = pulmu("serve", "--data", tmp_path / "data")
    assert (answer.code, answer.out) == (3, "")
    assert f"not installed: {missing}" in answer.err
    assert f".[{extras}]" in answer.err


def test_it_is_not_opened_to_others_without_https(pulmu: Pulmu, tmp_path: Path) -> None:
    for host in ("0.0.0.0", "192.168.0.7", "pulmu.firm.example", "::"):
        answer = pulmu("serve", "--data", tmp_path / "data", "--host", host)
        assert (answer.code, answer.out) == (1, "")
        assert "without HTTPS" in answer.err
    answer = pulmu("serve", "--data", tmp_path / "data", "--certificate", tmp_path / "no.pem")
    assert "go together" in answer.err
    answer = pulmu("serve", "--certificate", tmp_path / "no.pem", "--key", tmp_path / "no.key")
    assert "there is no file" in answer.err
    assert not (tmp_path / "data").exists()


def test_accounts_are_added_disabled_and_enabled_at_the_machine(
    pulmu: Pulmu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    data = tmp_path / "data"
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    added = pulmu("user", "add", "Root@firm.example", "--name", "Root", "--system-admin", "--data", data)
    assert (added.code, added.out) == (0, "Added root@firm.example.\n")
    place = open_place(data)
    assert log_in(place.door, "root@firm.example", PASSWORD).account.is_system_admin
    assert pulmu("user", "disable", "root@firm.example", "--data", data).code == 0
    with pytest.raises(Exception, match="wrong"):
        log_in(place.door, "root@firm.example", PASSWORD)
    assert pulmu("user", "enable", "root@firm.example", "--data", data).code == 0
    assert log_in(place.door, "root@firm.example", PASSWORD)
    place.close()
    assert pulmu("user", "disable", "nobody@firm.example", "--data", data).code == 1
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    refused = pulmu("user", "add", "b@firm.example", "--name", "B", "--data", data, "--lang", "ko")
    assert refused.code == 1
    assert "비밀번호가 5자입니다" in refused.err


def test_a_place_whose_key_is_gone_is_not_opened(tmp_path: Path) -> None:
    place = open_place(tmp_path)
    with place.store.place_reading():
        pass
    place.close()
    (tmp_path / "keys" / "second_factor.key").unlink()
    with pytest.raises(OutsideError, match="missing"):
        open_place(tmp_path)


def test_one_person_alone_comes_in_by_the_link_and_by_nothing_else(tmp_path: Path) -> None:
    served = Served(tmp_path / "place", "--local", "--no-browser", "--lang", "en")
    try:
        assert served.process.stdout is not None
        link = next(word for word in served.process.stdout.readline().split() if word.startswith("http"))
        assert link.startswith(f"{served.base}/local/")
        with httpx2.Client(base_url=served.base, follow_redirects=True, headers={"Accept-Language": "en"}) as stranger:
            assert stranger.get("/local/guessed").status_code == 404
            assert "My company" not in stranger.get("/").text
            assert (
                stranger.post("/signup", data={"email": "a@b.example"}, headers={"Origin": served.base}).status_code
                == 403
            )
        for _ in range(2):  # the same workspaces, whenever they come
            with httpx2.Client(base_url=served.base, follow_redirects=True, headers={"Accept-Language": "en"}) as owner:
                page = owner.get(link)
                assert page.status_code == 200
                assert page.text.count("/w/") == 4, "a company and an agency, in the menu and on the page"
    finally:
        code, _, err = served.stop()
    assert code == 0
    assert link.rpartition("/")[2] not in err


def test_a_place_for_one_is_opened_to_nobody_else(pulmu: Pulmu, tmp_path: Path) -> None:
    told = pulmu("serve", "--local", "--data", str(tmp_path / "place"), "--host", "0.0.0.0", "--https", "--lang", "en")
    assert told.code == 1
    assert "this machine only" in told.err
    assert not (tmp_path / "place").exists()


PROVIDERS = """
[hanbit]
issuer = "https://login.hanbit.example"
client_id = "pulmu"
client_secret_env = "PULMU_HANBIT"
second_factor_amr = ["mfa"]
"""


def test_providers_are_told_without_their_secret_and_nobody_is_asked(
    pulmu: Pulmu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULMU_HANBIT", "hunter2 of hanbit")
    file = tmp_path / "providers.toml"
    file.write_text(PROVIDERS, encoding="utf-8")
    answer = pulmu("serve", "--data", tmp_path / "data", "--settings", "--providers", file)
    assert json.loads(answer.out)["identity_providers"] == [{
        "name": "hanbit", "issuer": "https://login.hanbit.example", "client_id": "pulmu", "has_secret": True,
        "second_factor_amr": ["mfa"], "second_factor_acr": [],
    }]  # fmt: skip
    assert "hunter2" not in answer.out
    assert json.loads(pulmu("serve", "--data", tmp_path / "data", "--settings").out)["identity_providers"] == []
    local = pulmu("serve", "--data", tmp_path / "data", "--local", "--providers", file)
    assert (local.code, "a local place is reached from this machine only" in local.err) == (1, True)


def test_providers_that_cannot_be_used_are_told_before_anything_opens(
    pulmu: Pulmu, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "providers.toml"
    file.write_text(PROVIDERS, encoding="utf-8")
    for lang, words in (("en", "the secret of the provider is not found"), ("ko", "로그인 서버의 비밀 값이 없거나")):
        answer = pulmu("serve", "--data", tmp_path / "data", "--providers", file, "--lang", lang)
        assert (answer.code, answer.out, words in answer.err) == (1, "", True)
    find = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "joserfc" else find(name))
    with pytest.raises(OutsideError) as caught:
        providers_in(file)
    assert [item.code for item in caught.value.problems] == ["outside.oidc_not_installed"]
    assert '".[oidc]"' in str(caught.value)
    assert not (tmp_path / "data").exists()
