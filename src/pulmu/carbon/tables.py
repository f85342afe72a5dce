"""Many plants as one set of arrays: rows of every flow, numbered across all plants. Look-ups only, no arithmetic."""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from pulmu.carbon.activity import production
from pulmu.carbon.attribution import share_by_functional_unit
from pulmu.carbon.combined_heat_and_power import reference_efficiencies, unmeasured_efficiencies
from pulmu.carbon.consumption import counted_deliveries
from pulmu.carbon.flows import Part, Use, WasteGasFlow, flows_of, process_of_place, process_of_products
from pulmu.carbon.functional import (
    functional_amount,
    has_one_functional_unit,
    product_content,
    specific_emissions_per_tonne,
)
from pulmu.carbon.gather.combined_heat_and_power import metered_heat, net_of_unit, process_of_unit
from pulmu.carbon.gather.electricity import (
    OWN_GENERATION,
    dedicated_users,
    is_dedicated,
    named_generators,
    source_factor,
)
from pulmu.carbon.gather.heat import heat_efficiency, outside_heat_factor
from pulmu.carbon.gather.heat_sent_out import heat_sent_out
from pulmu.carbon.gather.waste_gas import leaves_its_process
from pulmu.carbon.goods import counts_indirect
from pulmu.carbon.measurement import mass_of, warming_potential, zero_rated_fraction
from pulmu.carbon.outsourced import step_emissions, with_steps
from pulmu.carbon.perfluorocarbons import electrolysis_emissions
from pulmu.carbon.precursors import (
    precursor_basis,
    precursor_value,
    precursor_year,
    purchase_content,
    verified_parts,
)
from pulmu.carbon.streams import is_proven_biomass, stream_factors
from pulmu.carbon.transfer import counts_as_not_emitted, transferred_tonnes
from pulmu.carbon.waste_gas import waste_gas_factors
from pulmu.model import (
    Decisions,
    EmissionSource,
    HeatNet,
    MeasuredSource,
    Plant,
    Process,
    Product,
    Purchase,
    Quantity,
    SourceStream,
    conversion_factor,
)
from pulmu.reference import country, find_good

Floats = np.typing.NDArray[np.float64]
Integers = np.typing.NDArray[np.int64]
OUTSIDE = -1
CHANNELS = ("direct", "by_default", "indirect_counted")


@dataclass(slots=True)
class UseRows:
    """Users of one kind of flow. A user without meter has amount NaN and the units of the total.

    `flow` numbers the flow; `amount` is in the meter's own unit, `to_total` turns it into the total's, `to_base`
    into the base unit the formulas take; `process` is where the whole goes, or OUTSIDE; `mass` is that of
    the goods behind a user without meter, by which several share a rest.
    """

    total: list[float] = field(default_factory=list)
    flow: list[int] = field(default_factory=list)
    amount: list[float] = field(default_factory=list)
    to_total: list[float] = field(default_factory=list)
    to_base: list[float] = field(default_factory=list)
    process: list[int] = field(default_factory=list)
    mass: list[float] = field(default_factory=list)


@dataclass(slots=True)
class PartRows:
    """Where a stream's use goes: process, heat net or nowhere, with the mass put through (NaN: mass of goods)."""

    use: list[int] = field(default_factory=list)
    process: list[int] = field(default_factory=list)
    net: list[int] = field(default_factory=list)
    generator: list[int] = field(default_factory=list)
    unit: list[int] = field(default_factory=list)
    throughput: list[float] = field(default_factory=list)


class GasPartRows(PartRows):
    """Where a waste gas's use goes."""


@dataclass(frozen=True, slots=True)
class _Indexes:
    """Numbers of a plant's parts, by their ids."""

    processes: dict[str, int]
    nets: dict[str, int]
    generators: dict[str, int]
    units: dict[str, int]


