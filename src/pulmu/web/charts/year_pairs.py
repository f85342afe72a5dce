"""Two values for each year as bars beside each other: as it runs, and with a plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640.0, 240.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 8.0, 28.0, 26.0


@dataclass(frozen=True, slots=True)
class YearPair:
    """A year; None where a value is not known."""

    year: int
    said: str
    now: float | None
    after: float | None


def year_pairs(title: str, unit: str, rows: Sequence[YearPair]) -> str:
    """The bars as SVG; a year without values is hatched. The numbers stand in a table beside it."""
    top = _round_up(max([value for row in rows for value in (row.now, row.after) if value is not None], default=1.0))
    wide = (WIDTH - _LEFT - _RIGHT) / max(1, len(rows))
    parts = [f'<text class="axis" x="4" y="14">{escape(unit)}</text>', *_levels(top)]
    for number, row in enumerate(rows):
        parts.append(_pair(row, _LEFT + wide * number, wide, top))
    return (
        f'<svg class="year-pairs" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="group" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _y(value: float, top: float) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * max(value, 0.0) / top


def _levels(top: float) -> list[str]:
    found = []
    for step in range(5):
        y = _y(top * step / 4, top)
        found.append(f'<line class="level" x1="{_LEFT:g}" x2="{WIDTH - _RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}"/>')
        found.append(f'<text class="axis end" x="{_LEFT - 6:g}" y="{y + 4:.1f}">{top * step / 4:,.6g}</text>')
    return found


def _pair(row: YearPair, x: float, wide: float, top: float) -> str:
    bars = []
    for value, known, place in ((row.now, "now", 0.12), (row.after, "after", 0.5)):
        kind, y = ("unknown", _TOP) if value is None else (known, _y(value, top))
        bars.append(
            f'<rect class="{kind}" x="{x + wide * place:.1f}" y="{y:.1f}" width="{wide * 0.36:.1f}" '
            f'height="{max(HEIGHT - _BOTTOM - y, 0.0):.1f}"/>'
        )
    return (
        f'<g tabindex="0" role="img" aria-label="{escape(row.said)}"><title>{escape(row.said)}</title>{"".join(bars)}'
        f'<text class="axis mid" x="{x + wide / 2:.1f}" y="{HEIGHT - 8:g}">{row.year}</text></g>'
    )


def _round_up(value: float) -> float:
    """A round number that is not below it."""
    power = 1.0
    while power * 10 <= value:
        power *= 10
    while power > value > 0:
        power /= 10
    return next(power * step for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if power * step >= value)
