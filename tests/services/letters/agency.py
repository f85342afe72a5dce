"""An agency whose call is decided: one firm from a workspace of its own, the others on paper."""

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

from tests import records
from tests.places import Place
from tests.records import DAERIM, HANBIT
from tests.services.calls.agency import CALL, OFFICER, PACKAGED
from tests.services.calls.test_choose import application, judged
from tests.workshop import Bench

from pulmu.bootstrap.letters import letter_drawing
from pulmu.model.call import Call
from pulmu.services.calls.choose import choose, decide_as_chosen, keep_selection
from pulmu.services.calls.decide import DecisionWish, decide
from pulmu.services.calls.stages import go_on
from pulmu.services.jobs import kinds
from pulmu.services.jobs.task import JobPolicy
from pulmu.services.records.account import Membership, Role
from pulmu.services.records.job import Job

DRAWING = letter_drawing()
OWN = "7f" * 32
"""The application of the firm that has a workspace."""
PAPER = "3c" * 32
LOW = "5a" * 32
POINTS = {OWN: 0.9, PAPER: 0.8, LOW: 0.5}


def member(place: Place, account: str, role: Role, workspace: str) -> None:
    """Somebody who works there from before the call."""
    with place.store.place_writing() as people:
        people.add_account(dataclasses.replace(records.account(account), email=f"{account}@x.example"))
        people.add_membership(Membership(workspace=workspace, account=account, role=role, start=date(2026, 1, 1)))


def decided(
    folder: Path, points: dict[str, float] | None = None, senders: dict[str, str] | None = None, **call: Any
) -> tuple[Place, Call]:
    """The place and its call: of three firms one is selected, one in reserve, one below the passing points."""
    place = Place(folder).with_companies()
    member(place, "kwon", "agency_officer", HANBIT)
    member(place, "boss", "approver", DAERIM)
    share, senders = points or POINTS, senders or {OWN: DAERIM}
    names = {OWN: "대림금속", PAPER: "(주)한빛 <b>볼트</b> & 너트", LOW: "낮은점수"}
    firms = [
        dataclasses.replace(
            application(key), name=names.get(key, key), sender=senders.get(key, ""),
            source="delivery" if key in senders else "upload",
        )
        for key in share
    ]  # fmt: skip
    firms = [renamed(item, names.get(item.id, item.id)) for item in firms]
    found, programme = judged(place, firms, share, **({"places": 1, "budget_krw": 1000} | call))
    chosen = choose(place.gate, OFFICER, found, programme)
    keep_selection(place.gate, OFFICER, chosen, seen=0)
    decide_as_chosen(place.gate, OFFICER, found, seen=1)
    go_on(place.gate, OFFICER, found, "opened")
    return place, found


def renamed(item: Any, name: str) -> Any:
    """The application under the name its firm gives."""
    content = item.content.replace(f'"name": "{item.id}"', f'"name": {json.dumps(name, ensure_ascii=False)}')
    return dataclasses.replace(item, content=content, sha256=records.hash_of(content))


def write(place: Place, language: Any = "ko") -> Job:
    """Ask for the letters and do the work."""
    asked = kinds.start_letters(place.gate, OFFICER, PACKAGED, CALL, language, JobPolicy())
    bench = Bench(place)
    bench.work_off()
    assert not bench.faults
    return job_of(place, asked)


def send(place: Place, seen: int, count: int) -> Job:
    """Ask for them to be sent and do the work."""
    asked = kinds.start_sending(place.gate, OFFICER, PACKAGED, CALL, JobPolicy(), seen=seen, count=count)
    bench = Bench(place)
    bench.work_off()
    assert not bench.faults
    return job_of(place, asked)


def job_of(place: Place, job: Job) -> Job:
    """How far a job is."""
    with place.store.reading(HANBIT) as work:
        found = work.job(job.id)
    assert found is not None
    return found


def overrule(place: Place, application: str, outcome: Any, amount: int = 0, **told: Any) -> None:
    """Another decision, as after an appeal."""
    with place.store.reading(HANBIT) as work:
        last = work.decision(CALL, application)
    assert last is not None
    wish = DecisionWish(application=application, outcome=outcome, amount_krw=amount, seen=last.number, told=told)
    decide(place.gate, OFFICER, CALL, [wish])
