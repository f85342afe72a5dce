"""Age of a firm, and which sales count for it: DEC 7(2) on the day the population is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.random import Generator

from pulmu.support.population.assumptions import Assumptions
from pulmu.support.population.column import Column, day_number, days, labelled
from pulmu.support.population.draw import Flags, dealt
from pulmu.support.population.kinds import BASES
from pulmu.support.population.plan import AS_OF, CLOSED_ON
from pulmu.support.population.rake import Floats, Ints

_CASES = ("three_years", "whole_years", "recent_12_months", "recent_months", "recent_days")
THREE, WHOLE, YEAR, MONTHS, DAYS = (BASES.index(case) for case in _CASES)
"""Numbers of the cases among `BASES`; cases of whole years come first there, none of these changes its closing."""
_OLDEST = 1960


@dataclass(frozen=True, slots=True, eq=False)
class Ages:
    """Founding days (since 1970-01-01) and what follows from them.

    Parameters
    ----------
    years : Whole business years that count: 1 to 3; 1 too where no whole one does.
    months, days : Of the recent sales, where the case asks for them.
    """

    founded: Ints
    basis: Ints
    years: Ints
    months: Ints
    days: Ints

    @property
    def is_recent(self) -> Flags:
        """Whether recent sales count instead of business years."""
        return self.basis >= YEAR


def draw_founded(random: Generator, is_young: Flags, assumed: Assumptions) -> Ints:
    """Founding days: at most seven years before the closing day, or more."""
    young = assumed.items("founded_in")
    found = np.zeros(is_young.size, np.int64)
    here = np.flatnonzero(is_young)
    if here.size:
        years = np.array([int(year) for year in young])
        found[here] = _days_in(random, years[dealt(random, np.array(list(young.values())), here.size)])
    here = np.flatnonzero(~is_young)
    before = random.exponential(assumed.one("older_mean_years"), here.size).astype(np.int64)
    found[here] = _days_in(random, np.maximum(CLOSED_ON.year - 7 - before, _OLDEST))
    return found


def _days_in(random: Generator, years: Ints) -> Ints:
    """Days in years, not the first: a firm of 1 January would have one whole year more."""
    first = (years - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    next_first = (years - 1969).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    last = np.minimum(next_first, day_number(AS_OF))
    return first + 1 + (random.random(years.size) * (last - first - 1)).astype(np.int64)


def ages_of(founded: Ints) -> Ages:
    """The case of each firm: three years, whole years, twelve months, fewer months, or days."""
    day = founded.astype("datetime64[D]")
    year = day.astype("datetime64[Y]").astype(np.int64) + 1970
    months = (AS_OF.year - 1970) * 12 + AS_OF.month - 1 - day.astype("datetime64[M]").astype(np.int64)
    a_year_ago = day_number(date(AS_OF.year - 1, AS_OF.month, AS_OF.day))
    last = CLOSED_ON.year
    basis = np.select(
        [year <= last - 3, year < last, founded <= a_year_ago, months >= 2], [THREE, WHOLE, YEAR, MONTHS], DAYS
    )
    years = np.select([basis == THREE, year == last - 2], [3, 2], 1)
    return Ages(founded, basis, years, np.maximum(months - 1, 1), np.maximum(day_number(AS_OF) - founded, 1))


def year_columns(ages: Ages, last: Floats, before: Floats, first: Floats) -> Mapping[str, Column]:
    """Sales, and all that says which of them count.

    Parameters
    ----------
    last, before, first : Sales of the last year, the one before and the one before that; of a firm founded since, what
        a year would bring. [KRW]
    """
    basis, count = ages.basis, ages.basis.size
    whole_years = basis <= WHOLE
    of_year = basis == YEAR
    worked = (day_number(CLOSED_ON) - ages.founded + 1) / 365
    recent = np.select([basis == MONTHS, basis == DAYS], [last * ages.months / 12, last * ages.days / 365], last)
    closed = whole_years | of_year
    on_closing, on_day = (np.full(count, day_number(day)) for day in (CLOSED_ON, AS_OF))
    return {
        "founded_on": days(ages.founded),
        "closed_on": days(on_closing, closed),
        "basis": labelled(BASES, basis),
        "sales_1_krw": _won(np.where(of_year, last * worked, last), closed),
        "sales_2_krw": _won(before, whole_years & (ages.years >= 2)),
        "sales_3_krw": _won(first, whole_years & (ages.years >= 3)),
        "sales_years": Column(ages.years.astype(np.int8), basis == WHOLE),
        "recent_sales_krw": _won(recent, ages.is_recent),
        "recent_months": Column(ages.months.astype(np.int16), basis == MONTHS),
        "recent_days": Column(ages.days.astype(np.int16), basis == DAYS),
        "assessed_on": days(on_day, ages.is_recent),
    }


def _won(amounts: Floats, known: Flags) -> Column:
    return Column(np.floor(amounts).astype(np.int64), known)


def annual_sales(columns: Mapping[str, Column]) -> Floats:
    """Sales a firm counts with in a sum of a year: the last year's, or what the recent ones make in a year."""
    basis = columns["basis"].values
    recent = columns["recent_sales_krw"].values.astype(np.float64)
    months, length = columns["recent_months"].values, columns["recent_days"].values
    scaled = np.select([basis == MONTHS, basis == DAYS], [recent / months * 12, recent / length * 365], recent)
    return np.where(basis >= YEAR, scaled, columns["sales_1_krw"].values)


def average_sales(columns: Mapping[str, Column]) -> Floats:
    """Average sales of DEC 7, as the case of each firm asks."""
    names = ("sales_1_krw", "sales_2_krw", "sales_3_krw")
    sales = [columns[name].values * columns[name].known for name in names]
    basis = columns["basis"].values
    years = np.where(basis == THREE, 3, columns["sales_years"].values)
    return np.where(basis >= YEAR, annual_sales(columns), sum(sales) / years)
