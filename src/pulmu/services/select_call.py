"""Who is chosen in a call: from its terms, its applications and the reviewers' scores to a list with reasons."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pulmu.model import Document, Problem, decode, has_errors, problem
from pulmu.model.application_table import ApplicationRow, ApplicationTable, ScoreTable
from pulmu.model.call import Call
from pulmu.model.programme import Programme
from pulmu.services._call_candidates import Choice, choice_of
from pulmu.services._call_chances import chances_of_choice
from pulmu.services._call_entered import Entered, Left
from pulmu.services._call_facts import CallRules
from pulmu.services._call_points import Scored
from pulmu.services._call_scores import points_of_scores, points_of_table
from pulmu.support.calls import read_call
from pulmu.support.programme import ProgrammeRules
from pulmu.support.review import Calibration
from pulmu.support.selection import Chances, LadderOutcome, Reason, Selection, Tell, untold


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, with what it rests on.

    Parameters
    ----------
    selection, reasons : Of a call without a ladder of awards.
    ladder : Of a call with one.
    open_facts : Facts that are not told and could still keep applications out, with how many.
    chances : Where points were drawn again.
    evened : Where lenient and harsh reviewers were evened out.
    """

    call: Call
    rules: ProgrammeRules
    rows: dict[str, ApplicationRow]
    left: tuple[Left, ...]
    selection: Selection | None
    reasons: tuple[Reason, ...]
    ladder: LadderOutcome | None
    open_facts: tuple[tuple[str, int], ...]
    chances: Chances | None = None
    evened: Calibration | None = None


@dataclass(frozen=True, slots=True)
class SelectedCall:
    """The list, or what stands in its way."""

    chosen: Chosen | None
    problems: tuple[Problem, ...]


def read_terms(
    document: Document, programmes: Iterable[Programme]
) -> tuple[Call | None, Programme | None, tuple[Problem, ...]]:
    """The call in a document and the programme it names; what is wrong with them."""
    known = {item.id: item for item in programmes}
    tree = document.tree if isinstance(document.tree, dict) else {}
    programme = known.get(str(tree.get("programme")))
    decoded = read_call(document, programme)
    problems = decoded.problems
    if programme is None and not has_errors(problems):
        listed = ", ".join(sorted(known))
        problems = (*problems, problem("applications.programme_unknown", document.place(("programme",)),
                                       f"there is no programme {decoded.value.programme!r}", f"use one of: {listed}",
                                       text=decoded.value.programme, known=listed))  # fmt: skip
    return (None if has_errors(problems) else decoded.value), programme, problems


def select_call(
    call: Call,
    programme: Programme,
    applications: Document,
    scores: Document | None = None,
    *,
    draws: int = 0,
    seed: int = 0,
    tell: Tell = untold,
) -> SelectedCall:
    """Choose among the applications of a call.

    Parameters
    ----------
    applications, scores : As the reader of tables gives them.
    draws : How often reviewers are drawn again for the chance of each application; needs their scores.
    tell : Is told how far the choosing is, as by `select`; what it raises ends it.
    """
    table = decode(ApplicationTable, applications)
    problems = list(table.problems)
    if has_errors(problems):
        return SelectedCall(None, tuple(problems))
    rules = CallRules(programme, call)
    entered = Entered(call, rules, applications, table.value)
    problems += entered.problems
    judged = frozenset(row.id for row in entered.rows)
    if scores is None:
        points, wrong = points_of_table(entered.all, applications, call, judged)
        given = Scored(points, {}, False)
    else:
        read = decode(ScoreTable, scores)
        problems += read.problems
        known = frozenset(entered.rows_by_id)
        read_well = not has_errors(read.problems)
        given, wrong = points_of_scores(read.value, scores, call, known, judged) if read_well else (_NOBODY, [])
    problems += wrong
    if has_errors(problems):
        return SelectedCall(None, tuple(problems))
    entrants = [entered.entrant(row, entered.standings[row.id]) for row in entered.rows]
    choice, found = choice_of(call, entrants, given.points, tell)
    problems += found
    if choice is None:
        return SelectedCall(None, tuple(problems))
    chances = chances_of_choice(call, choice, given, draws, seed) if draws and given.has_spread() else None
    return SelectedCall(_chosen(entered, choice, given, chances), tuple(problems))


_NOBODY = Scored({}, {}, False)


def _chosen(entered: Entered, choice: Choice, given: Scored, chances: Chances | None) -> Chosen:
    asked = Counter(fact for row in entered.rows if not row.eligible for fact in entered.standings[row.id].asks)
    return Chosen(
        entered.call, entered.rules.rules, entered.rows_by_id, tuple(entered.left), choice.selection, choice.reasons,
        choice.ladder, tuple(asked.most_common()), chances,
        given.calibrations.get("total") if given.is_evened else None,
    )  # fmt: skip
