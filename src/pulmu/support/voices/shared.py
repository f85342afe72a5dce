"""Why difficulties belong together: what several of them say, in the words of both languages."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pulmu.support.search import Index
from pulmu.support.search.words import Token, tokens
from pulmu.support.voices.similar import Raised, text_of

Kind = Literal["parameter", "programme", "concept", "word"]
_ORDER: tuple[Kind, ...] = ("parameter", "programme", "concept", "word")
MOST_TOLD = 8


@dataclass(frozen=True, slots=True)
class Shared:
    """Something that several difficulties say.

    Parameters
    ----------
    id : Of the concept, programme or parameter; the word itself.
    ko, en : What it is called; both empty for a programme or parameter, whose words others know.
    voices : How many say it.
    """

    kind: Kind
    id: str
    ko: str
    en: str
    voices: int


def shared_by(index: Index, members: Sequence[Raised], least: int = 2) -> tuple[Shared, ...]:
    """What at least so many say: rules first, then concepts, then words; what most say first, of those the rarer."""
    said: Counter[tuple[Kind, str]] = Counter()
    for item in members:
        said.update(set(_said(index, item)))
    found = [(kind, key, count) for (kind, key), count in said.items() if count >= least]
    met = {word for kind, key, _ in found if kind == "concept" for word in _words_of(index, key)}
    kept = [(kind, key, count) for kind, key, count in found if kind != "word" or not any(key in word for word in met)]
    kept.sort(key=lambda one: (_ORDER.index(one[0]), -one[2], -_worth(index, one[0], one[1]), one[1]))
    return tuple(_shared(index, *one) for one in kept[:MOST_TOLD])


def _said(index: Index, item: Raised) -> Iterator[tuple[Kind, str]]:
    for name in item.voice.parameters:
        yield "parameter", name
    for name in item.voice.programmes:
        yield "programme", name
    words = tokens(text_of(item.voice))
    covered = set[int]()
    for mention in index.lexicon.mentions(words):
        covered.update(range(mention.first, mention.last + 1))
        yield "concept", mention.concept
    yield from (("word", word) for word in _free(words, covered))


def _free(words: Sequence[Token], covered: Iterable[int]) -> Iterator[str]:
    """Words that belong to no concept; of letters and digits, those that are no number."""
    taken = frozenset(covered)
    for number, word in enumerate(words):
        if number not in taken and len(word.text) > 1 and not word.text.isdigit():
            yield word.text


def _words_of(index: Index, concept: str) -> tuple[str, ...]:
    return tuple(token.text for word in index.lexicon.concepts[concept].words for token in tokens(word))


def _worth(index: Index, kind: Kind, key: str) -> float:
    return index.worth(f"#{key}") if kind == "concept" else 0.0


def _shared(index: Index, kind: Kind, key: str, count: int) -> Shared:
    if kind == "concept":
        concept = index.lexicon.concepts[key]
        return Shared(kind, key, concept.name("ko"), concept.name("en"), count)
    return Shared(kind, key, *((key, key) if kind == "word" else ("", "")), count)
