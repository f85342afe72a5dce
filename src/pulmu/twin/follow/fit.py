"""A state of a line that agrees with what is seen of it; all else is as in a usual state, or drawn from its law."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pulmu.model.line_state import LineState, MachineAt, PiecesAt, SourceAt, StopAt
from pulmu.model.quantity import Quantity
from pulmu.model.station import Station, Stop
from pulmu.twin.check_state import most_in
from pulmu.twin.follow.alike import most_alike, queues_of
from pulmu.twin.follow.pieces import Tape
from pulmu.twin.follow.remaining import Numbers, longer_than, met_under_way, renewed
from pulmu.twin.follow.seen import LineSeen, MachineSeen
from pulmu.twin.laws import Chance, chance, seconds
from pulmu.twin.plan import Plan, step_name

_LOADED = frozenset(("busy", "set_up", "blocked", "waiting"))
_EMPTY = frozenset(("idle", "heating", "maintenance"))


def fitted(plan: Plan, seen: LineSeen, usual: Sequence[LineState], numbers: Numbers) -> LineState:
    """One draw of where a line stands.

    Parameters
    ----------
    usual : Where it may stand at this hour (`usual_states`).
    """
    return _Fit(plan, seen, most_alike(plan.line, seen, usual, numbers), numbers).state()


@dataclass(frozen=True, slots=True)
class _Place:
    """A machine as seen, as it usually is, and how many pieces it holds."""

    station: Station
    seen: MachineSeen
    usual: MachineAt
    held: int


class _Fit:
    def __init__(self, plan: Plan, seen: LineSeen, usual: LineState, numbers: Numbers) -> None:
        self.plan, self.line, self.seen, self.usual, self.numbers = plan, plan.line, seen, usual, numbers
        self.tape = Tape(plan.line, usual, numbers)
        steps = [(item.id, step) for item in self.line.products for step in item.route]
        self.operations = {
            (product, step_name(step)): planned for (product, step), planned in zip(steps, plan.operations, strict=True)
        }
        self.families = {(product, step_name(step)): step.family or product for product, step in steps}
        self.stations = {item.id: item for item in self.line.stations}
        self.queues = {item.id: self.queue_of(item) for item in self.line.stations}

    def state(self) -> LineState:
        places = self.places()
        machines: dict[tuple[str, int], MachineAt] = {}
        waiting: dict[str, list[PiecesAt]] = {}
        for station in sorted(self.stations, key=self.tape.rank, reverse=True):
            for place in places:
                if place.station.id == station:
                    machines[station, place.seen.machine] = self.machine(place)
            room = self.room(self.stations[station], places)
            waiting[station] = [self.tape.take(station) for _ in range(min(self.queues[station], room))]
        return LineState(
            after=Quantity(self.seen.after, "s"),
            waiting=tuple(item for station in self.line.stations for item in waiting[station.id]),
            machines=tuple(machines[item.station.id, item.seen.machine] for item in places),
            sources=tuple(self.sources(waiting)),
        )

    # how many pieces are where ------------------------------------------------------------------------------

    def queue_of(self, station: Station) -> int:
        if station.id in self.seen.queues:
            return self.seen.queues[station.id]
        return queues_of(self.line, self.usual)[station.id]

    def room(self, station: Station, places: Sequence[_Place]) -> int:
        """Places for pieces before a station: those of its buffer, and of free machines."""
        if station.buffer is None:
            return 1_000_000
        loaded = sum(place.held > 0 for place in places if place.station.id == station.id)
        free = station.machines - (0 if station.belt else loaded)
        return station.buffer + (0 if station.batch else free)

    def places(self) -> list[_Place]:
        usual = {(item.station, item.machine): item for item in self.usual.machines}
        found = [
            _Place(self.stations[item.station], item, usual[item.station, item.machine], 0)
            for item in self.seen.machines
        ]
        loaded = [self.is_loaded(item) for item in found]
        single = [is_loaded and most_in(item.station) == 1 for item, is_loaded in zip(found, loaded, strict=True)]
        rest = None if self.seen.inside is None else self.seen.inside - sum(self.queues.values()) - sum(single)
        many = [item for item, is_loaded, one in zip(found, loaded, single, strict=True) if is_loaded and not one]
        shares = iter(self.shared(many, rest))
        return [
            replace(item, held=1 if one else next(shares) if is_loaded else 0)
            for item, is_loaded, one in zip(found, loaded, single, strict=True)
        ]

    def is_loaded(self, item: _Place) -> bool:
        state = item.seen.state
        if state in _LOADED:
            return True
        if state == "down" and item.station.stops and self.stop_of(item).piece == "scrap":
            return False
        if item.seen.loaded is not None and state != "idle":
            return item.seen.loaded
        return state not in _EMPTY and bool(item.usual.pieces)

    def shared(self, many: Sequence[_Place], rest: int | None) -> list[int]:
        """Pieces of machines that hold several: as many as usual, or of what is inside as much as each usually has."""
        most = [most_in(item.station) for item in many]
        usual = [
            sum(one.pieces for one in item.usual.pieces) or (item.station.batch.least if item.station.batch else 1)
            for item in many
        ]
        if rest is None or not many:
            return usual
        left, found = rest, list[int]()
        for number, (wanted, top) in enumerate(zip(usual, most, strict=True)):
            share = round(left * wanted / sum(usual[number:]))
            found.append(min(max(share, 1), top))
            left -= found[-1]
        return found

    # machines -----------------------------------------------------------------------------------------------

    def machine(self, item: _Place) -> MachineAt:
        pieces = tuple(self.pieces(item))
        seen, usual = item.seen, item.usual
        made = MachineAt(
            station=item.station.id,
            machine=seen.machine,
            family=self.family(pieces[0]) if pieces and seen.state != "blocked" else usual.family,
            stops=tuple(_lives(usual)),
            pieces=pieces,
        )
        if seen.state in ("down", "maintenance") and item.station.stops:
            made = self.stopped(made, item)
        return self.in_phase(made, item, self.law(pieces)) if pieces else self.empty(made, item)

    def pieces(self, item: _Place) -> Iterator[PiecesAt]:
        family = ""
        for _ in range(item.held):
            piece = self.tape.take(item.station.id, partial(self.is_of, family) if family else None)
            family = self.family(piece)
            yield replace(piece, to=self.onward(piece)) if item.seen.state == "blocked" else piece

    def is_of(self, family: str, piece: PiecesAt) -> bool:
        return self.family(piece) == family

    def family(self, piece: PiecesAt) -> str:
        return self.families[piece.product, piece.step or self.first_step(piece.product)]

    def first_step(self, product: str) -> str:
        return next(step_name(item.route[0]) for item in self.line.products if item.id == product)

    def onward(self, piece: PiecesAt) -> str:
        """Where a piece goes that waits for a place there: it is no scrap."""
        route = next(item.route for item in self.line.products if item.id == piece.product)
        names = [step_name(step) for step in route]
        at = names.index(piece.step or names[0])
        if not route[at].next:
            return names[at + 1] if at + 1 < len(names) else ""
        point = self.numbers.share() * sum(route[at].next.values())
        for name, share in route[at].next.items():
            point -= share
            if point < 0:
                return name
        return ""

    def law(self, pieces: Sequence[PiecesAt]) -> Chance | None:
        if not pieces:
            return None
        return self.operations[pieces[0].product, pieces[0].step or self.first_step(pieces[0].product)].time.law

    def empty(self, made: MachineAt, item: _Place) -> MachineAt:
        if item.seen.state != "heating" or item.station.warm_up is None:
            return made
        return replace(made, phase="heating", left=self.left(chance(item.station.warm_up), item.seen.lasted))

    def in_phase(self, made: MachineAt, item: _Place, law: Chance | None) -> MachineAt:
        station, seen = item.station, item.seen
        if seen.state == "blocked":
            return replace(made, phase="hold" if station.blocking == "before" else "done")
        if law is None or station.belt is not None:
            return replace(made, phase="work")
        if seen.state == "set_up" or (seen.state == "waiting" and self.waits_to_set_up(item)):
            lasted = seen.lasted if seen.state == "set_up" else 0.0
            return replace(made, phase="set_up", left=self.left(self.set_up(item, made.family), lasted))
        if seen.state == "waiting":
            cycle = self.numbers.time(law)
            return replace(made, phase="work", left=_span(cycle), cycle=_span(cycle))
        cycle, left = self.cycle(item, law)
        repeats = made.down and self.stop_of(item).piece == "repeat"
        return replace(
            made, phase="work", left=_span(cycle if repeats else left), cycle=_span(cycle),
            closing=seen.state == "busy" and self.is_off(item),
        )  # fmt: skip

    def cycle(self, item: _Place, law: Chance) -> tuple[float, float]:
        """The time of the cycle under way, and what is left of it. [s]"""
        seen = item.seen
        if seen.worked is None:
            left = item.usual.left
            if seen.state == "busy" and item.usual.phase == "work" and left is not None and not item.usual.down:
                return seconds(item.usual.cycle, seconds(left)), seconds(left)
            return met_under_way(law, self.numbers)
        if seen.ended:
            return renewed(law, seen.worked, self.numbers)
        whole = longer_than(law, seen.worked, self.numbers)
        return whole, whole - seen.worked

    def is_off(self, item: _Place) -> bool:
        """Whether its shift is over, by the calendar."""
        calendar = self.plan.stations[self.line.stations.index(item.station)].calendars[item.seen.machine - 1]
        return calendar >= 0 and self.plan.calendars[calendar].at_time(self.plan.offset) == 0

    def waits_to_set_up(self, item: _Place) -> bool:
        if item.station.set_up_skill and item.station.run_skill:
            return item.usual.phase == "set_up"
        return bool(item.station.set_up_skill)

    def set_up(self, item: _Place, family: str) -> Chance:
        """The law of the set-up to a family; where there are several, of any."""
        laws = [one.time for one in item.station.set_ups if one.after in (None, family)]
        law = item.station.set_up if item.station.set_up is not None else laws[-1] if laws else None
        return chance(law) if law is not None else Chance(0, (0.0,) * 6, (), (), 0.0)

    def left(self, law: Chance, lasted: float | None) -> Quantity:
        if lasted is None:
            return _span(met_under_way(law, self.numbers)[1])
        return _span(longer_than(law, lasted, self.numbers) - lasted)

    def stop_of(self, item: _Place) -> Stop:
        """The kind of stop a machine is most likely in."""
        kind = "maintenance" if item.seen.state == "maintenance" else "breakdown"
        fits = [one for one in item.station.stops if one.kind == kind] or list(item.station.stops)
        usual = next((one for one in fits if one.id == item.usual.down), None)
        return usual or min(fits, key=lambda one: chance(one.every).mean if one.every else float("inf"))

    def stopped(self, made: MachineAt, item: _Place) -> MachineAt:
        stop = self.stop_of(item)
        return replace(made, down=stop.id, repair=self.left(chance(stop.lasts), item.seen.lasted))

    # sources ------------------------------------------------------------------------------------------------

    def sources(self, waiting: dict[str, list[PiecesAt]]) -> Iterator[SourceAt]:
        usual = {item.source: item for item in self.usual.sources}
        for number, source in enumerate(self.line.sources):
            item = usual.get(source.id) or SourceAt(source=source.id)
            planned = self.plan.sources[number]
            upcoming = item.next
            if planned.every is not None and source.id in self.seen.arrived:
                elapsed = self.seen.arrived[source.id]
                upcoming = _span(longer_than(planned.every.law, elapsed, self.numbers) - elapsed)
            first = {self.first_station(product) for product in source.products}
            is_full = all(self.is_full(name, waiting) for name in first)
            outside = tuple(self.tape.outside(source, sum(one.pieces for one in item.outside))) if is_full else ()
            stands = (0 if source.most_inside is None else item.stands) if outside else None
            yield SourceAt(source=source.id, next=upcoming, made=item.made, outside=outside, stands=stands)

    def first_station(self, product: str) -> str:
        return next(item.route[0].station for item in self.line.products if item.id == product)

    def is_full(self, station: str, waiting: dict[str, list[PiecesAt]]) -> bool:
        buffer = self.stations[station].buffer
        return buffer is not None and len(waiting[station]) >= buffer


def _lives(usual: MachineAt) -> Iterator[StopAt]:
    """How far off each stop usually is; of the one it would be in, that is drawn."""
    return (StopAt(stop=one.stop, after=one.after, cycles=one.cycles) for one in usual.stops if one.stop != usual.down)


def _span(seconds: float) -> Quantity:
    return Quantity(max(seconds, 0.0), "s")
