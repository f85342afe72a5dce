"""Where the boxes of a line stand and which way its arrows go, from left to right in rows, or from top to bottom.

Lengths are worked out along the line and across it, and turned at the end: a row of boxes becomes a column.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from pulmu.services.line_flow import LineArrow, LineFlow
from pulmu.web.charts.layers import layers_of, untangle, without_loops

Going = Literal["right", "down"]
Point = tuple[float, float]
WIDE, TALL, SMALL = 156.0, 76.0, 42.0
"""Width of every box; height of a station, and of a source or the way out. [px]"""
_EDGE, _LANE, _BEND, _STEM = 20.0, 7.0, 12.0, 7.0
_GAPS: dict[Going, tuple[float, float]] = {"right": (46.0, 16.0), "down": (34.0, 14.0)}
"""Between boxes along the line, and across it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A box: left, top, width and height."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """An arrow: the points it goes through. One that goes straight on is bent softly, others go by corners."""

    arrow: LineArrow
    points: tuple[Point, ...]
    is_soft: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A line laid out; boxes by key, in reading order."""

    width: float
    height: float
    boxes: dict[str, Placed]
    arrows: tuple[Drawn, ...]
    going: Going


def line_layout(flow: LineFlow, going: Going = "right", per_row: int = 5) -> Layout:
    """Lay a line out.

    Parameters
    ----------
    per_row : Boxes one after another in a row of a line that goes right; the next follow in a row below.
    """
    laid = _Laid(flow, going, per_row)
    arrows = tuple(laid.drawn(arrow) for arrow in flow.arrows)
    along, across = laid.size
    width, height = (along, across) if going == "right" else (across, along)
    boxes = {key: laid.placed(key) for key in sorted(laid.sizes, key=laid.order)}
    return Layout(width, height, boxes, arrows, going)


