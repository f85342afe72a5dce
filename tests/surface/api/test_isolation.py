"""Two companies, every route, every role, own and foreign ids: nothing of the one is ever told to the other."""

import hashlib
import itertools
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from tests.guarded_line import PROFILE, proven
from tests.live_plant import ahead_of
from tests.places import PASSWORD, Place
from tests.records import NOON, hash_of, received, review
from tests.services.anomalies.made import kept_answer
from tests.services.forecasts.made import kept_forecast
from tests.services.schedules.made import jobs_file, scheduled
from tests.surface.api.people import Town, Visitor, soon

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.adapters.samples import sample_text
from pulmu.api.app import describe
from pulmu.model import Document
from pulmu.model.setpoint import Setpoint, SetpointGroup
from pulmu.model.tag import Sample, Tag
from pulmu.services.access.gate import Deed
from pulmu.services.access.permission import ROLES
from pulmu.services.ask_line import answer_question
from pulmu.services.guarded_lines.proofs import keep_proof
from pulmu.services.line_questions.kept import keep_question
from pulmu.services.line_questions.question import LineQuestion, read_asked
from pulmu.services.line_runs.kept import keep_run
from pulmu.services.line_runs.question import RunQuestion, RunWish
from pulmu.services.line_runs.running import run_line
from pulmu.services.lines.shelf import find_line
from pulmu.services.live_links.ahead import keep_ahead
from pulmu.services.live_links.link import LiveLink, add_link
from pulmu.services.populations import ListedPopulation
from pulmu.services.records.crossing import Received
from pulmu.services.records.deciding import CallState, DecisionRecord
from pulmu.services.reforms.effects import Question, keep_effect
from pulmu.services.rounds.sent import OtherParty, RoundInvitation, content_of, party_key
from pulmu.services.schedules.kept import keep_schedule
from pulmu.services.schedules.wish import ScheduleWish
from pulmu.services.voices.themes import begin_theme
from pulmu.services.workspaces.documents import save_document
from pulmu.services.workspaces.kept_answers import keep_answer
from pulmu.twin.oracle import run_plainly
from pulmu.twin.statistics import Runner

MARK = "카나리아7f3a"
"""Stands in everything the second company has."""
OPEN = {"/api/v1/sessions", "/api/v1/accounts", "/api/v1/accounts/invited", "/api/v1/shared/{address}"}
"""Routes that are there for who is not known."""
OWN = {"/api/v1/sessions/current", "/api/v1/sessions/current/code", "/api/v1/second-factor", "/api/v1/me",
       "/api/v1/me/invitations/{invitation}"}  # fmt: skip
