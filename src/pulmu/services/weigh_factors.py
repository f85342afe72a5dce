"""Which of several knobs of a line matters, by itself and together with another."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import combinations

from pulmu.model import Decoded, Document, Problem, has_errors
from pulmu.model.errors import problem
from pulmu.model.line import Line
from pulmu.model.what_if import WhatIf
from pulmu.services.ask_line import Question, Ready, get_ready, read_question
from pulmu.services.line_standing import BalanceBasis, Standing
from pulmu.twin import Engine
from pulmu.twin.interval import Interval
from pulmu.twin.statistics.answer import Effect, FactorsAnswer, Verdict
from pulmu.twin.statistics.changes import line_with, low_line, things_changed
from pulmu.twin.statistics.factors import MOST_FACTORS, Design, clear_design, effects
from pulmu.twin.statistics.looks import confidence_at, next_count
from pulmu.twin.statistics.measures import Measure, values_of
from pulmu.twin.statistics.runner import Runner, Tell, run_until

Effects = dict[tuple[str, ...], Interval]


@dataclass(frozen=True, slots=True)
class Weighed:
    """An answer, or what stands in its way; `line` and `question` as far as they could be read."""

    line: Line
    question: WhatIf
    answer: FactorsAnswer | None
    problems: tuple[Problem, ...]
    basis: BalanceBasis | None = None


@dataclass(frozen=True, slots=True)
class Factors:
    """A question whose scenarios are factors: the design, and the line of each of its combinations."""

    question: Question
    design: Design


def read_factors(line: Document, document: Document, standing: Standing | None = None) -> Decoded[Factors]:
    """A question with the line of every combination of levels, and everything that is wrong with any of it."""
    read = read_question(line, document, standing)
    asked = read.value.what_if
    design = clear_design([item.id for item in asked.scenarios[:MOST_FACTORS]])
    empty = Factors(replace(read.value, scenarios=()), design)
    if has_errors(read.problems):
        return Decoded(empty, read.problems)
    problems = [*read.problems, *_wrong(read.value, document)]
    if has_errors(problems):
        return Decoded(empty, tuple(problems))
    lines = []
    for levels in design.levels:
        changes = [change for item, level in zip(asked.scenarios, levels, strict=True)
                   for change in (item.changes if level > 0 else item.low)]  # fmt: skip
        made, wrong = line_with(read.value.line, asked, changes, document)
        lines.append(made)
        problems += [item for item in wrong if item not in problems]
    return Decoded(Factors(replace(read.value, scenarios=tuple(lines)), design), tuple(problems))


def _wrong(question: Question, document: Document) -> list[Problem]:
    """Too many factors, other levels that do not fit, and two factors that change the same thing."""
    asked, found = question.what_if, list[Problem]()
    if len(asked.scenarios) > MOST_FACTORS:
        found.append(problem("what_if.too_many_factors", document.place(("scenarios",)),
                             f"{len(asked.scenarios)} factors are more than {MOST_FACTORS}", "ask about fewer at once",
                             count=len(asked.scenarios), most=MOST_FACTORS))  # fmt: skip
    for number in range(len(asked.scenarios)):
        found += low_line(question.line, asked, number, document)[1]
    things = [things_changed((*item.changes, *item.low)) for item in asked.scenarios]
    for a, b in combinations(range(len(things)), 2):
        for thing in sorted(things[a] & things[b]):
            said = " ".join(part for part in thing if part)
            one, other = asked.scenarios[a].id, asked.scenarios[b].id
            found.append(problem("what_if.same_thing", document.place(("scenarios", b)),
                                 f"{one!r} and {other!r} both change {said}: which holds is not said",
                                 "put them into one scenario", one=one, other=other, text=said))  # fmt: skip
    return found


def weigh_factors(
    line_document: Document,
    question_document: Document,
    engine: Engine,
    *,
    standing: Standing | None = None,
    executor: Executor | None = None,
    tell: Tell | None = None,
) -> Weighed:
    """Every scenario is a factor: at its high level with its changes, at its low with `low`, or as the line is.

    Combinations of levels are simulated with the same random numbers, until each effect is as exact as asked, or
    surely more or less than nothing.

    Raises
    ------
    InputError  Nothing good left the line that stands for the plant's year (`line.no_output`).
    SolveError  It was stopped (`what_if.stopped`).
    """
    read = read_factors(line_document, question_document, standing)
    question = read.value.question
    if has_errors(read.problems):
        return Weighed(question.line, question.what_if, None, read.problems)
    runner = Runner(engine, executor, tell)
    lines = question.scenarios
    ready = get_ready(question, runner, (question.line, lines[0], lines[-1]))
    answer = _Weighing(read.value, ready, runner).answer()
    return Weighed(question.line, question.what_if, answer, read.problems, ready.basis)


class _Weighing:
    def __init__(self, factors: Factors, ready: Ready, runner: Runner) -> None:
        self.design, self.ready, self.runner = factors.design, ready, runner
        self.asked, self.line = factors.question.what_if, factors.question.line.id
        self.measure: Measure = ready.measures[self.asked.figure]

    def values(self) -> list[list[float]] | None:
        """Of each combination, run by run; None where the figure has no value in one of them."""
        found = [values_of(self.measure, runs.results) for runs in self.ready.others]
        known = [item for item in found if item is not None]
        return known if len(known) == len(found) else None

    def answer(self) -> FactorsAnswer:
        """Look, and look again with more runs, until it is exact enough."""
        count, look = min(self.asked.first, self.asked.most), 0
        pairs = len(self.design.factors) * (len(self.design.factors) + 1) // 2
        while True:
            run_until(self.runner, self.ready.others, count)
            values = self.values()
            if values is None:
                return self.told(None, {}, 0.0, count, enough=False)
            confidence = 1 - (1 - confidence_at(look, self.asked.confidence)) / pairs
            found, mean = effects(self.design, values, confidence), _mean(values)
            wanted = self.asked.exact_amount or self.asked.exact * abs(mean)
            open_ = [item for item in found.values() if not self.is_done(item, wanted)]
            if not open_ or count >= self.asked.most:
                return self.told(mean, found, wanted, count, enough=not open_)
            count = max(next_count(count, _half(item), self.goal(item, wanted), self.asked.most) for item in open_)
            look += 1

    def is_done(self, item: Interval, wanted: float) -> bool:
        """As exact as asked, or surely more or less than nothing where that suffices."""
        return _half(item) <= wanted or (self.asked.until == "exact_or_sign" and item.sign != 0)

    def goal(self, item: Interval, wanted: float) -> float:
        """The half width that would end it."""
        return max(wanted, 0.9 * abs(item.mean)) if self.asked.until == "exact_or_sign" else wanted

    def told(self, mean: float | None, found: Effects, wanted: float, count: int, *, enough: bool) -> FactorsAnswer:
        """The answer, the largest effects first."""
        listed = [
            Effect(scenarios=names, effect=item.mean, half_width=_half(item), verdict=_verdict(item, wanted))
            for names, item in found.items()
        ]
        return FactorsAnswer(
            line=self.line, question=self.asked.id, figure=self.asked.figure, unit=self.measure.unit,
            confidence=self.asked.confidence, exact=wanted, hours=self.asked.days * 24, warm_up=self.ready.warm_up,
            seed=self.asked.seed, lines=len(self.design.levels), resolution=self.design.resolution,
            replications=count, enough=enough, mean=mean,
            effects=tuple(sorted(listed, key=lambda item: (-abs(item.effect), item.scenarios))),
        )  # fmt: skip


def _mean(values: Sequence[Sequence[float]]) -> float:
    return sum(sum(row) / len(row) for row in values) / len(values)


def _half(item: Interval) -> float:
    return item.half_width or 0.0


def _verdict(item: Interval, wanted: float) -> Verdict:
    if item.mean == 0 and _half(item) == 0:
        return "identical"
    if item.sign:
        return "higher" if item.sign > 0 else "lower"
    return "as_good_as_same" if max(-item.low, item.high) <= wanted else "no_difference_shown"
