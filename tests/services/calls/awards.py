"""An agency with a call for awards, and who stands for them: what tests of a ladder begin with."""

import dataclasses
import json
from typing import Any

from tests.places import Place
from tests.records import hash_of
from tests.services.calls.agency import OFFICER, OPEN, PACKAGED

from pulmu.adapters.call_file import read_call_bytes
from pulmu.adapters.samples import sample_call_text
from pulmu.model import Document
from pulmu.services.calls.shelf import KeptCall, publish_call, save_call
from pulmu.services.records.crossing import Received
from pulmu.services.records.deciding import Review
from pulmu.services.reviewing.sealed import seal_of

AWARDS = "innovation_awards_round"
NONE = {"has_awards": False}


def awards_document(**more: object) -> Document:
    """The sample call, with changes."""
    read = read_call_bytes(sample_call_text(AWARDS).encode(), "awards.yaml")
    assert isinstance(read.tree, dict)
    return dataclasses.replace(read, tree={**read.tree, **more})


def with_awards(place: Place, **more: object) -> KeptCall:
    """Publish it; the place is moved to when it is open."""
    place.at = OPEN
    save_call(place.gate, OFFICER, PACKAGED, AWARDS, awards_document(**more), seen=0)
    return publish_call(place.gate, OFFICER, PACKAGED, AWARDS)


def nominee(key: str, nomination: Any = NONE, **more: Any) -> Received:
    """Somebody who stands for an award, as a firm sent it."""
    tree = {"application": {"call": AWARDS, "name": key, "nomination": nomination, **more}, "firm": None}
    content = json.dumps(tree, ensure_ascii=False)
    return Received(id=key, kind="application", about=AWARDS, name=key, at=OPEN, content=content,
                    sha256=hash_of(content))  # fmt: skip


def score(key: str, points: dict[str, int], reviewer: str = "r1", call: str = AWARDS) -> Review:
    """A sealed review. Points in hundredths."""
    content, digest = seal_of(points, "")
    return Review(call=call, application=key, reviewer=reviewer, assigned_by="kwon", assigned_at=OPEN, state="sealed",
                  sealed_at=OPEN, content=content, sha256=digest)  # fmt: skip
