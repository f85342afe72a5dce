"""The units: the closed table and the spellings that are read."""

from pulmu.model.units import _ATOMS, _SPELLINGS
from reference_pages.common import WORDS, page, table


def units() -> str:
    """The closed table of units."""
    by_dimension: dict[str, list[str]] = {}
    for symbol, (dimension, _) in _ATOMS.items():
        by_dimension.setdefault(dimension, []).append(symbol)
    rows = [[dimension, ", ".join(f"`{symbol}`" for symbol in symbols),
             ", ".join(f"1 {symbol} = {_ATOMS[symbol][1]} {symbols[0]}" for symbol in symbols[1:])]
            for dimension, symbols in by_dimension.items()]  # fmt: skip
    spellings: dict[str, list[str]] = {}
    for text, symbol in _SPELLINGS.items():
        if text:
            spellings.setdefault(symbol, []).append(text)
    other = [[f"`{symbol}`", ", ".join(f"`{text}`" for text in texts)] for symbol, texts in spellings.items()]
    introduction = WORDS["introduction"]["units"]["both"]
    return page("Units · 단위", introduction, table(["dimension", "units", "factors"], rows),
                "## Other spellings that are read · 함께 읽는 표기\n", table(["unit", "spellings"], other))  # fmt: skip
