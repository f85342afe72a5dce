"""What meters say of each other, as tags of their own: do stations add up, and does a counter fit its power."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pulmu.model.tag import Sample, Tag

WINDOW = timedelta(minutes=30)
COUNTED, RATES = ("energy", "amount"), {"energy": "power", "amount": "flow"}


def reset_tags(tags: Iterable[Tag]) -> frozenset[str]:
    """Tags that say when a counter began."""
    return frozenset(tag.name for tag in tags if tag.measure == "start_time_of_counter")


@dataclass(slots=True)
class _Counter:
    """A counter and the tag of its rate, over one window."""

    rate: str
    first: float | None = None
    last: float | None = None
    power: float | None = None
    since: datetime | None = None
    hours: float = 0.0
    integral: float = 0.0

    def count(self, value: float) -> None:
        self.first = value if self.first is None else self.first
        self.last = value

    def draw(self, value: float | None, at: datetime) -> None:
        if self.power is not None and self.since is not None and at > self.since:
            long = (at - self.since).total_seconds() / 3600
            self.hours, self.integral = self.hours + long, self.integral + self.power * long
        self.power, self.since = value, at

    @property
    def moved(self) -> float | None:
        if self.first is None or self.last is None or self.last < self.first:
            return None
        return self.last - self.first

    def begin(self) -> None:
        self.first, self.hours, self.integral = self.last, 0.0, 0.0


@dataclass(slots=True)
class MeterChecks:
    """Hears meters, and says once a window how they fit together.

    `…/energy.balance` is the share of the whole that no station used; `…/energy.by_power` what a counter counted for
    each kilowatt-hour its own power adds up to.
    """

    counters: Mapping[str, _Counter]
    rates: Mapping[str, str]
    wholes: Mapping[str, tuple[str, ...]]
    until: datetime | None = None
    missed: set[str] = field(default_factory=set)

    def hear(self, sample: Sample, at: datetime) -> Iterator[tuple[Tag, Sample]]:
        """Take in a sample; where a window is over, what it says."""
        if self.until is None:
            self.until = at + WINDOW
        if at >= self.until:
            yield from self._close(at)
            self.until = at + WINDOW
        value = sample.number
        if sample.tag in self.counters:
            if value is None:
                self.missed.add(sample.tag)
            else:
                self.counters[sample.tag].count(value)
        elif sample.tag in self.rates:
            self.counters[self.rates[sample.tag]].draw(value, at)
            self.missed |= {self.rates[sample.tag]} if value is None else set()

    def lose(self, tag: str) -> None:
        """A tag was not heard of for a while: this window says nothing of it."""
        name = self.rates.get(tag, tag)
        if name in self.counters:
            self.missed.add(name)
            self.counters[name].last = None

    def _close(self, at: datetime) -> Iterator[tuple[Tag, Sample]]:
        for name, item in self.counters.items():
            item.draw(item.power, at)
            if name not in self.missed and item.moved is not None and item.integral > 0 and item.hours > 0.1:
                yield _said(f"{name}.by_power", item.moved / item.integral, at)
        for whole, stations in self.wholes.items():
            parts = [self.counters[name].moved for name in stations]
            moved = self.counters[whole].moved
            if self.missed.isdisjoint({whole, *stations}) and moved and None not in parts:
                yield _said(f"{whole}.balance", (moved - sum(part or 0.0 for part in parts)) / moved, at)
        for item in self.counters.values():
            item.begin()
        self.missed.clear()


def meter_checks(tags: Iterable[Tag]) -> MeterChecks:
    """Checks of all meters of a plant: of the whole line where it has stations, and of each counter with a rate."""
    by_name = {tag.name: tag for tag in tags}
    counted = [tag for tag in by_name.values() if tag.measure in COUNTED and tag.kind == "number"]
    counters = {tag.name: _Counter(_beside(tag)) for tag in counted}
    rates = {item.rate: name for name, item in counters.items() if item.rate in by_name}
    wholes = {
        tag.name: tuple(one.name for one in counted if one.station and _carrier(one) == _carrier(tag))
        for tag in counted if not tag.station
    }  # fmt: skip
    return MeterChecks(counters, rates, {whole: stations for whole, stations in wholes.items() if stations})


def _beside(tag: Tag) -> str:
    return f"{tag.name.rpartition('/')[0]}/{RATES[tag.measure]}"


def _carrier(tag: Tag) -> tuple[str, str]:
    return tag.name.split("/")[-2] if "/" in tag.name else "", tag.measure


def _said(name: str, value: float, at: datetime) -> tuple[Tag, Sample]:
    return Tag(name=name, measure="check"), Sample(tag=name, value=value, at=at, received=at)
