"""Mass balances of carbon: what goes into processes whose rules know one, and what comes out of them."""

from typing import Any

from tests.differential.draw.drawing import Drawing
from tests.differential.draw.fuels import add_stream
from tests.differential.draw.words import CARBON, MASS_BALANCE, TABLE
from tests.differential.worked.factors import CARBON_DIOXIDE_OF_CARBON


def draw_carbon(drawing: Drawing) -> None:
    """In and out, by content, by emission factor, by the tables."""
    chance = drawing.chance
    for item in [item for item in drawing.processes if item.category in MASS_BALANCE]:
        inputs = [_input(drawing) for _ in range(chance.count(0, 3))]
        biomass = chance.amount(0.05, 0.9) if chance.maybe(0.6) else 0.0
        # Of what leaves at least the share of biomass that comes in, unless a trace shows otherwise.
        is_traced = chance.maybe()
        for drawn in inputs:
            add_stream(drawing, {item.id: None}, drawn | ({"biomass": biomass, "proven": True} if biomass else {}))
        for _ in range(chance.count(0, 2)):
            leaving = _content("out", "own slag", chance.amount(0.001, 0.02), drawing)
            kept = biomass * (0.5 if is_traced else 1.0)
            if not inputs and chance.maybe(0.4):
                kept = chance.amount(0.05, 0.9)
            if kept:
                leaving |= {"biomass": kept, "proven": True, "is_traced": bool(inputs) and is_traced}
            add_stream(drawing, {item.id: None}, leaving)


def _input(drawing: Drawing) -> dict[str, Any]:
    chance = drawing.chance
    way = chance.one(["own", "own", "percent", "table", "factor", "energy", "fuel"])
    if way == "table":
        material, carbon = chance.one(CARBON)
        return _content("in", material, carbon, drawing, unit="t") | {"looked_up": True}
    if way == "fuel":
        material, _, value, factor = chance.one(TABLE)
        found = _content("in", material, factor * value / 1000 / CARBON_DIOXIDE_OF_CARBON, drawing, unit="t")
        return found | {"looked_up": True}
    if way == "percent":
        return _content("in", "own carbon", chance.amount(0.05, 0.9), drawing, unit="t") | {"as_percent": True}
    found = _content("in", "own carbon", chance.amount(0.05, 0.9), drawing)
    if way == "own":
        return found
    factor = chance.amount(0.5, 3.0)
    if way == "factor":
        return found | {"factor": factor / CARBON_DIOXIDE_OF_CARBON, "told": (factor, found["unit"])}
    value, factor = chance.amount(10, 50), chance.amount(50, 110)
    carbon = factor * value / 1000 / CARBON_DIOXIDE_OF_CARBON
    return found | {"factor": carbon, "told": (factor, "TJ"), "heating_value": value}


def _content(method: str, material: str, carbon: float, drawing: Drawing, unit: str = "") -> dict[str, Any]:
    unit = unit or ("t" if drawing.chance.maybe(0.7) else "1000Nm3")
    return {
        "method": method, "material": material, "unit": unit, "amount": drawing.chance.amount(50, 900),
        "factor": carbon, "per": "C", "written": ("t", 1.0) if unit == "t" else ("Nm3", 1000.0),
    }  # fmt: skip
