"""What a place has of the plant of a line: whether control is offered there at all, and the desk of its guard."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from pulmu.model import ControlRefused, Problem, problem
from pulmu.services.access.actor import Actor
from pulmu.services.control.desk import GuardDesk
from pulmu.services.lines.shelf import KeptLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What there is of the plant of a line.

    Parameters
    ----------
    link : Live link of the line, by id; empty where it has none.
    has_desk : Whether whoever cares for the server named the desk of a guard.
    shadow : What stands in the way by the report of watching the plant beside its model; none where it passed.
    """

    link: str = ""
    has_desk: bool = False
    shadow: tuple[Problem, ...] = ()


class Desks(Protocol):
    """Desks of the guards of a place, by the line they are of. A workspace reaches its own lines only."""

    def reach(self, workspace: str, kept: KeptLine) -> Reach:
        """What there is of the plant of a line; nothing is connected for it."""
        ...

    def desk(self, workspace: str, line: str) -> GuardDesk:
        """The desk of its guard.

        Raises
        ------
        ControlRefused  There is none (`control.no_guard`).
        OutsideError  It cannot be reached (`outside.guard`).
        """
        ...

    def person(self, actor: Actor) -> str:
        """What the guards call somebody."""
        ...

    def keep_beating(self, workspace: str, line: str, person: str, is_there: Callable[[], bool]) -> None:
        """Tell the guard now, and again and again until nothing of theirs is under way, that who commands is there.

        Parameters
        ----------
        is_there : Whether they still are: their session has not ended.
        """
        ...


class NoDesks:
    """A place without a guard."""

    def reach(self, workspace: str, kept: KeptLine) -> Reach:
        """Nothing."""
        del workspace, kept
        return Reach()

    def desk(self, workspace: str, line: str) -> GuardDesk:
        """There is none."""
        del workspace
        raise no_guard(line)

    def person(self, actor: Actor) -> str:
        """By their account."""
        return actor.id

    def keep_beating(self, workspace: str, line: str, person: str, is_there: Callable[[], bool]) -> None:
        """Nobody listens."""


def no_guard(line: str) -> ControlRefused:
    """There is no guard that a line could be controlled by."""
    return ControlRefused.of(
        "control.no_guard", f"line {line}", "this line has no guard here",
        "have whoever cares for the server link the line to a plant and to the desk of its guard",
    )  # fmt: skip


def not_offered(reach: Reach, line: str) -> Iterator[Problem]:
    """Why no control is offered for a line, and what to do; nothing where it is."""
    place = f"line {line}"
    if not reach.link:
        yield problem(
            "control.no_live_link", place, "this line is not linked to a live plant",
            "have whoever cares for the server link it: pulmu live add",
        )  # fmt: skip
        return
    if not reach.has_desk:
        yield problem(
            "control.no_desk", place, "the link of this line names no guard: it is read only",
            "start a guard beside the plant, and name its desk with the link",
        )  # fmt: skip
    yield from reach.shadow


def offered(desks: Desks, workspace: str, kept: KeptLine) -> GuardDesk:
    """The desk of a line's guard, where control is offered.

    Raises
    ------
    ControlRefused  It is not; every reason.
    OutsideError  The desk cannot be reached.
    """
    reasons = tuple(not_offered(desks.reach(workspace, kept), kept.id))
    if reasons:
        raise ControlRefused(*reasons)
    return desks.desk(workspace, kept.id)
