"""What is wrong, where, and how to mend it."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input, or that could make a result silently wrong.

    Parameters
    ----------
    code : Stable name such as ``input.not_a_number``; surfaces translate by it.
    place : Where: file, sheet, cell, line, field.
    message : What, in English, for the log; built from the same `values` as the translations.
    mend : How to mend it, in English.
    values : What the translated sentences need, as (name, text) pairs.
    severity : An error stops the report; a warning goes into it.
    """

    code: str
    place: str
    message: str
    mend: str = ""
    values: tuple[tuple[str, str], ...] = ()
    severity: Severity = "error"

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}." if self.place else f"{self.message}."
        return f"{text} To mend: {self.mend}." if self.mend else text


def has_errors(problems: "list[Problem] | tuple[Problem, ...]") -> bool:
    """Whether any of the problems is an error (a warning is not)."""
    return any(problem.severity == "error" for problem in problems)
