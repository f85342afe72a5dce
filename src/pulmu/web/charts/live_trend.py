"""Trends of a live plant: a band from the least to the greatest of each part, words as bands, gaps hatched."""

from collections.abc import Sequence
from html import escape

from pulmu.services.live.told import Span
from pulmu.services.live_links.trend import Trend

WIDTH, TALL, LEFT, RIGHT = 1000.0, 150.0, 62.0, 8.0
_FLAT = 34.0
_TOP = 8.0


def number_trend(trends: Sequence[Trend], long: float, ticks: Sequence[tuple[float, str]], said: str) -> str:
    """Numbers of one unit over a time: a value, and beside it what it is set to.

    Parameters
    ----------
    long : Of the time. [s]
    ticks : Moments to be named, and how. [s]
    """
    values = [value for item in trends for part in item.parts for value in (part.low, part.high) if value is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if high - low < 1e-9:
        low, high = low - max(abs(low) * 0.05, 0.5), high + max(abs(high) * 0.05, 0.5)

    def x(at: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * at / long

    def y(value: float) -> float:
        return _TOP + (TALL - 2 * _TOP) * (high - value) / (high - low)

    drawn = "".join(_band(item, number, x, y) for number, item in enumerate(trends))
    scale = "".join(
        f'<text class="axis" x="{LEFT - 6:g}" y="{y(value) + 4:.1f}" text-anchor="end">{value:,.4g}</text>'
        for value in (low, high)
    )
    gaps = {span for item in trends for span in item.gaps}
    return _frame(TALL, said, _hatched(gaps, x, TALL) + drawn + scale + _ticks(ticks, x, TALL))


def word_trend(trend: Trend, long: float, ticks: Sequence[tuple[float, str]], said: str, words: dict[str, str]) -> str:
    """Words over a time, such as the states of a machine, as bands."""

    def x(at: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * at / long

    bands = "".join(
        f'<g><title>{escape(words.get(item.word, item.word))}</title>'
        f'<rect class="state-{escape(item.word)}" x="{x(item.start):.1f}" y="4" '
        f'width="{max(x(item.end) - x(item.start), 0.6):.1f}" height="{_FLAT - 8:g}"/></g>'
        for item in trend.stretches if item.word
    )  # fmt: skip
    lost = {(item.start, item.end) for item in trend.stretches if not item.word} | set(trend.gaps)
    return _frame(_FLAT, said, f'<g class="stack">{bands}</g>' + _hatched(lost, x, _FLAT) + _ticks(ticks, x, _FLAT))


def _band(trend: Trend, number: int, x, y) -> str:  # type: ignore[no-untyped-def]
    """A path for each run of parts that are known; never one across a gap."""
    runs: list[list[tuple[float, float, float, float]]] = [[]]
    for part in trend.parts:
        if part.low is None or part.high is None:
            runs.append([])
        else:
            runs[-1].append((part.start, part.end, part.low, part.high))
    found = ""
    for run in filter(None, runs):
        upper = " ".join(f"{x(at):.1f},{y(high):.1f}" for start, end, _, high in run for at in (start, end))
        lower = " ".join(f"{x(at):.1f},{y(low):.1f}" for start, end, low, _ in reversed(run) for at in (end, start))
        found += f'<polygon class="trend-band trend-{number}" points="{upper} {lower}"/>'
    return found


def _hatched(gaps: set[Span], x, tall: float) -> str:  # type: ignore[no-untyped-def]
    return "".join(
        f'<rect class="trend-gap" x="{x(begin):.1f}" y="0" width="{max(x(end) - x(begin), 1):.1f}" height="{tall:g}"/>'
        for begin, end in sorted(gaps)
    )


def _ticks(ticks: Sequence[tuple[float, str]], x, tall: float) -> str:  # type: ignore[no-untyped-def]
    return "".join(
        f'<line class="grid" x1="{x(at):.1f}" x2="{x(at):.1f}" y1="0" y2="{tall:g}"/>'
        f'<text class="axis" x="{x(at):.1f}" y="{tall + 18:g}" text-anchor="middle">{escape(name)}</text>'
        for at, name in ticks
    )


def _frame(tall: float, said: str, inside: str) -> str:
    return (
        f'<svg class="trend" viewBox="0 0 {WIDTH:g} {tall + 24:g}" role="img" aria-label="{escape(said)}" '
        'preserveAspectRatio="none" xmlns="http://www.w3.org/2000/svg"><defs><pattern id="trend-missing" width="6" '
        'height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="missing-ground" width="6" '
        f'height="6"/><rect class="missing-line" width="2" height="6"/></pattern></defs>{inside}</svg>'
    )
