"""An index of texts by pieces of words and by concepts."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pulmu.support.search.lexicon import Lexicon
from pulmu.support.search.spelling import Speller
from pulmu.support.search.words import Token, grams, tokens


@dataclass(frozen=True, slots=True)
class Settings:
    """How much counts what.

    Parameters
    ----------
    often, length : How soon a piece that is repeated counts no more, and how far a long text is held against it.
    concepts : Weight of a concept beside one piece of a word.
    broader : Part of that weight for the concept it is a part of.
    respelled : Part of a weight for a word that was read as another.
    covered : How much of the score hangs on the part of the question that was met at all.
    """

    often: float = 1.2
    length: float = 0.5
    concepts: float = 8.0
    broader: float = 0.4
    respelled: float = 0.5
    covered: float = 0.5


SETTINGS = Settings()


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to be found: its texts, each with its weight."""

    id: str
    texts: tuple[tuple[float, str], ...]


Posting = tuple[NDArray[np.int32], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Index:
    """Entries with the weight of each of their features, and the words they are written in."""

    entries: tuple[Entry, ...]
    lexicon: Lexicon
    settings: Settings
    speller: Speller
    postings: Mapping[str, Posting] = field(repr=False)

    def known(self, feature: str) -> bool:
        """Whether any entry has it."""
        return feature in self.postings

    def worth(self, feature: str) -> float:
        """How much is told by a feature: the rarer, the more."""
        if feature not in self.postings:
            return 0.0
        many, having = len(self.entries), len(self.postings[feature][0])
        return math.log1p((many - having + 0.5) / (having + 0.5))

    def held(self, feature: str, number: int) -> float:
        """How much an entry has of a feature, from 0 to 1."""
        if feature not in self.postings:
            return 0.0
        rows, values = self.postings[feature]
        at = int(np.searchsorted(rows, number))
        return float(values[at]) if at < len(rows) and rows[at] == number else 0.0


def build_index(entries: Iterable[Entry], lexicon: Lexicon, settings: Settings = SETTINGS) -> Index:
    """The index of some entries; their order does not matter to what is found."""
    ordered = tuple(sorted(entries, key=lambda entry: entry.id))
    counts: dict[str, dict[int, float]] = {}
    words: set[str] = set(lexicon.spelled)
    sizes = np.zeros(len(ordered))
    for number, entry in enumerate(ordered):
        for weight, text in entry.texts:
            found = tokens(text)
            words.update(word.text for word in found if len(word.text) > 2)
            sizes[number] += weight * sum(len(word.text) for word in found)
            for feature in features(found, lexicon):
                row = counts.setdefault(feature, {})
                row[number] = row.get(number, 0.0) + weight
    usual = float(sizes.mean()) if ordered and sizes.any() else 1.0
    slack = settings.often * (1 - settings.length + settings.length * sizes / usual)
    return Index(ordered, lexicon, settings, Speller(words), {
        name: _posting(row, slack) for name, row in counts.items()
    })  # fmt: skip


def features(found: tuple[Token, ...], lexicon: Lexicon) -> Iterable[str]:
    """Pieces of the words of a text, and its concepts with those they are parts of."""
    for piece, _, _ in grams(found):
        yield piece
    for mention in lexicon.mentions(found):
        yield f"#{mention.concept}"
        if broader := lexicon.broader_of(mention.concept):
            yield f"#{broader}"


def _posting(row: Mapping[int, float], slack: NDArray[np.float64]) -> Posting:
    numbers = np.fromiter(row, dtype=np.int32, count=len(row))
    held = np.fromiter(row.values(), dtype=np.float64, count=len(row))
    return numbers, held / (held + slack[numbers])
