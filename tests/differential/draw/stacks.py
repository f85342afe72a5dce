"""What no source stream tells: measured stacks, electrolysis cells, CO2 that is handed on."""

import dataclasses
from collections.abc import Sequence

from tests.differential.draw.chance import digits
from tests.differential.draw.drawing import Drawing
from tests.differential.draw.fuels import add_stream, fuel, reacting
from tests.differential.draw.words import CELLS, NITRIC_ACID
from tests.differential.drawn import DrawnCells, DrawnEquipment, DrawnStack, DrawnTransfer, Users


def draw_stacks(drawing: Drawing) -> None:
    """N2O of nitric acid, and now and then of others; CO2 of kilns of its own, and unburnt CO."""
    chance = drawing.chance
    places = drawing.process_names() + drawing.furnaces()
    for item in [item for item in drawing.processes if item.category == NITRIC_ACID]:
        _add_stack(drawing, "N2O", {item.id: None})
    if chance.maybe(0.3):
        names = chance.some(places, 1, 2)
        _add_stack(drawing, "N2O", dict.fromkeys(names[:1]), names[1:])
    if chance.maybe(0.35):  # no other stream may go into what it measures
        kilns = [f"kiln{letter}" for letter in "ab"[: chance.count(1, 2)]]
        for kiln in kilns:
            served = chance.some(drawing.process_names(), 1, 2)
            drawing.equipment.append(DrawnEquipment(kiln, "furnace", dict.fromkeys(served)))
        _add_stack(drawing, "CO2", dict.fromkeys(kilns[:1]), kilns[1:])
        beside = drawing.stacks[-1].id
        if chance.maybe(0.4):  # unburnt, from behind the same stack
            _add_stack(drawing, "CO", dict.fromkeys(kilns[:1]), kilns[1:])
        if chance.maybe():
            drawn = fuel(drawing) if chance.maybe() else reacting(drawing)
            add_stream(drawing, {kilns[0]: None}, drawn | {"measured_by": beside})


def _add_stack(drawing: Drawing, gas: str, users: Users, metered: Sequence[str] = ()) -> None:
    chance = drawing.chance
    found = DrawnStack(
        id=f"stack{len(drawing.stacks)}",
        gas=gas,
        concentration=chance.amount(0.1, 60),
        hours=chance.amount(1000, 8000),
        flow=chance.amount(1, 30),
        users=users,
        biomass=chance.amount(0.05, 0.9) if gas == "CO2" and chance.maybe(0.6) else 0.0,
        as_mass=chance.maybe(),
    )
    more: Users = {name: digits(found.tonnes * 0.3) for name in metered}
    proven = bool(found.biomass) and chance.maybe(0.5)
    good, bad = ["unstated", "union_database", "proof_of_sustainability"], ["other", "not_burnt", ""]
    proof = chance.one(good if proven else bad) if found.biomass else ""
    drawing.stacks.append(dataclasses.replace(found, users={**users, **more}, proven=proven, proof=proof))


def draw_cells(drawing: Drawing, process: str, tonnes: float) -> None:
    """Cells of one technology, by either method, with the table's factors or own ones."""
    chance = drawing.chance
    method = chance.one(["slope", "slope", "slope", "overvoltage"])  # most technologies know no other
    technology = chance.one(list(CELLS[method]))
    factor, fraction = CELLS[method][technology]
    own = chance.maybe(0.4)
    drawing.cells.append(
        DrawnCells(
            id=f"cells_{process}", process=process, method=method, technology=technology, aluminium=tonnes,
            frequency=chance.amount(0.05, 2), duration=chance.amount(0.5, 4), overvoltage=chance.amount(1, 10),
            efficiency=chance.amount(85, 96), factor=chance.amount(0.05, 3) if own else factor,
            fraction=chance.amount(0.05, 0.3) if own else fraction,
            collection=chance.amount(0.9, 1) if chance.maybe() else 1.0, own=own,
        )
    )  # fmt: skip


def draw_transfers(drawing: Drawing) -> None:
    """Stored, bound or used otherwise, with proof and without."""
    chance = drawing.chance
    places = drawing.process_names() + [step.id for item in drawing.processes for step in item.steps]
    for number in range(chance.count(1, 2) if chance.maybe(0.35) else 0):
        purpose = chance.one(["storage", "permanently_bound", "permanently_bound", "other"])
        place, tonnes = chance.one(places), chance.amount(5, 400)
        drawing.transfers.append(DrawnTransfer(f"carbon_dioxide{number}", place, tonnes, purpose, chance.maybe(0.75)))
