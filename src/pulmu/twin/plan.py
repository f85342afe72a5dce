"""A line made ready to run: names resolved to places, laws worked out, one stream for each source of chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pulmu.model.law import Law
from pulmu.model.line import OUT, Line, LineProduct, LineSource, RouteStep
from pulmu.model.station import Station, Stop
from pulmu.twin.laws import Chance, chance, constant, seconds
from pulmu.twin.streams import name_hash
from pulmu.twin.week import WEEK, Prices, Turns, calendar_turns, date_of, offset_of, price_slots

GONE, SCRAPPED = -1, -2
"""Where a piece goes that leaves as good, or as scrap; other destinations are places of operations."""
ORDERS = ("first_come", "last_come", "priority", "shortest", "same_family")
INTERRUPTS = ("no", "resume", "repeat")
COUNTS = ("operation", "clock", "pieces")
LEFTOVERS = ("resume", "repeat", "scrap")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A law and the stream it draws from."""

    law: Chance
    stream: int


@dataclass(frozen=True, slots=True)
class PlannedStop:
    """A kind of stop of one machine."""

    number: int
    counts: int
    planned: bool
    waits: bool
    every: Drawn | None
    every_pieces: float
    lasts: Drawn
    pools: tuple[int, ...] | None
    piece: int


@dataclass(frozen=True, slots=True)
class PlannedBelt:
    """A belt; `pitch` is how long a piece takes for one place. [s]"""

    places: int
    pitch: float
    accumulates: bool


@dataclass(frozen=True, slots=True)
class PlannedStation:
    """A station; `machines` holds the stops of each of its machines.

    Parameters
    ----------
    calendars : Of each of its machines, or -1.
    patience : How long a piece waits for a batch at the longest; None: without end. [s]
    is_direct : Whether a piece may come for a machine that is free, with no place before it.
    """

    machines: tuple[tuple[PlannedStop, ...], ...]
    room: int | None
    order: int
    interrupts: int
    before: bool
    is_batch: bool
    belt: PlannedBelt | None
    is_direct: bool
    least: int
    most: int
    patience: float | None
    run_pools: tuple[int, ...] | None
    set_up_pools: tuple[int, ...] | None
    finish: bool
    calendars: tuple[int, ...]
    warm_up: Drawn | None
    set_up_stream: int
    set_ups: Mapping[tuple[int, int], Chance]
    family: int
    weighs: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """A step of a product's route."""

    product: int
    station: int
    family: int
    time: Drawn
    quality_stream: int
    next_stream: int
    scrap: float
    scrap_or_rework: float
    rework_to: int
    next: tuple[int, ...]
    edges: tuple[float, ...]
    key: float
    piece_kg: float


@dataclass(frozen=True, slots=True)
class PlannedSource:
    """A source; `first_operation` is of each of its products."""

    every: Drawn | None
    first: Drawn | None
    lot: int
    is_lost: bool
    most_inside: int | None
    most: int | None
    products: tuple[int, ...]
    edges: tuple[float, ...]
    product_stream: int