"""Routes about oneself."""
UNDESCRIBED = {"/api/v1/openapi.json", "/api/v1/docs"}
"""The description itself: the same for everybody."""
LEAVING = ("DELETE", "/api/v1/sessions/current")
"""Asked last: who left is told nothing, for another reason."""
BODIES: dict[str, dict[str, Any]] = {
    "LogInBody": {"email": "kim@example.org", "password": "no"},
    "SignUpBody": {"email": "x", "name": "x", "password": "x", "workspace": "x"},
    "NewMemberBody": {"invitation": "x", "email": "x@example.org", "name": "x", "password": PASSWORD},
    "CodeBody": {"code": "000000"},
    "ErasureBody": {"name": "not its name", "reason": "x"},
    "InvitationBody": {"email": "x@example.org", "role": "preparer"},
    "TokenBody": {"name": "x", "scopes": ["read_plant"], "days": 1},
    "ReasonBody": {"reason": "why"},
    "AnswersBody": {"answers": {"listed": "no"}},
    "CommentBody": {"text": "what"},
    "LinkBody": {"audience": "x", "days": 1},
    "ReportBody": {"year": 2026},
    "ComparisonBody": {"population": "national", "day": "2026-11-25"},
    "WithdrawBody": {"reason": "why"},
    "WithdrawnBody": {"reason": "why"},
    "StageBody": {"seen": "taking"},
    "RoundAnswersBody": {
        "seen": 1,
        "answers": [{"step": 1, "applicant": "a", "supplier": "s", "by": "officer", "answer": "accept"}],
    },
    "DecisionsBody": {"decisions": [{"application": "a1", "outcome": "selected", "amount_krw": 1}]},
    "PairsBody": {"pairs": [{"application": "a1", "reviewer": "x"}]},
    "PoolBody": {"reviewers": [{"reviewer": "x", "name": "x"}]},
    "ClearBody": {"seen": 0, "reviewer": "x", "ground": "same_name", "why": "why"},
    "ProposalSeenBody": {"seen": 0},
    "TakeBackBody": {"application": "a1", "reviewer": "x", "reason": "why"},
    "DeclineBody": {"reason": "why"},
    "SealBody": {"points": {"plan": 1}},
    "SubmitBody": {"seen": 1},
    "WithdrawalBody": {"reason": "why"},
    "SendingBody": {"agency": "0" * 32, "seen": 1},
    "NewThemeBody": {"voices": ["0" * 32]},
    "MoveBody": {"deed": "take_out", "voices": ["0" * 32], "seen": 1},
    "SeenBody": {"seen": 1},
    "RoundSeenBody": {"seen": 1},
    "PartiesBody": {"side": "applicant", "items": [{"workspace": "0" * 32, "item": "x"}], "seen": 1},
    "ProposalsBody": {"seen": 1, "until": "2040-01-01"},
    "SilenceBody": {"seen": 1},
    "WishesBody": {"seen": 0, "ranks": ["a"]},
    "ReplyBody": {"partner": "a", "answer": "accept"},
    "GroundsBody": {"grounds": "why"},
    "AppealSeenBody": {"seen": 1},
    "AppealWithdrawalBody": {"reason": "why"},
    "PaperAppealBody": {"application": "a1", "grounds": "why"},
    "PaperWithdrawalBody": {"reason": "why"},
    "SettleBody": {"verdict": "rejected", "reason": "why", "seen": 1},
    "PutOffBody": {"further": 5, "reason": "why"},
    "SelectionAsked": {"seen": 0},
    "SelectionSeen": {"seen": 1},
    "LettersAsked": {"language": "ko"},
    "LettersSent": {"seen": 1, "count": 1},
    "PublishedBody": {"seen": 0},
    "NoMoreBody": {"reason": "why"},
    "RunBody": {"hours": 1, "replications": 1},
    "BillBody": {"contracted_power": 300},
    "ForecastBody": {"days": 30},
    "AnomaliesBody": {"budget": 0.5},
    "MarkBody": {"mark": "false"},
    "MeasuresBody": {"prices": {"city_gas": 900, "electricity": 165}, "years": 1, "draws": 10},
    "ScheduleBody": {"seconds": 1},
    "PaidBillBody": {"month": "2026-07", "lines": []},
    "QuestionBody": {
        "question": {
            "pulmu": "what_if/1",
            "id": "x",
            "days": 1,
            "scenarios": [{"id": "s", "changes": [{"station": "s", "machines": 2}]}],
        }
    },
    "AheadBody": {"replications": 2},
    "SetpointsBody": {"group": {"id": "g", "setpoints": [{"tag": "line/run", "value": False}]}},
    "ProposalBody": {"proof": 1},
    "ArmingBody": {"binding": "0" * 64, "password": PASSWORD},
    "CommitBody": {"binding": "0" * 64, "token": "x" * 20, "password": PASSWORD},
    "HandOutBody": {"reason": "why"},
    "ClassBody": {"secrecy": "secret", "reason": "why"},
}


def routes_of(app: FastAPI) -> list[tuple[str, str]]:
    """Method and path of every route the app serves, described or not."""
    served = iter_route_contexts(app.routes)
    return [(method, route.path) for route in served for method in sorted(route.methods or {"GET"}) if route.path]


READINGS = {"unit": "kWh", "interval": 3600, "first": 1_767_193_200, "value": [1]}


class Seeded:
    """Two companies with one of everything, and people of every role in the first."""

    def __init__(self, folder: Path) -> None:
        self.town = town = Town(Place(folder))
        self.own, self.other = town.founder("kim", "한빛체결"), town.founder("park", f"{MARK} 금속", MARK)
        self.ids = {"own": seed(self.own, "own"), "other": seed(self.other, MARK)}
        self.people = {"company_admin": self.own}
        for role in ROLES:
            if role == "verifier":
                engaged = {"reports": [self.ids["own"]["report"]], "end": soon(town).isoformat()}
                self.people[role] = town.member(self.own, role.replace("_", "-"), role, **engaged)
            elif role not in {"company_admin", "system_admin"}:
                self.people[role] = town.member(self.own, role.replace("_", "-"), role)
        self.people["nobody"] = town.visitor()
        town.app.state.is_closing = lambda: True  # what is pushed without end, ends at once
        every = [
            (method.upper(), path, found)
            for path, methods in describe(town.app)["paths"].items()
            for method, found in methods.items()
        ]
        self.operations = sorted(every, key=lambda item: item[:2] == LEAVING)


