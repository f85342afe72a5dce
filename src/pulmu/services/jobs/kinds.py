"""The kinds of work there are, and how each is asked for."""

import functools
from collections.abc import Iterable
from datetime import date
from typing import Any

from pulmu.model import InputError
from pulmu.model.programme import Programme
from pulmu.model.setpoint import SetpointGroup
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.export.desk import KIND, sweep_exports
from pulmu.services.export.pack import PackOrder, pack_workspace
from pulmu.services.guarded_lines.acts import Room
from pulmu.services.jobs import (
    asking,
    choosing,
    comparison,
    forecasting,
    letters,
    looking_ahead,
    matching,
    proving,
    scheduling,
    simulating,
    watching,
)
from pulmu.services.jobs.desk import Wish, cancel_job, retry_job, start_job
from pulmu.services.jobs.task import Ending, JobPolicy, Kind, Task
from pulmu.services.line_runs.question import RunWish
from pulmu.services.lines.shelf import KeptLine
from pulmu.services.live_links.ahead import AheadWish
from pulmu.services.populations import Populations
from pulmu.services.ports import Language
from pulmu.services.records.job import Job
from pulmu.services.records.live_link import LiveLink
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.reforms.shelf import ShelvedReform
from pulmu.services.rounds.shelf import KeptRound
from pulmu.services.workspaces.plants import find_version
from pulmu.services.workspaces.reports import (
    Draft,
    ReportWish,
    check_frozen,
    compute_draft,
    draft_deed,
    find_report_version,
    keep_draft,
    needed,
)

_POLICY = JobPolicy()


def start_report(gate: Gate, actor: Actor, plant: str, wish: ReportWish, policy: JobPolicy = _POLICY) -> Job:
    """Have a draft computed from a plant: from the version named, or else from the newest at this moment.

    Raises
    ------
    AccessRefused  They may not, or there is no such plant or version (`access.unknown_plant`).
    ConflictError  Too many jobs of the workspace wait (`job.too_many`).
    """

    def order(work: WorkspaceRecords) -> dict[str, object]:
        _, source = find_version(work, plant, wish.version)
        asked = {"year": wish.year, "edition": wish.edition, "scenario": wish.scenario}
        return {"plant": plant, "version": source.number} | asked

    return start_job(gate, actor, Wish("prepare_report", "prepare_report", order, f"plant:{plant[:64]}"), policy)


def start_check(gate: Gate, actor: Actor, report: str, number: int, policy: JobPolicy = _POLICY) -> Job:
    """Have a version computed anew from what it was computed from, and compared; what differs are its problems.

    Raises
    ------
    AccessRefused  They may not, or there is no such version (`access.unknown_report`).
    ConflictError  Too many jobs of the workspace wait (`job.too_many`).
    """

    def order(work: WorkspaceRecords) -> dict[str, object]:
        find_report_version(work, report, number)
        return {"report": report, "number": number}

    about = f"report:{report[:64]}/{number}"
    return start_job(gate, actor, Wish("check_report", "read_report", order, about, report), policy)


def start_export(gate: Gate, actor: Actor, reason: str, policy: JobPolicy = _POLICY) -> Job:
    """Have everything the company owns written into one file.

    Raises
    ------
    AccessRefused  They may not.
    InputError  No reason was given (`input.reason_missing`).
    ConflictError  Too many jobs of the workspace wait (`job.too_many`).
    """
    said = needed(reason)
    wish = Wish(
        KIND, "export_workspace", lambda _: {"reason": said}, f"workspace:{actor.workspace}", deed="export_workspace",
        reason=said,
    )  # fmt: skip
    return start_job(gate, actor, wish, policy)


def start_reform(
    gate: Gate, actor: Actor, populations: Populations, found: ShelvedReform, population: str, day: date,
    policy: JobPolicy = _POLICY, *, with_cliffs: bool = False,
) -> Job:  # fmt: skip
    """Have a reform compared over a population of the place.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `start_comparison`.
    """
    return comparison.start_comparison(
        gate, actor, populations, found, population, day, policy, with_cliffs=with_cliffs
    )


def start_letters(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str, language: Language, policy: JobPolicy = _POLICY
) -> Job:
    """Have the letters of a call written.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `letters.start_letters`.
    """
    return letters.start_letters(gate, actor, packaged, call, language, policy)


def start_sending(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str, policy: JobPolicy = _POLICY, *, seen: int,
    count: int,
) -> Job:  # fmt: skip
    """Have the letters of a call sent.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `letters.start_sending`.
    """
    return letters.start_sending(gate, actor, packaged, call, policy, seen=seen, count=count)


def start_choosing(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str, policy: JobPolicy = _POLICY, *, seen: int,
    note: str = "", draws_chances: bool = True,
) -> Job:  # fmt: skip
    """Have a call chosen.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `choosing.start_choosing`.
    """
    return choosing.start_choosing(
        gate, actor, packaged, call, policy, seen=seen, note=note, draws_chances=draws_chances
    )


def start_matching(gate: Gate, actor: Actor, kept: KeptRound, policy: JobPolicy = _POLICY) -> Job:
    """Have a round matched.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `matching.start_matching`.
    """
    return matching.start_matching(gate, actor, kept, policy)


def start_simulation(gate: Gate, actor: Actor, kept: KeptLine, wish: RunWish, policy: JobPolicy = _POLICY) -> Job:
    """Have a line run.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `simulating.start_simulation`.
    """
    return simulating.start_simulation(gate, actor, kept, wish, policy)


def start_question(gate: Gate, actor: Actor, kept: KeptLine, tree: Any, policy: JobPolicy = _POLICY) -> Job:
    """Have a what-if question to a line answered.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `asking.start_question`.
    """
    return asking.start_question(gate, actor, kept, tree, policy)


