"""Certificates of a plant's exports to the end of the phase-in, under named scenarios of law and price."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pulmu.reference.table import load_table
from pulmu.services.measures.order import MeasureOrder
from pulmu.services.measures.years import Basis, PlantYears

ScenarioName = Literal["law_flat", "law_told", "draft_flat", "draft_told"]
"""Law or a draft's shares of free allocation that were told; the last published price held flat, or told prices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateYear:
    """Certificates of the plant's exports in a year, as it runs now.

    Parameters
    ----------
    free_allocation_share : Share of free allocation kept.
    basis : law; benchmarks_kept: those of the last year that has any, with its correction factor; told: a share that
        was given in place of the law's.
    price_eur : None where no price of the year is told.
    price_basis : told; or the quarter of the last published price, which is held flat.
    cost_krw : For the importer.
    """

    year: int
    free_allocation_share: float
    basis: Basis
    certificates: float
    price_eur: float | None
    price_basis: str
    cost_krw: float | None


@dataclass(frozen=True, slots=True)
class CertificateScenario:
    """A named scenario, year by year."""

    name: ScenarioName
    years: tuple[CertificateYear, ...]


def certificate_scenarios(years: PlantYears, order: MeasureOrder) -> tuple[CertificateScenario, ...]:
    """The law at the last published price, and with what was told; the last is under all that was told."""
    return tuple(_scenarios(years, order))


def _scenarios(years: PlantYears, order: MeasureOrder) -> Iterator[CertificateScenario]:
    law = PlantYears(years.plant, years.edition, years.first, years.count, {}) if order.free_allocation else years
    flat = replace(order, certificate_prices={})
    yield _scenario("law_flat", law, flat)
    if order.certificate_prices:
        yield _scenario("law_told", law, order)
    if order.free_allocation:
        yield _scenario("draft_flat", years, flat)
    if order.free_allocation and order.certificate_prices:
        yield _scenario("draft_told", years, order)


def _scenario(name: ScenarioName, years: PlantYears, order: MeasureOrder) -> CertificateScenario:
    return CertificateScenario(name, tuple(_year(years, number, order) for number in range(order.years)))


def _year(years: PlantYears, number: int, order: MeasureOrder) -> CertificateYear:
    year = years.first + number
    price, basis = _price(year, order)
    count = years.now[number]
    return CertificateYear(
        year=year, free_allocation_share=years.share(year), basis=years.basis(year), certificates=count,
        price_eur=price, price_basis=basis, cost_krw=None if price is None else count * price * order.euro.krw,
    )  # fmt: skip


def _price(year: int, order: MeasureOrder) -> tuple[float | None, str]:
    """Price of a certificate: told; or the last published one, held flat, where none is told at all."""
    if order.certificate_prices:
        return order.certificate_prices.get(year), "told"
    published = [row for row in load_table("certificate_prices").rows if row["eur_per_tco2e"] is not None]
    return published[-1]["eur_per_tco2e"], published[-1]["period"]
