"""The control of a line on the pages, with a real guard in this process behind it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.guarded_line import DOOR, RUN, SWITCH, Guarded, guarded, prove_at_once, proven
from tests.places import PASSWORD, Place
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, said
from tests.surface.web.test_line_questions import TREE
from tests.workshop import Bench

from pulmu.bootstrap.samples import read_sample
from pulmu.bootstrap.twin import line_engine, read_line
from pulmu.model import Document, problem
from pulmu.services.control.desk import AlarmView
from pulmu.services.control.prove import Proven
from pulmu.services.control.signed_proof import SignedProof
from pulmu.services.guarded_lines.acts import Standing
from pulmu.services.guarded_lines.proofs import ControlTools, ProofWish
from pulmu.services.guarded_lines.reach import Reach
from pulmu.services.line_carbon import line_carbon
from pulmu.services.live.shadow_gate import ShadowCriteria, shadow_gate
from pulmu.services.workspaces.documents import save_document
from pulmu.services.workspaces.plants import add_plant
from pulmu.twin import Ask, simulate_line
from pulmu.twin.joined import scaled
from pulmu.web.control_words import ControlWords, first_line

HERE = "/lines/bench/control"
UNWATCHED = shadow_gate(None, ShadowCriteria(), now=datetime.now(UTC), model="").problems


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A company with a line, two approvers, an operator, and somebody of another company."""
    place = Place(tmp_path_factory.mktemp("place"), at=datetime.now(UTC))
    town = Town(place)
    boss = town.founder("kim", "한빛체결")
    found = Company(town, {"company_admin": boss, "other": town.founder("park", "다른 금속")})
    for name, role in (("plant_user", "plant_user"), ("approver", "approver"), ("second", "approver"),
                       ("preparer", "preparer")):  # fmt: skip
        found.people[name] = town.member(boss, name.replace("_", "-"), role)
    for visitor in found.people.values():
        visitor.client.headers["Accept-Language"] = "ko"
    for name in ("company_admin", "other"):
        who = found.people[name]
        save_document(place.gate, who.actor, "line", "bench", Document(TREE, "bench.yaml"), seen=0)
    yield found


@pytest.fixture
def guard(company: Company) -> Iterator[Guarded]:
    """A guard of its own for each test; the place leads to it."""
    with guarded() as found:
        found.workspace = company.people["company_admin"].workspace
        for name, role in (("plant_user", "operator"), ("approver", "engineer"), ("second", "engineer")):
            found.roles[company.people[name].actor.id] = frozenset({role})
        company.town.app.state.place = replace(company.town.served, desks=found)
        company.town.place.at = datetime.now(UTC)
        yield found.ready()


def prove(company: Company, guard: Guarded, who: str = "plant_user", **fields: str) -> str:
    """Have values proven; where one is led."""
    started = company.send(who, f"{HERE}/prove", **({"value-1": "no"} | fields))
    assert started.status_code == 303, said(started.text)
    Bench(company.town.place, control=ControlTools(guard, prove_at_once)).work_off()
    led = company.people[who].client.get(started.headers["location"], follow_redirects=False)
    assert led.status_code == 303, said(led.text)
    return str(led.headers["location"]).removeprefix(company.address(""))


def propose(company: Company, guard: Guarded) -> str:
    """A proposal at the guard; its binding."""
    proof = prove(company, guard)
    assert company.send("plant_user", f"{proof}/propose").status_code == 303
    view = guard.view()
    assert view.proposal is not None
    return view.proposal.binding


def arm(company: Company, binding: str, who: str = "approver", password: str = PASSWORD) -> Any:
    return company.send(who, f"{HERE}/arm", binding=binding, password=password)


