"""Units as OPC UA names them, and what is counted in watts and watt-hours on the wire.

Source: OPC 10000-8, EUInformation; UnitIds are those of UNECE Recommendation 20. OPC 34100 counts in W and Wh.
"""

from asyncua import ua

from pulmu.services.live.plant_units import PlantUnit, plant_unit

_CODES = {
    "Wh": "WHR", "kWh": "KWH", "MWh": "MWH", "W": "WTT", "kW": "KWT", "MW": "MAW", "°C": "CEL", "%": "P1",
    "kg": "KGM", "t": "TNE", "Nm3": "NM3", "L": "LTR", "MJ": "3B", "GJ": "GV", "s": "SEC", "1": "C62",
}  # fmt: skip
_MORE = {
    "HUR": "h", "MIN": "min", "GRM": "g", "GWH": "GWh", "FAH": "°F", "KEL": "K", "JOU": "J", "KJO": "kJ", "D32": "TJ",
    "EA": "1", "H87": "1", "NMP": "1",
}  # fmt: skip
"""Codes of UNECE Recommendation 20 beyond those we write."""
_WIRE = {"kWh": ("Wh", 1e3), "MWh": ("Wh", 1e6), "kW": ("W", 1e3), "MW": ("W", 1e6)}
_SYMBOLS = {
    int.from_bytes(code.encode(), "big"): symbol
    for code, symbol in (*((code, symbol) for symbol, code in _CODES.items()), *_MORE.items()) if symbol
}  # fmt: skip
_ADDRESS = "http://www.opcfoundation.org/UA/units/un/cefact"


def on_the_wire(unit: str, measurement: int | None) -> tuple[str, float]:
    """The unit a server shows, and what a value of the tag's unit is multiplied with."""
    return _WIRE.get(unit, (unit, 1.0)) if measurement is not None else (unit, 1.0)


def unit_information(symbol: str) -> ua.EUInformation:
    """A unit as a server describes it; -1 where it has no code of its own."""
    code = _CODES.get(symbol, "")
    number = int.from_bytes(code.encode(), "big") if code else -1
    return ua.EUInformation(
        NamespaceUri=_ADDRESS, UnitId=number, DisplayName=ua.LocalizedText(symbol), Description=ua.LocalizedText(symbol)
    )


def unit_of_information(information: object, usual: str = "") -> tuple[PlantUnit, str]:
    """The unit a stranger's server shows, and how it calls one we do not know; `usual` where it shows none.

    Its UNECE code says it where it has one; else the word that people read.
    """
    number, shown = getattr(information, "UnitId", None), getattr(information, "DisplayName", None)
    word = str(getattr(shown, "Text", None) or "").strip()
    code = _SYMBOLS.get(number) if isinstance(number, int) else None
    if not code and not word:
        word = usual
    found = plant_unit(code or word) if code or word else None
    return (PlantUnit("1"), word) if found is None else (found, "")
