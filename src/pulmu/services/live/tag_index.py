"""Which tags of a twin a value of a plant may be at all: by the words in its name, before anything is compared.

A large server offers tens of thousands of values. Each word is looked for in all names at once, so that only values
whose names say something are compared, and only with tags of what they say.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from pulmu.model.tag import Tag
from pulmu.services.live.plant_words import measure_words, plain

ENERGY = frozenset((1001, 1002))
"""MeasurementIDs that count the same: imported active energy, in two types."""


def same_measurement(wanted: int | None, has: int) -> bool:
    """Whether two MeasurementIDs are of the same."""
    return wanted == has or (wanted in ENERGY and has in ENERGY)


def likely(twin: Sequence[Tag], offered: Sequence[Tag]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Values of a plant by number, each with the numbers of the tags that it may measure; others are passed over."""
    by_measure = _numbers_by_measure(twin)
    said: list[set[str]] = [set() for _ in offered]
    texts = _Texts(f"{plain(tag.name)}\t{plain(tag.title)}" for tag in offered)
    for measure in by_measure:
        for word in measure_words(measure):
            for number in texts.having(word):
                said[number].add(measure)
    for number, tag in enumerate(offered):
        if tag.measurement is not None:
            found = [spot for spot, one in enumerate(twin) if same_measurement(one.measurement, tag.measurement)]
        else:
            measures = said[number] | ({tag.measure} & by_measure.keys())
            found = sorted(spot for measure in measures for spot in by_measure[measure])
        if found:
            yield number, tuple(found)


def _numbers_by_measure(twin: Sequence[Tag]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, tag in enumerate(twin):
        found.setdefault(tag.measure, []).append(number)
    return found


class _Texts:
    """Texts in which words are looked for, all at once."""

    def __init__(self, texts: Iterable[str]) -> None:
        parts = list(texts)
        self._whole = "\n".join(parts)
        self._ends = list(accumulate(len(part) + 1 for part in parts))

    def having(self, word: str) -> Iterator[int]:
        """Numbers of the texts that have a word in them."""
        at = self._whole.find(word) if word else -1
        while at >= 0:
            number = bisect_right(self._ends, at)
            yield number
            at = self._whole.find(word, self._ends[number])
