"""Steps from nought to a sum: each bar begins where the one before ended, all on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 1000.0, 18.0
_LEAST = 3.0
"""A bar that is there is seen."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way.

    Parameters
    ----------
    label : What the bar says, in words.
    value : By how much it goes up, or down (below zero); of a sum, how high it stands.
    colour : Class of its colour.
    is_sum : Whether it stands on nought.
    """

    label: str
    value: float
    colour: str
    is_sum: bool = False


def waterfall(steps: Sequence[Step]) -> tuple[str, ...]:
    """A bar for each step as SVG, stretched to the room there is; names and numbers stand beside them."""
    spans = list(_spans(steps))
    low, high = min([0.0, *(a for a, _ in spans)]), max([0.0, *(b for _, b in spans)])
    scale = WIDTH / ((high - low) or 1.0)
    return tuple(
        _bar(step, (left - low) * scale, (right - left) * scale)
        for step, (left, right) in zip(steps, spans, strict=True)
    )


def _spans(steps: Sequence[Step]) -> list[tuple[float, float]]:
    """From where to where each bar goes, the lower end first."""
    found, level = [], 0.0
    for step in steps:
        before, level = (0.0, step.value) if step.is_sum else (level, level + step.value)
        found.append((min(before, level), max(before, level)))
    return found


def _bar(step: Step, left: float, wide: float) -> str:
    shown = max(wide, _LEAST) if step.value else 0.0
    left = min(left, WIDTH - shown)
    label = escape(step.label)
    return (
        f'<svg class="step-bar" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="100%" height="{HEIGHT:g}" '
        f'preserveAspectRatio="none" role="img" aria-label="{label}"><title>{label}</title>'
        f'<rect class="room" width="{WIDTH:g}" height="{HEIGHT:g}"/>'
        f'<rect class="{escape(step.colour)}" x="{left:.1f}" y="1" width="{shown:.1f}" height="{HEIGHT - 2:g}"/></svg>'
    )
