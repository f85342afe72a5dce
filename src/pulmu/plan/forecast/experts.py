"""Forecasts of a day by several experts at once: plain rules, typical and similar days, and learned models."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from pulmu.plan.forecast.features import FEATURES, features
from pulmu.plan.forecast.learned import LEVELS, Lesson, Model, learn_forest, learn_median
from pulmu.plan.forecast.load import Load, Values, kinds_of
from pulmu.plan.forecast.rules import NAIVE, TYPICAL, Rule
from pulmu.plan.forecast.similar import SIMILAR

LEARNED_DAYS = 28
"""Days of history without which nothing is learned: fewer teach a model its noise."""

_FIRST_LESSON = 14
"""First day that teaches: before it, days alike are too few to be shown."""

Tell = Callable[[int, int], None]
"""Is told how many days were gone through, and of how many."""


def tell_nobody(done: int, of: int) -> None:
    """Nobody wants to know."""


Learner = Callable[[Lesson, int], Model]

LEARNERS: dict[str, Learner] = {
    "median": lambda lesson, seed: learn_median(lesson, seed, half_life=30.0),
    "forest": learn_forest,
    "forest_recent": lambda lesson, seed: learn_forest(lesson, seed + 1, half_life=60.0),
}
"""Models that are learned, by name; they do not see what is known ahead."""

_SEERS = ("median", "forest")

SEEING = "_seeing"
"""End of the name of a model that does, beside the same one that does not: only so can be told whether it helps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Which experts are asked, and how often models learn anew.

    Parameters
    ----------
    learners : Models, by name; those whose names end in `SEEING` see what is known ahead.
    every : Days after which models learn anew.
    warm_up : First days of which the rules alone are asked: cheap, and it shows who is to be believed.
    """

    rules: Mapping[str, Rule]
    learners: Mapping[str, Learner]
    every: int = 7
    warm_up: int = 0
    seed: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """Of all experts, in the order of what they say."""
        return (*self.rules, *self.learners)


def usual_panel(
    seed: int, *, is_learning: bool = True, warm_up: int = 0, is_seeing: bool = False, is_similar: bool = True
) -> Panel:  # fmt: skip
    """All rules and all models; or the rules alone.

    Parameters
    ----------
    is_similar : With days that followed an evening like the last one.
    is_seeing : Something is known ahead: each model stands twice, with and without it.
    """
    seeing = {name + SEEING: LEARNERS[name] for name in _SEERS} if is_seeing else {}
    learners = {**LEARNERS, **seeing} if is_learning else {}
    rules = {**NAIVE, **TYPICAL, **(SIMILAR if is_similar else {})}
    return Panel(rules=rules, learners=learners, seed=seed, warm_up=warm_up)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What experts said of days that follow each other, each before its day began.

    Parameters
    ----------
    first : Row of the first day.
    names : Of the experts.
    quantiles : (days, experts, slots, levels)  NaN where an expert had nothing to go by. [kW]
    """

    first: int
    names: tuple[str, ...]
    quantiles: Values

    @property
    def middle(self) -> Values:
        """(days, experts, slots)  Median of what each said."""
        half = len(LEVELS) // 2
        found: Values = (self.quantiles[..., half - 1] + self.quantiles[..., half]) / 2
        return found


def say(load: Load, first: int, last: int, panel: Panel, tell: Tell = tell_nobody) -> Said:
    """What the experts say of days, one after the other, each from the days before it alone.

    Parameters
    ----------
    first, last : Half-open rows; the last may be one that has not begun.
    tell : Is told after each day; ends the work by an exception.
    """
    said = []
    for number, day in enumerate(_days(load, first, last, panel)):
        said.append(day)
        tell(number + 1, last - first)
    return Said(first=first, names=panel.names, quantiles=np.stack(said))


def _days(load: Load, first: int, last: int, panel: Panel) -> Iterator[Values]:
    kinds = kinds_of(load.first, last)
    rows = {day: features(load.until(day), day) for day in range(_FIRST_LESSON, last)} if panel.learners else {}
    models: dict[str, Model] = {}
    for day in range(first, last):
        begun = max(first + panel.warm_up, LEARNED_DAYS)
        if panel.learners and day >= begun and (day - begun) % panel.every == 0:
            models = _learn(load, rows, day, panel)
        found = [_of_rule(rule(load.power[:day], kinds[: day + 1])) for rule in panel.rules.values()]
        for name in panel.learners:
            found.append(
                _of_model(models[name].predict(_seen_by(name, rows[day])))
                if models
                else _of_rule(np.full(load.slots, np.nan))
            )
        yield np.stack(found)


def _learn(load: Load, rows: Mapping[int, Values], day: int, panel: Panel) -> dict[str, Model]:
    days = range(_FIRST_LESSON, day)
    every, power = np.stack([rows[number] for number in days]), load.power[_FIRST_LESSON:day]
    return {
        name: learn(Lesson(rows=_seen_by(name, every), power=power), panel.seed)
        for name, learn in panel.learners.items()
    }


def _seen_by(name: str, rows: Values) -> Values:
    """What a model sees: what is known ahead only if its name says so."""
    return rows if name.endswith(SEEING) else rows[..., : len(FEATURES)]


def _of_rule(power: Values) -> Values:
    return np.repeat(np.maximum(power, 0.0)[:, None], len(LEVELS), axis=1)


def _of_model(quantiles: Values) -> Values:
    return np.broadcast_to(quantiles, (len(quantiles), len(LEVELS)))
