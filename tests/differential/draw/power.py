"""Generators, and electricity of several sources: by contract, dedicated, without a factor of its own."""

import dataclasses

from tests.differential.draw.chance import digits
from tests.differential.draw.combined import given_out
from tests.differential.draw.drawing import Drawing
from tests.differential.draw.fuels import fuel
from tests.differential.draw.words import GRID
from tests.differential.drawn import DrawnEquipment, DrawnStream, DrawnSupply
from tests.differential.worked.sharing import Sharing


def draw_generator(drawing: Drawing) -> None:
    """An engine in one process."""
    chance = drawing.chance
    made, more = chance.amount(50, 500), given_out(drawing)
    more |= {"exported": more["exported"] * made}
    drawing.equipment.append(
        DrawnEquipment("engine", "generator", {chance.one(drawing.process_names()): None}, made, **more)
    )
    drawn = fuel(drawing, with_energy=True) | {"amount": chance.amount(20, 100)}
    drawing.streams.append(DrawnStream(id="f_engine", users={"engine": None}, **drawn))


def draw_power(drawing: Drawing) -> None:
    """Sources and users, and now and then neither."""
    chance = drawing.chance
    named = [item for item in drawing.equipment if item.is_named]
    if not named and not any(item.counts_electricity for item in drawing.processes) and chance.maybe(0.15):
        return
    supplies = drawing.supplies
    grid = _grid(drawing)
    supplies.append(grid)
    if chance.maybe(0.4):
        supplies.append(DrawnSupply("roof", "own_renewable", chance.amount(50, 900), 0.0, is_silent=chance.maybe()))
    for kind in ("direct_line", "power_purchase_agreement"):
        if chance.maybe(0.25):
            supplies.append(_by_contract(drawing, kind, grid.factor))
    for item in named:
        assert item.megawatt_hours is not None
        kind = "own_generation" if item.combined is None else "own_combined_heat_and_power"
        amount = digits((item.megawatt_hours - item.exported) * 0.9)
        supplies.append(DrawnSupply(f"from_{item.id}", kind, amount, 0.0, item.id))
    names = chance.some(drawing.process_names(), 2, 4)
    drawing.power = chance.users(sum(item.amount for item in supplies), names)


def _grid(drawing: Drawing) -> DrawnSupply:
    chance = drawing.chance
    known = GRID.get(drawing.country)
    counts = any(item.counts_electricity for item in drawing.processes)  # then the file must tell its factor
    if known is not None and not counts and chance.maybe(0.4):
        return DrawnSupply("grid", "grid", chance.amount(1000, 9000), known, is_silent=True)
    return DrawnSupply("grid", "grid", chance.amount(1000, 9000), chance.amount(0.3, 0.8))


def _by_contract(drawing: Drawing, kind: str, grid: float) -> DrawnSupply:
    """Its own factor where all shows that its electricity flows here; else that of the grid."""
    chance = drawing.chance
    amount, factor = chance.amount(100, 2000), chance.amount(0.05, 0.5)
    if chance.maybe(0.3):
        return DrawnSupply(kind, kind, amount, grid, told=factor)
    return DrawnSupply(kind, kind, amount, factor)


def dedicate(drawing: Drawing, sharing: Sharing) -> None:
    """One source for some processes alone, with proof or without; never more than they took."""
    chance = drawing.chance
    if len(drawing.supplies) < 2 or not chance.maybe(0.5):
        return
    taken = sharing.shared(sum(item.amount for item in drawing.supplies), drawing.power)
    known = [name for name, amount in taken.items() if amount > 0]
    users = tuple(chance.some(known, 1, max(1, min(2, len(known) - 1))))  # where others take none of it
    fitting = [number for number, item in enumerate(drawing.supplies) if number and _fits(item, taken, users)]
    if not fitting:
        return
    number = chance.one(fitting)
    found = drawing.supplies[number]
    drawing.supplies[number] = dataclasses.replace(found, users=users, proven=chance.maybe(0.75))


def _fits(item: DrawnSupply, taken: dict[str, float], users: tuple[str, ...]) -> bool:
    return item.amount < 0.95 * sum(taken[name] for name in users)
