"""Answer a question to a line: what if it were otherwise?"""

from concurrent.futures import Executor
from dataclasses import dataclass

from pulmu.model import Decoded, Document, Problem, decode, has_errors
from pulmu.model.errors import problem
from pulmu.model.line import Line
from pulmu.model.what_if import WhatIf
from pulmu.twin import Ask, Engine, read_line
from pulmu.twin.statistics.answer import ScenarioAnswer, WarmUp, WhatIfAnswer
from pulmu.twin.statistics.changes import changed_line
from pulmu.twin.statistics.compare import Aim, compare, figure_intervals, wanted_half
from pulmu.twin.statistics.measures import measures_of, near_measures
from pulmu.twin.statistics.runner import Runner, Runs, Tell
from pulmu.twin.statistics.warm_up import find_warm_up


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, or what stands in its way; `line` and `question` as far as they could be read."""

    line: Line
    question: WhatIf
    answer: WhatIfAnswer | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A line, what is asked of it, and the line of each scenario."""

    line: Line
    what_if: WhatIf
    scenarios: tuple[Line, ...]


def read_question(line_document: Document, question_document: Document) -> Decoded[Question]:
    """A question with its lines, and everything that is wrong with any of it."""
    line, asked = read_line(line_document), decode(WhatIf, question_document)
    problems = [*line.problems, *asked.problems]
    if not asked.value.scenarios and not has_errors(asked.problems):
        problems.append(_problem(question_document, "scenarios", "what_if.no_scenario", "nothing is asked",
                                 "add a scenario"))  # fmt: skip
    if asked.value.first > asked.value.most:
        problems.append(_problem(question_document, "first", "what_if.first_most",
                                 f"{asked.value.first} replications at first are more than {asked.value.most} at most",
                                 "give a smaller first", first=asked.value.first, most=asked.value.most))  # fmt: skip
    if has_errors(line.problems):
        return Decoded(Question(line.value, asked.value, ()), tuple(problems))
    problems += _figure(line.value, asked.value, question_document)
    if has_errors(asked.problems):
        return Decoded(Question(line.value, asked.value, ()), tuple(problems))
    changed = [changed_line(line.value, asked.value, n, question_document) for n in range(len(asked.value.scenarios))]
    problems += [item for _, wrong in changed for item in wrong]
    return Decoded(Question(line.value, asked.value, tuple(item for item, _ in changed)), tuple(problems))


def _problem(document: Document, name: str, code: str, message: str, mend: str, **values: object) -> Problem:
    return problem(code, document.place((name,)), message, mend, **values)


def _figure(line: Line, asked: WhatIf, document: Document) -> list[Problem]:
    """Whether a line has the figure that matters."""
    known = measures_of(line)
    if asked.figure in known:
        return []
    near = ", ".join(near_measures(asked.figure, known))
    return [_problem(document, "figure", "what_if.unknown_figure", f"the line has no figure named {asked.figure!r}",
                     f"did you mean one of: {near}", text=asked.figure, known=near)]  # fmt: skip


def ask_line(
    line_document: Document,
    question_document: Document,
    engine: Engine,
    *,
    executor: Executor | None = None,
    tell: Tell | None = None,
) -> Asked:
    """Check a question and answer it: the number of runs and the warm-up are found here.

    Parameters
    ----------
    executor : Any of `concurrent.futures`; here, one after another, if left out. The answer is the same.
    tell : Told (done, of) after each run; `of` grows where more runs turn out to be needed. False stops it.

    Raises
    ------
    SolveError  It was stopped (`what_if.stopped`).
    """
    read = read_question(line_document, question_document)
    answer = None if has_errors(read.problems) else answer_question(read.value, Runner(engine, executor, tell))
    return Asked(read.value.line, read.value.what_if, answer, read.problems)


def answer_question(question: Question, runner: Runner) -> WhatIfAnswer:
    """The answer to a question without problems."""
    asked, measures = question.what_if, measures_of(question.line)
    horizon = asked.days * 86_400
    warm_up = _warm_up(question, horizon, runner)
    ask = Ask(warm_up.hours * 3600 + horizon, warm_up.hours * 3600, asked.seed)
    base, others = Runs.of(question.line, ask), [Runs.of(line, ask) for line in question.scenarios]
    aim = Aim(
        measure=measures[asked.figure], exact=asked.exact, exact_amount=asked.exact_amount,
        sign_suffices=asked.until == "exact_or_sign", confidence=asked.confidence,
        first=asked.first, most=asked.most,
    )  # fmt: skip
    compared = compare(base, others, measures, aim, runner)
    return WhatIfAnswer(
        line=question.line.id,
        question=asked.id,
        figure=asked.figure,
        unit=aim.measure.unit,
        confidence=asked.confidence,
        exact=wanted_half(aim, base.results),
        hours=horizon / 3600,
        warm_up=warm_up,
        seed=asked.seed,
        replications=len(base.results),
        base=figure_intervals(measures, base.results, asked.confidence),
        scenarios=tuple(
            ScenarioAnswer(scenario=item.id, name=item.name, name_local=item.name_local,
                           replications=one.replications, enough=one.enough, key=one.key, figures=one.figures)
            for item, one in zip(asked.scenarios, compared, strict=True)
        ),
    )  # fmt: skip


def _warm_up(question: Question, horizon: float, runner: Runner) -> WarmUp:
    given = question.what_if.warm_up_hours
    if given is not None:
        return WarmUp(hours=given, how="given")
    found = find_warm_up((question.line, *question.scenarios), horizon, question.what_if.seed, runner)
    if found is None:
        return WarmUp(hours=0.0, how="not_found")
    return WarmUp(hours=found / 3600, how="found" if found else "none_needed")
