"""Files of administration shells that a firm took in: what was understood, mended and left out, in versions."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from pulmu.model import Document, OutsideError, Problem
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.document import DocumentVersion
from pulmu.services.shell_content import PackageFile, ShellContent, SubmodelLine
from pulmu.services.workspaces.documents import list_documents
from pulmu.services.workspaces.kept_problems import plain_problem, problem_of
from pulmu.services.workspaces.named import Naming, find_named, named_history, save_named
from pulmu.twin.shell import Environment, Notes, read_environment, tree_of

SHELLS = Naming(
    kind="shell", pattern=r"(?!(new|export)$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,59}", noun="a file of shells",
    how="use at most 60 letters, digits, _ . and -, such as press_shop", code="shell.id", other_code="shell.other_id",
)  # fmt: skip
FORMAT = "shell/1"
_LEFT = ("left_", "lost", "same_twice")
"""How codes of `shell` begin that tell of objects which are not carried over."""


@dataclass(frozen=True, slots=True)
class ListedShell:
    """A file in the list, as it stands."""

    id: str
    version: DocumentVersion
    objects_read: int
    left_out: int
    repairs: int


@dataclass(frozen=True, slots=True)
class KeptShell:
    """A file that was taken in.

    Parameters
    ----------
    content : As it was read then; the file itself is not kept.
    sha256 : Of the file.
    """

    id: str
    version: DocumentVersion
    content: ShellContent
    sha256: str

    @property
    def mended(self) -> tuple[Problem, ...]:
        """What was read after it was put right."""
        return tuple(item for item in self.content.problems if not _is_refusal(item))

    @property
    def refused(self) -> tuple[Problem, ...]:
        """What was not carried over."""
        return tuple(item for item in self.content.problems if _is_refusal(item))


def list_shells(gate: Gate, actor: Actor) -> tuple[ListedShell, ...]:
    """Files that were taken in, by name.

    Raises
    ------
    AccessRefused  They may not.
    """
    heads = list_documents(gate, actor, "shell")
    return tuple(_listed(head) for head in sorted(heads, key=lambda head: head.document))


def find_shell(gate: Gate, actor: Actor, shell: str, number: int | None = None) -> KeptShell:
    """A file as it stands, or as it stood in a version.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    OutsideError  It cannot be read (`outside.shell_unreadable`).
    """
    kept = find_named(gate, actor, SHELLS, shell, number)
    try:
        return _kept(kept.version, kept.document.tree)
    except (KeyError, TypeError) as error:
        said, mend = "a kept file of shells cannot be read", "take the file in again"
        raise OutsideError.of("outside.shell_unreadable", shell, said, mend) from error


def shell_history(gate: Gate, actor: Actor, shell: str) -> tuple[DocumentVersion, ...]:
    """Versions, newest first; none where it was never taken in.

    Raises
    ------
    AccessRefused  They may not.
    """
    return named_history(gate, actor, SHELLS, shell)


def take_in_shell(
    gate: Gate, actor: Actor, shell: str, content: ShellContent, sha256: str, *, seen: int
) -> KeptShell:  # fmt: skip
    """A new version: all that was read, with every repair.

    Parameters
    ----------
    sha256 : Of the file.
    seen : Version it follows; 0 where there was none.

    Raises
    ------
    AccessRefused  They may not.
    InputError  The name is none (`shell.id`).
    ConflictError  Somebody took in another meanwhile (`store.document_changed`).
    """
    tree = {
        "pulmu": FORMAT, "id": shell, "file": content.name, "sha256": sha256, "kind": content.kind,
        "namespaces": list(content.namespaces), "judge": content.judge, "objects_in": content.objects_in,
        "objects_read": content.objects_read, "left_out": content.left_out, "concepts": content.concepts,
        "shells": list(content.shells), "submodels": [asdict(item) for item in content.submodels],
        "files": [asdict(item) for item in content.files],
        "problems": [plain_problem(item) for item in content.problems], "environment": tree_of(content.environment),
    }  # fmt: skip
    document = Document(json.loads(json.dumps(tree)), content.name)
    note = f"{content.objects_read} {content.left_out} {len(content.problems)}"
    saved = save_named(gate, actor, SHELLS, shell, document, seen=seen, note=note)
    return KeptShell(shell, saved.version, content, sha256)


def _listed(head: DocumentVersion) -> ListedShell:
    read, left, repairs = (int(part) for part in head.note.split(" "))
    return ListedShell(head.document, head, read, left, repairs)


def _kept(version: DocumentVersion, tree: Any) -> KeptShell:
    content = ShellContent(
        name=tree["file"],
        kind=tree["kind"],
        namespaces=tuple(tree["namespaces"]),
        judge=tree["judge"],
        objects_in=tree["objects_in"],
        objects_read=tree["objects_read"],
        left_out=tree["left_out"],
        shells=tuple(tree["shells"]),
        submodels=tuple(SubmodelLine(**item) for item in tree["submodels"]),
        concepts=tree["concepts"],
        files=tuple(PackageFile(**item) for item in tree["files"]),
        problems=tuple(problem_of(item) for item in tree["problems"]),
        environment=_environment(tree["environment"], tree["file"]),
    )
    return KeptShell(version.document, version, content, tree["sha256"])


def _environment(tree: Any, name: str) -> Environment:
    return read_environment(tree, name, Notes())


def _is_refusal(problem: Problem) -> bool:
    return problem.code.partition(".")[2].startswith(_LEFT)
