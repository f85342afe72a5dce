"""One person's way through the guard: propose, have it armed, commit, and watch it until it has ended."""

from collections.abc import Callable
from dataclasses import dataclass

from pulmu.model.problem import Problem
from pulmu.model.setpoint import SetpointGroup
from pulmu.services.control.desk import EndView, GuardDesk, GuardView
from pulmu.services.control.signed_proof import SignedProof

LOOKS = 0.2
"""Time between two looks at a group under way. [s]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who asks, and how the rest is done.

    Parameters
    ----------
    arm : Has a binding armed by whoever arms; the token, or why there is none.
    tell : Called with each view that shows something new of the run.
    pause : Waits. [s]
    """

    desk: GuardDesk
    person: str
    arm: Callable[[str], str | tuple[Problem, ...]]
    tell: Callable[[GuardView], None]
    pause: Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What became of a group.

    Parameters
    ----------
    what : As `EndView.what`; `refused` where a request was.
    """

    group: str
    what: str
    binding: str = ""
    problems: tuple[Problem, ...] = ()


def set_group(session: Session, group: SetpointGroup, proof: SignedProof) -> Ended:
    """Take a group through the guard; returns when it is verified or has ended otherwise."""
    desk, person = session.desk, session.person
    proposed = desk.propose(person, group, proof)
    if not proposed.accepted:
        return Ended(group=group.id, what="refused", problems=proposed.problems)
    token = session.arm(proposed.binding)
    if not isinstance(token, str):
        return Ended(group=group.id, what="refused", binding=proposed.binding, problems=token)
    before = desk.view().ended
    committed = desk.commit(person, proposed.binding, token)
    if not committed.accepted:
        return Ended(group=group.id, what="refused", binding=proposed.binding, problems=committed.problems)
    end = _until_ended(session, 0 if before is None else before.number)
    return Ended(group=group.id, what=end.what, binding=proposed.binding, problems=end.problems)


def _until_ended(session: Session, before: int) -> EndView:
    shown: object = None
    while True:
        view = session.desk.view()
        if view.ended is not None and view.ended.number > before:
            return view.ended
        if view.run is not None and (seen := (view.phase, view.run.index, view.run.stage, view.run.read_back)) != shown:
            shown = seen
            session.tell(view)
        session.pause(LOOKS)
