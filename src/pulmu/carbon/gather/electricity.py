"""Electricity: own generation taken out of its process, and what each process consumed."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from pulmu.carbon.allocate import share_out
from pulmu.carbon.attribution import directly_attributable_emissions, remaining_amount
from pulmu.carbon.electricity import (
    electricity_emissions,
    mean_electricity_emission_factor,
    own_generation_emission_factor,
    share_by_consumption,
)
from pulmu.carbon.flows import Destination, Flows, Use
from pulmu.carbon.gather.sums import Power, Sums, note, shared
from pulmu.carbon.law import method_regulation
from pulmu.carbon.quote import quoted
from pulmu.carbon.totals import joined
from pulmu.model import ElectricitySource, EmissionSource, Figure, InputError, Plant, fact
from pulmu.reference import country, grid_emission_factor

GRID_YEAR = 2023
"""Newest year of the Korean grid factor in the tables; for the footprint only."""
OWN_GENERATION = ("own_generation", "own_combined_heat_and_power")
CONDITIONAL = ("direct_line", "power_purchase_agreement")
"""Sources that count with their own factor only where the electricity really flows (R956 Annex IV, point 6)."""
TOLERANCE = 1e-6
"""Relative excess that rounding of meters explains."""


def walk_generators(plant: Plant, sums: Sums) -> None:
    """Own generation: what it takes out of the process in whose boundary it burns its fuel, and what its use brings."""
    for source in plant.emission_sources:
        burnt = sums.generators.get(source.id)
        if source.electricity_produced is not None and source.electricity_produced.value > 0 and burnt:
            name = source.name or source.id
            produced = fact(source.electricity_produced, "net electricity produced", name, "MWh")
            emitted = directly_attributable_emissions.figure(parts=burnt).of(name)
            factor = own_generation_emission_factor.figure(emissions=emitted, electricity=produced).of(name)
            moved = electricity_emissions.figure(electricity=produced, emission_factor=factor).of(name)
            process = sums.generator_process[source.id]
            if process:
                sums.generated[process].append(moved)
            sums.power[source.id] = Power(process, moved, factor)
        power = sums.power.get(source.id)
        if power is not None and power.process:
            _note_power(source, power, sums)
            if sums.indirect is not None and source.id not in named_generators(plant):
                sums.indirect[power.process].append(_used_at_home(source, power))


def named_generators(plant: Plant) -> set[str]:
    """Own generators whose electricity is shared by the whole plant: a source of electricity names them."""
    return {source.generator for source in plant.electricity.sources if source.kind in OWN_GENERATION}


def _note_power(source: EmissionSource, power: Power, sums: Sums) -> None:
    place, name = Destination("process", power.process), source.name or source.id
    if source.electricity_produced is not None:
        note(sums, place, "electricity_made", fact(source.electricity_produced, "electricity made", name, "MWh"))
    if source.electricity_exported is not None:
        gone = fact(source.electricity_exported, "electricity exported", name, "MWh")
        note(sums, place, "electricity_exported", gone)


def _used_at_home(source: EmissionSource, power: Power) -> Figure:
    """Emissions of own electricity that its process used."""
    name = source.name or source.id
    if source.electricity_produced is None or source.electricity_exported is None:
        return power.emissions
    produced = fact(source.electricity_produced, "net electricity produced", name, "MWh")
    exported = fact(source.electricity_exported, "electricity exported", name, "MWh")
    used = remaining_amount.figure(installation=produced, known=[exported]).of(name)
    return electricity_emissions.figure(electricity=used, emission_factor=power.factor).of(name)


def walk_electricity(plant: Plant, flows: Flows, activity: Mapping[str, Figure], sums: Sums) -> None:
    """What each process consumed, by the mean of all sources but those that are dedicated to some processes."""
    amounts = [fact(source.amount, "electricity", source.id, "MWh") for source in plant.electricity.sources]
    if not amounts or not plant.electricity.used_by:
        return
    total = joined(amounts, "electricity")
    shares = share_out(total, flows.electricity, activity)
    sums.shared.append(shared("electricity", "electricity", total, shares))
    for use, amount in shares:
        note(sums, use.parts[0].destination, "electricity_taken", amount)
    factors = {source.id: source_factor(plant, source, sums.power) for source in plant.electricity.sources}
    if sums.indirect is None or None in factors.values():
        sums.indirect = None
        return
    known = {name: factor for name, factor in factors.items() if factor is not None}
    mean, taken = electricity_factor(plant, sums.power), _dedicated(plant, shares)
    for number, (use, amount) in enumerate(shares):
        place = use.parts[0].destination
        if place.kind != "process":
            continue
        for source, part in taken.get(number, ()):
            emitted = electricity_emissions.figure(electricity=part, emission_factor=known[source])
            sums.indirect[place.name].append(emitted.of(f"{source} in {use.consumer}"))
        rest = _rest(use, amount, [part for _, part in taken.get(number, ())])
        if mean is not None:
            emitted = electricity_emissions.figure(electricity=rest, emission_factor=mean)
            sums.indirect[place.name].append(emitted.of(use.consumer))


def _rest(use: Use, amount: Figure, dedicated: list[Figure]) -> Figure:
    """What a user took of the common sources."""
    if not dedicated:
        return amount
    rest = remaining_amount.figure(installation=amount, known=dedicated).of(use.consumer)
    if rest.value < -TOLERANCE * amount.value:
        raise InputError.of(
            "carbon.dedicated_exceeds",
            f"electricity, used_by, {use.consumer}",
            f"{use.consumer}: the sources dedicated to it give more than the {amount.value:.6g} MWh it took",
            "check the amounts of the dedicated sources and the meters of their users",
            user=use.consumer,
            taken=f"{amount.value:.6g}",
        )
    return rest


def _dedicated(plant: Plant, shares: list[tuple[Use, Figure]]) -> dict[int, list[tuple[str, Figure]]]:
    """What each user, by its number, took of each dedicated source: in proportion to its consumption."""
    found: dict[int, list[tuple[str, Figure]]] = {}
    for source in plant.electricity.sources:
        users = dedicated_users(source, [use for use, _ in shares])
        consumption = [shares[number][1] for number in users]
        if not sum(figure.value for figure in consumption) > 0:
            continue
        amount = fact(source.amount, "electricity", source.id, "MWh")
        for number, electricity in zip(users, consumption, strict=True):
            part = share_by_consumption.figure(amount=amount, electricity=electricity, consumption=consumption)
            found.setdefault(number, []).append((source.id, part.of(f"{source.id} in {shares[number][0].consumer}")))
    return found


def is_dedicated(source: ElectricitySource) -> bool:
    """Whether a source stands apart from the mean: some processes alone take it, with proof."""
    return bool(source.dedicated_to and source.dedicated_evidence)


def dedicated_users(source: ElectricitySource, uses: Sequence[Use]) -> list[int]:
    """Numbers of the users that alone take a source; none for a common one."""
    if not is_dedicated(source):
        return []
    places = [use.parts[0].destination for use in uses]
    return [n for n, place in enumerate(places) if place.kind == "process" and place.name in source.dedicated_to]


def electricity_factor(plant: Plant, power: Mapping[str, Power] = MappingProxyType({})) -> Figure | None:
    """Factor of the plant's common electricity, mean over its sources (Article 9); None where one is not known."""
    sources = [source for source in plant.electricity.sources if not is_dedicated(source)]
    factors = [factor for source in sources if (factor := source_factor(plant, source, power)) is not None]
    if len(factors) < len(sources) or not sources:
        return None
    if len(factors) == 1 or not any(source.amount.value > 0 for source in sources):
        return factors[0]
    amounts = [fact(source.amount, "electricity", source.id, "MWh") for source in sources]
    return mean_electricity_emission_factor.figure(amounts=amounts, emission_factors=factors)


