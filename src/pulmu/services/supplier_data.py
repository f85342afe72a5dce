"""What verified data of a supplier is worth where a default value stands: the same plant, computed with it."""

import dataclasses
from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.carbon.costs import state_costs
from pulmu.carbon.precursors import PrecursorValue, precursor_basis
from pulmu.carbon.statement import state_emissions
from pulmu.model import Plant, Purchase, Quantity, VerifiedValue
from pulmu.model.attribute import Doc

BELOW = 0.9
"""What is supposed of a supplier that stated nothing: a tenth below the default value. An example, no expectation."""
_UNIT = "t CO2e/t"


@dataclass(frozen=True, slots=True)
class SupplierData:
    """A purchase that counts by default, and what its supplier's verified value would save."""

    purchase: str
    name: str
    supplier: str
    by_default: Annotated[float, Doc("t CO2e/t it counts with now, mark-up included where it is added")]
    supposed: Annotated[float, Doc("t CO2e/t it would count with; its free allocation is supposed to stay")]
    basis: Annotated[Literal["stated", "a_tenth_below"], Doc("the supplier's own statement, or an example")]
    less_cost: Annotated[float, Doc("EUR of all goods that have a cost, in the plant's period")]


def worth_of_verified_data(plant: Plant, edition: str, scenario: str | None = None) -> tuple[SupplierData, ...]:
    """Purchases by what verified data saves, the most first; none where no good has a cost.

    Raises
    ------
    RuleError  A factor or default value is in no table; no scenario of that name.
    """
    now, values = _cost(plant, edition, scenario)
    if now is None:
        return ()
    found = []
    for purchase in plant.purchases:
        if precursor_basis(purchase) == "default":
            supposed = _supposed(purchase, values[purchase.id])
            then, _ = _cost(_with(plant, purchase, supposed, values[purchase.id]), edition, scenario)
            if then is not None:
                found.append(_told(purchase, values[purchase.id], supposed, now - then))
    return tuple(sorted(found, key=lambda item: -item.less_cost))


def _supposed(purchase: Purchase, value: PrecursorValue) -> float:
    stated = purchase.stated_value
    return BELOW * value.direct.value if stated is None else stated.to(_UNIT)


def _told(purchase: Purchase, value: PrecursorValue, supposed: float, less: float) -> SupplierData:
    basis: Literal["stated", "a_tenth_below"] = "a_tenth_below" if purchase.stated_value is None else "stated"
    name = purchase.name or purchase.id
    return SupplierData(purchase.id, name, purchase.supplier, value.direct.value, supposed, basis, less)


def _with(plant: Plant, purchase: Purchase, supposed: float, value: PrecursorValue) -> Plant:
    """The plant with a verified value of one purchase that keeps the free allocation it has by default."""
    free = None if value.free_allocation is None else Quantity(value.free_allocation.value, _UNIT)
    verified = VerifiedValue(
        direct=Quantity(supposed, _UNIT), verification_report="supposed", year=plant.period.year, free_allocation=free
    )
    changed = dataclasses.replace(purchase, verified=verified, stated_value=None)
    return dataclasses.replace(
        plant, purchases=tuple(changed if item is purchase else item for item in plant.purchases)
    )


def _cost(plant: Plant, edition: str, scenario: str | None) -> tuple[float | None, dict[str, PrecursorValue]]:
    """Cost of all goods that have one, and the values its purchases count with. [EUR]"""
    statement = state_emissions(plant, edition)
    costs = [item.cost.value for item in state_costs(statement, edition, scenario).values() if item.cost is not None]
    return sum(costs) if costs else None, dict(statement.purchases)
