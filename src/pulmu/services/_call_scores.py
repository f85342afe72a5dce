"""Points of applications from what reviewers gave: whole hundredths, and everything that is wrong with them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pulmu.model import Document, Problem, problem
from pulmu.model.application_table import ApplicationTable, ScoreTable
from pulmu.model.call import Call, Criterion
from pulmu.model.errors import warning
from pulmu.services._call_points import Given, Points, Scored, scored
from pulmu.support.calls import hundredths


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
) -> tuple[Scored, list[Problem]]:
    """Points from what each reviewer gave; of nobody where there are no scores.

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
    told = [Given(reviewer, name, row) for name, rows in given.items() for reviewer, row in rows.items()]
    return (scored(call, told) if told else Scored({}, {}, False)), problems


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
