"""Proofs of setpoints that are kept: what was wanted, what the simulator found, and what the guard is shown of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from pulmu.model import Document, OutsideError, decode, encode, has_errors
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.setpoint import SetpointGroup
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.control.prove import Proven
from pulmu.services.control.signed_proof import SignedProof
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.guarded_lines.reach import Desks, NoDesks, no_guard
from pulmu.services.lines.shelf import KeptLine
from pulmu.services.live.ahead import Standing
from pulmu.services.records.document import DocumentVersion
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.documents import document_history, read_document
from pulmu.services.workspaces.kept_answers import NewAnswer, keep_answer

FORMAT = "pulmu.line_proof/1"
_LONGEST_SAID = 300


@dataclass(frozen=True, slots=True)
class ProofWish:
    """What is to be proven.

    Parameters
    ----------
    kept : The line as it stands.
    profile : Limits in force at the guard.
    standing : The plant the line stands in; None where it stands in none, or together they have problems.
    """

    workspace: str
    kept: KeptLine
    group: SetpointGroup
    profile: GuardProfile
    standing: Standing | None = None


class Prover(Protocol):
    """Simulates a line with and without setpoints, from the plant as it stands, and signs what it found."""

    def __call__(self, wish: ProofWish, tell: Callable[[int, int], None]) -> tuple[Proven, SignedProof]:
        """What was found, and the part of it the guard is shown.

        Parameters
        ----------
        tell : How many runs are done, of how many.

        Raises
        ------
        InputError  The state of the plant is not known well enough, or the line cannot be run.
        ControlRefused  Nothing can be signed here (`control.no_guard`).
        OutsideError  Readings cannot be opened.
        """
        ...


@dataclass(frozen=True, slots=True)
class ControlTools:
    """What a process needs that proves setpoints."""

    desks: Desks
    prove: Prover


def prove_nothing(wish: ProofWish, tell: Callable[[int, int], None]) -> tuple[Proven, SignedProof]:
    """Where there is no guard nothing is proven.

    Raises
    ------
    ControlRefused  Always (`control.no_guard`).
    """
    del tell
    raise no_guard(wish.kept.id)


NO_CONTROL = ControlTools(NoDesks(), prove_nothing)


@dataclass(frozen=True, slots=True)
class ListedProof:
    """A proof as a list shows it.

    Parameters
    ----------
    said : What was wanted: tag, value and unit of each setpoint.
    violations : How many; 0 where it is proven.
    """

    line: str
    number: int
    at: datetime
    author: str
    said: tuple[tuple[str, str, str], ...]
    violations: int


@dataclass(frozen=True, slots=True)
class KeptProof:
    """A proof with all it rests on."""

    kept: DocumentVersion
    proven: Proven
    signed: SignedProof
    profile: str
    document: Document

    @property
    def snapshot_at(self) -> datetime:
        """When the plant stood as it began."""
        return datetime.fromtimestamp(self.proven.proof.snapshot_at, UTC)

    def age(self, now: datetime) -> float:
        """How old the state of the plant is. [s]"""
        return now.timestamp() - self.proven.proof.snapshot_at


def list_proofs(gate: Gate, actor: Actor, line: str) -> tuple[ListedProof, ...]:
    """Proofs of a line, newest first.

    Raises
    ------
    AccessRefused  They may not.
    """
    return tuple(_listed(head) for head in document_history(gate, actor, "line_proof", line))


def find_proof(gate: Gate, actor: Actor, line: str, number: int) -> KeptProof:
    """A proof of a line.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    OutsideError  It cannot be read (`outside.line_run_unreadable`), as where another version of Pulmu wrote it.
    """
    kept = read_document(gate, actor, "line_proof", line, number)
    tree: Any = kept.document.tree
    proven = decode(Proven, document_of_tree(tree["proven"], line))
    signed = decode(SignedProof, document_of_tree(tree["signed"], line))
    if has_errors((*proven.problems, *signed.problems)):
        said, mend = "kept runs of a line cannot be read", "run the line again"
        raise OutsideError.of("outside.line_run_unreadable", line, said, mend)
    return KeptProof(kept.version, proven.value, signed.value, str(tree["profile"]), kept.document)


def keep_proof(
    gate: Gate, actor: Actor, work: WorkspaceRecords, line: str, profile: GuardProfile, proven: Proven,
    signed: SignedProof,
) -> int:  # fmt: skip
    """Keep a proof; its number."""
    tree = {
        "pulmu": FORMAT, "profile": f"{profile.id}/{profile.version}", "proven": encode(proven, full=True),
        "signed": encode(signed, full=True),
    }  # fmt: skip
    new = NewAnswer(kind="line_proof", document=line, ending="proof", tree=tree, note=_note_of(proven))
    return keep_answer(gate, actor, work, new)


def _note_of(proven: Proven) -> str:
    said = [[item.tag, str(item.value), item.unit] for item in proven.group.setpoints]
    while len(json.dumps(said, ensure_ascii=False)) > _LONGEST_SAID:
        said.pop()
    return json.dumps({"said": said, "violations": proven.proof.violations}, ensure_ascii=False, sort_keys=True)


def _listed(head: DocumentVersion) -> ListedProof:
    note: dict[str, Any] = json.loads(head.note)
    said = tuple((str(tag), str(value), str(unit)) for tag, value, unit in note["said"])
    return ListedProof(head.document, head.number, head.at, head.author, said, int(note["violations"]))
