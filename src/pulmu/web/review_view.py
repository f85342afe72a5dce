"""What pages of a review show: reviewers and applications by name, how far each is, conflicts and points in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pulmu.locale import Language, text
from pulmu.locale.reasons import act_text
from pulmu.locale.selection_words import points_number
from pulmu.model import Problem
from pulmu.services.records.crossing import Received
from pulmu.services.records.deciding import Review
from pulmu.services.reviewing.accounts import ReviewerAccounts
from pulmu.services.reviewing.opening import OpenedScores
from pulmu.support.review import Calibration
from pulmu.support.review.conflicts import Conflict
from pulmu.support.review.grounds import CALL
from pulmu.web.charts.interval_dots import Dot, interval_dots

LABEL_ROWS = 60
"""Rows of a picture at most; the table below has all."""


@dataclass(frozen=True, slots=True)
class Names:
    """What accounts and applications are called."""

    people: Mapping[str, str]
    applications: Mapping[str, str]

    @classmethod
    def of(
        cls, rows: Iterable[Mapping[str, Any]], accounts: ReviewerAccounts, others: Mapping[str, str],
        applications: Iterable[Received],
    ) -> "Names":  # fmt: skip
        """From the pool, the people of the workspace, and who was there."""
        pool = {str(row.get("reviewer")): str(row.get("name") or row.get("reviewer")) for row in rows}
        return cls({**others, **accounts.names, **pool}, {one.id: one.name or one.id for one in applications})

    def person(self, account: str) -> str:
        """Somebody's name; what they go by where there is none."""
        return self.people.get(account, account)

    def application(self, name: str) -> str:
        """The name of the firm that applied."""
        return self.applications.get(name, name)


@dataclass(frozen=True, slots=True)
class Part:
    """A reviewer's part in an application, as a list shows it."""

    reviewer: str
    name: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """An application with who judges it."""

    id: str
    name: str
    parts: list[Part]
    short: int


@dataclass(frozen=True, slots=True)
class ReviewerLoad:
    """How far a reviewer is."""

    account: str
    name: str
    assigned: int
    sealed: int
    declined: int
    is_gone: bool


def judged_rows(applications: Sequence[Received], reviews: Iterable[Review], names: Names, per: int) -> list[JudgedRow]:
    """Applications with their reviewers, and how many each still lacks."""
    parts: dict[str, list[Part]] = {}
    for one in reviews:
        parts.setdefault(one.application, []).append(
            Part(one.reviewer, names.person(one.reviewer), one.state, one.reason)
        )
    rows = []
    for item in applications:
        own = parts.get(item.id, [])
        standing = sum(part.state in ("assigned", "sealed") for part in own)
        rows.append(JudgedRow(item.id, names.application(item.id), own, max(0, per - standing)))
    return rows


def by_firm(problems: Iterable[Problem], names: Names) -> list[Problem]:
    """Problems of an application under the name of its firm, not the number of its receipt."""
    return [replace(item, place=names.application(item.place)) for item in problems]


def loads(reviews: Iterable[Review], names: Names, accounts: ReviewerAccounts) -> list[ReviewerLoad]:
    """How far each reviewer is, those with most left first."""
    states: dict[str, Counter[str]] = {}
    for one in reviews:
        states.setdefault(one.reviewer, Counter())[one.state] += 1
    found = [
        ReviewerLoad(who, names.person(who), count["assigned"], count["sealed"], count["declined"],
                     who not in accounts.names)
        for who, count in states.items()
    ]  # fmt: skip
    return sorted(found, key=lambda item: (-item.assigned, item.name))


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """A conflict in the reader's words."""

    reviewer: str
    application: str
    reviewer_name: str
    application_name: str
    ground: str
    ground_said: str
    evidence: str
    source: str
    may_be_cleared: bool


def shown_conflicts(found: Iterable[Conflict], names: Names, language: Language) -> list[ShownConflict]:
    """Conflicts, those that wait for somebody to look first."""
    rows = [
        ShownConflict(
            one.reviewer, one.application, names.person(one.reviewer), names.application(one.application), one.ground,
            ground_words(one.ground, language), one.evidence, _source(one, language),
            one.may_be_cleared,
        )
        for one in found
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (not row.may_be_cleared, row.reviewer_name, row.application_name))


def _source(item: Conflict, language: Language) -> str:
    """The act, or that the call itself says so."""
    return text("web.review_pool.notice", language) if item.source == CALL else act_text(item.source, language)


def ground_words(ground: str, language: Language) -> str:
    """Why somebody may not judge."""
    return text(f"cli.review.ground.{ground}", language)


@dataclass(frozen=True, slots=True)
class ShownPoints:
    """Points of an application beside those that were given."""

    name: str
    given: list[tuple[str, str]]
    mean: str
    calibrated: str
    interval: str


@dataclass(frozen=True, slots=True)
class ShownLeniency:
    """How lenient a reviewer is."""

    name: str
    scores: int
    leniency: str
    interval: str


@dataclass(frozen=True, slots=True)
class ShownCalibration:
    """Points of a call, of one criterion where not everybody judges all; with their pictures."""

    id: str
    answer: str
    rows: list[ShownPoints]
    points: str
    reviewers: list[ShownLeniency]
    leniency: str


def shown_scores(opened: OpenedScores, names: Names, language: Language) -> list[ShownCalibration]:
    """Every calibration of a call."""
    return [_calibration(key, one, opened, names, language) for key, one in opened.by_criterion.items()]


def _calibration(
    key: str, found: Calibration, opened: OpenedScores, names: Names, language: Language
) -> ShownCalibration:
    given: dict[str, list[tuple[str, str]]] = {}
    for review, points in opened.given:
        if key == "total" or key in points.points:
            value = points.total if key == "total" else points.points[key]
            given.setdefault(review.application, []).append((names.person(review.reviewer), points_number(value)))
    best = sorted(found.applications, key=lambda item: (-item.calibrated, item.application))
    people = sorted(found.reviewers, key=lambda item: (-item.leniency, item.reviewer))
    return ShownCalibration(
        key,
        text(f"web.review_scores.{_believed(found)}", language),
        [
            ShownPoints(
                names.application(item.application), given.get(item.application, []), points_number(item.mean),
                points_number(item.calibrated), _interval(item.low, item.high, language),
            )
            for item in best
        ],
        interval_dots(text("web.review_scores.points_picture", language), [
            Dot(names.application(item.application), points_number(item.calibrated), item.calibrated / 100,
                _share(item.low), _share(item.high), item.mean / 100 if found.believed else None)
            for item in best[:LABEL_ROWS]
        ]),
        [
            ShownLeniency(names.person(item.reviewer), item.scores, _signed(item.leniency),
                          f"{_signed(item.low)} ~ {_signed(item.high)}")
            for item in people
        ],
        interval_dots(text("web.review_scores.leniency_picture", language), [
            Dot(names.person(item.reviewer), _signed(item.leniency), item.leniency / 100, item.low / 100,
                item.high / 100)
            for item in people[:LABEL_ROWS]
        ], zero=True) if found.believed else "",
    )  # fmt: skip


def _believed(found: Calibration) -> str:
    return "believed" if found.believed else "not_asked" if found.level < 0 else "not_believed"


def _interval(low: int | None, high: int | None, language: Language) -> str:
    if low is None or high is None:
        return text("web.review_scores.no_interval", language)
    return f"{points_number(low)} ~ {points_number(high)}"


def _share(value: int | None) -> float | None:
    return None if value is None else value / 100


def _signed(value: int) -> str:
    return f"{'+' if value > 0 else ''}{points_number(value)}"
