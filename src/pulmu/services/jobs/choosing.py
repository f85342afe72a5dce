"""Choosing in a call: by a worker, with progress; work that can be stopped, and is kept once."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from pulmu.model import ConflictError, InputError
from pulmu.model.programme import Programme
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.calls.choose import ChosenCall, choose, draws_for, with_chances
from pulmu.services.calls.shelf import call_in_force
from pulmu.services.jobs.desk import Wish, start_job
from pulmu.services.jobs.task import Ending, JobPolicy, Task
from pulmu.services.records.job import Job
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.documents import add_version

KIND = "choose_call"
_EVERY = timedelta(seconds=1)
"""So often it is told how far it is, and asked whether to stop."""
_CHANGED = ("another selection was kept meanwhile", "look at it as it is now")


def start_choosing(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str, policy: JobPolicy, *, seen: int,
    note: str = "", draws_chances: bool = True,
) -> Job:  # fmt: skip
    """Have a call chosen by its opened scores.

    Parameters
    ----------
    seen : Version of the selection that was looked at; 0 before the first.
    draws_chances : Whether everyone is chosen again for every draw of the points, too.

    Raises
    ------
    AccessRefused  They may not, or there is no such call.
    InputError  Its programme has problems, or the scores are sealed still (`review.sealed_still`).
    ConflictError  Another selection was kept meanwhile (`call.selection_changed`); too many jobs of the workspace wait
        (`job.too_many`).
    """
    authorise(actor, "decide_application", "")
    found = call_in_force(gate, actor, packaged, call)
    if found.programme is None:
        raise InputError(*found.problems)
    if found.state is None or found.state.stage in ("taking", "reviewing"):
        said, mend = "the scores are sealed still", "open them when all are in"
        raise InputError.of("review.sealed_still", f"call {call}", said, mend)

    def order(work: WorkspaceRecords) -> dict[str, object]:
        if _number(work, call) != seen:
            raise ConflictError.of("call.selection_changed", f"call {call}", *_CHANGED)
        return {"call": call, "seen": seen, "note": note, "draws_chances": draws_chances}

    wish = Wish(KIND, "decide_application", order, f"call:{call}", deed="decide_application")
    return start_job(gate, actor, wish, policy)


def run_choosing(task: Task) -> Ending:
    """Choose, and keep the selection with the end of the job, unless what it rests on changed: then choose again."""
    call, gate, actor = task.order["call"], task.gate, task.actor
    tell = _Telling(task)
    tell(0, 1, "applications")
    with gate.reading(actor, "decide_application") as work:
        _check_seen(work, call, task.order["seen"])
        rests_on = _rests_on(work, call)
    found = call_in_force(gate, actor, task.tools.comparing.programmes(), call)
    if found.programme is None:
        raise InputError(*found.problems)
    chosen = choose(gate, actor, found.call, found.programme, tell)
    if task.order["draws_chances"]:
        draws = draws_for(len(chosen.counted))
        chosen = with_chances(chosen, lambda done: tell(done, draws, "chances"))
    deed = Deed("decide_application", f"call:{call}", detail={"chosen": str(len(chosen.counted))})
    return Ending(deed, _keeping(task, chosen, rests_on))


def _keeping(task: Task, chosen: ChosenCall, rests_on: object) -> Callable[[WorkspaceRecords], str]:
    call, seen, note = task.order["call"], task.order["seen"], task.order["note"]

    def keep(work: WorkspaceRecords) -> str:
        _check_seen(work, call, seen)
        if _rests_on(work, call) != rests_on:
            said, mend = "applications or decisions changed while it was chosen", "it is chosen again"
            raise ConflictError.of("call.standing_changed", f"call {call}", said, mend)
        version = add_version(task.gate, task.actor, work, "selection", call, chosen.document(), note)
        return f"selection:{call}/{version.number}"

    return keep


def _check_seen(work: WorkspaceRecords, call: str, seen: int) -> None:
    """Another selection than the one that was looked at ends the work: it would not be asked for again."""
    if _number(work, call) != seen:
        raise InputError.of("call.selection_changed", f"call {call}", *_CHANGED)


def _number(work: WorkspaceRecords, call: str) -> int:
    heads = work.document_versions("selection", call)
    return heads[0].number if heads else 0


def _rests_on(work: WorkspaceRecords, call: str) -> object:
    """What must not change while it is chosen: the rules that hold, who applied, and what was decided."""
    state = work.call_state(call)
    return (
        None if state is None else (state.version, state.stage),
        frozenset((item.id, item.ended) for item in work.all_received("application", call)),
        frozenset((item.application, item.number) for item in work.decisions(call)),
    )


class _Telling:
    """Tells at most once a second: each time is written."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.last: datetime | None = None
        self.step = ""

    def __call__(self, done: int, of: int, step: str) -> None:
        now = self.task.gate.world.now()
        if step != self.step or self.last is None or now - self.last >= _EVERY:
            self.task.tell(done, of, step)
            self.last, self.step = now, step
