"""The error family: what Pulmu raises, and nothing else leaves it."""

from collections.abc import Iterable
from typing import Self

from pulmu.model.problem import Problem


class PulmuError(Exception):
    """Root of all errors of Pulmu; carries every problem found, not only the first."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def of(cls, code: str, place: str, message: str, mend: str = "", **values: object) -> Self:
        """An error of this class with one problem; `values` are what translations of the message need."""
        return cls(Problem(code, place, message, mend, _texts(values)))


class InputError(PulmuError):
    """What the user gave cannot be used."""


class UnitError(InputError):
    """A unit is unknown, or of the wrong dimension."""


class RuleError(PulmuError):
    """No rule or table is in force for this case and date."""


class SolveError(PulmuError):
    """No plan, no solution, or no convergence."""


class ControlRefused(PulmuError):  # noqa: N818 - the design's name: a refusal is an answer, not a fault
    """A command to the plant was refused: limit, interlock, or not armed."""


class AccessRefused(PulmuError):  # noqa: N818 - likewise a refusal
    """Who asks may not do this, or is not known."""


class ConflictError(PulmuError):
    """Somebody else was first: what was to be changed is no longer as it was read."""


class OutsideError(PulmuError):
    """A device, file or server outside Pulmu failed."""


def _texts(values: dict[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in values.items())


def problem(code: str, place: str, message: str, mend: str = "", **values: object) -> Problem:
    """A `Problem` of severity error, its values given by name."""
    return Problem(code, place, message, mend, _texts(values))


def warning(code: str, place: str, message: str, mend: str = "", **values: object) -> Problem:
    """A `Problem` of severity warning, its values given by name."""
    return Problem(code, place, message, mend, _texts(values), severity="warning")


def raise_if_errors(problems: Iterable[Problem]) -> None:
    """Raise an `InputError` that carries all problems if any of them is an error."""
    found = tuple(problems)
    if any(item.severity == "error" for item in found):
        raise InputError(*found)
