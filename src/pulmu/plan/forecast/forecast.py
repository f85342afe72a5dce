"""A forecast of the day to come, or of the rest of a day that has begun."""

import hashlib
from dataclasses import dataclass
from datetime import date

import numpy as np

from pulmu.plan.forecast.evaluate import daily_scale, mean_absolute_error
from pulmu.plan.forecast.experts import LEARNED_DAYS, Panel, Said, Tell, say, tell_nobody, usual_panel
from pulmu.plan.forecast.features import FEATURES
from pulmu.plan.forecast.intraday import Night, peak_of_rest, rest_of_day
from pulmu.plan.forecast.judge import Judged, coverage, judge
from pulmu.plan.forecast.learned import has_lightgbm
from pulmu.plan.forecast.load import LEAST_DAYS, Load, Values, check_load, kinds_of
from pulmu.plan.forecast.peak import DayPeak, forecast_peaks, highest_of

VERSION = "load-3"
"""Of the method: the same readings, seed and version give the same forecast."""

WARM_UP_DAYS = 200
"""Days before those of which the rules alone are judged: so far back holidays are looked for."""

TRACKED_DAYS = 28
"""Days of the past that are forecast as well, each from what was known before it: they give weights and intervals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a forecast rests on.

    Parameters
    ----------
    seal : SHA-256 of the powers it was made from, in order of time.
    first, last : Days of the readings.
    days : Whole days before the forecast.
    missing : Slots of them that are not there; none is filled.
    features : What models see; empty where none was learned.
    names : Of what is known ahead.
    not_learned : Why the rules are alone: `short`, `no_lightgbm`; empty where models were learned.
    """

    version: str
    seed: int
    seal: str
    first: date
    last: date
    days: int
    missing: int
    features: tuple[str, ...]
    names: tuple[str, ...]
    not_learned: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """How good it was over the last days, each forecast before it began.

    Parameters
    ----------
    days : How many.
    error : Mean absolute error, of the forecast. [kW]
    errors : The same of every expert by itself; NaN of one that had nothing to go by.
    covered : Share of slots inside the interval of 80 %.
    peak_error, peak_hours : Mean absolute error of the day's peak and of its hour. [kW, h]
    peak_covered : Share of days whose peak lay in its interval of 80 %.
    scale : Mean difference of neighbouring days before them: errors over it are comparable between plants. [kW]
    """

    days: int
    error: float
    errors: dict[str, float]
    covered: float
    peak_error: float
    peak_hours: float
    peak_covered: float
    scale: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forecast:
    """A day's load.

    Parameters
    ----------
    seen : Slots of the day that had been seen: of these the curves show what was.
    middle, lower, upper : (slots,)  Median, and the interval of 80 %. [kW]
    weights : Share of each expert, the largest first; of the forecast made before the day began.
    """

    day: date
    interval: int
    seen: int
    middle: Values
    lower: Values
    upper: Values
    peak: DayPeak
    weights: dict[str, float]
    basis: Basis
    track: Track


def forecast_load(
    load: Load, *, seed: int = 0, is_learning: bool = True, tracked: int = TRACKED_DAYS, tell: Tell = tell_nobody
) -> Forecast:
    """Forecast the day after the last reading, or the rest of its day.

    Parameters
    ----------
    is_learning : Learn models where there are readings enough and LightGBM is installed; else the rules are alone.
    tracked : Days of the past that are forecast as well.
    tell : Is told how far it is, day by day.

    Raises
    ------
    InputError  The readings are too few (`forecast.too_short`) or not finite.
    """
    check_load(load)
    day, seen = origin_of(load)
    why = _not_learned(load.until(day), is_learning=is_learning)
    first = max(min(LEAST_DAYS, day), day - tracked - WARM_UP_DAYS)
    panel = usual_panel(seed, is_learning=not why, is_seeing=bool(load.names), warm_up=max(0, day - tracked - first))
    said = say(load.until(day), first, day + 1, panel, tell)
    judged = judge(load.until(day), said)
    peaks = forecast_peaks(load.power[:day], kinds_of(load.first, day + 1), judged.middle, said.first)
    night = Night(middle=judged.middle[-1], lower=judged.lower[-1], upper=judged.upper[-1], told=said.middle[-1])
    now, peak = night, peaks[-1]
    if seen:
        today = load.power[day, :seen]
        now = rest_of_day(load.power[:day], kinds_of(load.first, day + 1), today, night)
        peak = peak_of_rest(today, night, now, peak)
    return Forecast(
        day=load.day(day), interval=load.interval, seen=seen, middle=now.middle, lower=now.lower, upper=now.upper,
        peak=peak, weights=_shares(judged), basis=_basis(load, day, panel, why),
        track=track(load, said, judged, peaks, panel.warm_up),
    )  # fmt: skip


