"""A text as the words that search compares: one spelling, no particles, and where each stood."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_RUN = re.compile(r"[가-힣]+|[^\W_가-힣]+")
_LONG = "에서부터 으로부터 에서는 에서도 에게서 으로는 으로도 에서 으로 에게 까지 부터 에는 에도 이나"
_PARTICLES = (*_LONG.split(), "을", "를", "은", "는", "의", "에")
"""Taken off. Not 이, 가, 도, 로, 과, 와: too many nouns of the trade end in them (온도, 가열로, 효과)."""
ENDINGS = frozenset((*_PARTICLES, "이", "가", "도", "로", "과", "와", "만", "들", "용", "형", "식"))
"""What may stand behind a noun that a word is taken for."""
_EMPTY_WORDS = """
a an and are as at be before by can do for from have how i in into is it of on one our per that the them they this
to us we what when which with without you your need needs want wants looking find get make 그 그냥 이런 저런 어떤
어느 우리 저희 것 수 곳 등 및 또는 그리고 하지만 너무 자꾸 자주 매우 정말 좀 더 잘 때문 통해 위해 대한 관련 같은
업체 회사 기업 필요 방법 가능 도와 부탁 추천 문의 요청 견적 한 할 해 된 될 하는 하고 해서 하려고 하면 합니다
했습니다 해야 해요 하나 하기 하게 되는 되어 되면 됩니다 되나요 되는지 있는 있고 있어 있어요 있습니다 있나요 있을까요
있는지 있다 없는 없고 없어 없어서 없어요 없습니다 싶은 싶다 싶어요 싶습니다 주는 주세요 줍니다 드립니다 찾고 찾는
찾습니다 찾아요 구합니다 원합니다 모르겠어요 모르겠습니다 몰라 모릅니다 알고 보고 본다 봅니다 생각 중 중인 경우 어디
언제 무엇 어떻게 얼마나 왜 누가 합니다만 입니다 이다 인데 인지
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
"""Words that say nothing of what is asked for: they would be rare, and weigh much, in texts of another language."""
_FIRST, _LAST, _VOWELS, _TAILS = 0xAC00, 0xD7A3, 21, 28


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text.

    Parameters
    ----------
    text : As it is compared.
    shown : As it was written.
    """

    text: str
    shown: str


def same(text: str) -> str:
    """A text in one spelling: composed (macOS sends Hangul in parts), in small letters, full-width signs made plain."""
    return unicodedata.normalize("NFKC", text).casefold()


def tokens(text: str) -> tuple[Token, ...]:
    """The words of a text that say something: runs of Hangul, and of letters and digits, each without its particle."""
    # Small letters by `lower`, sign for sign, so that what was written is found again by its place.
    composed = unicodedata.normalize("NFKC", text)
    found = (Token(_bare(same(run.group())), run.group()) for run in _RUN.finditer(composed))
    return tuple(token for token in found if token.text not in _EMPTY)


def _bare(word: str) -> str:
    if len(word) < 3 or not is_hangul(word[-1]):
        return word
    ending = next((item for item in _PARTICLES if word.endswith(item) and len(word) - len(item) >= 2), "")
    return word[: len(word) - len(ending)]


def is_hangul(sign: str) -> bool:
    """Whether a sign is a syllable of Hangul."""
    return _FIRST <= ord(sign) <= _LAST


def letters(word: str) -> str:
    """A word in its letters: a syllable of Hangul has two or three, so that one wrong letter is one difference."""
    return "".join(map(_letters, word))


def _letters(sign: str) -> str:
    return unicodedata.normalize("NFD", sign) if is_hangul(sign) else sign


def grams(words: tuple[Token, ...]) -> Iterator[tuple[str, int, int]]:
    """Pieces of two and three syllables across the words, so that spaces do not count, and pieces of foreign words.

    Yields
    ------
    piece, first word, last word : A whole foreign word begins and ends with ``|``.
    """
    start = 0
    while start < len(words):
        end = start
        while end < len(words) and is_hangul(words[end].text[0]):
            end += 1
        if end > start:
            yield from _syllables(words, start, end)
            start = end
        else:
            yield from _foreign(words[start].text, start)
            start += 1


def _syllables(words: tuple[Token, ...], start: int, end: int) -> Iterator[tuple[str, int, int]]:
    run = "".join(word.text for word in words[start:end])
    owner = [number for number in range(start, end) for _ in words[number].text]
    for size in (2, 3):
        for at in range(len(run) - size + 1):
            yield run[at : at + size], owner[at], owner[at + size - 1]


def _foreign(word: str, number: int) -> Iterator[tuple[str, int, int]]:
    yield f"|{word}|", number, number
    if len(word) > 3:
        framed = f"|{word}"
        for at in range(len(framed) - 3):
            yield framed[at : at + 4], number, number
