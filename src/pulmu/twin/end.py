"""Where a run ended, as a person or a live plant would give it: another run may begin there."""

from collections.abc import Sequence
from dataclasses import replace

from pulmu.model.line import OUT, Line
from pulmu.model.line_state import LineState, MachineAt, PiecesAt, SourceAt, StopAt
from pulmu.model.quantity import Quantity
from pulmu.twin.plan import GONE, SCRAPPED, Plan, step_name
from pulmu.twin.snapshot import HELD, UNDER_WAY, MachineNow, PieceNow, Snapshot


def continued(line: Line, state: LineState) -> Line:
    """The line that begins as it is at a moment; runs of it with the same seed go on with the same numbers."""
    return replace(line, waiting=(), state=state)


def state_of(plan: Plan, now: Snapshot) -> LineState:
    """The state of a line with the names of its parts."""
    names = _Names(plan, now)
    line = plan.line
    owners = [(item.id, number) for item in line.stations for number in range(1, item.machines + 1)]
    return LineState(
        after=_span(now.after),
        waiting=tuple(names.piece(piece) for queue in now.queues for piece in queue),
        machines=tuple(names.machine(number, *owner) for number, owner in enumerate(owners)),
        sources=tuple(
            SourceAt(
                source=item.id,
                next=None if one.next is None else _span(one.next),
                made=one.made,
                outside=tuple(names.piece(piece) for piece in one.outside),
                stands=names.stands.get(len(owners) + number),
                turn=one.turn,
            )
            for number, (item, one) in enumerate(zip(line.sources, now.sources, strict=True))
        ),
        draws={name: count for name, count in zip(plan.names, now.drawn, strict=True) if count},
    )


def _span(seconds: float) -> Quantity:
    return Quantity(max(seconds, 0.0), "s")


class _Names:
    def __init__(self, plan: Plan, now: Snapshot) -> None:
        self.plan, self.now = plan, now
        self.steps = [(item.id, step_name(step)) for item in plan.line.products for step in item.route]
        self.stands = {who: place for line in now.lines for place, who in enumerate(line)}
        self.asks = {who: place for place, who in enumerate(now.asking)}
        self.stops = {item.id: [stop.id for stop in item.stops] for item in plan.line.stations}

    def piece(self, piece: PieceNow, *, decided: bool = False) -> PiecesAt:
        product, step = self.steps[piece.operation]
        to = ""
        decided = decided or piece.left is not None
        if decided and piece.fate != SCRAPPED:
            to = OUT if piece.fate == GONE else self.steps[piece.fate][1]
        return PiecesAt(
            product=product,
            step=step,
            source=self.plan.line.sources[piece.source].id,
            age=_span(piece.age),
            waited=_span(piece.waited),
            to=to,
            left=None if piece.left is None else _span(piece.left),
            cycle=_span(piece.cycle) if piece.left is not None and piece.cycle > 0 else None,
            scrap=decided and piece.fate == SCRAPPED,
            rework=decided and piece.again,
        )

    def machine(self, number: int, station: str, at: int) -> MachineAt:
        now = self.now.machines[number]
        stops = self.stops[station]
        return MachineAt(
            station=station,
            machine=at,
            family=self.plan.family_names[now.family] if now.family >= 0 else "",
            phase=now.phase,  # type: ignore[arg-type]
            left=_span(now.left) if now.phase in UNDER_WAY else None,
            cycle=_span(now.cycle) if now.pieces else None,
            rest=_span(now.rest) if now.rest != now.cycle else None,
            then=now.then,  # type: ignore[arg-type]
            then_left=_span(now.then_left) if now.then != "free" else None,
            closing=now.closing,
            down=stops[now.down] if now.down >= 0 else "",
            repair=None if now.repair is None else _span(now.repair),
            operators=self.plan.line.operators[now.pool].id if now.pool >= 0 else "",
            asks=self.asks.get(number),
            stands=self.stands.get(number),
            stood=_span(now.stood) if now.phase in HELD else None,
            turn=now.turn,
            stops=self.stop_states(now, number, stops),
            pieces=tuple(self.piece(piece, decided=True) for piece in now.pieces),
        )

    def stop_states(self, now: MachineNow, number: int, stops: Sequence[str]) -> tuple[StopAt, ...]:
        kinds = [stop for station in self.plan.stations for stops in station.machines for stop in (stops,)][number]
        return tuple(
            StopAt(stop=name, after=None if plan.every is None else _span(life),
                   cycles=int(life) if plan.every is None else None, turn=turn)
            for name, plan, life, turn in zip(stops, kinds, now.lives, now.stop_turns, strict=True)
        )  # fmt: skip
