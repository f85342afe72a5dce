"""What a question asks for: its features, how much each weighs, and which of its words it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pulmu.support.search.index import Index
from pulmu.support.search.words import Token, grams, is_hangul, tokens

How = Literal["word", "concept", "broader", "spelling"]


@dataclass(frozen=True, slots=True)
class Wish:
    """A feature that is asked for.

    Parameters
    ----------
    weight : How much it counts, rarity included.
    first, last : Words of the question it comes from.
    read_as : The known word that an unknown one was read as; empty for none.
    """

    feature: str
    weight: float
    how: How
    first: int
    last: int
    read_as: str = ""


def wishes(index: Index, text: str) -> tuple[Wish, ...]:
    """What a text asks for, each feature once: where it is asked for twice, the stronger counts."""
    asked = tokens(text)
    strongest: dict[str, Wish] = {}
    for wish in (*_of_words(index, asked), *_respelled(index, asked)):
        weighed = replace(wish, weight=wish.weight * index.worth(wish.feature))
        before = strongest.get(wish.feature)
        if before is None or weighed.weight > before.weight:
            strongest[wish.feature] = weighed
    return tuple(strongest.values())


def _of_words(index: Index, asked: tuple[Token, ...]) -> Iterator[Wish]:
    for piece, first, last in grams(asked):
        yield Wish(piece, 1.0, "word", first, last)
    settings = index.settings
    for mention in index.lexicon.mentions(asked):
        yield Wish(f"#{mention.concept}", settings.concepts, "concept", mention.first, mention.last)
        if broader := index.lexicon.broader_of(mention.concept):
            weight = settings.concepts * settings.broader
            yield Wish(f"#{broader}", weight, "broader", mention.first, mention.last)


def _respelled(index: Index, asked: tuple[Token, ...]) -> Iterator[Wish]:
    """Wishes of words that are read as others, because no entry has all of their pieces."""
    for number, word in enumerate(asked):
        if not _is_strange(index, word):
            continue
        for first, last in ((number, number), (number, number + 1), (number - 1, number)):
            if first < 0 or last >= len(asked):
                continue
            near = _near(index, "".join(item.text for item in asked[first : last + 1]))
            if near:
                yield from _as(index, near, first, last)
                break


def _is_strange(index: Index, word: Token) -> bool:
    if len(word.text) < 2:
        return False
    pieces = [piece for piece, _, _ in grams((word,)) if not is_hangul(piece[0]) or len(piece) == 2]
    whole = pieces[:1] if not is_hangul(word.text[0]) else pieces
    return any(not index.known(piece) for piece in whole) and not index.lexicon.spelled.get(word.text)


def _near(index: Index, word: str) -> str:
    """The known word that is meant, with an ending of one or two syllables taken off where it must."""
    for cut in range(3 if is_hangul(word[-1]) else 1):
        if len(word) - cut > 1 and (near := index.speller.near(word[: len(word) - cut])):
            return near
    return ""


def _as(index: Index, near: str, first: int, last: int) -> Iterator[Wish]:
    part = index.settings.respelled
    for wish in _of_words(index, tokens(near)):
        how: How = "broader" if wish.how == "broader" else "spelling"
        yield Wish(wish.feature, part * wish.weight, how, first, last, near)
