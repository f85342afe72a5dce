"""Letters of decisions."""

from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.model import Document
from pulmu.services.ports import Language

if TYPE_CHECKING:
    from pulmu.model.decision import Decision, Decisions
    from pulmu.services.decision_letters import Letters, Made, Tell


def read_decisions(path: str) -> Document:
    """Read the decisions of a call: YAML or JSON."""
    from pulmu.adapters.decisions_file import read_decisions_file

    return read_decisions_file(path)


def letters_of(decisions: "Decisions", language: Language, tell: "Tell | None" = None) -> "Letters":
    """The letters of a call as PDF, each made when it is written."""
    from pulmu.adapters.letter_pdf import write_letter_pdf
    from pulmu.services.decision_letters import Letters

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
