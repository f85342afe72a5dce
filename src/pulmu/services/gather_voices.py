"""Difficulties of a file, gathered: which look like one, and why; for an association that collected them."""

from dataclasses import dataclass

from pulmu.model import Document, InputError, Problem, has_errors
from pulmu.model.voice import Voice
from pulmu.support.voices import ALIKE, Group, Raised, gather, likeness, read_voices


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is alike among some difficulties.

    Parameters
    ----------
    groups : Those that look like one, most firms first.
    alone : Ids of those that are like no other.
    """

    voices: tuple[Voice, ...]
    groups: tuple[Group, ...]
    alone: tuple[str, ...]
    problems: tuple[Problem, ...]

    def voice(self, key: str) -> Voice:
        """One of them."""
        return next(item for item in self.voices if item.id == key)


def gather_voices(document: Document, least: float = ALIKE) -> Gathered:
    """Gather the difficulties of a file.

    Parameters
    ----------
    least : Mean likeness from which they are proposed as one.

    Raises
    ------
    InputError  All that is wrong with the file.
    """
    decoded = read_voices(document)
    if has_errors(decoded.problems):
        raise InputError(*decoded.problems)
    # Without a name each is counted as a firm of its own: nothing says that two are of the same.
    raised = [Raised(item.id, item.name.strip() or f"#{item.id}", item) for item in decoded.value]
    groups = gather(likeness(raised), least=least)
    inside = {key for group in groups for key in group.members}
    alone = tuple(item.id for item in decoded.value if item.id not in inside)
    return Gathered(decoded.value, groups, alone, decoded.problems)