@dataclass
class _Laid:
    """Boxes in layers, layers in rows. Beside each row runs a gutter for arrows that go back or to the next row."""

    flow: LineFlow
    going: Going
    per_row: int
    layers: dict[str, int] = field(default_factory=dict)
    columns: list[list[str]] = field(default_factory=list)
    bends: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    across: dict[str, float] = field(default_factory=dict)
    gutters: list[float] = field(default_factory=list)
    lanes: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        keys = [box.key for box in self.flow.boxes]
        turned = self.going == "down"
        self.sizes = {box.key: (TALL if box.kind == "station" else SMALL) for box in self.flow.boxes}
        self.long = max(self.sizes.values()) if turned else WIDE
        self.gap, self.beside = _GAPS[self.going]
        pairs = list(dict.fromkeys((item.source, item.target) for item in self.flow.arrows))
        self.forward = set(without_loops(keys, pairs))
        self.layers = layers_of(keys, sorted(self.forward, key=pairs.index))
        lowest = min(self.layers.values())
        self.layers = {key: layer - lowest for key, layer in self.layers.items()}
        self.layers["out"] = max(self.layers.values())
        count = max(self.layers.values()) + 1
        if self.going == "down" or count == self.per_row + 1:  # one box would stand in a row by itself
            self.per_row = count
        self.columns = [[] for _ in range(count)]
        for key in keys:
            self.columns[self.layers[key]].append(key)
        links = self.bent(pairs)
        untangle(self.columns, links)
        self.reserve(pairs)
        self.stack(links)

    def bent(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Links from one layer to the next; those that reach further get a bend in each layer between."""
        links: list[tuple[str, str]] = []
        for number, (source, target) in enumerate(pair for pair in pairs if pair in self.forward):
            chain = [source]
            for layer in range(self.layers[source] + 1, self.layers[target]):
                chain.append(f"~{number}.{layer}")
                self.layers[chain[-1]] = layer
                self.columns[layer].append(chain[-1])
            self.bends[source, target] = chain[1:]
            links += zip(chain, [*chain[1:], target], strict=True)
        return links

    def row(self, key: str) -> int:
        return self.layers[key] // self.per_row

    def chain(self, pair: tuple[str, str]) -> list[tuple[str, str]]:
        """The links an arrow is made of."""
        if pair not in self.forward:
            return [pair]
        keys = [pair[0], *self.bends[pair], pair[1]]
        return list(pairwise(keys))

    def is_straight(self, link: tuple[str, str]) -> bool:
        """Whether it goes from one layer to the next within a row."""
        return self.row(link[0]) == self.row(link[1]) and self.layers[link[1]] == self.layers[link[0]] + 1

    def reserve(self, pairs: Sequence[tuple[str, str]]) -> None:
        """A lane of its own in the gutters it goes through, for each link that is not straight."""
        used = [0] * ((len(self.columns) - 1) // self.per_row + 1)
        self.side = 0
        for pair in pairs:
            for link in self.chain(pair):
                if self.is_straight(link) or link[0] == link[1] or link in self.lanes:
                    continue
                first, last = self.row(link[0]), self.row(link[1])
                through = {first} if last in (first, first + 1) else {first, last}
                self.lanes[link] = {}
                for row in sorted(through):
                    self.lanes[link][row] = used[row]
                    used[row] += 1
                if len(through) > 1:
                    self.lanes[link][-1] = self.side
                    self.side += 1
        self.used = used

    def stack(self, links: Sequence[tuple[str, str]]) -> None:
        """Boxes beside each other across the line, each as near as may be to what it is linked with."""
        before: dict[str, list[str]] = {}
        for source, target in links:
            before.setdefault(target, []).append(source)
        top = _EDGE
        for row, count in enumerate(self.used):
            lowest = top
            for column in self.columns[row * self.per_row : (row + 1) * self.per_row]:
                at = top
                for key in column:
                    near = [self.middle(item) - self.width_of(key) / 2 for item in before.get(key, ())
                            if item in self.across and self.row(item) == row]  # fmt: skip
                    self.across[key] = max(at, sum(near) / len(near)) if near else at
                    at = self.across[key] + self.width_of(key) + self.beside
                lowest = max(lowest, at - self.beside)
            self.gutters.append(lowest + _EDGE / 2 + _LANE)
            top = lowest + (_EDGE + _LANE * (count + 1) if count else _EDGE)
        self.end = top

    def width_of(self, key: str) -> float:
        """How much room a box takes across the line."""
        if key not in self.sizes:
            return _BEND
        return self.sizes[key] if self.going == "right" else WIDE

    def length_of(self, key: str) -> float:
        """How much room a box takes along the line; a bend as much as its layer."""
        return self.long if self.going == "right" or key not in self.sizes else self.sizes[key]

    def middle(self, key: str) -> float:
        return self.across[key] + self.width_of(key) / 2

    def along(self, key: str) -> float:
        """Where a box begins along the line."""
        start = _EDGE + self.gap / 2 + _LANE * (self.side + 1)
        slack = (self.long - self.length_of(key)) / 2
        return start + (self.layers[key] % self.per_row) * (self.long + self.gap) + slack

    @property
    def size(self) -> tuple[float, float]:
        """Length along the line and across it."""
        most = min(len(self.columns), self.per_row)
        start = _EDGE + self.gap / 2 + _LANE * (self.side + 1)
        return start + most * (self.long + self.gap) - self.gap / 2 + _EDGE, self.end

    def turned(self, point: Point) -> Point:
        return point if self.going == "right" else (point[1], point[0])

    def placed(self, key: str) -> Placed:
        x, y = self.turned((self.along(key), self.across[key]))
        return Placed(x, y, WIDE, self.sizes[key])

    def order(self, key: str) -> tuple[int, float]:
        """The order in which boxes are read."""
        return self.layers[key], self.across[key]

    def drawn(self, arrow: LineArrow) -> Drawn:
        pair = (arrow.source, arrow.target)
        links = self.chain(pair)
        is_soft = all(self.is_straight(link) for link in links)
        points: list[Point] = []
        for link in links:
            points += self.straight(link) if self.is_straight(link) else self.around(link)
        return Drawn(arrow, tuple(self.turned(point) for point in points), is_soft)

    def straight(self, link: tuple[str, str]) -> list[Point]:
        source, target = link
        return [
            (self.along(source) + self.length_of(source), self.middle(source)),
            (self.along(target), self.middle(target)),
        ]

    def around(self, link: tuple[str, str]) -> list[Point]:
        """Out of the box, through the gutter of its row, and by that of the other row into the other box."""
        start, end = self.straight(link)
        if link[0] == link[1]:
            under = self.across[link[0]] + self.width_of(link[0]) + _LANE
            out, into = start[0] + _STEM, end[0] - _STEM
            return [start, (out, start[1]), (out, under), (into, under), (into, end[1]), end]
        lanes = self.lanes[link]
        rows = self.row(link[0]), self.row(link[1])
        first = self.gutters[rows[0]] + _LANE * lanes[rows[0]]
        shift = _STEM + 3 * (lanes[rows[0]] % 4)
        out, into = start[0] + shift, end[0] - shift
        if -1 not in lanes:
            return [start, (out, start[1]), (out, first), (into, first), (into, end[1]), end]
        second, side = self.gutters[rows[1]] + _LANE * lanes[rows[1]], _EDGE + _LANE * lanes[-1]
        over = [(out, start[1]), (out, first), (side, first), (side, second), (into, second), (into, end[1])]
        return [start, *over, end]
