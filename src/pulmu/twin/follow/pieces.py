"""Which pieces are where: their order along the line is taken from a usual state, their number from what is seen."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby

from pulmu.model.line import Line, LineProduct, LineSource
from pulmu.model.line_state import LineState, PiecesAt
from pulmu.twin.follow.remaining import Numbers
from pulmu.twin.plan import step_name

Fits = Callable[[PiecesAt], bool]


class Tape:
    """Pieces from the end of the line to its beginning, and then those that are still to come, in lots."""

    def __init__(self, line: Line, usual: LineState, numbers: Numbers) -> None:
        self.line, self.numbers = line, numbers
        self.products = {item.id: item for item in line.products}
        self.stations = {
            (item.id, step_name(step)): step.station for item in line.products for step in item.route
        }  # fmt: skip
        self.waiting = deque(self._ordered(usual))

    def take(self, station: str, fits: Fits | None = None) -> PiecesAt:
        """The next piece that has a step at a station, for that step."""
        for number, item in enumerate(self.waiting):
            found = self._at(item, station)
            if found is not None and (fits is None or fits(found)):
                del self.waiting[number]
                return found
        return self._new(station, fits)

    def outside(self, source: LineSource, count: int) -> Iterator[PiecesAt]:
        """So many pieces that wait before a source: those that come next."""
        coming = [item.product for item in self.waiting if item.product in source.products][:count]
        while len(coming) < count:
            coming += [self._drawn(source)] * min(source.lot, count - len(coming))
        for product, some in groupby(coming):
            yield PiecesAt(product=product, source=source.id, pieces=len(list(some)))

    def _ordered(self, usual: LineState) -> Iterator[PiecesAt]:
        order = sorted((item.id for item in self.line.stations), key=self.rank, reverse=True)
        for station in order:
            for machine in usual.machines:
                if machine.station == station:
                    yield from (plain(item) for item in machine.pieces for _ in range(item.pieces))
            here = [item for item in usual.waiting if self._station(item) == station]
            yield from (plain(item) for item in here for _ in range(item.pieces))
        for source in usual.sources:
            yield from (plain(item) for item in source.outside for _ in range(item.pieces))

    def rank(self, station: str) -> float:
        """How far along the ways of the products a station is, on the mean."""
        found = [
            number / len(item.route)
            for item in self.line.products
            for number, step in enumerate(item.route) if step.station == station
        ]  # fmt: skip
        return sum(found) / len(found) if found else 0.0

    def _station(self, item: PiecesAt) -> str:
        first = self.products[item.product].route[0]
        return self.stations[item.product, item.step or step_name(first)]

    def _at(self, item: PiecesAt, station: str) -> PiecesAt | None:
        if self._station(item) == station:
            return item
        step = _step_at(self.products[item.product], station)
        return None if step is None else replace(item, step=step)

    def _new(self, station: str, fits: Fits | None) -> PiecesAt:
        """A lot that is still to come, if the line makes what fits; else any product with a step there."""
        for source in self.line.sources:
            for _ in range(20):
                product = self._drawn(source)
                step = _step_at(self.products[product], station)
                made = PiecesAt(product=product, step=step or "", source=source.id)
                if step is not None and (fits is None or fits(made)):
                    later = PiecesAt(product=product, source=source.id)
                    self.waiting.extend([later] * (source.lot - 1))
                    return made
        product = next(item.id for item in self.line.products if _step_at(item, station) is not None)
        return PiecesAt(product=product, step=_step_at(self.products[product], station) or "")

    def _drawn(self, source: LineSource) -> str:
        point = self.numbers.share() * sum(source.products.values())
        for product, share in source.products.items():
            point -= share
            if point < 0:
                return product
        return next(reversed(source.products))


def plain(item: PiecesAt) -> PiecesAt:
    """A piece without what becomes of it: that is drawn anew."""
    return PiecesAt(product=item.product, step=item.step, source=item.source, age=item.age)


def _step_at(product: LineProduct, station: str) -> str | None:
    return next((step_name(step) for step in product.route if step.station == station), None)
