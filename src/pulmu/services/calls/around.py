"""What calls are read with, read once for all of them, however many there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pulmu.model.programme import Programme
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.crossing import Notice
from pulmu.services.records.deciding import CallState
from pulmu.services.workspaces.programmes import programmes_in_force


@dataclass(frozen=True, slots=True)
class CallsAround:
    """Programmes of an agency in force, how far its calls are, and what is shown of them; each by id."""

    programmes: Mapping[str, Programme]
    states: Mapping[str, CallState]
    notices: Mapping[str, Notice]

    @classmethod
    def read(cls, gate: Gate, actor: Actor, packaged: Iterable[Programme]) -> "CallsAround":
        """As they stand.

        Raises
        ------
        AccessRefused  They may not.
        """
        programmes = {item.id: item for item in programmes_in_force(gate, actor, packaged)}
        with gate.reading(actor, "read_call") as work:
            states = {item.call: item for item in work.call_states()}
        with gate.seeing(actor, "read_call") as crossing:
            notices = {item.id: item for item in crossing.own_notices("call")}
        return cls(programmes, states, notices)
