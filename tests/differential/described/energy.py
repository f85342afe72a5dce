"""Equipment, heat, waste gas and electricity."""

from typing import Any

from tests.differential.described.users import users
from tests.differential.drawn import (
    DrawnCombined,
    DrawnEquipment,
    DrawnMedium,
    DrawnNet,
    DrawnSupply,
    DrawnWasteGas,
)

from pulmu import model
from pulmu.model import ElectricitySource, EmissionSource, HeatNet, Quantity


def equipment(item: DrawnEquipment) -> EmissionSource:
    """A furnace, boiler or generator."""
    more: dict[str, Any] = {}
    if item.exported:
        more["electricity_exported"] = Quantity(item.exported, "MWh")
    if item.combined is not None:
        more["combined_heat_and_power"] = _combined(item.combined)
    return EmissionSource(
        **more,
        id=item.id,
        kind=item.kind,  # type: ignore[arg-type]
        serves=tuple(item.serves),
        throughput={name: Quantity(mass, "t") for name, mass in item.serves.items() if mass is not None},
        electricity_produced=None if item.megawatt_hours is None else Quantity(item.megawatt_hours, "MWh"),
    )


def _combined(item: DrawnCombined) -> Any:
    heat, power = item.references
    own: dict[str, Any] = {}
    if item.own_references:
        own = {"reference_heat_efficiency": heat, "reference_electricity_efficiency": power,
               "reference_evidence": "study of 2024"}  # fmt: skip
    efficiencies = item.efficiencies or (None, None)
    return model.CombinedHeatAndPower(
        fuel_class=item.fuel_class,
        year_of_construction=item.year,
        heat_form=item.form,
        heat_produced=None if item.heat is None else Quantity(item.heat, "TJ"),
        heat_efficiency=efficiencies[0],
        electricity_efficiency=efficiencies[1],
        condensate_counted=item.condensate_counted,
        **own,
    )


def heat_net(item: DrawnNet) -> HeatNet:
    """A heat net."""
    more: Any = {} if item.heat_of == "exhaust" and not item.tells_exhaust else {"origin": item.heat_of}
    if item.medium is not None:
        more["measured"] = _medium(item.medium)
    elif item.produced is not None:
        more["heat_produced"] = Quantity(item.produced * 1000, "GJ")
    return HeatNet(
        **more,
        id=item.id,
        produced_by=item.boilers,
        recovered_from=item.recovered_from,
        imported_from="the neighbour" if item.origin == "imported" else "",
        emission_factor=None if item.factor is None else Quantity(item.factor, "t CO2/TJ"),
        emission_factor_verification="VR-9" if item.verified else "",
        standard_fuel=item.standard[0],
        efficiency=item.efficiency,
        used_by=users(item.users, "GJ", 1000.0),
        exported=Quantity(item.exported * 1000, "GJ") if item.exported else None,
    )


def _medium(item: DrawnMedium) -> model.HeatMeasurement:
    return model.HeatMeasurement(
        mass=Quantity(item.mass, "t"),
        enthalpy_supplied=Quantity(item.supplied, "MJ/t"),
        enthalpy_returned=None if item.returned is None else Quantity(item.returned / 1000, "GJ/t"),
        condensate=item.condensate,  # type: ignore[arg-type]
        lost=Quantity(item.lost * 1000, "GJ") if item.lost else None,
    )


def waste_gas(item: DrawnWasteGas) -> Any:
    """A waste gas."""
    by = "waste_gas" if item.counted_here else "source_streams"
    unit, times = ("t", 1.0) if item.unit == "t" else ("Nm3", 1000.0)
    own: dict[str, Any] = {}
    if not item.looked_up:
        value = Quantity(item.heating_value, "GJ/t" if item.unit == "t" else "MJ/Nm3")
        own = {"net_calorific_value": value, "emission_factor": Quantity(item.factor, "t CO2/TJ"),
               "factor_evidence": "laboratory report 9"}  # fmt: skip
    return model.WasteGas(
        id=item.id,
        material=item.material,
        amount=Quantity(item.amount * times, unit),
        produced_by=item.produced_by,
        carbon_counted_by=by if item.produced_by else None,
        imported_from="" if item.produced_by else "the neighbour",
        used_by=users(item.users, unit, times),
        exported=Quantity(item.exported * times, unit) if item.exported else None,
        flared=Quantity(item.flared * times, unit) if item.flared else None,
        **own,
    )


def supply(item: DrawnSupply) -> ElectricitySource:
    """A source of electricity."""
    more: dict[str, Any] = {}
    if item.generator:
        more["generator"] = item.generator
    elif not item.is_silent:
        more["emission_factor"] = Quantity(item.factor if item.told is None else item.told, "t CO2e/MWh")
    if item.kind in ("direct_line", "power_purchase_agreement"):
        more |= {"producer": "the power plant next door", "agreement": "line 7"}
        more["smart_meters_at_both_ends"] = item.told is None
    if item.users:
        more |= {"dedicated_to": item.users, "dedicated_evidence": "line diagram 4" if item.proven else ""}
    return ElectricitySource(
        id=item.id,
        kind=item.kind,  # type: ignore[arg-type]
        amount=Quantity(item.amount, "MWh"),
        evidence="meter and contract",
        **more,
    )
