"""What requests and answers about the firm of a workspace hold."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field

from pulmu.api.bodies import Body, Short


class AnswersBody(Body):
    """Answers by the names of the table of facts, as a person writes them.

    `unknown` for what nobody knows, empty for what is not told any more; where no business year is told yet, its last
    day (`closed_on`) stands beside the first amount of one.
    """

    answers: Annotated[dict[Annotated[str, Field(max_length=60)], Short], Field(max_length=200)]


class FirmContent(BaseModel):
    """The firm's file as it stands: its tree, and everything that is wrong with it; version 0 before the first."""

    version: int
    tree: dict[str, Any] | list[Any] | str | int | float | bool | None
    problems: list[dict[str, Any]]


class FirmSize(BaseModel):
    """The size class of the firm on a day, as `pulmu size --json` tells it."""

    version: int
    day: date
    answer: dict[str, Any]


class FirmProgrammes(BaseModel):
    """What the firm may apply for on a day, as `pulmu eligible --json` tells it."""

    version: int
    day: date
    answer: dict[str, Any]
