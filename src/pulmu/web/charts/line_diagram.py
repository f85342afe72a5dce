"""A line as a picture: stations with their machines and the places before them, sources, the way out, and the ways
of the products. Machines and places carry their numbers, so that a run can be played on it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from pulmu.model.line import Line
from pulmu.model.station import Station
from pulmu.services.line_flow import LineBox, line_flow, station_key
from pulmu.web.charts.bars import Segment
from pulmu.web.charts.layers import cut
from pulmu.web.charts.line_layout import Drawn, Going, Layout, Placed, line_layout

_LONGEST_NAME = 21
_SLOTS, _MACHINES = 10, 7
_BELTS, _BELT_WIDE = 2, 58
_STRANDS = 5
"""With more products than that their ways are drawn as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWords:
    """What the picture says.

    Parameters
    ----------
    leaves : The way out.
    names : Of sources, stations and products, by key and by `product:` and its id.
    told : What a station is, for hover and screen readers, by key.
    rework : What is said of a way back, after its products.
    """

    title: str
    description: str
    leaves: str
    names: Mapping[str, str]
    told: Mapping[str, str]
    rework: str


@dataclass(frozen=True, slots=True)
class Extra:
    """What a picture shows besides the line: parts of the hours of stations, and which stand out, by id.

    Parameters
    ----------
    states : State and sign of machines, as a trace counts them.
    waiting : Pieces that wait before a station, by its number.
    """

    shares: Mapping[str, Sequence[Segment]] = field(default_factory=dict)
    marked: Collection[str] = ()
    states: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    waiting: Mapping[int, int] = field(default_factory=dict)


def line_diagram(
    line: Line, words: LineWords, href: Callable[[str], str] = lambda _: "", going: Going = "right", per_row: int = 5,
    extra: Extra | None = None,
) -> str:  # fmt: skip
    """The picture as SVG.

    Parameters
    ----------
    href : Where a station leads, by id; empty where it leads nowhere.
    going : Right, in rows of `per_row`; or down, for a narrow page.
    """
    flow = line_flow(line)
    layout = line_layout(flow, going, per_row)
    picture = _Picture(line, words, href, layout, extra or Extra())
    boxes = {box.key: box for box in flow.boxes}
    wide, tall = round(layout.width), round(layout.height)
    head = (
        f'<svg class="line-diagram {going}" viewBox="0 0 {wide} {tall}" width="{wide}" height="{tall}" '
        f'role="group" aria-label={quoteattr(words.title)} xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(words.title)}</title><desc>{escape(words.description)}</desc>"
    )
    ways = (picture.way(item) for item in layout.arrows)
    return "".join((head, *ways, *(picture.box(boxes[key], place) for key, place in layout.boxes.items()), "</svg>"))


