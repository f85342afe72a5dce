"""Streams, boilers, heat and electricity of a plant, from the rows of a filled template."""

from collections.abc import Mapping

from pulmu.model import (
    Electrolysis,
    EmissionSource,
    HeatNet,
    MeasuredSource,
    Quantity,
    SourceStream,
)
from pulmu.model.flow import Rest
from pulmu.model.monitoring import CellTechnology
from pulmu.reference import parameter
from pulmu.services._official_back_cells import Filled
from pulmu.services._official_back_shares import HeatPlan
from pulmu.services._official_chain import measured_mass, stream_emissions, stream_energy
from pulmu.services.official_content import COMBUSTION, MASS_BALANCE, PROCESS_EMISSIONS, SLOPE, OfficialStream

_FACTOR_UNITS = {"tCO2/TJ": "t CO2/TJ", "tCO2/t": "t CO2/t", "tCO2/1000Nm3": "kg CO2/Nm3"}
_UNITS = {"t": ("t", 1.0, "GJ/t"), "1000Nm3": ("Nm3", 1e3, "MJ/Nm3")}
_CARBON_UNITS = {"t": "t C/t", "Nm3": "kg C/Nm3"}
_TECHNOLOGIES: tuple[CellTechnology, ...] = ("PFPB MW", "PFPB M", "PFPB L", "CWPB", "SWPB", "VSS", "HSS")
_SAME = 1e-9


def streams_of(filled: Filled, plan: HeatPlan) -> tuple[SourceStream, ...]:
    """Source streams, each divided among processes and boilers as the emissions of all are."""
    return tuple(
        _stream(filled, plan, number, row)
        for number, row in enumerate(filled.content.streams)
        if row.method and row.amount is not None and filled.burnt_here(number)
    )


def _stream(filled: Filled, plan: HeatPlan, number: int, row: OfficialStream) -> SourceStream:
    unit, per, calorific = _UNITS.get(row.unit or "", _UNITS["t"])
    is_process, is_balance = row.method == PROCESS_EMISSIONS, row.method == MASS_BALANCE
    amount = filled.amount(abs(row.amount or 0.0) * per, unit, "streams", number, "amount")
    evidence, proof = filled.biomass(f"S{number + 1}")
    if row.biomass and not evidence:
        filled.told.add("official.read_biomass", "B_EmInst", f"R{17 + number}", row.name or "")

    def given(value: float | None, of_unit: str, name: str) -> Quantity | None:
        return None if value is None else filled.amount(value, of_unit, "streams", number, name)

    share = row.conversion if is_process else row.oxidation
    fraction = 1.0 if share is None else share / 100.0
    factor_unit = _FACTOR_UNITS.get(row.factor_unit or "", "t CO2/t")
    factor = None if is_balance else row.emission_factor
    by_mass = is_process and row.factor_unit != "tCO2/TJ"
    return SourceStream(
        id=filled.identifier(f"stream {row.name or number + 1}"),
        name=row.name or "",
        method="process" if is_process else "mass_balance" if is_balance else "combustion",
        direction="out" if is_balance and (row.amount or 0.0) < 0 else "in",
        carbon_content=given(row.carbon_content if is_balance else None, _CARBON_UNITS[unit], "carbon_content"),
        material=row.name or "-",
        amount=amount,
        net_calorific_value=given(None if by_mass else row.net_calorific_value, calorific, "net_calorific_value"),
        emission_factor=given(factor, factor_unit, "emission_factor"),
        factor_evidence=f"{filled.file.name}, sheet B_EmInst, row {17 + number}",
        oxidation_factor=1.0 if is_process or is_balance else fraction,
        conversion_factor=fraction if is_process else 1.0,
        zero_rated_fraction=(row.biomass or 0.0) / 100.0,
        biomass_evidence=evidence,
        biomass_proof=proof,
        used_by=_users(amount, plan.shares(is_balance)),
    )


def _users(amount: Quantity, shares: Mapping[str, float]) -> dict[str, Quantity | Rest]:
    """Who burns which part of a stream; nobody known burns the rest, or the last user where nothing is left."""
    users: dict[str, Quantity | Rest] = {
        name: Quantity(amount.value * part, amount.unit, amount.evidence, amount.source)
        for name, part in shares.items()
    }
    if sum(shares.values()) < 1.0 - _SAME:
        return users | {"outside": "rest"}
    last = max(shares, key=lambda name: shares[name])
    return users | {last: "rest"}


def measured_of(filled: Filled, plan: HeatPlan) -> tuple[MeasuredSource, ...]:
    """Measured stacks, divided as the streams are."""
    found = []
    for number, row in enumerate(filled.content.measured):
        if not row.gas:
            continue
        evidence, proof = filled.biomass(f"M{number + 1}")
        mass = filled.amount(measured_mass(row), "t", "measured", number, "concentration")
        biomass = mass.value * (row.biomass or 0.0) / 100.0
        found.append(
            MeasuredSource(
                id=filled.identifier(f"stack {row.name or number + 1}"),
                name=row.name or "",
                gas="N2O" if row.gas == "N2O" else "CO2",
                mass=mass,
                zero_rated_mass=Quantity(biomass, "t", mass.evidence, mass.source) if biomass else None,
                biomass_evidence=evidence,
                biomass_proof=proof,
                corroboration=f"as {filled.file.name} states",
                used_by=_users(mass, plan.shares(is_balance=False)),
            )
        )
    return tuple(found)


