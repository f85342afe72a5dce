"""What is unusual in a meter's load: hours above or below what was expected, values that stand still, drifting levels.

Each day is judged by what was known before it; a later value changes no earlier alarm.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pulmu.plan.anomaly.budget import block_highest, episodes, threshold
from pulmu.plan.anomaly.drift import Change, changes
from pulmu.plan.anomaly.levels import Levels, levels_of
from pulmu.plan.forecast import LEAST_DAYS, Load, Tell, check_load, judge, kinds_of, say, tell_nobody, usual_panel
from pulmu.plan.forecast.load import Values

Kind = Literal["above", "below", "still", "base_up", "base_down", "running_up", "running_down"]

VERSION = "meter-2"
"""Of the method: the same readings, budget and version give the same alarms."""

SETTLED_DAYS = LEAST_DAYS + 7
"""First day whose scores set a threshold: before, few days alike are known, and everything is a surprise."""
FIRST_DAY = SETTLED_DAYS + 14
"""First day of which hours are told, by the scores of the two weeks before it."""
_REMEMBERED = 84
"""Days of scores by which a threshold is set."""
_BLOCKS_A_DAY = 6
SHARES = {"sudden": 0.7, "still": 0.06, "level": 0.06}
"""Of the budget: for hours above or below, for values that stand still, and for each of four changes of a level."""
_STILL = 4
"""A value that stands still for less than this part of a day is let pass: meters that count by steps often repeat."""
_LEAST_LEVEL = 0.01
"""Share of the mean power until then below which a change of a level is let pass."""
_NARROWEST = 0.03
"""Least distance from the expected value to its bounds, as a share of the mean power of four weeks."""
_CARRIED = 0.6
"""Share of a score that is carried over to the next slot: an hour off by little counts like a slot off by much."""


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """What was expected of each slot before its day began; NaN of the days before.

    Parameters
    ----------
    middle, lower, upper : (days, slots)  Median and interval of 80 %. [kW]
    """

    middle: Values
    lower: Values
    upper: Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something unusual.

    Parameters
    ----------
    told : Slot after which it was told, counted from the first midnight.
    start, end : Slots it is about, half-open.
    score, needed : How unusual it is, and from where on it is told; of a level, what bets on a change had gained.
    actual, expected : Means of those slots that lie on its side; of a level, after and before. [kW]
    """

    kind: Kind
    told: int
    start: int
    end: int
    score: float
    needed: float
    actual: float
    expected: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Watched:
    """A meter's load, day by day beside what was expected of it.

    Parameters
    ----------
    begun : Row of the first day on which hours could be told.
    is_beyond : Whether some threshold lies beyond all scores that were seen: the budget is small for so few days.
    """

    load: Load
    expected: Expected
    levels: Levels
    alarms: tuple[Alarm, ...]
    begun: int
    is_beyond: bool

    def alarms_a_day(self) -> float:
        """Of the days on which something could be told."""
        return len(self.alarms) / max(self.load.days - self.begun, 1)


def watch_meter(load: Load, budget: float, tell: Tell = tell_nobody) -> Watched:
    """Judge each day of a load by the days before it.

    Parameters
    ----------
    budget : Alarms a day that are wanted while nothing is wrong, at most.
    tell : Is told after each day what is expected of it; ends the work by an exception.

    Raises
    ------
    InputError  The readings are too few (`forecast.too_short`) or not finite.
    """
    check_load(load)
    expected, levels = expect(load, tell), levels_of(load)
    sudden, is_beyond = _sudden(load, expected, budget * SHARES["sudden"])
    found = [*sudden, *_still(load, budget * SHARES["still"]), *_levels(load, levels, budget * SHARES["level"])]
    return Watched(
        load=load, expected=expected, levels=levels, alarms=tuple(sorted(found, key=lambda one: (one.told, one.start))),
        begun=min(FIRST_DAY, load.days), is_beyond=is_beyond,
    )  # fmt: skip


def expect(load: Load, tell: Tell = tell_nobody) -> Expected:
    """Each day from the days before it: rules and typical days combined by how well they did, with their interval."""
    curves = np.full((3, load.days, load.slots), np.nan)
    if load.days > LEAST_DAYS:
        panel = usual_panel(0, is_learning=False, is_similar=False)
        judged = judge(load, say(load, LEAST_DAYS, load.days, panel, tell))
        curves[:, LEAST_DAYS:] = judged.middle, judged.lower, judged.upper
    return Expected(*curves)


