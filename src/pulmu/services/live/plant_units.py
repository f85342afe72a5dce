"""Units as plants write them: more spellings than the closed table has, each led back to a unit of it."""

from dataclasses import dataclass

from pulmu.model import UnitError
from pulmu.model.units import unit


@dataclass(frozen=True, slots=True)
class PlantUnit:
    """A unit of the closed table, and how a value of the plant's unit becomes one of it: times factor, plus offset."""

    symbol: str
    factor: float = 1.0
    offset: float = 0.0


_OTHERS = {
    "w": PlantUnit("kW", 1e-3), "kw": PlantUnit("kW"), "mw": PlantUnit("MW"),
    "wh": PlantUnit("kWh", 1e-3), "kwh": PlantUnit("kWh"), "mwh": PlantUnit("MWh"), "gwh": PlantUnit("GWh"),
    "j": PlantUnit("MJ", 1e-6), "kj": PlantUnit("MJ", 1e-3),
    "degc": PlantUnit("°C"), "deg c": PlantUnit("°C"), "celsius": PlantUnit("°C"), "℃": PlantUnit("°C"),
    "°c": PlantUnit("°C"), "c": PlantUnit("°C"), "섭씨": PlantUnit("°C"),
    "k": PlantUnit("°C", 1.0, -273.15), "kelvin": PlantUnit("°C", 1.0, -273.15),
    "°f": PlantUnit("°C", 5 / 9, -160 / 9), "degf": PlantUnit("°C", 5 / 9, -160 / 9),
    "℉": PlantUnit("°C", 5 / 9, -160 / 9),
    "ea": PlantUnit("1"), "pcs": PlantUnit("1"), "pc": PlantUnit("1"), "piece": PlantUnit("1"),
    "pieces": PlantUnit("1"), "each": PlantUnit("1"), "one": PlantUnit("1"), "count": PlantUnit("1"),
    "counts": PlantUnit("1"), "개": PlantUnit("1"), "본": PlantUnit("1"), "매": PlantUnit("1"), "회": PlantUnit("1"),
    "sec": PlantUnit("s"), "second": PlantUnit("s"), "seconds": PlantUnit("s"), "초": PlantUnit("s"),
    "분": PlantUnit("min"), "minute": PlantUnit("min"), "minutes": PlantUnit("min"), "hr": PlantUnit("h"),
    "hour": PlantUnit("h"), "hours": PlantUnit("h"), "시간": PlantUnit("h"), "ms": PlantUnit("s", 1e-3),
    "percent": PlantUnit("%"), "퍼센트": PlantUnit("%"),
    "nm3/hr": PlantUnit("Nm3/h"), "nm³/h": PlantUnit("Nm3/h"), "nm³/hr": PlantUnit("Nm3/h"), "nm3": PlantUnit("Nm3"),
    "nm3/h": PlantUnit("Nm3/h"), "nm3/min": PlantUnit("Nm3/h", 60.0), "kg/hr": PlantUnit("kg/h"),
    "t/hr": PlantUnit("t/h"), "ton/h": PlantUnit("t/h"), "kg/s": PlantUnit("kg/h", 3600.0),
    "l/min": PlantUnit("L/h", 60.0), "lpm": PlantUnit("L/h", 60.0), "l/h": PlantUnit("L/h"),
}  # fmt: skip

_SPELLED = {
    PlantUnit("kW", 1e-3): "W", PlantUnit("kWh", 1e-3): "Wh", PlantUnit("MJ", 1e-6): "J", PlantUnit("MJ", 1e-3): "kJ",
    PlantUnit("°C", 1.0, -273.15): "K", PlantUnit("°C", 5 / 9, -160 / 9): "°F", PlantUnit("s", 1e-3): "ms",
    PlantUnit("Nm3/h", 60.0): "Nm3/min", PlantUnit("kg/h", 3600.0): "kg/s", PlantUnit("L/h", 60.0): "L/min",
}  # fmt: skip


def spelled_unit(found: PlantUnit) -> str:
    """How a plant writes a unit; empty where the closed table has none that is multiplied so."""
    return found.symbol if (found.factor, found.offset) == (1.0, 0.0) else _SPELLED.get(found, "")


def plant_unit(text: str) -> PlantUnit | None:
    """What a unit of a plant is in the closed table; None where it is not known. Big and small letters are alike,
    where the closed table itself does not tell them apart."""
    plain = text.strip()
    try:
        return PlantUnit(unit(plain).symbol)
    except UnitError:
        return _OTHERS.get(plain.lower())
