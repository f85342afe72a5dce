"""What requests and answers about how a shift will end hold."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from pulmu.api.bodies import Body
from pulmu.model import encode
from pulmu.services.live_links.ahead import AheadWish, KeptAhead, ListedAhead


class AheadBody(Body):
    """How far ahead a live plant is to be run: `16:00`, `tue 06:00` or `6 h`, the end of the shift if left out; and
    good pieces wanted from now on, by product, of all together under an empty name."""

    until: str = Field("", max_length=40)
    targets: dict[Annotated[str, StringConstraints(max_length=60)], int] | None = Field(None, max_length=200)
    replications: int = 64
    seed: int = 0

    def wish(self) -> AheadWish:
        """The same, inside."""
        return AheadWish(**self.model_dump() | {"targets": self.targets or {}})


class GoodView(BaseModel):
    """Good pieces that one run in ten is below, the middle, and those that one in ten is above."""

    low: float
    middle: float
    high: float


class AheadView(BaseModel):
    """An answer that is kept, and the good pieces it expects."""

    number: int
    at: datetime
    author: str
    hours: float
    good: GoodView

    @classmethod
    def of(cls, listed: ListedAhead) -> "AheadView":
        """What is shown in a list."""
        low, middle, high = listed.good
        return cls(
            number=listed.number, at=listed.at, author=listed.author, hours=listed.hours,
            good=GoodView(low=low, middle=middle, high=high),
        )  # fmt: skip


class AheadContent(AheadView):
    """How a shift will end, and the line as it was run."""

    line: dict[str, Any]
    answer: dict[str, Any]

    @classmethod
    def of_kept(cls, found: KeptAhead) -> "AheadContent":
        """All of it."""
        good = found.answer.good
        return cls(
            number=found.kept.number, at=found.kept.at, author=found.kept.author, hours=found.answer.hours,
            good=GoodView(low=good.low, middle=good.middle, high=good.high), line=encode(found.line, full=True),
            answer=encode(found.answer, full=True),
        )  # fmt: skip
