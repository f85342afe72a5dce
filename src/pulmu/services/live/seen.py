"""How a value behaves while it is looked at: whether it rises only, is ever below zero, changes, and between what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pulmu.model.tag import Sample
from pulmu.services.live.mapped import word_of

_MOST_WORDS = 40


@dataclass(slots=True)
class Seen:
    """What was seen of a tag.

    Parameters
    ----------
    rose, fell : How often a number was higher, or lower, than the one before.
    words : Different values, as a map writes them, in the order seen; only so many are kept.
    """

    good: int = 0
    rose: int = 0
    fell: int = 0
    least: float | None = None
    most: float | None = None
    last: float | None = None
    words: list[str] = field(default_factory=list)

    def take(self, item: Sample) -> None:
        """Take one sample in."""
        if item.quality != "good" or item.value is None:
            return
        self.good += 1
        word = word_of(item.value)
        if word not in self.words and len(self.words) < _MOST_WORDS:
            self.words.append(word)
        number = item.number
        if number is None:
            return
        if self.last is not None:
            self.rose += number > self.last
            self.fell += number < self.last
        self.last = number
        self.least = number if self.least is None else min(self.least, number)
        self.most = number if self.most is None else max(self.most, number)

    @property
    def is_counter(self) -> bool:
        """It rose and never fell."""
        return self.rose > 0 and self.fell == 0


def seen_of(samples: Iterable[Sample]) -> Mapping[str, Seen]:
    """What was seen of each tag."""
    found: dict[str, Seen] = {}
    for item in samples:
        found.setdefault(item.tag, Seen()).take(item)
    return found
