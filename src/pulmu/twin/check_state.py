"""What is wrong with the state a line is said to begin in."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pulmu.model.document import Document, Path
from pulmu.model.errors import problem
from pulmu.model.line import OUT, Line, Waiting
from pulmu.model.line_state import LineState, MachineAt, PiecesAt, SourceAt
from pulmu.model.problem import Problem
from pulmu.model.station import Station
from pulmu.twin.check_names import unknown_name
from pulmu.twin.laws import seconds
from pulmu.twin.plan import step_name

_AT = ("state",)


def check_state(line: Line, document: Document) -> Iterator[Problem]:
    """All that is wrong with the state of a line whose other parts are right."""
    if line.state is not None:
        yield from _Check(line, line.state, document).all()


@dataclass(frozen=True, slots=True)
class _Check:
    line: Line
    state: LineState
    document: Document

    def all(self) -> Iterator[Problem]:
        yield from self.twice("machines", [f"{item.station}/{item.machine}" for item in self.state.machines])
        yield from self.twice("sources", [item.source for item in self.state.sources])
        for number, pieces in enumerate(self.state.waiting):
            yield from self.pieces((*_AT, "waiting", number), pieces)
        for number, machine in enumerate(self.state.machines):
            yield from self.machine((*_AT, "machines", number), machine)
        for number, source in enumerate(self.state.sources):
            yield from self.source((*_AT, "sources", number), source)
        for station in self.line.stations:
            yield from self.room(station)

    def tell(self, path: Path, code: str, message: str, mend: str, **values: object) -> Problem:
        return problem(code, self.document.place(path), message, mend, **values)

    def known(self, path: Path, name: str, known: Collection[str], what: str) -> Iterator[Problem]:
        return unknown_name(self.document, path, name, known, what)

    def twice(self, part: str, names: Sequence[str]) -> Iterator[Problem]:
        for name, count in Counter(names).items():
            if count > 1:
                number = len(names) - 1 - names[::-1].index(name)
                yield self.tell(
                    (*_AT, part, number), "line.state_twice", f"{name!r} is given twice", "leave one out", text=name
                )

    def steps(self, product: str) -> list[str]:
        return [step_name(step) for item in self.line.products if item.id == product for step in item.route]

    def pieces(self, path: Path, item: PiecesAt) -> Iterator[Problem]:
        yield from self.known((*path, "product"), item.product, [one.id for one in self.line.products], "product")
        steps = self.steps(item.product)
        if steps and item.step:
            yield from self.known((*path, "step"), item.step, steps, "step")
        if steps and item.to:
            yield from self.known((*path, "to"), item.to, [*steps, OUT], "step")
        if item.source:
            yield from self.known((*path, "source"), item.source, [one.id for one in self.line.sources], "source")

    def source(self, path: Path, item: SourceAt) -> Iterator[Problem]:
        yield from self.known((*path, "source"), item.source, [one.id for one in self.line.sources], "source")
        for number, pieces in enumerate(item.outside):
            yield from self.pieces((*path, "outside", number), pieces)

    # machines -----------------------------------------------------------------------------------------------

    def machine(self, path: Path, item: MachineAt) -> Iterator[Problem]:
        stations = {one.id: one for one in self.line.stations}
        yield from self.known((*path, "station"), item.station, stations, "station")
        for number, pieces in enumerate(item.pieces):
            yield from self.pieces((*path, "pieces", number), pieces)
        if item.operators:
            yield from self.known(
                (*path, "operators"), item.operators, [one.id for one in self.line.operators], "operators"
            )
        station = stations.get(item.station)
        if station is not None:
            yield from self.at_station(path, item, station)

    def at_station(self, path: Path, item: MachineAt, station: Station) -> Iterator[Problem]:
        if item.machine > station.machines:
            yield self.tell(
                (*path, "machine"), "line.state_machine", f"{station.id!r} has {station.machines} machines",
                "give the number of one of them", station=station.id, machines=station.machines,
            )  # fmt: skip
        stops = [one.id for one in station.stops]
        for number, stop in enumerate(item.stops):
            yield from self.known((*path, "stops", number, "stop"), stop.stop, stops, "stop")
        if item.down:
            yield from self.known((*path, "down"), item.down, stops, "stop")
        if item.family:
            yield from self.known((*path, "family"), item.family, self.families(), "family")
        yield from self.load(path, item, station)
        yield from self.times(path, item, station)
        yield from self.belt(path, item, station)

    def families(self) -> set[str]:
        steps = {step.family or item.id for item in self.line.products for step in item.route}
        return steps | {one.family for one in self.line.stations}

    def load(self, path: Path, item: MachineAt, station: Station) -> Iterator[Problem]:
        """A machine holds pieces of its station if it has work to do, and no more than it takes."""
        aim = item.then if item.phase == "heating" else item.phase
        held, most = sum(one.pieces for one in item.pieces), most_in(station)
        if not (held == 0 if aim == "free" else 1 <= held <= most):
            wanted = "no pieces" if aim == "free" else f"1 to {most} pieces"
            yield self.tell(
                (*path, "pieces"), "line.state_pieces", f"a machine in phase {aim} holds {wanted}",
                "give as many, or another phase", phase=aim, most=0 if aim == "free" else most, pieces=held,
            )  # fmt: skip
        for number, pieces in enumerate(item.pieces):
            if (name := self.station_of(pieces)) not in ("", station.id):
                yield self.tell(
                    (*path, "pieces", number), "line.state_step", f"this step is done at {name!r}",
                    f"give a step of {station.id!r}", station=name, wanted=station.id,
                )  # fmt: skip
        wrong = {"before": "done", "after": "hold"}[station.blocking]
        if item.phase == wrong:
            yield self.tell(
                (*path, "phase"), "line.state_phase",
                f"with blocking {station.blocking} no machine is in phase {wrong}",
                "give another phase", blocking=station.blocking, phase=wrong,
            )  # fmt: skip

    def station_of(self, item: PiecesAt | Waiting) -> str:
        """Where pieces are worked on next; empty, if their names are wrong."""
        route = next((one.route for one in self.line.products if one.id == item.product), ())
        steps = {step_name(step): step.station for step in reversed(route)}
        return steps.get(item.step, "") if item.step else (route[0].station if route else "")

    def times(self, path: Path, item: MachineAt, station: Station) -> Iterator[Problem]:
        """Times that no law gives must be given."""
        needs = {
            "left": item.left is None and (item.phase == "set_up" or (item.phase == "heating" and not station.warm_up)),
            "then_left": item.then_left is None and item.phase == "heating" and item.then == "set_up",
        }
        for name, is_missing in needs.items():
            if is_missing:
                yield self.tell(
                    path, "line.state_left", f"no law says how long this {item.phase} still takes", f"give {name}",
                    phase=item.phase, wanted=name,
                )  # fmt: skip

    def belt(self, path: Path, item: MachineAt, station: Station) -> Iterator[Problem]:
        """Pieces on a belt stand one behind another, from its end on."""
        if station.belt is None or station.time is None:
            return
        lefts = [seconds(one.left) for one in item.pieces if one.left is not None]
        long = seconds(station.time.mean)
        if lefts != sorted(lefts) or (lefts and lefts[-1] > long):
            yield self.tell(
                (*path, "pieces"), "line.state_belt", "these pieces do not stand on the belt one behind another",
                "give the piece nearest the end first, and none more left than the whole way takes",
            )  # fmt: skip

    def room(self, station: Station) -> Iterator[Problem]:
        if station.buffer is None:
            return
        every: tuple[PiecesAt | Waiting, ...] = (*self.state.waiting, *self.line.waiting)
        here = [item for item in every if self.station_of(item) == station.id]
        pieces = sum(item.pieces for item in here)
        loaded = sum(bool(item.pieces) for item in self.state.machines if item.station == station.id)
        free = station.machines - (0 if station.belt else loaded)
        room = station.buffer + (0 if station.batch else free)
        if pieces > room:
            yield self.tell(
                (*_AT, "waiting"), "line.state_room", f"{pieces} pieces wait before {station.id!r}, which takes {room}",
                "give fewer pieces or a larger buffer", pieces=pieces, room=room, station=station.id,
            )  # fmt: skip


def most_in(station: Station) -> int:
    """Most pieces a machine of a station holds."""
    if station.belt is not None:
        return station.belt.places
    return station.batch.most if station.batch else 1
