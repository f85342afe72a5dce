"""A number beside its limit: how much of the room is used, where the limit lies, and what is not known."""

import math
from html import escape

WIDTH, _HIGH = 1000.0, 20.0
_ROOM = 1.25
"""The longer of the two leaves a fifth of the picture free."""
Side = tuple[float, float | None]


def limit_bar(label: str, value: Side, limit: Side, answer: str) -> str:
    """The bar as SVG that is stretched to the room there is; the words stand beside it, and in its label.

    Parameters
    ----------
    label : What the bar says, in words.
    value, limit : The least and the most each can be; no most where none is known.
    answer : yes within the limit, no beyond it, unknown.
    """
    known = [number for number in (*value, *limit) if number is not None and math.isfinite(number)]
    scale = max(known, default=0.0) * _ROOM or 1.0
    low, high = _at(value[0], scale), WIDTH if value[1] is None else _at(value[1], scale)
    mark = _at(limit[0], scale)
    kind = {"yes": "within", "no": "beyond"}.get(answer, "open")
    parts = [f'<rect class="room" width="{WIDTH:g}" height="{_HIGH:g}"/>']
    if low > 0:
        parts.append(f'<rect class="{kind}" width="{low:.1f}" height="{_HIGH:g}"/>')
    if high > low:
        parts.append(f'<rect class="not-known" x="{low:.1f}" width="{high - low:.1f}" height="{_HIGH:g}"/>')
    parts.append(f'<rect class="limit" x="{max(mark - 2, 0):.1f}" width="4" height="{_HIGH:g}"/>')
    return (
        f'<svg class="limit-bar" viewBox="0 0 {WIDTH:g} {_HIGH:g}" width="100%" height="{_HIGH:g}" '
        f'preserveAspectRatio="none" role="img" aria-label="{escape(label)}"><title>{escape(label)}</title>'
        f"{''.join(parts)}</svg>"
    )


def _at(number: float, scale: float) -> float:
    return WIDTH * min(max(number / scale, 0.0), 1.0)
