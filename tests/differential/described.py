"""The drawn plant as Pulmu's plant: what a user would write into its file."""

from typing import Any

from tests.differential.drawn import (
    Drawn,
    DrawnCells,
    DrawnCombined,
    DrawnEquipment,
    DrawnNet,
    DrawnProcess,
    DrawnPurchase,
    DrawnStack,
    DrawnStream,
    DrawnSupply,
    DrawnWasteGas,
)

from pulmu import model
from pulmu.model import (
    Company,
    Decisions,
    ElectricityBalance,
    ElectricitySource,
    EmissionSource,
    HeatNet,
    Installation,
    Period,
    Plant,
    Process,
    Product,
    Purchase,
    Quantity,
    SourceStream,
    Step,
    VerifiedValue,
)


def described(drawn: Drawn) -> Plant:
    """The plant of a draw."""
    return Plant(
        company=Company(name=f"Drawn Works {drawn.number}", country="KR"),
        installation=Installation(name=f"Drawn Plant {drawn.number}", country="KR"),
        period=Period.of_year(2026),
        processes=tuple(_process(item) for item in drawn.processes),
        source_streams=tuple(_stream(item) for item in drawn.streams),
        emission_sources=tuple(_equipment(item) for item in drawn.equipment),
        heat_nets=tuple(_net(item) for item in drawn.nets),
        purchases=tuple(_purchase(item) for item in drawn.purchases),
        electricity=ElectricityBalance(
            sources=tuple(_supply(item) for item in drawn.supplies), used_by=_users(drawn.power, "MWh")
        ),
        decisions=Decisions(markup_on_precursor_defaults=drawn.markup is not None),
        **_more(drawn),
    )


def _more(drawn: Drawn) -> dict[str, Any]:
    found = {
        "waste_gases": tuple(_waste_gas(item) for item in drawn.waste_gases),
        "measured_sources": tuple(_stack(item) for item in drawn.stacks),
        "electrolysis": tuple(_cells(item) for item in drawn.cells),
    }
    return {name: items for name, items in found.items() if items}


def _supply(item: DrawnSupply) -> ElectricitySource:
    more: dict[str, Any] = {"emission_factor": Quantity(item.factor, "t CO2e/MWh")}
    if item.generator:
        more = {"generator": item.generator}
    elif item.kind == "direct_line":
        more |= {"producer": "the power plant next door", "agreement": "line 7", "smart_meters_at_both_ends": True}
    return ElectricitySource(
        id=item.id,
        kind=item.kind,  # type: ignore[arg-type]
        amount=Quantity(item.amount, "MWh"),
        evidence="meter and contract",
        **more,
    )


def _waste_gas(item: DrawnWasteGas) -> Any:
    by = "waste_gas" if item.counted_here else "source_streams"
    return model.WasteGas(
        id=item.id,
        amount=Quantity(item.amount * 1000, "Nm3"),
        net_calorific_value=Quantity(item.heating_value, "MJ/Nm3"),
        emission_factor=Quantity(item.factor, "t CO2/TJ"),
        factor_evidence="laboratory report 9",
        produced_by=item.produced_by,
        carbon_counted_by=by if item.produced_by else None,
        imported_from="" if item.produced_by else "the neighbour",
        used_by=_users(item.users, "Nm3", 1000.0),
        exported=Quantity(item.exported * 1000, "Nm3") if item.exported else None,
        flared=Quantity(item.flared * 1000, "Nm3") if item.flared else None,
    )


def _stack(item: DrawnStack) -> Any:
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
            "biomass_evidence": "ISO 18466 report" if item.proven else "",
        }
    return model.MeasuredSource(
        id=item.id, gas=item.gas, corroboration="carbon balance of the year", used_by=_users(item.users, "t"), **given
    )


def _cells(item: DrawnCells) -> Any:
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


def _users(users: dict[str, float | None], unit: str, times: float = 1.0) -> dict[str, Any]:
    return {name: "rest" if amount is None else Quantity(amount * times, unit) for name, amount in users.items()}


