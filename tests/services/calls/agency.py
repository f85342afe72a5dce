"""An agency with a call, and firms that apply: what the tests of calls begin with."""

import dataclasses
import json
from datetime import UTC, datetime

from tests.places import Place, actor
from tests.records import DAERIM, HANBIT, hash_of

from pulmu.adapters.call_file import read_call_bytes
from pulmu.adapters.samples import sample_call_text
from pulmu.bootstrap.support import packaged_programmes
from pulmu.model import Document
from pulmu.services.calls.shelf import KeptCall, publish_call, save_call
from pulmu.services.records.crossing import Delivery, Received

CALL = "ai_voucher_round"
OFFICER = actor("kwon", "agency_officer")
"""Of the first workspace, which is the agency here."""
FIRM = dataclasses.replace(actor("boss", "approver"), workspace=DAERIM)
BEFORE, OPEN, CLOSED = (datetime(2026, 12, day, 3, tzinfo=UTC) for day in (1, 5, 19))
PACKAGED = packaged_programmes()


def call_document(**more: object) -> Document:
    """The sample call, with changes."""
    read = read_call_bytes(sample_call_text(CALL).encode(), "call.yaml")
    assert isinstance(read.tree, dict)
    return dataclasses.replace(read, tree={**read.tree, **more})


def with_call(place: Place, **more: object) -> KeptCall:
    """Publish it; the place is moved to when it is open."""
    place.at = OPEN
    save_call(place.gate, OFFICER, PACKAGED, CALL, call_document(**more), seen=0)
    return publish_call(place.gate, OFFICER, PACKAGED, CALL)


def received(key: str, **more: object) -> Received:
    """An application in the agency's records."""
    content = json.dumps({"firm": key})
    given = {"id": key, "kind": "application", "about": CALL, "name": key, "at": OPEN, "content": content}
    return Received(**given | {"sha256": hash_of(content)} | more)  # type: ignore[arg-type]


def delivery(key: str, **more: object) -> Delivery:
    """An application on its way to the agency."""
    content = json.dumps({"firm": key})
    given = {"id": key, "kind": "application", "sender": DAERIM, "receiver": HANBIT, "about": CALL, "at": OPEN}
    return Delivery(**given | {"content": content, "sha256": hash_of(content)} | more)  # type: ignore[arg-type]