def keep_an_effect(who: Visitor, reform: str, mark: str) -> None:
    """What a comparison comes to where nothing moves, without computing it."""
    effect = {"reform": reform, "status": "draft", "day": "2026-11-25", "changed": [], "touched": [], "firms": 1,
              "classes": [], "programmes": []}  # fmt: skip
    question = Question(
        reform=reform, reform_version=1, reform_sha256="0", population=mark, population_sha256="0", day="2026-11-25",
        program="pulmu 0",
    )  # fmt: skip
    gate, listed = who.town.place.gate, ListedPopulation(mark, "0", None)
    with gate.writing(who.actor, Deed("compute_reform", f"reform:{reform}")) as work:
        keep_effect(gate, who.actor, work, question, {"name_ko": mark}, listed, effect)


def keep_a_line(who: Visitor, line: str, mark: str) -> str:
    """A line, and what one run of it came to; its id."""
    tree = {
        "pulmu": "line/1", "id": line, "name": mark,
        "stations": [{"id": "s", "name": mark, "time": "5 min", "buffer": 1}],
        "products": [{"id": "p", "name": mark, "route": [{"station": "s"}]}],
        "sources": [{"id": "in", "products": {"p": 1}}],
    }  # fmt: skip
    gate, wish = who.town.place.gate, RunWish(hours=1, replications=1)
    saved = save_document(gate, who.actor, "line", line, Document(tree, f"{mark}.yaml"), seen=0)
    made = find_line(gate, who.actor, line).line
    question = RunQuestion(line=line, version=1, sha256=saved.version.sha256, program="pulmu 0", wish=wish)
    with gate.writing(who.actor, Deed("run_line", f"line:{line}")) as work:
        keep_run(gate, who.actor, work, question, made, run_line(made, wish, run_plainly))
    asked = {"pulmu": "what_if/1", "id": "x", "name": mark, "days": 0.1, "first": 5, "most": 5, "warm_up_hours": 0,
             "scenarios": [{"id": "s", "changes": [{"station": "s", "machines": 2}]}]}  # fmt: skip
    read, _ = read_asked(saved.document, asked)
    questioned = LineQuestion(line=line, version=1, sha256=saved.version.sha256, program="pulmu 0", asked=asked)
    with gate.writing(who.actor, Deed("run_line", f"line:{line}")) as work:
        keep_question(gate, who.actor, work, questioned, made, answer_question(read, Runner(run_plainly)))
    with gate.writing(who.actor, Deed("propose_setpoint", f"control:{line}")) as work:
        group = SetpointGroup(id="g", name=mark, setpoints=(Setpoint(tag="line/run", value=False),))
        keep_proof(gate, who.actor, work, line, PROFILE, *proven(group))
    return line


def live_of(who: Visitor, name: str, mark: str) -> str:
    """A live plant of the line that is kept after this; its id."""
    link, file = name.replace("voucher", "live"), who.town.place.folder / f"{name}.sqlite"
    at = datetime.now(UTC)
    store = SqliteSampleStore(file)
    store.describe([Tag(name="s/1/state", kind="text", station="s", machine=1, measure="state")])
    store.keep([Sample(tag="s/1/state", value=mark, at=at, received=at)], at=at)
    store.close()
    made = LiveLink(id=link, workspace=who.workspace, line=name.replace("voucher", "line"), name=mark,
                    samples=str(file), created=at)  # fmt: skip
    gate = who.town.place.gate
    add_link(gate, made)
    line = find_line(gate, who.actor, made.line).line
    with gate.writing(who.actor, Deed("run_line", f"live_link:{link}")) as work:
        keep_ahead(gate, who.actor, work, line, ahead_of(line, link))
    return link


def take_a_shell(who: Visitor, shell: str, mark: str) -> str:
    """A file of administration shells that was taken in; its name."""
    named = [{"language": "ko", "text": mark}]
    tree = {"submodels": [{"modelType": "Submodel", "id": f"urn:x:{shell}", "idShort": "S", "displayName": named}]}
    who.call(
        "PUT", f"/shells/{shell}", inside=True, content=json.dumps(tree).encode(), headers={"If-Match": '"0"'},
        params={"file_name": f"{mark}.json"},
    )  # fmt: skip
    return shell


