"""Units as OPC UA names them, and what is counted in watts and watt-hours on the wire.

Source: OPC 10000-8, EUInformation; UnitIds are those of UNECE Recommendation 20. OPC 34100 counts in W and Wh.
"""

from asyncua import ua

_CODES = {
    "Wh": "WHR", "kWh": "KWH", "MWh": "MWH", "W": "WTT", "kW": "KWT", "MW": "MAW", "°C": "CEL", "%": "P1",
    "kg": "KGM", "t": "TNE", "Nm3": "NM3", "L": "LTR", "MJ": "3B", "GJ": "GV", "s": "SEC", "1": "C62",
}  # fmt: skip
_WIRE = {"kWh": ("Wh", 1e3), "MWh": ("Wh", 1e6), "kW": ("W", 1e3), "MW": ("W", 1e6)}
_BACK = {"Wh": ("kWh", 1e-3), "W": ("kW", 1e-3), "℃": ("°C", 1.0)}
_ADDRESS = "http://www.opcfoundation.org/UA/units/un/cefact"


def on_the_wire(unit: str, measurement: int | None) -> tuple[str, float]:
    """The unit a server shows, and what a value of the tag's unit is multiplied with."""
    return _WIRE.get(unit, (unit, 1.0)) if measurement is not None else (unit, 1.0)


def off_the_wire(symbol: str) -> tuple[str, float]:
    """The unit a tag has, and what a value a server shows is multiplied with."""
    return _BACK.get(symbol, (symbol, 1.0))


def unit_information(symbol: str) -> ua.EUInformation:
    """A unit as a server describes it; -1 where it has no code of its own."""
    code = _CODES.get(symbol, "")
    number = int.from_bytes(code.encode(), "big") if code else -1
    return ua.EUInformation(
        NamespaceUri=_ADDRESS, UnitId=number, DisplayName=ua.LocalizedText(symbol), Description=ua.LocalizedText(symbol)
    )
