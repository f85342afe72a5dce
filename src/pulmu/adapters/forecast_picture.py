"""A forecast as an SVG: what was seen, the curve to come, its interval and its peak."""

import math
from html import escape

from pulmu.locale import Language, text
from pulmu.plan.forecast.load import Values
from pulmu.services.forecast_series import Forecasted

WIDTH, HEIGHT = 960.0, 320.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 16.0, 44.0, 34.0
_FONTS = "Pretendard, 'Noto Sans KR', 'Apple SD Gothic Neo', 'Malgun Gothic', NanumGothic, sans-serif"
_INK, _MUTED, _LINE, _CURVE, _BAND, _PEAK = "#1B2228", "#5B6773", "#DDE2E7", "#3E6FA3", "#C9D9EA", "#C4501B"


def forecast_picture(done: Forecasted, language: Language) -> str:
    """The picture as SVG text."""
    made = done.forecast
    scale = _Scale(len(made.middle), _top(max(float(made.upper.max()), made.peak.upper)))
    title = text("coming.title", language, meter=done.meter, day=made.day.isoformat())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img"',
        f' font-family="{_FONTS}" font-size="12">',
        f"<title>{escape(title)}</title>",
        '<rect width="100%" height="100%" fill="#FFFFFF"/>',
        f'<text x="{_LEFT:.0f}" y="20" font-size="14" fill="{_INK}">{escape(title)}</text>',
        f'<text x="{_LEFT:.0f}" y="36" fill="{_MUTED}">{escape(text("coming.picture", language))}</text>',
        *_grid(scale),
        _band(scale, made.lower, made.upper, made.seen),
        _curve(scale, made.middle, 0, made.seen, _INK),
        _curve(scale, made.middle, made.seen, len(made.middle), _CURVE),
        *_peak(scale, made.peak.slot, made.peak.kilowatt),
        "</svg>",
    ]
    return "".join(parts) + "\n"


class _Scale:
    """From slots and powers to places."""

    def __init__(self, slots: int, top: float) -> None:
        self.slots, self.top = slots, top

    def x(self, slot: float) -> float:
        """Of the start of a slot."""
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * slot / self.slots

    def y(self, power: float) -> float:
        """Of a power."""
        return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * power / self.top


def _grid(scale: _Scale) -> list[str]:
    found = []
    for step in range(5):
        power = scale.top * step / 4
        y = scale.y(power)
        found.append(f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_LINE}"/>')
        unit = " kW" if step == 4 else ""
        found.append(
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end" fill="{_MUTED}">{power:,.6g}{unit}</text>'
        )
    for hour in range(0, 25, 3):
        x = scale.x(scale.slots * hour / 24)
        found.append(
            f'<text x="{x:.1f}" y="{HEIGHT - 12:.0f}" text-anchor="middle" fill="{_MUTED}">{hour:02}:00</text>'
        )
    return found


def _steps(scale: _Scale, values: Values, first: int, last: int) -> list[str]:
    return [
        f"{scale.x(slot + side):.1f},{scale.y(float(values[slot])):.1f}"
        for slot in range(first, last)
        for side in (0, 1)
    ]


def _band(scale: _Scale, lower: Values, upper: Values, first: int) -> str:
    up = _steps(scale, upper, first, len(upper))
    down = _steps(scale, lower, first, len(lower))
    return f'<polygon fill="{_BAND}" points="{" ".join([*up, *reversed(down)])}"/>'


def _curve(scale: _Scale, middle: Values, first: int, last: int, colour: str) -> str:
    points = " ".join(_steps(scale, middle, first, last))
    return f'<polyline fill="none" stroke="{colour}" stroke-width="1.8" points="{points}"/>' if points else ""


def _peak(scale: _Scale, slot: int, power: float) -> list[str]:
    x, y = scale.x(slot + 0.5), scale.y(power)
    anchor = "end" if slot > 0.8 * scale.slots else "start"
    shift = -8 if anchor == "end" else 8
    return [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{_PEAK}"/>',
        f'<text x="{x + shift:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}" fill="{_PEAK}">{power:,.0f} kW</text>',
    ]


def _top(value: float) -> float:
    """A round number that is not below it."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(power * step for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 5, 6, 8, 10) if power * step >= value)
