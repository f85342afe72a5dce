"""A day's load to come: the bands it is charged in, the interval, the middle dashed, and the peak with its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pulmu.web.charts.band_day import (
    HEIGHT,
    TOP,
    WIDTH,
    DayWords,
    bands_behind,
    hours,
    levels,
    round_up,
    steps,
    x_of,
    y_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FanDay:
    """What is drawn.

    Parameters
    ----------
    middle, lower, upper, bands : (96,)  Of each quarter of an hour; bands may be empty. [kW; -]
    seen : Quarters that were seen: of these the middle shows what was.
    slot, peak, peak_lower, peak_upper : The highest load, where it is likeliest, and its interval. [kW]
    """

    middle: Sequence[float]
    lower: Sequence[float]
    upper: Sequence[float]
    bands: Sequence[str]
    seen: int
    slot: int
    peak: float
    peak_lower: float
    peak_upper: float


def fan_day(fan: FanDay, words: DayWords) -> str:
    """The picture; the numbers stand in the table beside it."""
    top = round_up(max(*fan.upper, fan.peak_upper, 1e-9))
    title, seen = escape(words.title), fan.seen
    parts = [
        f'<svg class="band-day fan-day" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{title}">',
        f"<title>{title}</title>", *bands_behind(fan.bands, words), *levels(top, words.unit), *hours(),
        f'<polygon class="fan" points="{steps(fan.upper[seen:], top, seen)} {_back(fan.lower, top, seen)}"/>',
        f'<polyline class="ahead" points="{steps(fan.middle[seen:], top, seen)}"/>',
    ]  # fmt: skip
    if seen:
        parts.append(f'<polyline class="load" points="{steps(fan.middle[:seen], top)}"/>')
    return "".join([*parts, *_peak(fan, top, words.mark), "</svg>"])


def _back(lower: Sequence[float], top: float, first: int) -> str:
    """The lower edge, from its end to its beginning."""
    return " ".join(reversed(steps(lower[first:], top, first).split(" ")))


def _peak(fan: FanDay, top: float, said: str) -> list[str]:
    """A ring at the peak and a line over its interval; its words on the side where there is room."""
    x, y = x_of(fan.slot + 0.5), y_of(fan.peak, top)
    side, at = ("end", x - 9) if x > WIDTH / 2 else ("start", x + 9)
    ends = f'y1="{y_of(fan.peak_upper, top):.1f}" y2="{y_of(fan.peak_lower, top):.1f}"'
    return [
        f'<line class="peak-range" x1="{x:.1f}" x2="{x:.1f}" {ends}/>',
        f'<circle class="peak-mark" cx="{x:.1f}" cy="{y:.1f}" r="5"><title>{escape(said)}</title></circle>',
        f'<text class="peak-said {side}" x="{at:.1f}" y="{max(y - 10, TOP - 6):.1f}">{escape(said)}</text>',
    ]