def _process(item: DrawnProcess) -> Process:
    return Process(
        id=item.id,
        goods=tuple(
            Product(
                id=good.id,
                cn_code=good.cn_code,
                produced=Quantity(good.tonnes, "t"),
                cbam_good=bool(item.category),
                route=item.letter,
                **_content(item),
            )
            for good in item.goods
        ),
        grouping_reason="same machines" if len(item.goods) > 1 else "",
        steps=tuple(Step(id=step.id, kind=step.kind) for step in item.steps),  # type: ignore[arg-type]
        own_precursors={name: Quantity(mass, "t") for name, mass in item.own.items()},
    )


def _content(item: DrawnProcess) -> dict[str, Any]:
    attribute = {"Cement": "clinker_content", "Ammonia": "nitrogen_content", "Nitric acid": "nitrogen_content",
                 "Urea": "nitrogen_content", "Mixed fertilisers": "nitrogen_content"}  # fmt: skip
    return {attribute[item.category]: item.content} if item.category in attribute else {}


def _stream(item: DrawnStream) -> SourceStream:
    unit, times = item.written
    more: dict[str, Any] = {}
    if item.method in ("in", "out"):
        return _carbon(item)
    if not item.looked_up:
        more = {"emission_factor": _factor(item), "factor_evidence": "laboratory report 7"}
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
        biomass_evidence="UDB-1" if item.proven else "",
        used_by=_users(item.users, unit, times),
        **more,
    )


def _carbon(item: DrawnStream) -> SourceStream:
    unit, times = item.written
    content = Quantity(item.factor, "t C/t" if item.unit == "t" else "t C/1000 Nm3")
    more: Any = {} if item.looked_up else {"carbon_content": content, "factor_evidence": "laboratory report 7"}
    return SourceStream(
        id=item.id,
        method="mass_balance",  # type: ignore[arg-type]
        direction=item.method,
        material=item.material,
        amount=Quantity(item.amount * times, unit),
        zero_rated_fraction=item.biomass,
        biomass_evidence="UDB-1" if item.proven else "",
        biomass_trace="C-14 report 3" if item.biomass else "",
        used_by=_users(item.users, unit, times),
        **more,
    )


def _factor(item: DrawnStream) -> Quantity:
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


def _equipment(item: DrawnEquipment) -> EmissionSource:
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
    efficiencies = item.efficiencies or (None, None)
    return model.CombinedHeatAndPower(
        fuel_class=item.fuel_class,
        year_of_construction=item.year,
        heat_form=item.form,
        heat_produced=None if item.heat is None else Quantity(item.heat, "TJ"),
        heat_efficiency=efficiencies[0],
        electricity_efficiency=efficiencies[1],
        condensate_counted=item.condensate_counted,
    )


def _net(item: DrawnNet) -> HeatNet:
    more: Any = {} if item.heat_of == "exhaust" else {"origin": item.heat_of}
    return HeatNet(
        **more,
        id=item.id,
        produced_by=item.boilers,
        recovered_from=item.recovered_from,
        imported_from="the neighbour" if item.origin == "imported" else "",
        emission_factor=None if item.factor is None else Quantity(item.factor, "t CO2/TJ"),
        emission_factor_verification="VR-9" if item.verified else "",
        heat_produced=None if item.produced is None else Quantity(item.produced * 1000, "GJ"),
        efficiency=item.efficiency,
        used_by=_users(item.users, "GJ", 1000.0),
        exported=Quantity(item.exported * 1000, "GJ") if item.exported else None,
    )


def _purchase(item: DrawnPurchase) -> Purchase:
    return Purchase(
        id=item.id,
        cn_code=item.cn_code,
        country_of_origin=item.country,
        origin_evidence="certificate of origin" if item.exempt else "",
        received=Quantity(item.received, "t"),
        used_by=_users(item.users, "t"),
        verified=VerifiedValue(
            direct=Quantity(item.direct, "t CO2e/t"),
            indirect=Quantity(item.electricity * item.electricity_factor, "t CO2e/t"),
            verification_report="VR-1" if item.verified else "",
            year=2026,
        ),
        specific_use_evidence="batch cards" if item.proven_use else "",
    )
