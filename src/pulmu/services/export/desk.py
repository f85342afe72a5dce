"""Exports of a company: which there are, and taking one."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO, Literal

from pulmu.model import AccessRefused, ConflictError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.export.names import safe_name
from pulmu.services.export.store import ExportStore
from pulmu.services.records.job import Job
from pulmu.services.records.store import Store, WorkspaceRecords

KIND = "export_workspace"
"""Kind of the job that makes one."""
KEPT = timedelta(days=3)
"""So long an export can be taken; then it is taken away."""
_LONG = timedelta(hours=1)
"""What was written longer ago than any job takes, and is not to be kept, was left behind."""
_LOOKED_AT = 1000


@dataclass(frozen=True, slots=True)
class Export:
    """An export that was asked for.

    Parameters
    ----------
    state : As of its job, or `gone` where it cannot be taken any more.
    ends : Until when it can be taken.
    size : Of its file; 0 where there is none. [bytes]
    """

    job: Job
    reason: str
    state: Literal["queued", "running", "done", "failed", "cancelled", "gone"]
    ends: datetime | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class TakenExport:
    """An export on its way to somebody: who takes it closes its file."""

    file: BinaryIO
    size: int
    name: str


def list_exports(gate: Gate, exports: ExportStore, actor: Actor) -> tuple[Export, ...]:
    """Exports among the newest thousand jobs, newest first.

    Raises
    ------
    AccessRefused  They may not.
    """
    authorise(actor, "export_workspace", "")
    with gate.reading(actor, "read_job") as work:
        found = [job for job in work.jobs(0, _LOOKED_AT) if job.kind == KIND]
    return tuple(_export(gate, exports, actor.workspace, job) for job in found)


def take_export(gate: Gate, store: Store, exports: ExportStore, actor: Actor, job: str) -> TakenExport:
    """An export as a file. Who took it is noted, with the reason it was asked for.

    Raises
    ------
    AccessRefused  They may not, or there is no such export (`access.unknown_job`).
    ConflictError  It is not done, or was taken away (`job.no_file`).
    """
    authorise(actor, "export_workspace", "")
    with gate.reading(actor, "read_job") as work:
        found = work.job(job)
    if found is None or found.kind != KIND:
        said, mend = "there is no such job", "choose one of the list"
        raise AccessRefused.of("access.unknown_job", "job", said, mend)
    name = file_of(found, gate.world.now())
    opened = exports.open(actor.workspace, name) if name else None
    if opened is None:
        said, mend = "there is no file to take, or it was kept for its days", "wait until it is done, or export again"
        raise ConflictError.of("job.no_file", f"job {job}", said, mend)
    try:
        gate.note(actor, Deed("export_workspace", f"job:{job}", detail={"taken": "yes"}, reason=reason_of(found)))
        with store.place_reading() as place:
            room = place.workspace(actor.workspace)
    except BaseException:
        opened[0].close()
        raise
    company = safe_name(room.name) if room is not None else ""
    return TakenExport(*opened, f"pulmu-{company or 'export'}-{found.created.date()}.zip")


def sweep_all_exports(store: Store, exports: ExportStore, now: datetime) -> None:
    """Take away of every workspace what nobody can take any more; for the care of the place only."""
    with store.place_reading() as place:
        rooms = {item.id for item in place.workspaces() if item.status == "open"}
    for workspace in rooms.intersection(exports.workspaces()):
        with store.reading(workspace) as work:
            sweep_exports(exports, work, now)


def sweep_exports(exports: ExportStore, work: WorkspaceRecords, now: datetime) -> None:
    """Take away what nobody can take any more, and what killed work left behind."""
    keep = {file_of(job, now) for job in work.jobs(0, _LOOKED_AT) if job.kind == KIND}
    exports.sweep(work.workspace, keep - {""}, now - _LONG)


def file_of(job: Job, now: datetime) -> str:
    """Name of the file of an export that can be taken; empty where it cannot."""
    is_kept = job.state == "done" and job.ended is not None and now <= job.ended + KEPT
    return job.result.partition(":")[2] if is_kept else ""


def reason_of(job: Job) -> str:
    """Why an export was asked for."""
    return str(json.loads(job.order).get("reason", ""))


def _export(gate: Gate, exports: ExportStore, workspace: str, job: Job) -> Export:
    reason = reason_of(job)
    if job.state != "done" or job.ended is None:
        return Export(job, reason, job.state)
    name = file_of(job, gate.world.now())
    opened = exports.open(workspace, name) if name else None
    if opened is None:
        return Export(job, reason, "gone")
    opened[0].close()
    return Export(job, reason, "done", job.ended + KEPT, opened[1])
