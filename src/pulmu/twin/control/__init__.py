"""Guarded control of setpoints: a pure state machine, examined again at its output. No safety function."""

from pulmu.twin.control.action import Action, Alarm, Read, Record, Write
from pulmu.twin.control.binding import binding_of, commands_seal, profile_seal
from pulmu.twin.control.door import read_profile, read_programme
from pulmu.twin.control.event import (
    Answered,
    Armed,
    AuditFailed,
    Committed,
    Event,
    Heartbeat,
    Killed,
    LinkBack,
    LinkLost,
    Moment,
    Overridden,
    Person,
    Proof,
    Proposed,
    Released,
    Request,
    Restarted,
    Sampled,
    Switched,
    Ticked,
    Touched,
)
from pulmu.twin.control.machine import step
from pulmu.twin.control.output import permitted
from pulmu.twin.control.state import State, initial
from pulmu.twin.control.turn import Turn

__all__ = [
    "Action",
    "Alarm",
    "Answered",
    "Armed",
    "AuditFailed",
    "Committed",
    "Event",
    "Heartbeat",
    "Killed",
    "LinkBack",
    "LinkLost",
    "Moment",
    "Overridden",
    "Person",
    "Proof",
    "Proposed",
    "Read",
    "Record",
    "Released",
    "Request",
    "Restarted",
    "Sampled",
    "State",
    "Switched",
    "Ticked",
    "Touched",
    "Turn",
    "Write",
    "binding_of",
    "commands_seal",
    "initial",
    "permitted",
    "profile_seal",
    "read_profile",
    "read_programme",
    "step",
]