class _Picture:
    def __init__(self, line: Line, words: LineWords, href: Callable[[str], str], layout: Layout, extra: Extra) -> None:
        self.line, self.words, self.href, self.layout, self.extra = line, words, href, layout, extra
        self.first_machine = [sum(item.machines for item in line.stations[:n]) for n in range(len(line.stations))]

    def name(self, key: str) -> str:
        return self.words.names.get(key, key)

    def way(self, drawn: Drawn) -> str:
        """An arrow: a strand for each of a few products, or one for all."""
        arrow = drawn.arrow
        names = ", ".join(self.name(f"product:{self.line.products[n].id}") for n in arrow.products)
        said = f"{self.name(arrow.source)} → {self.name(arrow.target)}: {names}"
        said += f" ({self.words.rework})" if arrow.way == "rework" else ""
        few = 1 < len(self.line.products) <= _STRANDS
        strands = [f"product-{n}" for n in arrow.products] if few else ["all"]
        middle = (len(strands) - 1) / 2
        paths = "".join(
            f'<path class="strand {kind}" d="{_path(drawn, 3.5 * (n - middle), self.layout.going)}"/>'
            for n, kind in enumerate(strands)
        )
        return (
            f'<g class="arrow {arrow.way}" data-from={quoteattr(arrow.source)} data-to={quoteattr(arrow.target)}>'
            f"<title>{escape(said)}</title>{paths}"
            f'<path class="tip" d="{_tip(drawn.points[-1], self.layout.going, 4 + 1.75 * (len(strands) - 1))}"/></g>'
        )

    def box(self, box: LineBox, place: Placed) -> str:
        told = self.words.told.get(box.key, self.name(box.key))
        inside = self.station(box.number, place) if box.kind == "station" else ""
        body = (
            f"<title>{escape(told)}</title>"
            f'<rect class="ground" x="{place.x:g}" y="{place.y:g}" width="{place.width:g}" height="{place.height:g}" '
            f'rx="{6 if box.kind == "station" else place.height / 2:g}"/>'
            f'<text class="name{"" if box.kind == "station" else " mid"}" '
            f'x="{place.x + (9 if box.kind == "station" else place.width / 2):g}" '
            f'y="{place.y + (19 if box.kind == "station" else place.height / 2 + 4.5):g}">'
            f"{escape(cut(self.name(box.key), _LONGEST_NAME))}</text>{inside}"
        )
        where = self.href(self.line.stations[box.number].id) if box.kind == "station" else ""
        if where:
            return f'<a class="box {box.kind}" href={quoteattr(where)}>{body}</a>'
        marked = box.kind == "station" and self.line.stations[box.number].id in self.extra.marked
        return f'<g class="box {box.kind}{" marked" if marked else ""}">{body}</g>'

    def station(self, number: int, place: Placed) -> str:
        item = self.line.stations[number]
        return self.places(number, item, place) + self.machines(number, item, place) + self.hours(item, place)

    def hours(self, item: Station, place: Placed) -> str:
        """Where its hours go, as a bar at its foot."""
        parts, at = self.extra.shares.get(item.id, ()), place.x + 9
        if not parts:
            return ""
        room, drawn = place.width - 18, ""
        for part in parts:
            wide = room * part.value
            drawn += f'<rect class="{part.colour}" x="{at:.2f}" y="{place.y + 69:g}" width="{wide:.2f}" height="6"/>'
            at += wide
        said = ", ".join(f"{part.name} {part.shown}" for part in parts)
        return f'<g class="stack"><title>{escape(f"{self.name(station_key(item.id))}: {said}")}</title>{drawn}</g>'

    def places(self, number: int, item: Station, place: Placed) -> str:
        """The places before it: each, if they are few; else as many as there is room for, that fill by shares."""
        y, room = place.y + 28, item.buffer
        drawn = _SLOTS if room is None else min(room, _SLOTS)
        count = self.extra.waiting.get(number)
        full = 0 if count is None else count if room is None or room <= drawn else -(-count * drawn // room)
        cells = "".join(
            f'<rect class="slot{" full" if n < full else ""}" x="{place.x + 9 + 10 * n:g}" y="{y:g}" '
            'width="8" height="14" rx="1.5"/>'
            for n in range(drawn)
        )
        label = "∞" if room is None else str(room) if room != drawn or not room else ""
        label = label if count is None else str(count) if room is None else f"{count}/{room}"
        return (
            f'<g class="places" data-station="{number}" data-room="{"" if room is None else room}">{cells}'
            f'<text class="count" x="{place.x + place.width - 8:g}" y="{y + 11.5:g}" data-label="{label}">'
            f"{label}</text></g>"
        )

    def machines(self, number: int, item: Station, place: Placed) -> str:
        """Its machines as squares, its belts as belts, with a sign for their state; those without room as a number."""
        wide, corner, most = (_BELT_WIDE, 8.5, _BELTS) if item.belt else (15, 3, _MACHINES)
        drawn, y = min(item.machines, most), place.y + 50
        first = self.first_machine[number]
        state = [self.extra.states.get(first + n, ("", "")) for n in range(drawn)]
        squares = "".join(
            f'<g class="machine{" belt" if item.belt else ""}" data-machine="{first + n}"'
            f"{f' data-state={quoteattr(state[n][0])}' if state[n][0] else ''}>"
            f'<rect x="{place.x + 9 + (wide + 2) * n:g}" y="{y:g}" width="{wide}" height="17" rx="{corner}"/>'
            f'<text x="{place.x + 9 + wide / 2 + (wide + 2) * n:g}" y="{y + 12.5:g}">{escape(state[n][1])}</text></g>'
            for n in range(drawn)
        )
        more = item.machines - drawn
        rest = f'<text class="count" x="{place.x + place.width - 8:g}" y="{y + 12.5:g}">+{more}</text>' if more else ""
        return squares + rest


def _path(drawn: Drawn, aside: float, going: Going) -> str:
    """The path of a strand, so far aside of the middle."""
    points = [_shifted(point, n, len(drawn.points), aside, going) for n, point in enumerate(drawn.points)]
    path = f"M{points[0][0]:g} {points[0][1]:g}"
    if not drawn.is_soft:
        return path + "".join(f"L{x:g} {y:g}" for x, y in points[1:])
    for (x0, y0), (x1, y1) in pairwise(points):
        if going == "right":
            half = (x0 + x1) / 2
            path += f"C{half:g} {y0:g} {half:g} {y1:g} {x1:g} {y1:g}"
        else:
            half = (y0 + y1) / 2
            path += f"C{x0:g} {half:g} {x1:g} {half:g} {x1:g} {y1:g}"
    return path


def _shifted(point: tuple[float, float], number: int, count: int, aside: float, going: Going) -> tuple[float, float]:
    """A strand leaves and enters beside the others; between corners it stays beside them both ways."""
    x, y = point
    inner = aside if 0 < number < count - 1 else 0.0
    return (x + inner, y + aside) if going == "right" else (x + aside, y + inner)


def _tip(end: tuple[float, float], going: Going, half: float) -> str:
    x, y = end
    if going == "right":
        return f"M{x:g} {y:g}l-7 {-half:g}v{2 * half:g}z"
    return f"M{x:g} {y:g}l{-half:g} -7h{2 * half:g}z"