@dataclass(slots=True)
class Tables:
    """All rows of all plants."""

    plants: list[str] = field(default_factory=list)
    plant_of_process: list[int] = field(default_factory=list)
    process: list[str] = field(default_factory=list)
    activity_level: list[float] = field(default_factory=list)
    sharing: list[float] = field(default_factory=list)
    counts_indirect: list[bool] = field(default_factory=list)
    outsourced: list[float] = field(default_factory=list)
    outsourced_indirect: list[float] = field(default_factory=list)
    streams: UseRows = field(default_factory=UseRows)
    parts: PartRows = field(default_factory=PartRows)
    stream_factors: list[tuple[float, float, float, float, float, float]] = field(default_factory=list)
    other_process: list[int] = field(default_factory=list)
    other_emissions: list[float] = field(default_factory=list)
    stream_energy: list[float] = field(default_factory=list)
    gases: UseRows = field(default_factory=UseRows)
    gas_parts: GasPartRows = field(default_factory=GasPartRows)
    gas_left: list[bool] = field(default_factory=list)
    gas_factors: list[tuple[float, ...]] = field(default_factory=list)
    gas_process: list[int] = field(default_factory=list)
    heat: UseRows = field(default_factory=UseRows)
    heat_exported: list[float] = field(default_factory=list)
    heat_factor: list[float] = field(default_factory=list)
    heat_efficiency: list[float] = field(default_factory=list)
    heat_source: list[int] = field(default_factory=list)
    heat_bought: list[bool] = field(default_factory=list)
    heat_unburnt: list[bool] = field(default_factory=list)
    electricity: UseRows = field(default_factory=UseRows)
    electricity_known: list[bool] = field(default_factory=list)
    electricity_factor: list[float] = field(default_factory=list)
    source_flow: list[int] = field(default_factory=list)
    source_amount: list[float] = field(default_factory=list)
    source_common: list[float] = field(default_factory=list)
    source_generator: list[int] = field(default_factory=list)
    source_unit: list[int] = field(default_factory=list)
    dedicated_source: list[int] = field(default_factory=list)
    dedicated_use: list[int] = field(default_factory=list)
    generator_process: list[int] = field(default_factory=list)
    generator_output: list[float] = field(default_factory=list)
    generator_used: list[float] = field(default_factory=list)
    unit_net: list[int] = field(default_factory=list)
    unit_process: list[int] = field(default_factory=list)
    unit_outputs: list[tuple[float, float, float]] = field(default_factory=list)
    unit_efficiencies: list[tuple[float, float, float, float]] = field(default_factory=list)
    bought_process: list[int] = field(default_factory=list)
    bought_mass: list[float] = field(default_factory=list)
    delivery_of: list[int] = field(default_factory=list)
    delivery_mass: list[float] = field(default_factory=list)
    delivery_values: list[tuple[float, ...]] = field(default_factory=list)
    own_row: list[int] = field(default_factory=list)
    own_column: list[int] = field(default_factory=list)
    own_mass: list[float] = field(default_factory=list)


def tabulate(plants: Sequence[Plant], edition: str) -> Tables:
    """Rows of plants that have passed their checks."""
    tables = Tables()
    for plant in plants:
        _add_plant(tables, plant, with_steps(plant), edition)
    return tables


def _add_plant(tables: Tables, given: Plant, plant: Plant, edition: str) -> None:
    """Rows of a plant; `given` is it as described, `plant` with its outsourced steps as processes."""
    first = len(tables.process)
    numbers = {process.id: first + n for n, process in enumerate(plant.processes)}
    tables.plants.append(plant.installation.name)
    tables.process += [process.id for process in plant.processes]
    tables.plant_of_process += [len(tables.plants) - 1] * len(plant.processes)
    levels = [_activity_level(process) for process in plant.processes]
    tables.activity_level += levels
    tables.sharing += levels if has_one_functional_unit(given) else [_mass_made(process) for process in plant.processes]
    _add_steps(tables, plant)
    tables.counts_indirect += [counts_indirect(process) for process in plant.processes]
    nets = {net.id: len(tables.heat.total) + n for n, net in enumerate(plant.heat_nets)}
    indexes = _Indexes(numbers, nets, _add_generators(tables, plant), _add_units(tables, plant, numbers, nets))
    flows = flows_of(plant)
    iso2 = country(plant.installation.country).iso2
    for flow in flows.streams:
        _add_stream(tables, flow.stream, flow.uses, iso2, indexes)
    for measured in flows.measured:
        _add_measured(tables, measured.source, measured.uses, indexes)
    _add_other(tables, plant, numbers)
    for gas in flows.waste_gases:
        _add_gas(tables, gas, iso2, indexes)
    for heat in flows.heat:
        _add_net(tables, plant, heat.net, heat.uses, numbers)
    _add_electricity(tables, plant, flows.electricity, indexes)
    _add_purchases(tables, plant, numbers, edition)
    maker = process_of_products(plant.processes)
    products = {product.id: product for _, product in plant.products()}
    for process in plant.processes:
        for name, mass in process.own_precursors.items():
            tables.own_row.append(numbers[process.id])
            tables.own_column.append(numbers[maker[name]])
            tables.own_mass.append(_in_functional_units(mass.to("t"), products[name]))


