"""A day's load as a stepped line, with the bands it is charged in behind it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWords:
    """What the picture says.

    Parameters
    ----------
    title : What it shows, for who does not see it.
    unit : Of the load.
    bands : What each band is called.
    mark : What is said of the mark; empty where there is none.
    """

    title: str
    unit: str
    bands: dict[str, str]
    mark: str = ""


WIDTH, HEIGHT = 640.0, 250.0
_LEFT, _RIGHT, TOP, _BOTTOM = 56.0, 12.0, 30.0, 28.0
_HOURS = (0, 3, 6, 9, 12, 15, 18, 21, 24)
_BAND_CLASSES = ("light", "mid", "peak")


def band_day(
    power: Sequence[float], bands: Sequence[str], top: float, words: DayWords, mark: tuple[int, float] | None = None
) -> str:
    """The picture.

    Parameters
    ----------
    power, bands : (96,)  Of each quarter of an hour. [kW; -]
    top : Load at the upper end; the same for pictures beside each other. [kW]
    mark : Quarter and load of a peak that stands out of the mean.
    """
    top = round_up(max(top, 1e-9))
    parts = [
        f'<svg class="band-day" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{escape(words.title)}">',
        f"<title>{escape(words.title)}</title>", *bands_behind(bands, words), *levels(top, words.unit), *hours(),
        f'<polyline class="load" points="{steps(power, top)}"/>',
    ]  # fmt: skip
    if mark is not None:
        parts += _mark(mark, top, words.mark)
    return "".join([*parts, "</svg>"])


def x_of(quarter: float) -> float:
    """Where a quarter of an hour begins."""
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * quarter / 96


def y_of(load: float, top: float) -> float:
    """Where a load lies."""
    return HEIGHT - _BOTTOM - (HEIGHT - TOP - _BOTTOM) * min(max(load, 0.0), top) / top


def bands_behind(bands: Sequence[str], words: DayWords) -> list[str]:
    """Areas of the bands, each with its hours."""
    found, begun = [], 0
    for quarter in range(1, len(bands) + 1):
        if quarter == len(bands) or bands[quarter] != bands[begun]:
            name = bands[begun] if bands[begun] in _BAND_CLASSES else "other"
            said = f"{clock_of(begun)}-{clock_of(quarter)} {words.bands.get(bands[begun], bands[begun])}"
            width = x_of(quarter) - x_of(begun)
            found.append(
                f'<rect class="band-{name}" x="{x_of(begun):.1f}" y="{TOP:g}" width="{width:.1f}" '
                f'height="{HEIGHT - TOP - _BOTTOM:g}"><title>{escape(said)}</title></rect>'
            )
            begun = quarter
    return found


def clock_of(quarter: int) -> str:
    """Such as 09:15."""
    return f"{quarter // 4:02}:{quarter % 4 * 15:02}"


def levels(top: float, unit: str) -> list[str]:
    """Lines of loads, and what they are."""
    found = [f'<text class="axis" x="2" y="{TOP - 14:g}">{escape(unit)}</text>']
    for step in range(5):
        load = top * step / 4
        y = y_of(load, top)
        found.append(f'<line class="level" x1="{_LEFT:g}" x2="{WIDTH - _RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}"/>')
        found.append(f'<text class="axis end" x="{_LEFT - 6:g}" y="{y + 4:.1f}">{load:,.6g}</text>')
    return found


def hours() -> list[str]:
    """The hours below."""
    y = HEIGHT - 8
    return [f'<text class="axis mid" x="{x_of(hour * 4):.1f}" y="{y:g}">{hour:02}</text>' for hour in _HOURS]


def steps(power: Sequence[float], top: float, first: int = 0) -> str:
    """Points of a stepped line from a quarter on."""
    return " ".join(
        f"{x_of(quarter):.1f},{y_of(load, top):.1f} {x_of(quarter + 1):.1f},{y_of(load, top):.1f}"
        for quarter, load in enumerate(power, first)
    )


def _mark(mark: tuple[int, float], top: float, said: str) -> list[str]:
    """A ring at the peak, its words on the side where there is room."""
    x, y = x_of(mark[0] + 0.5), y_of(mark[1], top)
    is_left = x > WIDTH / 2
    side, at = ("end", x - 9) if is_left else ("start", x + 9)
    return [
        f'<circle class="peak-mark" cx="{x:.1f}" cy="{y:.1f}" r="5"><title>{escape(said)}</title></circle>',
        f'<text class="peak-said {side}" x="{at:.1f}" y="{max(y - 8, TOP - 6):.1f}">{escape(said)}</text>',
    ]


def round_up(value: float) -> float:
    """A round number that is not below it."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(power * step for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if power * step >= value * (1 - 1e-12))
