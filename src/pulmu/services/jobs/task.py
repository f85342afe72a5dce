"""What work is given, what it hands back, and how it is told to stop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pulmu.model import Document, Problem
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.access.permission import Action
from pulmu.services.export.pack import Packing
from pulmu.services.guarded_lines.proofs import NO_CONTROL, ControlTools
from pulmu.services.letters.drawing import LetterDrawing
from pulmu.services.live_links.followed import Follow, follow_nothing
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.reforms.comparing import Comparing
from pulmu.services.report import Report
from pulmu.services.workspaces.measured import Measured
from pulmu.twin import Engine


@dataclass(frozen=True, slots=True)
class JobPolicy:
    """How jobs are kept going.

    Parameters
    ----------
    lease : So long a process has a job that says nothing more; then another takes it up.
    tries : How often a job is taken up before it is given up.
    pause : How long until it is tried again where an outside thing failed; twice as long each time.
    outage : How long until it is tried again where nothing can be written; that is not counted.
    longest : A process that is at one job for longer is ended.
    most_open : How many jobs of one workspace may wait or be at work.
    """

    lease: timedelta = timedelta(seconds=60)
    tries: int = 3
    pause: timedelta = timedelta(seconds=5)
    outage: timedelta = timedelta(seconds=30)
    longest: timedelta = timedelta(minutes=30)
    most_open: int = 20


@dataclass(frozen=True, slots=True)
class Tools:
    """What work needs that a service does not have by itself.

    Parameters
    ----------
    cite : For who asks, what puts in the totals a plant cites from the meters and books of their workspace.
    draw : Files of a report by name, in both languages.
    packing : What an export of everything needs.
    comparing : What comparing a reform needs.
    letters : How letters of decisions are drawn.
    line_engine : What runs a line; asked for where one is run, for it takes a moment to be ready.
    control : What proving setpoints needs.
    follow : Takes the state of a plant from the samples of its live link.
    check_scheduling : Raises an `OutsideError` where what searches for a schedule is not installed.
    """

    cite: Callable[[Actor], Callable[[Document], Document]]
    draw: Callable[[Report], Mapping[str, bytes]]
    packing: Packing
    comparing: Comparing
    letters: LetterDrawing
    line_engine: Callable[[], Engine]
    control: ControlTools = NO_CONTROL
    follow: Follow = follow_nothing
    check_scheduling: Callable[[], None] = lambda: None

    @property
    def measured(self) -> Measured:
        """Where readings of workspaces lie."""
        return self.packing.measured


@dataclass(frozen=True, slots=True)
class Task:
    """One job, taken up.

    Parameters
    ----------
    id : Job, by id.
    order : What is to be done.
    actor : Who asked, with what they may at this moment.
    tell : Says which step is being done, of how many; ends the work where it is to stop.
    goes_on : Whether it is still wanted, and by this process; may be asked from another thread.
    """

    id: str
    order: Mapping[str, Any]
    actor: Actor
    gate: Gate
    tools: Tools
    tell: Callable[[int, int, str], None]
    goes_on: Callable[[], bool] = lambda: True


@dataclass(frozen=True, slots=True)
class Ending:
    """What is left to do when the work is done: all in one transaction, with the end of the job.

    Parameters
    ----------
    deed : What the audit notes.
    keep : Writes what came of it, and says what that is, such as `report:ID/2`.
    problems : What was found on the way, or was asked for.
    drop : Takes away what lies outside of the records, where they come to be not written.
    """

    deed: Deed
    keep: Callable[[WorkspaceRecords], str]
    problems: tuple[Problem, ...] = ()
    drop: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work.

    Parameters
    ----------
    action : What one must be allowed to do, to ask for it.
    run : Does it, but for what `Ending` writes.
    deed : As what it is noted when somebody asks for it, stops it or has it done again; they must be allowed to do it.
    """

    action: Action
    run: Callable[[Task], Ending]
    deed: Action = "start_job"
