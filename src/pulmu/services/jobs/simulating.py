"""A kept line is run by a job, and what it comes to is kept beside it."""

from collections.abc import Callable
from dataclasses import asdict

from pulmu.model import InputError, has_errors
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.jobs.desk import Wish, start_job
from pulmu.services.jobs.task import Ending, JobPolicy, Task
from pulmu.services.line_runs.balances import carbon_answer, plant_of_run
from pulmu.services.line_runs.kept import find_run, keep_run
from pulmu.services.line_runs.question import RunQuestion, RunWish, check_wish
from pulmu.services.line_runs.running import run_line
from pulmu.services.lines.shelf import KeptLine, find_line
from pulmu.services.records.job import Job
from pulmu.services.records.store import WorkspaceRecords

KIND = "simulate_line"
_TOLD = 40
"""How often it is told how far the runs are, at most."""
_STEPS = ("watch_line", "balance_line")
"""What is done after the runs."""


def start_simulation(gate: Gate, actor: Actor, kept: KeptLine, wish: RunWish, policy: JobPolicy) -> Job:
    """Have a line run as it stands.

    Raises
    ------
    AccessRefused  They may not.
    InputError  Everything that keeps it from being run: of the line, and of what is asked.
    ConflictError  Too many jobs of the workspace wait (`job.too_many`).
    """
    problems = (*(item for item in kept.problems if item.severity == "error"), *check_wish(wish))
    if problems:
        raise InputError(*problems)
    order = {"line": kept.id, "version": kept.version.number, "wish": asdict(wish)}
    return start_job(gate, actor, Wish(KIND, "run_line", lambda _: order, f"line:{kept.id}"), policy)


def run_simulation(task: Task) -> Ending:
    """Run the line, unless the answer is kept already."""
    name, number, wish = task.order["line"], task.order["version"], RunWish(**task.order["wish"])
    kept = find_line(task.gate, task.actor, name, number)
    if has_errors(kept.problems):
        raise InputError(*kept.problems)
    plant = plant_of_run(task.gate, task.actor, kept, task.tools.cite(task.actor))
    question = RunQuestion(
        line=name, version=number, sha256=kept.version.sha256, program=task.tools.comparing.program, wish=wish,
        plant_sha256="" if plant is None else plant.sha256,
    )  # fmt: skip
    deed = Deed("run_line", f"line:{name}/{number}", detail={"runs": str(wish.replications), "seed": str(wish.seed)})
    with task.gate.reading(task.actor, "read_line") as work:
        known = find_run(work, question)
    if known is not None:
        return Ending(deed, lambda _: f"line_run:{name}/{known}")
    tell = _telling(task, wish.replications)
    answer = run_line(
        kept.line, wish, task.tools.line_engine(), tell, lambda runs: carbon_answer(kept, runs, plant),
        lambda step: task.tell(wish.replications + _STEPS.index(step), wish.replications + len(_STEPS), step),
    )  # fmt: skip

    def keep(work: WorkspaceRecords) -> str:
        return f"line_run:{name}/{keep_run(task.gate, task.actor, work, question, kept.line, answer)}"

    return Ending(deed, keep)


def _telling(task: Task, runs: int) -> Callable[[int], None]:
    step = max(1, runs // _TOLD)
    of = runs + len(_STEPS)
    task.tell(0, of, "run_line")

    def tell(done: int) -> None:
        if done % step == 0 and done < runs:
            task.tell(done, of, "run_line")

    return tell
