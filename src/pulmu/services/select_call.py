"""Who is chosen in a call: from its terms, its applications and the reviewers' scores to a list with reasons."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pulmu.model import Answer, Document, Problem, decode, has_errors, problem
from pulmu.model.application_table import ApplicationRow, ApplicationTable, ScoreTable
from pulmu.model.call import Call, CallQuota
from pulmu.model.programme import Programme
from pulmu.services._call_entered import Entered, Left
from pulmu.services._call_facts import CallRules, Standing
from pulmu.services._call_scores import Points, calibrated, points_of_scores, points_of_table
from pulmu.support.calls import hundredths, read_call
from pulmu.support.programme import ProgrammeRules
from pulmu.support.review import Calibration, draw_points
from pulmu.support.selection import (
    Candidate,
    Chances,
    Had,
    Kind,
    LadderOutcome,
    LadderTerms,
    Nominee,
    Quota,
    Reason,
    Selection,
    Tell,
    Terms,
    TieKey,
    Track,
    award,
    chances_of,
    check_selection,
    reasons_of,
    resampled_reviewers,
    select,
    untold,
)


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
    else:
        read = decode(ScoreTable, scores)
        problems += read.problems
        known = frozenset(entered.rows_by_id)
        read_well = not has_errors(read.problems)
        points, wrong = points_of_scores(read.value, scores, call, known, judged) if read_well else ({}, [])
    problems += wrong
    if has_errors(problems):
        return SelectedCall(None, tuple(problems))
    evened = None
    if scores is not None and points and call.reviewing is not None and call.reviewing.calibration == "additive":
        points, evened = calibrated(decode(ScoreTable, scores).value, points)
    candidates = [
        _candidate(row, entered.standings[row.id], points[row.id], call, entered.facts[row.id]) for row in entered.rows
    ]
    terms = terms_of(call)
    problems += check_selection(candidates, terms)
    if has_errors(problems):
        return SelectedCall(None, tuple(problems))
    chosen = _chosen(entered, candidates, terms, points, _Draws(draws, seed, evened), tell)
    return SelectedCall(chosen, tuple(problems))


def _chosen(
    entered: Entered, candidates: list[Candidate], terms: Terms, points: dict[str, Points], draws: "_Draws", tell: Tell
) -> Chosen:
    call = entered.call
    selection, reasons, ladder, chances = None, tuple[Reason, ...](), None, None
    if call.ladder is None:
        selection = select(candidates, terms, tell=tell)
        reasons = reasons_of(selection, reserves=call.choosing.reserves)
        if draws.number and all(item.given for item in points.values()):
            chances = chances_of(selection, draws.points(selection, points))
    else:
        nominees = [Nominee(item, _had(row)) for item, row in zip(candidates, entered.rows, strict=True)]
        ladder = award(nominees, ladder_terms(call, terms))
    asked = Counter(fact for row in entered.rows if not row.eligible for fact in entered.standings[row.id].asks)
    return Chosen(
        call, entered.rules.rules, entered.rows_by_id, tuple(entered.left), selection,
        reasons, ladder, tuple(asked.most_common()), chances, draws.evened,
    )  # fmt: skip


def terms_of(call: Call) -> Terms:
    """A call's terms as the selection takes them."""
    choosing = call.choosing
    return Terms(
        choosing.mode,
        call.budget_krw,
        call.places,
        tuple(Track(item.id, item.places, item.budget_krw) for item in call.tracks),
        tuple(map(_quota, call.quotas)),
        0 if choosing.passing_points is None else hundredths(choosing.passing_points),
        most_bonus=None if call.most_bonus is None else hundredths(call.most_bonus),
        most_of_group=choosing.per_group,
        ties=tuple(TieKey(item.by, item.order == "more") for item in choosing.ties if item.by != "lot"),
        lot_seed=choosing.lot_seed,
        over_budget="pass_over" if choosing.beyond_budget == "next" else "end",
    )  # fmt: skip


def ladder_terms(call: Call, terms: Terms) -> LadderTerms:
    """A call's ladder as the awarding takes it.

    Raises
    ------
    ValueError  The call has none.
    """
    if call.ladder is None:
        raise ValueError(call.id)
    kinds = tuple(
        Kind(
            rung.id, rung.places, rung.grade or "", None if rung.least_points is None else hundredths(rung.least_points)
        )
        for rung in call.ladder.rungs
    )
    return LadderTerms(kinds, terms, call.ladder.no_repeat, call.ladder.repeat_years, call.year)


def _quota(told: CallQuota) -> Quota:
    shares = (_share(told.least_share), _share(told.most_share))
    return Quota(told.id, told.id, told.least, told.most, *shares)


def _share(told: float | None) -> Fraction | None:
    """A share as it was written: 0.4 is two fifths, not the binary number near it."""
    return None if told is None else Fraction(repr(told))


def _candidate(row: ApplicationRow, standing: Standing, points: Points, call: Call, facts: dict[str, Any]) -> Candidate:
    members = frozenset(name for name, answer in standing.quotas.items() if answer is Answer.YES)
    group = " ".join(row.group.split()).casefold()
    return Candidate(
        row.id, points.total, standing.bonus, row.asked_krw or 0, row.track or "", members,
        frozenset({group}) if group else frozenset(), tuple(_ties(row, standing, points, call, facts)),
    )  # fmt: skip


def _ties(
    row: ApplicationRow, standing: Standing, points: Points, call: Call, facts: dict[str, Any]
) -> Iterator[tuple[str, int]]:
    known: dict[str, int | None] = {
        "bonus": standing.bonus,
        "asked_krw": row.asked_krw,
        "received": None if row.received is None else int(datetime.fromisoformat(row.received).timestamp()),
        **points.by_criterion,
    }
    for tie in call.choosing.ties:
        value = known.get(tie.by)
        if value is None and isinstance(facts.get(tie.by), float):
            value = round(facts[tie.by] * 1_000_000)
        if value is not None:
            yield tie.by, value


def _had(row: ApplicationRow) -> tuple[Had, ...] | None:
    return None if row.had is None else tuple(Had(item.kind, item.year) for item in row.had)


@dataclass(frozen=True, slots=True)
class _Draws:
    """How points are drawn again: as the calibration allows, or from each application's own reviewers."""

    number: int
    seed: int
    evened: Calibration | None

    def points(self, selection: Selection, points: dict[str, Points]) -> NDArray[np.int64]:
        """(draws, applications)  Points without bonus, in the order of the selection. [hundredths of a point]"""
        if self.evened is None:
            given = [points[item.id].given for item in selection.ranked]
            return resampled_reviewers(given, self.number, np.random.default_rng(self.seed))
        place = {item.application: number for number, item in enumerate(self.evened.applications)}
        drawn = draw_points(self.evened, self.number, self.seed)
        return np.maximum(drawn[:, [place[item.id] for item in selection.ranked]], 0)
