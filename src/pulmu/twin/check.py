"""A line from its document, with everything that is wrong with it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pulmu.model.codec import Decoded, decode
from pulmu.model.document import Document, Path
from pulmu.model.errors import problem
from pulmu.model.line import OUT, Line, LineProduct, LineSource, RouteStep, Waiting
from pulmu.model.problem import Problem
from pulmu.model.station import Station, Stop
from pulmu.twin.check_belt import check_belt
from pulmu.twin.check_dates import check_dates
from pulmu.twin.check_laws import check_law, is_positive
from pulmu.twin.check_names import unknown_name
from pulmu.twin.check_state import check_state
from pulmu.twin.check_ways import check_ways
from pulmu.twin.plan import step_name

_CLOSE = 1e-6
_DEDUCED = ("line.no_time", "line.endless")
"""Told only of a line whose form is right: what could not be read counts as nothing."""


def read_line(document: Document) -> Decoded[Line]:
    """The line in a document, and everything that is wrong with it."""
    decoded = decode(Line, document)
    if not isinstance(document.tree, dict):
        return decoded
    told = {item.place for item in decoded.problems}
    more = [item for item in check_line(decoded.value, document) if item.place not in told]
    if decoded.problems:
        more = [item for item in more if item.code not in _DEDUCED]
    elif not more:
        more = list(check_ways(decoded.value, document))
    return Decoded(decoded.value, (*decoded.problems, *more))


def check_line(line: Line, document: Document) -> tuple[Problem, ...]:
    """All that is wrong with a line beside its form; an empty tuple if it can run."""
    return tuple(_Check(line, document).all())


@dataclass(frozen=True, slots=True)
class _Check:
    line: Line
    document: Document

    def all(self) -> Iterator[Problem]:
        for name in ("stations", "products", "sources"):
            if not getattr(self.line, name):
                yield self.tell((name,), "line.empty", f"a line without {name} cannot run", "add one", what=name)
        for number, carrier in enumerate(self.line.carriers):
            yield from self.known(
                ("carriers", number, "tariff"), carrier.tariff, self.ids("tariffs"), "tariff", may_lack=True
            )
        yield from check_dates(self.line, self.document)
        for number, pool in enumerate(self.line.operators):
            yield from self.calendar(("operators", number), pool.calendar)
        for number, station in enumerate(self.line.stations):
            yield from self.station(("stations", number), station)
        for number, product in enumerate(self.line.products):
            yield from self.product(("products", number), product)
        for number, source in enumerate(self.line.sources):
            yield from self.source(("sources", number), source)
        for number, waiting in enumerate(self.line.waiting):
            yield from self.waiting(("waiting", number), waiting)
        yield from check_state(self.line, self.document)

    def tell(self, path: Path, code: str, message: str, mend: str, **values: object) -> Problem:
        return problem(code, self.document.place(path), message, mend, **values)

    def ids(self, name: str) -> set[str]:
        return {item.id for item in getattr(self.line, name)}

    def known(
        self, path: Path, name: str, known: Collection[str], what: str, *, may_lack: bool = False
    ) -> Iterator[Problem]:
        """A name that another part of the line must have."""
        if name or not may_lack:
            yield from unknown_name(self.document, path, name, known, what)

    def calendar(self, path: Path, name: str) -> Iterator[Problem]:
        return self.known((*path, "calendar"), name, self.ids("calendars"), "calendar", may_lack=True)

    def skill(self, path: Path, name: str) -> Iterator[Problem]:
        skills = {skill for pool in self.line.operators for skill in pool.skills}
        return self.known(path, name, skills, "skill", may_lack=True)

    def station(self, path: Path, station: Station) -> Iterator[Problem]:
        yield from self.calendar(path, station.calendar)
        for number, hours in enumerate(station.machine_hours):
            here = (*path, "machine_hours", number)
            yield from self.known((*here, "calendar"), hours.calendar, self.ids("calendars"), "calendar")
            if hours.machine > station.machines:
                yield self.tell(
                    (*here, "machine"), "line.state_machine", f"{station.id!r} has {station.machines} machines",
                    "give the number of one of them", station=station.id, machines=station.machines,
                )  # fmt: skip
        for name in ("run_skill", "set_up_skill"):
            yield from self.skill((*path, name), getattr(station, name))
        for name in ("time", "set_up", "warm_up"):
            yield from check_law(self.document, (*path, name), getattr(station, name))
        for number, change in enumerate(station.set_ups):
            yield from check_law(self.document, (*path, "set_ups", number, "time"), change.time)
        for number, use in enumerate(station.uses):
            yield from self.known((*path, "uses", number, "carrier"), use.carrier, self.ids("carriers"), "carrier")
        for number, stop in enumerate(station.stops):
            yield from self.stop((*path, "stops", number), stop)
        yield from self.batch(path, station)
        yield from check_belt(self.document, path, station)
        if station.interrupts != "no" and (station.order != "priority" or station.batch):
            yield self.tell(
                (*path, "interrupts"), "line.interrupts", "only by priority, and piece by piece, is work interrupted",
                "write order: priority, and no batch; or interrupts: no",
            )  # fmt: skip

    def batch(self, path: Path, station: Station) -> Iterator[Problem]:
        if station.batch is None:
            return
        least, most = station.batch.least, station.batch.most
        if least > most:
            yield self.tell(
                (*path, "batch"), "line.batch_least", f"a batch of at least {least} and at most {most} cannot be",
                "least must not be more than most", least=least, most=most,
            )  # fmt: skip
        if station.batch.longest_wait is None and station.buffer is not None and station.buffer < least:
            yield self.tell(
                (*path, "buffer"), "line.batch_buffer",
                f"a batch of {least} never comes together in a buffer of {station.buffer}",
                f"give a buffer of {least} or more", least=least, buffer=station.buffer,
            )  # fmt: skip
        if station.blocking == "before":
            yield self.tell(
                (*path, "blocking"), "line.batch_blocking", "a batch cannot wait for places before its work",
                "write blocking: after",
            )  # fmt: skip

    def stop(self, path: Path, stop: Stop) -> Iterator[Problem]:
        yield from self.skill((*path, "skill"), stop.skill)
        yield from check_law(self.document, (*path, "every"), stop.every)
        yield from check_law(self.document, (*path, "lasts"), stop.lasts)
        wanted = "every_pieces" if stop.counts == "pieces" else "every"
        if getattr(stop, wanted) is None:
            yield self.tell(
                path, "line.stop_needs", f"a stop that counts {stop.counts} needs {wanted}", "add it",
                counts=stop.counts, wanted=wanted,
            )  # fmt: skip
        elif stop.every is not None and not is_positive(stop.every) and not is_positive(stop.lasts):
            yield self.no_time((*path, "every"))

    def no_time(self, path: Path) -> Problem:
        return self.tell(path, "line.no_time", "this takes no time, and would come without end", "give a time above 0")

    def product(self, path: Path, product: LineProduct) -> Iterator[Problem]:
        names = [step_name(step) for step in product.route]
        if not names:
            yield self.tell((*path, "route"), "line.empty", "a product without a route cannot be made", "add a step",
                            what="route")  # fmt: skip
        for number, step in enumerate(product.route):
            here = (*path, "route", number)
            if step_name(step) in names[:number]:
                yield self.tell(
                    (*here, "id"), "line.same_step", f"the route has two steps named {step_name(step)!r}",
                    "give the second an id of its own", text=step_name(step),
                )  # fmt: skip
            yield from self.step(here, step, names)

    def step(self, path: Path, step: RouteStep, names: Collection[str]) -> Iterator[Problem]:
        yield from self.known((*path, "station"), step.station, self.ids("stations"), "station")
        yield from check_law(self.document, (*path, "time"), step.time)
        station = next((item for item in self.line.stations if item.id == step.station), None)
        if station is not None and station.belt and step.time is not None:
            yield self.tell(
                (*path, "time"), "line.belt_step", f"pieces go along the belt {station.id!r} at its own speed",
                "leave the time of the step out", station=station.id,
            )  # fmt: skip
        if station is not None and step.time is None and station.time is None:
            yield self.tell(
                path, "line.time_missing", f"neither the step nor the station {step.station!r} gives a time",
                "add time to one of them", station=step.station,
            )  # fmt: skip
        yield from self.known((*path, "rework_to"), step.rework_to, names, "step", may_lack=True)
        for name in step.next:
            yield from self.known((*path, "next", name), name, {*names, OUT}, "step")
        shares = sum(step.next.values())
        if step.next and abs(shares - 1) > _CLOSE:
            yield self.shares((*path, "next"), shares)
        if step.scrap + step.rework > 1 + _CLOSE:
            yield self.shares((*path, "scrap"), step.scrap + step.rework)

    def shares(self, path: Path, total: float) -> Problem:
        return self.tell(path, "line.shares", f"the shares sum to {total:g}", "they must sum to 1", total=f"{total:g}")

    def source(self, path: Path, source: LineSource) -> Iterator[Problem]:
        for name in ("every", "first"):
            yield from check_law(self.document, (*path, name), getattr(source, name))
        for name in source.products:
            yield from self.known((*path, "products", name), name, self.ids("products"), "product")
        if sum(source.products.values()) <= 0:
            yield self.tell((*path, "products"), "line.empty", "a source without a product gives nothing",
                            "name a product with a part above 0", what="products")  # fmt: skip
        if source.every is None:
            yield from self.endless(path, source)
        elif not is_positive(source.every):
            yield self.no_time((*path, "every"))

    def endless(self, path: Path, source: LineSource) -> Iterator[Problem]:
        """A source that always has a next piece must meet a limit somewhere."""
        stations = {item.id: item for item in self.line.stations}
        products = [item for item in self.line.products if item.id in source.products and item.route]
        firsts = [stations[item.route[0].station] for item in products if item.route[0].station in stations]
        if source.most_inside is None and source.most is None and any(item.buffer is None for item in firsts):
            yield self.tell(
                path, "line.endless", "a source that always has a next piece fills a buffer without end",
                "give the first station a buffer, or the source most_inside or every",
            )  # fmt: skip
        for item in products:
            times = [step.time or stations[step.station].time for step in item.route if step.station in stations]
            if not any(time is not None and is_positive(time) for time in times):
                yield self.no_time((*path, "products", item.id))

    def waiting(self, path: Path, waiting: Waiting) -> Iterator[Problem]:
        yield from self.known((*path, "product"), waiting.product, self.ids("products"), "product")
        product = next((item for item in self.line.products if item.id == waiting.product), None)
        if product is None or not product.route:
            return
        names = [step_name(step) for step in product.route]
        yield from self.known((*path, "step"), waiting.step, names, "step", may_lack=True)
        step = product.route[names.index(waiting.step) if waiting.step in names else 0]
        station = next((item for item in self.line.stations if item.id == step.station), None)
        if station is not None and station.buffer is not None and waiting.pieces > station.buffer:
            yield self.tell(
                (*path, "pieces"), "line.waiting_room",
                f"{waiting.pieces} pieces do not fit into a buffer of {station.buffer}",
                "give fewer pieces or a larger buffer", pieces=waiting.pieces, buffer=station.buffer,
            )  # fmt: skip
