"""Fuels and materials that react."""

from typing import Any

from tests.differential.draw.chance import digits
from tests.differential.draw.drawing import Drawing
from tests.differential.draw.words import CARBONATES, FLARE, INTERNATIONAL, LEAST, MATERIALS, NATIONAL, TABLE
from tests.differential.drawn import DrawnStream, Users
from tests.differential.worked.factors import CARBON_DIOXIDE_OF_CARBON


def add_stream(drawing: Drawing, users: Users, drawn: dict[str, Any]) -> None:
    """One more stream, under the next name."""
    drawing.streams.append(DrawnStream(id=f"f{len(drawing.streams)}", users=users, **drawn))


def draw_stream(drawing: Drawing) -> None:
    """A fuel or a reacting material, with one to three users."""
    chance = drawing.chance
    places = drawing.process_names() + [step.id for item in drawing.processes for step in item.steps[:1]]
    places += drawing.furnaces()
    drawn = reacting(drawing) if chance.maybe(0.25) else fuel(drawing)
    users = chance.users(drawn["amount"], chance.some(places, 1, 3))
    outside = ["outside", *(step.id for item in drawing.processes for step in item.steps if step.excluded)]
    if None in users.values() and chance.maybe(0.4):
        users[chance.one(outside)] = digits(drawn["amount"] * 0.03, 5)
    add_stream(drawing, users, drawn)


def fuel(drawing: Drawing, with_energy: bool = False) -> dict[str, Any]:
    """A fuel of the tables or an own one; its energy may be unknown where the factor is per amount."""
    chance = drawing.chance
    looked_up = chance.maybe(0.25)
    if not with_energy and chance.maybe(0.08):
        return {"method": "combustion", "material": "flare_gas", "unit": "1000Nm3", "amount": chance.amount(10, 900),
                "factor": FLARE, "per": "1000Nm3", "looked_up": True, "written": ("Nm3", 1000.0)}  # fmt: skip
    if looked_up:
        material, unit, value, factor = chance.one((*TABLE, *NATIONAL.get(drawing.country, INTERNATIONAL)))
        # The workbook knows no litres: a kilolitre stands in its column of tonnes.
        in_workbook = "t" if unit == "kL" else unit
        drawn = {"material": material, "unit": in_workbook, "heating_value": value, "factor": factor, "per": "TJ"}
    else:
        unit = chance.one(["t", "1000Nm3"])
        drawn = {"material": f"own fuel {len(drawing.streams)}", "unit": unit}
        if chance.maybe(0.2):
            drawn |= _by_carbon(drawing, unit, with_energy)
        elif with_energy or chance.maybe(0.5):
            drawn |= {"heating_value": chance.amount(20, 50), "factor": chance.amount(50, 110), "per": "TJ"}
        else:
            drawn |= {"factor": chance.amount(1.5, 3.5), "per": unit}
    more: dict[str, Any] = {"share": chance.amount(0.95, 0.999)} if chance.maybe(0.6) else {}
    if chance.maybe(0.5):
        more |= {"biomass": chance.amount(0.05, 0.95), **_proof(drawing, burnt=True)}
    return {
        "method": "combustion", "amount": chance.amount(100, 2000), "looked_up": looked_up, **more,
        **_written(drawing, unit, drawn.get("heating_value"), looked_up), **drawn,
    }  # fmt: skip


def _by_carbon(drawing: Drawing, unit: str, with_energy: bool) -> dict[str, Any]:
    """A fuel whose carbon a laboratory has found: a factor per amount, or per energy where the amount is energy."""
    chance = drawing.chance
    carbon, value = chance.amount(0.4, 0.9), chance.amount(20, 50)
    told = {"told": (carbon, "C"), "written": ("t", 1.0) if unit == "t" else ("Nm3", 1000.0), "gross": None}
    told["as_percent"] = unit == "t" and chance.maybe()
    if chance.maybe(0.6):
        energy = {"heating_value": value} if with_energy or chance.maybe() else {}
        return told | energy | {"factor": carbon * CARBON_DIOXIDE_OF_CARBON, "per": unit}
    factor = carbon * CARBON_DIOXIDE_OF_CARBON / value * 1000
    return told | {"factor": factor, "per": "TJ", "heating_value": value, "written": ("GJ net", value)}


def _proof(drawing: Drawing, *, burnt: bool) -> dict[str, Any]:
    """What shows that biomass may count zero; 'other' shows nothing, an analysis only of what is not burnt."""
    good = ["unstated", "union_database", "proof_of_sustainability"] + ([] if burnt else ["not_burnt"])
    bad = ["other", "not_burnt"] if burnt else ["other"]
    if drawing.chance.maybe(0.75):
        return {"proven": True, "proof": drawing.chance.one(good)}
    return {"proven": False, "proof": drawing.chance.one(["", *bad])}


