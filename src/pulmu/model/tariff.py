"""What a firm pays for electricity, as data: hours of the bands, rates, billed demand, power factor, levies."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text, Unique
from pulmu.model.flow import Id, Words
from pulmu.model.week import DaySpan

DayOff = Literal["saturday", "sunday", "holiday"]
MonthNumber = Annotated[int, Bounds(1, 12)]
Months = Annotated[tuple[MonthNumber, ...], Most(12)]
Share = Annotated[float, Bounds(0, 1)]
Price = Annotated[float, Bounds(0, 1_000_000)]
SignedPrice = Annotated[float, Bounds(-1_000_000, 1_000_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffSeason:
    """Months whose rates and hours are the same."""

    id: Id
    name: Words = ""
    name_local: Words = ""
    months: Months


@dataclass(frozen=True, slots=True, kw_only=True)
class BandHours:
    """Hours of a band on a working day of a season; what nothing names is refused."""

    season: Id
    band: Id
    hours: Annotated[tuple[DaySpan, ...], Most(24)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRule:
    """What a band is charged as on other days. Of several that fit a day, the last counts."""

    day: DayOff
    band: Annotated[str, Doc("band whose hours they are; all, if left out")] = ""
    charged_as: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyRate:
    """Price of energy of a band in a season."""

    season: Id
    band: Id
    price: Annotated[Price, Doc("won per kWh")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyDiscount:
    """A part of the energy charge that is not paid at some hours."""

    id: Id
    name: Words = ""
    name_local: Words = ""
    share: Annotated[Share, Doc("of the energy charge of those hours")]
    seasons: Annotated[tuple[Id, ...], Most(12)]
    days: Annotated[tuple[DayOff, ...], Most(3)]
    start: Annotated[str, Text(5, r"(?:[01]\d|2[0-3]):[0-5]\d", "11:00")]
    end: Annotated[str, Text(5, r"(?:[01]\d|2[0-3]):[0-5]\d|24:00", "14:00")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergySurcharge:
    """A charge on every kWh beside the energy charge."""

    id: Id
    name: Words = ""
    name_local: Words = ""
    price: Annotated[SignedPrice, Doc("won per kWh; below zero where it is given back")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandRule:
    """How many kW are billed: the highest demand of this month and of earlier ones that are remembered.

    Source of the words: 요금적용전력, basic terms of supply, article 68.
    """

    by_contract: Annotated[bool, Doc("whether the contracted power is billed, whatever was drawn")] = False
    minutes: Annotated[int, Bounds(1, 60), Doc("length of the interval that demand is the mean of [min]")] = 15
    bands: Annotated[tuple[Id, ...], Most(10), Doc("bands as charged whose demand counts; all, if left out")] = ()
    remembered: Annotated[Months, Doc("months whose demand counts later on as well")] = ()
    memory: Annotated[int, Bounds(1, 60), Doc("how many months, this one included, are looked at")] = 12
    floor: Annotated[Share, Doc("least part of the contracted power that is billed")] = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerFactorRule:
    """What is added to the basic charge, or taken off, for the power factor.

    Parameters
    ----------
    day : Hours of the lagging power factor; at all others the leading one counts, and lagging is as 100 %.
    standard, cap, floor : Of the day: nothing is added at the standard; none better than the cap, none worse than the
        floor is counted. [%]
    night_standard : Of the night: nothing is given back above it. [%]
    rate : Part of the basic charge for each percentage point.
    """

    day: DaySpan
    standard: Annotated[float, Bounds(0, 100)]
    cap: Annotated[float, Bounds(0, 100)]
    floor: Annotated[float, Bounds(0, 100)]
    night_standard: Annotated[float, Bounds(0, 100)]
    rate: Annotated[float, Bounds(0, 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Levy:
    """A tax or a levy on the charge."""

    id: Id
    name: Words = ""
    name_local: Words = ""
    share: Annotated[Share, Doc("of the charge")]
    unit: Annotated[float, Bounds(0.01, 1000), Doc("it is rounded to a multiple of this [won]")] = 1.0
    rounding: Literal["nearest", "down"] = "nearest"


@dataclass(frozen=True, slots=True, kw_only=True)
class TariffTerms:
    """Terms of a tariff from one day to another.

    Parameters
    ----------
    end : First day on which others hold; none, if left out.
    basic : For each kW of billed demand and month. [won/kW]
    basis : How well it is known, for people to read; empty where it is certain.
    """

    start: date
    end: date | None = None
    seasons: Annotated[tuple[TariffSeason, ...], Unique(), Most(12)]
    hours: Annotated[tuple[BandHours, ...], Most(200)]
    days: Annotated[tuple[DayRule, ...], Most(50)] = ()
    rates: Annotated[tuple[EnergyRate, ...], Most(200)]
    basic: Price
    discounts: Annotated[tuple[EnergyDiscount, ...], Unique(), Most(20)] = ()
    surcharges: Annotated[tuple[EnergySurcharge, ...], Unique(), Most(20)] = ()
    demand: DemandRule
    power_factor: PowerFactorRule | None = None
    levies: Annotated[tuple[Levy, ...], Unique(), Most(20)] = ()
    basis: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """A tariff of electricity, with its terms by date.

    Parameters
    ----------
    holidays : Whether public holidays of Korea count, but for those the government names for once; else Saturdays and
        Sundays only.
    """

    pulmu: Annotated[Literal["tariff/1"], Doc("kind and version of this document")] = "tariff/1"
    id: Id
    name: Words = ""
    name_local: Words = ""
    zone: Annotated[str, Text(60, r"[A-Za-z_]+(/[A-Za-z_]+)*", "Asia/Seoul")] = "Asia/Seoul"
    holidays: bool = True
    source: Annotated[str, Text(300), Doc("where it was read")] = ""
    terms: Annotated[tuple[TariffTerms, ...], Most(200)]