def scores(load: Load, expected: Expected) -> Values:
    """How far each slot lies from what was expected, in half-widths of the interval; above is above zero. (days, slots)

    A part of each is carried over to the next one; a missing slot ends that.
    """
    wide = np.full((load.days, 1), np.nan)
    for day in range(1, load.days):
        recent = load.power[max(0, day - 28) : day]
        there = ~np.isnan(recent)
        wide[day] = _NARROWEST * recent[there].mean() + 1e-6 if there.any() else np.nan
    off = load.power - expected.middle
    reach = np.where(off >= 0, expected.upper - expected.middle, expected.middle - expected.lower)
    plain = (off / np.maximum(reach, wide)).ravel()
    carried: Values = np.empty(len(plain))
    last = 0.0
    for slot, score in enumerate(plain):
        last = 0.0 if np.isnan(score) else _CARRIED * last + (1 - _CARRIED) * float(score)
        carried[slot] = np.nan if np.isnan(score) else last
    found: Values = carried.reshape(load.power.shape)
    return found


# Hours above or below


def _sudden(load: Load, expected: Expected, budget: float) -> tuple[list[Alarm], bool]:
    score = scores(load, expected)
    length = load.slots // _BLOCKS_A_DAY
    highest = block_highest(np.abs(score).ravel(), length).reshape(load.days, _BLOCKS_A_DAY)
    needed = np.full(load.days, np.inf)
    is_beyond = False
    for day in range(FIRST_DAY, load.days):
        limit = threshold(highest[max(SETTLED_DAYS, day - _REMEMBERED) : day].ravel(), _BLOCKS_A_DAY, budget)
        needed[day], is_beyond = limit.score, limit.is_beyond
    each = np.repeat(needed, load.slots)
    flat = score.ravel()
    found = episodes(np.abs(np.nan_to_num(flat)), each, length)
    return [_alarm(load, expected, flat, one.told, one.end, one.peak, each[one.told]) for one in found], is_beyond


def _alarm(
    load: Load, expected: Expected, score: Values, told: int, end: int, peak: float, needed: float
) -> Alarm:  # fmt: skip
    """An episode, from the slot on in which the same side was left."""
    is_above = score[told] > 0
    power, middle = load.power.ravel(), expected.middle.ravel()
    bound = (expected.upper if is_above else expected.lower).ravel()
    start = told
    while start > 0 and (power[start - 1] > bound[start - 1] if is_above else power[start - 1] < bound[start - 1]):
        start -= 1
    far = (power - middle)[start:end] * (1 if is_above else -1)
    beyond = start + np.flatnonzero(far > 0)  # what the other side did meanwhile is no part of it
    return Alarm(
        kind="above" if is_above else "below", told=told, start=start, end=end, score=peak, needed=float(needed),
        actual=float(power[beyond].mean()), expected=float(middle[beyond].mean()),
    )  # fmt: skip


# Values that stand still


def _still(load: Load, budget: float) -> Iterator[Alarm]:
    """The same value for longer than it ever was; told once it is that long."""
    power = load.power.ravel()
    runs = _runs(power)
    highest = block_highest(runs, load.slots)
    needed = np.full(load.days, np.inf)
    for day in range(FIRST_DAY, load.days):
        limit = threshold(highest[max(0, day - _REMEMBERED) : day], 1, budget).score
        needed[day] = max(limit, load.slots / _STILL)
    each = np.repeat(needed, load.slots)
    for one in episodes(runs, each, load.slots):
        end = one.told + 1
        while end < len(runs) and runs[end] > 1:
            end += 1
        yield Alarm(
            kind="still", told=one.told, start=one.told + 1 - int(runs[one.told]), end=end, score=float(runs[end - 1]),
            needed=float(each[one.told]), actual=float(power[one.told]), expected=float(power[one.told]),
        )  # fmt: skip


def _runs(power: Values) -> Values:
    """Of each slot, for how many slots its value has been the same; 0 of one that is missing."""
    found = np.zeros(len(power))
    for slot in range(len(power)):
        if not np.isnan(power[slot]):
            same = slot > 0 and power[slot] == power[slot - 1]
            found[slot] = found[slot - 1] + 1 if same else 1
    return found


# Levels


def _levels(load: Load, levels: Levels, budget: float) -> Iterator[Alarm]:
    kinds = kinds_of(load.first, load.days)
    daily, there = np.nansum(load.power, axis=1), np.count_nonzero(~np.isnan(load.power), axis=1)
    least = _LEAST_LEVEL * np.cumsum(daily) / np.maximum(np.cumsum(there), 1)
    asked: tuple[tuple[Kind, Values, bool], ...] = (
        ("base_up", levels.base, True), ("base_down", levels.base, False),
        ("running_up", levels.running, True), ("running_down", levels.running, False),
    )  # fmt: skip
    for kind, level, upward in asked:
        for change in changes(level, kinds, budget, upward=upward, least=least, first=FIRST_DAY):
            yield _of_level(kind, change, load.slots)


def _of_level(kind: Kind, change: Change, slots: int) -> Alarm:
    return Alarm(
        kind=kind, told=(change.day + 1) * slots - 1, start=change.since * slots, end=(change.day + 1) * slots,
        score=change.evidence, needed=change.needed, actual=change.after, expected=change.before,
    )  # fmt: skip
