"""Rows of bought precursors."""

import functools

from pulmu.carbon.consumption import counted_deliveries
from pulmu.carbon.functional import specific_emissions_per_tonne
from pulmu.carbon.precursors import precursor_basis, precursor_value, precursor_year, purchase_content, verified_parts
from pulmu.carbon.tables.rows import Tables
from pulmu.model import Decisions, Plant, Purchase, Quantity
from pulmu.reference import find_good

CHANNELS = ("direct", "by_default", "indirect_counted")


def add_purchases(tables: Tables, plant: Plant, numbers: dict[str, int], edition: str) -> None:
    """A row per process and good it consumes, with all deliveries of that good."""
    by_code: dict[str, list[Purchase]] = {}
    for purchase in plant.purchases:
        by_code.setdefault(find_good(purchase.cn_code).cn_code, []).append(purchase)
    for process in plant.processes:
        for deliveries in by_code.values():
            used = [purchase for purchase in deliveries if process.id in purchase.used_by]
            if used:
                counted, _ = counted_deliveries(deliveries, process.id)
                _add_bought(tables, plant, process.id, used, counted, edition)
                tables.bought_process.append(numbers[process.id])


def _add_bought(
    tables: Tables, plant: Plant, process: str, used: list[Purchase], counted: list[Purchase], edition: str
) -> None:
    row = len(tables.bought_process)
    mass = 0.0
    for purchase in used:
        mass += _mass_used(purchase, process)
    tables.bought_mass.append(mass)
    for purchase in counted:
        values = _values_of(purchase, plant, edition)
        tables.delivery_of.append(row)
        tables.delivery_mass.append(purchase.received.to("t"))
        tables.delivery_values.append(values)


def _mass_used(purchase: Purchase, process: str) -> float:
    amount = purchase.used_by[process]
    if isinstance(amount, Quantity):
        return amount.to("t")
    known = 0.0
    for other in purchase.used_by.values():
        known += other.to("t") if isinstance(other, Quantity) else 0.0
    return purchase.received.to("t") - known


def _values_of(purchase: Purchase, plant: Plant, edition: str) -> tuple[float, ...]:
    """Direct, by default and counted indirect of a delivery. [t CO2e/t]"""
    verified = purchase.verified
    if verified is not None and precursor_basis(purchase) == "verified_actual":
        direct, indirect = verified_parts(verified, find_good(purchase.cn_code))
        counted = 0.0 if indirect is None else indirect.to("t CO2e/t")
        return _per_tonne(purchase, direct.to("t CO2e/t")), 0.0, _per_tonne(purchase, counted)
    return _values_by_law(
        purchase.cn_code,
        purchase.country_of_origin,
        purchase.variant,
        plant.decisions,
        precursor_year(purchase, plant.period.year),
        edition,
    )


def _per_tonne(purchase: Purchase, value: float) -> float:
    content = purchase_content(purchase)
    return value if content is None else float(specific_emissions_per_tonne(value, content))


@functools.lru_cache(maxsize=65536)
def _values_by_law(
    cn_code: str, origin: str, variant: str, decisions: Decisions, year: int, edition: str
) -> tuple[float, ...]:
    purchase = Purchase(id="-", cn_code=cn_code, country_of_origin=origin, received=Quantity(1.0, "t"), variant=variant)
    value = precursor_value(purchase, year, decisions, edition)
    return tuple(getattr(value, channel).value for channel in CHANNELS)
