"""Where the embedded emissions come from, as an SVG: sources, processes, goods, each as high as its emissions."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import get_args

from pulmu.adapters._report.names import good_names, process_names, text_width, word
from pulmu.locale import Language, number, percent, text
from pulmu.services.emission_flows import COLUMNS, OTHER, Column, Flow, emission_flows, group_small, sums
from pulmu.services.report import Kind, Report

COLOURS = {
    "direct_fuel": "#37474F",
    "direct_process": "#37474F",
    "mass_balance": "#37474F",
    "measurement": "#37474F",
    "perfluorocarbons": "#37474F",
    "carbon_dioxide_transfer": "#37474F",
    "heat": "#8D6E63",
    "indirect_electricity": "#C9A227",
    "outsourced_step": "#6B8E6B",
    "waste_gas": "#6D5F8D",
    "precursor_verified": "#3E6FA3",
    "precursor_default": "url(#default)",
    "exempt_precursor": "#B4BEC8",
}
WIDTH = 720.0
FULL = 230.0
"""Height of all emissions together; every band is exactly its share of it."""
_FONTS = "Pretendard, 'Noto Sans KR', 'Apple SD Gothic Neo', 'Malgun Gothic', NanumGothic, sans-serif"
_INK, _MUTED, _STEEL, _OTHERS = "#1B2228", "#5B6773", "#7B8794", "#98A2AC"
_TOP, _BAR, _GAP, _LABEL, _SIDE = 50.0, 12.0, 10.0, 27.0, 200.0
_X = {"kind": _SIDE, "process": (WIDTH - _BAR) / 2, "good": WIDTH - _SIDE - _BAR}
_HATCH = (
    '<pattern id="default" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="5" height="5" fill="#9DB8D6"/><rect width="1.6" height="5" fill="#5F86B3"/></pattern>'
)


@dataclass(frozen=True, slots=True)
class _Bar:
    """A node as drawn."""

    column: Column
    name: str
    emissions: float
    top: float
    height: float
    grouped: int = 0


def sankey(report: Report, language: Language) -> str:
    """The picture as SVG text; the same report gives the same text."""
    flows, over = emission_flows(report)
    note = text(f"sankey.over_{over}", language)
    negative = sum(flow.emissions for flow in flows if flow.emissions < 0)
    if negative:
        note = f"{note}. {text('sankey.negative', language, total=number(negative, 't CO2e', language))}"
    drawn = [flow for flow in flows if flow.emissions > 0]
    total = sum(flow.emissions for flow in drawn)
    if not drawn:
        return _frame(text("sankey.nothing", language), "", 60.0, [])
    names = _names(report, language)
    grouped, counts = group_small(drawn, total)
    bars = _bars(grouped, counts, total, names)
    height = max(bar.top + bar.height for bar in bars) + _LABEL + 14

    def told(band: _Band) -> str:
        return _told(band, total, names, language)

    parts = [*_heads(language), *_links(grouped, bars, total, told), *_nodes(bars, names, total, language)]
    parts.append(_words(0, height - 6, note, 9, _MUTED, "start"))
    return _frame(_finding(grouped, total, names, language), note, height, parts)


def _told(band: "_Band", total: float, names: Mapping[tuple[Column, str], str], language: Language) -> str:
    """A band in words: from where to where, of what kind, and how much."""
    other = text("sankey.other", language, count="")
    start, end, kind = (names.get(item, other) for item in (band[0:2], band[2:4], ("kind", band[4])))
    way = f"{start} → {end}" if band[0] == "kind" else f"{start} → {end} ({kind})"
    return f"{way}: {number(band[5], 't CO2e', language)} · {percent(band[5] / total, language)}"


def _names(report: Report, language: Language) -> dict[tuple[Column, str], str]:
    names: dict[tuple[Column, str], str] = {("kind", kind): word("kind", kind, language) for kind in get_args(Kind)}
    names |= {("process", id): name for id, name in process_names(report, language).items()}
    return names | {("good", id): name for id, name in good_names(report, language).items()}


def _bars(
    flows: list[Flow], counts: Mapping[Column, int], total: float, names: Mapping[tuple[Column, str], str]
) -> list[_Bar]:
    """Bars of all columns; each has a slot of its own, high enough for its label, so that labels never meet."""
    order = list(names)
    bars: list[_Bar] = []
    for column in COLUMNS:
        amounts = sums(flows, column)
        known = sorted(amounts, key=lambda name: _place(order, column, name))
        bars += _stack(column, known, amounts, total, counts)
    return _centred(bars)


def _place(order: list[tuple[Column, str]], column: Column, name: str) -> tuple[int, str]:
    known = (column, name) in order
    return (order.index((column, name)) if known else len(order) + (name == OTHER), name)


def _stack(
    column: Column, known: list[str], sums: Mapping[str, float], total: float, counts: Mapping[Column, int]
) -> list[_Bar]:
    bars, top = [], _TOP
    for name in known:
        height = FULL * sums[name] / total
        above = _LABEL if column == "process" else max(0.0, (_LABEL - height) / 2)
        below = 0.0 if column == "process" else above
        bars.append(_Bar(column, name, sums[name], top + above, height, counts.get(column, 0) if name == OTHER else 0))
        top += above + height + below + _GAP
    return bars


def _centred(bars: list[_Bar]) -> list[_Bar]:
    ends = {column: max(bar.top + bar.height for bar in bars if bar.column == column) for column in COLUMNS}
    longest = max(ends.values())
    return [replace(bar, top=bar.top + (longest - ends[bar.column]) / 2) for bar in bars]


def _links(flows: list[Flow], bars: list[_Bar], total: float, told: Callable[["_Band"], str]) -> Iterator[str]:
    """The bands, drawn from their source's bar to their process's and on to their good's."""
    place = {(bar.column, bar.name): number for number, bar in enumerate(bars)}
    first: dict[tuple[str, ...], float] = {}
    second: dict[tuple[str, ...], float] = {}
    for flow in flows:
        _add(first, (flow.kind, flow.process), flow.emissions)
        _add(second, (flow.process, flow.good, flow.kind), flow.emissions)
    yield from _bands(
        [("kind", kind, "process", process, kind, amount) for (kind, process), amount in first.items()],
        bars, place, total, told,
    )  # fmt: skip
    yield from _bands(
        [("process", process, "good", good, kind, amount) for (process, good, kind), amount in second.items()],
        bars, place, total, told,
    )  # fmt: skip


