"""Heat nets: from boilers, from a neighbour, recovered from a process."""

from typing import Any

from tests.differential.draw.chance import digits
from tests.differential.draw.drawing import Drawing
from tests.differential.draw.fuels import fuel
from tests.differential.draw.words import NITRIC_ACID, STANDARD_FUELS
from tests.differential.drawn import DrawnEquipment, DrawnMedium, DrawnNet, DrawnStream, Users
from tests.differential.worked.factors import WATER_AT_90_DEGREES, of_medium


def draw_net(drawing: Drawing, number: int) -> None:
    """A net with one to three users."""
    chance = drawing.chance
    targets = [name for item in drawing.processes for name in (item.id, *(step.id for step in item.steps))]
    names, origin = chance.some(targets, 1, 3), chance.one(["boilers", "boilers", "imported", "recovered"])
    more: dict[str, Any] = {}
    heat = chance.amount(0.1, 4.0)
    if origin == "boilers":
        boilers, energy = draw_boilers(drawing, number)
        more["boilers"], heat = boilers, energy * chance.amount(0.5, 0.8)
    exported = heat * 0.1 if chance.maybe(0.3) else 0.0
    users: Users = dict(zip(names, chance.split(heat * 0.85, len(names)), strict=True))
    if origin == "boilers":
        if chance.maybe():
            more |= _sent_out(drawing, heat * 1.1)
        elif chance.maybe():
            more["efficiency"] = 0.9
        if chance.maybe():
            users[names[0]] = None
    elif origin == "imported":
        if chance.maybe():
            more |= _sent_out(drawing, heat * 1.05)
        more |= _outside(drawing)
    else:
        more |= _recovered(drawing)
    drawing.nets.append(DrawnNet(f"net{number}", origin, users, exported=digits(exported, 5), **more))


def _outside(drawing: Drawing) -> dict[str, Any]:
    """The supplier's factor, verified or not, or the standard fuel of the country's industry."""
    more: dict[str, Any] = {}
    if drawing.chance.maybe():
        more |= {"factor": drawing.chance.amount(40, 90), "verified": drawing.chance.maybe(0.7)}
    if drawing.chance.maybe(0.4):
        more["standard"] = drawing.chance.one(STANDARD_FUELS)
    return more


def _recovered(drawing: Drawing) -> dict[str, Any]:
    giver = drawing.chance.one(drawing.processes)
    of_reaction = giver.category == NITRIC_ACID
    kind = "exothermic" if of_reaction else drawing.chance.one(["exhaust", "exhaust", "exothermic", "electricity"])
    return {"recovered_from": giver.id, "heat_of": kind, "tells_exhaust": kind == "exhaust" and drawing.chance.maybe()}


def _sent_out(drawing: Drawing, heat: float) -> dict[str, Any]:
    """Heat by its meter, or by mass and enthalpies of its medium, so that it is about that much."""
    chance = drawing.chance
    if chance.maybe(0.4):
        return {"produced": digits(heat)}
    condensate = chance.one(["returned", "returned", "not_returned", "in_product"])
    supplied, lost = chance.amount(2600, 3400), digits(heat * 0.02) if chance.maybe() else 0.0
    returned = chance.amount(200, 600) if condensate == "returned" and chance.maybe(0.8) else None
    deducted = 0.0 if condensate == "in_product" else WATER_AT_90_DEGREES if returned is None else returned
    medium = DrawnMedium(digits((heat + lost) * 1e6 / (supplied - deducted)), supplied, returned, condensate, lost)
    return {"produced": of_medium(medium), "medium": medium}


def draw_boilers(drawing: Drawing, number: int) -> tuple[tuple[str, ...], float]:
    """Boilers with a fuel each, and the energy they burn. [TJ]"""
    chance = drawing.chance
    names = [f"boiler{number}{letter}" for letter in "ab"[: chance.count(1, 2)]]
    energy = 0.0
    for name in names:
        drawing.equipment.append(DrawnEquipment(name, "boiler"))
        drawn = fuel(drawing, with_energy=True)
        users: Users = {name: None}
        burnt = drawn["amount"]
        if chance.maybe(0.3):
            metered = digits(burnt * 0.4, 5)
            users[chance.one(drawing.processes).id] = metered
            burnt -= metered
        energy += burnt * drawn["heating_value"] / 1000
        drawing.streams.append(DrawnStream(id=f"f_{name}", users=users, **drawn))
    return tuple(names), energy


def draw_heat_by_efficiency(drawing: Drawing) -> None:
    """A net whose heat no meter tells; what one user leaves goes to another, or is sold."""
    chance, number = drawing.chance, len(drawing.nets)
    names = chance.some(drawing.process_names(), 1, 2)
    boilers, energy = draw_boilers(drawing, number)
    users: Users = {names[0]: None, **{name: digits(energy * 0.2) for name in names[1:]}}
    sold = digits(energy * 0.1)
    efficiency = 0.9 if chance.maybe() else None
    drawing.nets.append(DrawnNet(f"net{number}", "boilers", users, boilers, exported=sold, efficiency=efficiency))


def draw_too_much_heat(drawing: Drawing) -> None:
    """A process that gives out more heat than it burnt: the law counts none, the workbook less than none."""
    chance = drawing.chance
    giver = chance.one([item for item in drawing.processes if item.category])
    kind = "exothermic" if giver.category == NITRIC_ACID else "exhaust"
    users: Users = {chance.one(drawing.processes).id: chance.amount(300, 900)}
    name = f"net{len(drawing.nets)}"
    drawing.nets.append(DrawnNet(name, "recovered", users, recovered_from=giver.id, heat_of=kind))
