"""Support programmes of a workspace: those that come with Pulmu, and its own, which stand in their place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pulmu.model import Document, InputError, Problem, encode, has_errors
from pulmu.model.programme import Programme
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.records.document import DocumentVersion
from pulmu.services.workspaces.documents import find_document, list_documents, unknown_document
from pulmu.services.workspaces.named import Naming, named_history, save_named
from pulmu.support.programme import read_programme

Origin = Literal["packaged", "own", "own_instead"]
"""It comes with Pulmu; it is an own one; it is an own one that stands in the place of one that comes with Pulmu."""
PROGRAMMES = Naming(
    kind="programme", pattern=r"(?!new$)[a-z][a-z0-9_]{0,59}", noun="a programme",
    how="use small letters, digits and _, such as ai_voucher", code="programme.id", other_code="programme.other_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorkspaceProgramme:
    """A programme as it stands in a workspace, or stood in a version.

    Parameters
    ----------
    version : None for one that comes with Pulmu.
    programme : What was read; with problems for looking only.
    packaged : The one of this id that comes with Pulmu.
    """

    id: str
    document: Document
    version: DocumentVersion | None
    programme: Programme
    problems: tuple[Problem, ...]
    packaged: Programme | None

    @property
    def origin(self) -> Origin:
        """Whose it is."""
        if self.version is None:
            return "packaged"
        return "own_instead" if self.packaged is not None else "own"

    @property
    def number(self) -> int:
        """Its version; 0 for one that comes with Pulmu."""
        return 0 if self.version is None else self.version.number

    @property
    def counts(self) -> bool:
        """Whether rules can be made of it."""
        return not has_errors(self.problems)


def list_programmes(gate: Gate, actor: Actor, packaged: Iterable[Programme]) -> tuple[WorkspaceProgramme, ...]:
    """Every programme of a workspace as it stands, by id.

    Raises
    ------
    AccessRefused  They may not.
    """
    known = {item.id: item for item in packaged}
    found = {name: _packaged(item) for name, item in known.items()}
    for head in list_documents(gate, actor, "programme"):
        kept = find_document(gate, actor, "programme", head.document)
        if kept is not None:
            found[head.document] = _own(kept.version, kept.document, known.get(head.document))
    return tuple(found[name] for name in sorted(found))


def find_programme(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], programme: str, number: int | None = None
) -> WorkspaceProgramme:
    """A programme as it stands, or as it stood in a version.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    """
    known = {item.id: item for item in packaged}
    kept = find_document(gate, actor, "programme", programme, number) if PROGRAMMES.holds(programme) else None
    if kept is not None:
        return _own(kept.version, kept.document, known.get(programme))
    if programme not in known:
        raise unknown_document()
    return _packaged(known[programme])


def programme_history(gate: Gate, actor: Actor, programme: str) -> tuple[DocumentVersion, ...]:
    """Versions of an own programme, newest first; none of one that only comes with Pulmu.

    Raises
    ------
    AccessRefused  They may not.
    """
    return named_history(gate, actor, PROGRAMMES, programme)


def save_programme(
    gate: Gate,
    actor: Actor,
    packaged: Iterable[Programme],
    programme: str,
    document: Document,
    *,
    seen: int,
    note: str = "",
) -> WorkspaceProgramme:
    """A new version. One with problems is kept with them; rules are not made of it.

    Parameters
    ----------
    seen : Version the change was made on; 0 where there was none, or it comes with Pulmu.

    Raises
    ------
    AccessRefused  They may not.
    InputError  The id is none (`programme.id`), or not the one the document has (`programme.other_id`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    kept = save_named(gate, actor, PROGRAMMES, programme, document, seen=seen, note=note)
    return _own(kept.version, document, next((item for item in packaged if item.id == programme), None))


def begin_programme(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], programme: str, document: Document
) -> WorkspaceProgramme:
    """The first version of a new programme.

    Raises
    ------
    AccessRefused, InputError, ConflictError  As for `save_programme`; or one of that id comes with Pulmu
        (`programme.is_packaged`).
    """
    known = tuple(packaged)
    if any(item.id == programme for item in known):
        said, mend = f"a programme {programme} comes with Pulmu", "take that one over, or choose another id"
        raise InputError.of("programme.is_packaged", "id", said, mend, name=programme)
    return save_programme(gate, actor, known, programme, document, seen=0)


def programmes_in_force(gate: Gate, actor: Actor, packaged: Iterable[Programme]) -> tuple[Programme, ...]:
    """The programmes rules are made of, by id: of an own one its newest version that has no errors.

    Raises
    ------
    AccessRefused  They may not.
    """
    known = tuple(packaged)
    found = {item.id: item for item in known}
    for item in list_programmes(gate, actor, known):
        sound = item if item.counts else _last_sound(gate, actor, known, item)
        if sound is not None:
            found[item.id] = sound.programme
    return tuple(found[name] for name in sorted(found))


def document_of_programme(programme: Programme) -> Document:
    """A programme as the document it is edited in."""
    return document_of_tree(encode(programme), f"{programme.id}.yaml")


def _last_sound(
    gate: Gate, actor: Actor, packaged: tuple[Programme, ...], item: WorkspaceProgramme
) -> WorkspaceProgramme | None:
    for number in range(item.number - 1, 0, -1):
        earlier = find_programme(gate, actor, packaged, item.id, number)
        if earlier.counts:
            return earlier
    return None


def _packaged(programme: Programme) -> WorkspaceProgramme:
    return WorkspaceProgramme(programme.id, document_of_programme(programme), None, programme, (), programme)


def _own(version: DocumentVersion, document: Document, packaged: Programme | None) -> WorkspaceProgramme:
    read = read_programme(document)
    return WorkspaceProgramme(version.document, document, version, read.value, read.problems, packaged)
