"""Answers about lines: kept with all they rest on, and shown again where the same is asked again."""

from dataclasses import asdict, dataclass
from datetime import datetime

from pulmu.model import Document, OutsideError, decode, encode, has_errors
from pulmu.model.line import Line
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.line_runs.answer import LineAnswer
from pulmu.services.line_runs.question import RunQuestion, RunWish
from pulmu.services.records.document import DocumentVersion
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.documents import document_history, list_documents, read_document
from pulmu.services.workspaces.kept_answers import NewAnswer, keep_answer

FORMAT = "pulmu.line_run/1"


@dataclass(frozen=True, slots=True)
class ListedRun:
    """Runs of a line that are kept, without what they came to."""

    line: str
    number: int
    at: datetime
    author: str
    version: int
    hours: float
    replications: int
    seed: int


@dataclass(frozen=True, slots=True)
class KeptRun:
    """Runs of a line that are kept.

    Parameters
    ----------
    line : The line as it was run.
    document : All of it, as it is kept.
    """

    kept: DocumentVersion
    question: RunQuestion
    line: Line
    answer: LineAnswer
    document: Document


def newest_runs(gate: Gate, actor: Actor) -> dict[str, ListedRun]:
    """The newest runs of each line that has any, by line.

    Raises
    ------
    AccessRefused  They may not.
    """
    return {head.document: _listed(head) for head in list_documents(gate, actor, "line_run")}


def list_runs(gate: Gate, actor: Actor, line: str) -> tuple[ListedRun, ...]:
    """Runs of a line, newest first.

    Raises
    ------
    AccessRefused  They may not.
    """
    return tuple(_listed(head) for head in document_history(gate, actor, "line_run", line))


def read_run(gate: Gate, actor: Actor, line: str, number: int) -> KeptRun:
    """Runs of a line.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    OutsideError  They cannot be read (`outside.line_run_unreadable`), as where another version of Pulmu wrote them.
    """
    kept = read_document(gate, actor, "line_run", line, number)
    tree = kept.document.tree
    asked = tree["question"] | {"wish": RunWish(**tree["question"]["wish"])}
    answer, made = decode(LineAnswer, Document(tree["answer"], line)), decode(Line, Document(tree["line"], line))
    if has_errors(answer.problems) or has_errors(made.problems):
        said, mend = "kept runs of a line cannot be read", "run the line again"
        raise OutsideError.of("outside.line_run_unreadable", line, said, mend)
    return KeptRun(kept.version, RunQuestion(**asked), made.value, answer.value, kept.document)


def find_run(work: WorkspaceRecords, question: RunQuestion) -> int | None:
    """The number of the runs that answer a question already; None where none do."""
    heads = work.document_versions("line_run", question.line)
    return next((head.number for head in heads if head.note.rpartition(" ")[2] == question.key), None)


def keep_run(
    gate: Gate, actor: Actor, work: WorkspaceRecords, question: RunQuestion, line: Line, answer: LineAnswer
) -> int:
    """Keep an answer; where the question is answered already, by work that was done twice, that answer stays."""
    known = find_run(work, question)
    if known is not None:
        return known
    tree = {
        "pulmu": FORMAT, "question": asdict(question), "line": encode(line, full=True),
        "answer": encode(answer, full=True),
    }  # fmt: skip
    wish = question.wish
    note = f"{question.version} {wish.hours:g} {wish.replications} {wish.seed} {question.key}"
    new = NewAnswer(kind="line_run", document=question.line, ending="run", tree=tree, note=note)
    return keep_answer(gate, actor, work, new)


def _listed(head: DocumentVersion) -> ListedRun:
    version, hours, replications, seed, _ = head.note.split(" ")
    return ListedRun(
        head.document, head.number, head.at, head.author, int(version), float(hours), int(replications), int(seed)
    )
