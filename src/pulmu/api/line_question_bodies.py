"""What requests and answers about what-if questions to lines hold."""

import json
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field, field_validator

from pulmu.api.bodies import Body
from pulmu.model import encode
from pulmu.services.line_questions.kept import KeptQuestion, ListedQuestion


class QuestionBody(Body):
    """A question to a line; what is wrong with it is told all at once."""

    question: dict[str, Any] = Field(description="a document `what_if/1`, as `pulmu what-if` reads it")
    version: int | None = Field(None, ge=1, le=10**9, description="version of the line; the newest, if left out")

    @field_validator("question")
    @classmethod
    def can_be_kept(cls, value: dict[str, Any]) -> dict[str, Any]:
        """Numbers that are numbers, and text that can be written."""
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
        return value


class LineQuestionView(BaseModel):
    """A question that was answered: of which version of the line, and what is sure of the figure that mattered."""

    number: int
    at: datetime
    author: str
    version: int
    name: str
    name_local: str
    figure: str
    verdicts: tuple[str, ...]

    @classmethod
    def of(cls, listed: ListedQuestion) -> "LineQuestionView":
        """What is shown in a list."""
        return cls(**{name: getattr(listed, name) for name in cls.model_fields})


class LineQuestionContent(LineQuestionView):
    """An answer, and all it rests on: the question, and the line as it was asked."""

    question: dict[str, Any]
    line: dict[str, Any]
    answer: dict[str, Any]

    @classmethod
    def of_kept(cls, kept: KeptQuestion) -> "LineQuestionContent":
        """All of it."""
        asked = kept.what_if
        return cls(
            number=kept.kept.number, at=kept.kept.at, author=kept.kept.author, version=kept.question.version,
            name=asked.name or kept.question.line, name_local=asked.name_local, figure=kept.answer.figure,
            verdicts=tuple(item.key.verdict for item in kept.answer.scenarios),
            question=encode(asked), line=encode(kept.line, full=True), answer=encode(kept.answer, full=True),
        )  # fmt: skip
