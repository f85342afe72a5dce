"""What a tag usually does, learned from its samples in one pass and in a bounded memory."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, get_args

Aspect = Literal[
    "range", "jump", "frozen", "often", "state", "transition", "hour", "step", "first", "writer", "clock", "replay",
    "backwards", "appeared", "vanished", "changed", "unexplained",
]  # fmt: skip
"""Beyond all values; moved further at once; stood still; more often; a state, or a change of state, never seen; a
setpoint moved at an unusual hour, by more, or for the first time; by somebody new; the device's clock; values that were
there before; a counter that ran backwards; a tag that is new, is gone, or stands for something else; a setpoint that
moved though the guard wrote nothing."""
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
CERTAIN: frozenset[Aspect] = frozenset({"backwards", "appeared", "vanished", "changed", "unexplained"})
"""Those that no budget weighs: they are always told."""
OF_A_MOVE: frozenset[Aspect] = frozenset({"range", "hour", "step", "first", "often", "state", "transition"})
"""Those that say when and how far a setpoint was moved."""
MOST_STATES, MOST_CHANGES, MOST_WRITERS = 64, 512, 32
MINUTE, HOUR = 60.0, 3600.0
Plain = float | str | bool


@dataclass(frozen=True, slots=True)
class Surprise:
    """One aspect of a sample that is beyond what was usual.

    Parameters
    ----------
    score : How far beyond: as a part of what was usual, or in powers of ten of how rare it is.
    usual : What was usual, from and to.
    """

    aspect: Aspect
    score: float
    seen: Plain
    usual: tuple[Plain, Plain]


@dataclass(slots=True)
class Extent:
    """Least and most of a number so far."""

    low: float = math.inf
    high: float = -math.inf
    count: int = 0

    def take(self, value: float) -> None:
        self.low, self.high, self.count = min(self.low, value), max(self.high, value), self.count + 1

    def beyond(self, value: float, least: float = 0.0) -> float:
        """How far a value lies outside, as a part of the width; never of less than the least width."""
        if self.count == 0:
            return 0.0
        width = max(self.high - self.low, least, 1e-9)
        return max(self.low - value, value - self.high, 0.0) / width


@dataclass(slots=True)
class Counts:
    """How often each of a bounded number of things was seen."""

    seen: dict[str, int] = field(default_factory=dict)
    total: int = 0

    def take(self, name: str, most: int) -> None:
        self.total += 1
        if name in self.seen or len(self.seen) < most:
            self.seen[name] = self.seen.get(name, 0) + 1

    def rarity(self, name: str) -> float:
        """Powers of ten by which something never seen is rare (Good and Turing); 0 for what was seen.

        Source: I. J. Good, Biometrika 40 (1953): the share of things unseen is about that of things seen once.
        """
        if name in self.seen:
            return 0.0
        once = sum(1 for count in self.seen.values() if count == 1)
        return -math.log10((once + 0.5) / (self.total + 1))


@dataclass(slots=True)
class Echo:
    """Whether four values in a row were there before, in a memory of 1 KiB; one that is full is forgotten by and by."""

    bits: bytearray = field(default_factory=lambda: bytearray(1024))
    old: bytearray = field(default_factory=lambda: bytearray(1024))
    held: int = 0
    last: list[float] = field(default_factory=list)
    run: int = 0
    repeats: int = 0
    count: int = 0

    def take(self, value: float) -> int:
        """How many in a row were there before; a chance hit is one in twenty at most."""
        self.last = [*self.last[-3:], value]
        if len(self.last) < 4:
            return 0
        mark = hash(tuple(self.last)) % 8192
        place, bit = divmod(mark, 8)
        known = bool((self.bits[place] | self.old[place]) & (1 << bit))
        self.count += 1
        self.repeats += known
        self.run = self.run + 1 if known else 0
        if not known:
            self.bits[place] |= 1 << bit
            self.held += 1
        if self.held > 400:
            self.old, self.bits, self.held = self.bits, bytearray(1024), 0
        return self.run

    @property
    def is_telling(self) -> bool:
        """Whether values of this tag hardly ever come twice in the same order."""
        return self.count >= 200 and self.repeats <= 0.15 * self.count


@dataclass(slots=True)
class Habit:
    """What one tag usually does.

    Parameters
    ----------
    kind : number, truth or text.
    is_set : Whether it is a setpoint, which somebody moves.
    counts : Whether it is known as a counter: it only grows, and there is no highest value of it.
    least : What it may move without meaning: of numbers that are computed, their last digits.
    """

    kind: str
    is_set: bool
    counts: bool = False
    unit: str = "1"
    least: float = 0.0
    since: float = math.nan
    value: Plain | None = None
    heard: float = math.nan
    changed: float = math.nan
    extent: Extent = field(default_factory=Extent)
    jump: Extent = field(default_factory=Extent)
    still: Extent = field(default_factory=Extent)
    often: Extent = field(default_factory=Extent)
    clock: Extent = field(default_factory=Extent)
    step: Extent = field(default_factory=Extent)
    states: Counts = field(default_factory=Counts)
    changes: Counts = field(default_factory=Counts)
    hours: list[int] = field(default_factory=lambda: [0] * 24)
    writers: Counts = field(default_factory=Counts)
    echo: Echo = field(default_factory=Echo)
    rises: int = 0
    falls: int = 0
    window: float = math.nan
    in_window: int = 0
    interval: float = math.nan

    @property
    def is_counter(self) -> bool:
        """Whether it is one, or only ever grew so far."""
        return self.kind == "number" and not self.is_set and (self.counts or (self.rises >= 50 and self.falls == 0))

    # what is beyond what was usual; nothing is learned here -----------------------------------------------

    def judge(self, value: Plain, at: float, *, offset: float | None, who: str, is_reset: bool) -> Iterator[Surprise]:
        """Aspects of a new sample that are beyond what was usual."""
        if offset is not None and (score := self.clock.beyond(offset, 1.0)) > 0:
            yield Surprise("clock", score, offset, (self.clock.low, self.clock.high))
        if (score := self._oftener(at)) > 0:
            yield Surprise("often", score, self.in_window + 1, (0.0, self.often.high))
        if self.value is not None and value != self.value:
            yield from self._moved(value, at, who) if self.is_set else ()
        if self.kind == "number":
            yield from self._number(float(value), at, is_reset=is_reset)
        elif value != self.value:
            yield from self._state(str(value))

    def _oftener(self, at: float) -> float:
        if self.often.count < 10 or not at - self.window < self._window():
            return 0.0
        return max((self.in_window + 1) / max(self.often.high, 1.0) - 1.0, 0.0)

    def _number(self, value: float, at: float, *, is_reset: bool) -> Iterator[Surprise]:
        before = self.value if isinstance(self.value, int | float) else None
        if self.is_counter:
            if before is not None and value < before and not is_reset:
                yield Surprise("backwards", math.inf, value, (before, before))
        elif (score := self.extent.beyond(value, max(self.least, 1e-3 * abs(self.extent.high)))) > 0:
            yield Surprise("range", score, value, (self.extent.low, self.extent.high))
        moved = None if self.is_set or is_reset else self._step(value, at)
        most = max(self.jump.high, self.least)
        if moved is not None and self.jump.count >= 20 and moved > most > 0:
            yield Surprise("jump", moved / most - 1.0, moved, (0.0, self.jump.high))
        if self.echo.is_telling and self.echo.run >= 8:
            yield Surprise("replay", min(self.echo.run / 8.0, 4.0), float(self.echo.run), (0.0, 8.0))

    def _step(self, value: float, at: float) -> float | None:
        """How far it moved at once, per second for a counter; None where too long passed to say."""
        if not isinstance(self.value, int | float) or not at > self.heard or at - self.heard > 3 * self.interval:
            return None
        moved = abs(value - self.value)
        return moved / max(at - self.heard, 0.5 * self.interval) if self.is_counter else moved

    def _state(self, name: str) -> Iterator[Surprise]:
        if len(self.states.seen) >= MOST_STATES:
            return  # a clock or a name of an order: any text may come
        if (score := self.states.rarity(name)) > 0:
            yield Surprise("state", score, name, (", ".join(sorted(self.states.seen)[:8]), ""))
        elif self.value is not None and (score := self.changes.rarity(f"{self.value}>{name}")) > 0:
            yield Surprise("transition", score, f"{self.value} > {name}", ("", ""))

    def _moved(self, value: Plain, at: float, who: str) -> Iterator[Surprise]:
        moves = sum(self.hours)
        if moves == 0:
            yield Surprise(
                "first", math.log10(1 + (at - self.since) / HOUR), value, (self.value or 0.0, self.value or 0.0)
            )
            return
        hour = int(at // HOUR % 24)
        near = self.hours[hour] + 0.5 * (self.hours[hour - 1] + self.hours[(hour + 1) % 24])
        if (score := -math.log10(24 * (near / 2 + 0.5) / (moves + 12))) > 0:
            yield Surprise("hour", score, float(hour), _busy(self.hours))
        if self.kind == "number" and isinstance(self.value, int | float):
            step = abs(float(value) - self.value)
            if self.step.count and step > self.step.high:
                yield Surprise("step", step / max(self.step.high, 1e-9) - 1.0, step, (0.0, self.step.high))
        if who and (score := self.writers.rarity(who)) > 0:
            yield Surprise("writer", score, who, (", ".join(sorted(self.writers.seen)[:8]), ""))

    def silence(self, now: float) -> Surprise | None:
        """Whether it stands still for longer than it ever did."""
        if self.is_set or math.isnan(self.changed) or self.still.count < 20:
            return None
        long = now - self.changed
        if long <= self.still.high:
            return None
        return Surprise("frozen", long / max(self.still.high, 1.0) - 1.0, long, (0.0, self.still.high))

    # learning ---------------------------------------------------------------------------------------------

    def learn(self, value: Plain, at: float, *, offset: float | None, who: str) -> None:
        """Take a sample as usual."""
        self.since = at if math.isnan(self.since) else self.since
        if offset is not None:
            self.clock.take(offset)
        if self.kind == "number":
            moved = None if self.is_set else self._step(float(value), at)
            self.extent.take(float(value))
            if moved is not None:
                self.jump.take(moved)
        if self.value is not None and value != self.value:
            if self.is_set:
                self._learn_move(value, at, who)
            if not math.isnan(self.changed):
                self.still.take(at - self.changed)
        if self.kind != "number" and value != self.value:
            self.states.take(str(value), MOST_STATES)
            if self.value is not None:
                self.changes.take(f"{self.value}>{value}", MOST_CHANGES)

    def _learn_move(self, value: Plain, at: float, who: str) -> None:
        self.hours[int(at // HOUR % 24)] += 1
        if self.kind == "number" and isinstance(self.value, int | float):
            self.step.take(abs(float(value) - self.value))
        if who:
            self.writers.take(who, MOST_WRITERS)

    def follow(self, value: Plain, at: float, *, learns: bool) -> None:
        """Note where it is now; what is usual stays as it was, but for the shape of a counter while it is learned."""
        if isinstance(value, int | float) and isinstance(self.value, int | float) and learns:
            self.rises += value > self.value
            self.falls += value < self.value
        if self.kind == "number" and not self.is_set and value != self.value:
            self.echo.take(float(value))
        if value != self.value or math.isnan(self.changed):
            self.changed = at
        if at - self.window < self._window():
            self.in_window += 1
        else:
            if learns and not math.isnan(self.window):
                self.often.take(float(self.in_window))
            self.window, self.in_window = at, 1
        if not math.isnan(self.heard) and at > self.heard and learns:
            self.interval = (
                at - self.heard if math.isnan(self.interval) else 0.95 * self.interval + 0.05 * (at - self.heard)
            )
        self.value, self.heard = value, at

    def lose(self) -> None:
        """It was not heard of for a while: how it got from there to here is not known."""
        self.heard = self.changed = math.nan

    def _window(self) -> float:
        return HOUR if self.is_set else MINUTE


def _busy(hours: list[int]) -> tuple[float, float]:
    """First and last hour of the day at which it was moved."""
    moved = [hour for hour, count in enumerate(hours) if count]
    return float(min(moved)), float(max(moved))