def _add_steps(tables: Tables, plant: Plant) -> None:
    steps = {step.id: step for step in plant.outsourced_steps}
    for process in plant.processes:
        step = steps.get(process.id)
        direct = step_emissions(step) if step is not None else None
        indirect = step_emissions(step, "indirect") if step is not None else None
        tables.outsourced.append(0.0 if direct is None else direct.value)
        tables.outsourced_indirect.append(0.0 if indirect is None else indirect.value)


def _activity_level(process: Process) -> float:
    """In tonnes of the functional unit."""
    result = 0.0
    for product in process.goods:
        result += _in_functional_units(_made(product), product)
    return result


def _mass_made(process: Process) -> float:
    result = 0.0
    for product in process.goods:
        result += _made(product)
    return result


def _made(product: Product) -> float:
    given = product.produced
    return given.to("t") if given is not None else production(product).value


def _in_functional_units(mass: float, product: Product) -> float:
    content = product_content(product)
    return mass if content is None else float(functional_amount(mass, content))


def _ordered(uses: Iterable[Use]) -> list[Use]:
    """Metered users first, as the figures take them."""
    return sorted(uses, key=lambda use: use.amount is None)


def _add_uses(
    rows: UseRows,
    total: Quantity,
    uses: Sequence[Use],
    base: str,
    numbers: dict[str, int],
    activity: Sequence[float],
) -> None:
    flow = len(rows.total)
    open_uses = [use for use in uses if use.amount is None]
    rows.total.append(total.value)
    own_to_base = conversion_factor(total.unit, base)
    for use in _ordered(uses):
        amount = use.amount
        same = amount is None or amount.unit == total.unit
        rows.flow.append(flow)
        rows.amount.append(np.nan if amount is None else amount.value)
        rows.to_total.append(1.0 if same or amount is None else conversion_factor(amount.unit, total.unit))
        rows.to_base.append(own_to_base if same or amount is None else conversion_factor(amount.unit, base))
        place = use.parts[0].destination
        rows.process.append(numbers[place.name] if place.kind == "process" else OUTSIDE)
        rows.mass.append(_mass(use, open_uses, numbers, activity) if len(open_uses) > 1 and amount is None else 0.0)


def _mass(use: Use, open_uses: list[Use], numbers: dict[str, int], activity: Sequence[float]) -> float:
    """Goods behind a user without meter; those of a process with several such users are divided among them."""
    result = 0.0
    for name in use.processes():
        mass = activity[numbers[name]]
        several = [mass for other in open_uses if name in other.processes()]
        result += mass if len(several) == 1 else share_by_functional_unit(mass, mass, several)
    return result


def _add_stream(
    tables: Tables,
    stream: SourceStream,
    uses: tuple[Use, ...],
    iso2: str,
    indexes: _Indexes,
) -> None:
    base, *factors, energy = _factor_row(iso2, *_factor_key(stream))
    first = len(tables.streams.flow)
    _add_uses(tables.streams, stream.amount, uses, base, indexes.processes, tables.sharing)  # type: ignore[arg-type]
    tables.stream_factors.append(tuple(factors))  # type: ignore[arg-type]
    tables.stream_energy.append(energy)  # type: ignore[arg-type]
    for number, use in enumerate(_ordered(uses), start=first):
        for part in use.parts:
            _add_part(tables, tables.parts, number, part, indexes)


