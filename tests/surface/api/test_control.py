"""The control of a line over REST, with a real guard in this process behind it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.guarded_line import RUN, Guarded, guarded, prove_at_once
from tests.places import PASSWORD, Place
from tests.surface.api.people import Town, Visitor
from tests.surface.web.test_line_questions import TREE
from tests.workshop import Bench

from pulmu.model import Document
from pulmu.services.guarded_lines.proofs import ControlTools
from pulmu.services.workspaces.documents import save_document

HERE = "/lines/bench/control"
GROUP = {"id": "g", "setpoints": [{"tag": RUN, "value": False}]}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """A company with a line, an operator and two approvers."""
    found = Town(Place(tmp_path_factory.mktemp("place"), at=datetime.now(UTC)))
    boss = found.founder("kim", "한빛체결")
    found.people |= {"boss": boss, "other": found.founder("park", "다른 금속")}
    for name, role in (("plant_user", "plant_user"), ("approver", "approver"), ("second", "approver")):
        found.people[name] = found.member(boss, name.replace("_", "-"), role)
    save_document(found.place.gate, boss.actor, "line", "bench", Document(TREE, "bench.yaml"), seen=0)
    return found


@pytest.fixture
def guard(town: Town) -> Iterator[Guarded]:
    with guarded() as found:
        found.workspace = town.people["boss"].workspace
        for name, role in (("plant_user", "operator"), ("approver", "engineer"), ("second", "engineer")):
            found.roles[town.people[name].actor.id] = frozenset({role})
        town.app.state.place = replace(town.served, desks=found)
        town.place.at = datetime.now(UTC)
        yield found.ready()


def proposed(town: Town, guard: Guarded) -> str:
    """Something proven and proposed; its binding."""
    who = town.people["plant_user"]
    job = who.post(f"{HERE}/proofs", inside=True, status=202, json={"group": GROUP})
    Bench(town.place, control=ControlTools(guard, prove_at_once)).work_off()
    done = who.get(f"/jobs/{job['id']}")
    assert done["state"] == "done", done
    number = int(done["result"].rpartition("/")[2])
    answer = who.post(f"{HERE}/proposal", inside=True, status=200, json={"proof": number})
    assert answer["accepted"], answer
    return str(answer["binding"])


def arm(who: Visitor, binding: str, password: str = PASSWORD) -> Any:
    return who.client.post(who.url(f"{HERE}/arming", True), json={"binding": binding, "password": password})


def test_a_value_is_proven_proposed_armed_and_committed(town: Town, guard: Guarded) -> None:
    binding = proposed(town, guard)
    approver = town.people["approver"]
    armed = arm(approver, binding).json()
    assert armed["accepted"], armed
    view = approver.get(HERE)
    assert (view["offered"], view["guard"]["phase"], view["guard"]["arming"]["binding"]) == (True, "armed", binding)
    assert armed["token"] not in str(view)
    done = approver.post(f"{HERE}/commit", inside=True, status=200, json={"binding": binding, "token": armed["token"]})
    assert done["accepted"], done
    guard.eventually(lambda view: view.phase == "verified")
    assert guard.plant.read([RUN])[0].value is False
    assert [item["dwell_left_s"] for item in approver.get(HERE)["guard"]["readings"]] == [0.0, 0.0]
    assert approver.post(f"{HERE}/release", inside=True, status=200)["accepted"]
    page = approver.get(f"{HERE}/log?limit=2")
    assert [item["number"] for item in page["items"]] == [1, 2]
    assert page["next"]


def test_who_commits_what_another_armed_gives_their_password(town: Town, guard: Guarded) -> None:
    binding = proposed(town, guard)
    token = arm(town.people["approver"], binding).json()["token"]
    second = town.people["second"]
    body = {"binding": binding, "token": token}
    assert second.refusal("POST", f"{HERE}/commit", json=body) == (403, "access.password_again")
    assert second.post(f"{HERE}/commit", inside=True, status=200, json=body | {"password": PASSWORD})["accepted"]
    assert second.post(f"{HERE}/stop", inside=True, status=200)["accepted"]


def test_a_request_sent_twice_writes_once(town: Town, guard: Guarded) -> None:
    binding = proposed(town, guard)
    approver = town.people["approver"]
    token = arm(approver, binding).json()["token"]
    body = {"binding": binding, "token": token}
    assert approver.post(f"{HERE}/commit", inside=True, status=200, json=body)["accepted"]
    again = approver.post(f"{HERE}/commit", inside=True, status=200, json=body)
    assert not again["accepted"]
    assert again["problems"]


def test_the_author_alone_is_refused_by_the_guard(town: Town, guard: Guarded) -> None:
    approver = town.people["approver"]
    proposed(town, guard)
    number = len(approver.get(f"{HERE}/proofs")["items"])
    binding = approver.post(f"{HERE}/proposal", inside=True, status=200, json={"proof": number})["binding"]
    answer = arm(approver, binding).json()
    assert [item["code"] for item in answer["problems"]] == ["control.alone"]
    assert answer["token"] == ""


def test_no_token_arms_or_commits_and_one_may_stop(town: Town, guard: Guarded) -> None:
    approver = town.people["approver"]
    for scope in ("arm_setpoint", "commit_setpoint"):
        made = {"name": "x", "scopes": [scope], "days": 1}
        assert approver.refusal("POST", "/tokens", json=made)[0] in (403, 422)
    boss = town.people["boss"]
    secret = boss.post("/tokens", inside=True, json={"name": "x", "scopes": ["stop_control", "read_line"], "days": 1})
    robot = town.visitor()
    robot.workspace = boss.workspace
    robot.client.headers["Authorization"] = f"Bearer {secret['secret']}"
    binding = proposed(town, guard)
    assert arm(robot, binding).status_code == 403
    assert robot.post(f"{HERE}/stop", inside=True, status=200)["accepted"]
    assert guard.view().is_stopped


def test_what_cannot_be_proven_is_told_before_it_runs(town: Town, guard: Guarded) -> None:
    who = town.people["plant_user"]
    wrong = {"id": "g", "setpoints": [{"tag": "not/listed", "value": 1}, {"tag": RUN, "value": 3.5}]}
    answer = who.client.post(who.url(f"{HERE}/proofs", True), json={"group": wrong})
    assert answer.status_code == 422
    assert {item["code"] for item in answer.json()["problems"]} >= {"control.not_allowed", "control.kind"}
    assert Bench(town.place).work_off() == 0


def test_another_company_is_told_nothing(town: Town, guard: Guarded) -> None:
    other, own = town.people["other"], town.people["boss"].workspace
    other.client.headers.pop("Authorization", None)
    for method, path in (("GET", ""), ("POST", "/stop"), ("POST", "/release"), ("GET", "/log"), ("GET", "/proofs")):
        answer = other.client.request(method, f"/api/v1/workspaces/{own}{HERE}{path}")
        assert answer.status_code == 404, (method, path)
    assert not guard.view().is_stopped


def test_without_a_guard_the_reason_is_told(tmp_path: Path) -> None:
    found = Town(Place(tmp_path))
    boss = found.founder("kim", "한빛체결")
    save_document(found.place.gate, boss.actor, "line", "bench", Document(TREE, "bench.yaml"), seen=0)
    view = boss.get(HERE)
    assert not view["offered"]
    assert [item["code"] for item in view["reasons"]] == ["control.no_live_link"]
    assert boss.refusal("POST", f"{HERE}/stop") == (409, "control.no_guard")
