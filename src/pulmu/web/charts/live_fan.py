"""A figure as runs foresee it: a band in which eight of ten runs lie, its middle dashed, and a target."""

from collections.abc import Sequence
from html import escape

from pulmu.services.live.ahead import FanPoint

WIDTH, HEIGHT = 640.0, 220.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 14.0, 26.0, 26.0


def fan(
    points: Sequence[FanPoint], ticks: Sequence[tuple[float, str]], unit: str, said: str, series: str,
    target: float | None = None,
) -> str:  # fmt: skip
    """The picture; the numbers stand in the table beside it.

    Parameters
    ----------
    ticks : Hours from now that are named, and how.
    said : What the picture says.
    series : Class of its colour.
    target : A level to be reached.
    """
    long = points[-1].hours or 1.0
    top = _round_up(max(*(item.high for item in points), target or 0.0)) or 1.0

    def x(hours: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * hours / long

    def y(value: float) -> float:
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * value / top

    upper = " ".join(f"{x(item.hours):.1f},{y(item.high):.1f}" for item in points)
    lower = " ".join(f"{x(item.hours):.1f},{y(item.low):.1f}" for item in reversed(points))
    middle = " ".join(f"{x(item.hours):.1f},{y(item.middle):.1f}" for item in points)
    levels = "".join(
        f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y(level):.1f}" y2="{y(level):.1f}"/>'
        f'<text class="axis" x="{_LEFT - 6}" y="{y(level) + 4:.1f}" text-anchor="end">{level:,.4g}</text>'
        for level in (0.0, top / 2, top)
    )
    clocks = "".join(
        f'<text class="axis" x="{x(hours):.1f}" y="{HEIGHT - 6:g}" text-anchor="{_anchor(x(hours))}">'
        f"{escape(name)}</text>"
        for hours, name in ticks
    )
    wanted = "" if target is None else (
        f'<line class="fan-target" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y(target):.1f}" y2="{y(target):.1f}"/>'
    )  # fmt: skip
    return (
        f'<svg class="trend fan {escape(series)}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="img" '
        f'aria-label="{escape(said)}"><title>{escape(said)}</title>{levels}{clocks}'
        f'<text class="axis unit" x="2" y="18">{escape(unit)}</text>'
        f'<polygon class="fan-band" points="{upper} {lower}"/>'
        f'<polyline class="fan-middle" points="{middle}"/>{wanted}{_marks(points, x, y)}</svg>'
    )


def _anchor(x: float) -> str:
    """A name at the right edge ends there, so that none of it is cut off."""
    return "end" if x > WIDTH - 2 * _RIGHT else "middle"


def _marks(points: Sequence[FanPoint], x, y) -> str:  # type: ignore[no-untyped-def]
    """The end, with its interval as a line."""
    end = points[-1]
    return (
        f'<line class="fan-end" x1="{x(end.hours):.1f}" x2="{x(end.hours):.1f}" y1="{y(end.low):.1f}" '
        f'y2="{y(end.high):.1f}"/><circle class="fan-dot" cx="{x(end.hours):.1f}" cy="{y(end.middle):.1f}" r="3.5"/>'
    )


def _round_up(value: float) -> float:
    """A round number that is not below it; 0 of nothing to speak of."""
    if value < 1e-9:
        return 0.0
    power = 1.0
    while power > value:
        power /= 10
    while power * 10 <= value:
        power *= 10
    return next(power * step for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if power * step >= value * (1 - 1e-12))
