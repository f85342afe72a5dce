"""Who gains to the right, who loses to the left of one line, on a scale that several bars share."""

from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 1000.0, 20.0
_LEAST = 4.0
"""A bar that is there is seen."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of the room: the most that lose, and the most that gain, of all bars."""

    lose: int
    gain: int

    @property
    def zero(self) -> float:
        """Where the line between them stands."""
        both = self.lose + self.gain
        return WIDTH * self.lose / both if both else 0.0

    def wide(self, firms: int) -> float:
        """How wide so many firms are."""
        return max(_LEAST, WIDTH * firms / (self.lose + self.gain)) if firms else 0.0


def gain_bar(label: str, gain: int, lose: int, scale: Scale) -> str:
    """One bar as SVG that is stretched to the room there is; the numbers stand beside it.

    Parameters
    ----------
    label : What it says, in words.
    """
    zero = scale.zero
    parts = []
    if lose:
        wide = scale.wide(lose)
        parts.append(f'<rect class="lose" x="{max(0.0, zero - wide):.1f}" y="2" width="{wide:.1f}" height="16"/>')
    if gain:
        wide = min(scale.wide(gain), WIDTH - zero) if zero < WIDTH else scale.wide(gain)
        parts.append(f'<rect class="gain" x="{zero:.1f}" y="2" width="{wide:.1f}" height="16"/>')
    line = f'<rect class="zero" x="{min(zero, WIDTH - 2):.1f}" y="0" width="2" height="{HEIGHT:g}"/>'
    return (
        f'<svg class="stack gains" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="100%" height="{HEIGHT:g}" '
        f'preserveAspectRatio="none" role="img" aria-label="{escape(label)}"><title>{escape(label)}</title>'
        f"{''.join(parts)}{line}</svg>"
    )
