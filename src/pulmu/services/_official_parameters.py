"""Sector parameters and contents of goods: in the cells the template has for their category, else among the remarks."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from pulmu.carbon.activity import production
from pulmu.model import Process, Product, Quantity, SectorParameters
from pulmu.services.official_content import REDUCING_AGENTS, OfficialProduct

_STEEL = {name: name for name in ("reducing_agent", "manganese", "chromium", "nickel", "other_alloys")}
_SCRAP = {"pre_consumer_scrap": "pre_consumer_scrap"}
_ALUMINIUM = {**_SCRAP, "scrap_per_tonne": "scrap_per_tonne_aluminium", "non_aluminium": "non_aluminium"}
CELLS: dict[str, dict[str, str]] = {
    "Cement": {"clinker_ratio": "clinker_factor"},
    "Iron or steel products": _STEEL,
    "Crude steel": {**_STEEL, **_SCRAP, "scrap_per_tonne": "scrap_per_tonne_steel"},
    "Direct reduced iron": _STEEL,
    "Pig iron": _STEEL,
    "Alloys (FeMn, FeCr, FeNi)": {name: name for name in ("manganese", "chromium", "nickel", "carbon")},
    "Ammonia": {"concentration": "concentration"},
    "Nitric acid": {"concentration": "nitric_acid"},
    "Urea": {"concentration": "urea", "nitrogen": "nitrogen"},
    "Mixed fertilisers": {
        "nitrogen_as_ammonium": "nitrogen_ammonium",
        "nitrogen_as_nitrate": "nitrogen_nitrate",
        "nitrogen_as_urea": "nitrogen_urea",
        "nitrogen_other": "nitrogen_other",
    },
    "Aluminium products": _ALUMINIUM,
    "Unwrought aluminium": _ALUMINIUM,
}
"""Parameters the template asks for by category, each with its column; the columns of others are greyed out."""
_CONTENTS = {"clinker_ratio": "clinker_content", "nitrogen": "nitrogen_content"}
"""Parameters that are the same as a content of the good, where they are not given apart."""
_OF_GOOD = ("clinker_content", "nitrogen_content", "molar_mass", "variant", "route")
_ROUTE = "made by "
_NAMES = tuple(field.name for field in dataclasses.fields(SectorParameters))


def parameter_cells(product: Product, process: Process, category: str) -> dict[str, Any]:
    """What stands in the cells of a good's row, by the fields of `OfficialProduct`."""
    cells = CELLS.get(category, {})
    values = _values(product, process)
    found = {field: values[name] for name, field in cells.items() if values.get(name) is not None}
    if "reducing_agent" in found:
        found["reducing_agent"] = REDUCING_AGENTS.get(found["reducing_agent"])
    return found


def _values(product: Product, process: Process) -> dict[str, Any]:
    """Parameters as given, else as they follow from contents and scrap."""
    given = product.sector_parameters or SectorParameters()
    values = {name: getattr(given, name) for name in _NAMES}
    follow = {name: getattr(product, content) for name, content in _CONTENTS.items()} | _scrap(process)
    return {name: follow.get(name) if value is None else value for name, value in values.items()}


def _scrap(process: Process) -> dict[str, float]:
    scrap = sum(item.amount.to("t") for item in process.scrap_inputs)
    made = sum(production(item).to("t") for item in process.goods)
    if not scrap > 0 or not made > 0:
        return {}
    known = [item.pre_consumer for item in process.scrap_inputs if item.pre_consumer is not None]
    share = {"pre_consumer_scrap": sum(item.to("t") for item in known) / scrap} if known else {}
    return {"scrap_per_tonne": scrap / made, **share}


def parameter_words(product: Product, category: str) -> dict[str, str]:
    """What there is no cell for, in words for the remarks."""
    given = product.sector_parameters or SectorParameters()
    cells = CELLS.get(category, {})
    in_cell = set(cells)
    if given.reducing_agent is not None and given.reducing_agent not in REDUCING_AGENTS:
        in_cell.discard("reducing_agent")
    words = {name: getattr(given, name) for name in _NAMES if name not in in_cell}
    words |= {name: getattr(product, name) for name in _OF_GOOD}
    for name, content in _CONTENTS.items():
        if name in cells and getattr(given, name) in (None, words[content]):
            words[content] = None  # the cell holds it
    told = {name.replace("_", " "): _word(value) for name, value in words.items() if value not in (None, "")}
    return told | {f"{_ROUTE}{name}": f"{mass.to('t')!r} t" for name, mass in product.routes.items()}


def _word(value: Any) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def told_goods(row: OfficialProduct, category: str, words: Mapping[str, str]) -> dict[str, Any]:
    """Attributes of a good, from the cells of its row and its words among the remarks.

    Raises
    ------
    ValueError, InputError  A number or a mass among the words is none.
    """
    cells = {name: getattr(row, field) for name, field in CELLS.get(category, {}).items()}
    agents = {words: name for name, words in REDUCING_AGENTS.items()}
    if "reducing_agent" in cells:
        cells["reducing_agent"] = agents.get(cells["reducing_agent"] or "")
    by_name = {name.replace(" ", "_"): text for name, text in words.items()}
    given = {name: value for name, value in cells.items() if value is not None}
    given |= {name: _value(name, by_name[name]) for name in _NAMES if name in by_name}
    good: dict[str, Any] = {name: _value(name, by_name[name]) for name in _OF_GOOD if name in by_name}
    for name, content in _CONTENTS.items():
        if name in given and name in cells and content not in good:
            good[content] = given.pop(name)  # one number stands for both
    parts = [given[name] for name in CELLS["Mixed fertilisers"] if name in given]
    if category == "Mixed fertilisers" and parts and "nitrogen_content" not in good:
        good["nitrogen_content"] = sum(parts)
    routes = {
        name.removeprefix(_ROUTE): Quantity.parse(text) for name, text in words.items() if name.startswith(_ROUTE)
    }
    good |= {"routes": routes} if routes else {}
    return good | ({"sector_parameters": SectorParameters(**given)} if given else {})


def _value(name: str, text: str) -> float | str:
    return text if name in ("variant", "route", "reducing_agent") else float(text)
