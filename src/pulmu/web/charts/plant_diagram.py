"""The flows of a plant as a picture: boxes in layers from left to right, each leading to its form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from pulmu.services.plant_flows import Arrow, Box, Flows
from pulmu.web.charts.layers import cut, layers_of, untangle, without_loops

_WIDTH, _HEIGHT, _ACROSS, _DOWN, _BEND, _EDGE = 170, 48, 46, 14, 12, 16
_LONGEST_NAME, _LONGEST_NOTE = 22, 26


@dataclass(frozen=True, slots=True)
class DiagramWords:
    """What the picture says.

    Parameters
    ----------
    kind : The word of each kind of box.
    rest : The word for what is left of a total.
    """

    title: str
    description: str
    kind: Mapping[str, str]
    rest: str


def plant_diagram(flows: Flows, words: DiagramWords, href: Callable[[Box], str]) -> str:
    """The picture as SVG.

    Parameters
    ----------
    href : Where a box leads; empty where it leads nowhere.
    """
    laid = _Laid(flows)
    width, height = laid.size
    head = (
        f'<svg class="plant-diagram" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="group" aria-label={quoteattr(words.title)} xmlns="http://www.w3.org/2000/svg">'
    )
    parts = [head, f"<title>{escape(words.title)}</title><desc>{escape(words.description)}</desc>"]
    parts += [_line(arrow, laid, words) for arrow in flows.arrows]
    parts += [_box(box, laid, words, href(box)) for box in sorted(flows.boxes, key=lambda box: laid.order(box.key))]
    return "".join((*parts, "</svg>"))


def _line(arrow: Arrow, laid: "_Laid", words: DiagramWords) -> str:
    points = laid.way(arrow)
    path = f"M{points[0][0]} {points[0][1]}"
    for (x0, y0), (x1, y1) in pairwise(points):
        bend = max(24.0, abs(x1 - x0) / 2)
        path += f"C{x0 + bend:g} {y0:g} {x1 - bend:g} {y1:g} {x1:g} {y1:g}"
    names = laid.names
    amount = words.rest if arrow.amount == "rest" else arrow.amount
    said = f"{names[arrow.source]} → {names[arrow.target]}" + (f": {amount}" if amount else "")
    tip = f"M{points[-1][0]} {points[-1][1]}l-7 -4v8z"
    return (
        f'<g class="flow {laid.kinds[arrow.source]}"><title>{escape(said)}</title>'
        f'<path class="wide" d="{path}"/><path class="line" d="{path}"/><path class="tip" d="{tip}"/></g>'
    )


def _box(box: Box, laid: "_Laid", words: DiagramWords, href: str) -> str:
    x, y = laid.place(box.key)
    kind = words.kind.get(box.kind, box.kind)
    note = f"{kind} · {box.note}" if box.note else kind
    body = (
        f"<title>{escape(f'{kind}: {box.name}' + (f' ({box.note})' if box.note else ''))}</title>"
        f'<rect x="{x:g}" y="{y:g}" width="{_WIDTH}" height="{_HEIGHT}" rx="6"/>'
        f'<text class="name" x="{x + 10:g}" y="{y + 20:g}">{escape(cut(box.name, _LONGEST_NAME))}</text>'
        f'<text class="note" x="{x + 10:g}" y="{y + 37:g}">{escape(cut(note, _LONGEST_NOTE))}</text>'
    )
    if href:
        return f'<a class="box {box.kind}" href={quoteattr(href)}>{body}</a>'
    return f'<g class="box {box.kind}">{body}</g>'


@dataclass
class _Laid:
    """Where each box stands. Long arrows bend around the boxes of the layers they cross."""

    flows: Flows
    layers: dict[str, int] = field(default_factory=dict)
    columns: list[list[str]] = field(default_factory=list)
    tops: dict[str, float] = field(default_factory=dict)
    bends: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = {box.key: box.name for box in self.flows.boxes}
        self.kinds = {box.key: box.kind for box in self.flows.boxes}
        self.forward = without_loops(
            [box.key for box in self.flows.boxes], [(item.source, item.target) for item in self.flows.arrows]
        )
        self.layers = layers_of([box.key for box in self.flows.boxes], self.forward)
        self.columns = [[] for _ in range(max(self.layers.values(), default=0) + 1)]
        for key, layer in self.layers.items():
            self.columns[layer].append(key)
        links = self.bent()
        untangle(self.columns, links)
        self.stack(links)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture."""
        width = len(self.columns) * (_WIDTH + _ACROSS) - _ACROSS + 2 * _EDGE
        lowest = max((top + self.height(key) for key, top in self.tops.items()), default=0)
        loops = len(self.flows.arrows) - len(self.forward)
        return int(width), int(lowest + 2 * _EDGE + (24 + 8 * loops if loops else 0))

    def height(self, key: str) -> int:
        return _HEIGHT if key in self.names else _BEND

    def place(self, key: str) -> tuple[float, float]:
        """Left and top of a box."""
        return _EDGE + self.layers[key] * (_WIDTH + _ACROSS), _EDGE + self.tops[key]

    def order(self, key: str) -> tuple[int, float]:
        """The order in which boxes are read."""
        return self.layers[key], self.tops[key]

    def bent(self) -> list[tuple[str, str]]:
        """Arrows from one layer to the next; those that reach further get a bend in each layer between."""
        links: list[tuple[str, str]] = []
        for number, (source, target) in enumerate(self.forward):
            last = source
            for layer in range(self.layers[source] + 1, self.layers[target]):
                bend = f"~{number}.{layer}"
                self.layers[bend] = layer
                self.columns[layer].append(bend)
                self.bends.setdefault((source, target), []).append(bend)
                links.append((last, bend))
                last = bend
            links.append((last, target))
        return links

    def stack(self, links: Sequence[tuple[str, str]]) -> None:
        """Boxes one below the other, each as near as may be to what it is linked with."""
        before: dict[str, list[str]] = {}
        for source, target in links:
            before.setdefault(target, []).append(source)
        for column in self.columns:
            lowest = 0.0
            for key in column:
                known = [self.tops[item] + self.height(item) / 2 for item in before.get(key, ()) if item in self.tops]
                wanted = sum(known) / len(known) - self.height(key) / 2 if known else lowest
                self.tops[key] = max(lowest, min(wanted, lowest + 4 * _HEIGHT))
                lowest = self.tops[key] + self.height(key) + _DOWN

    def way(self, arrow: Arrow) -> list[tuple[float, float]]:
        """Points an arrow goes through; one that goes back goes below everything."""
        x0, y0 = self.place(arrow.source)
        x1, y1 = self.place(arrow.target)
        start, end = (x0 + _WIDTH, y0 + _HEIGHT / 2), (x1, y1 + _HEIGHT / 2)
        if (arrow.source, arrow.target) not in set(self.forward):
            bottom = self.size[1] - _EDGE
            return [start, (start[0] + 28, (start[1] + bottom) / 2), (end[0] - 28, bottom), end]
        middle: list[tuple[float, float]] = []
        for bend in self.bends.get((arrow.source, arrow.target), ()):
            x, y = self.place(bend)
            middle += [(x, y + _BEND / 2), (x + _WIDTH, y + _BEND / 2)]
        return [start, *middle, end]
