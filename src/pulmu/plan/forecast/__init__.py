"""Forecasts of a plant's load: rules, models that learn, and one curve from them with an interval that holds."""

from pulmu.plan.forecast.evaluate import (
    PairedTest,
    daily_errors,
    daily_scale,
    diebold_mariano,
    mean_absolute_error,
)
from pulmu.plan.forecast.experts import LEARNED_DAYS, LEARNERS, Panel, Said, Tell, say, tell_nobody, usual_panel
from pulmu.plan.forecast.forecast import (
    TRACKED_DAYS,
    VERSION,
    Basis,
    Forecast,
    Track,
    forecast_load,
    origin_of,
    seal_of,
    track,
)
from pulmu.plan.forecast.intraday import Night, peak_of_rest, rest_of_day
from pulmu.plan.forecast.judge import Judged, coverage, judge
from pulmu.plan.forecast.learned import has_lightgbm, learn_plain
from pulmu.plan.forecast.load import LEAST_DAYS, Load, check_load, kind_of, kinds_of, load_of_slots
from pulmu.plan.forecast.peak import DayPeak, forecast_peaks, highest_of
from pulmu.plan.forecast.rules import NAIVE, TYPICAL
from pulmu.plan.forecast.similar import SIMILAR

__all__ = [
    "LEARNED_DAYS",
    "LEARNERS",
    "LEAST_DAYS",
    "NAIVE",
    "SIMILAR",
    "TRACKED_DAYS",
    "TYPICAL",
    "VERSION",
    "Basis",
    "DayPeak",
    "Forecast",
    "Judged",
    "Load",
    "Night",
    "PairedTest",
    "Panel",
    "Said",
    "Tell",
    "Track",
    "check_load",
    "coverage",
    "daily_errors",
    "daily_scale",
    "diebold_mariano",
    "forecast_load",
    "forecast_peaks",
    "has_lightgbm",
    "highest_of",
    "judge",
    "kind_of",
    "kinds_of",
    "learn_plain",
    "load_of_slots",
    "mean_absolute_error",
    "origin_of",
    "peak_of_rest",
    "rest_of_day",
    "say",
    "seal_of",
    "tell_nobody",
    "track",
    "usual_panel",
]
