"""Words of heads, titles and cells of Korean and English exports; the words themselves stand in `words.toml`."""

import functools
import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import Any, get_args

from pulmu.metering import EntryKind

KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
STOCKS = ("opening_stock", "closing_stock")
TEXTS = ("item", "code", "spec", "partner", "number", "unit", "kind", "cn_code", "country", "piece_weight")
MEANINGS = ("date", "quantity", *TEXTS, *KINDS)
"""What a column may be: the amount of a kind, or of the kind that the file or a column `kind` names (`quantity`)."""

_DATA: dict[str, Any] = tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))


def _turned(group: str) -> dict[str, str]:
    """Each word with what it stands for."""
    return {word: meaning for meaning, words in _DATA[group].items() for word in words.split()}


_BY_HEAD, _BY_KIND_WORD = _turned("heads"), _turned("kinds")
UNIT_SPELLINGS = _turned("units")
PIECES = frozenset(_DATA["pieces"].split())
"""Units that count things: they need a weight."""
MONTH_HEADS = frozenset(_DATA["month_heads"].split())

_KIND_OF_TITLE = [(re.compile(words), "" if kind == "ledger" else kind) for kind, words in _DATA["titles"].items()]
_KIND_OF_PARTNER = {kind: tuple(words.split()) for kind, words in _DATA["partners"].items()}
_RETURN_WORDS = tuple(_DATA["returns"].split())
_TOTAL = re.compile(r"(?:합|소|총|누|월|일|연)?계|.{0,20}(?:합계|소계|총계|누계|총합)|(?:grand|sub)?totals?")


def clean(text: str) -> str:
    """A text with full-width signs made plain, without space around it or line breaks in it."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


@functools.lru_cache(50_000)
def bare(head: str) -> str:
    """A head without spaces, signs and what stands in brackets."""
    return re.sub(r"[(\[<{].*?[)\]>}]|[\s_.:*#·/\-]|[(\[].*", "", clean(head)).lower()


def meaning_of(head: str) -> str:
    """What a head says its column is; empty if it is not known."""
    word = bare(head)
    found = _BY_HEAD.get(word) or _BY_HEAD.get(word.rstrip("s"), "")
    stem = re.sub("(?:수량|중량|물량)$", "", word)
    return found or (_BY_HEAD.get(stem, "") if _BY_HEAD.get(stem) in KINDS else "")


def kind_of_title(text: str) -> str | None:
    """The kind that a title, a sheet's or a file's name tells; empty for a ledger of several, None if it tells none."""
    word = re.sub(r"\s", "", clean(text)).lower()
    return next((kind for pattern, kind in _KIND_OF_TITLE if pattern.search(word)), None)


def is_of_materials(text: str) -> bool:
    """Whether a title speaks of materials."""
    return re.search("원재료|원자재|부자재|자재|원료|부재료|material", clean(text).lower()) is not None


def kind_of_head(head: str) -> str | None:
    """The kind that the head of a date or a partner tells."""
    word = bare(head)
    found = next((kind for kind, words in _KIND_OF_PARTNER.items() if word.startswith(words)), None)
    return found or kind_of_title(word) or None


def weighs(head: str) -> bool:
    """Whether a head speaks of a weight, whatever a column of units says of the pieces beside it."""
    return "중량" in head or "무게" in head or "weight" in head.lower()


@functools.lru_cache(1_000)
def kind_of_word(text: str) -> tuple[str, bool]:
    """The kind that a cell names, and whether it names a return of it; empty if it is not known."""
    word = bare(text)
    return _BY_KIND_WORD.get(word, word if word in KINDS else ""), word.endswith(_RETURN_WORDS)


@functools.lru_cache(50_000)
def is_total(text: str) -> bool:
    """Whether a cell marks its row as a sum of others."""
    return _TOTAL.fullmatch(re.sub(r"[\s\[\]()<>*:：=\-]", "", clean(text)).lower()) is not None
