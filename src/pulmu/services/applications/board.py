"""Calls that agencies show to all of the place."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pulmu.model import Document, OutsideError, decode
from pulmu.model.call import Call
from pulmu.model.programme import Programme
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.crossing import Notice
from pulmu.services.workspaces.documents import unknown_document
from pulmu.support.calls import closes_at, is_open, opens_at


@dataclass(frozen=True, slots=True)
class ShownCall:
    """A call as its agency shows it, with its programme.

    Parameters
    ----------
    agency : Workspace of the agency.
    version : Version of the call that is shown: the one that binds.
    """

    agency: str
    agency_name: str
    version: int
    shown_at: datetime
    sha256: str
    call: Call
    programme: Programme

    @property
    def opens(self) -> datetime:
        """First moment at which applications are taken."""
        return opens_at(self.call)

    @property
    def closes(self) -> datetime:
        """First moment at which none is taken any more."""
        return closes_at(self.call)

    def is_open(self, moment: datetime) -> bool:
        """Whether an application is taken at a moment."""
        return is_open(self.call, moment)


def shown_calls(gate: Gate, actor: Actor) -> tuple[ShownCall, ...]:
    """Every call that is shown: those that close first come first.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.seeing(actor, "read_board") as crossing:
        notices = crossing.notices("call")
        names = {item.workspace: crossing.workspace_name(item.workspace) for item in notices}
    found = (_shown(item, names[item.workspace]) for item in notices)
    return tuple(sorted(found, key=lambda item: (item.closes, item.agency, item.call.id)))


def find_shown_call(gate: Gate, actor: Actor, agency: str, call: str) -> ShownCall:
    """A call that is shown.

    Raises
    ------
    AccessRefused  They may not, or none is shown (`access.unknown_document`).
    """
    with gate.seeing(actor, "read_board") as crossing:
        notice = crossing.notice("call", agency, call)
        name = crossing.workspace_name(agency)
    if notice is None or notice.withdrawn is not None:
        raise unknown_document()
    return _shown(notice, name)


def _shown(notice: Notice, name: str) -> ShownCall:
    try:
        tree: Mapping[str, Any] = json.loads(notice.content)
        call, programme = tree["call"], tree["programme"]
    except (ValueError, KeyError, TypeError) as error:
        said, mend = "a call that is shown cannot be read", "ask its agency to publish it again"
        raise OutsideError.of("outside.notice_damaged", notice.id, said, mend) from error
    return ShownCall(
        agency=notice.workspace, agency_name=name, version=notice.number, shown_at=notice.at, sha256=notice.sha256,
        call=decode(Call, Document(call, notice.id)).unwrap(),
        programme=decode(Programme, Document(programme, notice.id)).unwrap(),
    )  # fmt: skip
