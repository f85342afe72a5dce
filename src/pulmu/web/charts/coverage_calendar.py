"""How much of each day of a year is there: a row for each month, a box for each day."""

from collections.abc import Callable
from datetime import date, timedelta
from html import escape

from pulmu.metering import DayCoverage

_BOX, _GAP, _LEFT, _TOP = 22.0, 3.0, 66.0, 18.0
WIDTH = _LEFT + 31 * (_BOX + _GAP)
Say = Callable[[date, str, int, int], str]
"""What a day says: the day, its state, slots there and slots expected."""


def coverage_calendar(days: DayCoverage, months: list[str], title: str, say: Say) -> str:
    """The picture of a calendar year.

    Parameters
    ----------
    months : Names of the twelve months.
    """
    height = _TOP + 12 * (_BOX + _GAP)
    parts = [
        f'<svg class="calendar" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" aria-label="{escape(title)}">',
        f"<title>{escape(title)}</title>",
    ]
    parts += [
        _text(_LEFT + (_BOX + _GAP) * (day - 1) + _BOX / 2, 12, str(day), "mid") for day in (1, 5, 10, 15, 20, 25, 30)
    ]
    parts += [_text(0, _TOP + (_BOX + _GAP) * row + 16, name, "") for row, name in enumerate(months)]
    for number in range(len(days.expected)):
        day = days.first + timedelta(days=number)
        expected = int(days.expected[number])
        there = int(days.measured[number]) + int(days.estimated[number])
        state = state_of(expected, int(days.measured[number]), int(days.estimated[number]))
        x, y = _LEFT + (_BOX + _GAP) * (day.day - 1), _TOP + (_BOX + _GAP) * (day.month - 1)
        parts.append(
            f'<rect class="day {state}" x="{x:.0f}" y="{y:.0f}" width="{_BOX:.0f}" height="{_BOX:.0f}" rx="3">'
            f"<title>{escape(say(day, state, there, expected))}</title></rect>"
        )
    return "".join([*parts, "</svg>"])


def state_of(expected: int, measured: int, estimated: int) -> str:
    """`full`, `estimated` where all is there and some of it estimated, `partly`, or `missing`."""
    there = measured + estimated
    if there == 0 and expected:
        return "missing"
    if there < expected:
        return "partly"
    return "estimated" if estimated else "full"


def _text(x: float, y: float, said: str, place: str) -> str:
    return f'<text class="axis {place}" x="{x:.0f}" y="{y:.0f}">{escape(said)}</text>'
