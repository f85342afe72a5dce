"""What `pulmu forecast` prints."""

import math

from pulmu.cli.screen import Screen
from pulmu.plan.forecast import NAIVE, Forecast
from pulmu.plan.forecast.load import Values
from pulmu.services.forecast_series import Forecasted
from pulmu.services.forecasts.tree import energy_of

_BAR = 24
_RULES_SHOWN = 6


def show_forecasted(screen: Screen, done: Forecasted) -> None:
    """The peak first, then the curve by hours, what was combined, and how good it was lately."""
    show_peak(screen, done)
    made = done.forecast
    _hours(screen, made)
    _combined(screen, made)
    _lately(screen, made)
    _ahead(screen, made)
    basis = made.basis
    screen.line("")
    screen.line(screen.text(
        "coming.basis", version=basis.version, seed=basis.seed, seal=basis.seal[:12], first=basis.first.isoformat(),
        last=basis.last.isoformat(), days=basis.days, features=len(basis.features),
    ))  # fmt: skip


def show_peak(screen: Screen, done: Forecasted) -> None:
    """In brief: the day, its peak and its energy."""
    made = done.forecast
    screen.title(screen.text("coming.title", meter=done.meter, day=made.day.isoformat()))
    if made.seen:
        screen.line(screen.text("coming.seen", time=_time(made, made.seen)))
    peak = made.peak
    screen.line(screen.text("coming.peak", time=_time(made, peak.slot), kw=f"{peak.kilowatt:,.0f}",
                            lower=f"{peak.lower:,.0f}", upper=f"{peak.upper:,.0f}"))  # fmt: skip
    screen.line(screen.text("coming.energy", kwh=f"{energy_of(made):,.0f}"))


def _hours(screen: Screen, made: Forecast) -> None:
    """Means of hours, with a bar; an hour's interval is that of its slots, in the mean."""
    screen.title(screen.text("coming.curve"))
    each = 3600 // made.interval
    middle, lower, upper = (_means(curve, each) for curve in (made.middle, made.lower, made.upper))
    most = max(middle.max(), 1e-9)
    rows = []
    for hour in range(24):
        mark = screen.text("coming.was") if (hour + 1) * each <= made.seen else ""
        band = "" if mark else f"{lower[hour]:,.0f} - {upper[hour]:,.0f}"
        bar = screen.block(round(_BAR * middle[hour] / most))
        rows.append([f"{hour:02}:00", f"{middle[hour]:,.0f}", band, mark, bar + " " * (_BAR - len(bar))])
    head = [screen.text(f"coming.head.{key}") for key in ("hour", "power", "interval", "was", "bar")]
    screen.table(head, rows)


def _combined(screen: Screen, made: Forecast) -> None:
    screen.title(screen.text("coming.combined"))
    shown = list(made.weights.items())[:_RULES_SHOWN]
    rest = sum(made.weights.values()) - sum(share for _, share in shown)
    rows = [[screen.text(f"coming.expert.{name}"), f"{share:.0%}"] for name, share in shown]
    if rest >= 0.005:
        rows.append([screen.text("coming.others", count=len(made.weights) - len(shown)), f"{rest:.0%}"])
    screen.table([screen.text("coming.head.expert"), screen.text("coming.head.weight")], rows)


def _lately(screen: Screen, made: Forecast) -> None:
    track = made.track
    if not track.days or math.isnan(track.error):
        screen.line(screen.text("coming.no_track"))
        return
    screen.title(screen.text("coming.lately", days=track.days))
    rows = [[screen.text("coming.expert.ours"), f"{track.error:,.1f}", ""]]
    known = {name: error for name, error in track.errors.items() if not math.isnan(error)}
    for name in sorted(known, key=known.__getitem__):
        if name in NAIVE:
            change = f"{known[name] / track.error - 1:+.0%}" if track.error else ""
            rows.append([screen.text(f"coming.expert.{name}"), f"{known[name]:,.1f}", change])
    plain = min((name for name in known if name not in NAIVE), key=known.__getitem__, default=None)
    if plain is not None:
        said = screen.text("coming.best_alone", name=screen.text(f"coming.expert.{plain}"))
        rows.append([said, f"{known[plain]:,.1f}", f"{known[plain] / track.error - 1:+.0%}" if track.error else ""])
    screen.table([screen.text(f"coming.head.{key}") for key in ("expert", "error", "more")], rows)
    screen.line(screen.text("coming.held", covered=f"{track.covered:.0%}", peak=f"{track.peak_error:,.0f}",
                            hours=f"{track.peak_hours:.1f}"))  # fmt: skip


def _ahead(screen: Screen, made: Forecast) -> None:
    """Whether what is known ahead helped."""
    blind, seeing = (made.track.errors.get(name) for name in ("forest", "forest_seeing"))
    if blind is not None and seeing is not None and made.basis.names:
        used = sum(share for name, share in made.weights.items() if name.endswith("_seeing"))
        screen.line(screen.text("coming.ahead", names=", ".join(made.basis.names), blind=f"{blind:,.1f}",
                                seeing=f"{seeing:,.1f}", share=f"{used:.0%}"))  # fmt: skip


def _means(curve: Values, each: int) -> Values:
    found: Values = curve.reshape(24, each).mean(axis=1)
    return found


def _time(made: Forecast, slot: int) -> str:
    minutes = slot * made.interval // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"