def _add_measured(
    tables: Tables,
    source: MeasuredSource,
    uses: tuple[Use, ...],
    indexes: _Indexes,
) -> None:
    """A measured source is one more stream: tonnes of a gas whose factor is its warming potential, without energy."""
    mass = mass_of(source)
    first = len(tables.streams.flow)
    _add_uses(tables.streams, Quantity(mass.value, "t"), uses, "t", indexes.processes, tables.sharing)
    factor, zero_rated = warming_potential(source).value, zero_rated_fraction(source, mass).value
    tables.stream_factors.append((1.0, factor, 1.0, zero_rated, 0.0, 1.0))
    tables.stream_energy.append(0.0)
    for number, use in enumerate(_ordered(uses), start=first):
        for part in use.parts:
            _add_part(tables, tables.parts, number, part, indexes)


def _add_other(tables: Tables, plant: Plant, numbers: dict[str, int]) -> None:
    """Perfluorocarbons of cells, and CO2 that counts as not emitted: a few rows of a plant, as the figures say them."""
    for cells in plant.electrolysis:
        tables.other_process.append(numbers[process_of_place(plant, cells.process)])
        tables.other_emissions.append(electrolysis_emissions(cells).value)
    for transfer in plant.carbon_dioxide_transfers:
        if counts_as_not_emitted(transfer):
            tables.other_process.append(numbers[process_of_place(plant, transfer.process)])
            tables.other_emissions.append(-transferred_tonnes(transfer))


def _add_part(tables: Tables, rows: PartRows, use: int, part: Part, indexes: _Indexes) -> None:
    place = part.destination
    generator = indexes.generators.get(place.generator, OUTSIDE)
    rows.use.append(use)
    rows.process.append(indexes.processes[place.name] if place.kind == "process" else OUTSIDE)
    rows.net.append(indexes.nets[place.name] if place.kind == "heat_net" else OUTSIDE)
    rows.generator.append(generator)
    rows.unit.append(indexes.units[place.name] if place.kind == "combined_heat_and_power" else OUTSIDE)
    rows.throughput.append(np.nan if part.throughput is None else part.throughput.to("t"))
    if generator >= 0:
        tables.generator_process[generator] = rows.process[-1]


def _add_gas(tables: Tables, flow: WasteGasFlow, iso2: str, indexes: _Indexes) -> None:
    """`gas_factors`: multiplier, own factor, that in a mix, natural gas's, correction, whether it counts."""
    gas = flow.gas
    factors = waste_gas_factors(gas, iso2)
    base, multiplier, own, *_ = factors.stream.row()
    first = len(tables.gases.flow)
    _add_uses(tables.gases, gas.amount, flow.uses, base, indexes.processes, tables.sharing)
    counted = float(gas.carbon_counted_by == "waste_gas")
    natural, mix = (item.to("t CO2/TJ") for item in (factors.natural_gas, factors.in_mix))
    tables.gas_factors.append((multiplier, own, mix, natural, factors.efficiency_correction.value, counted))
    tables.gas_process.append(indexes.processes.get(gas.produced_by, OUTSIDE))
    for number, use in enumerate(_ordered(flow.uses), start=first):
        for part in use.parts:
            _add_part(tables, tables.gas_parts, number, part, indexes)
            tables.gas_left.append(leaves_its_process(gas, part.destination))


def _factor_key(stream: SourceStream) -> tuple[object, ...]:
    return (
        stream.method, stream.direction, stream.material, tuple(stream.composition.items()), stream.amount.unit,
        stream.net_calorific_value, stream.emission_factor, stream.carbon_content,
        stream.net_to_gross_ratio, stream.oxidation_factor, stream.conversion_factor, stream.zero_rated_fraction,
        is_proven_biomass(stream), bool(stream.measured_by),
    )  # fmt: skip


