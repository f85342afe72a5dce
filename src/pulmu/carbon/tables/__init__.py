"""Many plants as one set of arrays: rows of every flow, numbered across all plants. Look-ups only, no arithmetic."""

from collections.abc import Sequence

from pulmu.carbon.flows import flows_of
from pulmu.carbon.functional import has_one_functional_unit
from pulmu.carbon.outsourced import with_steps
from pulmu.carbon.tables.bought import add_purchases
from pulmu.carbon.tables.electricity import add_electricity
from pulmu.carbon.tables.heat_and_power import add_generators, add_net, add_units
from pulmu.carbon.tables.own import add_own_precursors
from pulmu.carbon.tables.processes import add_processes
from pulmu.carbon.tables.rows import Indexes, Tables
from pulmu.carbon.tables.streams import add_measured, add_other, add_stream
from pulmu.carbon.tables.waste_gas import add_gas
from pulmu.model import Plant
from pulmu.reference import country

__all__ = ["Tables", "tabulate"]


def tabulate(plants: Sequence[Plant], edition: str) -> Tables:
    """Rows of plants that have passed their checks."""
    tables = Tables()
    for plant in plants:
        described = with_steps(plant)
        processes = add_processes(tables, described, shares_by_functional_unit=has_one_functional_unit(plant))
        nets = {net.id: len(tables.heat.total) + n for n, net in enumerate(described.heat_nets)}
        generators, units = add_generators(tables, described), add_units(tables, described, processes, nets)
        _add_flows(tables, described, Indexes(processes, nets, generators, units))
        add_purchases(tables, described, processes, edition)
        add_own_precursors(tables, described, processes)
    return tables


def _add_flows(tables: Tables, plant: Plant, indexes: Indexes) -> None:
    flows = flows_of(plant)
    iso2 = country(plant.installation.country).iso2
    for flow in flows.streams:
        add_stream(tables, flow.stream, flow.uses, iso2, indexes)
    for measured in flows.measured:
        add_measured(tables, measured.source, measured.uses, indexes)
    add_other(tables, plant, indexes.processes)
    for gas in flows.waste_gases:
        add_gas(tables, gas, iso2, indexes)
    for heat in flows.heat:
        add_net(tables, plant, heat.net, heat.uses, indexes.processes)
    add_electricity(tables, plant, flows.electricity, indexes)
