"""Answers to what-if questions: kept with all they rest on, and shown again where the same is asked again."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from pulmu.model import Document, OutsideError, decode, encode, has_errors
from pulmu.model.line import Line
from pulmu.model.what_if import WhatIf
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.line_questions.question import LineQuestion, question_document
from pulmu.services.records.document import DocumentVersion
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.documents import document_history, read_document
from pulmu.services.workspaces.kept_answers import NewAnswer, keep_answer
from pulmu.twin.statistics import WhatIfAnswer

FORMAT = "pulmu.line_question/1"
_LONGEST_NAME = 160


@dataclass(frozen=True, slots=True)
class ListedQuestion:
    """A question to a line that was answered.

    Parameters
    ----------
    name, name_local : What was asked.
    figure : The figure that mattered.
    verdicts : What is sure of it, of each scenario.
    """

    line: str
    number: int
    at: datetime
    author: str
    version: int
    name: str
    name_local: str
    figure: str
    verdicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """A question to a line that was answered.

    Parameters
    ----------
    line : The line as it was asked.
    document : All of it, as it is kept.
    """

    kept: DocumentVersion
    question: LineQuestion
    what_if: WhatIf
    line: Line
    answer: WhatIfAnswer
    document: Document


def list_questions(gate: Gate, actor: Actor, line: str) -> tuple[ListedQuestion, ...]:
    """Answered questions to a line, newest first.

    Raises
    ------
    AccessRefused  They may not.
    """
    return tuple(_listed(head) for head in document_history(gate, actor, "line_question", line))


def find_kept(gate: Gate, actor: Actor, line: str, number: int) -> KeptQuestion:
    """An answered question to a line.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    OutsideError  It cannot be read (`outside.line_run_unreadable`), as where another version of Pulmu wrote it.
    """
    kept = read_document(gate, actor, "line_question", line, number)
    tree: Any = kept.document.tree
    question = LineQuestion(**tree["question"])
    what_if = decode(WhatIf, question_document(question.asked))
    answer, made = decode(WhatIfAnswer, Document(tree["answer"], line)), decode(Line, Document(tree["line"], line))
    if any(has_errors(item.problems) for item in (answer, made, what_if)):
        said, mend = "kept runs of a line cannot be read", "run the line again"
        raise OutsideError.of("outside.line_run_unreadable", line, said, mend)
    return KeptQuestion(kept.version, question, what_if.value, made.value, answer.value, kept.document)


def find_answered(work: WorkspaceRecords, question: LineQuestion) -> int | None:
    """The number of the answer a question has already; None where it has none."""
    heads = work.document_versions("line_question", question.line)
    return next((head.number for head in heads if _note(head)["key"] == question.key), None)


def keep_question(
    gate: Gate, actor: Actor, work: WorkspaceRecords, question: LineQuestion, line: Line, answer: WhatIfAnswer
) -> int:
    """Keep an answer; where the question is answered already, by work that was done twice, that answer stays."""
    known = find_answered(work, question)
    if known is not None:
        return known
    tree = {
        "pulmu": FORMAT, "question": asdict(question), "line": encode(line, full=True),
        "answer": encode(answer, full=True),
    }  # fmt: skip
    note = _note_of(question, answer)
    new = NewAnswer(kind="line_question", document=question.line, ending="question", tree=tree, note=note)
    return keep_answer(gate, actor, work, new)


def _note_of(question: LineQuestion, answer: WhatIfAnswer) -> str:
    """What a list shows of it, without what it holds."""
    asked = question.asked
    names = {name: str(asked.get(name) or "")[:_LONGEST_NAME] for name in ("name", "name_local")}
    said = {
        **names, "version": question.version, "key": question.key, "figure": answer.figure,
        "verdicts": [item.key.verdict for item in answer.scenarios],
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _note(head: DocumentVersion) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(head.note)
    return found


def _listed(head: DocumentVersion) -> ListedQuestion:
    note = _note(head)
    return ListedQuestion(
        head.document, head.number, head.at, head.author, note["version"], note["name"] or head.document,
        note["name_local"], note["figure"], tuple(note["verdicts"]),
    )  # fmt: skip
