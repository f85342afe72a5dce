"""Runs of lines on any executor: in order, with progress, and stopped when asked."""

import contextlib
import functools
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import TypeVar

from pulmu.model.errors import SolveError
from pulmu.model.line import Line
from pulmu.twin.counts import Ask, Engine, result_of
from pulmu.twin.plan import Plan, plan_line
from pulmu.twin.result import LineResult

Tell = Callable[[int, int], bool | None]
"""Told after each run how many are done, and of how many as far as is known; False, or an error, stops the rest."""
_LARGEST_CHUNK = 8
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Task:
    """One replication of a plan."""

    plan: Plan
    ask: Ask
    replication: int


@dataclass(slots=True)
class Runner:
    """Runs tasks, and counts them.

    Parameters
    ----------
    engine : A function of a module, so that it can be sent to another process.
    executor : Where it runs; here, one after another, if left out.
    """

    engine: Engine
    executor: Executor | None = None
    tell: Tell | None = None
    done: int = 0

    def run(self, tasks: Sequence[Task]) -> list[LineResult]:
        """Results in the order of the tasks: the same whatever the executor."""
        return self.map(run_task, tasks)

    def map(self, look: Callable[[Engine, Task], T], tasks: Sequence[Task]) -> list[T]:
        """What a function of a module finds in each run, in the order of the tasks.

        Raises
        ------
        SolveError  It was stopped (`what_if.stopped`).
        """
        of = self.done + len(tasks)
        with contextlib.closing(self._chunks(look, tasks)) as chunks:
            return [result for chunk in chunks for result in self._counted(chunk, of)]

    def _chunks(self, look: Callable[[Engine, Task], T], tasks: Sequence[Task]) -> Generator[list[T], None, None]:
        if self.executor is None:
            yield from ([look(self.engine, task)] for task in tasks)
            return
        some = functools.partial(_look_at, look, self.engine)
        size = max(1, min(_LARGEST_CHUNK, len(tasks) // 16))
        futures: list[Future[list[T]]] = [
            self.executor.submit(some, tasks[n : n + size]) for n in range(0, len(tasks), size)
        ]
        try:
            yield from (future.result() for future in futures)
        finally:
            for future in futures:
                future.cancel()

    def _counted(self, chunk: list[T], of: int) -> list[T]:
        self.done += len(chunk)
        if self.tell is not None and self.tell(self.done, of) is False:
            raise SolveError.of(
                "what_if.stopped", "", "the simulation was stopped before it was done", "start it anew", done=self.done
            )
        return chunk


def run_task(engine: Engine, task: Task) -> LineResult:
    """One replication, here."""
    return result_of(task.plan, engine(task.plan, task.ask, task.replication), task.ask, task.replication)


def _look_at(look: Callable[[Engine, Task], T], engine: Engine, tasks: Sequence[Task]) -> list[T]:
    return [look(engine, task) for task in tasks]


@dataclass(slots=True)
class Runs:
    """The replications of one line, as many as were asked for so far."""

    plan: Plan
    ask: Ask
    results: list[LineResult] = field(default_factory=list)

    @classmethod
    def of(cls, line: Line, ask: Ask) -> "Runs":
        """Of a line without problems."""
        return cls(plan_line(line), ask)

    def missing(self, count: int) -> list[Task]:
        """What is still to run until there are so many."""
        return [Task(self.plan, self.ask, number) for number in range(len(self.results), count)]


def run_until(runner: Runner, groups: Sequence[Runs], count: int) -> None:
    """Have every group come to so many replications, all in one go."""
    tasks = [group.missing(count) for group in groups]
    results = iter(runner.run([task for some in tasks for task in some]))
    for group, some in zip(groups, tasks, strict=True):
        group.results += [next(results) for _ in some]
