"""What a plant does that it never did before: learned tag by tag, told by as many alarms a day as are wanted.

The first half of the time that is learned forms habits; in the second each sample is judged by what they then are, and
what would have been surprising sets the scores above which something is told from then on. Habits stay as they are
after that: what creeps away from them step by step is not learned along with it. What was told once becomes usual.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pulmu.model.tag import Sample, Tag
from pulmu.twin.live.novelty_budget import Tail
from pulmu.twin.live.novelty_habit import CERTAIN, OF_A_MOVE, Aspect, Habit, Plain, Surprise

DAY = 86_400.0
QUIET = 3600.0
"""What was told of a tag is told again once it was not so for so long, or is twice as surprising. [s]"""
COUNTED = frozenset({"energy", "amount", "pieces", "good", "scrap"})
"""Measures that are counters, which only grow."""
CHECK = 0.002
"""What a ratio of two meters may move without meaning; a measure `check` is such a ratio."""
LEAST: Mapping[Aspect, float] = {
    "range": 0.02, "jump": 0.2, "frozen": 0.5, "often": 1.0, "state": 1.5, "transition": 1.5, "hour": 0.4, "step": 0.2,
    "first": 1.0, "writer": 0.5, "clock": 1.0, "replay": 2.0,
}  # fmt: skip
"""Scores below which nothing is told, however little was learned."""


@dataclass(frozen=True, slots=True)
class Unusual:
    """Something a tag never did before.

    Parameters
    ----------
    at, since : When it was seen, and since when the tag was learned. [s]
    score, threshold : How far beyond what is usual, and from where on it is told.
    """

    tag: str
    aspect: Aspect
    at: float
    seen: Plain
    usual: tuple[Plain, Plain]
    score: float
    threshold: float
    since: float
    unit: str = "1"


@dataclass(slots=True)
class Watch:
    """Learns what tags usually do, and tells what they never did.

    Parameters
    ----------
    budget : Alarms a day that are wanted while nothing is wrong.
    learned : How long it learns. [s]
    """

    budget: float
    learned: float
    begun: float = math.nan
    habits: dict[str, Habit] = field(default_factory=dict)
    tails: dict[Aspect, Tail] = field(default_factory=dict)
    told: dict[str, tuple[float, float]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    thresholds: dict[Aspect, float] = field(default_factory=dict)

    def set_budget(self, budget: float) -> None:
        """Weigh what was learned by another number of alarms a day from now on."""
        if budget != self.budget:
            self.budget, self.thresholds = budget, {}

    def is_learning(self, at: float) -> bool:
        """Whether nothing is told yet."""
        return math.isnan(self.begun) or at - self.begun < self.learned

    def hear(
        self, tag: Tag, sample: Sample, *, who: str = "", is_reset: bool = False, is_explained: bool = False
    ) -> tuple[Unusual, ...]:  # fmt: skip
        """Take in a sample; samples of all tags come by time.

        Parameters
        ----------
        who : Who wrote it, where that is known.
        is_explained : Whether it moved as it was told to: when and how far is then no surprise, only who may be.
        is_reset : Whether the counter says that it began anew.
        """
        moment = sample.at or sample.received
        if sample.quality == "stale" or moment is None:
            self.lose(tag.name)
            return ()
        if sample.value is None or sample.quality != "good" or sample.value != sample.value:
            return ()
        at = (sample.received or moment).timestamp()
        self.begun = at if math.isnan(self.begun) else self.begun
        habit = self.habits.get(tag.name)
        if habit is None:
            habit = self.habits[tag.name] = Habit(
                tag.kind, tag.writable, tag.measure in COUNTED, tag.unit, CHECK if tag.measure == "check" else 0.0
            )  # fmt: skip
        still = habit.silence(at) if sample.value != habit.value else None
        if still is not None and self.is_learning(at):
            self._weigh(tag.name, habit, (still,), at)
        offset = (sample.received - sample.at).total_seconds() if sample.at and sample.received else None
        found = tuple(
            item for item in habit.judge(sample.value, at, offset=offset, who=who, is_reset=is_reset)
            if not (is_explained and item.aspect in OF_A_MOVE)
        )  # fmt: skip
        learning = self.is_learning(at)
        told = self._weigh(tag.name, habit, found, at)
        if learning or told or is_explained:
            habit.learn(sample.value, at, offset=offset, who=who)
        habit.follow(sample.value, at, learns=learning and not is_reset)
        return told

    def shown(self, tag: str) -> Plain | None:
        """What a tag showed last; None where it was never heard of."""
        habit = self.habits.get(tag)
        return None if habit is None else habit.value

    def look(self, now: float) -> tuple[Unusual, ...]:
        """See which tags stand still; called once a minute or so. [s]"""
        found: list[Unusual] = []
        if self.is_learning(now):
            return ()  # how long it stood still is known once it moves
        for name, habit in self.habits.items():
            surprise = habit.silence(now)
            if surprise is not None:
                told = self._weigh(name, habit, (surprise,), now)
                if told and isinstance(surprise.seen, int | float):
                    habit.still.take(float(surprise.seen))
                found += told
        return tuple(found)

    def lose(self, tag: str) -> None:
        """A tag was not heard of for a while: what it did meanwhile is not known."""
        if tag in self.habits:
            self.habits[tag].lose()

    def meet(self, tags: Iterable[Tag], now: float) -> tuple[Unusual, ...]:
        """Take in what the plant offers: what is new, gone, or stands for something else than before."""
        offered = {tag.name: _standing(tag) for tag in tags}
        before, self.known = self.known, offered
        return tuple(self._differences(before, offered, now)) if before else ()

    def _differences(self, before: Mapping[str, str], offered: Mapping[str, str], now: float) -> Iterator[Unusual]:
        for name in sorted(before.keys() | offered.keys()):
            was, is_now = before.get(name), offered.get(name)
            if was == is_now:
                continue
            aspect: Aspect = "appeared" if was is None else "vanished" if is_now is None else "changed"
            yield Unusual(name, aspect, now, is_now or "", (was or "", ""), math.inf, 0.0, self.begun)

    def _weigh(self, name: str, habit: Habit, found: tuple[Surprise, ...], at: float) -> tuple[Unusual, ...]:
        if not found:
            return ()
        if self.is_learning(at):
            if at - self.begun >= self.learned / 2:
                for item in found:
                    self.tails.setdefault(item.aspect, Tail()).take(item.score, at)
            return ()
        return tuple(
            Unusual(
                name, item.aspect, at, item.seen, item.usual, item.score, self.threshold(item.aspect), habit.since,
                f"{habit.unit}/s" if item.aspect == "jump" and habit.is_counter else habit.unit,
            )
            for item in found if self._is_told(name, item, at)
        )  # fmt: skip

    def _is_told(self, name: str, item: Surprise, at: float) -> bool:
        if item.score <= self.threshold(item.aspect) and item.aspect not in CERTAIN:
            return False
        key = f"{item.aspect} {name}"
        last, score = self.told.get(key, (-math.inf, 0.0))
        is_same = at - last < QUIET and not item.score > 2 * score
        self.told[key] = (at, score if is_same else item.score)
        return not is_same

    def threshold(self, aspect: Aspect) -> float:
        """The score above which an aspect is told: each that surprised while learning has its part of the budget."""
        found = self.thresholds.get(aspect)
        if found is None:
            wanted = self.budget / max(len(self.tails), 1) * self.learned / 2 / DAY
            found = self.tails.get(aspect, Tail()).threshold(wanted, LEAST.get(aspect, 0.0))
            self.thresholds[aspect] = found
        return found


def _standing(tag: Tag) -> str:
    """What a tag stands for, in one line."""
    limits = f" {tag.low}..{tag.high}" if tag.low is not None or tag.high is not None else ""
    return f"{tag.kind} {tag.unit} {tag.measure}{' writable' if tag.writable else ''}{limits}"