@functools.lru_cache(maxsize=65536)
def _factor_row(iso2: str, *key: object) -> tuple[object, ...]:
    method, direction, material, composition, unit, calorific, factor, content, *numbers, proven, measured = key
    ratio, oxidation, conversion, zero = numbers
    stream = SourceStream(
        id="-", method=method, direction=direction, material=material, amount=Quantity(1.0, unit),  # type: ignore[arg-type]
        composition=dict(composition), carbon_content=content,  # type: ignore[call-overload,arg-type]
        net_calorific_value=calorific, emission_factor=factor, net_to_gross_ratio=ratio,  # type: ignore[arg-type]
        oxidation_factor=oxidation, conversion_factor=conversion, zero_rated_fraction=zero,  # type: ignore[arg-type]
        biomass_evidence="given" if proven else "", measured_by="given" if measured else "",
    )  # fmt: skip
    factors = stream_factors(stream, iso2)
    known = factors.to_energy is not None or factors.dimension == "net fuel energy"
    return (*factors.row(), 0.0 if method != "combustion" or measured else 1.0 if known else np.nan)


def _add_generators(tables: Tables, plant: Plant) -> dict[str, int]:
    found: dict[str, int] = {}
    for source in plant.emission_sources:
        made = source.electricity_produced
        if made is not None and made.value > 0 and source.combined_heat_and_power is None:
            found[source.id] = len(tables.generator_process)
            tables.generator_process.append(OUTSIDE)
            tables.generator_output.append(made.to("MWh"))
            tables.generator_used.append(_used_at_home(plant, source))
    return found


def _used_at_home(plant: Plant, source: EmissionSource) -> float:
    if source.id in named_generators(plant):
        return 0.0
    made, gone = (
        0.0 if item is None else item.to("MWh") for item in (source.electricity_produced, source.electricity_exported)
    )
    return made - gone


def _add_units(tables: Tables, plant: Plant, numbers: dict[str, int], nets: dict[str, int]) -> dict[str, int]:
    """Combined heat and power: its heat (NaN: not metered), its electricity in TJ, and that used at home in MWh."""
    found: dict[str, int] = {}
    for source in plant.emission_sources:
        unit = source.combined_heat_and_power
        if unit is None:
            continue
        found[source.id] = len(tables.unit_net)
        net = net_of_unit(plant, source)
        heat = metered_heat(net, source, unit)
        made = source.electricity_produced
        tables.unit_net.append(nets[net.id])
        tables.unit_process.append(numbers.get(process_of_unit(plant, source), OUTSIDE))
        electricity = np.nan if made is None else made.to("TJ")
        tables.unit_outputs.append((np.nan if heat is None else heat.value, electricity, _used_at_home(plant, source)))
        efficiency, reference = unmeasured_efficiencies(source, unit), reference_efficiencies(source, unit)
        pairs = (efficiency.heat, efficiency.electricity, reference.heat, reference.electricity)
        tables.unit_efficiencies.append(tuple(figure.to("1") for figure in pairs))  # type: ignore[arg-type]
    return found


def _add_net(tables: Tables, plant: Plant, net: HeatNet, uses: tuple[Use, ...], numbers: dict[str, int]) -> None:
    produced = heat_sent_out(net)
    total = np.nan if produced is None else produced.to("TJ")
    _add_uses(tables.heat, Quantity(total, "TJ"), uses, "TJ", numbers, tables.sharing)
    tables.heat_exported.append(0.0 if net.exported is None else net.exported.to("TJ"))
    tables.heat_factor.append(np.nan if net.produced_by else outside_heat_factor(plant, net).to("t CO2/TJ"))
    tables.heat_efficiency.append(heat_efficiency(net).value)
    tables.heat_source.append(numbers.get(net.recovered_from, OUTSIDE))
    tables.heat_bought.append(bool(net.imported_from))
    tables.heat_unburnt.append(bool(net.recovered_from) and net.origin in ("exothermic", "electricity"))


