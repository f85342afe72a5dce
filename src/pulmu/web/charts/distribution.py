"""How many firms lie how near a limit: bars by share of the limit, and a line where it stands."""

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 420, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 6, 6, 18, 22


def distribution(label: str, edges: Sequence[float], firms: Sequence[int], said: Sequence[str], *,
                 passes_under: bool) -> str:  # fmt: skip
    """The bins between the edges as SVG, each as wide as the others; a line stands at the limit itself.

    Parameters
    ----------
    edges : Shares of the limit, with 1.0 among them.
    firms : Of the bins between them, one less than edges.
    said : What each bin says, for hover, keyboard and screen readers.
    passes_under : Whether a firm passes under the limit, and not over it.
    """
    wide = (WIDTH - _LEFT - _RIGHT) / max(1, len(firms))
    tall, most = HEIGHT - _TOP - _BOTTOM, max(firms, default=0) or 1
    parts = []
    for number, (count, words) in enumerate(zip(firms, said, strict=True)):
        high = max(1.0, tall * count / most) if count else 0.0  # a bar that is there is seen
        x, y = _LEFT + wide * number, _TOP + tall - high
        kind = "within" if (edges[number + 1] <= 1.0) is passes_under else "beyond"
        parts.append(
            f'<g class="bin {kind}" tabindex="0" role="img" aria-label="{escape(words)}"><title>{escape(words)}</title>'
            f'<rect class="room" x="{x:.1f}" y="{_TOP}" width="{wide:.1f}" height="{tall:.1f}"/>'
            f'<rect class="bar" x="{x + 2:.1f}" y="{y:.1f}" width="{wide - 4:.1f}" height="{high:.1f}"/>'
            f'<text class="axis mid" x="{x + wide / 2:.1f}" y="{y - 4:.1f}">{count:,}</text></g>'
        )
    for number, edge in enumerate(edges):
        x = _LEFT + wide * number
        place = "" if number == 0 else "end" if number == len(edges) - 1 else "mid"
        parts.append(f'<text class="axis {place}" x="{x:.1f}" y="{HEIGHT - 6}">{edge:.0%}</text>')
        if edge == 1.0:
            parts.append(f'<rect class="limit" x="{x - 1:.1f}" y="4" width="2" height="{HEIGHT - _BOTTOM:.0f}"/>')
    return (
        f'<svg class="distribution" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="group" '
        f'aria-label="{escape(label)}"><title>{escape(label)}</title>{"".join(parts)}</svg>'
    )
