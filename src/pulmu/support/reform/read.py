"""A reform from its document, with everything that is wrong with it."""

from dataclasses import dataclass

from pulmu.model import Document, Problem, decode, has_errors
from pulmu.model.reform import Reform
from pulmu.support.reform.apply import check_reform
from pulmu.support.rules import Rulebook


@dataclass(frozen=True, slots=True)
class CheckedReform:
    """What was read, and what is wrong with it.

    Parameters
    ----------
    read : None where the document cannot be read as a reform.
    """

    read: Reform | None
    problems: tuple[Problem, ...]

    @property
    def reform(self) -> Reform | None:
        """The reform, where it can be computed."""
        return None if has_errors(self.problems) else self.read


def read_checked(document: Document, rulebook: Rulebook) -> CheckedReform:
    """The reform of a document, checked against the rules it changes."""
    decoded = decode(Reform, document)
    if has_errors(decoded.problems):
        return CheckedReform(None, tuple(decoded.problems))
    return CheckedReform(decoded.value, (*decoded.problems, *check_reform(decoded.value, rulebook, document)))
