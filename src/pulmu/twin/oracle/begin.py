"""The oracle begins at a moment of a line, and tells the moment it ends at."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from pulmu.twin.oracle.floor import is_gone, is_near
from pulmu.twin.oracle.phases import ARRIVAL, BY_CLOCK, CLOCK, MACHINE, OPERATION
from pulmu.twin.oracle.things import Machine, Piece, Source, Stopping
from pulmu.twin.oracle.work import Work
from pulmu.twin.plan import GONE
from pulmu.twin.snapshot import HELD, UNDER_WAY, MachineNow, PieceNow, Snapshot, SourceNow, opens_after


def begin_at(run: Work, now: Snapshot) -> None:
    """Put everything where it is; then the sources offer what they have, and every station is looked at."""
    run.drawn = list(now.drawn)
    for station, queue in zip(run.stations, now.queues, strict=True):
        station.queue = [_piece(run, item) for item in queue]
        station.most_queued = len(queue)
    for machine, given in zip(run.machines, now.machines, strict=True):
        _put_machine(run, machine, given)
    for source, item in zip(run.sources, now.sources, strict=True):
        _put_source(run, source, item)
    count = len(run.machines)
    for station, line in zip(run.stations, now.lines, strict=True):
        station.in_line.extend(run.machines[who] if who < count else run.sources[who - count] for who in line)
        for who in line[:]:
            if who >= count:
                run.sources[who - count].in_line = True
    for number in now.asking:
        run.wait_for(run.machines[number], _asked_for(run.machines[number]))
    for _, _, plan in sorted(_due(run, now), key=lambda item: item[:2]):
        plan()
    for machine, given in zip(run.machines, now.machines, strict=True):
        _put_belt(run, machine, given)
        machine.state = run.label(machine)
        machine.station.could[machine.number] = machine.can_take
    for station in run.stations:
        run.look_at(station)
    for source in run.sources:
        run.offer(source)


def _asked_for(machine: Machine) -> tuple[int, ...]:
    station = machine.station.plan
    if machine.down is not None:
        return machine.down.plan.pools or ()
    return (station.run_pools if machine.phase == "work" else station.set_up_pools) or ()


def _piece(run: Work, item: PieceNow, *, is_inside: bool = True) -> Piece:
    source = run.sources[item.source]
    piece = Piece(run.serials, item.product, source, item.operation, -item.age, -item.waited, item.fate, item.again)
    piece.left, piece.cycle = item.left, item.cycle
    run.serials += 1
    if is_inside:
        source.inside += 1
        run.inside += 1
    return piece


def _put_machine(run: Work, machine: Machine, item: MachineNow) -> None:
    machine.family, machine.off, machine.closing = item.family, item.off, item.closing
    machine.phase, machine.left, machine.cycle = item.phase, item.left, item.cycle
    machine.rest = item.rest
    machine.before_heating, machine.stood = (item.then, item.then_left), -item.stood
    machine.pieces.extend(_piece(run, piece) for piece in item.pieces)
    for stop, life in zip(machine.stops, item.lives, strict=True):
        stop.life = life
    machine.down = machine.stops[item.down] if item.down >= 0 else None
    if item.pool >= 0:
        machine.helper = run.people[item.pool]
        machine.helper.used += 1
    if machine.station.plan.before and machine.pieces and machine.phase != "hold" and not is_gone(machine.pieces[0]):
        run.stations[run.plan.operations[machine.pieces[0].fate].station].promised += 1


def _put_belt(run: Work, machine: Machine, item: MachineNow) -> None:
    """Pieces on a belt, if it is one, whose clock begins at 0, and whether it moves and is open."""
    belt = machine.belt
    if belt is None:
        return
    for piece in machine.pieces:
        piece.at_end, piece.left = piece.left or 0.0, None
    belt.opens = opens_after(item, belt.plan.pitch)
    belt.is_open = belt.opens <= 0
    is_up = item.down < 0 and not item.off
    belt.rolls = is_up and item.is_moving(accumulates=belt.plan.accumulates)
    if belt.rolls and not belt.is_open:
        run.plan_opening(machine, belt)


def _put_source(run: Work, source: Source, item: SourceNow) -> None:
    source.made = item.made
    pieces = [_piece(run, piece, is_inside=False) for piece in item.outside]
    if source.plan.every is None:
        source.offered = pieces[0] if pieces else None
    else:
        source.outside.extend(pieces)


def _due(run: Work, now: Snapshot) -> list[tuple[int, int, Callable[[], Any]]]:
    """All that is due, with its turn."""
    found: list[tuple[int, Callable[[], Any]]] = []
    for machine, item in zip(run.machines, now.machines, strict=True):
        found.append((item.turn, partial(_go_on, run, machine, item)))
        for stop, turn in zip(machine.stops, item.stop_turns, strict=True):
            found.append((turn, partial(_plan_clock, run, machine, stop)))
    for source, given in zip(run.sources, now.sources, strict=True):
        if given.next is not None:
            found.append((given.turn, partial(run.plan_at, given.next, ARRIVAL, "arrival", source)))
    return [(turn, number, plan) for number, (turn, plan) in enumerate(found)]


def _go_on(run: Work, machine: Machine, item: MachineNow) -> None:
    if machine.down is not None:
        if item.repair is not None:
            machine.due = run.plan_at(item.repair, MACHINE, "machine", machine)
    elif machine.phase in UNDER_WAY and not machine.off and machine not in run.waiting:
        run.go(machine, is_shown=False)


def _plan_clock(run: Work, machine: Machine, stop: Stopping) -> None:
    aim = machine.before_heating[0] if machine.phase == "heating" else machine.phase
    has_come = stop.life == 0 and stop.plan.waits and aim in ("set_up", "work")
    if stop.plan.counts == BY_CLOCK and machine.down is None and not has_come:
        stop.due = run.plan_at(stop.life, CLOCK, "clock", (machine, stop))


def end_of(run: Work, after: float) -> Snapshot:
    """The moment a run is at; `after` is how long that is after the line's `starts`."""
    turns = {id(entry): number for number, entry in enumerate(sorted(run.agenda, key=lambda item: item[2]), 1)}
    arrivals = {entry[4].number: entry for entry in run.agenda if entry[3] == "arrival"}
    count = len(run.machines)
    return Snapshot(
        after=after,
        drawn=tuple(run.drawn),
        queues=tuple(tuple(_piece_now(run, piece, waits=True) for piece in station.queue) for station in run.stations),
        machines=tuple(_machine_now(run, machine, turns) for machine in run.machines),
        sources=tuple(_source_now(run, source, arrivals.get(source.number), turns) for source in run.sources),
        lines=tuple(
            tuple(who.number if isinstance(who, Machine) else count + who.number for who in station.in_line)
            for station in run.stations
        ),
        asking=tuple(machine.number for machine in run.waiting),
    )