def origin_of(load: Load) -> tuple[int, int]:
    """The row of the day to forecast, and how many of its slots have been seen."""
    last = int(np.flatnonzero(~np.isnan(load.power.ravel()))[-1]) + 1
    return divmod(last, load.slots)


def _not_learned(load: Load, *, is_learning: bool) -> str:
    there = np.count_nonzero(~np.isnan(load.power)) / load.slots
    if there < LEARNED_DAYS:
        return "short"
    if not is_learning:
        return "not_asked"
    return "" if has_lightgbm() else "no_lightgbm"


def _shares(judged: Judged) -> dict[str, float]:
    shares = judged.weights[-1].mean(axis=1)
    order = np.argsort(-shares, kind="stable")
    return {judged.names[number]: float(shares[number]) for number in order if shares[number] > 0.0005}


def _basis(load: Load, day: int, panel: Panel, why: str) -> Basis:
    before = load.power[:day]
    return Basis(
        version=VERSION, seed=panel.seed, seal=seal_of(load), first=load.first,
        last=load.day(load.days - 1), days=day, missing=int(np.count_nonzero(np.isnan(before))),
        features=() if why else (*FEATURES, *load.names), names=load.names, not_learned=why,
    )  # fmt: skip


def seal_of(load: Load) -> str:
    """SHA-256 of the first day, the length of a slot, and powers and known columns as little-endian doubles."""
    head = f"{load.first.isoformat()} {load.interval} {' '.join(load.names)}\n".encode()
    known = load.known.astype("<f8").tobytes()
    return hashlib.sha256(head + load.power.astype("<f8").tobytes() + known).hexdigest()


def track(load: Load, said: Said, judged: Judged, peaks: list[DayPeak], skipped: int = 0) -> Track:
    """The forecasts of past days beside what came; of the first ones, by the rules alone, nothing is said."""
    days = min(load.days, said.first + len(said.quantiles) - 1) - said.first
    actual = load.power[said.first : said.first + days][skipped:]
    told = said.middle[skipped:days]
    highest = highest_of(actual)
    there = ~np.isnan(highest)
    told_peaks = peaks[skipped:days]
    off = np.array([peak.kilowatt for peak in told_peaks]) - highest
    held = np.array([peak.lower <= top <= peak.upper for peak, top in zip(told_peaks, highest, strict=True)])
    slots = np.array([peak.slot for peak in told_peaks], np.float64)
    when = np.array([np.nanargmax(row) if known else np.nan for row, known in zip(actual, there, strict=True)])
    hours = np.abs(slots - when) * load.interval / 3600
    return Track(
        days=days - skipped,
        error=mean_absolute_error(actual, judged.middle[skipped:days]),
        errors={name: mean_absolute_error(actual, told[:, number]) for number, name in enumerate(said.names)},
        covered=coverage(actual, judged.lower[skipped:days], judged.upper[skipped:days]),
        peak_error=float(np.abs(off[there]).mean()) if there.any() else float("nan"),
        peak_hours=float(hours[there].mean()) if there.any() else float("nan"),
        peak_covered=float(held[there].mean()) if there.any() else float("nan"),
        scale=daily_scale(load, said.first + skipped),
    )
