"""Jobs of a shop and schedules of them, kept in a workspace: each with all that it rests on."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pulmu.model import Document, OutsideError, Problem, decode, encode, has_errors
from pulmu.model.jobs import Jobs
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.document import DocumentVersion
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.schedules.answer import Bar, ScheduleAnswer
from pulmu.services.schedules.clock import Clock
from pulmu.services.schedules.plan import Scheduled
from pulmu.services.schedules.read import read_jobs
from pulmu.services.schedules.wish import ScheduleWish
from pulmu.services.workspaces.documents import document_history, list_documents, read_document, save_document
from pulmu.services.workspaces.kept_answers import NewAnswer, keep_answer
from pulmu.services.workspaces.kept_problems import problems_of, text_of_problems

FORMAT = "pulmu.schedule/1"


@dataclass(frozen=True, slots=True)
class ListedShop:
    """Jobs of a shop, without their details.

    Parameters
    ----------
    number : Version.
    start : From when on they are planned, by the plant's clock.
    """

    shop: str
    number: int
    at: datetime
    author: str
    name: str
    start: str
    jobs: int
    operations: int


@dataclass(frozen=True, slots=True)
class ListedSchedule:
    """A schedule, without its details.

    Parameters
    ----------
    version : Of the jobs.
    won : Energy before tax, and the peak where it counts; None without a tariff. [KRW]
    gap : How far below it the best there is could be.
    """

    shop: str
    number: int
    at: datetime
    author: str
    version: int
    end: str
    late_jobs: int
    won: float | None
    gap: float | None


@dataclass(frozen=True, slots=True)
class KeptShop:
    """Jobs as they were given."""

    listed: ListedShop
    jobs: Jobs
    problems: tuple[Problem, ...]
    document: Document


@dataclass(frozen=True, slots=True)
class KeptSchedule:
    """A schedule as it was found."""

    listed: ListedSchedule
    wish: ScheduleWish
    answer: ScheduleAnswer
    problems: tuple[Problem, ...]
    document: Document


def list_shops(gate: Gate, actor: Actor) -> tuple[ListedShop, ...]:
    """Shops with jobs, as they stand.

    Raises
    ------
    AccessRefused  They may not.
    """
    return tuple(_shop(head) for head in list_documents(gate, actor, "shop_jobs"))


def save_shop(gate: Gate, actor: Actor, document: Document) -> tuple[ListedShop, tuple[Problem, ...]]:
    """Keep jobs as the next version of the shop that the document names; with what is to be looked at.

    Raises
    ------
    AccessRefused  They may not.
    InputError  Everything that is wrong with them.
    ConflictError  Somebody else saved them at the same moment (`store.document_changed`).
    """
    read = read_jobs(document)
    jobs = read.unwrap()
    heads = document_history(gate, actor, "shop_jobs", jobs.id)
    note = {"name": jobs.name_local or jobs.name, "start": jobs.start, "jobs": len(jobs.jobs),
            "operations": sum(len(job.operations) for job in jobs.jobs)}  # fmt: skip
    tree = json.loads(json.dumps(encode(jobs, full=True), allow_nan=False))
    kept = save_document(
        gate, actor, "shop_jobs", jobs.id, Document(tree, document.name, document.sha256),
        seen=heads[0].number if heads else 0, note=json.dumps(note, ensure_ascii=False, sort_keys=True),
    )  # fmt: skip
    return _shop(kept.version), tuple(read.problems)


def find_shop(gate: Gate, actor: Actor, shop: str, number: int | None = None) -> KeptShop:
    """Jobs as they stand, or stood.

    Raises
    ------
    AccessRefused  They may not, or there are none (`access.unknown_document`).
    OutsideError  They cannot be read (`outside.schedule_unreadable`), as where another version of Pulmu wrote them.
    """
    kept = read_document(gate, actor, "shop_jobs", shop, number)
    read = read_jobs(kept.document)
    if has_errors(read.problems):
        raise _unreadable(shop)
    return KeptShop(_shop(kept.version), read.value, tuple(read.problems), kept.document)


def list_schedules(gate: Gate, actor: Actor, shop: str) -> tuple[ListedSchedule, ...]:
    """Schedules of a shop, newest first.

    Raises
    ------
    AccessRefused  They may not, or there is no such shop (`access.unknown_document`).
    """
    read_document(gate, actor, "shop_jobs", shop)
    return tuple(_listed(head) for head in document_history(gate, actor, "schedule", shop))


def newest_schedules(gate: Gate, actor: Actor) -> dict[str, ListedSchedule]:
    """The newest schedule of each shop that has any.

    Raises
    ------
    AccessRefused  They may not.
    """
    return {head.document: _listed(head) for head in list_documents(gate, actor, "schedule")}


def find_schedule(gate: Gate, actor: Actor, shop: str, number: int) -> KeptSchedule:
    """A schedule as it was found.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    OutsideError  It cannot be read (`outside.schedule_unreadable`).
    """
    kept = read_document(gate, actor, "schedule", shop, number)
    tree = kept.document.tree
    answer = decode(ScheduleAnswer, Document(tree["answer"], shop))
    wish = decode(ScheduleWish, Document(tree["wish"], shop))
    if has_errors((*answer.problems, *wish.problems)):
        raise _unreadable(shop)
    return KeptSchedule(_listed(kept.version), wish.value, answer.value, problems_of(tree["problems"]), kept.document)


def keep_schedule(
    gate: Gate, actor: Actor, work: WorkspaceRecords, shop: str, version: int, wish: ScheduleWish, done: Scheduled
) -> int:  # fmt: skip
    """Keep a schedule; its number. Whoever began the transaction has authorised and noted it."""
    plan = done.answer.plan
    won = None if plan.energy_won is None else plan.energy_won + (plan.peak_won or 0.0)
    note = {"version": version, "end": plan.end, "late_jobs": plan.late_jobs, "won": won, "gap": done.answer.gap}
    tree: dict[str, Any] = {
        "pulmu": FORMAT, "shop": shop, "version": version, "wish": encode(wish, full=True),
        "answer": encode(done.answer, full=True), "problems": text_of_problems(done.problems),
    }  # fmt: skip
    new = NewAnswer(kind="schedule", document=shop, ending="schedule", tree=tree, note=json.dumps(note, sort_keys=True))
    return keep_answer(gate, actor, work, new)


def timetable_document(bars: Iterable[Bar], name: str) -> Document:
    """The timetable of a schedule, to be given again."""
    rows = [{"job": bar.job, "operation": bar.operation, "machine": bar.machine, "start": bar.start, "end": bar.end}
            for bar in bars]  # fmt: skip
    return Document({"pulmu": "timetable/1", "operations": rows}, name)


def step_starts(answer: ScheduleAnswer) -> Iterator[str]:
    """When each step of the load begins."""
    clock = Clock(datetime.fromisoformat(answer.start), answer.step_minutes)
    return (clock.text(step) for step in range(len(answer.load_kw)))


def _unreadable(shop: str) -> OutsideError:
    said, mend = "a kept schedule cannot be read", "plan the jobs again"
    return OutsideError.of("outside.schedule_unreadable", shop, said, mend)


def _shop(head: DocumentVersion) -> ListedShop:
    note = json.loads(head.note)
    return ListedShop(head.document, head.number, head.at, head.author, note["name"], note["start"], note["jobs"],
                      note["operations"])  # fmt: skip


def _listed(head: DocumentVersion) -> ListedSchedule:
    note = json.loads(head.note)
    return ListedSchedule(head.document, head.number, head.at, head.author, note["version"], note["end"],
                          note["late_jobs"], note["won"], note["gap"])  # fmt: skip
