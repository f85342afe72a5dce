"""Letters of a call as they were written: one list in versions, each file by its hash; an older letter stays."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pulmu.model import Document, Problem, encode
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.records.document import DocumentKind, DocumentVersion
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.documents import Kept, document_history, find_document, unknown_document
from pulmu.services.workspaces.kept_document import document_of
from pulmu.services.workspaces.kept_problems import plain_problem, problem_of

KIND: DocumentKind = "letters"
FORMAT = "letters/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLetter:
    """A letter that was written.

    Parameters
    ----------
    application : By id; `number` is what its letter calls it.
    sender : Workspace of who applied; empty where the application came on paper.
    decision : Number of the decision it tells.
    size_class, province, section : Of who applied, for the results of the call; empty where not known.
    sha256, size : Of the file.
    told : Hash of the decision as JSON, kept beside the file.
    basis : Hash of everything the file rests on: with the same basis it is not drawn again.
    """

    application: str
    number: str
    name: str
    sender: str
    decision: int
    outcome: str
    amount_krw: int
    size_class: str = ""
    province: str = ""
    section: str = ""
    file: str
    sha256: str
    size: int
    told: str
    basis: str


@dataclass(frozen=True, slots=True)
class LettersRun:
    """All letters of a call as they were written together.

    Parameters
    ----------
    version : Number of the list; 0 before the first.
    template : Version of the form they were made with; 0 is Pulmu's PDF.
    problems : Signs that were left out, and what is missing in the form.
    """

    version: int
    template: int
    language: str
    letters: tuple[KeptLetter, ...]
    problems: tuple[Problem, ...] = ()

    def of(self, application: str) -> KeptLetter:
        """The letter of an application.

        Raises
        ------
        AccessRefused  There is none (`access.unknown_document`).
        """
        found = next((item for item in self.letters if item.application == application), None)
        if found is None:
            raise unknown_document()
        return found

    def document(self, call: str) -> Document:
        """As it is kept."""
        tree = {
            "pulmu": FORMAT, "id": call, "template": self.template, "language": self.language,
            "letters": [encode(item) for item in self.letters], "problems": [plain_problem(p) for p in self.problems],
        }  # fmt: skip
        return document_of_tree(json.loads(json.dumps(tree)), f"{call}.json")


NONE = LettersRun(0, 0, "", ())


def find_run(gate: Gate, actor: Actor, call: str, number: int | None = None) -> LettersRun:
    """The letters of a call as they stand, or in a version; an empty list before the first.

    Raises
    ------
    AccessRefused  They may not, or there is no such version (`access.unknown_document`).
    """
    kept = find_document(gate, actor, KIND, call, number)
    return NONE if kept is None else run_of(kept)


def last_run(work: WorkspaceRecords, call: str) -> LettersRun:
    """The letters of a call as they stand in the records."""
    heads = work.document_versions(KIND, call)
    version = work.document_version(KIND, call, heads[0].number) if heads else None
    return NONE if version is None else run_of(Kept(version, document_of(version.content)))


def run_history(gate: Gate, actor: Actor, call: str) -> tuple[DocumentVersion, ...]:
    """Versions of the list, newest first.

    Raises
    ------
    AccessRefused  They may not.
    """
    return document_history(gate, actor, KIND, call)


def take_letter(gate: Gate, actor: Actor, call: str, application: str) -> tuple[KeptLetter, bytes]:
    """A letter and its file; that it was taken is noted.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    OutsideError  Its file is missing or damaged.
    """
    found = find_run(gate, actor, call).of(application)
    gate.note(actor, Deed("read_letters", f"call:{call}", detail={"application": application, "sha256": found.sha256}))
    return found, gate.objects.get(actor.workspace, found.sha256)


def take_letters(gate: Gate, actor: Actor, call: str) -> Iterator[tuple[str, bytes]]:
    """Every letter by the name of its file, read when it is asked for, then their list; that they were taken is noted.

    Raises
    ------
    AccessRefused  They may not, or none was written (`access.unknown_document`).
    OutsideError  A file is missing or damaged.
    """
    run = find_run(gate, actor, call)
    if not run.version:
        raise unknown_document()
    gate.note(actor, Deed("read_letters", f"call:{call}", detail={"letters": str(len(run.letters))}))
    return _files(gate, actor.workspace, call, run)


def _files(gate: Gate, workspace: str, call: str, run: LettersRun) -> Iterator[tuple[str, bytes]]:
    for item in run.letters:
        yield item.file, gate.objects.get(workspace, item.sha256)
    rows = [{"file": item.file, "application": item.number, "outcome": item.outcome, "sha256": item.sha256}
            for item in run.letters]  # fmt: skip
    yield "letters.json", (json.dumps({"call": call, "letters": rows}, ensure_ascii=False, indent=1) + "\n").encode()


def run_of(kept: Kept) -> LettersRun:
    """The list a document keeps."""
    tree: Any = kept.document.tree
    letters = tuple(KeptLetter(**item) for item in tree["letters"])
    problems = tuple(problem_of(item) for item in tree["problems"])
    return LettersRun(kept.version.number, tree["template"], tree["language"], letters, problems)


def same_letters(one: LettersRun, other: LettersRun) -> bool:
    """Whether two lists say the same."""
    return replace(one, version=0) == replace(other, version=0)


def objects_of(work: WorkspaceRecords) -> Iterator[tuple[str, str]]:
    """Contents that letters and their forms name: hash, and what names it."""
    for head in work.documents(KIND):
        for version in work.document_versions(KIND, head.document):
            kept = work.document_version(KIND, head.document, version.number)
            for item in () if kept is None else run_of(Kept(kept, document_of(kept.content))).letters:
                yield item.sha256, f"letters {head.document}, version {version.number}, {item.file}"
                yield item.told, f"letters {head.document}, version {version.number}, {item.number}"
    for head in work.documents("letter_template"):
        for version in work.document_versions("letter_template", head.document):
            kept = work.document_version("letter_template", head.document, version.number)
            tree: Any = {} if kept is None else document_of(kept.content).tree
            if tree.get("sha256"):
                yield tree["sha256"], f"form of letters {head.document}, version {version.number}"
