"""A large round with budgets or least numbers is matched by a job, and what it comes to is kept."""

from pulmu.model import Document, InputError, encode
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.jobs.desk import Wish, start_job
from pulmu.services.jobs.task import Ending, JobPolicy, Task
from pulmu.services.match_round import match_round
from pulmu.services.matched_round import MatchedRound
from pulmu.services.records.job import Job
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.rounds.changes import check_counts
from pulmu.services.rounds.live import JOB_SECONDS
from pulmu.services.rounds.shelf import KeptRound, find_round
from pulmu.services.workspaces.documents import add_version

KIND = "match_round"


def start_matching(gate: Gate, actor: Actor, kept: KeptRound, policy: JobPolicy) -> Job:
    """Have a round matched as it stands.

    Raises
    ------
    AccessRefused  They may not.
    InputError  Everything that keeps it from being matched.
    ConflictError  Too many jobs of the workspace wait (`job.too_many`).
    """
    check_counts(kept)
    order = {"round": kept.id, "version": kept.version.number}
    return start_job(gate, actor, Wish(KIND, "send_round", lambda _: order, f"round:{kept.id}"), policy)


def run_matching(task: Task) -> Ending:
    """Match, and keep the result beside the round."""
    name, number = task.order["round"], task.order["version"]
    task.tell(0, 1, "match")
    kept = find_round(task.gate, task.actor, name, number)
    outcome = match_round(kept.document, seconds=JOB_SECONDS)
    if outcome.answer is None:
        raise InputError(*(item for item in outcome.problems if item.severity == "error"))
    answer = outcome.answer
    deed = Deed("send_round", f"round:{name}/{number}", detail={"matched": answer.certificate.proof})

    def keep(work: WorkspaceRecords) -> str:
        return _keep(task, work, kept, answer)

    return Ending(deed, keep)


def _keep(task: Task, work: WorkspaceRecords, kept: KeptRound, answer: MatchedRound) -> str:
    """The result under the hash of the version it is of; `note` holds that hash."""
    content = Document(encode(answer, full=True), f"{kept.id}.json")
    add_version(task.gate, task.actor, work, "matched_round", kept.id, content, note=kept.version.sha256)
    return f"matched_round:{kept.id}"
