"""What draws letters: the ports a place hands to these services."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pulmu.model import Problem
from pulmu.model.decision import Decision, Decisions
from pulmu.services.decision_letters import Made
from pulmu.services.letters.decided import SayFor
from pulmu.services.ports import Language


class Template(Protocol):
    """An agency's own letter that was looked at and can be filled in."""

    @property
    def kind(self) -> str:
        """Ending of its letters: docx or hwpx."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is missing in it; no error."""
        ...

    def fill(self, decisions: Decisions, decision: Decision, language: Language) -> Made:
        """The letter of a decision, and signs that were left out."""
        ...


class LetterWords(Protocol):
    """What a letter says, word for word, by the names its marks have."""

    @property
    def values(self) -> Mapping[str, str]:
        """Words filled in once; empty where there is nothing to say."""
        ...

    @property
    def lists(self) -> Mapping[str, Sequence[Mapping[str, str]]]:
        """Items of each list."""
        ...


@dataclass(frozen=True, slots=True)
class LetterDrawing:
    """How letters are drawn.

    Parameters
    ----------
    open_template : By content and name; refuses one that cannot be filled in, with all that is wrong with it.
    write_pdf : The letter as Pulmu's own PDF: the same decision gives the same bytes.
    say : Reasons of a call in words.
    sample : A plain letter to begin a template with: docx or hwpx.
    words : What the letter says, for a page that tells the same.
    archive : Files by name as one zip file, piece by piece.
    """

    open_template: Callable[[bytes, str], Template]
    write_pdf: Callable[[Decisions, Decision, Language], Made]
    say: SayFor
    sample: Callable[[str, Language], bytes]
    words: Callable[[Decisions, Decision, Language], LetterWords]
    archive: Callable[[Iterable[tuple[str, bytes]]], Iterator[bytes]]
