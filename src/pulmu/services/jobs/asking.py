"""A what-if question to a kept line is answered by a job, and the answer kept beside the line."""

from typing import Any

from pulmu.model import InputError, has_errors
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.ask_line import answer_question
from pulmu.services.jobs.desk import Wish, start_job
from pulmu.services.jobs.task import Ending, JobPolicy, Task
from pulmu.services.line_questions.kept import find_answered, keep_question
from pulmu.services.line_questions.question import LineQuestion, read_asked
from pulmu.services.lines.shelf import KeptLine, find_line
from pulmu.services.records.job import Job
from pulmu.services.records.store import WorkspaceRecords
from pulmu.twin.statistics import Runner

KIND = "ask_line"
_TOLD = 40
"""How often it is told how far the runs are, at most, of each look."""


def start_question(gate: Gate, actor: Actor, kept: KeptLine, tree: Any, policy: JobPolicy) -> Job:
    """Have a question to a line answered.

    Parameters
    ----------
    tree : The question as a plain document: `what_if/1`.

    Raises
    ------
    AccessRefused  They may not.
    InputError  Everything that keeps it from being answered: of the line, and of what is asked.
    ConflictError  Too many jobs of the workspace wait (`job.too_many`).
    """
    _, problems = read_asked(kept.document, tree)
    if has_errors(problems):
        raise InputError(*(item for item in problems if item.severity == "error"))
    order = {"line": kept.id, "version": kept.version.number, "question": tree}
    return start_job(gate, actor, Wish(KIND, "run_line", lambda _: order, f"line:{kept.id}"), policy)


def run_question(task: Task) -> Ending:
    """Answer it, unless the answer is kept already."""
    name, number, tree = task.order["line"], task.order["version"], task.order["question"]
    kept = find_line(task.gate, task.actor, name, number)
    asked, problems = read_asked(kept.document, tree)
    if has_errors(problems):
        raise InputError(*problems)
    question = LineQuestion(
        line=name, version=number, sha256=kept.version.sha256, program=task.tools.comparing.program, asked=tree
    )
    deed = Deed("run_line", f"line:{name}/{number}", detail={"question": asked.what_if.id})
    with task.gate.reading(task.actor, "read_line") as work:
        known = find_answered(work, question)
    if known is not None:
        return Ending(deed, lambda _: f"line_question:{name}/{known}")
    answer = answer_question(asked, Runner(task.tools.line_engine(), tell=_Telling(task).tell))

    def keep(work: WorkspaceRecords) -> str:
        return f"line_question:{name}/{keep_question(task.gate, task.actor, work, question, kept.line, answer)}"

    return Ending(deed, keep)


class _Telling:
    """Tells how many runs are done, and of how many as far as is known: not after every one of many."""

    def __init__(self, task: Task) -> None:
        self.task, self.last = task, 0
        task.tell(0, 1, "ask_line")

    def tell(self, done: int, of: int) -> None:
        if done - self.last >= max(1, of // _TOLD):
            self.last = done
            self.task.tell(min(done, of - 1), of, "ask_line")
