"""Bars that lie: parts of one amount beside each other, on a scale that several bars share."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 1000.0


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar.

    Parameters
    ----------
    name : What it is, for hover and screen readers.
    shown : Its value as text.
    colour : Class of its colour.
    """

    name: str
    shown: str
    value: float
    colour: str


def stacked_bar(label: str, segments: Sequence[Segment], scale: float, height: float = 22.0) -> str:
    """One bar as SVG that is stretched to the room there is; the words stand beside it, not in it.

    Parameters
    ----------
    label : What the bar says, in words.
    scale : Value at its right end.
    """
    parts, at = [], 0.0
    for segment in segments:
        wide = WIDTH * max(segment.value, 0.0) / scale if scale > 0 else 0.0
        parts.append(
            f'<rect class="{escape(segment.colour)}" x="{at:.2f}" width="{wide:.2f}" height="{height:g}">'
            f"<title>{escape(segment.name)}: {escape(segment.shown)}</title></rect>"
        )
        at += wide
    return (
        f'<svg class="stack" viewBox="0 0 {WIDTH:g} {height:g}" width="100%" height="{height:g}" '
        f'preserveAspectRatio="none" role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


@dataclass(frozen=True, slots=True)
class Band:
    """A span of time, and the class of its colour."""

    start: float
    end: float
    colour: str


def time_band(label: str, bands: Sequence[Band], start: float, end: float, height: float = 16.0) -> str:
    """Spans on a line of time that several bands share; what is not covered stays empty."""
    scale = WIDTH / (end - start) if end > start else 0.0
    drawn = "".join(
        f'<rect class="{escape(item.colour)}" x="{(item.start - start) * scale:.2f}" '
        f'width="{max((min(item.end, end) - item.start) * scale, 0.6):.2f}" height="{height:g}"/>'
        for item in bands
    )
    return (
        f'<svg class="time-band" viewBox="0 0 {WIDTH:g} {height:g}" width="100%" height="{height:g}" '
        f'preserveAspectRatio="none" role="img" aria-label="{escape(label)}">'
        f"<title>{escape(label)}</title>{drawn}</svg>"
    )


def spread_bar(label: str, low: float, middle: float, high: float, start: float, scale: float) -> str:
    """A band from low to high with a mark where the middle lies; `start` and `scale` are the ends of the room."""
    room = scale - start
    x0, x1, mark = (WIDTH * (value - start) / room if room > 0 else 0.0 for value in (low, high, middle))
    return (
        f'<svg class="stack" viewBox="0 0 {WIDTH:g} 18" width="100%" height="18" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(label)}"><title>{escape(label)}</title>'
        f'<rect class="band" x="{x0:.2f}" y="4" width="{max(x1 - x0, 2.0):.2f}" height="10"/>'
        f'<rect class="middle" x="{mark - 1.5:.2f}" y="0" width="3" height="18"/></svg>'
    )
