"""What people of a workspace ask the guard of a line: authorised, noted in the workspace, then passed on.

The guard looks at everything once more, by its own list of people and its own limits, and keeps its own ledger.
"""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pulmu.model import AccessRefused, ConflictError, OutsideError
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.setpoint import SetpointGroup
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.access.permission import Action
from pulmu.services.control.desk import GuardAnswer, GuardDesk, GuardView, LogEntry
from pulmu.services.control.signed_proof import SignedProof
from pulmu.services.guarded_lines.reach import Desks, Reach, offered
from pulmu.services.lines.shelf import KeptLine, find_line


@dataclass(frozen=True, slots=True)
class Room:
    """Where the control of a place is: its records and the desks of its guards."""

    gate: Gate
    desks: Desks


@dataclass(frozen=True, slots=True)
class Standing:
    """How the control of a line stands.

    Parameters
    ----------
    view : None where there is no desk, or it cannot be reached.
    trouble : Why it cannot be reached.
    """

    reach: Reach
    view: GuardView | None = None
    trouble: OutsideError | None = None


def look(room: Room, actor: Actor, line: str) -> Standing:
    """How it stands.

    Raises
    ------
    AccessRefused  They may not, or there is no such line.
    """
    reach = room.desks.reach(actor.workspace, own_line(room, actor, "read_control", line))
    if not reach.has_desk:
        return Standing(reach)
    try:
        return Standing(reach, room.desks.desk(actor.workspace, line).view())
    except OutsideError as error:
        return Standing(reach, None, error)


def limits_of(room: Room, actor: Actor, line: str) -> GuardProfile:
    """The limits in force for a line.

    Raises
    ------
    AccessRefused, ControlRefused, OutsideError  As for `propose`.
    """
    return limits_and_values(room, actor, line)[0]


def limits_and_values(room: Room, actor: Actor, line: str) -> tuple[GuardProfile, Mapping[str, object]]:
    """The limits in force for a line, and what stands at its tags, where that is known.

    Raises
    ------
    AccessRefused, ControlRefused, OutsideError  As for `propose`.
    """
    view = _offered(room, actor, "read_control", line).view()
    return view.profile, {item.tag: item.value for item in view.readings if item.quality == "good"}


def propose(room: Room, actor: Actor, line: str, group: SetpointGroup, proof: SignedProof) -> GuardAnswer:
    """Propose a group with what was found for it.

    Raises
    ------
    AccessRefused  They may not, or there is no such line.
    ControlRefused  Control is not offered for this line.
    OutsideError  The guard cannot be reached.
    """
    desk = _offered(room, actor, "propose_setpoint", line)
    said = {"group": group.id, "commands": proof.proof.commands}
    return _noted(room, actor, "propose_setpoint", line, said,
                  lambda: desk.propose(room.desks.person(actor), group, proof))  # fmt: skip


def arm(room: Room, actor: Actor, line: str, binding: str, is_there: Callable[[], bool]) -> GuardAnswer:
    """Arm what is proposed, as it was seen; from now on the place says for them that who commands is there.

    Parameters
    ----------
    is_there : Whether they still are: their session has not ended.

    Raises
    ------
    AccessRefused, ControlRefused, OutsideError  As for `propose`; a token arms nothing (`control.by_token`).
    """
    _by_session(actor)
    desk, person = _offered(room, actor, "arm_setpoint", line), room.desks.person(actor)

    def ask() -> GuardAnswer:
        room.desks.keep_beating(actor.workspace, line, person, is_there)
        return desk.arm(person, binding)

    return _noted(room, actor, "arm_setpoint", line, {"binding": binding[:64]}, ask)


def commit(room: Room, actor: Actor, line: str, binding: str, token: str) -> GuardAnswer:
    """Commit what is armed, by the token of its arming.

    Raises
    ------
    AccessRefused, ControlRefused, OutsideError  As for `arm`.
    """
    _by_session(actor)
    desk = _offered(room, actor, "commit_setpoint", line)
    return _noted(room, actor, "commit_setpoint", line, {"binding": binding[:64]},
                  lambda: desk.commit(room.desks.person(actor), binding, token))  # fmt: skip


def is_armed_by_another(room: Room, actor: Actor, line: str) -> bool:
    """Whether somebody else armed what is armed: who armed it gave their password a moment ago.

    Raises
    ------
    AccessRefused, ControlRefused, OutsideError  As for `propose`.
    """
    arming = _offered(room, actor, "read_control", line).view().arming
    return arming is not None and arming.by != room.desks.person(actor)


def release(room: Room, actor: Actor, line: str) -> GuardAnswer:
    """Drop what is proposed or armed; what was verified stands on its own from now on.

    Raises
    ------
    AccessRefused, ControlRefused, OutsideError  As for `propose`.
    """
    desk = _offered(room, actor, "release_setpoint", line)
    return _noted(room, actor, "release_setpoint", line, {}, lambda: desk.release(room.desks.person(actor)))


def stop(room: Room, actor: Actor, line: str) -> GuardAnswer:
    """End all control of a line: passed on before it is noted, and without a one-time code, for it lets nobody further.

    Raises
    ------
    AccessRefused  They have no part in this workspace's lines, or there is no such line.
    ControlRefused  There is no guard.
    OutsideError  The guard cannot be reached.
    """
    who = replace(actor, second_factor=True)
    own_line(room, who, "stop_control", line)
    answer: GuardAnswer | None = None
    try:
        answer = room.desks.desk(actor.workspace, line).stop(room.desks.person(actor))
    finally:
        reached = "no" if answer is None else "yes"
        with contextlib.suppress(OutsideError, ConflictError):
            room.gate.note(who, Deed("stop_control", f"control:{line}", detail={"reached": reached}))
    return answer


def read_log(room: Room, actor: Actor, line: str, after: int, most: int) -> tuple[LogEntry, ...]:
    """Entries of the guard's ledger after a number, oldest first.

    Raises
    ------
    AccessRefused  They may not, or there is no such line.
    ControlRefused  There is no guard.
    OutsideError  The guard cannot be reached.
    """
    own_line(room, actor, "read_control", line)
    return room.desks.desk(actor.workspace, line).log(after, most)


def own_line(room: Room, actor: Actor, action: Action, line: str) -> KeptLine:
    """The line, of who may; one of another workspace is not there.

    Raises
    ------
    AccessRefused  They may not, or there is no such line.
    """
    authorise(actor, action, "")
    return find_line(room.gate, actor, line)


def _offered(room: Room, actor: Actor, action: Action, line: str) -> GuardDesk:
    return offered(room.desks, actor.workspace, own_line(room, actor, action, line))


def _by_session(actor: Actor) -> None:
    """Arming and committing is done by somebody who sits there, never by a program's token."""
    if actor.via != "session":
        raise AccessRefused.of(
            "control.by_token", "token", "a program cannot arm or commit setpoints",
            "have somebody log in and do it",
        )  # fmt: skip


def _noted(
    room: Room, actor: Actor, action: Action, line: str, said: dict[str, str], ask: Callable[[], GuardAnswer]
) -> GuardAnswer:  # fmt: skip
    """Nothing is passed on without an entry; what the guard says to it is a second one."""
    about = f"control:{line}"
    room.gate.note(actor, Deed(action, about, detail=said))
    answer = ask()
    codes = ", ".join(dict.fromkeys(item.code for item in answer.problems))
    told = {"answer": "accepted"} if answer.accepted else {"answer": "refused", "reasons": codes}
    with contextlib.suppress(OutsideError, ConflictError):
        room.gate.note(actor, Deed(action, about, detail=said | told))
    return answer
