"""Answer a question to a line: what if it were otherwise?"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from pulmu.model import Decoded, Document, Problem, decode, has_errors
from pulmu.model.errors import problem
from pulmu.model.line import Line
from pulmu.model.what_if import WhatIf
from pulmu.services.line_standing import (
    BalanceBasis,
    Place,
    RunBalances,
    Standing,
    balance_names,
    basis_of,
    read_place,
    standing_runs,
)
from pulmu.twin import Ask, Engine, read_line
from pulmu.twin.statistics.answer import ScenarioAnswer, WarmUp, WhatIfAnswer
from pulmu.twin.statistics.changes import changed_line
from pulmu.twin.statistics.compare import Aim, Compared, compare, figure_intervals, wanted_half
from pulmu.twin.statistics.measures import Measure, measures_of, near_measures
from pulmu.twin.statistics.runner import Runner, Runs, Tell
from pulmu.twin.statistics.warm_up import find_warm_up


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, or what stands in its way; `line` and `question` as far as they could be read.

    Parameters
    ----------
    basis : What stands behind the balances per tonne, where the line's plant was given.
    """

    line: Line
    question: WhatIf
    answer: WhatIfAnswer | None
    problems: tuple[Problem, ...]
    basis: BalanceBasis | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A line, what is asked of it, the line of each scenario, and where they stand, if that was given."""

    line: Line
    what_if: WhatIf
    scenarios: tuple[Line, ...]
    place: Place | None = None


def read_question(
    line_document: Document, question_document: Document, standing: Standing | None = None
) -> Decoded[Question]:
    """A question with its lines, and everything that is wrong with any of it.

    Parameters
    ----------
    standing : The plant, for balances per tonne: they are figures that may be asked for.
    """
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
    place, unfit = (None, ()) if standing is None else read_place(line_document, standing)
    problems += [item for item in unfit if item not in problems]
    problems += _figure(line.value, asked.value, question_document, in_plant=standing is not None)
    if has_errors(asked.problems):
        return Decoded(Question(line.value, asked.value, ()), tuple(problems))
    changed = [changed_line(line.value, asked.value, n, question_document) for n in range(len(asked.value.scenarios))]
    problems += [item for _, wrong in changed for item in wrong]
    return Decoded(Question(line.value, asked.value, tuple(item for item, _ in changed), place), tuple(problems))


def _problem(document: Document, name: str, code: str, message: str, mend: str, **values: object) -> Problem:
    return problem(code, document.place((name,)), message, mend, **values)


def _figure(line: Line, asked: WhatIf, document: Document, *, in_plant: bool) -> list[Problem]:
    """Whether a line has the figure that matters."""
    balances = [name for name, _, _ in balance_names(line)]
    known = [*measures_of(line), *(balances if in_plant else ())]
    if asked.figure in known:
        return []
    if asked.figure in balances:
        return [_problem(document, "figure", "what_if.figure_of_plant",
                         f"{asked.figure!r} is a figure of the plant the line stands in, and no plant is given",
                         "give the plant", text=asked.figure)]  # fmt: skip
    near = ", ".join(near_measures(asked.figure, known))
    return [_problem(document, "figure", "what_if.unknown_figure", f"the line has no figure named {asked.figure!r}",
                     f"did you mean one of: {near}", text=asked.figure, known=near)]  # fmt: skip


def ask_line(
    line_document: Document,
    question_document: Document,
    engine: Engine,
    *,
    standing: Standing | None = None,
    executor: Executor | None = None,
    tell: Tell | None = None,
) -> Asked:
    """Check a question and answer it: the number of runs and the warm-up are found here.

    Parameters
    ----------
    standing : The plant the line stands in; then each balance per tonne of its goods is a figure as well.
    executor : Any of `concurrent.futures`; here, one after another, if left out. The answer is the same.
    tell : Told (done, of) after each run; `of` grows where more runs turn out to be needed. False stops it.

    Raises
    ------
    InputError  Nothing good left the line that stands for the plant's year (`line.no_output`).
    SolveError  It was stopped (`what_if.stopped`).
    """
    read = read_question(line_document, question_document, standing)
    question = read.value
    if has_errors(read.problems):
        return Asked(question.line, question.what_if, None, read.problems)
    answer, basis = answer_in_place(question, Runner(engine, executor, tell))
    return Asked(question.line, question.what_if, answer, read.problems, basis)


def answer_question(question: Question, runner: Runner) -> WhatIfAnswer:
    """The answer to a question without problems."""
    return answer_in_place(question, runner)[0]


def answer_in_place(question: Question, runner: Runner) -> tuple[WhatIfAnswer, BalanceBasis | None]:
    """The same, with what stands behind its balances per tonne, where the question has a place."""
    asked, ready = question.what_if, get_ready(question, runner)
    measures, base = ready.measures, ready.base
    aim = Aim(
        measure=measures[asked.figure], exact=asked.exact, exact_amount=asked.exact_amount,
        sign_suffices=asked.until == "exact_or_sign", confidence=asked.confidence,
        first=asked.first, most=asked.most,
    )  # fmt: skip
    compared = compare(base, ready.others, measures, aim, runner)
    return _told(question, measures, aim, ready.warm_up, base, compared), ready.basis


@dataclass(frozen=True, slots=True)
class Ready:
    """What is run to answer a question: its figures, the warm-up, and runs of the line and of each other one."""

    measures: dict[str, Measure]
    warm_up: WarmUp
    base: Runs
    others: list[Runs]
    basis: BalanceBasis | None


def get_ready(question: Question, runner: Runner, pilots: Sequence[Line] | None = None) -> Ready:
    """Find the warm-up, and what stays of the plant's year where the question has a place.

    Parameters
    ----------
    pilots : Lines by which the warm-up is found; the line and all scenarios, if left out.
    """
    asked, measures, basis = question.what_if, measures_of(question.line), None
    horizon = asked.days * 86_400
    warm_up = _warm_up(asked, pilots or (question.line, *question.scenarios), horizon, runner)
    ask = Ask(warm_up.hours * 3600 + horizon, warm_up.hours * 3600, asked.seed)
    base, others = Runs.of(question.line, ask), [Runs.of(line, ask) for line in _named(question)]
    if question.place is not None:
        setting = standing_runs(question.place, base, ask, asked.first, runner)
        lines = {item.plan.line.id: item.plan.line for item in (base, *others)}
        measures |= RunBalances(setting, question.place.edition, lines).measures(question.line)
        basis = basis_of(question.place, setting, base)
    return Ready(measures, warm_up, base, others, basis)


def _named(question: Question) -> list[Line]:
    """The other lines under names of their own: a run tells which it was."""
    names = [item.id for item in question.what_if.scenarios]
    if len(names) != len(question.scenarios):
        names = [str(number) for number in range(len(question.scenarios))]
    return [
        replace(line, id=f"{question.line.id}/{name}") for name, line in zip(names, question.scenarios, strict=True)
    ]


def _told(
    question: Question,
    measures: Mapping[str, Measure],
    aim: Aim,
    warm_up: WarmUp,
    base: Runs,
    compared: Sequence[Compared],
) -> WhatIfAnswer:
    asked = question.what_if
    return WhatIfAnswer(
        line=question.line.id,
        question=asked.id,
        figure=asked.figure,
        unit=aim.measure.unit,
        confidence=asked.confidence,
        exact=wanted_half(aim, base.results),
        hours=asked.days * 24,
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


def _warm_up(asked: WhatIf, lines: Sequence[Line], horizon: float, runner: Runner) -> WarmUp:
    if asked.warm_up_hours is not None:
        return WarmUp(hours=asked.warm_up_hours, how="given")
    found = find_warm_up(lines, horizon, asked.seed, runner)
    if found is None:
        return WarmUp(hours=0.0, how="not_found")
    return WarmUp(hours=found / 3600, how="found" if found else "none_needed")
