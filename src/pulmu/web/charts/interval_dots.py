"""Values as dots with their intervals on one scale, a row each; a second, hollow dot where there is one beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

_WIDE, _ROW, _TOP = 640, 26, 26
_NAME, _END = 170, 70


@dataclass(frozen=True, slots=True)
class Dot:
    """A row.

    Parameters
    ----------
    said : The value with its interval, in words.
    value, low, high : On the scale; no interval where one of its ends is None.
    beside : A value to compare with.
    """

    name: str
    said: str
    value: float
    low: float | None = None
    high: float | None = None
    beside: float | None = None


def interval_dots(label: str, rows: Sequence[Dot], *, zero: bool = False) -> str:
    """The rows as SVG; the numbers stand in the table below it.

    Parameters
    ----------
    label : What the picture says.
    zero : Whether the line of nought is drawn and belongs to the scale.
    """
    ends = [end for row in rows for end in (row.value, row.low, row.high, row.beside) if end is not None]
    ends += [0.0] if zero else []
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    scale = (_WIDE - _NAME - _END) / ((high - low) or 1.0)

    def at(value: float) -> float:
        return _NAME + (value - low) * scale

    height = _TOP + _ROW * len(rows) + 6
    parts = [_axis(at, low, high, height)]
    if zero:
        parts.append(f'<line class="zero" x1="{at(0):.1f}" x2="{at(0):.1f}" y1="{_TOP - 6}" y2="{height}"/>')
    parts += [_row(row, at, _TOP + _ROW * number + _ROW // 2) for number, row in enumerate(rows)]
    return (
        f'<svg class="dots" viewBox="0 0 {_WIDE} {height}" role="img" aria-label="{escape(label)}">'
        f"<title>{escape(label)}</title>{''.join(parts)}</svg>"
    )


def _axis(at: Callable[[float], float], low: float, high: float, height: int) -> str:
    ends = [low] if low == high else [low, high]
    return "".join(
        f'<text class="axis mid" x="{at(end):.1f}" y="12">{end:g}</text>'
        f'<line class="level" x1="{at(end):.1f}" x2="{at(end):.1f}" y1="{_TOP - 8}" y2="{height}"/>'
        for end in ends
    )


def _row(row: Dot, at: Callable[[float], float], middle: int) -> str:
    parts = [f'<text class="name" x="0" y="{middle + 4}">{escape(_short(row.name))}</text>']
    if row.low is not None and row.high is not None:
        parts.append(
            f'<line class="interval" x1="{at(row.low):.1f}" x2="{at(row.high):.1f}" y1="{middle}" y2="{middle}"/>'
        )
    if row.beside is not None:
        parts.append(f'<circle class="beside" cx="{at(row.beside):.1f}" cy="{middle}" r="4.5"/>')
    parts.append(f'<circle class="value" cx="{at(row.value):.1f}" cy="{middle}" r="4.5"/>')
    return f'<g tabindex="0"><title>{escape(f"{row.name}: {row.said}")}</title>{"".join(parts)}</g>'


def _short(name: str) -> str:
    return name if len(name) <= 13 else f"{name[:12]}…"
