"""What needs a person now: reports to decide on, reports that came back, comments to answer, the next duty."""

import functools
from dataclasses import dataclass

from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.check_plant import check_plant
from pulmu.services.records.plant import PlantRecord
from pulmu.services.records.report import ReportVersion
from pulmu.services.records.store import Store, WorkspaceRecords
from pulmu.services.workspaces.duties import Duty, duties, next_duty
from pulmu.services.workspaces.kept_document import document_of
from pulmu.services.workspaces.report_desk import Shelf, list_reports
from pulmu.services.workspaces.reports import authors_of

MOST_CHECKED = 12
"""Plants whose problems are counted on the overview; more are counted on their own pages."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A version of a report that waits for somebody, and how many things in it."""

    shelf: Shelf
    version: ReportVersion
    count: int = 1


@dataclass(frozen=True, slots=True)
class PlantState:
    """A plant and how many problems it has; None where they were not counted."""

    record: PlantRecord
    problems: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What needs this person now.

    Parameters
    ----------
    to_decide : Reports this person may freeze or return.
    returned : Reports that came back, for who prepares.
    to_answer : Versions with comments of others that nobody answered.
    coming : The next duty; None for who does not see duties, or where none is left.
    """

    to_decide: tuple[Waiting, ...]
    returned: tuple[Waiting, ...]
    to_answer: tuple[Waiting, ...]
    plants: tuple[PlantState, ...]
    coming: Duty | None


def look_around(gate: Gate, store: Store, actor: Actor) -> Overview:
    """What needs the actor now, as far as their roles go; nothing where they have none for it."""
    engaged = next((name for grant in actor.grants for name in grant.reports), "")
    sees_reports = actor.may("read_report", engaged)
    shelves = tuple(item for item in list_reports(gate, actor) if item.versions) if sees_reports else ()
    decide, back, answer = [], [], []
    if shelves:
        with gate.reading(actor, "read_report", report=engaged) as work:
            for shelf in shelves:
                newest = shelf.versions[0]
                if newest.state == "submitted" and _may_decide(work, actor, newest):
                    decide.append(Waiting(shelf, newest))
                if newest.state == "draft" and newest.decided_at and actor.may("submit_report", newest.report):
                    back.append(Waiting(shelf, newest))
                answer += _unanswered(work, actor, shelf)
    coming = next_duty(duties(gate, store, actor)) if actor.may("read_workspace") else None
    return Overview(
        to_decide=tuple(decide), returned=tuple(back), to_answer=tuple(answer), plants=_plants(gate, actor),
        coming=coming,
    )  # fmt: skip


def _may_decide(work: WorkspaceRecords, actor: Actor, version: ReportVersion) -> bool:
    return actor.may("approve_report", version.report) and actor.id not in authors_of(work, version)


def _unanswered(work: WorkspaceRecords, actor: Actor, shelf: Shelf) -> list[Waiting]:
    """Versions of a report with comments of others, for who may comment; of a withdrawn one nobody asks any more."""
    if not actor.may("comment_on_report", shelf.report.id):
        return []
    found = []
    for version in shelf.versions:
        if version.state == "withdrawn":
            continue
        asked = [item for item in work.comments(version.report, version.number)
                 if item.resolved_at is None and item.author != actor.id]  # fmt: skip
        if asked:
            found.append(Waiting(shelf, version, len(asked)))
    return found


def _plants(gate: Gate, actor: Actor) -> tuple[PlantState, ...]:
    if not actor.may("read_plant"):
        return ()
    with gate.reading(actor, "read_plant") as work:
        used = [item for item in work.plants() if item.archived is None]
        versions = {item.id: work.plant_version(item.id, item.version) for item in used[:MOST_CHECKED]}
    return tuple(
        PlantState(item, _problems_in(version.content) if version else None)
        for item in used
        for version in [versions.get(item.id)]
    )


@functools.lru_cache(maxsize=64)
def _problems_in(content: str) -> int:
    """How many problems a kept plant has: the same content has the same, and is looked at again and again."""
    return len(check_plant(document_of(content)).problems)
