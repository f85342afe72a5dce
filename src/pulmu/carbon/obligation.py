"""What an importer owes for its lines: emissions, free allocation, carbon price paid, certificates, their holding."""

from collections.abc import Sequence

from pulmu.model import (
    Certificates,
    EuroPerTonneCO2e,
    Ratio,
    Tonne,
    TonneCO2e,
    TonneCO2ePerTonne,
    formula,
    not_negative,
    total,
)
from pulmu.reference import rule


@formula(rule("mass_threshold"))
def mass_of_the_year(masses: Sequence[Tonne]) -> Tonne:
    """Net mass that counts against the threshold: iron and steel, aluminium, fertilisers, cement together."""
    return total(masses)


@formula(rule("declaration"))
def mass_of_goods(masses: Sequence[Tonne]) -> Tonne:
    """Quantity of one type of goods over the year."""
    return total(masses)


@formula(rule("declaration"))
def embedded_emissions_of_imports(mass: Tonne, specific: TonneCO2ePerTonne) -> TonneCO2e:
    """Embedded emissions of a line."""
    return mass * specific


@formula(rule("declaration"))
def declared_emissions(parts: Sequence[TonneCO2e]) -> TonneCO2e:
    """Embedded emissions of several lines together."""
    return total(parts)


@formula(rule("free_allocation_of_goods"))
def free_allocation_of_imports(mass: Tonne, specific: TonneCO2ePerTonne) -> TonneCO2e:
    """Free allocation that is deducted for a line, before any floor."""
    return mass * specific


@formula(rule("carbon_price_paid"))
def effective_carbon_price(paid: EuroPerTonneCO2e, rebate: EuroPerTonneCO2e) -> EuroPerTonneCO2e:
    """Carbon price effectively paid: what was given back is no price."""
    return not_negative(paid - rebate)


@formula(rule("carbon_price_paid"))
def carbon_price_reduction(
    embedded: TonneCO2e,
    free_allocation: TonneCO2e,
    covered: Ratio,
    effective_price: EuroPerTonneCO2e,
    reference_price: EuroPerTonneCO2e,
) -> TonneCO2e:
    """Reduction for a carbon price paid, never more than is owed without it. The formula is of a draft act."""
    return not_negative(embedded - free_allocation) - not_negative(
        not_negative(embedded - free_allocation) - embedded * covered * effective_price / reference_price
    )


@formula(rule("free_allocation_of_goods"))
def certificates_of_imports(embedded: TonneCO2e, free_allocation: TonneCO2e, carbon_price: TonneCO2e) -> Certificates:
    """Certificates of a line, floored at zero line by line (open point 5)."""
    return not_negative(embedded - free_allocation - carbon_price)


@formula(rule("free_allocation_of_goods"))
def certificates_in_total(
    embedded: Sequence[TonneCO2e], free_allocation: Sequence[TonneCO2e], carbon_price: Sequence[TonneCO2e]
) -> Certificates:
    """Certificates of several lines whose free allocation counts for each other (the other reading of open point 5)."""
    return not_negative(total(embedded) - total(free_allocation) - total(carbon_price))


@formula(rule("certificates"))
def sum_of_certificates(parts: Sequence[Certificates]) -> Certificates:
    """Certificates together; their rounding is open (open point 9), so none is made."""
    return total(parts)


@formula(rule("quarterly_holding"))
def certificates_to_hold(share: Ratio, certificates: Sequence[Certificates]) -> Certificates:
    """Certificates to be held at the end of a quarter, for the imports since 1 January."""
    return share * total(certificates)