def _add_electricity(tables: Tables, plant: Plant, uses: tuple[Use, ...], indexes: _Indexes) -> None:
    """One flow per plant and one row per source; the factor of own generation (NaN) comes with its fuel."""
    sources = plant.electricity.sources
    tables.electricity_known.append(bool(sources and uses))
    flow, first = len(tables.electricity.total), len(tables.electricity.flow)
    total = 0.0
    for source in sources:
        total += source.amount.to("MWh")
        factor = None if source.kind in OWN_GENERATION else source_factor(plant, source, {})
        tables.electricity_factor.append(np.nan if factor is None else factor.to("t CO2e/MWh"))
        tables.source_flow.append(flow)
        tables.source_amount.append(source.amount.to("MWh"))
        tables.source_common.append(0.0 if is_dedicated(source) else 1.0)
        own = source.generator if source.kind in OWN_GENERATION else ""
        tables.source_generator.append(indexes.generators.get(own, OUTSIDE))
        tables.source_unit.append(indexes.units.get(own, OUTSIDE))
        users = dedicated_users(source, _ordered(uses))
        tables.dedicated_source += [len(tables.source_flow) - 1] * len(users)
        tables.dedicated_use += [first + number for number in users]
    _add_uses(tables.electricity, Quantity(total, "MWh"), uses, "MWh", indexes.processes, tables.sharing)


def _add_purchases(tables: Tables, plant: Plant, numbers: dict[str, int], edition: str) -> None:
    by_code: dict[str, list[Purchase]] = {}
    for purchase in plant.purchases:
        by_code.setdefault(find_good(purchase.cn_code).cn_code, []).append(purchase)
    for process in plant.processes:
        for deliveries in by_code.values():
            used = [purchase for purchase in deliveries if process.id in purchase.used_by]
            if used:
                counted, _ = counted_deliveries(deliveries, process.id)
                _add_bought(tables, plant, process.id, used, counted, edition)
                tables.bought_process.append(numbers[process.id])


def _add_bought(
    tables: Tables, plant: Plant, process: str, used: list[Purchase], counted: list[Purchase], edition: str
) -> None:
    row = len(tables.bought_process)
    mass = 0.0
    for purchase in used:
        mass += _mass_used(purchase, process)
    tables.bought_mass.append(mass)
    for purchase in counted:
        values = _values_of(purchase, plant, edition)
        tables.delivery_of.append(row)
        tables.delivery_mass.append(purchase.received.to("t"))
        tables.delivery_values.append(values)


def _mass_used(purchase: Purchase, process: str) -> float:
    amount = purchase.used_by[process]
    if isinstance(amount, Quantity):
        return amount.to("t")
    known = 0.0
    for other in purchase.used_by.values():
        known += other.to("t") if isinstance(other, Quantity) else 0.0
    return purchase.received.to("t") - known


def _values_of(purchase: Purchase, plant: Plant, edition: str) -> tuple[float, ...]:
    """Direct, by default and counted indirect of a delivery. [t CO2e/t]"""
    verified = purchase.verified
    if verified is not None and precursor_basis(purchase) == "verified_actual":
        direct, indirect = verified_parts(verified, find_good(purchase.cn_code))
        counted = 0.0 if indirect is None else indirect.to("t CO2e/t")
        return _per_tonne(purchase, direct.to("t CO2e/t")), 0.0, _per_tonne(purchase, counted)
    return _values_by_law(
        purchase.cn_code,
        purchase.country_of_origin,
        purchase.variant,
        plant.decisions,
        precursor_year(purchase, plant.period.year),
        edition,
    )


def _per_tonne(purchase: Purchase, value: float) -> float:
    content = purchase_content(purchase)
    return value if content is None else float(specific_emissions_per_tonne(value, content))


@functools.lru_cache(maxsize=65536)
def _values_by_law(
    cn_code: str, origin: str, variant: str, decisions: Decisions, year: int, edition: str
) -> tuple[float, ...]:
    purchase = Purchase(id="-", cn_code=cn_code, country_of_origin=origin, received=Quantity(1.0, "t"), variant=variant)
    value = precursor_value(purchase, year, decisions, edition)
    return tuple(getattr(value, channel).value for channel in CHANNELS)