def source_factor(plant: Plant, source: ElectricitySource, power: Mapping[str, Power]) -> Figure | None:
    """Factor of one source; None where it is not known."""
    if source.kind in OWN_GENERATION:
        made = power.get(source.generator)
        if made is None and burns_nothing(plant, source):
            law, because = method_regulation("Annex II D.4.1", "transitional"), "its generator burns nothing"
            return Figure(0.0, "t CO2e/MWh", "electricity emission factor", law, because, subject=source.id)
        return None if made is None else made.factor
    if source.kind == "own_renewable" and source.emission_factor is None:
        law = method_regulation("Annex II D.4.1", "transitional")
        because = "own renewable generation"
        return Figure(0.0, "t CO2e/MWh", "electricity emission factor", law, because, subject=source.id)
    if source.emission_factor is not None and may_count_actual(source):
        because = source.agreement or source.evidence
        return fact(source.emission_factor, "electricity emission factor", source.id, "t CO2e/MWh", because)
    if source.kind in CONDITIONAL and source.emission_factor is None:
        return None
    return _grid_factor(plant)


def burns_nothing(plant: Plant, source: ElectricitySource) -> bool:
    """Whether own generation runs without fuel, on waste heat: no flow names its generator."""
    if source.kind != "own_generation":
        return False
    users = [item.used_by for item in plant.source_streams]
    users += [item.used_by for item in plant.waste_gases] + [item.used_by for item in plant.measured_sources]
    return not any(source.generator in used_by for used_by in users)


def may_count_actual(source: ElectricitySource) -> bool:
    """Whether a source may count with its own factor: one elsewhere only where its electricity really flows."""
    if source.kind in CONDITIONAL:
        return bool(source.producer and source.agreement and source.smart_meters_at_both_ends)
    return source.kind != "unbundled_certificate"


def _grid_factor(plant: Plant) -> Figure | None:
    """Factor of the grid: as the plant gives it for a grid source, else that of Korea."""
    for source in plant.electricity.sources:
        if source.kind == "grid" and source.emission_factor is not None:
            return fact(source.emission_factor, "electricity emission factor", source.id, "t CO2e/MWh", source.evidence)
    if country(plant.installation.country).iso2 != "KR":
        return None
    return quoted(
        grid_emission_factor("KR", GRID_YEAR, "co2e"),
        "grid emission factor",
        "Korea",
        "footprint only, newest year published",
    )
