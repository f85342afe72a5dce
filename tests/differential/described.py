"""The drawn plant as Pulmu's plant: what a user would write into its file."""

from typing import Any

from tests.differential.drawn import Drawn, DrawnEquipment, DrawnNet, DrawnProcess, DrawnPurchase, DrawnStream

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
            sources=tuple(
                ElectricitySource(
                    id=item.id,
                    kind=item.kind,  # type: ignore[arg-type]
                    amount=Quantity(item.amount, "MWh"),
                    emission_factor=Quantity(item.factor, "t CO2e/MWh"),
                    evidence="meter and contract",
                )
                for item in drawn.supplies
            ),
            used_by=_users(drawn.power, "MWh"),
        ),
        decisions=Decisions(markup_on_precursor_defaults=drawn.markup is not None),
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
            )
            for good in item.goods
        ),
        grouping_reason="same machines" if len(item.goods) > 1 else "",
        steps=tuple(Step(id=step.id, kind=step.kind) for step in item.steps),  # type: ignore[arg-type]
        own_precursors={name: Quantity(mass, "t") for name, mass in item.own.items()},
    )


def _stream(item: DrawnStream) -> SourceStream:
    unit, times = item.written
    more: dict[str, Any] = {}
    if not item.looked_up:
        more = {"emission_factor": _factor(item), "factor_evidence": "laboratory report 7"}
        if item.heating_value is not None:
            more["net_calorific_value"] = _heating_value(item)
    if item.method == "combustion":
        more |= {"oxidation_factor": item.share, "zero_rated_fraction": item.biomass}
    else:
        more |= {"conversion_factor": item.share}
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
    return EmissionSource(
        id=item.id,
        kind=item.kind,  # type: ignore[arg-type]
        serves=tuple(item.serves),
        throughput={name: Quantity(mass, "t") for name, mass in item.serves.items() if mass is not None},
        electricity_produced=None if item.megawatt_hours is None else Quantity(item.megawatt_hours, "MWh"),
    )


def _net(item: DrawnNet) -> HeatNet:
    return HeatNet(
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
