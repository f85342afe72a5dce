"""What requests and answers about schedules hold."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field

from pulmu.api.bodies import Body
from pulmu.model import encode
from pulmu.reference.electricity import ContractClass, ContractOption, Voltage
from pulmu.services.schedules.kept import KeptSchedule, KeptShop, ListedSchedule, ListedShop
from pulmu.services.schedules.wish import MOST_RUNS, MOST_SECONDS, USUAL_RUNS, USUAL_SECONDS, AimName

Label = Annotated[str, Field(max_length=60)]
Moment = Annotated[str, Field(max_length=16, description="by the plant's clock: 2026-06-10 01:00")]
Number = Annotated[int, Field(ge=1, le=10**9)]


class DownAsked(Body):
    """A machine that is out of order."""

    machine: Label
    start: Moment
    end: Moment


class LockAsked(Body):
    """Where an operation is to be: its place in the job from 1, its machine and its begin."""

    job: Label
    operation: int = Field(ge=1, le=200)
    machine: Label
    start: Moment


class ScheduleBody(Body):
    """What is to be planned, and what counts."""

    version: Number | None = Field(None, description="of the jobs; the newest, if left out")
    contract: ContractClass | None = Field(None, description="whose prices count; none: lateness and the end do")
    voltage: Voltage = "high_a"
    option: ContractOption = "II"
    base_kw: float = Field(0, ge=0, le=1e6, description="drawn by the rest of the plant all the while")
    billed_kw: float | None = Field(None, ge=0, le=1e6, description="demand billed anyway: a peak above it counts")
    late_won: float = Field(100_000, ge=0, le=1e12, description="what an hour of a late job counts as")
    moved_won: float = Field(0, ge=0, le=1e12, description="what an hour counts as by which an operation is moved")
    in_order: tuple[AimName, ...] = Field((), max_length=6, description="one after the other, in place of all as won")
    seconds: float = Field(USUAL_SECONDS, ge=1, le=MOST_SECONDS)
    seed: int = Field(1, ge=0, le=2**30)
    given: Number | None = Field(None, description="number of the schedule that is planned anew")
    frozen: Moment | None = Field(None, description="what begins before it stays as it was given")
    downs: tuple[DownAsked, ...] = Field((), max_length=50)
    locks: tuple[LockAsked, ...] = Field((), max_length=500)
    runs: int = Field(USUAL_RUNS, ge=0, le=MOST_RUNS, description="how often it is run with breakdowns; 0: it is not")
    plant: Label | None = Field(None, description="of the workspace: for figure and certificates of its goods")
    plant_version: Number | None = Field(None, description="the newest, if left out")
    line: Label | None = Field(
        None, description="of the workspace: its stations tell breakdowns and spread of machines"
    )
    line_version: Number | None = Field(None, description="the newest, if left out")

    def tree(self) -> dict[str, Any]:
        """As a plain document."""
        return self.model_dump(mode="json", exclude_none=True)


class ShopView(BaseModel):
    """Jobs of a shop as they stand: from when on they are planned, how many, and their operations."""

    shop: str
    number: int
    at: datetime
    author: str
    name: str
    start: str
    jobs: int
    operations: int

    @classmethod
    def of(cls, listed: ListedShop) -> "ShopView":
        """What is shown in a list."""
        return cls(**{name: getattr(listed, name) for name in cls.model_fields})


class SavedShop(BaseModel):
    """Jobs that were kept, and what is to be looked at in them."""

    kept: ShopView
    problems: list[dict[str, Any]]


class ShopContent(ShopView):
    """All of the jobs, as the file kind `jobs/1` holds them."""

    content: dict[str, Any]
    problems: list[dict[str, Any]]

    @classmethod
    def of_kept(cls, kept: KeptShop, problems: list[dict[str, Any]]) -> "ShopContent":
        """All of it."""
        same = {name: getattr(kept.listed, name) for name in ShopView.model_fields}
        return cls(**same, content=encode(kept.jobs, full=True), problems=problems)


class ScheduleView(BaseModel):
    """A schedule: of which version of the jobs, when all is done, jobs late, energy and peak in won before tax, and how
    far below it the best there is could be."""

    shop: str
    number: int
    at: datetime
    author: str
    version: int
    end: str
    late_jobs: int
    won: float | None
    gap: float | None

    @classmethod
    def of(cls, listed: ListedSchedule) -> "ScheduleView":
        """What is shown in a list."""
        return cls(**{name: getattr(listed, name) for name in cls.model_fields})


class ScheduleContent(ScheduleView):
    """All of it: what was asked, and the schedule as `pulmu schedule --json` tells it."""

    wish: dict[str, Any]
    schedule: dict[str, Any]
    problems: list[dict[str, Any]]

    @classmethod
    def of_kept(cls, kept: KeptSchedule, problems: list[dict[str, Any]]) -> "ScheduleContent":
        """All of it."""
        same = {name: getattr(kept.listed, name) for name in ScheduleView.model_fields}
        return cls(**same, wish=encode(kept.wish, full=True), schedule=encode(kept.answer, full=True),
                   problems=problems)  # fmt: skip
