"""The moment a run ended at, from its arrays."""

from dataclasses import replace
from typing import Any

import numpy as np

from pulmu.twin.kernel import records as r
from pulmu.twin.plan import GONE
from pulmu.twin.snapshot import HELD, PHASES, UNDER_WAY, MachineNow, PieceNow, Snapshot, SourceNow


def end_of(world: r.World, after: float) -> Snapshot:
    """The moment of a run that is over; `after` is how long that is after the line's `starts`."""
    return _End(world).snapshot(after)


class _End:
    def __init__(self, world: r.World) -> None:
        self.arrays, self.clock = world.arrays, world.clock[0]
        self.now = float(self.clock["now"])

    def snapshot(self, after: float) -> Snapshot:
        arrays = self.arrays
        return Snapshot(
            after=after,
            drawn=tuple(arrays["stream"]["drawn"].tolist()),
            queues=tuple(self.pieces(int(row["head"]), waits=True) for row in arrays["station"]),
            machines=tuple(self.machine(number, row) for number, row in enumerate(arrays["machine"])),
            sources=tuple(self.source(row) for row in arrays["source"]),
            lines=tuple(self.line(int(row["blocked_head"])) for row in arrays["station"]),
            asking=self.asking(),
        )

    def slot(self, number: int) -> tuple[float, int]:
        """When a slot is due from now on, and its turn."""
        row = self.arrays["due"][number]
        time = float(row["at"].view(np.float64)) if row["at"] < r.NEVER else np.inf
        return time - self.now, int(row["rank"]) & ((1 << 56) - 1)

    def pieces(self, at: int, *, decided: bool = False, waits: bool = False) -> tuple[PieceNow, ...]:
        found = []
        while at != r.NONE:
            row = self.arrays["piece"][at]
            found.append(self.piece(row, decided=decided, waits=waits))
            at = int(row["next"])
        return tuple(found)

    def piece(self, row: Any, *, decided: bool, waits: bool) -> PieceNow:
        left = float(row["left"]) if row["left"] >= 0 else None
        fate = int(row["fate"]) if decided or left is not None else GONE
        again = fate <= -3
        cut = (left, 0.0 if left is None else float(row["cycle"]))
        numbers = (int(row["product"]), int(row["operation"]), int(row["source"]))
        age, waited = self.now - float(row["entered"]), self.now - float(row["queued"]) if waits else 0.0
        return PieceNow(*numbers, age, waited, -3 - fate if again else fate, again, *cut)

    def machine(self, number: int, row: Any) -> MachineNow:
        phase, then = PHASES[int(row["phase"])], PHASES[int(row["after"])]
        is_running, is_down = bool(row["running"]), row["down"] != r.NONE
        worked = self.now - float(row["started"]) if is_running else 0.0
        first = int(row["stops_from"])
        stops = self.arrays["stop"][first : int(row["stops_to"])]
        due, turn = self.slot(number)
        is_repaired = is_down and not row["waits"]
        is_heating = phase == "heating"
        return MachineNow(
            phase=phase,
            left=max(float(row["left"]) - worked, 0.0) if phase in UNDER_WAY else 0.0,
            cycle=float(row["cycle"]) if row["head"] != r.NONE else 0.0,
            rest=float(row["rest"]) if row["head"] != r.NONE else 0.0,
            then=then if is_heating else "free",
            then_left=float(row["after_left"]) if is_heating and then != "free" else 0.0,
            family=int(row["family"]),
            off=bool(row["off"]),
            closing=bool(row["closing"]),
            down=int(row["down"]) - first if is_down else -1,
            repair=due if is_repaired else None,
            pool=int(row["held"]),
            stood=self.now - float(row["stood"]) if phase in HELD else 0.0,
            lives=tuple(self.life(stop, worked if phase == "work" else 0.0) for stop in stops),
            turn=turn if is_running or is_repaired else 0,
            stop_turns=tuple(self.clock_slot(stop)[1] for stop in stops),
            pieces=self.pieces(int(row["head"]), decided=True) if row["belt"] == r.NONE else self.on_belt(row),
        )

    def on_belt(self, row: Any) -> tuple[PieceNow, ...]:
        """Pieces on a belt, each with the time it still takes to the end."""
        belt, pieces, at = self.arrays["belt"][int(row["belt"])], self.arrays["piece"], int(row["head"])
        clock = float(belt["clock"]) + (self.now - float(belt["clocked"]) if belt["rolls"] else 0.0)
        found = []
        while at != r.NONE:
            left = max(float(pieces[at]["cycle"]) - clock, 0.0)
            found.append(replace(self.piece(pieces[at], decided=True, waits=False), left=left))
            at = int(pieces[at]["next"])
        return tuple(found)

    def clock_slot(self, stop: Any) -> tuple[float, int]:
        """When a stop is due that counts the clock, and its turn; never and 0, if it is not."""
        if stop["counts"] != 1:
            return np.inf, 0
        due, turn = self.slot(int(stop["slot"]))
        return (due, turn) if due < np.inf else (np.inf, 0)

    def life(self, stop: Any, worked: float) -> float:
        due, _ = self.clock_slot(stop)
        if due < np.inf:
            return due
        return max(float(stop["life"]) - (worked if stop["counts"] == 0 else 0.0), 0.0)

    def source(self, row: Any) -> SourceNow:
        is_endless = row["every"] == r.NONE
        due, turn = (np.inf, 0) if is_endless else self.slot(int(row["slot"]))
        outside = self.pieces(int(row["offered" if is_endless else "head"]))[: 1 if is_endless else None]
        is_due = due < np.inf
        return SourceNow(due if is_due else None, int(row["made"]), outside, turn if is_due else 0)

    def line(self, at: int) -> tuple[int, ...]:
        found = []
        count = len(self.arrays["machine"])
        while at != r.NONE:
            found.append(at)
            is_machine = at < count
            rows = self.arrays["machine"] if is_machine else self.arrays["source"]
            at = int(rows["next_blocked"][at if is_machine else at - count])
        return tuple(found)

    def asking(self) -> tuple[int, ...]:
        found, at = [], int(self.clock["waiting_head"])
        while at != r.NONE:
            found.append(at)
            at = int(self.arrays["machine"]["next_waiting"][at])
        return tuple(found)
