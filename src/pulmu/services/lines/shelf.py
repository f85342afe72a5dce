"""Production lines of a firm: every save is a version; a draft may have problems, and is kept with them."""

from dataclasses import dataclass
from typing import Any

from pulmu.model import ConflictError, Document, Problem, has_errors
from pulmu.model.line import Line
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.records.document import DocumentVersion
from pulmu.services.workspaces.documents import list_documents
from pulmu.services.workspaces.named import Naming, find_named, named_history, own_name, save_named
from pulmu.twin import read_line

LINES = Naming(
    kind="line", pattern=r"(?!new$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,59}", noun="a line",
    how="use at most 60 letters, digits, _ . and -, such as heading_shop", code="line.id", other_code="line.other_id",
)  # fmt: skip
_MOST_COPIES = 1000


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A line as it stands, or stood in a version.

    Parameters
    ----------
    line : What was read; with problems for looking only.
    """

    id: str
    document: Document
    version: DocumentVersion
    line: Line
    problems: tuple[Problem, ...]

    @property
    def counts(self) -> bool:
        """Whether it can be run."""
        return not has_errors(self.problems)


def list_lines(gate: Gate, actor: Actor) -> tuple[KeptLine, ...]:
    """Lines of a firm as they stand, by id.

    Raises
    ------
    AccessRefused  They may not.
    """
    heads = list_documents(gate, actor, "line")
    return tuple(find_line(gate, actor, name) for name in sorted(head.document for head in heads))


def find_line(gate: Gate, actor: Actor, line: str, number: int | None = None) -> KeptLine:
    """A line as it stands, or as it stood in a version.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    """
    kept = find_named(gate, actor, LINES, line, number)
    return _kept(kept.version, kept.document)


def line_history(gate: Gate, actor: Actor, line: str) -> tuple[DocumentVersion, ...]:
    """Versions of a line, newest first; none where it was never kept.

    Raises
    ------
    AccessRefused  They may not.
    """
    return named_history(gate, actor, LINES, line)


def save_line(gate: Gate, actor: Actor, line: str, document: Document, *, seen: int, note: str = "") -> KeptLine:
    """A new version. One with problems is kept with them; it cannot be run.

    Parameters
    ----------
    seen : Version the change was made on; 0 where there was none.

    Raises
    ------
    AccessRefused  They may not.
    InputError  The id is none (`line.id`), or not the one the document has (`line.other_id`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    kept = save_named(gate, actor, LINES, line, document, seen=seen, note=note)
    return _kept(kept.version, document)


def begin_line(gate: Gate, actor: Actor, document: Document, note: str = "") -> KeptLine:
    """The first version of a new line, under the id its document has.

    Raises
    ------
    AccessRefused  They may not.
    InputError  The id is none (`line.id`).
    ConflictError  There is one of that id (`line.is_there`).
    """
    line = own_name(document)
    if line_history(gate, actor, line):
        said, mend = f"there is a line {line}", "open that one, or choose another id"
        raise ConflictError.of("line.is_there", "id", said, mend, name=line)
    return save_line(gate, actor, line, document, seen=0, note=note)


def copy_line(gate: Gate, actor: Actor, document: Document, plant: str, note: str = "") -> KeptLine:
    """A line that begins as another, under an id that is free, of a plant.

    Parameters
    ----------
    plant : What its document names as the plant it stands in.

    Raises
    ------
    AccessRefused  They may not.
    InputError  The id is none (`line.id`).
    ConflictError  Somebody took the id meanwhile (`line.is_there`).
    """
    own, taken = own_name(document), {item.document for item in list_documents(gate, actor, "line")}
    names = (own, *(f"{own[:56]}_{number}" for number in range(2, _MOST_COPIES)))
    tree: dict[str, Any] = {**document.tree, "id": next(name for name in names if name not in taken), "plant": plant}
    return begin_line(gate, actor, document_of_tree(tree, document.name), note)


def _kept(version: DocumentVersion, document: Document) -> KeptLine:
    read = read_line(document)
    return KeptLine(version.document, document, version, read.value, read.problems)
