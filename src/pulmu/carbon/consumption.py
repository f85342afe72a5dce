"""What processes consume of precursors, bought and own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pulmu.carbon.attribution import remaining_amount
from pulmu.carbon.functional import in_functional_units
from pulmu.carbon.precursors import PrecursorValue, mean_of
from pulmu.carbon.product import specific_precursor_consumption
from pulmu.carbon.totals import joined
from pulmu.model import Figure, Plant, Process, Purchase, Quantity, fact
from pulmu.reference import find_good


@dataclass(frozen=True, slots=True)
class Consumption:
    """Bought precursors of one CN code in one process: mass, and the value per tonne they count with."""

    cn_code: str
    mass: Figure
    per_tonne: Figure
    value: PrecursorValue
    deliveries: tuple[tuple[Purchase, PrecursorValue], ...]


def bought_consumption(
    plant: Plant, process: Process, activity: Figure, values: Mapping[str, PrecursorValue]
) -> tuple[Consumption, ...]:
    by_code: dict[str, list[Purchase]] = {}
    for purchase in plant.purchases:
        by_code.setdefault(find_good(purchase.cn_code).cn_code, []).append(purchase)
    return tuple(
        _consumed(code, deliveries, process, activity, values)
        for code, deliveries in by_code.items()
        if any(process.id in purchase.used_by for purchase in deliveries)
    )


def _consumed(
    code: str,
    deliveries: list[Purchase],
    process: Process,
    activity: Figure,
    values: Mapping[str, PrecursorValue],
) -> Consumption:
    used = [purchase for purchase in deliveries if process.id in purchase.used_by]
    mass = joined([mass_used(purchase, process.id) for purchase in used], f"CN {code} in {process.id}")
    counted_purchases, reason = counted_deliveries(deliveries, process.id)
    counted = tuple((purchase, values[purchase.id]) for purchase in counted_purchases)
    per_tonne = specific_precursor_consumption.figure(mass=mass, activity_level=activity).of(f"CN {code}")
    return Consumption(code, mass, per_tonne, mean_of(counted, reason), counted)


def counted_deliveries(deliveries: Sequence[Purchase], process: str) -> tuple[list[Purchase], str]:
    """The deliveries of one CN code whose mean a process takes, and why (M2547 Article 14).

    With proof the deliveries it used; else all received but those proven to have gone elsewhere: a cheap delivery
    cannot be claimed by one process and lower the mean of another.
    """
    used = [purchase for purchase in deliveries if process in purchase.used_by]
    if all(purchase.specific_use_evidence for purchase in used):
        return used, "Art 14(3): proven use of these deliveries only"
    if _is_one_supplier(deliveries):
        return list(deliveries), "Art 14(1): mean over the periods it was made in"
    common = [item for item in deliveries if process in item.used_by or not item.specific_use_evidence]
    if len(common) < len(deliveries):
        return common, "Art 14(2): mean over all received, but what is proven to have gone elsewhere"
    return common, "Art 14(2): mean over all received"


def _is_one_supplier(deliveries: Sequence[Purchase]) -> bool:
    """Whether deliveries of one supplier differ in their year of production only."""
    suppliers = {(item.supplier, item.country_of_origin) for item in deliveries}
    years = {item.production_year for item in deliveries}
    return len(suppliers) == 1 and bool(deliveries[0].supplier) and len(years) > 1


def mass_used(purchase: Purchase, process: str) -> Figure:
    """Mass of a delivery that a process consumed: as given, or what the others left."""
    name = purchase.name or purchase.id
    amount = purchase.used_by[process]
    if isinstance(amount, Quantity):
        return fact(amount, "mass consumed", name, "t")
    received = fact(purchase.received, "mass received", name, "t")
    known = [
        fact(other, "mass consumed", name, "t") for other in purchase.used_by.values() if isinstance(other, Quantity)
    ]
    return remaining_amount.figure(installation=received, known=known).of(name) if known else received


def own_consumption(plant: Plant, process: Process, activity: Figure) -> tuple[tuple[str, Figure], ...]:
    """Own precursors of a process per tonne of its functional unit, in functional units of the precursor."""
    products = {product.id: product for _, product in plant.products()}
    return tuple(
        (name, specific_precursor_consumption.figure(
            mass=in_functional_units(fact(mass, "mass consumed", name, "t"), products[name]),
            activity_level=activity).of(name))
        for name, mass in process.own_precursors.items()
    )  # fmt: skip


def own_mass_consumption(process: Process, activity: Figure) -> tuple[tuple[str, Figure], ...]:
    """Own precursors of a process per tonne of its functional unit, in tonnes."""
    return tuple(
        (name, specific_precursor_consumption.figure(
            mass=fact(mass, "mass consumed", name, "t"), activity_level=activity).of(name))
        for name, mass in process.own_precursors.items()
    )  # fmt: skip
