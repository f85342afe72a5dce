"""Points of a call's applications from what its reviewers gave, whether they stand in a table or were sealed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pulmu.model import SolveError
from pulmu.model.call import Call
from pulmu.support.review import LEVEL, Calibration, Score, calibrate, draw_points
from pulmu.support.selection import resampled_reviewers

_EXTREMES = 2
"""Reviewers left out where the highest and the lowest do not count."""
_TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Given:
    """What one reviewer gave one application, by criterion. [hundredths of a point]"""

    reviewer: str
    application: str
    points: Mapping[str, int]

    @property
    def total(self) -> int:
        """Of all criteria it was judged by. [hundredths of a point]"""
        return sum(self.points.values())


@dataclass(frozen=True, slots=True)
class Points:
    """Points of one application. [hundredths of a point]

    Parameters
    ----------
    by_criterion : Means over its reviewers, halves up; they decide between equal totals.
    parts : What each reviewer who counts gave: the total, or each criterion where some judge some criteria only;
        empty where only means are told.
    """

    total: int
    by_criterion: Mapping[str, int]
    parts: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """Points of all who were judged, and how lenient their reviewers are, for each part."""

    points: dict[str, Points]
    calibrations: dict[str, Calibration]
    is_evened: bool

    def has_spread(self) -> bool:
        """Whether it can be told how far chance moves the points: somebody was judged by two."""
        return any(len(part) > 1 for item in self.points.values() for part in item.parts)

    def drawn(self, ids: Sequence[str], number: int, seed: int) -> NDArray[np.int64]:
        """(draws, applications)  Points as they may as well be. The same seed gives the same. [hundredths of a point]

        As the calibration allows where reviewers are evened out; else each application's reviewers drawn again.

        Raises
        ------
        SolveError  Every application has one score: nobody can tell how far chance moves it (`review.no_spread`).
        """
        if not self.has_spread():
            raise SolveError.of("review.no_spread", "scores",
                                "every application has one score, so that nobody can tell how far chance moves it",
                                "have applications scored by two reviewers or more")  # fmt: skip
        return self._around(ids, number, seed) if self.is_evened else self._again(ids, number, seed)

    def _around(self, ids: Sequence[str], number: int, seed: int) -> NDArray[np.int64]:
        together = np.zeros((number, len(ids)), dtype=np.int64)
        at = {name: place for place, name in enumerate(ids)}
        for offset, calibration in enumerate(self.calibrations.values()):
            drawn = draw_points(calibration, number, seed + offset)
            for place, item in enumerate(calibration.applications):
                if item.application in at:
                    together[:, at[item.application]] += drawn[:, place]
        return np.maximum(together, 0)

    def _again(self, ids: Sequence[str], number: int, seed: int) -> NDArray[np.int64]:
        together = np.zeros((number, len(ids)), dtype=np.int64)
        random = np.random.default_rng(seed)
        most = max((len(self.points[name].parts) for name in ids), default=0)
        for part in range(most):
            given = [self.points[name].parts[part] if part < len(self.points[name].parts) else () for name in ids]
            together += resampled_reviewers(given, number, random)
        return together


def scored(call: Call, given: Iterable[Given]) -> Scored:
    """Points of everyone who was judged: evened out where the call says so, else the mean; never below none."""
    kept = _without_extremes(call, list(given))
    names = [one.id for one in call.criteria]
    by_total = all(len(item.points) == len(names) for item in kept)
    calibrations = _calibrations(kept, names, LEVEL if evens_out(call) else None, by_total=by_total)
    totals = totals_of(calibrations)
    means, parts = _means(kept), _parts(kept, names, by_total=by_total)
    points = {key: Points(total, means[key], parts[key]) for key, total in totals.items()}
    return Scored(points, calibrations, evens_out(call))


def mean_points(rows: Sequence[Mapping[str, int]], call: Call) -> Points:
    """Means of one application over its reviewers, who judged it by every criterion. [hundredths of a point]"""
    kept = _without_extremes(call, [Given(f"{number:09}", "", row) for number, row in enumerate(rows)])
    totals = tuple(item.total for item in kept)
    return Points(half_up(sum(totals), len(totals)), _means(kept)[""], (totals,))


def evens_out(call: Call) -> bool:
    """Whether lenient and harsh reviewers are evened out."""
    return call.reviewing is not None and call.reviewing.calibration == "additive"


def totals_of(calibrations: Mapping[str, Calibration]) -> dict[str, int]:
    """Points of each application over all parts. [hundredths of a point]"""
    totals: dict[str, int] = {}
    for calibration in calibrations.values():
        for item in calibration.applications:
            totals[item.application] = totals.get(item.application, 0) + item.calibrated
    return {key: max(0, value) for key, value in totals.items()}


def _calibrations(
    given: list[Given], names: list[str], level: float | None, *, by_total: bool
) -> dict[str, Calibration]:
    """One for the total, by the name ``total``; or one for each criterion, where some judge some criteria only."""
    if by_total:
        parts = {_TOTAL: [Score(one.reviewer, one.application, one.total) for one in given]}
    else:
        parts = {name: [Score(one.reviewer, one.application, one.points[name]) for one in given if name in one.points]
                 for name in names}  # fmt: skip
    believed = -1.0 if level is None else level  # no probability is as small: the mean stays
    return {name: calibrate(scores, level=believed) for name, scores in parts.items() if scores}


def _without_extremes(call: Call, given: list[Given]) -> list[Given]:
    """Without the highest and the lowest of each application, where more than two judged it and the call says so.

    Where reviewers are evened out nobody is left out: that is what their calibration is for.
    """
    if evens_out(call) or call.reviewing is None or call.reviewing.leave_out != "highest_and_lowest":
        return given
    kept: list[Given] = []
    for items in _by_application(given).values():
        items.sort(key=lambda item: (item.total, item.reviewer))
        kept += items[1:-1] if len(items) > _EXTREMES else items
    return kept


def _means(given: list[Given]) -> dict[str, dict[str, int]]:
    """Means of each criterion, halves up."""
    return {
        key: {name: half_up(sum(values), len(values)) for name, values in _by_criterion(items).items()}
        for key, items in _by_application(given).items()
    }


def _parts(given: list[Given], names: list[str], *, by_total: bool) -> dict[str, tuple[tuple[int, ...], ...]]:
    found: dict[str, tuple[tuple[int, ...], ...]] = {}
    for key, items in _by_application(given).items():
        values = _by_criterion(items)
        found[key] = (
            (tuple(item.total for item in items),) if by_total else tuple(tuple(values.get(name, ())) for name in names)
        )
    return found


def _by_criterion(items: Iterable[Given]) -> dict[str, list[int]]:
    values: dict[str, list[int]] = defaultdict(list)
    for item in items:
        for name, value in item.points.items():
            values[name].append(value)
    return values


def _by_application(given: Iterable[Given]) -> dict[str, list[Given]]:
    """In one order, whatever the order of the file."""
    found: dict[str, list[Given]] = defaultdict(list)
    for item in sorted(given, key=lambda one: (one.application, one.reviewer)):
        found[item.application].append(item)
    return found


def half_up(total: int, count: int) -> int:
    """A mean in whole hundredths."""
    return (2 * total + count) // (2 * count)
