"""Points of applications from what reviewers gave: whole hundredths, and everything that is wrong with them."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pulmu.model import Document, Problem, problem
from pulmu.model.application_table import ApplicationTable, ScoreTable
from pulmu.model.call import Call, Criterion
from pulmu.model.errors import warning
from pulmu.support.calls import hundredths
from pulmu.support.review import Calibration, Score, calibrate

_LEFT_OUT = 2
"""Reviewers left out where the highest and the lowest do not count."""


@dataclass(frozen=True, slots=True)
class Points:
    """Points of one application. [hundredths of a point]

    Parameters
    ----------
    given : Sum of each reviewer who counts; empty where only means are told.
    """

    total: int
    by_criterion: Mapping[str, int]
    given: tuple[int, ...] = ()


def points_of_table(
    table: ApplicationTable, document: Document, call: Call, judged: frozenset[str]
) -> tuple[dict[str, Points], list[Problem]]:
    """Points of those who are judged, as the table of applications tells them."""
    found: dict[str, Points] = {}
    problems: list[Problem] = []
    for number, row in enumerate(table.applications):
        if row.id not in judged:
            continue
        path = ("applications", number)
        wrong = list(_wrong_points(row.points, call.criteria, document, path, by_step=False))
        problems += wrong
        if not wrong:
            means = {name: hundredths(value) for name, value in row.points.items()}
            found[row.id] = Points(sum(means.values()), means)
    return found, problems


def points_of_scores(
    scores: ScoreTable, document: Document, call: Call, known: frozenset[str], judged: frozenset[str]
) -> tuple[dict[str, Points], list[Problem]]:
    """Means over the reviewers of each application; halves are rounded up.

    Parameters
    ----------
    known, judged : Ids of all applications, and of those that must have scores.
    """
    problems: list[Problem] = []
    given: dict[str, dict[str, dict[str, int]]] = defaultdict(dict)
    for number, row in enumerate(scores.scores):
        path = ("scores", number)
        wrong = list(_wrong_points(row.points, call.criteria, document, path, by_step=True))
        if row.application not in known:
            wrong.append(problem("applications.score_of_nobody", document.place((*path, "application")),
                                 f"there is no application {row.application!r}", "check its number",
                                 text=row.application))  # fmt: skip
        if row.reviewer in given[row.application]:
            said = f"{row.reviewer!r} judges {row.application!r} twice"
            wrong.append(problem("applications.score_twice", document.place(path), said, "keep one of the two rows",
                                 reviewer=row.reviewer, application=row.application))  # fmt: skip
        problems += wrong
        if not wrong:
            given[row.application][row.reviewer] = {name: hundredths(value) for name, value in row.points.items()}
    problems += _wrong_counts(given, document, call, judged)
    return {name: mean_points(list(rows.values()), call) for name, rows in given.items() if rows}, problems


def calibrated(scores: ScoreTable, points: Mapping[str, Points]) -> tuple[dict[str, Points], Calibration]:
    """Points evened out for lenient and harsh reviewers; criteria stay means, for ties. Never below none."""
    rows = [row for row in scores.scores if row.application in points]
    told = [Score(row.reviewer, row.application, sum(map(hundredths, row.points.values()))) for row in rows]
    found = calibrate(told)
    evened = {item.application: max(0, item.calibrated) for item in found.applications}
    return {name: dataclasses.replace(item, total=evened[name]) for name, item in points.items()}, found


def _wrong_points(
    points: Mapping[str, float],
    criteria: tuple[Criterion, ...],
    document: Document,
    path: tuple[str | int, ...],
    *,
    by_step: bool,
) -> Iterator[Problem]:
    known = {item.id: item for item in criteria}
    for item in criteria:
        if item.id not in points:
            yield problem("applications.points_missing", document.place((*path, "points", item.id)),
                          f"there are no points for {item.id}", "give them, or the reviewers' scores by --scores",
                          criterion=item.id)  # fmt: skip
    for name, value in points.items():
        place = document.place((*path, "points", name))
        if name not in known:
            listed = ", ".join(known)
            yield problem("applications.criterion_unknown", place, f"{name!r} is no criterion of the call",
                          f"use: {listed}", text=name, known=listed)  # fmt: skip
            continue
        try:
            counted = hundredths(value)
        except ValueError:
            yield problem("applications.decimals", place, f"{value} has more than two decimals",
                          "points count in hundredths: give at most two decimals", text=value)  # fmt: skip
            continue
        if counted > hundredths(known[name].most):
            said, most = f"{value:g} is more than the {known[name].most:g} of {name}", f"{known[name].most:g}"
            yield problem("applications.over_most", place, said, "correct the points", text=f"{value:g}", most=most,
                          criterion=name)  # fmt: skip
        elif by_step and counted % hundredths(known[name].step):
            yield problem("applications.off_step", place, f"{value:g} does not go by steps of {known[name].step:g}",
                          "correct the points", text=f"{value:g}", step=f"{known[name].step:g}")  # fmt: skip


def _wrong_counts(
    given: Mapping[str, Mapping[str, object]], document: Document, call: Call, judged: frozenset[str]
) -> Iterator[Problem]:
    wanted = None if call.reviewing is None else call.reviewing.per_application
    for name in sorted(judged):
        count = len(given.get(name, ()))
        if count == 0:
            yield problem("applications.no_scores", document.place(()), f"{name} has no scores",
                          "add its scores, or mark it as not complete or not eligible", application=name)  # fmt: skip
        elif wanted is not None and count != wanted:
            said, mend = f"{name} has {count} reviewers, not {wanted}", "check whether scores are missing"
            yield warning("applications.scores_count", document.place(()), said, mend, application=name, count=count,
                          wanted=wanted)  # fmt: skip


def mean_points(rows: list[Mapping[str, int]], call: Call) -> Points:
    """Means over reviewers of what each gave, by criterion and together; halves up. [hundredths of a point]"""
    rows = sorted(rows, key=lambda row: sum(row.values()))
    left_out = call.reviewing is not None and call.reviewing.leave_out == "highest_and_lowest"
    if left_out and len(rows) > _LEFT_OUT:
        rows = rows[1:-1]
    totals = [sum(row.values()) for row in rows]
    means = {item.id: _half_up(sum(row[item.id] for row in rows), len(rows)) for item in call.criteria}
    return Points(_half_up(sum(totals), len(totals)), means, tuple(totals))


def _half_up(total: int, count: int) -> int:
    return (2 * total + count) // (2 * count)
