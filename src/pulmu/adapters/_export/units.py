"""Units as exports write them."""

import functools
import re

from pulmu.adapters._export.words import PIECES, UNIT_SPELLINGS, clean
from pulmu.model import UnitError, unit

_IN_HEAD = re.compile(r"[(\[</:,]\s*([^()\[\]<>:,]+?)\s*[)\]>]?\s*$|_([A-Za-z]+)$")

_AMOUNTS = ("mass", "energy", "net fuel energy", "gross fuel energy", "normal volume", "liquid volume")


@functools.lru_cache(1_000)
def unit_named(text: str) -> str:
    """The unit a text names: a symbol of the table, or a word of `PIECES`; empty if it is neither."""
    word = clean(text).strip(" .")
    found = UNIT_SPELLINGS.get(word.lower().replace(" ", ""))
    if found or word.lower() in PIECES:
        return found or word.lower()
    try:
        named = unit(word) if word else None
    except UnitError:
        return ""
    return named.symbol if named and named.dimension in _AMOUNTS else ""


@functools.lru_cache(1_000)
def unit_in_head(head: str) -> str:
    """The unit that the head of a column names: "수량(KG)", "중량_kg"; empty if none."""
    found = _IN_HEAD.search(re.sub(r" \(\d+\)$", "", head))
    word = (found[1] or found[2] or "").removeprefix("단위").strip(" :") if found else ""
    return unit_named(word) if word else ""
