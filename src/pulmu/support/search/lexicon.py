"""Which words call the same thing: concepts with their Korean and English words, found wherever they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pulmu.support.search.words import ENDINGS, Token, is_hangul, tokens


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing and what it is called.

    Parameters
    ----------
    broader : Concept it is a part of; empty for none.
    """

    id: str
    ko: tuple[str, ...]
    en: tuple[str, ...]
    broader: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """All its words."""
        return (*self.ko, *self.en)

    def name(self, language: str) -> str:
        """The word that is shown."""
        return ((self.ko or self.en) if language == "ko" else (self.en or self.ko))[0]


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept in a text: the word that was met, and the first and last word of the text it covers."""

    concept: str
    first: int
    last: int


class Lexicon:
    """Concepts by their words."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts: dict[str, Concept] = {item.id: item for item in concepts}
        self.spelled: dict[str, tuple[str, ...]] = {}
        for item in self.concepts.values():
            for word in item.words:
                key = "".join(token.text for token in tokens(word))
                if len(key) > 1 and item.id not in self.spelled.get(key, ()):
                    self.spelled[key] = (*self.spelled.get(key, ()), item.id)
        # By their first two signs, longest first: most places of a text begin no word of ours.
        self._lengths: dict[str, list[int]] = {}
        for key in self.spelled:
            known = self._lengths.setdefault(key[:2], [])
            if len(key) not in known:
                known.append(len(key))
        for known in self._lengths.values():
            known.sort(reverse=True)

    def broader_of(self, concept: str) -> str:
        """The concept it is a part of; empty for none."""
        found = self.concepts.get(concept)
        return found.broader if found and found.broader in self.concepts else ""

    def of_word(self, text: str) -> frozenset[str]:
        """Concepts that a text as a whole is a word of."""
        return frozenset(self.spelled.get("".join(token.text for token in tokens(text)), ()))

    def mentions(self, words: tuple[Token, ...]) -> tuple[Mention, ...]:
        """Concepts in a text; a word inside a longer one counts too: 스마트공장 수준 is about 스마트공장."""
        run = "".join(word.text for word in words)
        owner = [number for number, word in enumerate(words) for _ in word.text]
        found: list[Mention] = []
        for at in range(len(run) - 1):
            for length in self._lengths.get(run[at : at + 2], ()):
                concepts = self.spelled.get(run[at : at + length], ()) if at + length <= len(run) else ()
                if concepts and _stands_alone(run, owner, at, at + length):
                    found += [Mention(name, owner[at], owner[at + length - 1]) for name in concepts]
        return tuple(found)


def _stands_alone(run: str, owner: list[int], start: int, end: int) -> bool:
    """Whether a word of ours is one in the text, and not a part of another by chance."""
    begins = start == 0 or owner[start - 1] != owner[start]
    ends = end == len(run) or owner[end - 1] != owner[end]
    if not is_hangul(run[start]) and not begins:
        return False
    rest = "" if ends else run[end : _end_of(owner, end)]
    if not is_hangul(run[end - 1]):
        return ends or rest in ("s", "es")
    if end - start > 2 and all(map(is_hangul, run[start:end])):
        return True
    return begins or ends or rest in ENDINGS


def _end_of(owner: list[int], at: int) -> int:
    end = at
    while end < len(owner) and owner[end] == owner[at]:
        end += 1
    return end


def merged(own: Iterable[Concept], others: Iterable[Concept]) -> Lexicon:
    """Concepts of ours with those of a glossary: one that shares a word with ours brings its other words to it."""
    first = list(own)
    known: dict[str, int] = {}
    for number, item in enumerate(first):
        for word in item.words:
            known.setdefault(_key(word), number)
    more: dict[int, Concept] = dict(enumerate(first))
    rest: dict[str, Concept] = {}
    for item in others:
        at = next((known[_key(word)] for word in item.words if _key(word) in known), None)
        if at is None:
            rest.setdefault(f"term.{item.id}", Concept(f"term.{item.id}", item.ko, item.en))
        else:
            mine = more[at]
            more[at] = Concept(mine.id, _joined(mine.ko, item.ko), _joined(mine.en, item.en), mine.broader)
    return Lexicon((*more.values(), *rest.values()))


def _joined(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*mine, *theirs)))


def _key(word: str) -> str:
    return "".join(token.text for token in tokens(word))


def concepts_of(rows: Iterable[Mapping[str, str]]) -> tuple[Concept, ...]:
    """Concepts of a table with the columns id, ko, en and broader; words are separated by semicolons."""
    return tuple(
        Concept(row["id"], _split(row["ko"]), _split(row["en"]), row.get("broader", "")) for row in rows
    )  # fmt: skip


def _split(words: str) -> tuple[str, ...]:
    return tuple(filter(None, (word.strip() for word in words.split(";"))))
