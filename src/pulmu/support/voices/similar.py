"""How alike difficulties are: by the pieces of their words, by what they call the same, and by the rules they name."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pulmu.model.voice import Voice
from pulmu.reference import load_table
from pulmu.support.search import Entry, Index, Lexicon, build_index, concepts_of, fitting, merged, wishes

_TITLE, _TEXT, _WISH = 2.0, 1.0, 0.5
SAME_PARAMETER, SAME_PROGRAMME, SAME_AREA = 0.15, 0.05, 0.03
"""Added where both name the same; only a parameter is so much one thing that it is enough alone."""
_BACKGROUND = "\0"


@dataclass(frozen=True, slots=True)
class Raised:
    """A difficulty as it is gathered.

    Parameters
    ----------
    id : Of its own among all.
    sender : Who raised it; two of the same firm count as one firm.
    """

    id: str
    sender: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike some difficulties are.

    Parameters
    ----------
    raised : In the order of their ids.
    shares : (raised, raised)  From 0 to 1 and the same both ways; 1 of each with itself.
    places : Where each stands, by id.
    """

    raised: tuple[Raised, ...]
    shares: NDArray[np.float64]
    index: Index
    places: Mapping[str, int]


@functools.cache
def voice_words() -> Lexicon:
    """Words for the same difficulty, with those for what suppliers offer."""
    return merged(concepts_of(load_table("voice_terms").rows), concepts_of(load_table("search_terms").rows))


def text_of(voice: Voice) -> str:
    """What is compared."""
    return " / ".join(filter(None, (voice.title, voice.text, voice.wish)))


def likeness(raised: Sequence[Raised]) -> Likeness:
    """How alike each is to each; their order does not matter."""
    ordered = tuple(sorted(raised, key=lambda item: item.id))
    index = _index(ordered)
    places = {entry.id: at for at, entry in enumerate(index.entries)}
    rows = np.array([places[item.id] for item in ordered], dtype=np.int64)
    one_way = np.array([fitting(index, wishes(index, text_of(item.voice)))[rows] for item in ordered])
    own = np.diagonal(one_way) if ordered else np.zeros(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.where(own[:, None] > 0, one_way / own[:, None], 0.0) if ordered else np.zeros((0, 0))
    summed = np.minimum((shares + shares.T) / 2, 1.0) + _named_alike(ordered)
    both: NDArray[np.float64] = np.round(np.clip(summed, 0.0, 1.0), 9).astype(np.float64)
    np.fill_diagonal(both, 1.0)
    return Likeness(ordered, both, index, {item.id: number for number, item in enumerate(ordered)})


def _index(raised: Sequence[Raised]) -> Index:
    """Their index. The words of the table stand beside them, so that few voices are weighed like many."""
    lexicon = voice_words()
    own = (
        Entry(item.id, tuple((weight, text) for weight, text in (
            (_TITLE, item.voice.title), (_TEXT, item.voice.text), (_WISH, item.voice.wish)) if text))
        for item in raised
    )  # fmt: skip
    others = (Entry(f"{_BACKGROUND}{name}", ((1.0, " / ".join(concept.words)),))
              for name, concept in lexicon.concepts.items())  # fmt: skip
    return build_index((*own, *others), lexicon)


def _named_alike(raised: Sequence[Raised]) -> NDArray[np.float64]:
    """What is added for naming the same."""
    added = np.zeros((len(raised), len(raised)))
    for name, more in (("programmes", SAME_PROGRAMME), ("parameters", SAME_PARAMETER)):
        for value in sorted({value for item in raised for value in getattr(item.voice, name)}):
            there = np.array([value in getattr(item.voice, name) for item in raised])
            added = np.maximum(added, more * np.outer(there, there))
    areas = np.array([item.voice.area for item in raised])
    same = (areas[:, None] == areas[None, :]) & (areas != "other")[:, None]
    alike: NDArray[np.float64] = added + SAME_AREA * same
    return alike
