"""The arrays of a run that begins at a moment of a line."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from pulmu.twin.begin import calendar_order
from pulmu.twin.kernel import records as r
from pulmu.twin.kernel.records import ARRIVAL_KIND, BELT_KIND, CALENDAR_KIND, CLOCK_KIND, MACHINE_KIND
from pulmu.twin.plan import GONE, SCRAPPED, Plan
from pulmu.twin.snapshot import PHASES, UNDER_WAY, MachineNow, PieceNow, Snapshot, opens_after
from pulmu.twin.week import WEEK

_SHOWN = {"free": r.IDLE, "heating": r.HEATS, "set_up": r.SETS_UP, "work": r.BUSY, "done": r.BLOCKED, "hold": r.BLOCKED}


def put_all(plan: Plan, world: r.World, now: Snapshot) -> None:
    """Put everything where it is, and make due what is."""
    _Begin(plan, world, now).put()


class _Begin:
    def __init__(self, plan: Plan, world: r.World, now: Snapshot) -> None:
        self.plan, self.now, self.clock = plan, now, world.clock[0]
        self.arrays = world.arrays
        self.used = 0

    def put(self) -> None:
        arrays, now = self.arrays, self.now
        arrays["stream"]["drawn"] = now.drawn
        for row, queue in zip(arrays["station"], now.queues, strict=True):
            row["head"], row["tail"] = self.chain(queue, is_inside=True)
            row["queued"] = row["most_queued"] = len(queue)
        for number, item in enumerate(now.machines):
            self.machine(number, item)
        for row, source in zip(arrays["source"], now.sources, strict=True):
            head, tail = self.chain(source.outside, is_inside=False)
            row["made"] = source.made
            if row["every"] == r.NONE:
                row["offered"] = head
            else:
                row["head"], row["tail"], row["outside"] = head, tail, len(source.outside)
        self.clock["made"] = self.clock["fresh_piece"] = self.used
        self.lines()
        self.asking()
        self.turns()
        self.due()

    def chain(self, pieces: Sequence[PieceNow], *, is_inside: bool) -> tuple[int, int]:
        """Records of pieces, one after the other; the first and the last."""
        first = self.used
        rows = self.arrays["piece"]
        for item in pieces:
            row = rows[self.used]
            row["product"], row["operation"], row["source"] = item.product, item.operation, item.source
            row["entered"], row["queued"], row["serial"] = -item.age, -item.waited, self.used
            row["key"] = self.plan.operations[item.operation].key
            row["fate"] = -3 - item.fate if item.again else item.fate
            row["left"], row["cycle"] = -1.0 if item.left is None else item.left, item.cycle
            row["next"] = self.used + 1
            self.used += 1
            if is_inside:
                self.arrays["source"]["inside"][item.source] += 1
                self.clock["inside"] += 1
        if not pieces:
            return r.NONE, r.NONE
        rows["next"][self.used - 1] = r.NONE
        return first, self.used - 1

    def machine(self, number: int, item: MachineNow) -> None:
        row = self.arrays["machine"][number]
        station = self.arrays["station"][int(row["station"])]
        for name in ("left", "cycle", "rest", "family", "off", "closing"):
            row[name] = getattr(item, name)
        row["phase"], row["after"], row["after_left"] = (
            PHASES.index(item.phase),
            PHASES.index(item.then),
            item.then_left,
        )
        row["head"], row["tail"] = self.chain(item.pieces, is_inside=True)
        if row["belt"] != r.NONE:
            self.on_belt(row, item)
        row["count"], row["stood"], row["held"] = len(item.pieces), -item.stood, item.pool
        first = int(row["stops_from"])
        row["down"] = first + item.down if item.down >= 0 else r.NONE
        self.arrays["stop"]["life"][first : int(row["stops_to"])] = item.lives
        if item.pool >= 0:
            self.arrays["pool"]["used"][item.pool] += 1
        if self.takes_more(row, item):
            row["available"] = 1
            station["free"] += 1
        fate = item.pieces[0].fate if item.pieces else GONE
        if station["before"] and item.phase != "hold" and fate not in (GONE, SCRAPPED):
            self.arrays["station"]["reserved"][self.plan.operations[fate].station] += 1
        row["state"] = self.label(number, item)

    def on_belt(self, row: np.ndarray, item: MachineNow) -> None:
        """Pieces on a belt, whose clock begins at 0, and whether it moves and is open."""
        belt, rows, at = self.arrays["belt"][int(row["belt"])], self.arrays["piece"], int(row["head"])
        for piece in item.pieces:
            rows[at]["cycle"], rows[at]["left"] = piece.left, -1.0
            at = int(rows[at]["next"])
        belt["opens"] = opens_after(item, float(belt["pitch"]))
        belt["is_open"] = belt["opens"] <= 0
        belt["rolls"] = item.down < 0 and not item.off and item.is_moving(accumulates=bool(belt["accumulates"]))

    def takes_more(self, row: np.ndarray, item: MachineNow) -> bool:
        """Whether a machine could take a piece."""
        if item.down >= 0 or item.off or item.closing or row["belt"] == r.NONE:
            return item.phase == "free" and item.down < 0 and not item.off and not item.closing
        belt = self.arrays["belt"][int(row["belt"])]
        return bool(belt["is_open"] and len(item.pieces) < belt["places"] and (item.phase == "free" or belt["rolls"]))

    def label(self, number: int, item: MachineNow) -> int:
        if item.down >= 0:
            stop = self.arrays["stop"][int(self.arrays["machine"]["down"][number])]
            return r.MAINTENANCE if stop["planned"] else r.DOWN
        if item.off:
            return r.OFF
        return r.WAITING if number in self.now.asking else _SHOWN[item.phase]

    def lines(self) -> None:
        count = len(self.now.machines)
        machine, source = self.arrays["machine"], self.arrays["source"]
        for row, line in zip(self.arrays["station"], self.now.lines, strict=True):
            row["blocked_head"], row["blocked_tail"] = (line[0], line[-1]) if line else (r.NONE, r.NONE)
            for who, after in pairwise((*line, r.NONE)):
                if who < count:
                    machine["next_blocked"][who] = after
                else:
                    source["next_blocked"][who - count] = after
                    source["is_listed"][who - count] = 1

    def asking(self) -> None:
        machine, station = self.arrays["machine"], self.arrays["station"]
        for who, after in pairwise((*self.now.asking, r.NONE)):
            row = machine[who]
            row["waits"], row["next_waiting"] = 1, after
            kind = "run_need" if row["phase"] == r.WORK else "set_up_need"
            down = int(row["down"])
            row["needs"] = self.arrays["stop"]["need"][down] if down >= 0 else station[kind][int(row["station"])]
        if self.now.asking:
            self.clock["waiting_head"], self.clock["waiting_tail"] = self.now.asking[0], self.now.asking[-1]

    # what is due --------------------------------------------------------------------------------------------

    def set(self, slot: int, time: float, kind: int) -> None:
        self.clock["sequence"] += 1
        row = self.arrays["due"][slot]
        row["at"], row["rank"] = np.float64(time + 0.0).view(np.int64), (kind << 56) + int(self.clock["sequence"])
        self.arrays["block"]["is_stale"] = 1

    def turns(self) -> None:
        numbers = calendar_order(self.plan)
        for number in (*numbers, len(numbers)):
            row = self.arrays["turn"][number]
            if row["slot"] == r.NONE:
                continue
            at = self.arrays["turning"]["at"][int(row["from_"] + row["number"])]
            kind = CALENDAR_KIND if number < len(numbers) else r.PRICE_KIND
            self.set(int(row["slot"]), float(row["week"]) * WEEK + float(at) - self.plan.offset, kind)
        if self.clock["warm_up"] > 0:
            self.set(int(self.clock["reset_slot"]), float(self.clock["warm_up"]), r.RESET_KIND)

    def due(self) -> None:
        found: list[tuple[int, int, float, int]] = []
        for number, item in enumerate(self.now.machines):
            found += self.due_at_machine(number, item)
        for row, source in zip(self.arrays["source"], self.now.sources, strict=True):
            if source.next is not None:
                found.append((source.turn, int(row["slot"]), source.next, ARRIVAL_KIND))
        for row in self.arrays["belt"]:
            if row["rolls"] and not row["is_open"]:
                due = self.arrays["due"][int(row["slot"])]
                due["at"] = np.float64(row["opens"] + 0.0).view(np.int64)
                due["rank"] = (BELT_KIND << 56) + int(row["machine"])
        for _, slot, time, kind in sorted(found, key=lambda one: one[0]):
            self.set(slot, time, kind)

    def due_at_machine(self, number: int, item: MachineNow) -> Iterable[tuple[int, int, float, int]]:
        row = self.arrays["machine"][number]
        stops = self.arrays["stop"][int(row["stops_from"]) : int(row["stops_to"])]
        row["next_is"] = r.NONE
        if item.down >= 0:
            if item.repair is not None:
                yield item.turn, number, item.repair, MACHINE_KIND
            return
        if item.phase in UNDER_WAY and not item.off and not row["waits"]:
            row["running"], row["started"] = 1, 0.0
            yield item.turn, number, self.next_of(row, stops), MACHINE_KIND
        for stop, turn in zip(stops, item.stop_turns, strict=True):
            has_come = stop["life"] == 0 and stop["waits"] and item.aim in ("set_up", "work")
            if stop["counts"] == 1 and not has_come:
                yield turn, int(stop["slot"]), float(stop["life"]), CLOCK_KIND

    @staticmethod
    def next_of(row: np.ndarray, stops: np.ndarray) -> float:
        """The time to the end of a phase, or to the breakdown that comes before."""
        left = float(row["left"])
        if row["phase"] == r.WORK:
            for number, stop in enumerate(stops):
                if stop["counts"] == 0 and not stop["waits"] and stop["life"] < left:
                    left = float(stop["life"])
                    row["next_is"] = int(row["stops_from"]) + number
        return max(left, 0.0)
