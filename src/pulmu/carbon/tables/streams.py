"""Rows of source streams, of measured sources, and of emissions that have no flow."""

import functools

import numpy as np

from pulmu.carbon.flows import Use, process_of_place
from pulmu.carbon.measurement import mass_of, warming_potential, zero_rated_fraction
from pulmu.carbon.perfluorocarbons import electrolysis_emissions
from pulmu.carbon.streams import is_proven_biomass, stream_factors
from pulmu.carbon.tables.rows import Indexes, Tables
from pulmu.carbon.tables.uses import add_part, add_uses, ordered
from pulmu.carbon.transfer import counts_as_not_emitted, transferred_tonnes
from pulmu.model import MeasuredSource, Plant, Quantity, SourceStream


def add_stream(
    tables: Tables,
    stream: SourceStream,
    uses: tuple[Use, ...],
    iso2: str,
    indexes: Indexes,
) -> None:
    """A source stream by its factors, which are looked up once for streams that are alike."""
    base, *factors, energy = _factor_row(iso2, *_factor_key(stream))
    first = len(tables.streams.flow)
    add_uses(tables.streams, stream.amount, uses, base, indexes.processes, tables.sharing)  # type: ignore[arg-type]
    tables.stream_factors.append(tuple(factors))  # type: ignore[arg-type]
    tables.stream_energy.append(energy)  # type: ignore[arg-type]
    _add_parts(tables, uses, first, indexes)


def add_measured(
    tables: Tables,
    source: MeasuredSource,
    uses: tuple[Use, ...],
    indexes: Indexes,
) -> None:
    """A measured source is one more stream: tonnes of a gas whose factor is its warming potential, without energy."""
    mass = mass_of(source)
    first = len(tables.streams.flow)
    add_uses(tables.streams, Quantity(mass.value, "t"), uses, "t", indexes.processes, tables.sharing)
    factor, zero_rated = warming_potential(source).value, zero_rated_fraction(source, mass).value
    tables.stream_factors.append((1.0, factor, 1.0, zero_rated, 0.0, 1.0))
    tables.stream_energy.append(0.0)
    _add_parts(tables, uses, first, indexes)


def _add_parts(tables: Tables, uses: tuple[Use, ...], first: int, indexes: Indexes) -> None:
    for number, use in enumerate(ordered(uses), start=first):
        for part in use.parts:
            add_part(tables, tables.parts, number, part, indexes)


def add_other(tables: Tables, plant: Plant, numbers: dict[str, int]) -> None:
    """Perfluorocarbons of cells, and CO2 that counts as not emitted: a few rows of a plant, as the figures say them."""
    for cells in plant.electrolysis:
        tables.other_process.append(numbers[process_of_place(plant, cells.process)])
        tables.other_emissions.append(electrolysis_emissions(cells).value)
    for transfer in plant.carbon_dioxide_transfers:
        if counts_as_not_emitted(transfer):
            tables.other_process.append(numbers[process_of_place(plant, transfer.process)])
            tables.other_emissions.append(-transferred_tonnes(transfer))


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
