"""What requests and answers about runs of lines hold."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from pulmu.api.bodies import Body
from pulmu.model import encode
from pulmu.services.line_runs.kept import KeptRun, ListedRun
from pulmu.services.line_runs.question import RunWish


class RunBody(Body):
    """How a line is to be run; what is out of bounds is told all at once."""

    hours: float = Field(672.0, allow_inf_nan=False)
    warm_up_hours: float = Field(0.0, allow_inf_nan=False)
    seed: int = 0
    replications: int = 10
    watch_from_hours: float | None = Field(None, allow_inf_nan=False)

    def wish(self) -> RunWish:
        """The same, inside."""
        return RunWish(**self.model_dump())


class LineRunView(BaseModel):
    """An answer that is kept: of which version of the line, and how that was run."""

    number: int
    at: datetime
    author: str
    version: int
    hours: float
    replications: int
    seed: int

    @classmethod
    def of(cls, listed: ListedRun) -> "LineRunView":
        """What is shown in a list."""
        return cls(**{name: getattr(listed, name) for name in cls.model_fields})


class LineRunContent(LineRunView):
    """What runs of a line came to, and all that rests on: the question, and the line as it was run."""

    question: dict[str, Any]
    line: dict[str, Any]
    answer: dict[str, Any]

    @classmethod
    def of_kept(cls, kept: KeptRun) -> "LineRunContent":
        """All of it."""
        asked = kept.question
        return cls(
            number=kept.kept.number, at=kept.kept.at, author=kept.kept.author, version=asked.version,
            hours=asked.wish.hours, replications=asked.wish.replications, seed=asked.wish.seed,
            question=encode(asked, full=True), line=encode(kept.line, full=True),
            answer=encode(kept.answer, full=True),
        )  # fmt: skip