def _add(sums: dict[tuple[str, ...], float], key: tuple[str, ...], amount: float) -> None:
    sums[key] = sums.get(key, 0.0) + amount


_Band = tuple[Column, str, Column, str, str, float]


def _bands(
    bands: list[_Band],
    bars: list[_Bar],
    place: Mapping[tuple[Column, str], int],
    total: float,
    told: Callable[[_Band], str],
) -> Iterator[str]:
    def rank(band: _Band) -> tuple[int, int, int]:
        return place[band[0], band[1]], place[band[2], band[3]], place["kind", band[4]]

    used_out: dict[int, float] = {}
    starts: dict[_Band, float] = {}
    for band in sorted(bands, key=rank):
        starts[band] = _take(used_out, rank(band)[0], band[5], bars, total)
    used_in: dict[int, float] = {}
    for band in sorted(bands, key=lambda item: (rank(item)[1], rank(item)[0], rank(item)[2])):
        end = _take(used_in, rank(band)[1], band[5], bars, total)
        yield _band(_X[band[0]] + _BAR, starts[band], _X[band[2]], end, FULL * band[5] / total, band, told(band))


def _take(used: dict[int, float], bar: int, amount: float, bars: list[_Bar], total: float) -> float:
    """The next free place along a bar's side."""
    offset = used.get(bar, 0.0)
    used[bar] = offset + FULL * amount / total
    return bars[bar].top + offset


def _band(x0: float, y0: float, x1: float, y1: float, height: float, band: _Band, words: str) -> str:
    middle = (x0 + x1) / 2
    path = (
        f"M{x0:.2f} {y0:.4f}C{middle:.2f} {y0:.4f} {middle:.2f} {y1:.4f} {x1:.2f} {y1:.4f}"
        f"V{y1 + height:.4f}C{middle:.2f} {y1 + height:.4f} {middle:.2f} {y0 + height:.4f} {x0:.2f} {y0 + height:.4f}Z"
    )
    fill = COLOURS.get(band[4], _OTHERS)
    title = f"<title>{escape(words)}</title>"
    return f'<path class="link" data-t="{band[5]!r}" fill="{fill}" fill-opacity="0.5" d="{path}">{title}</path>'


