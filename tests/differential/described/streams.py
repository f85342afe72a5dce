"""Source streams, stacks, cells, CO2 handed on."""

from typing import Any

from tests.differential.described.users import users
from tests.differential.drawn import DrawnCells, DrawnStack, DrawnStream, DrawnTransfer

from pulmu import model
from pulmu.model import Quantity, SourceStream


def source_stream(item: DrawnStream) -> SourceStream:
    """A source stream."""
    unit, times = item.written
    more: dict[str, Any] = {}
    if item.method in ("in", "out"):
        return _carbon(item)
    if item.composition:
        more["composition"] = item.composition
    if not item.looked_up:
        more |= {**_own_factor(item), "factor_evidence": "laboratory report 7"}
        if item.heating_value is not None:
            more["net_calorific_value"] = _heating_value(item)
    if item.method == "combustion":
        more |= {"oxidation_factor": item.share, "zero_rated_fraction": item.biomass}
    else:
        more |= {"conversion_factor": item.share, "zero_rated_fraction": item.biomass}
    return SourceStream(
        id=item.id,
        method=item.method,  # type: ignore[arg-type]
        material=item.material,
        amount=Quantity(item.amount * times, unit),
        net_to_gross_ratio=item.gross,
        measured_by=item.measured_by,
        **_proof(item),
        used_by=users(item.users, unit, times),
        **more,
    )


def _proof(item: DrawnStream) -> dict[str, Any]:
    if not item.proof:
        return {}
    return {"biomass_evidence": "UDB-1" if item.biomass else "", "biomass_proof": item.proof}


def _carbon(item: DrawnStream) -> SourceStream:
    unit, times = item.written
    more: Any = {} if item.looked_up else {**_carbon_content(item), "factor_evidence": "laboratory report 7"}
    return SourceStream(
        id=item.id,
        method="mass_balance",  # type: ignore[arg-type]
        direction=item.method,
        material=item.material,
        amount=Quantity(item.amount * times, unit),
        zero_rated_fraction=item.biomass,
        biomass_evidence="UDB-1" if item.proven else "",
        biomass_trace="C-14 report 3" if item.is_traced else "",
        used_by=users(item.users, unit, times),
        **more,
    )


def _own_factor(item: DrawnStream) -> dict[str, Any]:
    if item.told is None or item.told[1] != "C":
        return {"emission_factor": _factor(item)}
    if item.as_percent:
        return {"carbon_content": Quantity(item.told[0] * 100, "%")}
    return {"carbon_content": Quantity(item.told[0], f"t C/{'t' if item.unit == 't' else '1000 Nm3'}")}


def _carbon_content(item: DrawnStream) -> dict[str, Any]:
    if item.as_percent:
        return {"carbon_content": Quantity(item.factor * 100, "%")}
    of = "t" if item.unit == "t" else "1000 Nm3"
    if item.told is None:
        return {"carbon_content": Quantity(item.factor, f"t C/{of}")}
    factor, per = item.told
    if per != "TJ":
        return {"emission_factor": Quantity(factor, f"t CO2/{of}")}
    return {"emission_factor": Quantity(factor, "t CO2/TJ"), "net_calorific_value": _heating_value(item)}


def _factor(item: DrawnStream) -> Quantity:
    if item.told is not None:
        return Quantity(item.told[0], "t CO2/t")
    if item.per == "TJ":
        return Quantity(item.factor, "kg CO2/GJ" if item.gross is not None else "t CO2/TJ")
    unit, times = item.written
    if unit == "kL":
        return Quantity(item.factor / times, "t CO2/kL")
    return Quantity(item.factor, "t CO2/t" if item.unit == "t" else "t CO2/1000 Nm3")


def _heating_value(item: DrawnStream) -> Quantity:
    assert item.heating_value is not None
    unit, times = item.written
    if unit == "kL":
        return Quantity(item.heating_value / times, "MJ/L")
    return Quantity(item.heating_value, "GJ/t" if item.unit == "t" else "MJ/Nm3")


def stack(item: DrawnStack, corroboration: str) -> Any:
    """A measured stack."""
    given: dict[str, Any] = {"mass": Quantity(item.tonnes, "t")}
    if not item.as_mass:
        given = {
            "concentration": Quantity(item.concentration, "g/Nm3"),
            "flow": Quantity(item.flow * 1000, "Nm3/h"),
            "hours": Quantity(item.hours, "h"),
        }
    if item.biomass:
        given |= {
            "zero_rated_mass": Quantity(item.tonnes * item.biomass, "t"),
            "biomass_evidence": "ISO 18466 report" if item.proof else "",
            "biomass_proof": item.proof or "unstated",
        }
    return model.MeasuredSource(
        id=item.id, gas=item.gas, corroboration=corroboration, used_by=users(item.users, "t"), **given
    )


def cells(item: DrawnCells) -> Any:
    """Electrolysis cells."""
    given: dict[str, Any] = {"anode_effect_frequency": item.frequency, "anode_effect_duration": item.duration}
    own = {"slope_factor": item.factor}
    if item.method == "overvoltage":
        given = {"anode_effect_overvoltage": item.overvoltage, "current_efficiency": item.efficiency}
        own = {"overvoltage_coefficient": item.factor}
    if item.own:
        given |= {**own, "weight_fraction": item.fraction, "factor_evidence": "measurement of 2025"}
    return model.Electrolysis(
        id=item.id,
        process=item.process,
        technology=item.technology,
        method=item.method,
        aluminium=Quantity(item.aluminium, "t"),
        collection_efficiency=item.collection,
        **given,
    )


def transfer(item: DrawnTransfer) -> model.CarbonDioxideTransfer:
    """CO2 that is handed on, with all that shows where it goes or without."""
    told = {"receiver": "the store", "receiver_monitoring": "meter at the well", "chain_of_custody": "pipe records"}
    return model.CarbonDioxideTransfer(
        id=item.id,
        process=item.place,
        amount=Quantity(item.tonnes, "t"),
        purpose=item.purpose,  # type: ignore[arg-type]
        **(told if item.proven else {"receiver": "the store"}),
    )