def computed_bills(who: Visitor, meter: str, mark: str) -> str:
    """Bills, a forecast and alarms of a meter that are kept, as if they were computed; the meter."""
    note = {"tariff": mark, "first": "2026-01", "last": "2026-01", "to_pay": 1.0, "counterfactual": False}
    save_document(
        who.town.place.gate, who.actor, "power_bill", meter, Document({"meter": meter, "wish": {}}, mark), seen=0,
        note=json.dumps(note, ensure_ascii=False),
    )  # fmt: skip
    note = {"day": "2026-03-10", "peak": 1.0, "lower": 1.0, "upper": 1.0, "energy": 1.0}
    forecast = kept_forecast(meter, mark)
    save_document(
        who.town.place.gate, who.actor, "load_forecast", meter, forecast, seen=0, note=json.dumps(note)
    )  # fmt: skip
    found, actor = kept_answer(meter, mark), who.actor
    with who.town.place.gate.writing(actor, Deed("compute_anomalies", f"meter:{meter}")) as work:
        keep_answer(who.town.place.gate, actor, work, found)
    return meter


def planned_shop(who: Visitor, mark: str) -> str:
    """Jobs of a shop, and a schedule of them; its id."""
    shop, gate = f"shop-{who.workspace[-4:]}", who.town.place.gate
    content = jobs_file(id=shop, name=mark, name_local=mark)
    who.post("/shops", inside=True, params={"file_name": "jobs.json"}, content=content)
    done = scheduled()
    done = replace(done, answer=replace(done.answer, name=mark, name_local=mark))
    with gate.writing(who.actor, Deed("compute_schedule", f"shop_jobs:{shop}")) as work:
        keep_schedule(gate, who.actor, work, shop, 1, ScheduleWish(), done)
    return shop


def keep_a_review(who: Visitor, call: str, mark: str) -> None:
    """An application that somebody is to judge."""
    with who.town.place.store.writing(who.workspace) as work:
        work.add_call_state(CallState(call=call, version=1, stage="reviewing", changed=NOON))
        work.add_received(received("a1", about=call, name=mark, content=mark, sha256=hash_of(mark)))
        grounds = json.dumps({"application": "a1", "grounds": mark})
        work.add_received(
            received("p1", kind="appeal", about=call, name=mark, content=grounds, sha256=hash_of(grounds))
        )
        work.add_decision(
            DecisionRecord(call=call, application="a1", number=1, outcome="not_selected", amount_krw=0, at=NOON,
                     author=who.actor.id, content="{}", sha256=hash_of("{}"), note=mark)
        )  # fmt: skip
        work.add_review(review("r1", call=call, application="a1", state="declined", reason=mark))


def raised(who: Visitor, mark: str, key: str) -> str:
    """A theme of a voice that came from elsewhere; what it is called."""
    content = json.dumps({"voice": {"id": "v", "title": mark}})
    record = Received(
        id=f"{key:0>32}", kind="voice", about=hashlib.sha256(mark.encode()).hexdigest()[:32], sender="f" * 32,
        name=mark, at=who.town.place.at, content=content, sha256=hashlib.sha256(content.encode()).hexdigest(),
    )  # fmt: skip
    gate = who.town.place.gate
    with gate.writing(who.actor, Deed("receive_delivery", "voice")) as work:
        work.add_received(record)
    return begin_theme(gate, who.actor, (record.about,), theme=f"t_{key}".replace("-", "_").lower()).id


def planned_plant(who: Visitor, mark: str) -> str:
    """A plant, with a plan of measures; its id."""
    plant = who.plant(f"공장 {mark}", sample_text("fasteners").replace("Hanbit", mark))
    who.post(f"/plants/{plant}/measures", inside=True, json=BODIES["MeasuresBody"] | {"budget": [1e8]})
    return plant


