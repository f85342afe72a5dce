"""How a shift will end is found by a job: from the plant as its kept samples show it, run on many times."""

from dataclasses import asdict

from pulmu.model import InputError, has_errors
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.check_line import LineInPlant, line_in_plant
from pulmu.services.jobs.desk import Wish, start_job
from pulmu.services.jobs.task import Ending, JobPolicy, Task
from pulmu.services.line_runs.balances import CarbonAnswer, PlantOfRun, carbon_told, plant_of_run
from pulmu.services.lines.shelf import KeptLine, find_line
from pulmu.services.live.ahead import Ahead, Standing, controls_of, look_ahead
from pulmu.services.live.ahead_legs import legs_of
from pulmu.services.live.ahead_until import shift_left, until_left
from pulmu.services.live.following import MORE_USUAL
from pulmu.services.live_links.ahead import AheadWish, answer_of, check_ahead, keep_ahead
from pulmu.services.live_links.followed import CountingEngine
from pulmu.services.live_links.link import find_link
from pulmu.services.records.job import Job
from pulmu.services.records.live_link import LiveLink
from pulmu.services.records.store import WorkspaceRecords

KIND = "look_ahead"
_TOLD = 60
"""How often it is told how far the runs are, at most."""


def start_ahead(gate: Gate, actor: Actor, link: LiveLink, kept: KeptLine, wish: AheadWish, policy: JobPolicy) -> Job:
    """Have a live plant run ahead.

    Raises
    ------
    AccessRefused  They may not.
    InputError  Everything that keeps it from being run: of the line, and of what is asked.
    ConflictError  Too many jobs of the workspace wait (`job.too_many`).
    """
    broken = tuple(item for item in kept.problems if item.severity == "error")
    problems = broken or check_ahead(wish, kept.line)
    if problems:
        raise InputError(*problems)
    order = {"link": link.id, "wish": asdict(wish)}
    return start_job(gate, actor, Wish(KIND, "run_line", lambda _: order, f"live_link:{link.id}"), policy)


def run_ahead(task: Task) -> Ending:
    """Take the plant as it stands now, and run its line as it stands now."""
    wish = AheadWish(**task.order["wish"])
    link = find_link(task.gate, task.actor, task.order["link"])
    kept = find_line(task.gate, task.actor, link.line)
    if has_errors(kept.problems):
        raise InputError(*kept.problems)
    telling = _Telling(task, 2 * MORE_USUAL + 1 + 2 * wish.replications)
    engine = CountingEngine(task.tools.line_engine(), telling.tell)
    followed = task.tools.follow(link, kept, engine)
    snapshot, settings, line = followed.snapshot, followed.settings, kept.line
    seconds = until_left(wish.until, line, snapshot.seen.after) if wish.until else shift_left(line, snapshot.seen.after)
    legs = len(legs_of(line, controls_of(snapshot, settings), seconds))
    telling.of = 2 * MORE_USUAL + 1 + (1 + legs) * wish.replications
    plant = plant_of_run(task.gate, task.actor, kept, task.tools.cite(task.actor))
    joined = None if plant is None else line_in_plant(kept.document, plant.document)
    found = look_ahead(
        snapshot, line, settings, engine, seconds=seconds, seed=wish.seed, replications=wish.replications,
        targets=wish.targets, standing=_standing(joined),
    )  # fmt: skip
    answer = answer_of(found, link.id, kept.version.number, wish.until, _carbon(found, plant, joined))
    detail = {"runs": str(wish.replications), "snapshot": snapshot.seal[:16]}
    deed = Deed("run_line", f"live_link:{link.id}", detail=detail)

    def keep(work: WorkspaceRecords) -> str:
        return f"live_ahead:{link.id}/{keep_ahead(task.gate, task.actor, work, line, answer)}"

    return Ending(deed, keep)


def _standing(joined: LineInPlant | None) -> Standing | None:
    """The plant, where it is clear and it and the line have no errors together."""
    return None if joined is None or joined.plant is None else Standing(plant=joined.plant, edition=DEFAULT_EDITION)


def _carbon(found: Ahead, plant: PlantOfRun | None, joined: LineInPlant | None) -> CarbonAnswer:
    if plant is None or joined is None:
        return CarbonAnswer()
    return carbon_told(plant, found.balances, (*joined.problems, *found.problems))


class _Telling:
    """Tells how many runs were begun, not of every one of many.

    Parameters
    ----------
    of : How many there will be, as far as is known.
    """

    def __init__(self, task: Task, of: int) -> None:
        self.task, self.of, self.last = task, of, 0
        task.tell(0, of, KIND)

    def tell(self, done: int) -> None:
        if done - self.last >= max(1, self.of // _TOLD):
            self.last = done
            self.task.tell(min(done, self.of - 1), self.of, KIND)
