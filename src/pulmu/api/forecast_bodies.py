"""What requests and answers about forecasts of a load hold."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from pulmu.api.bodies import Body
from pulmu.reference.electricity import ContractClass, ContractOption, Voltage
from pulmu.services.forecasts.kept import KeptForecast, ListedForecast
from pulmu.services.forecasts.wish import MOST_DAYS, USUAL_DAYS
from pulmu.services.known_ahead import LONGEST


class ForecastBody(Body):
    """What is to be forecast: the day after the last reading, or the rest of a day that has begun."""

    at: str | None = Field(None, max_length=16, description="local time after which nothing is read: 2026-07-15T10:30")
    days: int = Field(USUAL_DAYS, ge=7, le=MOST_DAYS, description="so many last days are looked at")
    seed: int = Field(0, ge=0, le=2**30)
    rules: bool = Field(False, description="the rules alone: nothing is learned")
    known: str = Field("", max_length=LONGEST, description="CSV of what is known ahead: a time and columns of numbers")
    contract: ContractClass = Field("industrial_b", description="whose bands stand beside the slots")
    voltage: Voltage = "high_a"
    option: ContractOption = "II"

    def tree(self) -> dict[str, Any]:
        """As a plain document."""
        return self.model_dump(mode="json", exclude_none=True)


class ForecastView(BaseModel):
    """A forecast that was made: the day, its highest power with the interval of 80 % in kW, its energy in kWh."""

    meter: str
    number: int
    at: datetime
    author: str
    day: date
    peak: float
    lower: float
    upper: float
    energy: float

    @classmethod
    def of(cls, listed: ListedForecast) -> "ForecastView":
        """What is shown in a list."""
        return cls(**{name: getattr(listed, name) for name in cls.model_fields})


class SlotView(BaseModel):
    """Power of a slot: the median and the interval of 80 %; of a slot that was seen, what it was."""

    start: str
    kw: float
    lower_kw: float
    upper_kw: float
    is_seen: bool
    band: str | None


class LatelyView(BaseModel):
    """How good it was over the last days, each forecast before it began; `scaled_errors` are divided by the mean
    difference of neighbouring days before them (MASE)."""

    days: int
    error_kw: float | None
    covered: float | None
    errors_kw: dict[str, float | None]
    scale_kw: float | None
    scaled_error: float | None
    scaled_errors: dict[str, float | None]
    peak_error_kw: float | None
    peak_hours: float | None
    peak_covered: float | None


class ForecastContent(ForecastView):
    """A day's load in slots, what was combined, how good it was lately, and what it rests on."""

    parts: int
    wish: dict[str, Any]
    interval_s: int
    slots_seen: int
    peak_start: str
    slots: list[SlotView]
    weights: dict[str, float]
    last_days: LatelyView
    basis: dict[str, Any]
    problems: list[dict[str, Any]]

    @classmethod
    def of_kept(cls, kept: KeptForecast, problems: list[dict[str, Any]]) -> "ForecastContent":
        """All of it."""
        tree = kept.tree
        same = {name: getattr(kept.listed, name) for name in ForecastView.model_fields}
        bands = kept.bands or (None,) * len(tree["slots"])
        return cls(
            **same, parts=kept.parts, wish=kept.wish, interval_s=tree["interval_s"], slots_seen=tree["slots_seen"],
            peak_start=tree["peak"]["start"], weights=tree["weights"], last_days=LatelyView(**tree["last_days"]),
            slots=[SlotView(**slot, band=band) for slot, band in zip(tree["slots"], bands, strict=True)],
            basis=tree["basis"], problems=problems,
        )  # fmt: skip