def seed(who: Visitor, mark: str) -> dict[str, str]:
    """One of everything of a company: its ids by the names of the routes."""
    plant = planned_plant(who, mark)
    report = who.draft(plant)
    job = who.report_by_job(plant, **({} if mark == "own" else {"scenario": mark}))
    boss = who.town.member(who, f"boss-{mark}".encode("ascii", "ignore").decode().strip("-") or "boss", "approver")
    who.town.people[f"{'own' if mark == 'own' else 'other'} boss"] = boss
    who.post(f"/reports/{report}/versions/1/submit", inside=True, status=200)
    boss.post(f"/reports/{report}/versions/1/approve", inside=True, status=200, json={"reason": mark})
    comment = boss.post(f"/reports/{report}/versions/1/comments", inside=True, json={"text": mark})["id"]
    link = boss.post(f"/reports/{report}/versions/1/links", inside=True, json={"audience": mark, "days": 9})
    meter = f"EM-{mark}"
    readings = f"date,{mark} (kWh)\n2026-01-01 00:00,1\n2026-01-01 01:00,2\n".encode()
    who.post(
        "/meters/imports",
        inside=True,
        status=200,
        params={"meter": meter, "site": mark},
        content=readings,
    )
    book = f"장부-{mark}"
    lines = f"일자,품목,수량(kg)\n2026-01-05,{mark},120\n2026-01-06,{mark},80\n".encode()
    meant = {"file_name": f"{mark}.csv", "columns": "date=일자,item=품목,quantity=수량(kg),kind=received,unit=kg"}
    code = who.post(f"/books/{book}/imports", inside=True, status=200, params=meant | {"preview": True}, content=lines)
    given = meant | {"confirm": code["confirm"]}
    who.post(f"/books/{book}/imports", inside=True, status=200, params=given, content=lines)
    paper = {"file_name": f"{mark}.pdf"}
    evidence = who.post("/evidence", inside=True, params=paper, content=f"%PDF {mark}".encode())["sha256"]
    officer = who.town.member(who, f"officer-{boss.actor.id[-6:]}", "agency_officer")
    who.town.people[f"{'own' if mark == 'own' else 'other'} officer"] = officer
    programme = (
        f"id: voucher_{'own' if mark == 'own' else 'other'}\nname_ko: {mark}\nname_en: x\nkind: grant\nyear: 2026\n"
    )
    name = programme.partition("\n")[0].removeprefix("id: ")
    officer.call("PUT", f"/programmes/{name}", inside=True, content=programme.encode(), headers={"If-Match": '"0"'})
    firm = f"companies: [{{id: firm, name: {mark}}}]".encode()
    who.call("PUT", "/firm", inside=True, content=firm, headers={"If-Match": '"0"'})
    reform = name.replace("voucher", "reform")
    change = f"{{parameter: {name}.budget_krw, value: 5}}"
    text = f"pulmu: reform/1\nid: {reform}\nname_ko: {mark}\nname_en: x\nstatus: draft\nafter: [{change}]\n"
    officer.call("PUT", f"/reforms/{reform}", inside=True, content=text.encode(), headers={"If-Match": '"0"'})
    keep_an_effect(officer, reform, mark)
    call = name.replace("voucher", "call")
    text = f"pulmu: call/1\nid: {call}\nprogramme: ai_voucher\nyear: 2026\nname_ko: {mark}\nopens: 2026-12-01\n"
    text += "closes: 2026-12-09\n"
    officer.call("PUT", f"/calls/{call}", inside=True, content=text.encode(), headers={"If-Match": '"0"'})
    keep_a_review(who, call, mark)
    who.town.people[f"{'own' if mark == 'own' else 'other'} officer"] = officer
    market = {"offer": name.replace("voucher", "offer"), "need": name.replace("voucher", "need")}
    for kind, key in market.items():
        text = f"id: {key}\nsupplier: x\ntitle: {mark}\n" if kind == "offer" else f"id: {key}\ntext: {mark}\n"
        who.call("PUT", f"/{kind}s/{key}", inside=True, content=text.encode(), headers={"If-Match": '"0"'})
    matching = name.replace("voucher", "round")
    text = f"id: {matching}\nlot_seed: x\nname_ko: {mark}\n"
    text += "applicants: [{id: a, wishes: [s]}]\nsuppliers: [{id: s, places: 1}]\n"
    officer.call("PUT", f"/rounds/{matching}", inside=True, content=text.encode(), headers={"If-Match": '"0"'})
    voice, theme = f"v-{boss.actor.id[-6:]}", raised(officer, mark, boss.actor.id[-6:])
    text = f"pulmu: voice/1\nid: {voice}\ntitle: {mark}\n"
    who.call("PUT", f"/voices/{voice}", inside=True, content=text.encode(), headers={"If-Match": '"0"'})
    token = who.post("/tokens", inside=True, json={"name": mark, "scopes": ["read_plant"], "days": 9})["id"]
    return {
        "workspace": who.workspace, "plant": plant, "book": book, "sha256": evidence,
        "meter": computed_bills(who, meter, mark),
        "job": job["id"], "programme": name, "reform": reform, "call": call, "application": "a1", **market,
        "appeal": "p1", "round": matching, "paper": "guess",
        "line": keep_a_line(who, name.replace("voucher", "line"), mark), "live": live_of(who, name, mark),
        "shop": planned_shop(who, mark),
        "shell": take_a_shell(who, name.replace("voucher", "shell"), mark),
        "agency": who.workspace, "voice": voice, "theme": theme,
        "report": report, "number": "1", "name": "report.json", "comment": comment, "link": link["id"],
        "token": token, "account": boss.actor.id,
        "role": "approver", "address": f"{who.workspace}.{link['id']}.guess", "invitation": "guess",
        "key": wanted_by(who, mark),
        "letter": "0" * 64, "alarm": "20260310T0000-above",
    }  # fmt: skip


