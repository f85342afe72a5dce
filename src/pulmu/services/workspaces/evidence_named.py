"""Which kept files a text names: by the start of their hash as texts of ours write it, or by their whole name."""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from pulmu.model import Document, Path, Quantity
from pulmu.services.records.plant import EvidenceRecord

_HASH = re.compile(r"\bsha256 ([0-9a-f]{12,64})\b")
_SHORT = 12


class Register:
    """Kept files as texts name them.

    Of two files of one name the later one is meant. A report that was computed at a moment rests on what was kept
    then, so its texts are read by a register of that moment.
    """

    def __init__(self, records: Iterable[EvidenceRecord], until: datetime | None = None) -> None:
        kept = sorted((item for item in records if until is None or item.at <= until), key=lambda item: item.at)
        self._by_name = {_bare(item.name): item for item in kept}
        self._by_start: dict[str, list[EvidenceRecord]] = {}
        for item in kept:
            self._by_start.setdefault(item.sha256[:_SHORT], []).append(item)

    def named(self, text: str) -> tuple[EvidenceRecord, ...]:
        """Files that a text names, in its order; parts of it are divided by ``;``, or by commas."""
        found: dict[str, EvidenceRecord] = {}
        for part in re.split(r"[;\n]", text):
            for item in self._of_part(part):
                found[item.sha256] = item
        return tuple(found.values())

    def _of_part(self, part: str) -> Iterator[EvidenceRecord]:
        starts = _HASH.findall(part)
        for start in starts:
            yield from (item for item in self._by_start.get(start[:_SHORT], ()) if item.sha256.startswith(start))
        if starts:
            return
        whole = self._by_name.get(_bare(part))
        named = [whole] if whole else [self._by_name.get(_bare(piece)) for piece in part.split(",")]
        yield from (item for item in named if item is not None)


def citing_text(record: EvidenceRecord) -> str:
    """How a plant names a file so that no other can ever be meant."""
    return f"{record.name} (sha256 {record.sha256[:_SHORT]})"


def named_in(document: Document, register: Register) -> dict[str, tuple[Path, ...]]:
    """Where a plant names which files, by hash: in its texts, and in what the totals rest on that it cites."""
    found: dict[str, list[Path]] = {}
    totals = [(path, item.basis) for path, item in document.cited.items() if isinstance(item, Quantity)]
    for path, text in (*_texts(document.tree, ()), *totals):
        for record in register.named(text):
            found.setdefault(record.sha256, []).append(path)
    return {sha256: tuple(dict.fromkeys(paths)) for sha256, paths in found.items()}


def _texts(tree: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(tree, str):
        yield path, tree
    elif isinstance(tree, Mapping):
        for name, item in tree.items():
            yield from _texts(item, (*path, str(name)))
    elif isinstance(tree, list):
        for number, item in enumerate(tree):
            yield from _texts(item, (*path, number))


@functools.lru_cache(maxsize=20_000)
def _bare(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip(" \t\"'")
