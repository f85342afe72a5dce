"""Which of several ways to run a line is best, the line as it is among them."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from pulmu.model import Document, Problem, has_errors
from pulmu.model.errors import InputError, problem
from pulmu.model.line import Line
from pulmu.model.what_if import WhatIf
from pulmu.services.ask_line import Question, Ready, get_ready, read_question
from pulmu.services.line_standing import BalanceBasis, Standing
from pulmu.twin import Engine
from pulmu.twin.interval import Interval, interval_of
from pulmu.twin.statistics.answer import Alternative, ChoiceAnswer
from pulmu.twin.statistics.better import Better, better_of
from pulmu.twin.statistics.compare import mean_of
from pulmu.twin.statistics.measures import Measure, values_of
from pulmu.twin.statistics.runner import Runner, Runs, Tell, run_until
from pulmu.twin.statistics.select_best import select_best

_AHEAD = 8
"""Runs of each line that are asked for at once where several processes simulate."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An answer, or what stands in its way; `line` and `question` as far as they could be read."""

    line: Line
    question: WhatIf
    answer: ChoiceAnswer | None
    problems: tuple[Problem, ...]
    basis: BalanceBasis | None = None


def choose_scenario(
    line_document: Document,
    question_document: Document,
    engine: Engine,
    *,
    standing: Standing | None = None,
    executor: Executor | None = None,
    tell: Tell | None = None,
) -> Chosen:
    """Find the best of the scenarios and the line as it is, with as many runs of each as it takes.

    `exact` (or `exact_amount`) of the question is the smallest difference that matters.

    Raises
    ------
    InputError  The figure is 0 or has no value as it is, so a share of it is no difference (`what_if.indifference`).
    SolveError  It was stopped (`what_if.stopped`).
    """
    read = read_question(line_document, question_document, standing)
    question = read.value
    problems = [*read.problems]
    if not any(item.code == "what_if.unknown_figure" for item in problems):
        problems += better_unknown(question.what_if, question_document)
    if has_errors(problems):
        return Chosen(question.line, question.what_if, None, tuple(problems))
    runner = Runner(engine, executor, tell)
    ready = get_ready(question, runner)
    race = _Race(question, ready, runner)
    return Chosen(question.line, question.what_if, race.answer(), tuple(problems), ready.basis)


def better_unknown(asked: WhatIf, document: Document) -> list[Problem]:
    """Whether it is clear which is better of the figure."""
    if asked.better or better_of(asked.figure):
        return []
    return [problem("what_if.better_unknown", document.place(("figure",)),
                    f"whether more or less of {asked.figure!r} is better depends on who asks",
                    "add `better: more` or `better: less`", text=asked.figure)]  # fmt: skip


class _Race:
    def __init__(self, question: Question, ready: Ready, runner: Runner) -> None:
        self.asked, self.ready, self.runner = question.what_if, ready, runner
        self.line = question.line.id
        self.measure: Measure = ready.measures[self.asked.figure]
        self.better: Better = self.asked.better or better_of(self.asked.figure) or "more"
        self.sign = 1.0 if self.better == "more" else -1.0
        self.first = min(self.asked.first, self.asked.most)
        everybody = [ready.base, *ready.others]
        self.names = ["", *(item.id for item in self.asked.scenarios)]
        run_until(runner, everybody, self.first)
        self.racing = [n for n, runs in enumerate(everybody) if values_of(self.measure, runs.results) is not None]
        self.runs: list[Runs] = everybody

    def values(self, system: int, count: int) -> Sequence[float]:
        """The first values of a line that races, larger ones better."""
        runs = self.runs[self.racing[system]]
        if len(runs.results) < count:
            ahead = count if self.runner.executor is None else min(count + _AHEAD - 1, self.asked.most)
            run_until(self.runner, [runs], ahead)
        found = values_of(self.measure, runs.results[:count])
        return [float("-inf")] * count if found is None else [self.sign * value for value in found]

    def indifference(self) -> float:
        """The smallest difference that matters."""
        if self.asked.exact_amount:
            return self.asked.exact_amount
        mean = mean_of(self.measure, self.ready.base.results[: self.first])
        if not mean:
            raise InputError(problem(
                "what_if.indifference", self.asked.id,
                f"{self.asked.figure!r} is 0 or has no value as it is, so a share of it is no difference",
                "give `exact_amount`: the smallest difference that matters", text=self.asked.figure,
            ))  # fmt: skip
        return self.asked.exact * abs(mean)

    def answer(self) -> ChoiceAnswer:
        """The best, and how far behind each other one is."""
        zone = self.indifference()
        found = select_best(self.values, len(self.racing), zone, confidence=self.asked.confidence,
                            first=self.first, most=self.asked.most)  # fmt: skip
        counts = dict(zip(self.racing, found.counts, strict=True))
        best = self.racing[found.best]
        told = [self.alternative(n, counts.get(n, self.first), best) for n in range(len(self.runs))]
        told.sort(key=lambda item: (item.scenario != self.names[best], item.mean is None,
                                    -self.sign * (item.mean or 0.0)))  # fmt: skip
        return ChoiceAnswer(
            line=self.line, question=self.asked.id, figure=self.asked.figure, unit=self.measure.unit,
            better=self.better, confidence=self.asked.confidence, indifference=zone,
            hours=self.asked.days * 24, warm_up=self.ready.warm_up, seed=self.asked.seed,
            runs=sum(len(runs.results) for runs in self.runs), best=self.names[best], sure=found.sure,
            alternatives=tuple(told),
        )  # fmt: skip

    def alternative(self, number: int, count: int, best: int) -> Alternative:
        """A line with its intervals, each by itself."""
        mine = values_of(self.measure, self.runs[number].results[:count])
        others = values_of(self.measure, self.runs[best].results[:count])
        own = interval_of(mine, self.asked.confidence) if mine else None
        behind: Interval | None = None
        if mine and others and number != best:
            pairs = [self.sign * (b - a) for a, b in zip(mine, others, strict=False)]
            behind = interval_of(pairs, self.asked.confidence)
        return Alternative(
            scenario=self.names[number], replications=count,
            mean=own.mean if own else None, half_width=own.half_width if own else None,
            behind=behind.mean if behind else None, behind_half=behind.half_width if behind else None,
        )  # fmt: skip
