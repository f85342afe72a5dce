"""Whether the method applies at all: period, place, sector."""

from collections.abc import Iterator
from datetime import timedelta

from pulmu.carbon.check.common import Place, check_given, check_price_periods, placed
from pulmu.model import Plant, Problem, PulmuError, problem, warning
from pulmu.reference import country

FIRST_YEAR = 2026


def check_scope(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of period, country and the parts of a plant that must be there."""
    yield from _check_period(plant, place)
    yield from _check_country(plant, place)
    yield from _check_company(plant, place)
    if not plant.processes:
        yield problem(
            "carbon.no_process",
            place(("processes",)),
            "the plant has no process",
            "add the process that makes your goods",
        )
    for name, prices in plant.price_scenarios.items():
        yield from check_price_periods(prices, place, ("price_scenarios", name))
    if not (plant.electricity.sources and plant.electricity.used_by):
        yield warning(
            "carbon.electricity_not_given",
            place(("electricity",)),
            "electricity is not given for the processes: the footprint cannot be told",
            "give sources and used_by; certificates for steel and aluminium goods do not depend on it",
        )


def _check_period(plant: Plant, place: Place) -> Iterator[Problem]:
    where, year = place(("period",)), plant.period.year
    if year < FIRST_YEAR:
        yield problem(
            "rule.year_not_in_force",
            where,
            f"the rules of this method apply to production from 2026, not to {year}",
            "give the figures of 2026 or later; law of one year is not applied to another",
            year=year,
        )
    last = plant.period.end - timedelta(days=1)
    if not plant.period.is_calendar_year and (plant.months_monitored is None or last.year != year):
        yield problem(
            "carbon.period_not_calendar_year",
            where,
            f"the reporting period is the calendar year, not {plant.period}",
            "give the whole year; for a new installation add months_monitored",
            period=plant.period,
        )


def _check_company(plant: Plant, place: Place) -> Iterator[Problem]:
    yield from check_given(plant.company.country, place, ("company", "country"))
    if plant.company.country:
        try:
            country(plant.company.country)
        except PulmuError as error:
            yield from placed(error, place(("company", "country")))


def _check_country(plant: Plant, place: Place) -> Iterator[Problem]:
    where = place(("installation", "country"))
    yield from check_given(plant.installation.country, place, ("installation", "country"))
    if not plant.installation.country:
        return
    try:
        found = country(plant.installation.country)
    except PulmuError as error:
        yield from placed(error, where)
        return
    if found.exempt:
        yield problem(
            "carbon.installation_exempt",
            where,
            f"goods made in {found.name_en} bear no CBAM",
            "check the country of the installation",
            country=found.name_en,
        )
