"""Imports of an export with what their seals are made of, so that the chain can be computed anew."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pulmu.services.export.gathering import Gathering
from pulmu.services.export.part import plain
from pulmu.services.records.sealed import SealedHead, SealedPart
from pulmu.services.workspaces.sealing import unpacked

_CHUNK = 500


def sealed_parts(found: Gathering, head: SealedHead) -> Iterator[SealedPart]:
    """Imports of a meter or a book in order, so many at a time."""
    after = 0
    while some := found.work.sealed_parts(head.what, head.name, after, _CHUNK):
        found.step()
        yield from some
        after = some[-1].number


def told_import(found: Gathering, part: SealedPart) -> dict[str, Any]:
    """An import: who took in what, when and why, and what its seal is made of."""
    found.people.add(part.author)
    days = [
        {"day": str(date(1970, 1, 1) + timedelta(days=item.day)), "rows": item.rows, "sha256": item.sha256.hex()}
        for item in unpacked(part.days)
    ]
    return plain(part, without=("days", "marks")) | {
        "about": json.loads(part.head),
        "days": days,
        "days_sha256": hashlib.sha256(part.days).hexdigest(),
        "marks_sha256": hashlib.sha256(part.marks).hexdigest(),
    }


def told_head(head: SealedHead) -> dict[str, Any]:
    """What is known of a meter or a book as a whole."""
    return plain(head) | {"about": json.loads(head.head)}
