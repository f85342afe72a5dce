"""The closed table of units. A stranger's unit text is refused here, with the nearest ones we know.

A unit is a product of one atom, or one atom per another ("t CO2e/t"). Gross and net heating value are different
dimensions on purpose: nothing converts one into the other without a stated ratio.
"""

import difflib
import functools
import re
from dataclasses import dataclass
from fractions import Fraction

from pulmu.model.errors import UnitError

Dimension = str

_ATOMS: dict[str, tuple[Dimension, str]] = {
    "t": ("mass", "1.0"),
    "kg": ("mass", "1e-3"),
    "g": ("mass", "1e-6"),
    "kt": ("mass", "1e3"),
    "Gg": ("mass", "1e3"),
    "t CO2e": ("emissions", "1.0"),
    "kg CO2e": ("emissions", "1e-3"),
    "t CO2": ("emissions", "1.0"),
    "kg CO2": ("emissions", "1e-3"),
    "t C": ("carbon", "1.0"),
    "kg C": ("carbon", "1e-3"),
    "kg N": ("nitrogen", "1.0"),
    "TJ": ("energy", "1.0"),
    "GJ": ("energy", "1e-3"),
    "MJ": ("energy", "1e-6"),
    "kWh": ("energy", "3.6e-6"),
    "MWh": ("energy", "3.6e-3"),
    "GWh": ("energy", "3.6"),
    "TJ net": ("net fuel energy", "1.0"),
    "GJ net": ("net fuel energy", "1e-3"),
    "MJ net": ("net fuel energy", "1e-6"),
    "TJ gross": ("gross fuel energy", "1.0"),
    "GJ gross": ("gross fuel energy", "1e-3"),
    "MJ gross": ("gross fuel energy", "1e-6"),
    "Nm3": ("normal volume", "1.0"),
    "1000 Nm3": ("normal volume", "1e3"),
    "L": ("liquid volume", "1.0"),
    "kL": ("liquid volume", "1e3"),
    "kW": ("power", "1.0"),
    "MW": ("power", "1e3"),
    "EUR": ("euro", "1.0"),
    "KRW": ("won", "1.0"),
    "certificate": ("certificates", "1.0"),
    "h": ("time", "1.0"),
    "min": ("time", "1/60"),
    "s": ("time", "1/3600"),
    "day": ("time", "24.0"),
    "cell-day": ("cell time", "1.0"),
    "mV": ("voltage", "1.0"),
    "°C": ("temperature", "1.0"),
    "(t CF4/t Al)/(min/cell-day)": ("slope factor", "1.0"),
    "(kg CF4/t Al)/(anode-effect min/cell-day)": ("slope factor", "1e-3"),
    "(t CF4/t Al)/mV": ("overvoltage coefficient", "1.0"),
    "(kg CF4/t Al)/mV": ("overvoltage coefficient", "1e-3"),
    "1": ("ratio", "1.0"),
    "%": ("ratio", "1e-2"),
}

_SPELLINGS = {
    "tonne": "t",
    "tonnes": "t",
    "ton": "t",
    "tons": "t",
    "톤": "t",
    "Mg": "t",
    "tCO2e": "t CO2e",
    "tCO2": "t CO2",
    "kgCO2e": "kg CO2e",
    "kgCO2": "kg CO2",
    "tC": "t C",
    "t CO2eq": "t CO2e",
    "kgN": "kg N",
    "Nm³": "Nm3",
    "1000Nm3": "1000 Nm3",
    "1000 Nm³": "1000 Nm3",
    "l": "L",
    "litre": "L",
    "liter": "L",
    "kl": "kL",
    "€": "EUR",
    "euro": "EUR",
    "원": "KRW",
    "℃": "°C",
    "KWH": "kWh",
    "KWh": "kWh",
    "Kwh": "kWh",
    "kwh": "kWh",
    "mwh": "MWh",
    "Mwh": "MWh",
    "": "1",
}


_HEATING_VALUE = re.compile(r"(MJ|GJ|TJ)\s*\(?\s*(net|NCV|LHV|순발열량|gross|GCV|HHV|총발열량)\s*\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the closed table: its symbol, dimension and factor to the base unit of that dimension."""

    symbol: str
    dimension: Dimension
    factor: Fraction


@functools.cache
def unit(text: str) -> Unit:
    """The unit a text names.

    Raises
    ------
    UnitError  Not in the table (`input.unit_unknown`).
    """
    if text in _ATOMS:
        return _atom(text, text)
    above, slash, below = text.strip().partition("/")
    if not slash:
        return _atom(above.strip(), text)
    top, bottom = _atom(above.strip(), text), _atom(below.strip(), text)
    symbol = f"{top.symbol}/{bottom.symbol}"
    return Unit(symbol, f"{top.dimension} per {bottom.dimension}", top.factor / bottom.factor)


def _atom(text: str, whole: str) -> Unit:
    symbol = _SPELLINGS.get(text, text)
    if basis := _HEATING_VALUE.fullmatch(text):
        is_net = basis[2].lower() in ("net", "ncv", "lhv", "순발열량")
        symbol = f"{basis[1].upper()} {'net' if is_net else 'gross'}"
    if symbol not in _ATOMS:
        near = difflib.get_close_matches(text, [*_ATOMS, *_SPELLINGS], n=3, cutoff=0.6)
        known = sorted({_SPELLINGS.get(name, name) for name in near}) or ["t", "kg", "Nm3", "TJ", "MWh"]
        hint = "use one of: " + ", ".join(known)
        raise UnitError.of(
            "input.unit_unknown", "", f"{whole!r} is not a unit we know", hint, unit=whole, known=", ".join(known)
        )
    dimension, factor = _ATOMS[symbol]
    return Unit(symbol, dimension, Fraction(factor))


def known_units(*dimensions: Dimension) -> list[str]:
    """Symbols of the table that have one of the dimensions."""
    return [symbol for symbol, (dimension, _) in _ATOMS.items() if dimension in dimensions]


@functools.cache
def conversion_factor(from_unit: str, to_unit: str) -> float:
    """The number that turns a value in `from_unit` into one in `to_unit`.

    Raises
    ------
    UnitError  Different dimensions (`input.unit_mismatch`).
    """
    have, want = unit(from_unit), unit(to_unit)
    if have.dimension != want.dimension:
        raise UnitError.of(
            "input.unit_mismatch",
            "",
            f"{have.symbol} is a unit of {have.dimension}, not of {want.dimension}",
            f"give {want.symbol}",
            unit=have.symbol,
            wanted=want.symbol,
        )
    return float(have.factor / want.factor)
