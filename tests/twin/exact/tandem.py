"""Chains of lines whose machines stand one after another."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.twin.exact.chain import Chain, Move, chain

Machine = tuple[str, bool, int]
"""What a machine is at (free, work, done, hold), whether it is in order, and pieces that wait before it."""


@dataclass(frozen=True)
class Tandem:
    """Mean times in minutes; no `up`: no faults; no `every`: the first machine always has a piece."""

    serve: tuple[float, ...]
    buffers: tuple[int, ...]
    up: tuple[float, ...] = ()
    down: tuple[float, ...] = ()
    counts: str = "operation"
    blocking: str = "after"
    every: float | None = None

    def has_room(self, state: Sequence[Machine], place: int) -> bool:
        """Whether a piece may come to a machine: a place in its buffer, or the free machine itself."""
        phase, is_up, queue = state[place]
        promised = self.blocking == "before" and place > 0 and state[place - 1][0] == "work"
        return queue + promised < self.buffers[place] + (phase == "free" and is_up)

    @staticmethod
    def label(machine: Machine) -> str:
        """The state it shows."""
        phase, is_up, _ = machine
        return {"free": "idle", "work": "busy"}.get(phase, "blocked") if is_up else "down"

    def settled(self, state: Sequence[Machine]) -> tuple[Machine, ...]:
        """All that follows at once."""
        machines = list(state)
        while self._moved(machines):
            pass
        return tuple(machines)

    def _moved(self, machines: list[Machine]) -> bool:
        for place, (phase, is_up, queue) in enumerate(machines):
            is_last = place == len(machines) - 1
            endless = place == 0 and self.every is None
            if phase == "free" and is_up and (queue or endless):
                machines[place] = ("hold" if self.blocking == "before" else "work", is_up, queue - (not endless))
                return True
            if phase == "hold" and (is_last or self.has_room(machines, place + 1)):
                machines[place] = ("work", is_up, queue)
                return True
            if phase == "done" and (is_last or self.blocking == "before" or self.has_room(machines, place + 1)):
                machines[place] = ("free", is_up, queue)
                if not is_last:
                    after = machines[place + 1]
                    machines[place + 1] = (after[0], after[1], after[2] + 1)
                return True
        return False

    def moves(self, state: tuple[Machine, ...]) -> Iterator[Move]:
        """Of the whole line."""
        if self.every is not None:
            has_room = self.has_room(state, 0)
            first = (state[0][0], state[0][1], state[0][2] + has_room)
            yield 1 / self.every, self.settled((first, *state[1:])), () if has_room else ("lost",)
        for place, (phase, is_up, queue) in enumerate(state):
            for rate, machine, name in self._of_one(place, phase, is_up, queue):
                yield rate, self.settled((*state[:place], machine, *state[place + 1 :])), name

    def _of_one(
        self, place: int, phase: str, is_up: bool, queue: int
    ) -> Iterator[tuple[float, Machine, tuple[str, ...]]]:
        if not is_up:
            yield 1 / self.down[place], (phase, True, queue), ()
            return
        if phase == "work":
            yield 1 / self.serve[place], ("done", True, queue), ("good",) if place == len(self.serve) - 1 else ()
        if self.up and (phase == "work" or self.counts == "clock"):
            yield 1 / self.up[place], (phase, False, queue), (f"fault{place}",)


def tandem(given: Tandem) -> Chain:
    """The chain of a line."""
    return chain(given.settled([("free", True, 0)] * len(given.serve)), given.moves)


@dataclass(frozen=True)
class Steps:
    """Pieces a minute, and the shares of time of each machine."""

    rates: dict[str, float]
    shares: list[dict[str, float]]


def stepped(fails: Sequence[float], mends: Sequence[float], buffers: Sequence[int], blocking: str) -> Steps:
    """Cycles of one step; a fault comes as a cycle begins, never in the first after a repair."""
    count = len(fails)
    given = Tandem((1.0,) * count, (1, *buffers), blocking=blocking)

    def begun(before: Sequence[Machine], after: Sequence[Machine], done: Sequence[bool]) -> list[int]:
        """Machines whose cycle begins now."""
        return [n for n in range(count) if after[n][0] == "work" and (done[n] or before[n][0] != "work")]

    def with_faults(
        chance: float, now: tuple[Machine, ...], new: list[int]
    ) -> Iterator[tuple[float, tuple[Machine, ...]]]:
        for fate in itertools.product((False, True), repeat=len(new)):
            machines, share = list(now), chance
            for at, is_bad in zip(new, fate, strict=True):
                share *= fails[at] if is_bad else 1 - fails[at]
                machines[at] = (machines[at][0], not is_bad, machines[at][2])
            yield share, tuple(machines)

    def moves(state: tuple[Machine, ...]) -> Iterator[Move]:
        done = [phase == "work" and is_up for phase, is_up, _ in state]
        down = [n for n in range(count) if not state[n][1]]
        names = ("good",) if done[-1] else ()
        for fate in itertools.product((False, True), repeat=len(down)):
            machines = [
                ("done" if over else phase, is_up, queue)
                for over, (phase, is_up, queue) in zip(done, state, strict=True)
            ]
            chance = 1.0
            for at, is_mended in zip(down, fate, strict=True):
                chance *= mends[at] if is_mended else 1 - mends[at]
                machines[at] = (machines[at][0], is_mended, machines[at][2])
            now = given.settled(machines)
            yield from ((share, to, names) for share, to in with_faults(chance, now, begun(state, now, done)))

    found = chain(given.settled([("free", True, 0)] * count), moves, is_discrete=True)
    shares = [
        {
            name: found.mean(lambda s, p=place, w=name: given.label(s[p]) == w)
            for name in ("busy", "idle", "blocked", "down")
        }
        for place in range(count)
    ]
    return Steps(found.rates, shares)
