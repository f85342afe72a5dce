"""A forecast as a plain tree, for programs: the same from the command and the API."""

import math
from datetime import datetime
from typing import Any

from pulmu.plan.forecast import Forecast
from pulmu.services.forecast_series import Forecasted


def forecast_tree(done: Forecasted) -> dict[str, Any]:
    """The same, for programs; powers that are not known are null."""
    made, basis, track = done.forecast, done.forecast.basis, done.forecast.track
    return {
        "meter": done.meter, "day": made.day.isoformat(), "interval_s": made.interval, "slots_seen": made.seen,
        "peak": {"kw": made.peak.kilowatt, "lower_kw": made.peak.lower, "upper_kw": made.peak.upper,
                 "start": _instant(done, made.peak.slot)},
        "energy_kwh": energy_of(made),
        "slots": [
            {"start": start.isoformat(timespec="minutes"), "kw": float(middle), "lower_kw": float(lower),
             "upper_kw": float(upper), "is_seen": slot < made.seen}
            for slot, (start, middle, lower, upper) in enumerate(
                zip(done.starts(), made.middle, made.lower, made.upper, strict=True))
        ],
        "weights": made.weights,
        "last_days": {
            "days": track.days, "error_kw": _number(track.error), "covered": _number(track.covered),
            "errors_kw": {name: _number(error) for name, error in track.errors.items()},
            "scale_kw": _number(track.scale), "scaled_error": _number(_over(track.error, track.scale)),
            "scaled_errors": {name: _number(_over(error, track.scale)) for name, error in track.errors.items()},
            "peak_error_kw": _number(track.peak_error), "peak_hours": _number(track.peak_hours),
            "peak_covered": _number(track.peak_covered),
        },
        "basis": {
            "version": basis.version, "seed": basis.seed, "seal": basis.seal, "first": basis.first.isoformat(),
            "last": basis.last.isoformat(), "days": basis.days, "missing_slots": basis.missing,
            "features": list(basis.features), "known_ahead": list(basis.names), "not_learned": basis.not_learned,
            "source": str(done.source.act),
        },
    }  # fmt: skip


def energy_of(made: Forecast) -> float:
    """Energy of the day. [kWh]"""
    return float(made.middle.sum()) * made.interval / 3600


def _over(error: float, scale: float) -> float:
    """An error by the scale of the plant (MASE); NaN of one that is the same every day."""
    return error / scale if scale > 0 else math.nan


def _instant(done: Forecasted, slot: int) -> str:
    start: datetime = done.starts()[slot]
    return start.isoformat(timespec="minutes")


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
