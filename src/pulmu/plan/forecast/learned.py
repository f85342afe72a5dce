"""Models that learn a day's load from days before: boosted medians, and a forest that keeps whole distributions."""

import importlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from pulmu.model import OutsideError
from pulmu.plan.forecast.load import Values

LEVELS: Values = np.arange(0.025, 1.0, 0.05)
"""Of the quantiles a forest tells: the middles of twenty equal parts."""

_KEPT = 8
"""Powers kept of each leaf."""


class Model(Protocol):
    """What was learned."""

    def predict(self, rows: Values) -> Values:
        """From (rows, features) to (rows, quantiles), of equal weight each, not below zero. [kW]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What is learned from.

    Parameters
    ----------
    rows : (days, slots, features)
    power : (days, slots)  NaN where it is missing: such a slot teaches nothing. [kW]
    """

    rows: Values
    power: Values

    def flat(self, days: NDArray[np.int64] | slice = slice(None)) -> tuple[Values, Values]:
        """Rows and powers of some days, of slots that are there."""
        power = self.power[days].ravel()
        there = ~np.isnan(power)
        return self.rows[days].reshape(len(power), -1)[there], power[there]


def has_lightgbm() -> bool:
    """Whether models can be learned here."""
    return importlib.util.find_spec("lightgbm") is not None


def _lightgbm() -> Any:
    try:
        return importlib.import_module("lightgbm")
    except ImportError:
        raise OutsideError.of(
            "outside.forecast_not_installed", "", "the package a forecast learns with is not installed: lightgbm",
            'install Pulmu as ".[plan]"', missing="lightgbm", extra="plan",
        ) from None  # fmt: skip


def _settings(seed: int) -> dict[str, object]:
    return {"num_threads": 1, "deterministic": True, "force_row_wise": True, "verbose": -1, "seed": seed}


# Boosted medians


@dataclass(frozen=True, slots=True, eq=False)
class _Median:
    booster: Any

    def predict(self, rows: Values) -> Values:
        found: Values = np.maximum(self.booster.predict(rows, num_threads=1), 0.0)[:, None]
        return found


def learn_median(
    lesson: Lesson, seed: int, *, leaves: int = 15, trees: int = 120, half_life: float | None = None
) -> Model:
    """Boosted trees that minimise the absolute error.

    Parameters
    ----------
    half_life : Days after which a day weighs half; None where all weigh alike.
    """
    lightgbm = _lightgbm()
    rows, power = lesson.flat()
    weight = None
    if half_life is not None:
        days, slots = lesson.power.shape
        age = np.repeat(np.arange(days)[::-1], slots)[~np.isnan(lesson.power.ravel())]
        weight = 0.5 ** (age / half_life)
    settings = _settings(seed) | {
        "objective": "l1", "num_leaves": leaves, "learning_rate": 0.05, "min_data_in_leaf": 60,
        "feature_fraction": 0.6, "bagging_fraction": 0.7, "bagging_freq": 1,
    }  # fmt: skip
    return _Median(lightgbm.train(settings, lightgbm.Dataset(rows, power, weight=weight), trees))


def learn_plain(lesson: Lesson, seed: int) -> Model:
    """LightGBM with the absolute error and otherwise as it comes: what ours is measured by."""
    lightgbm = _lightgbm()
    rows, power = lesson.flat()
    settings = _settings(seed) | {"objective": "l1", "bagging_fraction": 0.9, "bagging_freq": 1}
    return _Median(lightgbm.train(settings, lightgbm.Dataset(rows, power), 100))


# A forest of distributions


@dataclass(frozen=True, slots=True, eq=False)
class _Grove:
    """Trees that learned from the same days, and for each of their leaves some of the powers that fell into it.

    Parameters
    ----------
    kept : Of each tree, (leaves, kept).
    """

    booster: Any
    kept: tuple[Values, ...]

    def powers(self, rows: Values) -> Values:
        """Powers of all leaves a row falls into. (rows, trees times kept)"""
        leaves = self.booster.predict(rows, pred_leaf=True, num_threads=1).astype(np.int64)
        return np.concatenate([kept[leaves[:, tree]] for tree, kept in enumerate(self.kept)], axis=1)


@dataclass(frozen=True, slots=True)
class _Forest:
    groves: Sequence[_Grove]

    def predict(self, rows: Values) -> Values:
        powers = np.concatenate([grove.powers(rows) for grove in self.groves], axis=1)
        found: Values = np.quantile(powers, LEVELS, axis=1).T
        return found


def learn_forest(
    lesson: Lesson, seed: int, *, groves: int = 8, trees: int = 25, leaves: int = 60, half_life: float | None = None
) -> Model:
    """Trees grown on days drawn at random; a forecast is the distribution of the powers in its leaves.

    Drawn are days and not slots: slots of one day are much alike, and trees that saw them all would agree too readily.

    Parameters
    ----------
    half_life : Days after which a day is drawn half as readily; None where all are alike.
    Source: N. Meinshausen, Quantile regression forests, JMLR 7 (2006), with some powers kept of each leaf.
    """
    draws = np.random.default_rng(seed)
    days = len(lesson.power)
    share = np.ones(days) if half_life is None else 0.5 ** (np.arange(days)[::-1] / half_life)
    few, share = max(1, int(0.6 * days)), share / share.sum()
    return _Forest([
        _grow(lesson, np.sort(draws.choice(days, few, replace=False, p=share)), draws, trees, leaves)
        for _ in range(groves)
    ])  # fmt: skip


def _grow(lesson: Lesson, days: NDArray[np.int64], draws: np.random.Generator, trees: int, leaves: int) -> _Grove:
    lightgbm = _lightgbm()
    rows, power = lesson.flat(days)
    settings = _settings(int(draws.integers(1 << 30))) | {
        "boosting_type": "rf", "objective": "l2", "num_leaves": leaves, "min_data_in_leaf": 40,
        "feature_fraction": 0.4, "bagging_fraction": 0.7, "bagging_freq": 1,
    }  # fmt: skip
    # Of its root: a power of 600 kW should not split all trees for itself.
    booster = lightgbm.train(settings, lightgbm.Dataset(rows, np.sqrt(np.maximum(power, 0.0))), trees)
    fallen = booster.predict(rows, pred_leaf=True, num_threads=1).astype(np.int64)
    return _Grove(booster, tuple(_keep(fallen[:, tree], power, draws) for tree in range(fallen.shape[1])))


def _keep(leaf: NDArray[np.int64], power: Values, draws: np.random.Generator) -> Values:
    """For each leaf some of its powers at random, over again where it has few."""
    mixed = draws.permutation(len(power))
    order = mixed[np.argsort(leaf[mixed], kind="stable")]
    first = np.searchsorted(leaf[order], np.arange(leaf.max() + 1))
    size = np.diff(np.append(first, len(power)))
    place = first[:, None] + np.arange(_KEPT) % np.maximum(size, 1)[:, None]
    found: Values = power[order][np.minimum(place, len(power) - 1)]
    return found
