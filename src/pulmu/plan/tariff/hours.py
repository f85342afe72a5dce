"""Which band, at which price, each slot of a series is charged in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pulmu.metering import local_clock
from pulmu.metering.series import Instants
from pulmu.model import InputError, RuleError
from pulmu.model.tariff import DayOff, EnergyDiscount, Tariff, TariffTerms
from pulmu.model.week import DaySpan
from pulmu.reference import are_holidays_known, public_holidays

_EPOCH = date(1970, 1, 1)
_DAY = 86_400
_MINUTES = 1440


@dataclass(frozen=True, slots=True)
class Charge:
    """What slots have in common that are charged alike.

    Parameters
    ----------
    terms : Position of the terms in the tariff.
    band : Band as charged, after what the day makes of it.
    discount : The discount that holds, if any.
    """

    terms: int
    season: str
    band: str
    discount: EnergyDiscount | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Charged:
    """How slots are charged.

    Parameters
    ----------
    charges : Each way of charging there is.
    of : (slots,)  Position in `charges` of each slot.
    """

    charges: tuple[Charge, ...]
    of: NDArray[np.int64]


def charged(tariff: Tariff, start: Instants, interval: int, *, rates_of: date | None = None) -> Charged:
    """How slots are charged.

    Parameters
    ----------
    start : (slots,)  Start of each slot. [s since 1970, UTC]
    interval : Length of a slot. [s]
    rates_of : Day whose terms are charged whatever the day of a slot; its season and holidays stay its own.

    Raises
    ------
    RuleError  No terms are known for a day, or its holidays are not (`tariff.not_in_force`, `tariff.no_holidays`).
    InputError  A band changes within a slot (`tariff.interval`), or hours and rates leave something open
    (`tariff.open_hours`, `tariff.no_rate`).
    """
    local = local_clock(start, tariff.zone)
    days, day_of = np.unique(local // _DAY, return_inverse=True)
    minute = (local % _DAY) // 60
    ways: dict[tuple[int, str, frozenset[DayOff]], int] = {}
    way_of_day = np.zeros(len(days), np.int64)
    for place, number in enumerate(days.tolist()):
        day = _EPOCH + timedelta(days=number)
        terms = terms_at(tariff, rates_of or day)
        season = _season(tariff.terms[terms], day)
        way_of_day[place] = ways.setdefault((terms, season, _kinds(tariff, day)), len(ways))
    charges: dict[Charge, int] = {}
    table = np.zeros((max(len(ways), 1), _MINUTES), np.int64)
    for (terms, season, kinds), row in ways.items():
        table[row] = [
            charges.setdefault(item, len(charges))
            for item in _minutes(tariff.terms[terms], terms, season, kinds, interval)
        ]
    return Charged(tuple(charges), table[way_of_day[day_of], minute])


def terms_at(tariff: Tariff, day: date) -> int:
    """Position of the terms that hold on a day.

    Raises
    ------
    RuleError  None are known (`tariff.not_in_force`).
    """
    for number, item in enumerate(tariff.terms):
        if item.start <= day and (item.end is None or day < item.end):
            return number
    first = min(item.start for item in tariff.terms)
    raise RuleError.of(
        "tariff.not_in_force", tariff.id, f"its terms on {day} are not known",
        f"choose a month from {first} on, or name a day whose terms are charged instead",
        day=day, first=first,
    )  # fmt: skip


def is_day_kind(tariff: Tariff, day: date, kind: DayOff) -> bool:
    """Whether a day is a Saturday, a Sunday, or a public holiday as far as the tariff looks at them.

    What the government names a holiday for once is a working day here: 한국전력공사 전기요금표, 계절별·시간대별 구분
    (임시공휴일 제외), as three public transcriptions of it say.
    """
    if kind == "holiday":
        found = public_holidays().get(day)
        return tariff.holidays and found is not None and found.kind != "temporary"
    return day.weekday() == {"saturday": 5, "sunday": 6}[kind]


def _kinds(tariff: Tariff, day: date) -> frozenset[DayOff]:
    if tariff.holidays and not are_holidays_known(day):
        raise RuleError.of(
            "tariff.no_holidays", tariff.id, f"the public holidays of {day.year} are not known here",
            "choose another year", year=day.year,
        )  # fmt: skip
    kinds: tuple[DayOff, ...] = ("saturday", "sunday", "holiday")
    return frozenset(kind for kind in kinds if is_day_kind(tariff, day, kind))


def _season(terms: TariffTerms, day: date) -> str:
    for item in terms.seasons:
        if day.month in item.months:
            return item.id
    raise InputError.of("tariff.no_season", "terms.seasons", f"month {day.month} is in no season",
                        "give each month of the year to one season", month=day.month)  # fmt: skip


def _minutes(
    terms: TariffTerms, number: int, season: str, kinds: frozenset[DayOff], interval: int
) -> Iterator[Charge]:  # fmt: skip
    bands = _bands(terms, season)
    step = max(interval // 60, 1)
    swaps = _swaps(terms, kinds)
    priced = {item.band for item in terms.rates if item.season == season}
    for minute in range(_MINUTES):
        hours = bands[minute]
        if hours != bands[minute - minute % step]:
            raise InputError.of(
                "tariff.interval", "", f"a band changes within a slot of {step} minutes",
                "give readings of 15 minutes, or of an hour", minutes=step,
            )  # fmt: skip
        band = swaps.get(hours, swaps.get("", hours))
        if band not in priced:
            raise InputError.of("tariff.no_rate", "terms.rates", f"band {band} has no rate in {season}",
                                "give a rate for each band of each season", band=band, season=season)  # fmt: skip
        yield Charge(number, season, band, _discount(terms, season, kinds, minute))


def _bands(terms: TariffTerms, season: str) -> list[str]:
    found = [""] * _MINUTES
    for item in terms.hours:
        if item.season == season:
            for span in item.hours:
                for minute in _span(span):
                    found[minute] = item.band
    if "" in found:
        at = found.index("")
        raise InputError.of(
            "tariff.open_hours", "terms.hours", f"{at // 60:02}:{at % 60:02} of {season} is in no band",
            "give every hour of the day to one band", time=f"{at // 60:02}:{at % 60:02}", season=season,
        )  # fmt: skip
    return found


def _span(span: DaySpan) -> Iterator[int]:
    start, end = minutes_of(span.start), minutes_of(span.end)
    yield from (minute % _MINUTES for minute in range(start, end if end > start else end + _MINUTES))


def minutes_of(clock: str) -> int:
    """Minutes since midnight of a time of day."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _swaps(terms: TariffTerms, kinds: frozenset[DayOff]) -> Mapping[str, str]:
    """What a band is charged as; the empty one stands for all. A later rule for all takes earlier ones away."""
    found: dict[str, str] = {}
    for rule in terms.days:
        if rule.day in kinds:
            if not rule.band:
                found.clear()
            found[rule.band] = rule.charged_as
    return found


def _discount(terms: TariffTerms, season: str, kinds: frozenset[DayOff], minute: int) -> EnergyDiscount | None:
    for item in terms.discounts:
        is_hour = minutes_of(item.start) <= minute < minutes_of(item.end)
        if season in item.seasons and is_hour and kinds & set(item.days):
            return item
    return None
