"""Reforms of a workspace: those that come with Pulmu, to be read, and its own in versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pulmu.model import Document, InputError, Problem, has_errors
from pulmu.model.reform import Reform
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.document import DocumentVersion
from pulmu.services.workspaces.documents import find_document, list_documents, unknown_document
from pulmu.services.workspaces.named import Naming, named_history, own_name, save_named
from pulmu.support.reform import read_checked
from pulmu.support.rules import Rulebook

Origin = Literal["packaged", "own"]
REFORMS = Naming(
    kind="reform", pattern=r"(?!new$)[a-z][a-z0-9_]{0,59}", noun="a reform",
    how="use at most 60 small letters, digits and _", code="reform.id", other_code="reform.other_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShelvedReform:
    """A reform as it stands in a workspace, or stood in a version.

    Parameters
    ----------
    version : None for one that comes with Pulmu.
    reform : What was read; None where that cannot be read as a reform.
    """

    id: str
    document: Document
    version: DocumentVersion | None
    reform: Reform | None
    problems: tuple[Problem, ...]

    @property
    def origin(self) -> Origin:
        """Whose it is."""
        return "packaged" if self.version is None else "own"

    @property
    def number(self) -> int:
        """Its version; 0 for one that comes with Pulmu."""
        return 0 if self.version is None else self.version.number

    @property
    def counts(self) -> bool:
        """Whether it can be compared."""
        return self.reform is not None and not has_errors(self.problems)


def list_reforms(
    gate: Gate, actor: Actor, packaged: Mapping[str, Document], rulebook: Rulebook
) -> tuple[ShelvedReform, ...]:
    """Every reform of a workspace as it stands: its own first, then those that come with Pulmu; both by id.

    Raises
    ------
    AccessRefused  They may not.
    """
    own = []
    for head in list_documents(gate, actor, "reform"):
        kept = find_document(gate, actor, "reform", head.document)
        if kept is not None:
            own.append(_read(head.document, kept.document, kept.version, rulebook))
    theirs = [_read(name, packaged[name], None, rulebook) for name in sorted(packaged)]
    return (*sorted(own, key=lambda item: item.id), *theirs)


def find_reform(
    gate: Gate,
    actor: Actor,
    packaged: Mapping[str, Document],
    rulebook: Rulebook,
    reform: str,
    number: int | None = None,
) -> ShelvedReform:
    """A reform as it stands, or as it stood in a version.

    Parameters
    ----------
    number : 0 for one that comes with Pulmu; the newest where none is given.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    """
    own = (
        None
        if reform in packaged or not REFORMS.holds(reform)
        else find_document(gate, actor, "reform", reform, number)
    )
    if own is not None:
        return _read(reform, own.document, own.version, rulebook)
    list_documents(gate, actor, "reform")  # who may not look at rules is told so, also of what everybody could read
    if reform not in packaged or number:
        raise unknown_document()
    return _read(reform, packaged[reform], None, rulebook)


def reform_history(gate: Gate, actor: Actor, reform: str) -> tuple[DocumentVersion, ...]:
    """Versions of an own reform, newest first; none of one that comes with Pulmu.

    Raises
    ------
    AccessRefused  They may not.
    """
    return named_history(gate, actor, REFORMS, reform)


def save_reform(
    gate: Gate,
    actor: Actor,
    packaged: Mapping[str, Document],
    rulebook: Rulebook,
    document: Document,
    *,
    seen: int,
    reform: str = "",
    note: str = "",
) -> ShelvedReform:
    """A new version of an own reform. One with problems is not kept: it could be compared with nothing.

    Parameters
    ----------
    seen : Version the change was made on; 0 before the first.
    reform : Which one is meant; the one the document names where none is given.

    Raises
    ------
    AccessRefused  They may not.
    InputError  All that is wrong with it, or its id is none (`reform.id`), another (`reform.other_id`), or that of
        one that comes with Pulmu (`reform.packaged`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    found = _read(own_name(document), document, None, rulebook)
    if found.reform is None or has_errors(found.problems):
        raise InputError(*found.problems)
    name = reform or found.id
    if name in packaged:
        said, mend = f"a reform of this id comes with Pulmu: {name}", "give yours another id"
        raise InputError.of("reform.packaged", document.place(("id",)), said, mend, name=name)
    kept = save_named(gate, actor, REFORMS, name, document, seen=seen, note=note)
    return ShelvedReform(found.id, document, kept.version, found.reform, found.problems)


def _read(name: str, document: Document, version: DocumentVersion | None, rulebook: Rulebook) -> ShelvedReform:
    found = read_checked(document, rulebook)
    return ShelvedReform(name, document, version, found.read, found.problems)
