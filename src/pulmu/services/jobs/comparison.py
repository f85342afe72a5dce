"""Comparing a reform: asked for, computed by a worker, kept with everything the answer rests on."""

from collections.abc import Callable
from datetime import date
from typing import Any

from pulmu.model import InputError, OutsideError, encode
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.jobs.desk import Wish, start_job
from pulmu.services.jobs.task import Ending, JobPolicy, Task
from pulmu.services.populations import ListedPopulation, Populations, problems_of_population
from pulmu.services.records.job import Job
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.reforms.effects import find_effect, keep_effect, question_of
from pulmu.services.reforms.rules import ReformRules
from pulmu.services.reforms.shelf import ShelvedReform, find_reform
from pulmu.support.reform import apply_reform, beside

KIND = "compare_reform"
_STOPPED = "outside.engine_stopped"
_BEFORE = 2
"""Steps before the programmes: reading the population, computing its firms."""


def start_comparison(
    gate: Gate, actor: Actor, populations: Populations, found: ShelvedReform, population: str, day: date,
    policy: JobPolicy, *, with_cliffs: bool = False,
) -> Job:  # fmt: skip
    """Have a reform compared over a population of the place.

    Raises
    ------
    AccessRefused  They may not.
    InputError  The reform has problems (all of them), or the population cannot be used: there is none of that name
        (`reform.population_unknown`), it is damaged, or it holds real firms (`reform.register`).
    ConflictError  Too many jobs of the workspace wait (`job.too_many`).
    """
    if found.reform is None or not found.counts:
        raise InputError(*found.problems)
    listed = _usable(populations.find(population))
    order = {
        "reform": found.id, "version": found.number, "population": listed.name, "population_sha256": listed.sha256,
        "day": day.isoformat(), "with_cliffs": with_cliffs,
    }  # fmt: skip
    wish = Wish(KIND, "compute_reform", lambda _: order, f"reform:{found.id}")
    return start_job(gate, actor, wish, policy)


def _usable(listed: ListedPopulation) -> ListedPopulation:
    problems = problems_of_population(listed)
    if problems:
        raise InputError(*problems)
    return listed


def run_comparison(task: Task) -> Ending:
    """Compare, unless the answer is kept already."""
    order, comparing = task.order, task.tools.comparing
    listed = _usable(comparing.populations.find(order["population"]))
    if listed.sha256 != order["population_sha256"]:
        said, mend = "another population stands in its place since this was asked", "ask for the comparison again"
        raise InputError.of("reform.population_changed", listed.name, said, mend)
    packaged = comparing.programmes()
    rules = ReformRules.of(task.gate, task.actor, packaged)
    found = find_reform(task.gate, task.actor, comparing.reforms(), rules.rulebook, order["reform"], order["version"])
    if found.reform is None or not found.counts:
        raise InputError(*found.problems)
    question = question_of(
        found, listed, date.fromisoformat(order["day"]), comparing.program, rules.own, with_cliffs=order["with_cliffs"]
    )
    deed = Deed("compute_reform", f"reform:{found.id}", detail={"population": listed.name, "day": order["day"]})
    with task.gate.reading(task.actor, "read_rules") as work:
        known = find_effect(work, question)
    if known is not None:
        return Ending(deed, lambda _: f"reform_effect:{found.id}/{known}")
    effect = _compared(task, found, rules, listed)

    def keep(work: WorkspaceRecords) -> str:
        number = keep_effect(task.gate, task.actor, work, question, encode(found.reform), listed, effect)
        return f"reform_effect:{found.id}/{number}"

    return Ending(deed, keep)


def _compared(task: Task, found: ShelvedReform, rules: ReformRules, listed: ListedPopulation) -> Any:
    comparing = task.tools.comparing
    assert found.reform is not None  # noqa: S101 - it counts
    tell = _telling(task, found, rules)
    tell("population")
    engine = comparing.populations.open(listed.name)
    try:
        with comparing.watching(task.goes_on, engine.interrupt):
            return comparing.compare(
                found.reform, rules.rulebook, engine, date.fromisoformat(task.order["day"]),
                of_real_firms=listed.manifest is None or listed.manifest.kind == "register",
                one_in=1 if listed.manifest is None else listed.manifest.one_in,
                with_cliffs=task.order["with_cliffs"], tell=tell,
            )  # fmt: skip
    except OutsideError as error:
        if error.problems[0].code == _STOPPED:
            tell("population")  # says why, and ends the work as it is to end
        raise
    finally:
        engine.close()


def _telling(task: Task, found: ShelvedReform, rules: ReformRules) -> Callable[[str], None]:
    """Tells each step, of as many as there will be: the programmes that are touched, and what comes before them."""
    assert found.reform is not None  # noqa: S101 - it counts
    reformed = apply_reform(found.reform, rules.rulebook)
    touched = beside(reformed.before, reformed.after).touched
    expected = _BEFORE + max(1, len({name.partition(".")[0] for name in touched if name.endswith(".eligible")}))
    told: list[str] = []

    def tell(what: str) -> None:
        told.extend([what] if what not in told else [])
        step = f"programme:{what}" if what in rules.names else what
        task.tell(min(len(told) - 1, expected - 1), expected, step)

    return tell
