"""Setpoints are proven by a job: the line is simulated with and without them, and what came of it is kept."""

from typing import Any

from pulmu.model import InputError, has_errors
from pulmu.model.setpoint import SetpointGroup
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed
from pulmu.services.check_line import line_in_plant
from pulmu.services.guarded_lines.acts import Room
from pulmu.services.guarded_lines.proofs import ProofWish, keep_proof
from pulmu.services.guarded_lines.reach import offered
from pulmu.services.guarded_lines.wish import group_of, tree_of
from pulmu.services.jobs.desk import Wish, start_job
from pulmu.services.jobs.task import Ending, JobPolicy, Task
from pulmu.services.line_runs.balances import plant_of_run
from pulmu.services.lines.shelf import KeptLine, find_line
from pulmu.services.live.ahead import Standing
from pulmu.services.records.job import Job
from pulmu.services.records.store import WorkspaceRecords

KIND = "prove_setpoints"
_TOLD = 40
"""How often it is told how far the runs are, at most."""


def start_proof(room: Room, actor: Actor, kept: KeptLine, group: SetpointGroup, policy: JobPolicy) -> Job:
    """Have a group of setpoints proven for a line as it stands.

    Raises
    ------
    AccessRefused  They may not.
    InputError  The line cannot be run.
    ControlRefused  Control is not offered for it.
    ConflictError  Too many jobs of the workspace wait (`job.too_many`).
    """
    if has_errors(kept.problems):
        raise InputError(*(item for item in kept.problems if item.severity == "error"))
    order: dict[str, Any] = {"line": kept.id, "version": kept.version.number, "group": tree_of(group)}
    wish = Wish(KIND, "propose_setpoint", lambda _: order, f"control:{kept.id}", deed="propose_setpoint")
    return start_job(room.gate, actor, wish, policy)


def run_proof(task: Task) -> Ending:
    """Prove it from the plant as it stands now, under the limits that are in force now."""
    name, workspace = task.order["line"], task.actor.workspace
    kept = find_line(task.gate, task.actor, name, task.order["version"])
    task.tell(0, 1, KIND)
    profile = offered(task.tools.control.desks, workspace, kept).view().profile
    group = group_of(task.order["group"], profile).unwrap()
    wish = ProofWish(workspace, kept, group, profile, _standing(task, kept))
    proven, signed = task.tools.control.prove(wish, _Telling(task).tell)
    deed = Deed("propose_setpoint", f"control:{name}", detail={"commands": proven.proof.commands, "step": "proven"})

    def keep(work: WorkspaceRecords) -> str:
        number = keep_proof(task.gate, task.actor, work, name, profile, proven, signed)
        return f"line_proof:{name}/{number}"

    return Ending(deed, keep)


def _standing(task: Task, kept: KeptLine) -> Standing | None:
    plant = plant_of_run(task.gate, task.actor, kept, task.tools.cite(task.actor))
    joined = None if plant is None else line_in_plant(kept.document, plant.document)
    return None if joined is None or joined.plant is None else Standing(plant=joined.plant, edition=DEFAULT_EDITION)


class _Telling:
    """Tells how many runs are done, not after every one of many."""

    def __init__(self, task: Task) -> None:
        self.task, self.last = task, 0

    def tell(self, done: int, of: int) -> None:
        if done - self.last >= max(1, of // _TOLD):
            self.last = done
            self.task.tell(min(done, of - 1), of, KIND)