def token_of(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None, said(page)
    return found[1]


def test_two_people_write_a_value_from_the_browser(company: Company, guard: Guarded) -> None:
    page = company.open("plant_user", HERE)
    assert "준비됨: 제안이 없습니다" in said(page)
    proof = prove(company, guard)
    shown = said(company.open("plant_user", proof))
    for words in ("라인 운전 예 → 아니요", "양품 +8 ± 3", "쓸 때 확인", "인터록", "늘어남", "(882~918) Nm³"):
        assert words in shown, words
    assert company.send("plant_user", f"{proof}/propose").status_code == 303
    view = guard.view()
    assert view.proposal is not None
    waiting = said(company.open("plant_user", HERE))
    assert "제안(plant-user): 라인 운전 예 → 아니요" in waiting
    assert "제어 허용은 이 기업의 승인자가 합니다" in waiting
    armed = arm(company, view.proposal.binding)
    assert armed.status_code == 200, said(armed.text)
    assert "제어 허용(approver)" in said(armed.text)
    token = token_of(armed.text)
    assert token not in company.open("approver", HERE), "the page that armed holds it, and no other"
    done = company.send("approver", f"{HERE}/commit", binding=view.proposal.binding, token=token)
    assert done.status_code == 303, said(done.text)
    guard.eventually(lambda view: view.phase == "verified")
    assert guard.plant.read([RUN])[0].value is False
    assert "확인 완료: 설정값 1건" in said(company.open("approver", HERE))
    assert company.send("approver", f"{HERE}/release").status_code == 303
    assert guard.view().engaged == ()
    with company.town.place.store.reading(guard.workspace) as work:
        deeds = [(item.action, item.detail.get("answer")) for item in work.entries(0, 10_000)]
    assert ("arm_setpoint", "accepted") in deeds
    assert ("commit_setpoint", "accepted") in deeds
    log = said(company.open("approver", f"{HERE}/log"))
    assert "온전함" in log
    assert "실행 시작" in log


def prove_in_plant(wish: ProofWish, tell: Callable[[int, int], None]) -> tuple[Proven, SignedProof]:
    """Fulfils `Prover`: every machine takes half as much electricity again, and no more of anything else."""
    tell(1, 2)
    assert wish.standing is not None, "the job gives the plant the line stands in"
    line, plant = wish.kept.line, wish.standing.plant
    today = tuple(simulate_line(line, Ask(48 * 3600.0, 0.0, 1), line_engine(), replications=2))
    more = {(station.id, "electricity"): 1.5 for station in line.stations}
    then = [scaled(run, more) for run in today]
    found, signed = proven(wish.group)
    return replace(found, balances=line_carbon(line, then, plant, wish.standing.edition, base=(line, today))), signed


def test_the_balances_of_a_line_in_its_plant_stand_apart(company: Company, guard: Guarded) -> None:
    who, read = company.people["company_admin"], read_line("fasteners")
    add_plant(company.town.place.gate, who.actor, "안산 1공장", read_sample("fasteners"))
    assert isinstance(read.tree, dict)
    document = Document({**read.tree, "id": "tied", "plant": "안산 1공장"}, "tied.yaml")
    save_document(company.town.place.gate, who.actor, "line", "tied", document, seen=0)
    guard.line = "tied"
    assert company.send("plant_user", "/lines/tied/control/prove", **{"value-1": "no"}).status_code == 303
    bench = Bench(company.town.place, control=ControlTools(guard, prove_in_plant))
    bench.work_off()
    assert bench.faults == []
    page = company.open("plant_user", "/lines/tied/control/proofs/1")
    told = re.findall(r'class="balance (\w+)">.*?class="value">(.*?)</p><p class="note">(.*?)</p>', page)
    assert [name for name, _, _ in told] == ["won", "certificates", "footprint"]
    (_, won, _), (_, certificates, of), (_, footprint, also) = told
    assert won.endswith("원")
    assert certificates == "움직이지 않음", "electricity never moves them"
    assert footprint.startswith("+")
    assert footprint.endswith("tCO₂e/t")
    assert of == also
    assert "bolts" in of


def test_the_author_alone_is_refused_and_told_why(company: Company, guard: Guarded) -> None:
    proof = prove(company, guard, "approver")
    assert company.send("approver", f"{proof}/propose").status_code == 303
    page = company.open("approver", HERE)
    assert "제안한 사람은 허용할 수 없습니다" in said(page)
    assert 'name="password"' not in page
    view = guard.view()
    assert view.proposal is not None
    refused = arm(company, view.proposal.binding)
    assert refused.status_code == 409
    assert "제안한 사람은 스스로 제어를 허용할 수 없습니다" in said(refused.text)
    assert arm(company, view.proposal.binding, "second").status_code == 200


def test_how_long_a_value_may_not_be_changed_is_told(
    company: Company, guard: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    assert "변경 가능" not in said(company.open("preparer", HERE))
    view = guard.view()
    waits = replace(view, readings=(replace(view.readings[0], dwell_left_s=41.2), *view.readings[1:]))
    monkeypatch.setattr(guard.owner, "view", lambda: waits)
    page = said(company.open("preparer", HERE))
    assert page.count("변경 가능") == 1
    assert "42초 뒤 변경 가능" in page


def test_a_wrong_password_arms_nothing(company: Company, guard: Guarded) -> None:
    binding = propose(company, guard)
    refused = arm(company, binding, password="wrong")
    assert refused.status_code == 403
    assert "비밀번호가 맞지 않습니다" in said(refused.text)
    assert guard.view().arming is None
    assert arm(company, "0" * 64).status_code == 409


def test_a_switch_that_is_off_is_said_first_and_nothing_is_armed(company: Company, guard: Guarded) -> None:
    binding = propose(company, guard)
    guard.plant.set(SWITCH, False)
    guard.eventually(lambda view: not view.is_switched_on)
    page = said(company.open("approver", HERE))
    assert "읽기 전용: 현장 스위치가 꺼져 있습니다" in page
    assert arm(company, binding).status_code == 409


def test_an_interlock_that_opens_before_the_write_is_shown_and_stops_it(company: Company, guard: Guarded) -> None:
    binding = propose(company, guard)
    token = token_of(arm(company, binding).text)
    guard.plant.set(DOOR, False)
    company.send("approver", f"{HERE}/commit", binding=binding, token=token)
    guard.eventually(lambda view: view.run is None)
    guard.eventually(lambda view: view.interlocks[0].state == "not_met")
    assert guard.plant.read([RUN])[0].value is True
    page = said(company.open("approver", HERE))
    assert "불성립" in page
    assert "인터록" in page


def test_stop_is_one_press_of_anybody_and_brings_the_safe_value(company: Company, guard: Guarded) -> None:
    binding = propose(company, guard)
    token = token_of(arm(company, binding).text)
    company.send("approver", f"{HERE}/commit", binding=binding, token=token)
    guard.eventually(lambda view: view.phase == "verified")
    assert f'action="{company.address(HERE)}/stop"' in company.open("preparer", HERE)
    assert company.send("preparer", f"{HERE}/stop").status_code == 303
    guard.eventually(lambda view: not view.engaged)
    assert guard.plant.read([RUN])[0].value is True
    assert "제어 중지" in said(company.open("preparer", HERE))


def test_a_stop_waits_for_no_one_time_code(company: Company, guard: Guarded) -> None:
    later = company.town.visitor()
    later.workspace = guard.workspace
    later.enter_again("approver")
    page = later.client.get(company.address(HERE), follow_redirects=False)
    assert page.status_code == 303, "to look they give the code"
    stopped = later.client.post(company.address(f"{HERE}/stop"), data={}, follow_redirects=False)
    assert stopped.status_code == 303
    assert guard.eventually(lambda view: view.is_stopped)


def test_a_stop_where_nothing_was_written_names_no_earlier_alarm_and_offers_no_proof(
    company: Company, guard: Guarded
) -> None:  # fmt: skip
    company.send("approver", f"{HERE}/stop")
    guard.eventually(lambda view: view.is_stopped)
    assert f'action="{company.address(HERE)}/prove"' not in company.open("plant_user", HERE)
    earlier = problem("control.link", "plant", "the link to the plant is lost", "see to it")
    view = replace(guard.view(), alarms=(AlarmView(at=0.0, problem=earlier),))
    reach = Reach(link="press", has_desk=True)
    words = ControlWords("en", {})
    assert first_line(Standing(reach, view), words, "bench") == words.say("stands.stopped")
    killed = AlarmView(at=60.0, problem=problem("control.killed", "stop", "control was stopped", "find out why"))
    both = replace(view, alarms=(killed, *view.alarms))
    assert "control was stopped" in first_line(Standing(reach, both), words, "bench")


def test_a_guard_that_is_away_is_told_and_a_stop_does_not_seem_to_work(company: Company, guard: Guarded) -> None:
    guard.is_away = True
    page = company.open("approver", HERE)
    assert "현장 스위치를 쓰세요" in said(page)
    assert f'action="{company.address(HERE)}/stop"' in page
    assert company.send("approver", f"{HERE}/stop").status_code == 503


@pytest.mark.parametrize(("what", "words"), [
    (Reach(), "이어져 있지 않습니다"), (Reach(link="x"), "가드가 없어 읽기만"),
    (Reach(link="x", has_desk=True, shadow=UNWATCHED), "모델"),
], ids=["no link", "no desk", "not watched"])  # fmt: skip
def test_no_control_is_offered_where_it_is_not(company: Company, guard: Guarded, what: Reach, words: str) -> None:
    guard.what = what
    page = company.open("plant_user", HERE)
    assert words in said(page)
    assert f'action="{company.address(HERE)}/prove"' not in page
    for path in ("prove", "arm", "commit", "release"):
        sent = company.send("approver", f"{HERE}/{path}", **{"value-0": "810", "password": PASSWORD})
        assert sent.status_code in (409, 503), path
    assert guard.view().proposal is None


@pytest.mark.parametrize(("value", "words"), [
    ("950", "한계"), ("nan", "nan"), ("many", "number"), ("830", "25"), ("", "바꿀 값이 없습니다"),
], ids=["beyond", "nan", "text", "too far", "nothing"])  # fmt: skip
def test_values_are_looked_at_before_anything_runs(company: Company, guard: Guarded, value: str, words: str) -> None:
    sent = company.send("plant_user", f"{HERE}/prove", **{"value-0": value})
    assert sent.status_code == 422
    assert words in said(sent.text).partition("고칠 것")[2]
    assert Bench(company.town.place).work_off() == 0
    assert guard.view().proposal is None


def test_a_programme_is_proven_group_by_group(company: Company, guard: Guarded) -> None:
    text = """
pulmu: setpoints/1
id: warm
plant: bench
groups:
- {id: first, setpoints: [{tag: furnace/temperature_set, value: 790, unit: °C}]}
- {id: then, setpoints: [{tag: line/run, value: no}]}
"""
    who = company.people["plant_user"].client
    files = {"file": ("programme.yaml", text.encode())}
    sent = who.post(company.address(f"{HERE}/programme"), data={"group": "then"}, files=files, follow_redirects=False)
    assert sent.status_code == 303, said(sent.text)
    Bench(company.town.place, control=ControlTools(guard, prove_at_once)).work_off()
    led = who.get(sent.headers["location"], follow_redirects=True)
    assert "라인 운전 예 → 아니요" in said(led.text)
    missing = who.post(company.address(f"{HERE}/programme"), data={"group": "none"}, files=files)
    assert missing.status_code == 422
    files = {"file": ("p.yaml", text.replace("bench", "x").encode())}
    other = who.post(company.address(f"{HERE}/programme"), files=files)
    assert other.status_code == 422


def test_another_company_neither_sees_nor_moves_the_plant(company: Company, guard: Guarded) -> None:
    binding = propose(company, guard)
    token = token_of(arm(company, binding).text)
    other = company.people["other"]
    here = f"/w/{other.workspace}{HERE}"
    page = other.client.get(here)
    assert "이어져 있지 않습니다" in said(page.text), "they have a line of the same name, and no plant behind it"
    for workspace in (guard.workspace, other.workspace):
        for path in ("prove", "arm", "commit", "release", "stop"):
            fields = {"value-0": "810", "binding": binding, "token": token, "password": PASSWORD}
            sent = other.client.post(f"/w/{workspace}{HERE}/{path}", data=fields, follow_redirects=False)
            assert sent.status_code in (403, 404, 409, 503), (workspace == guard.workspace, path, sent.status_code)
    view = guard.view()
    assert view.phase == "armed"
    assert not view.is_stopped


@pytest.mark.parametrize(("who", "path"), [
    ("preparer", "prove"), ("preparer", "arm"), ("preparer", "commit"), ("preparer", "release"),
    ("plant_user", "arm"), ("company_admin", "arm"),
])  # fmt: skip
def test_who_has_no_part_in_it_is_refused_and_nothing_moves(
    company: Company, guard: Guarded, who: str, path: str
) -> None:  # fmt: skip
    binding = propose(company, guard)
    fields = {"value-0": "810", "binding": binding, "token": "x" * 20, "password": PASSWORD}
    sent = company.send(who, f"{HERE}/{path}", **fields)
    assert sent.status_code in (403, 409)
    view = guard.view()
    assert (view.phase, view.proposal is not None) == ("disarmed", True)


def test_who_the_guard_does_not_know_is_refused_by_it(company: Company, guard: Guarded) -> None:
    binding = propose(company, guard)
    guard.roles.pop(company.people["second"].actor.id)
    refused = arm(company, binding, "second")
    assert refused.status_code == 409
    assert guard.view().arming is None


def test_a_session_that_ended_falls_silent_and_what_was_written_falls_back(company: Company, guard: Guarded) -> None:
    binding = propose(company, guard)
    token = token_of(arm(company, binding, "second").text)
    company.send("second", f"{HERE}/commit", binding=binding, token=token)
    guard.eventually(lambda view: view.phase == "verified")
    company.people["second"].client.post("/logout", follow_redirects=False)
    guard.eventually(lambda view: view.phase == "failed_safe" and not view.engaged)
    assert guard.plant.read([RUN])[0].value is True
    company.people["second"].enter_again("second")


def test_looking_again_is_no_use_of_a_session(company: Company, guard: Guarded) -> None:
    who = company.people["preparer"]
    company.open("preparer", HERE)
    for _ in range(8):
        company.town.place.pass_time(minutes=5)
        answer = who.client.get(company.address(f"{HERE}/now"), follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/login")
    who.enter_again("preparer")