def _written(drawing: Drawing, unit: str, heating_value: float | None, looked_up: bool) -> dict[str, Any]:
    """How the plant's file gives the amount; units of volume and of energy where the factors allow it."""
    chance = drawing.chance
    ways: list[dict[str, Any]] = [{"written": ("t", 1.0)}, {"written": ("kg", 1000.0)}]
    if unit == "kL":
        ways = [{"written": ("kL", 1.0)}, {"written": ("L", 1000.0)}]
    elif unit == "1000Nm3":
        ways = [{"written": ("1000 Nm3", 1.0)}, {"written": ("Nm3", 1000.0)}]
    if heating_value is not None:
        ways.append({"written": ("GJ net", heating_value)})
        ratio = chance.amount(0.89, 0.96)
        ways.append({"written": ("MJ gross", heating_value * 1000 / ratio), "gross": ratio})
    if unit == "t" and not looked_up:
        ways.append({"written": ("kL", 1 / chance.amount(0.7, 0.95))})
    return dict(chance.one(ways))


def reacting(drawing: Drawing) -> dict[str, Any]:
    """A carbonate, a mixture of them, or a raw material that reacts, by mass, by volume or by energy."""
    chance = drawing.chance
    share = {"share": chance.amount(0.9, 0.999)} if chance.maybe() else {}
    common: dict[str, Any] = {"method": "process", "amount": chance.amount(20, 900), **share}
    kind = chance.one(["carbonate", "material", "mixture", "least", "own", "own", "own"])
    if kind in ("carbonate", "material"):
        material, factor = chance.one(CARBONATES if kind == "carbonate" else MATERIALS)
        return common | {"material": material, "unit": "t", "per": "t", "factor": factor, "looked_up": True}
    if kind == "mixture":
        return common | _mixture(drawing)
    if kind == "least":  # an own factor below the least of the act does not count
        own_factor = chance.amount(0.4, 0.7)
        return common | {"material": LEAST[0], "unit": "t", "per": "t", "factor": max(own_factor, LEAST[1]),
                         "told": (own_factor, "t")}  # fmt: skip
    unit = chance.one(["t", "1000Nm3"])
    own = {"material": "own raw material", "unit": unit, "per": unit, "factor": chance.amount(0.2, 2)}
    own["written"] = ("t", 1.0) if unit == "t" else ("Nm3", 1000.0)
    if chance.maybe(0.2):
        own |= _by_carbon(drawing, unit, with_energy=False)
    elif chance.maybe(0.4):
        own |= {"per": "TJ", "factor": chance.amount(40, 110), "heating_value": chance.amount(10, 50)}
    if chance.maybe():
        own |= {"biomass": chance.amount(0.05, 0.9), **_proof(drawing, burnt=False)}
    return common | own


def _mixture(drawing: Drawing) -> dict[str, Any]:
    """Two or three carbonates by their shares of mass; the rest gives off nothing."""
    chance = drawing.chance
    parts = chance.some(CARBONATES, 2, 3)
    shares = chance.split(chance.amount(0.6, 0.999), len(parts))
    factor = sum(share * value for share, (_, value) in zip(shares, parts, strict=True))
    composition = {material: share for share, (material, _) in zip(shares, parts, strict=True)}
    return {"material": "mixed carbonates", "unit": "t", "per": "t", "factor": factor, "composition": composition,
            "looked_up": True}  # fmt: skip


def draw_rare_fuel(drawing: Drawing, unit: str) -> None:
    """What few plants have together: a factor per unit, carbon that does not burn, proven biomass."""
    chance = drawing.chance
    of_volume = unit == "1000 Nm3"
    drawn = {
        "method": "combustion",
        "material": f"own fuel {len(drawing.streams)}",
        "unit": "1000Nm3" if of_volume else "t",
        "amount": chance.amount(100, 2000),
        "factor": chance.amount(1.5, 3.5),
        "per": "1000Nm3" if of_volume else "t",
        "share": chance.amount(0.95, 0.999),
        "biomass": chance.amount(0.05, 0.95),
        "proven": True,
        "written": (unit, 1 / chance.amount(0.7, 0.95) if unit == "kL" else 1.0),
    }
    users: Users = {chance.one(drawing.processes).id: None}
    add_stream(drawing, users, drawn)
    if unit != "kL":
        reacting_too = drawn | {"method": "process", "material": "own raw material"}
        add_stream(drawing, users, reacting_too)
        value = chance.amount(10, 50)
        by_energy = {"per": "TJ", "factor": chance.amount(40, 110), "heating_value": value}
        add_stream(drawing, users, reacting_too | by_energy | {"written": ("GJ net", value)})