def wanted_by(who: Visitor, mark: str) -> str:
    """A round somebody was invited to: what the party is called."""
    key = party_key("f" * 32, "round_x", "applicant", "a")
    told = RoundInvitation(round="round_x", name_ko=mark, lot_seed="x", side="applicant", party="a", until="",
                           others=(OtherParty(id="s", name=mark),))  # fmt: skip
    record = Received(id=f"{hash_of(mark)}", kind="invitation", about=key, sender="f" * 32, name=mark,
                      at=who.town.place.at, content=content_of(told), sha256=hash_of(content_of(told)))  # fmt: skip
    with who.town.place.gate.writing(who.actor, Deed("receive_delivery", "invitation")) as work:
        work.add_received(record)
    return key


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    return Seeded(tmp_path_factory.mktemp("place"))


def ask(visitor: Visitor, method: str, path: str, operation: dict[str, Any], ids: dict[str, str]) -> Any:
    """What is answered to a request that fits the description in everything but whose it is."""
    given: dict[str, Any] = {"params": {"name": "x", "reason": "x", "file_name": "x"}, "headers": {"If-Match": '"1"'}}
    if path.endswith("/coverage"):
        given["params"] |= {"start": "2026-01-01", "end": "2026-02-01"}
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        name = content["application/json"]["schema"].get("$ref", "").rpartition("/")[2]
        given["json"] = BODIES[name] if name else READINGS
    elif content:
        given["content"] = sample_text("fasteners").encode()
    return visitor.client.request(method, path.format(**ids), **given)


def marked(answer: Any) -> bool:
    return MARK in answer.text or any(MARK in value for value in answer.headers.values())


