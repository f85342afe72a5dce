"""What requests and answers about what is unusual at a meter hold."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from pulmu.api.bodies import Body
from pulmu.reference.electricity import ContractClass, ContractOption, Voltage
from pulmu.services.anomalies.kept import KeptAnomalies, ListedAnomalies
from pulmu.services.anomalies.marks import Mark, MarkKind, mark_on, tally
from pulmu.services.anomalies.wish import (
    LEAST_BUDGET,
    LEAST_DAYS,
    MOST_BUDGET,
    MOST_DAYS,
    USUAL_BUDGET,
    USUAL_DAYS,
)


class AnomaliesBody(Body):
    """How many alarms a day are wanted at most while nothing is wrong, and what losses are counted in."""

    budget: float = Field(USUAL_BUDGET, ge=LEAST_BUDGET, le=MOST_BUDGET, description="alarms a day, at most")
    at: str | None = Field(None, max_length=16, description="local time after which nothing is read: 2026-07-15T10:30")
    days: int = Field(USUAL_DAYS, ge=LEAST_DAYS, le=MOST_DAYS, description="so many last days are looked at")
    contract: ContractClass = Field("industrial_b", description="whose rates losses are priced at")
    voltage: Voltage = "high_a"
    option: ContractOption = "II"
    rates_of: str | None = Field(None, max_length=10, description="charge by the terms of this day: 2026-06-01")

    def tree(self) -> dict[str, Any]:
        """As a plain document."""
        return self.model_dump(mode="json", exclude_none=True)


class MarkBody(Body):
    """What an alarm was found to be: `seen` (something was there), `false`, or `open` to take that back."""

    mark: MarkKind


class MarkView(BaseModel):
    """What somebody found, and when they said so."""

    mark: MarkKind
    author: str
    at: datetime

    @classmethod
    def of(cls, mark: Mark) -> "MarkView":
        """The same, as it is shown."""
        return cls(mark=mark.mark, author=mark.author, at=mark.at)


class AnomaliesView(BaseModel):
    """A look at a meter: `count` alarms on the days from `first` to `last`, where `budget` a day were wanted."""

    meter: str
    number: int
    at: datetime
    author: str
    budget: float
    count: int
    first: date
    last: date

    @classmethod
    def of(cls, listed: ListedAnomalies) -> "AnomaliesView":
        """What is shown in a list."""
        return cls(**{name: getattr(listed, name) for name in cls.model_fields})


class LossView(BaseModel):
    """What some energy costs; the three balances never stand for one another."""

    kwh: float
    won: float | None
    certificates: float
    footprint_kg: float


class AlarmView(BaseModel):
    """Something unusual: when it was told, of what hours, how far it went, what it may come from, what it cost."""

    id: str
    kind: str
    hint: str
    told: datetime
    start: datetime
    end: datetime
    actual_kw: float | None
    expected_kw: float | None
    score: float | None
    needed: float | None
    loss: LossView | None
    mark: MarkView | None


class StandbyView(BaseModel):
    """What was drawn in closed hours."""

    days: int
    hours: float
    lowest_kw: float
    mean_kw: float
    drawn: LossView
    above_lowest: LossView


class TallyView(BaseModel):
    """How many alarms people looked at, how many of those were false, and the share that was not."""

    looked_at: int
    false: int
    precision: float | None


class AnomaliesContent(AnomaliesView):
    """Alarms with what they cost and what people found them to be, closed hours, and what it rests on."""

    parts: int
    wish: dict[str, Any]
    version: str
    source: str
    tariff: str | None
    rates_of: str | None
    alarms_a_day: float
    grid_factor: dict[str, Any]
    alarms: list[AlarmView]
    standby: StandbyView | None
    marks: TallyView
    problems: list[dict[str, Any]]

    @classmethod
    def of_kept(
        cls, kept: KeptAnomalies, marks: Sequence[Mark], problems: list[dict[str, Any]]
    ) -> "AnomaliesContent":  # fmt: skip
        """All of it."""
        tree = kept.tree
        same = {name: getattr(kept.listed, name) for name in AnomaliesView.model_fields}
        taken = {name: tree[name] for name in ("version", "source", "tariff", "rates_of", "alarms_a_day", "grid_factor",
                                               "standby")}  # fmt: skip
        alarms = [
            AlarmView(**item, mark=None if (said := mark_on(marks, item)) is None else MarkView.of(said))
            for item in tree["alarms"]
        ]
        counted = tally(marks, tree["alarms"])
        shown = TallyView(looked_at=counted.looked_at, false=counted.false, precision=counted.precision)
        return cls(
            **same, **taken, parts=kept.parts, wish=kept.wish, alarms=alarms, marks=shown, problems=problems
        )  # fmt: skip


class CurveView(BaseModel):
    """Mean power of slots, and what was expected of each before its day began, with the interval of 80 %."""

    start: datetime
    interval_s: int
    kw: list[float | None]
    expected_kw: list[float | None]
    lower_kw: list[float | None]
    upper_kw: list[float | None]
