"""Numbers of the law, typed by hand, and what one unit of a flow emits by them."""

from tests.differential.drawn import DrawnCells, DrawnMedium, DrawnNet, DrawnStack, DrawnStream

STANDARD_BOILER = 0.90
FALLBACK_EFFICIENCY = 0.70
NATURAL_GAS = 56.1
CARBON_DIOXIDE_OF_CARBON = 3.664
CARBON_MONOXIDE = 1.5712
"""t CO2 of a tonne of it, which it becomes: molar masses, 44.009 over 28.010."""
NITROUS_OXIDE, CF4, C2F6 = 265.0, 6630.0, 11100.0
WATER_AT_90_DEGREES = 376.97
"""Enthalpy by IAPWS R7-97. [MJ/t]"""


def per_unit(stream: DrawnStream) -> float:
    """Emissions of one unit of a stream. [t CO2 per t or 1000Nm3]"""
    per_amount = stream.factor
    if stream.per == "TJ":
        assert stream.heating_value is not None
        per_amount = stream.factor * stream.heating_value / 1000
    zero_rated = stream.biomass if stream.proven else 0.0
    if stream.method in ("in", "out"):
        sign = 1 if stream.method == "in" else -1
        return sign * stream.factor * CARBON_DIOXIDE_OF_CARBON * (1 - zero_rated)
    return per_amount * stream.share * (1 - zero_rated)


def of_stack(stack: DrawnStack) -> float:
    """Emissions of one tonne of a measured gas. [t CO2e/t]"""
    zero_rated = stack.biomass if stack.proven else 0.0
    return {"N2O": NITROUS_OXIDE, "CO": CARBON_MONOXIDE}.get(stack.gas, 1.0 - zero_rated)


def of_cells(cells: DrawnCells) -> float:
    """Perfluorocarbons of electrolysis. [t CO2e]"""
    per_tonne = cells.frequency * cells.duration * cells.factor
    if cells.method == "overvoltage":
        per_tonne = cells.overvoltage / cells.efficiency * cells.factor
    tetrafluoromethane = cells.aluminium * per_tonne / 1000
    return tetrafluoromethane * (CF4 + cells.fraction * C2F6) / cells.collection


def of_medium(medium: DrawnMedium) -> float:
    """Net heat of steam or hot water; what does not come back counts as if at 90 degrees. [TJ]"""
    returned = {"in_product": 0.0, "not_returned": WATER_AT_90_DEGREES}.get(medium.condensate, medium.returned)
    if returned is None:
        returned = WATER_AT_90_DEGREES
    return medium.mass * (medium.supplied - returned) / 1e6 - medium.lost


def outside_heat(net: DrawnNet) -> float:
    """Factor of heat that no own fuel tells: the supplier's where verified, else the standard one. [t CO2/TJ]"""
    if net.factor is not None and net.verified:
        return net.factor
    return net.standard[1] / STANDARD_BOILER
