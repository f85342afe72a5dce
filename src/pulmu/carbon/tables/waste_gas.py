"""Rows of waste gases."""

from pulmu.carbon.flows import WasteGasFlow
from pulmu.carbon.gather.waste_gas import leaves_its_process
from pulmu.carbon.tables.rows import OUTSIDE, Indexes, Tables
from pulmu.carbon.tables.uses import add_part, add_uses, ordered
from pulmu.carbon.waste_gas import waste_gas_factors


def add_gas(tables: Tables, flow: WasteGasFlow, iso2: str, indexes: Indexes) -> None:
    """`gas_factors`: multiplier, own factor, that in a mix, natural gas's, correction, whether it counts."""
    gas = flow.gas
    factors = waste_gas_factors(gas, iso2)
    base, multiplier, own, *_ = factors.stream.row()
    first = len(tables.gases.flow)
    add_uses(tables.gases, gas.amount, flow.uses, base, indexes.processes, tables.sharing)
    counted = float(gas.carbon_counted_by == "waste_gas")
    natural, mix = (item.to("t CO2/TJ") for item in (factors.natural_gas, factors.in_mix))
    tables.gas_factors.append((multiplier, own, mix, natural, factors.efficiency_correction.value, counted))
    tables.gas_process.append(indexes.processes.get(gas.produced_by, OUTSIDE))
    for number, use in enumerate(ordered(flow.uses), start=first):
        for part in use.parts:
            add_part(tables, tables.gas_parts, number, part, indexes)
            tables.gas_left.append(leaves_its_process(gas, part.destination))
