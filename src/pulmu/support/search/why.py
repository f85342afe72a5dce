"""Why an entry was found: which words of the question met which words of the entry, and what each gave."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulmu.support.search.index import Index
from pulmu.support.search.query import How, Wish
from pulmu.support.search.words import Token, grams, tokens


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a hit.

    Parameters
    ----------
    how : The same word or a piece of it, another word for the same thing, a word for what it is a part of, or a word
        that was read as another.
    asked, found : As it was written in the question and in the entry.
    concept : The thing both call; empty for a word.
    part : Its part of what the entry reached, between 0 and 1.
    """

    how: How
    asked: str
    found: str
    concept: str
    part: float


def reasons(index: Index, wanted: Sequence[Wish], text: str, number: int) -> tuple[Reason, ...]:
    """Why an entry fits a question, the strongest reason first; pieces of the same word are one reason."""
    asked = tokens(text)
    given = [(wish, wish.weight * index.held(wish.feature, number)) for wish in wanted]
    total = sum(value for _, value in given)
    if total <= 0:
        return ()
    where = _places(index, number)
    gathered: dict[tuple[How, str, str], tuple[float, dict[str, float]]] = {}
    for wish, value in given:
        if value > 0:
            concept = wish.feature[1:] if wish.feature.startswith("#") else ""
            key = (wish.how, _shown(asked, wish.first, wish.last), concept)
            before, met = gathered.get(key, (0.0, {}))
            found = where.get(wish.feature, "")
            gathered[key] = (before + value, {**met, found: met.get(found, 0.0) + value})
    listed = [
        Reason(how, said, max(sorted(met), key=lambda item: met[item]), concept, value / total)
        for (how, said, concept), (value, met) in gathered.items()
    ]
    return tuple(sorted(listed, key=lambda reason: (-reason.part, reason.asked, reason.how, reason.concept)))


def _places(index: Index, number: int) -> dict[str, str]:
    """The words of an entry in which each feature is first met, as they were written."""
    found: dict[str, str] = {}
    for _, text in index.entries[number].texts:
        words = tokens(text)
        for piece, first, last in grams(words):
            found.setdefault(piece, _shown(words, first, last))
        for mention in index.lexicon.mentions(words):
            shown = _shown(words, mention.first, mention.last)
            found.setdefault(f"#{mention.concept}", shown)
            if broader := index.lexicon.broader_of(mention.concept):
                found.setdefault(f"#{broader}", shown)
    return found


def _shown(words: Sequence[Token], first: int, last: int) -> str:
    return " ".join(word.shown for word in words[first : last + 1])