def electrolysis_of(filled: Filled, plan: HeatPlan) -> tuple[Electrolysis, ...]:
    """Groups of cells, all in the process that makes unwrought aluminium; their factors are those of the template."""
    if plan.cells is None:
        return ()
    found = []
    for number, row in enumerate(filled.content.electrolysis):
        if not row.method:
            continue
        technology = next((name for name in _TECHNOLOGIES if name in (row.technology or "")), None)
        if technology is None:
            filled.told.add("official.read_technology", "B_EmInst", f"E{98 + number}", row.technology or "-")
        found.append(
            Electrolysis(
                id=filled.identifier(f"cells {number + 1}"),
                process=filled.processes[plan.cells],
                technology=technology or "CWPB",
                method="slope" if row.method == SLOPE else "overvoltage",
                aluminium=filled.amount(row.aluminium or 0.0, "t", "electrolysis", number, "aluminium"),
                anode_effect_frequency=row.frequency,
                anode_effect_duration=row.duration,
                anode_effect_overvoltage=row.overvoltage,
                current_efficiency=row.current_efficiency,
                slope_factor=row.slope_factor,
                overvoltage_coefficient=row.overvoltage_coefficient,
                weight_fraction=row.weight_fraction,
                factor_evidence=f"{filled.file.name}, sheet B_EmInst, row {98 + number}",
                collection_efficiency=row.collection_efficiency or 1.0,
            )
        )
    return tuple(found)


def sources_of(filled: Filled, plan: HeatPlan) -> tuple[EmissionSource, ...]:
    """Boilers of heat nets, and generators inside processes."""
    generators = (_generator(filled, name, number) for name, number in plan.generators.items())
    return (*(EmissionSource(id=name, kind="boiler") for name in plan.boilers), *generators)


def _generator(filled: Filled, name: str, number: int) -> EmissionSource:
    """What it made left the process, as the template says; what the process took is told apart, with its factor."""
    made = filled.amount(filled.content.processes[number].exported or 0.0, "MWh", "processes", number, "exported")
    return EmissionSource(
        id=name,
        kind="generator",
        serves=(filled.processes[number],),
        electricity_produced=made,
        electricity_exported=made,
    )


def heat_nets_of(filled: Filled, plan: HeatPlan) -> tuple[HeatNet, ...]:
    """Heat nets that give each process what the template tells."""
    nets = []
    for net in plan.nets:
        partners = (*net.users, *(() if net.exporter is None else (net.exporter,)))
        told = (filled.remarks.get(f"P{number + 1}", {}).get("heat verification", "") for number in partners)
        report = "" if net.boiler else next(filter(None, told), "")
        is_free = net.exporter is not None and net.factor == 0.0
        if not net.boiler and not report and not is_free:
            filled.told.add("official.read_heat_factor", "D_Processes", "", net.name)
        if net.exporter is not None and not is_free and _has_other_factor(filled, plan, net.exporter, net.factor):
            filled.told.add("official.read_recovered_heat", "D_Processes", f"M{58 + 65 * net.exporter}", net.name)
        nets.append(
            HeatNet(
                id=filled.identifier(net.name),
                name=net.name,
                produced_by=(net.boiler,) if net.boiler else (),
                recovered_from=filled.processes[net.exporter] if net.exporter is not None else "",
                imported_from="" if net.boiler or net.exporter is not None else "as the template tells it",
                origin="exothermic" if is_free else None,
                emission_factor=None if net.boiler or is_free else Quantity(net.factor, "t CO2/TJ", filled.file.name),
                emission_factor_verification="" if is_free else report,
                used_by={
                    filled.processes[number]: filled.amount(amount, "TJ", "processes", number, "heat_in")
                    for number, amount in net.users.items()
                },
                exported=Quantity(net.sold, "TJ", filled.file.name) if net.sold else None,
            )
        )
    return tuple(nets)


def _has_other_factor(filled: Filled, plan: HeatPlan, exporter: int, factor: float) -> bool:
    """Whether heat a process gave off counts with another factor: that of the fuels the process is read to burn."""
    fuels = [row for row in filled.content.streams if row.method == COMBUSTION and row.amount]
    burns = plan.shares(is_balance=False).get(filled.processes[exporter], 0.0) > 0
    if not burns or not fuels or any(row.net_calorific_value is None for row in fuels):
        return False  # then the factor that is typed counts, if it is verified
    divisor = parameter("heat_recovered_divisor").value
    own = sum(map(stream_emissions, fuels)) / sum(map(stream_energy, fuels)) / divisor
    return abs(own - factor) > _SAME * max(1.0, factor)
