"""Waste gases: from an own process or a neighbour, to processes, boilers, combined units, outside and flares."""

from typing import Any

from tests.differential.draw.chance import digits
from tests.differential.draw.drawing import Drawing
from tests.differential.draw.words import WASTE_GASES
from tests.differential.drawn import DrawnNet, DrawnWasteGas, Users


def draw_waste_gas(drawing: Drawing, number: int) -> None:
    """One gas, all its users metered or one of them the rest."""
    chance = drawing.chance
    ids = drawing.process_names()
    maker = chance.one(ids) if chance.maybe(0.7) else ""
    amount = chance.amount(50, 900)
    boilers = [chance.one(net.boilers) for net in drawing.nets if net.boilers and _leaves(drawing, net, maker)]
    names = chance.some(ids + chance.some(boilers, 0, 2), 1, 3)
    exported = digits(amount * 0.1, 5) if chance.maybe(0.4) else 0.0
    flared = digits(amount * 0.05, 5) if maker and chance.maybe(0.3) else 0.0
    users: Users = dict(zip(names, chance.split(amount - exported - flared, len(names)), strict=True))
    if chance.maybe():
        users[names[0]] = None
    drawing.waste_gases.append(
        DrawnWasteGas(
            id=f"gas{number}", produced_by=maker, amount=amount, users=users, exported=exported, flared=flared,
            counted_here=bool(maker) and chance.maybe(0.3), **_factors(drawing),
        )
    )  # fmt: skip


def _factors(drawing: Drawing) -> dict[str, Any]:
    """Own factors, those of the tables, or own ones that contradict the table of the gas that is named."""
    chance = drawing.chance
    way = chance.one(["own", "own", "table", "contradicting"])
    own = {"heating_value": chance.amount(3, 18), "factor": chance.amount(40, 260)}
    if way == "own":
        return own | {"unit": chance.one(["1000Nm3", "1000Nm3", "t"])}
    material, heating_value, factor = chance.one(WASTE_GASES)
    named = {"material": material, "unit": "t"}
    if way == "contradicting":
        return own | named
    return named | {"heating_value": heating_value, "factor": factor, "looked_up": True}


def _leaves(drawing: Drawing, net: DrawnNet, maker: str) -> bool:
    """Whether some heat of a net goes to another process than the maker of a gas."""
    steps = {step.id: item.id for item in drawing.processes for step in item.steps}
    return bool(net.exported) or any(steps.get(name, name) != maker for name in net.users)