def _heads(language: Language) -> Iterator[str]:
    for column, key, anchor in (
        ("kind", "sources", "end"),
        ("process", "processes", "middle"),
        ("good", "goods", "start"),
    ):
        x = _X[column] + {"end": _BAR, "middle": _BAR / 2, "start": 0.0}[anchor]
        yield _words(x, _TOP - 12, text(f"sankey.{key}", language), 9, _MUTED, anchor)


def _nodes(
    bars: list[_Bar], names: Mapping[tuple[Column, str], str], total: float, language: Language
) -> Iterator[str]:
    for bar in bars:
        fill = _STEEL if bar.column != "kind" else COLOURS.get(bar.name, _OTHERS)
        name = names.get((bar.column, bar.name), bar.name)
        if bar.name == OTHER:
            name, fill = text("sankey.other", language, count=bar.grouped), _OTHERS
        yield (
            f'<g class="node" data-column="{bar.column}"><title>{escape(name)}</title><rect class="bar" '
            f'x="{_X[bar.column]:.2f}" y="{bar.top:.4f}" width="{_BAR:g}" height="{bar.height:.4f}" fill="{fill}"/>'
        )
        amount = f"{number(bar.emissions, 't CO2e', language)} · {percent(bar.emissions / total, language)}"
        yield from _label(bar, name, amount)
        yield "</g>"


def _label(bar: _Bar, name: str, amount: str) -> Iterator[str]:
    middle = bar.top + bar.height / 2
    x, y, anchor, room = {
        "kind": (_X["kind"] - 6, middle - 3, "end", _SIDE - 8),
        "process": (_X["process"] + _BAR / 2, bar.top - 16, "middle", 190.0),
        "good": (_X["good"] + _BAR + 6, middle - 3, "start", _SIDE - 8),
    }[bar.column]
    name = fitted(name, room, 10.5)
    if bar.column == "process":
        wide = max(text_width(name, 10.5), text_width(amount, 9)) + 6
        yield (
            f'<rect x="{x - wide / 2:.2f}" y="{y - 10:.2f}" width="{wide:.2f}" height="{_LABEL - 1:g}" fill="#FFFFFF" '
            'fill-opacity="0.7"/>'
        )
    yield _words(x, y, name, 10.5, _INK, anchor, "label")
    yield _words(x, y + 12.5, amount, 9, _MUTED, anchor, "label")


def _finding(flows: list[Flow], total: float, names: Mapping[tuple[Column, str], str], language: Language) -> str:
    """The largest source, as a sentence: the title says what the picture shows."""
    amounts = sums(flows, "kind")
    kind = max(amounts, key=lambda name: amounts[name])
    other = text("sankey.other", language, count="")
    return text(
        "sankey.title",
        language,
        share=percent(amounts[kind] / total, language),
        total=number(total, "t CO2e", language),
        kind=names.get(("kind", kind), other),
    )


def _frame(title: str, note: str, height: float, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.0f}" width="{WIDTH:g}" '
        f'height="{height:.0f}" role="img" font-family="{_FONTS}">'
        f"<title>{escape(title)}</title><desc>{escape(note)}</desc><defs>{_HATCH}</defs>"
        f"{_words(0, 16, title, 13, _INK, 'start')}{''.join(parts)}</svg>"
    )


def _words(x: float, y: float, words: str, size: float, colour: str, anchor: str, kind: str = "note") -> str:
    return (
        f'<text class="{kind}" x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )


def fitted(words: str, room: float, size: float) -> str:
    """The words, their middle left out where they would be wider than the room: names differ at their ends."""
    kept = len(words)
    shown = words
    while text_width(shown, size) > room and kept > 2:
        kept -= 1
        shown = words[: (kept + 1) // 2].rstrip() + "…" + words[len(words) - kept // 2 :].lstrip()
    return shown
