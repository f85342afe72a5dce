"""Days of a load over what was expected of it, with the hours of alarms behind and a mark on each."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape

from pulmu.services.anomalies.curve import Numbers, ShownCurve
from pulmu.web.charts.band_day import round_up

WIDTH, HEIGHT = 1000.0, 300.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 8.0, 34.0, 34.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmMark:
    """An alarm as it is drawn.

    Parameters
    ----------
    start, end : Slots it is about, counted from the first that is drawn; half-open.
    said : What stands beside it.
    state : `open`, `seen` or `false`.
    is_level : Whether it is about a level that changed over days: drawn as a bar above.
    """

    start: float
    end: float
    said: str
    state: str
    is_level: bool


def unusual_curve(curve: ShownCurve, marks: Sequence[AlarmMark], title: str, missing: str) -> str:
    """The picture; a gap is hatched, the numbers stand in the table beside it."""
    known = [value for row in (curve.power, curve.upper) for value in row if value is not None]
    scale = _Scale(len(curve.power), round_up(max([*known, 1e-9])))
    said = escape(title)
    return "".join([
        f'<svg class="curve unusual" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" aria-label="{said}">',
        f"<title>{said}</title>", _HATCH, *_gaps(scale, curve.power, missing), *_alarms(scale, marks),
        *_levels(scale), *_days(scale, curve),
        *(f'<polygon class="expected-band" points="{points}"/>' for points in _band(scale, curve)),
        *(f'<polyline class="expected" points="{points}"/>' for points in _lines(scale, curve.expected)),
        *(f'<polyline class="load" points="{points}"/>' for points in _lines(scale, curve.power)), "</svg>",
    ])  # fmt: skip


_HATCH = (
    '<defs><pattern id="unusual-missing" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="missing-ground" width="6" height="6"/>'
    '<rect class="missing-line" width="2" height="6"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class _Scale:
    slots: int
    top: float

    def x(self, slot: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * min(max(slot, 0.0), self.slots) / max(self.slots, 1)

    def y(self, load: float) -> float:
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * min(max(load, 0.0), self.top) / self.top


def _levels(scale: _Scale) -> Iterator[str]:
    yield f'<text class="axis" x="2" y="{_TOP - 20:g}">kW</text>'
    for step in range(5):
        load = scale.top * step / 4
        y = scale.y(load)
        yield f'<line class="level" x1="{_LEFT:g}" x2="{WIDTH - _RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="axis end" x="{_LEFT - 6:g}" y="{y + 4:.1f}">{load:,.6g}</text>'


def _days(scale: _Scale, curve: ShownCurve) -> Iterator[str]:
    """Hours of a day or two, else its days, at their beginning."""
    each = 86_400 // curve.interval
    step = each // 8 if curve.days == 1 else each // 4 if curve.days <= 3 else each * math.ceil(curve.days / 8)
    for slot in range(0, scale.slots, max(step, 1)):
        at, x = curve.start + timedelta(seconds=curve.interval * slot), scale.x(slot)
        said = f"{at:%m-%d}" if slot % each == 0 else f"{at:%H:%M}"
        yield f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="{HEIGHT - _BOTTOM:g}" y2="{HEIGHT - _BOTTOM + 5:g}"/>'
        yield f'<text class="axis" x="{x:.1f}" y="{HEIGHT - 14:g}">{said}</text>'


def _alarms(scale: _Scale, marks: Sequence[AlarmMark]) -> Iterator[str]:
    for mark in marks:
        x, width = scale.x(mark.start), max(scale.x(mark.end) - scale.x(mark.start), 3.0)
        top, tall = (_TOP - 10, 6.0) if mark.is_level else (_TOP, HEIGHT - _TOP - _BOTTOM)
        said = f"<title>{escape(mark.said)}</title>"
        yield (
            f'<g class="alarm {mark.state}">{said}<rect x="{x:.1f}" y="{top:g}" width="{width:.1f}" height="{tall:g}"/>'
        )
        if not mark.is_level:
            middle = x + width / 2
            yield (
                f'<path d="M{middle - 6:.1f} {_TOP - 12:g}h12l-6 11z"/>' if mark.state != "false" else
                f'<circle cx="{middle:.1f}" cy="{_TOP - 7:g}" r="4.5"/>'
            )  # fmt: skip
        yield "</g>"


def _gaps(scale: _Scale, power: Numbers, said: str) -> Iterator[str]:
    for first, last in _runs(power, known=False):
        yield (
            f'<rect x="{scale.x(first):.1f}" y="{_TOP:g}" width="{max(scale.x(last) - scale.x(first), 1.5):.1f}" '
            f'height="{HEIGHT - _TOP - _BOTTOM:g}" fill="url(#unusual-missing)"><title>{escape(said)}</title></rect>'
        )


def _band(scale: _Scale, curve: ShownCurve) -> Iterator[str]:
    for first, last in _runs(curve.expected, known=True):
        there = range(first, last)
        up = [f"{scale.x(n + 0.5):.1f},{scale.y(curve.upper[n] or 0.0):.1f}" for n in there]
        down = [f"{scale.x(n + 0.5):.1f},{scale.y(curve.lower[n] or 0.0):.1f}" for n in reversed(there)]
        yield " ".join([*up, *down])


def _lines(scale: _Scale, values: Numbers) -> Iterator[str]:
    for first, last in _runs(values, known=True):
        yield " ".join(f"{scale.x(n + 0.5):.1f},{scale.y(values[n] or 0.0):.1f}" for n in range(first, last))


def _runs(values: Numbers, *, known: bool) -> Iterator[tuple[int, int]]:
    """Slots that follow each other and are known, or are not; half-open."""
    begun = -1
    for slot in range(len(values) + 1):
        is_in = slot < len(values) and (values[slot] is not None) == known
        if is_in and begun < 0:
            begun = slot
        if not is_in and begun >= 0:
            yield begun, slot
            begun = -1
