"""Combined heat and power: one unit or two, on one net or on two, alone or beside a boiler."""

from typing import Any

from tests.differential.draw.chance import digits
from tests.differential.draw.drawing import Drawing
from tests.differential.draw.fuels import fuel
from tests.differential.draw.heat import draw_boilers
from tests.differential.draw.words import REFERENCES
from tests.differential.drawn import DrawnCombined, DrawnEquipment, DrawnNet, DrawnStream, Users


def draw_combined(drawing: Drawing) -> None:
    """Units with a fuel each, and their nets."""
    chance = drawing.chance
    share_a_net = chance.maybe(0.3)
    energies = [_draw_unit(drawing, f"chp{letter}") for letter in "ab"[: chance.count(1, 2)]]
    units = [name for name, _ in energies]
    if len(energies) > 1 and share_a_net:
        _draw_net(drawing, "net_chp", tuple(units), sum(energy for _, energy in energies))
        return
    for name, energy in energies:
        boilers: tuple[str, ...] = ()
        more = 0.0
        if chance.maybe(0.25):
            boilers, more = draw_boilers(drawing, len(drawing.nets) + 20)
        _draw_net(drawing, f"net_{name}", (name, *boilers), energy + more)


def _draw_unit(drawing: Drawing, name: str) -> tuple[str, float]:
    chance = drawing.chance
    drawn = fuel(drawing, with_energy=True)
    energy = drawn["amount"] * drawn["heating_value"] / 1000
    drawing.streams.append(DrawnStream(id=f"f_{name}", users={name: None}, **drawn))
    heat, power = chance.amount(0.3, 0.5), chance.amount(0.2, 0.4)
    made = digits(energy * power / 0.0036)
    way = chance.one(["metered", "design", "fall-back"])
    how = _split(drawing, digits(energy * heat) if way == "metered" else None, (heat, power), way == "design")
    serves: dict[str, float | None] = {chance.one(drawing.processes).id: None} if chance.maybe(0.6) else {}
    more = given_out(drawing)
    more |= {"exported": more["exported"] * made, "is_named": more["is_named"] or not serves}
    drawing.equipment.append(DrawnEquipment(name, "generator", serves, made, combined=how, **more))
    return name, energy


def _split(drawing: Drawing, heat: float | None, design: tuple[float, float], by_design: bool) -> DrawnCombined:
    chance = drawing.chance
    fuel_class, year, form, of_heat, of_power = _references(drawing)
    counted = chance.maybe(0.6)
    own = chance.maybe(0.2)
    if own:
        of_heat, of_power = chance.amount(0.7, 0.95), chance.amount(0.35, 0.6)
    elif form == "steam" and not counted:
        of_heat += 0.05
    return DrawnCombined(
        fuel_class=fuel_class, year=year, form=form, condensate_counted=counted, heat=heat,
        efficiencies=design if by_design else None, references=(of_heat, of_power), own_references=own,
    )  # fmt: skip


def _references(drawing: Drawing) -> tuple[str, int, str, float, float]:
    """Class, year and form for which the act prints efficiencies, and these."""
    chance = drawing.chance
    fuel_class = chance.one(list(REFERENCES))
    while True:
        year = chance.one([2010, 2014, 2020])
        form = chance.one(["hot_water", "steam", "direct"])
        of_power, before, since = REFERENCES[fuel_class]
        of_heat = (since if year >= 2016 else before)[("hot_water", "steam", "direct").index(form)]
        power = of_power[1 if year >= 2016 else 0]
        if of_heat is not None and power is not None:
            return fuel_class, year, form, of_heat, power


def given_out(drawing: Drawing) -> dict[str, Any]:
    """Where the electricity of a generator goes: a share outside, and whether all processes share the rest."""
    return {"exported": 0.125 if drawing.chance.maybe(0.4) else 0.0, "is_named": drawing.chance.maybe(0.4)}


def _draw_net(drawing: Drawing, name: str, makers: tuple[str, ...], energy: float) -> None:
    chance = drawing.chance
    names = chance.some(drawing.process_names(), 1, 3)
    users: Users = dict(zip(names, chance.split(energy * 0.28, len(names)), strict=True))
    if chance.maybe(0.4):
        users[names[0]] = None
    exported = digits(energy * 0.02) if chance.maybe(0.3) else 0.0
    drawing.nets.append(DrawnNet(name, "boilers", users, makers, exported=exported))
