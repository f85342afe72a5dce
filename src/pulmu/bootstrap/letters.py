"""Letters of decisions."""

from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.model import Document
from pulmu.services.ports import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pulmu.adapters.letter_template import LetterTemplate
    from pulmu.model.decision import Decision, Decisions
    from pulmu.services.decision_letters import Letters, Made, Tell
    from pulmu.services.letters.drawing import LetterDrawing, LetterWords


def read_decisions(path: str) -> Document:
    """Read the decisions of a call: YAML or JSON."""
    from pulmu.adapters.decisions_file import read_decisions_file

    return read_decisions_file(path)


def decisions_file(decisions: "Decisions") -> bytes:
    """Decisions as a file an officer can read and change: YAML."""
    from pulmu.adapters.decisions_file import write_decisions_yaml

    return write_decisions_yaml(decisions)


def read_template(path: str) -> "LetterTemplate":
    """The agency's own letter, DOCX or HWPX, looked at and checked.

    Raises
    ------
    InputError  It cannot be filled in; all that is wrong with it.
    OutsideError  It cannot be read.
    """
    from pulmu.adapters.letter_template import read_letter_template

    return read_letter_template(path)


def sample_template(kind: str, language: Language) -> bytes:
    """A plain letter to begin a template with, as `docx` or `hwpx`."""
    from pulmu.adapters.letter_sample import letter_sample

    return letter_sample(kind, language)


def sample_decisions() -> str:
    """A file of decisions of a sample call."""
    from pulmu.adapters.samples import sample_decisions_text

    return sample_decisions_text()


def letter_drawing() -> "LetterDrawing":
    """How letters of a place are drawn."""
    from pulmu.locale.decision_words import say_decision
    from pulmu.services.letters.drawing import LetterDrawing

    return LetterDrawing(_open_template, _write_pdf, say_decision, sample_template, _words, _archive)


def _open_template(content: bytes, name: str) -> "LetterTemplate":
    from pulmu.adapters.letter_template import open_letter_template

    return open_letter_template(content, name)


def _write_pdf(decisions: "Decisions", decision: "Decision", language: Language) -> "Made":
    from pulmu.adapters.letter_pdf import write_letter_pdf

    return write_letter_pdf(decisions, decision, language)


def _words(decisions: "Decisions", decision: "Decision", language: Language) -> "LetterWords":
    from pulmu.adapters.letter_pdf import letter_words

    return letter_words(decisions, decision, language)


def _archive(files: "Iterable[tuple[str, bytes]]") -> "Iterator[bytes]":
    from pulmu.adapters.letter_archive import streamed_archive

    return streamed_archive(files)


def letters_of(
    decisions: "Decisions", language: Language, template: "LetterTemplate | None" = None, tell: "Tell | None" = None
) -> "Letters":
    """The letters of a call, each made when it is written: as PDF, or as the agency's own template has it."""
    from pulmu.adapters.letter_pdf import write_letter_pdf
    from pulmu.services.decision_letters import Letters

    def fill(decisions: "Decisions", decision: "Decision") -> "Made":
        assert template is not None  # noqa: S101 - only then is it called
        return template.fill(decisions, decision, language)

    if template is not None:
        return Letters(decisions, fill, template.kind, tell)

    def write(decisions: "Decisions", decision: "Decision") -> "Made":
        return write_letter_pdf(decisions, decision, language)

    return Letters(decisions, write, "pdf", tell)


def save_letters(out: Path, letters: "Letters") -> None:
    """Put letters into a folder, or into a new zip file: all of them or none."""
    from pulmu.adapters.folder import write_folder
    from pulmu.adapters.letter_archive import write_archive

    if out.suffix.lower() == ".zip":
        write_archive(out, letters)
    else:
        write_folder(str(out), letters)