def test_the_mark_is_there_to_be_found(seeded: Seeded) -> None:
    plant, report = seeded.ids["other"]["plant"], seeded.ids["other"]["report"]
    comments = f"/reports/{report}/versions/1/comments"
    meter = f"/meters/{seeded.ids['other']['meter']}"
    days = "/coverage?start=2026-01-01&end=2026-02-01"
    book = f"/books/{seeded.ids['other']['book']}"
    paper = f"/evidence/{seeded.ids['other']['sha256']}?reason=x"
    for path in (
        "/books",
        book,
        f"{book}/totals",
        "/evidence",
        paper,
        "/meters",
        meter,
        f"{meter}/imports",
        f"{meter}/series",
        f"{meter}/bills",
        f"{meter}/forecasts/1",
        f"{meter}/anomalies/1",
        meter + days,
    ):
        assert MARK in seeded.other.client.get(seeded.other.url(path, True)).text, path
    for path in (
        "/plants",
        f"/plants/{plant}",
        f"/plants/{plant}/measures/1",
        "/lines",
        f"/lines/{seeded.ids['other']['line']}",
        f"/shells/{seeded.ids['other']['shell']}",
        "/firm",
        "/firm/size",
        "/firm/programmes",
        "/programmes",
        f"/programmes/{seeded.ids['other']['programme']}",
        "/offers",
        f"/offers/{seeded.ids['other']['offer']}",
        "/needs",
        f"/needs/{seeded.ids['other']['need']}",
        "/rounds",
        f"/rounds/{seeded.ids['other']['round']}",
        f"/rounds/{seeded.ids['other']['round']}/matched",
        "/own-rounds",
        f"/own-rounds/{seeded.ids['other']['key']}",
        "/calls",
        f"/calls/{seeded.ids['other']['call']}",
        f"/calls/{seeded.ids['other']['call']}/applications",
        f"/calls/{seeded.ids['other']['call']}/applications/{seeded.ids['other']['application']}",
        f"/calls/{seeded.ids['other']['call']}/appeals",
        f"/calls/{seeded.ids['other']['call']}/appeals/{seeded.ids['other']['appeal']}",
        "/voices",
        f"/voices/{seeded.ids['other']['voice']}",
        "/themes",
        "/themes/voices",
        f"/themes/{seeded.ids['other']['theme']}",
        "/reforms",
        f"/reforms/{seeded.ids['other']['reform']}",
        f"/reforms/{seeded.ids['other']['reform']}/effects/1",
        f"/lines/{seeded.ids['other']['line']}/runs/1",
        f"/lines/{seeded.ids['other']['line']}/questions",
        f"/lines/{seeded.ids['other']['line']}/questions/1",
        f"/live/{seeded.ids['other']['live']}/ahead/1",
        "/members",
        "/tokens",
        "/audit",
        "/jobs",
        f"/reports/{report}/links",
        comments,
    ):
        boss = seeded.town.people["other boss"] if path.endswith("links") else seeded.other
        boss = seeded.town.people["other officer"] if "/applications" in path or "/appeals" in path else boss
        boss = seeded.town.people["other officer"] if path.startswith("/themes") else boss
        assert MARK in boss.client.get(boss.url(path, True)).text, path


def test_every_route_has_its_place_in_the_matrix(seeded: Seeded) -> None:
    known = {path for _, path, _ in seeded.operations}
    inside = {path for path in known if path.startswith("/api/v1/workspaces/{workspace}/")}
    assert known == inside | OPEN | OWN
    served = {path for _, path in routes_of(seeded.town.app) if path.startswith("/api/")}
    assert served - known == UNDESCRIBED


def test_no_role_is_told_anything_of_another_company(seeded: Seeded) -> None:
    own, other = seeded.ids["own"], seeded.ids["other"]
    leaks = []
    for (method, path, operation), (role, visitor) in itertools.product(seeded.operations, seeded.people.items()):
        chosen_by_asker = {"meter", "book"} if method == "POST" else set()
        names = [name for name in other if "{" + name + "}" in path and name not in chosen_by_asker]
        mixed = [own | {name: other[name] for name in chosen} for size in range(1, len(names) + 1)
                 for chosen in itertools.combinations(names, size)]  # fmt: skip
        if (method, path) == LEAVING:
            assert role == "nobody" or visitor.client.get("/api/v1/me").status_code == 200, role
        for ids in mixed or [other]:
            answer = ask(visitor, method, path, operation, ids)
            foreign = ids["workspace"] == other["workspace"] and "{workspace}" in path
            if marked(answer) or answer.status_code >= 500 or (foreign and answer.status_code not in (401, 404)):
                leaks.append((method, path, role, answer.status_code, answer.text[:200]))
    assert leaks == []


def test_the_other_company_is_untouched_by_all_that(seeded: Seeded) -> None:
    other = seeded.ids["other"]
    with seeded.town.place.store.reading(other["workspace"]) as work:
        assert [plant.version for plant in work.plants()] == [1]
        assert [version.state for version in work.report_versions(other["report"])] == ["frozen"]
        assert work.link(other["link"]).revoked is None  # type: ignore[union-attr]
        actors = {entry.actor for entry in work.entries() if entry.action != "link_plant"}  # done at the server itself
    with seeded.town.place.store.place_reading() as place:
        mine = {item.account for item in place.members(other["workspace"])}
        assert place.token(other["token"]).revoked is None  # type: ignore[union-attr]
    assert actors <= mine | {"system"}, "a live plant is linked at the server itself"


def test_nobody_gets_in_anywhere(seeded: Seeded) -> None:
    nobody = seeded.town.visitor()
    for method, path, operation in seeded.operations:
        if path not in OPEN:
            answer = ask(nobody, method, path, operation, seeded.ids["own"])
            assert answer.status_code == 401, (method, path, answer.text)
