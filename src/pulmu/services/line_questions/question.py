"""What is asked of a kept line, and everything the answer rests on."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from pulmu.model import Document, Problem, problem
from pulmu.model.what_if import WhatIf
from pulmu.services.ask_line import Question, read_question
from pulmu.services.document_form.edit import document_of_tree

_MOST_HOURS, _MOST_SCENARIOS = 1_000_000.0, 12
"""Counted hours of all runs together; scenarios in one question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuestion:
    """Everything an answer rests on: the same question has the same answer.

    Parameters
    ----------
    version : Version of the line.
    sha256 : Hash of that version.
    program : Version of Pulmu.
    asked : The question as a document, plain.
    plant_sha256 : Hash of the plant it stands in with all it cites; empty where it stands in none.
    """

    line: str
    version: int
    sha256: str
    program: str
    asked: Any
    plant_sha256: str = ""

    @property
    def key(self) -> str:
        """What it is found by: the same for the same line, whatever version it stands in."""
        plain = {name: value for name, value in asdict(self).items() if name != "version"}
        return hashlib.sha256(json.dumps(plain, sort_keys=True, allow_nan=False).encode()).hexdigest()[:32]


def question_document(tree: Any) -> Document:
    """A question as it came over a wire, or from a form."""
    return document_of_tree(tree, "question")


def read_asked(line_document: Document, tree: Any) -> tuple[Question, tuple[Problem, ...]]:
    """A question with its lines, and everything that is wrong with any of it."""
    read = read_question(line_document, question_document(tree))
    return read.value, (*read.problems, *_too_much(read.value.what_if))


def _too_much(asked: WhatIf) -> Iterator[Problem]:
    lines = len(asked.scenarios) + 1
    if lines > _MOST_SCENARIOS + 1:
        yield problem(
            "line.too_many_scenarios", "scenarios", f"{lines - 1} scenarios are more than can be asked at once",
            f"ask for at most {_MOST_SCENARIOS}", count=lines - 1, most=_MOST_SCENARIOS,
        )  # fmt: skip
    hours, runs = asked.days * 24, asked.most * lines
    if hours * runs > _MOST_HOURS:
        yield problem(
            "line.run_too_long", "most", f"{runs} runs of {hours:g} h are more than can be asked",
            f"ask for at most {_MOST_HOURS:g} h in all runs together", runs=runs, hours=f"{hours:g}",
            most=f"{_MOST_HOURS:g}",
        )  # fmt: skip