def _piece_now(run: Work, piece: Piece, *, decided: bool = False, waits: bool = False) -> PieceNow:
    decided = decided or piece.left is not None
    fate, again = (piece.fate, piece.again) if decided else (GONE, False)
    age, waited = run.now - piece.entered, run.now - piece.queued if waits else 0.0
    return PieceNow(
        piece.product, piece.operation, piece.source.number, age, waited, fate, again, piece.left, _whole(piece)
    )


def _whole(piece: Piece) -> float:
    return 0.0 if piece.left is None else piece.cycle


def _machine_now(run: Work, machine: Machine, turns: dict[int, int]) -> MachineNow:
    worked = run.now - machine.started if machine.running else 0.0
    then, then_left = machine.before_heating
    lives = tuple(_life(run, machine, stop, worked) for stop in machine.stops)
    is_asking = machine in run.waiting
    return MachineNow(
        phase=machine.phase,
        left=max(machine.left - worked, 0.0) if machine.phase in UNDER_WAY else 0.0,
        cycle=machine.cycle if machine.pieces else 0.0,
        rest=machine.rest if machine.pieces else 0.0,
        then=then if machine.phase == "heating" else "free",
        then_left=then_left if machine.phase == "heating" and then != "free" else 0.0,
        family=machine.family,
        off=machine.off,
        closing=machine.closing,
        down=-1 if machine.down is None else machine.stops.index(machine.down),
        repair=None if machine.down is None or is_asking or machine.due is None else machine.due[0] - run.now,
        pool=-1 if machine.helper is None else run.people.index(machine.helper),
        stood=run.now - machine.stood if machine.phase in HELD else 0.0,
        lives=lives,
        turn=turns.get(id(machine.due), 0) if machine.running or (machine.down is not None and not is_asking) else 0,
        stop_turns=tuple(turns.get(id(stop.due), 0) if is_near(stop) else 0 for stop in machine.stops),
        pieces=tuple(_in_machine(run, machine, piece) for piece in machine.pieces),
    )


def _in_machine(run: Work, machine: Machine, piece: Piece) -> PieceNow:
    """A piece in a machine; on a belt, with the time it still takes to the end."""
    found = _piece_now(run, piece, decided=True)
    belt = machine.belt
    if belt is None:
        return found
    clock = belt.clock + (run.now - belt.clocked if belt.rolls else 0.0)
    return replace(found, left=max(piece.at_end - clock, 0.0))


def _life(run: Work, machine: Machine, stop: Stopping, worked: float) -> float:
    if is_near(stop) and stop.due is not None:
        return float(stop.due[0] - run.now)
    if stop.plan.counts == OPERATION and machine.phase == "work":
        return max(stop.life - worked, 0.0)
    return max(stop.life, 0.0)


def _source_now(run: Work, source: Source, arrival: list[Any] | None, turns: dict[int, int]) -> SourceNow:
    offered = [source.offered] if source.offered is not None else []
    return SourceNow(
        next=None if arrival is None else arrival[0] - run.now,
        made=source.made,
        outside=tuple(_piece_now(run, piece) for piece in (*offered, *source.outside)),
        turn=0 if arrival is None else turns[id(arrival)],
    )
