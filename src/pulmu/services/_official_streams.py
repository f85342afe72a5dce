"""Source streams and the fuel balance, as the template holds them."""

import dataclasses

from pulmu.carbon import Statement
from pulmu.carbon.allocate import divide, share_out
from pulmu.carbon.flows import flows_of
from pulmu.carbon.functional import has_one_functional_unit
from pulmu.carbon.streams import StreamFactors, stream_factors
from pulmu.carbon.waste_gas import as_stream
from pulmu.model import Figure, Quantity, SourceStream, WasteGas, fact
from pulmu.reference import country
from pulmu.services._official_monitoring import counted_streams
from pulmu.services._official_reasons import Reasons
from pulmu.services.official_content import (
    COMBUSTION,
    MASS_BALANCE,
    PROCESS_EMISSIONS,
    THOUSAND_CUBIC_METRES,
    TONNES,
    OfficialStream,
)

_AMOUNTS = {"mass": ("t", 1.0, TONNES), "normal volume": ("Nm3", 1e-3, THOUSAND_CUBIC_METRES)}
_GIGAJOULES = {"mass": ("TJ/t", 1e3), "normal volume": ("TJ/Nm3", 1e6)}
_DIRECT = {"mass": ("t CO2/t", 1.0, "tCO2/t"), "normal volume": ("t CO2/Nm3", 1e3, "tCO2/1000Nm3")}
_BRIDGE = 1_000.0
"""Net calorific value of a stream that is known by its energy: one tonne stands for one terajoule. [GJ/t]"""


def official_streams(statement: Statement, told: Reasons) -> tuple[OfficialStream, ...]:
    """A row for each source stream, but those whose CO2 is measured: it counts there; and for waste gases burnt."""
    plant = statement.plant
    iso2 = country(plant.installation.country).iso2
    rows = []
    gases = (stream for _, stream in burnt_gases(statement))
    for number, stream in enumerate((*counted_streams(plant), *gases)):
        rows.append(_row(stream, stream_factors(stream, iso2)))
        if stream.amount.dimension not in _AMOUNTS:
            told.add("official.stream_unit", "B_EmInst", f"F{17 + number}", stream.name or stream.id)
    return tuple(rows)


def burnt_gases(statement: Statement) -> list[tuple[WasteGas, SourceStream]]:
    """Waste gases whose carbon counts where they are burnt, each as a stream of the amount that is."""
    found = []
    for gas in statement.plant.waste_gases:
        names = {f"{gas.id}.{user}" for user in (*gas.used_by, "exported", "flared")}
        parts = [item.amount for item in statement.direct_emissions if item.id in names]
        if parts:
            unit = gas.amount.unit
            burnt = Quantity(sum(part.to(unit) for part in parts), unit, gas.amount.evidence, gas.amount.source)
            found.append((gas, dataclasses.replace(as_stream(gas), amount=burnt)))
    return found


def _row(stream: SourceStream, factors: StreamFactors) -> OfficialStream:
    name = stream.name or stream.id
    biomass = 100.0 * factors.zero_rated_fraction.value or None
    if stream.method == "mass_balance":
        return _carbon(stream, factors, name, biomass)
    share = 100.0 * factors.share.value
    row = OfficialStream(method=COMBUSTION, name=name, oxidation=share, biomass=biomass, unit=TONNES)
    if stream.method == "process":
        row = OfficialStream(method=PROCESS_EMISSIONS, name=name, conversion=share, biomass=biomass, unit=TONNES)
    dimension = stream.amount.dimension
    if dimension not in _AMOUNTS:
        return _by_energy(row, stream, factors)
    base, per, unit = _AMOUNTS[dimension]
    row = dataclasses.replace(row, amount=stream.amount.to(base) * per, unit=unit)
    if factors.to_energy is not None:  # for the energy too, where the factor is per amount
        wanted, times = _GIGAJOULES[dimension]
        row = dataclasses.replace(row, net_calorific_value=factors.to_energy.to(wanted) * times)
    if not factors.per_energy:
        wanted, times, written = _DIRECT[dimension]
        return dataclasses.replace(row, emission_factor=factors.emission_factor.to(wanted) * times, factor_unit=written)
    return dataclasses.replace(row, emission_factor=factors.emission_factor.to("t CO2/TJ"), factor_unit="tCO2/TJ")


def _carbon(stream: SourceStream, factors: StreamFactors, name: str, biomass: float | None) -> OfficialStream:
    """A part of a mass balance: what leaves it is a negative amount."""
    base, per, unit = _AMOUNTS[stream.amount.dimension]
    sign = -1.0 if stream.direction == "out" else 1.0
    content = factors.emission_factor.to(f"t C/{base}") / per
    return OfficialStream(
        method=MASS_BALANCE,
        name=name,
        amount=sign * stream.amount.to(base) * per,
        unit=unit,
        carbon_content=content,
        biomass=biomass,
    )


def _by_energy(row: OfficialStream, stream: SourceStream, factors: StreamFactors) -> OfficialStream:
    """A stream in litres or energy: the template knows tonnes and cubic metres only."""
    amount = fact(stream.amount, "amount")
    energy = factors.energy(amount)
    if factors.per_energy and energy is not None:
        return dataclasses.replace(
            row,
            amount=energy.to("TJ net"),
            net_calorific_value=_BRIDGE,
            emission_factor=factors.emission_factor.to("t CO2/TJ"),
            factor_unit="tCO2/TJ",
        )
    return dataclasses.replace(
        row,
        amount=stream.amount.to("L") / 1e3,
        emission_factor=factors.emission_factor.to("t CO2/L") * 1e3,
        factor_unit="tCO2/t",
    )


def levels_of(statement: Statement) -> dict[str, Figure]:
    """What shares a flow that is not metered by user: functional units where all count in one, else tonnes."""
    steps = {step.id for step in statement.plant.outsourced_steps}
    given = tuple(process for process in statement.plant.processes if process.id not in steps)
    by_unit = has_one_functional_unit(dataclasses.replace(statement.plant, processes=given))
    return {name: item.activity_level if by_unit else item.mass for name, item in statement.processes.items()}


def fuel_balance(statement: Statement, inside: set[str]) -> tuple[float, float, float]:
    """Net energy of fuel burnt for CBAM goods, for own electricity, and for what is outside every CBAM process. [TJ]

    What feeds a heat net is in none of them: the template calls it the rest.
    """
    plant = statement.plant
    activity = levels_of(statement)
    flows, iso2 = flows_of(plant), country(plant.installation.country).iso2
    counted = {gas.id for gas, _ in burnt_gases(statement)}
    burnt = [(flow.stream, flow.uses) for flow in flows.streams]
    burnt += [(as_stream(flow.gas), flow.uses) for flow in flows.waste_gases if flow.gas.id in counted]
    goods = power = outside = 0.0
    for stream, uses in burnt:
        factors = stream_factors(stream, iso2)
        for use, part in share_out(fact(stream.amount, "amount"), uses, activity):
            for place, share in divide(part, use, activity):
                energy = _energy(factors, share)
                kind: str = place.kind
                if place.generator or kind == "combined_heat_and_power":
                    power += energy
                elif place.kind == "process" and place.name in inside:
                    goods += energy
                elif place.kind not in ("heat_net", "exported"):
                    outside += energy
    return goods, power, outside


def _energy(factors: StreamFactors, amount: Figure) -> float:
    if factors.stream.method == "process":
        return 0.0
    energy = factors.energy(amount)
    return energy.to("TJ net") if energy is not None else 0.0
