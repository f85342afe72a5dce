"""The whole plant."""

from tests.differential.described.bought import purchase
from tests.differential.described.energy import equipment, heat_net, supply, waste_gas
from tests.differential.described.goods import outsourced_step, process
from tests.differential.described.streams import cells, source_stream, stack, transfer
from tests.differential.described.users import users
from tests.differential.drawn import Drawn

from pulmu.model import Company, Decisions, ElectricityBalance, Installation, Period, Plant


def described(drawn: Drawn) -> Plant:
    """The plant of a draw."""
    measured = {stream.measured_by for stream in drawn.streams}
    return Plant(
        company=Company(name=f"Drawn Works {drawn.number}", country=drawn.country),
        installation=Installation(name=f"Drawn Plant {drawn.number}", country=drawn.country),
        period=Period.of_year(drawn.year),
        processes=tuple(process(item) for item in drawn.processes),
        source_streams=tuple(source_stream(item) for item in drawn.streams),
        emission_sources=tuple(equipment(item) for item in drawn.equipment),
        measured_sources=tuple(
            stack(item, "" if item.id in measured else "carbon balance of the year") for item in drawn.stacks
        ),
        electrolysis=tuple(cells(item) for item in drawn.cells),
        carbon_dioxide_transfers=tuple(transfer(item) for item in drawn.transfers),
        heat_nets=tuple(heat_net(item) for item in drawn.nets),
        waste_gases=tuple(waste_gas(item) for item in drawn.waste_gases),
        purchases=tuple(purchase(item, drawn.year) for item in drawn.purchases),
        outsourced_steps=tuple(outsourced_step(item) for item in drawn.outsourced),
        electricity=ElectricityBalance(
            sources=tuple(supply(item) for item in drawn.supplies), used_by=users(drawn.power, "MWh")
        ),
        decisions=Decisions(markup_on_precursor_defaults=drawn.has_markup),
    )
