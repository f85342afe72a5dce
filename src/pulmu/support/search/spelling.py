"""Words that nobody knows, read as a known word that differs by a letter or two."""

from collections import Counter
from collections.abc import Iterable

from pulmu.support.search.words import is_hangul, letters

_SHORT, _LONG = 6, 12
"""Letters from which one difference is let through, and two: 비젼 (비전) has six."""
_MOST_LOOKED_AT = 200


class Speller:
    """Known words, found by what is nearly one."""

    def __init__(self, known: Iterable[str]) -> None:
        self._letters: dict[str, str] = {}
        for word in sorted(set(known)):
            spelled = letters(word)
            if len(spelled) >= _SHORT:
                self._letters[word] = spelled
        self._with: dict[str, list[str]] = {}
        for word, spelled in self._letters.items():
            for pair in _pairs(spelled):
                self._with.setdefault(pair, []).append(word)

    def near(self, word: str) -> str:
        """The known word that is meant; empty where none is near enough. Equally near ones: the first by alphabet."""
        spelled = letters(word)
        if len(spelled) < _SHORT or word in self._letters:
            return ""
        allowed = 1 if len(spelled) < _LONG else 2
        shared = Counter(other for pair in _pairs(spelled) for other in self._with.get(pair, ()))
        found: list[tuple[int, str]] = []
        for other, count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_MOST_LOOKED_AT]:
            theirs = self._letters[other]
            # A difference takes at most two pairs away, and begins no other word.
            if abs(len(theirs) - len(spelled)) > allowed or count < len(_pairs(spelled)) - 2 * allowed:
                continue
            if is_hangul(other[0]) != is_hangul(word[0]):
                continue
            distance = _distance(spelled, theirs, allowed)
            if distance <= allowed:
                found.append((distance, other))
        return min(found)[1] if found else ""


def _pairs(spelled: str) -> list[str]:
    return [spelled[at : at + 2] for at in range(len(spelled) - 1)]


def _distance(one: str, other: str, most: int) -> int:
    """Letters to change, add, take away or swap with the next; more than `most` is told as `most` + 1."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, start=1):
        earlier, before, row = before, row, [at]
        for to, theirs in enumerate(other, start=1):
            best = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (sign != theirs))
            if at > 1 and to > 1 and sign == other[to - 2] and one[at - 2] == theirs:
                best = min(best, earlier[to - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]
