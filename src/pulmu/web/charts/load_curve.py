"""A meter's amounts over time: a band from the lowest to the highest of each bucket, its mean, and what is missing."""

import math
from dataclasses import dataclass
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from pulmu.metering import Chart

WIDTH, HEIGHT = 1000.0, 300.0
_HATCH = (
    '<defs><pattern id="missing" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="missing-ground" width="6" height="6"/><rect class="missing-line" width="2" height="6"/>'
    "</pattern></defs>"
)
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 8.0, 28.0, 34.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveWords:
    """What the picture says.

    Parameters
    ----------
    title : What it shows, for who does not see it.
    unit : Unit of the amounts.
    missing : What a hatched stretch means.
    """

    title: str
    unit: str
    missing: str


def load_curve(chart: Chart, zone: str, words: CurveWords) -> str:
    """The picture. Amounts are those of one slot; a bucket without any is hatched."""
    top = _round_up(max((value for value in chart.highest.tolist() if not math.isnan(value)), default=0.0))
    bottom = min(0.0, min((value for value in chart.lowest.tolist() if not math.isnan(value)), default=0.0))
    bottom = -_round_up(-bottom) if bottom < 0 else 0.0
    scale = _Scale(chart, top or 1.0, bottom)
    parts = [
        f'<svg class="curve" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" aria-label="{escape(words.title)}">',
        f"<title>{escape(words.title)}</title>",
        _HATCH,
        *_lines(scale, words.unit),
        *_times(scale, chart, zone),
        *_missing(scale, chart, words.missing),
        *_bands(scale, chart),
        "</svg>",
    ]
    return "".join(parts)


class _Scale:
    """From instants and amounts to places."""

    def __init__(self, chart: Chart, top: float, bottom: float) -> None:
        self.first, self.buckets, self.length = int(chart.start[0]), len(chart.start), chart.length
        self.top, self.bottom = top, bottom

    def x(self, place: float) -> float:
        """Of a bucket's number."""
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * place / self.buckets

    def y(self, value: float) -> float:
        """Of an amount."""
        share = (value - self.bottom) / (self.top - self.bottom)
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * share


def _lines(scale: _Scale, unit: str) -> list[str]:
    """Four levels with their amounts, and the unit."""
    found = []
    for step in range(5):
        value = scale.bottom + (scale.top - scale.bottom) * step / 4
        y = scale.y(value)
        found.append(f'<line class="level" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        found.append(f'<text class="axis end" x="{_LEFT - 6}" y="{y + 4:.1f}">{value:,.6g}</text>')
    found.append(f'<text class="axis" x="2" y="{_TOP - 14:.0f}">{escape(unit)}</text>')
    return found


def _times(scale: _Scale, chart: Chart, zone: str) -> list[str]:
    """Days or hours below it, about eight of them."""
    clock = ZoneInfo(zone)
    step = max(1, scale.buckets // 8)
    whole_days = chart.length * step >= 86_400
    found = []
    for place in range(0, scale.buckets - step // 2, step):
        at = datetime.fromtimestamp(int(chart.start[place]), clock)
        said = f"{at:%Y-%m-%d}" if whole_days else f"{at:%m-%d %H:%M}"
        x = scale.x(place)
        found.append(
            f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="{HEIGHT - _BOTTOM}" y2="{HEIGHT - _BOTTOM + 5}"/>'
        )
        found.append(f'<text class="axis" x="{x:.1f}" y="{HEIGHT - 14:.0f}">{said}</text>')
    return found


def _missing(scale: _Scale, chart: Chart, said: str) -> list[str]:
    """Stretches of buckets that lack a slot."""
    found, begun = [], -1
    lacking = [*(bool(count) for count in chart.missing.tolist()), False]
    for place, lacks in enumerate(lacking):
        if lacks and begun < 0:
            begun = place
        if not lacks and begun >= 0:
            left, right = scale.x(begun), scale.x(place)
            found.append(
                f'<rect class="missing" x="{left:.1f}" y="{_TOP}" width="{max(1.5, right - left):.1f}" '
                f'height="{HEIGHT - _TOP - _BOTTOM:.1f}" fill="url(#missing)"><title>{escape(said)}</title></rect>'
            )
            begun = -1
    return found


def _bands(scale: _Scale, chart: Chart) -> list[str]:
    """For each run of buckets with amounts: the band, and the mean as a stepped line."""
    found = []
    for first, last in _runs(chart):
        up = " ".join(_step(scale, place, float(chart.highest[place])) for place in range(first, last))
        down = " ".join(
            _step(scale, place, float(chart.lowest[place]), back=True) for place in range(last - 1, first - 1, -1)
        )
        mean = " ".join(_step(scale, place, float(chart.mean[place])) for place in range(first, last))
        found.append(f'<polygon class="band" points="{up} {down}"/>')
        found.append(f'<polyline class="mean" points="{mean}"/>')
    return found


def _runs(chart: Chart) -> list[tuple[int, int]]:
    """Buckets that follow each other and hold an amount, half-open."""
    found, begun = [], -1
    for place, value in enumerate([*chart.mean.tolist(), math.nan]):
        if not math.isnan(value) and begun < 0:
            begun = place
        if math.isnan(value) and begun >= 0:
            found.append((begun, place))
            begun = -1
    return found


def _step(scale: _Scale, place: int, value: float, *, back: bool = False) -> str:
    left, right = scale.x(place), scale.x(place + 1)
    y = scale.y(value)
    first, last = (right, left) if back else (left, right)
    return f"{first:.1f},{y:.1f} {last:.1f},{y:.1f}"


def _round_up(value: float) -> float:
    """A round number that is not below it."""
    if value <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
    return next((power * step for step in steps if power * step >= value * (1 - 1e-12)), value)