@dataclass(frozen=True, slots=True)
class Pool:
    """People who can do the same."""

    count: int
    calendar: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a run needs.

    Parameters
    ----------
    streams, names : Hash of the name of each stream, and the name.
    first : First operation of each product.
    waiting : (operation, pieces) at the start.
    """

    line: Line
    offset: float
    prices: Prices
    calendars: tuple[Turns, ...]
    pools: tuple[Pool, ...]
    stations: tuple[PlannedStation, ...]
    operations: tuple[Operation, ...]
    first: tuple[int, ...]
    sources: tuple[PlannedSource, ...]
    waiting: tuple[tuple[int, int], ...]
    streams: tuple[int, ...]
    names: tuple[str, ...]
    family_names: tuple[str, ...]

    @property
    def families(self) -> int:
        """How many families there are."""
        return len(self.family_names)


def plan_line(line: Line) -> Plan:
    """A checked line, ready to run."""
    return _Planner(line).plan()


@dataclass(slots=True)
class _Planner:
    line: Line
    names: list[str] = field(default_factory=list)
    families: dict[str, int] = field(default_factory=dict)

    def plan(self) -> Plan:
        line = self.line
        operations = tuple(self.operation(*item) for item in self.steps())
        stations = tuple(self.station(item) for item in line.stations)
        waiting = tuple((self.place(item.product, item.step), item.pieces) for item in line.waiting)
        start = date_of(line.starts)
        calendars = tuple(calendar_turns(item, start) for item in line.calendars)
        offset = offset_of(line.starts) + seconds(line.state.after if line.state else None)
        return Plan(
            line=line,
            offset=offset if any(item.weeks for item in calendars) else offset % WEEK,
            prices=price_slots(line),
            calendars=calendars,
            pools=tuple(Pool(item.count, self.calendar(item.calendar)) for item in line.operators),
            stations=stations,
            operations=operations,
            first=tuple(self.place(item.id, "") for item in line.products),
            sources=tuple(self.source(item) for item in line.sources),
            waiting=waiting,
            streams=tuple(name_hash(name) for name in self.names),
            names=tuple(self.names),
            family_names=tuple(self.families),
        )

    def stream(self, name: str) -> int:
        self.names.append(name)
        return len(self.names) - 1

    def drawn(self, law: Law, name: str) -> Drawn:
        return Drawn(chance(law), self.stream(name))

    def family_of(self, name: str) -> int:
        return self.families.setdefault(name, len(self.families))

    def calendar(self, name: str) -> int:
        return next((n for n, item in enumerate(self.line.calendars) if item.id == name), -1)

    def pools_of(self, skill: str) -> tuple[int, ...] | None:
        pools = tuple(n for n, item in enumerate(self.line.operators) if skill in item.skills)
        return pools if skill else None

    def steps(self) -> list[tuple[int, LineProduct, int, RouteStep]]:
        return [(n, item, at, step) for n, item in enumerate(self.line.products) for at, step in enumerate(item.route)]

    def place(self, product: str, step: str) -> int:
        """Place of an operation; of the first of a product's if the step is left out."""
        return next(
            n for n, (_, item, _, one) in enumerate(self.steps()) if item.id == product and step in ("", step_name(one))
        )

    def operation(self, product: int, item: LineProduct, at: int, step: RouteStep) -> Operation:
        number = next(n for n, one in enumerate(self.line.stations) if one.id == step.station)
        station = self.line.stations[number]
        name = f"{item.id}/{step_name(step)}"
        law = step.time or station.time
        here = self.place(item.id, step_name(step))
        after, shares = self.ways_on(item, at, step)
        time = self.drawn(law, f"time/{name}") if law else Drawn(constant(0.0), self.stream(f"time/{name}"))
        keys = {"priority": float(item.priority), "shortest": time.law.mean}
        return Operation(
            product=product,
            station=number,
            family=self.family_of(step.family or item.id),
            time=time,
            quality_stream=self.stream(f"quality/{name}"),
            next_stream=self.stream(f"next/{name}"),
            scrap=step.scrap,
            scrap_or_rework=step.scrap + step.rework,
            rework_to=self.place(item.id, step.rework_to) if step.rework_to else here,
            next=after,
            edges=edges_of(shares),
            key=keys.get(station.order, 0.0),
            piece_kg=item.piece_kg,
        )

    def ways_on(self, item: LineProduct, at: int, step: RouteStep) -> tuple[tuple[int, ...], Sequence[float]]:
        """Where good pieces go from a step, and their shares."""
        if step.next:
            return tuple(GONE if to == OUT else self.place(item.id, to) for to in step.next), tuple(step.next.values())
        return ((GONE if at + 1 == len(item.route) else self.place(item.id, step_name(item.route[at + 1]))),), (1.0,)

    def station(self, item: Station) -> PlannedStation:
        return PlannedStation(
            machines=tuple(
                tuple(self.stop(item, machine, number, stop) for number, stop in enumerate(item.stops))
                for machine in range(item.machines)
            ),
            room=item.buffer,
            order=ORDERS.index(item.order),
            interrupts=INTERRUPTS.index(item.interrupts),
            before=item.blocking == "before",
            is_batch=item.batch is not None,
            belt=self.belt(item),
            is_direct=not (item.batch or (item.belt and (item.set_up or item.set_ups))),
            least=item.batch.least if item.batch else 1,
            most=item.batch.most if item.batch else 1,
            patience=seconds(item.batch.longest_wait) if item.batch and item.batch.longest_wait else None,
            run_pools=self.pools_of(item.run_skill),
            set_up_pools=self.pools_of(item.set_up_skill),
            finish=item.at_shift_end == "finish",
            calendars=self.calendars(item),
            warm_up=self.drawn(item.warm_up, f"warm_up/{item.id}") if item.warm_up else None,
            set_up_stream=self.stream(f"set_up/{item.id}"),
            set_ups=self.set_ups(item),
            family=self.family_of(item.family) if item.family else -1,
            weighs=any(use.per_kg > 0 for use in item.uses),
        )

    def calendars(self, item: Station) -> tuple[int, ...]:
        own = {one.machine: one.calendar for one in item.machine_hours}
        return tuple(self.calendar(own.get(machine, item.calendar)) for machine in range(1, item.machines + 1))

    @staticmethod
    def belt(item: Station) -> PlannedBelt | None:
        if item.belt is None or item.time is None:
            return None
        return PlannedBelt(item.belt.places, chance(item.time).mean / item.belt.places, item.belt.accumulates)

    def set_ups(self, item: Station) -> dict[tuple[int, int], Chance]:
        """Law of each set-up that takes time, by family before and after."""
        if not (item.set_up or item.set_ups):
            return {}
        found = {}
        laws = [(one.before, one.after, chance(one.time)) for one in item.set_ups]
        general = chance(item.set_up) if item.set_up else None
        for before, a in self.families.items():
            for after, b in self.families.items():
                fits = [law for x, y, law in laws if x in (None, before) and y in (None, after)]
                law = fits[-1] if fits else general
                if law is not None and a != b:
                    found[a, b] = law
        return found

    def stop(self, item: Station, machine: int, number: int, stop: Stop) -> PlannedStop:
        name = f"{item.id}/{machine}/{stop.id}"
        planned = stop.kind == "maintenance"
        return PlannedStop(
            number=number,
            counts=COUNTS.index(stop.counts),
            planned=planned,
            waits=(planned if stop.waits is None else stop.waits) or stop.counts == "pieces",
            every=self.drawn(stop.every, f"every/{name}") if stop.every and stop.counts != "pieces" else None,
            every_pieces=float(stop.every_pieces or 1),
            lasts=self.drawn(stop.lasts, f"lasts/{name}"),
            pools=self.pools_of(stop.skill),
            piece=LEFTOVERS.index(stop.piece),
        )

    def source(self, item: LineSource) -> PlannedSource:
        products = [product.id for product in self.line.products]
        first = item.first or item.every
        return PlannedSource(
            every=self.drawn(item.every, f"every/{item.id}") if item.every else None,
            first=self.drawn(first, f"first/{item.id}") if first and item.every else None,
            lot=item.lot,
            is_lost=item.when_full == "lost",
            most_inside=item.most_inside,
            most=item.most,
            products=tuple(products.index(name) for name in item.products),
            edges=edges_of(tuple(item.products.values())),
            product_stream=self.stream(f"product/{item.id}"),
        )


def step_name(step: RouteStep) -> str:
    """Name of a step in its route."""
    return step.id or step.station


def edges_of(shares: Sequence[float]) -> tuple[float, ...]:
    """Upper edge of each share, the last 1."""
    total, running, edges = sum(shares), 0.0, []
    for share in shares:
        running += share / total
        edges.append(running)
    return (*edges[:-1], 1.0)
