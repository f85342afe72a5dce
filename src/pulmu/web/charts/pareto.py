"""Plans by what they cut and what they are worth: points on a front, each with the intervals of both."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640.0, 360.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 70.0, 24.0, 30.0, 46.0
_NEAR, _LINE = 16.0, 15.0


@dataclass(frozen=True, slots=True)
class Point:
    """A plan.

    Parameters
    ----------
    label : What stands at the point; `said` what it says to who hovers or listens.
    x, y : With what eight of ten draws lie between.
    is_best : Whether it is the plan that was chosen.
    """

    label: str
    said: str
    x: tuple[float, float, float]
    y: tuple[float, float, float]
    is_best: bool = False


def pareto_chart(title: str, axes: tuple[str, str], points: Sequence[Point]) -> str:
    """The front as SVG, from the plan of doing nothing, which stands at nought; the numbers stand in a table beside it.

    Parameters
    ----------
    axes : What lies along, and what stands up.
    """
    frame = _frame_of(points)
    drawn = "".join(frame.group(group) for group in _groups(frame, points))
    return (
        f'<svg class="pareto" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="group" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{frame.axes(axes)}{frame.path(points)}{drawn}</svg>"
    )


def _frame_of(points: Sequence[Point]) -> "_Frame":
    across = _scale([0.0, *(end for point in points for end in point.x)])
    return _Frame(across, _scale([0.0, *(end for point in points for end in point.y)]))


def crowded(points: Sequence[Point]) -> tuple[tuple[str, ...], ...]:
    """Labels of plans whose points lie on or nearly on one another in the picture, group by group."""
    groups = _groups(_frame_of(points), points)
    return tuple(tuple(point.label for point in group) for group in groups if len(group) > 1)


def _groups(frame: "_Frame", points: Sequence[Point]) -> list[list[Point]]:
    """Points in their order, with those that are nearer than their circles allow in one group, each a chain."""
    groups = list[list[Point]]()
    for point in points:
        near = [group for group in groups if any(frame.is_near(point, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([other for group in near for other in group] + [point])
    return sorted(groups, key=lambda group: points.index(group[0]))


class _Frame:
    """Places on the picture."""

    def __init__(self, across: tuple[float, float], up: tuple[float, float]) -> None:
        self.across, self.up = across, up

    def x(self, value: float) -> float:
        low, high = self.across
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (value - low) / (high - low)

    def y(self, value: float) -> float:
        low, high = self.up
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * (value - low) / (high - low)

    def axes(self, names: tuple[str, str]) -> str:
        parts = [
            f'<text class="axis" x="4" y="14">{escape(names[1])}</text>',
            f'<text class="axis end" x="{WIDTH - _RIGHT:g}" y="{HEIGHT - 8:g}">{escape(names[0])}</text>',
        ]
        for step in range(5):
            value = self.up[0] + (self.up[1] - self.up[0]) * step / 4
            y = self.y(value)
            parts.append(f'<line class="level" x1="{_LEFT:g}" x2="{WIDTH - _RIGHT:g}" y1="{y:.1f}" y2="{y:.1f}"/>')
            parts.append(f'<text class="axis end" x="{_LEFT - 6:g}" y="{y + 4:.1f}">{value + 0.0:,.6g}</text>')
            value = self.across[0] + (self.across[1] - self.across[0]) * step / 4
            parts.append(
                f'<text class="axis mid" x="{self.x(value):.1f}" y="{HEIGHT - 26:g}">{value + 0.0:,.6g}</text>'
            )
        zero = self.y(0.0)
        parts.append(f'<line class="zero" x1="{_LEFT:g}" x2="{WIDTH - _RIGHT:g}" y1="{zero:.1f}" y2="{zero:.1f}"/>')
        parts.append(f'<circle class="nothing" cx="{self.x(0.0):.1f}" cy="{zero:.1f}" r="4"/>')
        return "".join(parts)

    def path(self, points: Sequence[Point]) -> str:
        pairs = " ".join(f"{self.x(point.x[0]):.1f},{self.y(point.y[0]):.1f}" for point in points)
        return f'<polyline class="front" points="{pairs}"/>' if len(points) > 1 else ""

    def is_near(self, one: Point, other: Point) -> bool:
        wide, tall = self.x(one.x[0]) - self.x(other.x[0]), self.y(one.y[0]) - self.y(other.y[0])
        return math.hypot(wide, tall) < _NEAR

    def group(self, points: Sequence[Point]) -> str:
        """A point that lies apart has its label above; of those that do not, labels are stacked, a line from each."""
        if len(points) == 1:
            up = self.y(points[0].y[0])
            return self.point(points[0], (10.0, up - 10 if up > _TOP + 14 else up + 20), 6.0)
        most, wide = min(self.y(point.y[0]) for point in points), 26.0
        tall = _LINE * (len(points) - 1)
        first = min(max(most - 22.0, _TOP + tall), HEIGHT - _BOTTOM - 6)
        return "".join(
            self.point(point, (wide, first - _LINE * number), 4.0) for number, point in enumerate(points)
        )  # fmt: skip

    def point(self, point: Point, label: tuple[float, float], size: float) -> str:
        """A plan with its intervals; `label` is how far to the right and how far down its number stands."""
        (x, left, right), (y, low, high) = point.x, point.y
        across, up = self.x(x), self.y(y)
        kind = "plan best" if point.is_best else "plan"
        bottom, top = self.y(low), self.y(high)
        beside = min(across + label[0], WIDTH - _RIGHT - 12)
        lead = "" if size == 6.0 else (
            f'<line class="lead" x1="{across:.1f}" y1="{up:.1f}" x2="{beside - 3:.1f}" y2="{label[1] - 4:.1f}"/>'
        )  # fmt: skip
        return (
            f'<g class="{kind}" tabindex="0" role="img" aria-label="{escape(point.said)}">'
            f"<title>{escape(point.said)}</title>"
            f'<line class="interval" x1="{self.x(left):.1f}" x2="{self.x(right):.1f}" y1="{up:.1f}" y2="{up:.1f}"/>'
            f'<line class="interval" x1="{across:.1f}" x2="{across:.1f}" y1="{bottom:.1f}" y2="{top:.1f}"/>'
            f'{lead}<circle cx="{across:.1f}" cy="{up:.1f}" r="{size:g}"/>'
            f'<text x="{beside:.1f}" y="{label[1]:.1f}">{escape(point.label)}</text></g>'
        )


_NARROWEST = 1e-6
"""Values this near each other are one: far below a won or a gram, and steps between them would be rounded away."""


def _scale(values: Sequence[float]) -> tuple[float, float]:
    """Ends of an axis on a step that reads well: four of them from end to end, nought on it."""
    low, high = min(values), max(values)
    wide = high - low
    if wide < _NARROWEST:
        wide = 1.0
    size = 1.0
    while size < wide / 4:
        size *= 10
    while size >= wide / 4:
        size /= 10
    for step in (1, 2, 2.5, 5, 10, 20, 25, 50):
        start = step * size * _floor(low / (step * size))
        if start + 4 * step * size >= high:
            return start, start + 4 * step * size
    return low, low + wide


def _floor(value: float) -> int:
    whole = int(value)
    return whole - 1 if value < whole else whole
