"""What a workspace was sent and showed, and its calls with reviews and decisions."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pulmu.services.export.gathering import Gathering
from pulmu.services.export.names import Names
from pulmu.services.export.part import Part, Tree, json_part, plain, rows_part
from pulmu.services.records.crossing import DELIVERY_KINDS, NOTICE_KINDS
from pulmu.services.records.paper import received_papers
from pulmu.services.records.store import Crossing


def received_parts(found: Gathering) -> Iterator[Part]:
    """What was sent to the workspace, a file for each kind."""
    for kind in DELIVERY_KINDS:
        heads = found.work.all_received(kind)
        if heads:
            rows = (_told(found.work.received(head.id)) for head in heads)
            yield rows_part(f"received/{kind}.json", {"kind": kind}, "received", rows)
    yield from _papers(found)


def _papers(found: Gathering) -> Iterator[Part]:
    """Files that came with what was sent, each beginning with twelve digits of its hash."""
    names, done = Names(), set[str]()
    for _, paper in received_papers(found.work):
        if paper.sha256 not in done:
            done.add(paper.sha256)
            name = names.of_file(f"{paper.sha256[:12]}-{paper.file}")
            for content in found.kept(paper.sha256):
                yield Part(f"received/papers/{name}", (content,))


def call_parts(found: Gathering) -> Iterator[Part]:
    """Each call: how far it is, who judged what, and what was decided."""
    names = Names()
    for state in found.work.call_states():
        found.step()
        home = f"calls/{names.of(state.call)}"
        yield json_part(f"{home}/state.json", plain(state))
        reviews = found.work.whole_reviews(state.call)
        found.people.update(item for review in reviews for item in (review.assigned_by, review.reviewer))
        yield rows_part(f"{home}/reviews.json", {"call": state.call}, "reviews", map(_told, reviews))
        decisions = [
            found.work.decision(head.call, head.application, head.number)
            for head in found.work.decisions(state.call)
        ]  # fmt: skip
        found.people.update(item.author for item in decisions if item is not None)
        yield rows_part(f"{home}/decisions.json", {"call": state.call}, "decisions", map(_told, decisions))


def crossing_parts(crossing: Crossing) -> Iterator[Part]:
    """What the workspace shows to all, what it sent, and what waits for it."""
    notices = [item for kind in NOTICE_KINDS for item in crossing.own_notices(kind)]
    if notices:
        yield rows_part("crossing/notices.json", {}, "notices", map(_told, notices))
    sent = [crossing.delivery(head.id) or head for head in crossing.sent()]
    if sent:
        yield rows_part("crossing/sent.json", {}, "sent", map(_told, sent))
    if waiting := crossing.waiting(10_000):
        yield rows_part("crossing/waiting.json", {}, "waiting", map(_told, waiting))


def _told(record: Any) -> Tree:
    """A record with its content as the JSON it is; as it stands where it is none."""
    content: Any = record.content or None
    with contextlib.suppress(ValueError):
        content = json.loads(record.content)
    return plain(replace(record, content="")) | {"content": content}