def start_proof(room: Room, actor: Actor, kept: KeptLine, group: SetpointGroup, policy: JobPolicy = _POLICY) -> Job:
    """Have setpoints proven for a line.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `proving.start_proof`.
    """
    return proving.start_proof(room, actor, kept, group, policy)


def start_ahead(
    gate: Gate, actor: Actor, link: LiveLink, kept: KeptLine, wish: AheadWish, policy: JobPolicy = _POLICY
) -> Job:  # fmt: skip
    """Have a live plant run ahead.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `looking_ahead.start_ahead`.
    """
    return looking_ahead.start_ahead(gate, actor, link, kept, wish, policy)


def start_forecast(gate: Gate, actor: Actor, meter: str, tree: Any, policy: JobPolicy = _POLICY) -> Job:
    """Have the load of a meter forecast.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `forecasting.start_forecast`.
    """
    return forecasting.start_forecast(gate, actor, meter, tree, policy)


def start_watching(gate: Gate, actor: Actor, meter: str, tree: Any, policy: JobPolicy = _POLICY) -> Job:
    """Have what is unusual in the load of a meter found.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `watching.start_watching`.
    """
    return watching.start_watching(gate, actor, meter, tree, policy)


def start_schedule(gate: Gate, actor: Actor, shop: str, tree: Any, policy: JobPolicy = _POLICY) -> Job:
    """Have a schedule of a shop's jobs searched for.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `scheduling.start_schedule`.
    """
    return scheduling.start_schedule(gate, actor, shop, tree, policy)


def _prepare_report(task: Task) -> Ending:
    order = task.order
    wish = ReportWish(
        year=order["year"], edition=order["edition"], scenario=order["scenario"], version=order["version"]
    )  # fmt: skip
    steps = ("compute", "draw", "keep")
    cite = task.tools.cite(task.actor)
    draft, problems = compute_draft(
        task.gate, task.actor, order["plant"], wish, cite, task.tools.draw,
        lambda step: task.tell(steps.index(step), len(steps), step),
    )  # fmt: skip
    if draft is None:
        raise InputError(*problems)
    return Ending(draft_deed(draft), functools.partial(_keep_draft, task, draft), problems)


def _keep_draft(task: Task, draft: Draft, work: WorkspaceRecords) -> str:
    version = keep_draft(task.gate, task.actor, work, draft, job=task.id)
    return f"report:{version.report}/{version.number}"


def _check_report(task: Task) -> Ending:
    report, number = task.order["report"], task.order["number"]
    task.tell(0, 1, "check")
    with task.gate.reading(task.actor, "read_report", report=report) as work:
        version, files = find_report_version(work, report, number), work.report_files(report, number)
    found = check_frozen(task.gate, task.actor.workspace, version, files)
    about = f"report:{report}/{number}"
    deed = Deed("read_report", about, report, {"checked": "differs" if found else "the same"})
    return Ending(deed, lambda _: about, found)


def _export_workspace(task: Task) -> Ending:
    exports, workspace = task.tools.packing.exports, task.actor.workspace
    with task.gate.reading(task.actor, "read_job") as work:
        sweep_exports(exports, work, task.gate.world.now())
    order = PackOrder(job=task.id, reason=task.order["reason"], name=task.gate.world.identifier())
    packed, missing = pack_workspace(task.gate, task.actor, task.tools.packing, order, task.tell)
    detail = {"done": "yes", "sha256": packed.sha256, "size": str(packed.size), "files": str(packed.files)}

    def keep(_: WorkspaceRecords) -> str:
        exports.publish(workspace, order.name)
        return f"export:{order.name}"

    deed = Deed("export_workspace", f"job:{task.id}", detail=detail, reason=order.reason)
    return Ending(deed, keep, missing, lambda: exports.drop(workspace, order.name))


KINDS: dict[str, Kind] = {
    "prepare_report": Kind("prepare_report", _prepare_report),
    "check_report": Kind("read_report", _check_report),
    KIND: Kind("export_workspace", _export_workspace, deed="export_workspace"),
    comparison.KIND: Kind("compute_reform", comparison.run_comparison),
    letters.WRITE: Kind("write_letters", letters.run_letters, deed="write_letters"),
    letters.SEND: Kind("send_letters", letters.run_sending, deed="send_letters"),
    choosing.KIND: Kind("decide_application", choosing.run_choosing, deed="decide_application"),
    matching.KIND: Kind("send_round", matching.run_matching),
    simulating.KIND: Kind("run_line", simulating.run_simulation),
    asking.KIND: Kind("run_line", asking.run_question),
    looking_ahead.KIND: Kind("run_line", looking_ahead.run_ahead),
    forecasting.KIND: Kind("compute_forecast", forecasting.run_forecast),
    watching.KIND: Kind("compute_anomalies", watching.run_watching),
    scheduling.KIND: Kind("compute_schedule", scheduling.run_schedule),
    proving.KIND: Kind("propose_setpoint", proving.run_proof, deed="propose_setpoint"),
}
"""By the name a job keeps; a new kind stands here, and its steps in the words of both languages."""


def cancel(gate: Gate, actor: Actor, job: str) -> Job:
    """Have a job stop.

    Raises
    ------
    AccessRefused, ConflictError  As for `cancel_job`.
    """
    return cancel_job(gate, actor, job, KINDS)


def retry(gate: Gate, actor: Actor, job: str, policy: JobPolicy = _POLICY) -> Job:
    """Have a job done again that failed or was cancelled.

    Raises
    ------
    AccessRefused, ConflictError  As for `retry_job`.
    """
    return retry_job(gate, actor, job, KINDS, policy)
