"""Papers that go with a delivery: named in its content, so that the receipt's hash covers theirs."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pulmu.services.records.crossing import DELIVERY_KINDS, Received
from pulmu.services.records.store import WorkspaceRecords

PAPERS = "papers"
"""Where a content names them. Only we write a content: what a sender typed stands further in."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that goes with a delivery.

    Parameters
    ----------
    id : What it is, such as the paper a call asks for; of its own in the delivery.
    file : Its name, as it can be shown.
    size : [bytes]
    """

    id: str
    file: str
    sha256: str
    size: int
    media_type: str


def with_papers(content: Mapping[str, Any], papers: Iterable[Paper]) -> dict[str, Any]:
    """A content that names papers; as it is without any."""
    named = [asdict(item) for item in papers]
    return {**content, PAPERS: named} if named else dict(content)


def papers_of(content: str) -> tuple[Paper, ...]:
    """Papers that a content names; none where it cannot be read."""
    if f'"{PAPERS}"' not in content:
        return ()
    try:
        listed = json.loads(content)[PAPERS]
        return tuple(Paper(**item) for item in listed)
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()


def received_papers(work: WorkspaceRecords) -> Iterator[tuple[Received, Paper]]:
    """Every paper a workspace was sent, with what it came with."""
    for head in (item for kind in DELIVERY_KINDS for item in work.all_received(kind)):
        record = work.received(head.id)
        for paper in papers_of(record.content) if record is not None else ():
            yield head, paper
