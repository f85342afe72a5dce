"""Slow change of a level: evidence that grows day by day, with a rate of false alarms that holds for any distribution.

The rank of a day among those of its kind before it is a p-value whatever the distribution of days that are alike. Each
day bets that it is small; what the bets gained (Shiryaev and Roberts' sum of all possible beginnings) reaches a
number c no more often than every c days while nothing changes.

Sources: V. Vovk, I. Nouretdinov, A. Gammerman, Testing exchangeability on-line, ICML 2003; J. Shin, A. Ramdas,
A. Rinaldo, E-detectors: a nonparametric framework for sequential change detection, NEJSDS 2 (2023), theorem 2.4.
"""

from dataclasses import dataclass

import numpy as np

from pulmu.plan.forecast.load import Kinds, Values

_POWERS = np.array([0.1, 0.3, 0.5, 0.7])
"""Exponents of the bets, each with the same stake: p to the power of one less, times it, integrates to one."""
LEAST_CHANGE = 0.03
"""Share of a level below which a change is let pass."""
_LEAST_DAYS = 3
"""Days of the new level without which it is not told how high it is."""


@dataclass(frozen=True, slots=True)
class Change:
    """A level that changed.

    Parameters
    ----------
    day : Row of the day whose level raised the alarm.
    since : Row of the first day that is likely to belong to the new level.
    before, after : Medians of the level, of days of the same kind as those after. [kW]
    evidence, needed : What the bets had gained, and from where on it is told.
    """

    day: int
    since: int
    before: float
    after: float
    evidence: float
    needed: float


def changes(
    level: Values, kinds: Kinds, budget: float, *, upward: bool, least: Values | float = 0.0, first: int = 0
) -> list[Change]:
    """Where a level rose, or fell; each told by the days up to then alone.

    Parameters
    ----------
    level : (days,)  NaN where a day does not show it. [kW]
    kinds : (days,)  Days are compared with those of their kind.
    budget : False alarms a day, at most, while days of a kind are alike.
    least : (days,)  A smaller change is let pass, and so is one of less than 3 % of the level. [kW]
    first : Row of the first day on which something is told.
    """
    sign = 1.0 if upward else -1.0
    needed = 1.0 / max(budget, 1e-9)
    found: list[Change] = []
    begun = since = 0
    smallest = np.broadcast_to(np.asarray(least, np.float64), level.shape)
    evidence = gained = 0.0
    for day, value in enumerate(level):
        if np.isnan(value):
            continue
        past = sign * level[begun:day][kinds[begun:day] == kinds[day]]
        past = past[~np.isnan(past)]
        chance = (1 + np.count_nonzero(past >= sign * value)) / (len(past) + 1)
        gain = float(np.mean(_POWERS * chance ** (_POWERS - 1)))
        if gained <= 0:
            since = day
        gained = max(gained, 0.0) + float(np.log(gain))
        evidence = gain * (evidence + 1.0)
        if evidence < needed or day < first:
            continue
        change = _change(level, kinds, begun, since, day)
        if change is not None and sign * (change[1] - change[0]) > max(LEAST_CHANGE * abs(change[0]), smallest[day]):
            found.append(Change(day, since, *change, evidence, needed))
            begun, evidence, gained = since, 0.0, 0.0
    return found


def _change(level: Values, kinds: Kinds, begun: int, since: int, day: int) -> tuple[float, float] | None:
    """Medians before and after, over days of kinds that both have; None where days after are too few."""
    before, after = slice(begun, since), slice(since, day + 1)
    there = ~np.isnan(level)
    common = np.intersect1d(kinds[before][there[before]], kinds[after][there[after]])
    old, new = (level[part][there[part] & np.isin(kinds[part], common)] for part in (before, after))
    if len(new) < _LEAST_DAYS or len(old) < _LEAST_DAYS:
        return None
    return float(np.median(old)), float(np.median(new))
