"""A plant in memory: values that stay as they are written, for tests and for trying a guard without hardware."""

import math
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from pulmu.model import OutsideError, Quantity, UnitError
from pulmu.model.tag import Sample, Tag, Value, Written


def _nothing_follows(_: "SimulatedPlant", __: str, ___: Value) -> None:
    """A plant whose tags stand by themselves."""


class SimulatedPlant:
    """Tags with values; a link that can be lost.

    Parameters
    ----------
    clock : This moment, aware of its zone; dates every reading.
    follows : Called with a tag and its new value after each write: what else moves then.
    """

    def __init__(
        self, tags: Iterable[Tag], values: Mapping[str, Value], clock: Callable[[], datetime],
        follows: Callable[["SimulatedPlant", str, Value], None] = _nothing_follows,
    ) -> None:  # fmt: skip
        self._tags = {tag.name: tag for tag in sorted(tags, key=lambda tag: tag.name)}
        self._values, self._clock, self._follows = dict(values), clock, follows
        self._lock = threading.RLock()
        self._subscribers: list[_Subscriber] = []
        self.is_linked = True

    def tags(self) -> tuple[Tag, ...]:
        """What it offers, by name."""
        return tuple(self._tags.values())

    def read(self, tags: Sequence[str]) -> tuple[Sample, ...]:
        """Values as they are now.

        Raises
        ------
        OutsideError  The link is lost (`live.link_lost`).
        """
        with self._lock:
            if not self.is_linked:
                raise _lost()
            return tuple(self._sample(name) for name in tags)

    def write(self, tag: str, value: Quantity) -> Written:
        """Take a value, if the tag may be written and the value is in its engineering range."""
        with self._lock:
            if not self.is_linked:
                return Written(tag=tag, outcome="unknown", because="link lost")
            known = self._tags.get(tag)
            if known is None or not known.writable:
                return Written(tag=tag, outcome="refused", because="not writable" if known else "not known")
            taken = _taken(known, value)
            if taken is None:
                return Written(tag=tag, outcome="refused", because="out of range, or of another kind")
            self.set(tag, taken)
            self._follows(self, tag, taken)
        return Written(tag=tag, outcome="accepted")

    def set(self, tag: str, value: Value) -> None:
        """Change a value from inside the plant: a hand, a sensor."""
        with self._lock:
            self._values[tag] = value
            for subscriber in tuple(self._subscribers):
                subscriber.changed(self._sample(tag))

    def lose_link(self) -> None:
        """The link breaks: whoever subscribed gets each tag once more, as stale."""
        with self._lock:
            self.is_linked = False
            for subscriber in tuple(self._subscribers):
                subscriber.lost()

    def find_link(self) -> None:
        """The link is there again: whoever subscribed gets all anew."""
        with self._lock:
            self.is_linked = True
            for subscriber in tuple(self._subscribers):
                subscriber.hand_over(tuple(self._sample(name) for name in subscriber.tags))

    def subscribe(
        self,
        tags: Sequence[str],
        hand_over: Callable[[tuple[Sample, ...]], None],
        *,
        every: float,  # noqa: ARG002
    ) -> "_Subscriber":
        """Hand over all at first, then each change at once, from whoever makes it."""
        subscriber = _Subscriber(tuple(tags), hand_over, self._subscribers)
        with self._lock:
            self._subscribers.append(subscriber)
            subscriber.hand_over(tuple(self._sample(name) for name in tags))
        return subscriber

    def close(self) -> None:
        """Subscriptions end."""
        with self._lock:
            self._subscribers.clear()

    def _sample(self, name: str) -> Sample:
        known = self._tags.get(name)
        if known is None:
            return Sample(tag=name, value=None, quality="bad", because="not known")
        now = self._clock()
        return Sample(tag=name, value=self._values.get(name), unit=known.unit, at=now, received=now)


class _Subscriber:
    def __init__(
        self, tags: tuple[str, ...], take: Callable[[tuple[Sample, ...]], None], others: list["_Subscriber"]
    ) -> None:
        self.tags, self._take, self._others = tags, take, others
        self._last: dict[str, Sample] = {}

    def hand_over(self, samples: tuple[Sample, ...]) -> None:
        self._last |= {item.tag: item for item in samples}
        self._take(samples)

    def changed(self, sample: Sample) -> None:
        if sample.tag in self.tags:
            self.hand_over((sample,))

    def lost(self) -> None:
        stale = (Sample(tag=item.tag, value=item.value, unit=item.unit, quality="stale", at=item.at,
                        received=item.received, because="link lost") for item in self._last.values())  # fmt: skip
        self._take(tuple(stale))

    def close(self) -> None:
        """No sample is handed over after it returns."""
        if self in self._others:
            self._others.remove(self)


def _taken(tag: Tag, value: Quantity) -> Value | None:
    """The value as the tag keeps it; None where it does not fit."""
    try:
        number = value.to(tag.unit)
    except UnitError:
        return None
    if not math.isfinite(number) or tag.kind == "text":
        return None
    if tag.kind == "truth":
        return bool(number) if number in (0.0, 1.0) else None
    return number if tag.holds(number) else None


def _lost() -> OutsideError:
    said, mend = "the plant does not answer: the link is lost", "see that its server runs and the network reaches it"
    return OutsideError.of("live.link_lost", "plant", said, mend, reason="the link is lost")
