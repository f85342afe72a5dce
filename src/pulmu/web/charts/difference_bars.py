"""Differences as bars from a line of nought, a row each, with intervals; what is not shown to differ is pale."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pulmu.web.charts.layers import cut


@dataclass(frozen=True, slots=True)
class Change:
    """A row.

    Parameters
    ----------
    said : The difference with its interval, in words; stands at its end.
    value, half : On the scale; no interval where `half` is None.
    is_sure : Whether it is shown to differ.
    """

    name: str
    said: str
    value: float
    half: float | None
    is_sure: bool


@dataclass(frozen=True, slots=True)
class _Room:
    """How wide the picture is, where the bars begin and end, how high a row is, and where its bar lies in it."""

    wide: float
    left: float
    right: float
    row: float
    bar: float
    longest: int


_WIDE, _NARROW = _Room(720, 220, 580, 30, 15, 29), _Room(340, 10, 330, 50, 34, 24)
_TOP = 22.0


def difference_bars(label: str, rows: Sequence[Change], *, narrow: bool = False) -> str:
    """The rows as SVG, in percent; the numbers stand in the table below it.

    Parameters
    ----------
    label : What the picture says.
    narrow : For a phone: names above their bars.
    """
    room = _NARROW if narrow else _WIDE
    ends = [0.0, *(row.value + side * (row.half or 0.0) for row in rows for side in (-1, 1))]
    low, high = min(ends), max(ends)
    scale = (room.right - room.left) / ((high - low) or 1.0)
    zero = room.left - low * scale
    height = _TOP + room.row * len(rows) + 8
    parts = [_row(row, room, _TOP + room.row * number, zero, scale) for number, row in enumerate(rows)]
    return (
        f'<svg class="differences {"narrow" if narrow else "wide"}" viewBox="0 0 {room.wide:g} {height:g}" '
        f'role="group" aria-label="{escape(label)}"><title>{escape(label)}</title>'
        f'<text class="axis mid" x="{min(max(zero, 14), room.wide - 14):.1f}" y="13">0 %</text>{"".join(parts)}'
        f'<line class="zero" x1="{zero:.1f}" x2="{zero:.1f}" y1="{_TOP - 4}" y2="{height - 4:g}"/></svg>'
    )


def _row(row: Change, room: _Room, top: float, zero: float, scale: float) -> str:
    middle, end = top + room.bar, zero + row.value * scale
    text = middle + 4 if room is _WIDE else top + 18
    sure, wide = "sure" if row.is_sure else "unsure", max(abs(end - zero), 1)
    parts = [
        f'<text class="name" x="0" y="{text:g}">{escape(cut(row.name, room.longest))}</text>',
        f'<text class="said" x="{room.wide:g}" y="{text:g}">{escape(row.said)}</text>',
        f'<rect class="{sure}" x="{min(zero, end):.1f}" y="{middle - 8:g}" width="{wide:.1f}" height="16"/>',
    ]
    if row.half:
        ends = [end + side * row.half * scale for side in (-1, 1)]
        marks = [(*ends, middle, middle), *((x, x, middle - 5, middle + 5) for x in ends)]
        parts += [
            f'<line class="interval" x1="{x1:.1f}" x2="{x2:.1f}" y1="{y1:g}" y2="{y2:g}"/>' for x1, x2, y1, y2 in marks
        ]
    return f'<g tabindex="0" role="img" aria-label="{escape(f"{row.name}: {row.said}")}">{"".join(parts)}</g>'
