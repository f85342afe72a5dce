"""What repeats every week: shifts with their breaks, and the prices of a tariff."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text
from pulmu.model.flow import Id, Words

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Clock = Annotated[str, Text(5, r"(?:[01]\d|2[0-3]):[0-5]\d|24:00", "08:30"), Doc("time of day")]
Days = Annotated[tuple[Day, ...], Most(7)]
Price = Annotated[float, Bounds(0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySpan:
    """From one time of day to another; an end that is not after the start is on the next day."""

    start: Clock
    end: Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Working time on some days of the week."""

    days: Annotated[Days, Doc("on which it starts")] = ("mon", "tue", "wed", "thu", "fri")
    start: Clock
    end: Annotated[Clock, Doc("not after the start: on the next day")]
    breaks: Annotated[tuple[DaySpan, ...], Most(24)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When a station, or a pool of operators, works."""

    id: Id
    name: Words = ""
    shifts: Annotated[tuple[Shift, ...], Most(100)]
    closed: Annotated[tuple[date, ...], Most(2000), Doc("dates on which no shift starts")] = ()
    public_holidays: Annotated[
        bool, Doc("whether no shift starts on a public holiday of Korea, as far as they are known")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSlot:
    """A price at some times of the week; a later entry of a tariff comes before an earlier one."""

    days: Days = DAYS
    start: Clock
    end: Annotated[Clock, Doc("not after the start: on the next day")]
    price: Annotated[Price, Doc("won per unit of the carrier")]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekTariff:
    """Prices of a carrier of energy over the week."""

    id: Id
    name: Words = ""
    price: Annotated[Price, Doc("won per unit outside the slots")]
    slots: Annotated[tuple[PriceSlot, ...], Most(200)] = ()
