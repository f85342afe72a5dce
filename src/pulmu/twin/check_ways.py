"""Whether pieces find a way through a line: out of it, in time, and to a batch that comes together."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pulmu.model.document import Document, Path
from pulmu.model.errors import problem, warning
from pulmu.model.line import OUT, Line, LineProduct
from pulmu.model.problem import Problem
from pulmu.model.station import Batch, Station
from pulmu.twin.check_laws import is_positive
from pulmu.twin.plan import step_name

Ways = list[set[int | None]]
"""Of each step of a route, the steps that may follow; None: out of the line, good or scrap."""


def check_ways(line: Line, document: Document) -> Iterator[Problem]:
    """All that keeps pieces, stations and people of a line for ever; the line has no errors besides.

    A warning is of something that can run, and that hardly anybody means.
    """
    look = _Look(line, document)
    for number, product in enumerate(line.products):
        yield from look.product(number, product)
    for number, station in enumerate(line.stations):
        yield from look.station(number, station)
    yield from look.people()
    yield from look.calendars()


def ways_of(product: LineProduct) -> Ways:
    """Where pieces of a product may go after each step, with a share above 0."""
    names = {step_name(step): number for number, step in enumerate(product.route)}
    return [_ways_of_step(product, number, names) for number in range(len(product.route))]


def _ways_of_step(product: LineProduct, number: int, names: Mapping[str, int]) -> set[int | None]:
    step = product.route[number]
    ways: set[int | None] = set()
    if step.scrap > 0:
        ways.add(None)
    if step.rework > 0:
        ways.add(names.get(step.rework_to, number))
    if step.scrap + step.rework >= 1:
        return ways
    if step.next:
        return ways | {None if to == OUT else names.get(to) for to, share in step.next.items() if share > 0}
    return ways | {number + 1 if number + 1 < len(product.route) else None}


def _never(ways: Ways, ends: Collection[int | None]) -> list[int]:
    """Steps from which no way leads to an end."""
    found = set(ends)
    while more := {at for at, to in enumerate(ways) if at not in found and to & found}:
        found |= more
    return [at for at in range(len(ways)) if at not in found]


@dataclass(frozen=True)
class _Look:
    line: Line
    document: Document

    @cached_property
    def stations(self) -> dict[str, Station]:
        return {item.id: item for item in self.line.stations}

    @cached_property
    def given(self) -> set[str]:
        """Products of which pieces come in, or are there at the start."""
        state = self.line.state
        here = {item.product for item in self.line.waiting}
        if state is not None:
            here |= {item.product for item in state.waiting}
            here |= {item.product for machine in state.machines for item in machine.pieces}
        return here | {name for source in self.line.sources for name, part in source.products.items() if part > 0}

    def product(self, number: int, product: LineProduct) -> Iterator[Problem]:
        place = ("products", number)
        ways = ways_of(product)
        timed = [at for at, step in enumerate(product.route) if self.takes_time(step.time, step.station)]
        if stuck := _never(ways, [None, *timed]):
            yield problem(
                "line.no_time", self.document.place((*place, "route", stuck[0])),
                "this takes no time, and would come without end", "give a time above 0",
            )  # fmt: skip
        elif _never(ways, [None]):
            yield self.tell(place, "line.no_way_out", f"no way leads pieces of {product.id!r} out of the line",
                            "write `next: {out: 1}` at their last step, unless they go round for ever",
                            product=product.id)  # fmt: skip
        if product.id not in self.given:
            yield self.tell(place, "line.no_source", f"no source gives pieces of {product.id!r}",
                            "name it in a source, or delete it", product=product.id)  # fmt: skip

    def takes_time(self, law: object, station: str) -> bool:
        own = self.stations.get(station)
        law = law or (own.time if own else None)
        return law is None or is_positive(law)  # type: ignore[arg-type]

    def station(self, number: int, station: Station) -> Iterator[Problem]:
        place = ("stations", number)
        if not any(step.station == station.id for item in self.line.products for step in item.route):
            yield self.tell(place, "line.unused", f"no route passes station {station.id!r}",
                            "add it to a route, or delete it", station=station.id)  # fmt: skip
        elif station.batch is not None:
            yield from self.batch((*place, "batch"), station, station.batch)

    def batch(self, path: Path, station: Station, batch: Batch) -> Iterator[Problem]:
        """A batch of more pieces of one family than can be in the line at once never begins."""
        most = self.most_at(station) if batch.longest_wait is None else None
        if most is not None and most < batch.least:
            yield self.tell(
                path, "line.batch_inside",
                f"a batch of {batch.least} never comes together: at most {most} pieces of a family are in the line",
                "raise most_inside of the sources, or lower least", least=batch.least, most=most,
            )  # fmt: skip

    def most_at(self, station: Station) -> int | None:
        """Most pieces of one family that can wait there; None: without end."""
        by_family: dict[str, set[str]] = defaultdict(set)
        for item in self.line.products:
            for step in item.route:
                if step.station == station.id and item.id in self.given:
                    by_family[step.family or item.id].add(item.id)
        found = [self.most_of(products) for products in by_family.values()]
        return None if not found or None in found else max(item for item in found if item is not None)

    def most_of(self, products: set[str]) -> int | None:
        sources = [item for item in self.line.sources if any(item.products.get(name, 0) > 0 for name in products)]
        waits = sum(item.pieces for item in self.line.waiting if item.product in products)
        if self.line.state is not None or any(item.most_inside is None for item in sources):
            return None
        return waits + sum(item.most_inside or 0 for item in sources)

    def people(self) -> Iterator[Problem]:
        there: dict[str, int] = defaultdict(int)
        for pool in self.line.operators:
            for skill in pool.skills:
                there[skill] += pool.count
        for number, station in enumerate(self.line.stations):
            wanted = {"run_skill": station.run_skill, "set_up_skill": station.set_up_skill}
            wanted |= {f"stops[{at}].skill": stop.skill for at, stop in enumerate(station.stops)}
            for name, skill in wanted.items():
                if skill in there and there[skill] == 0:
                    yield self.tell(("stations", number, name), "line.nobody", f"nobody has the skill {skill!r}",
                                    "give a pool with it a count above 0", skill=skill)  # fmt: skip

    def calendars(self) -> Iterator[Problem]:
        for number, item in enumerate(self.line.calendars):
            if not any(shift.days for shift in item.shifts):
                yield self.tell(("calendars", number), "line.no_shift", f"calendar {item.id!r} has no shift",
                                "add a shift: without one nobody ever works by it", calendar=item.id)  # fmt: skip

    def tell(self, path: Path, code: str, message: str, mend: str, **values: object) -> Problem:
        return warning(code, self.document.place(path), message, mend, **values)
