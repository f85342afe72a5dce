"""How pieces go through a line: sources, stations and the way out, and which products go from where to where."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pulmu.model.line import OUT, Line, LineProduct, RouteStep
from pulmu.twin.plan import step_name

Way = Literal["on", "rework"]


@dataclass(frozen=True, slots=True)
class LineBox:
    """A source, a station, or the way out.

    Parameters
    ----------
    key : Its own among all boxes of a line.
    number : Its place among sources or stations.
    """

    key: str
    kind: Literal["source", "station", "out"]
    number: int = 0


@dataclass(frozen=True, slots=True)
class LineArrow:
    """A way that some products go, by place."""

    source: str
    target: str
    way: Way
    products: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LineFlow:
    """The boxes of a line and the ways between them."""

    boxes: tuple[LineBox, ...]
    arrows: tuple[LineArrow, ...]


def line_flow(line: Line) -> LineFlow:
    """The ways of a line; names that lead nowhere, as in a line that is being written, are left out."""
    found: dict[tuple[str, str, Way], list[int]] = {}
    for number, product in enumerate(line.products):
        for source, target, way in _ways(line, product):
            products = found.setdefault((source, target, way), [])
            if number not in products:
                products.append(number)
    boxes = (
        *(LineBox(source_key(item.id), "source", n) for n, item in enumerate(line.sources)),
        *(LineBox(station_key(item.id), "station", n) for n, item in enumerate(line.stations)),
        LineBox(OUT, "out"),
    )
    known = {item.key for item in boxes}
    arrows = (
        LineArrow(source, target, way, tuple(products))
        for (source, target, way), products in found.items()
        if {source, target} <= known
    )
    return LineFlow(boxes, tuple(arrows))


def source_key(name: str) -> str:
    """Key of a source's box."""
    return f"source:{name}"


def station_key(name: str) -> str:
    """Key of a station's box."""
    return f"station:{name}"


def _ways(line: Line, product: LineProduct) -> Iterator[tuple[str, str, Way]]:
    steps = {step_name(step): station_key(step.station) for step in product.route}
    for source in line.sources:
        if product.id in source.products and product.route:
            yield source_key(source.id), station_key(product.route[0].station), "on"
    for at, step in enumerate(product.route):
        here = station_key(step.station)
        for name in _next_names(product, at, step):
            yield here, OUT if name == OUT else steps.get(name, ""), "on"
        if step.rework > 0:
            yield here, steps.get(step.rework_to or step_name(step), ""), "rework"


def _next_names(product: LineProduct, at: int, step: RouteStep) -> list[str]:
    """Steps that follow; a share of nothing leads nowhere."""
    if step.next:
        return [name for name, share in step.next.items() if share > 0]
    return [OUT if at + 1 == len(product.route) else step_name(product.route[at + 1])]
