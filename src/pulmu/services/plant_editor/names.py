"""What may be named where: the entries of a plant that an input may point to, and words of the tables of law."""

from collections.abc import Iterator
from typing import Any

from pulmu.reference import list_countries, list_fuels, list_process_factors, local_names
from pulmu.services.document_form.shape import Attribute
from pulmu.services.ports import Language

OUTSIDE = "outside"
_EQUIPMENT, _PLACES, _PROCESSES, _GOODS = "emission_sources", "places", "processes", "goods"
_LISTS: dict[tuple[str, str], str] = {
    ("SourceStream", "used_by"): "burners",
    ("MeasuredSource", "used_by"): "burners",
    ("WasteGas", "used_by"): "burners",
    ("HeatNet", "used_by"): "takers",
    ("ElectricityBalance", "used_by"): "takers",
    ("EmissionSource", "throughput"): _PLACES,
    ("EmissionSource", "serves"): _PLACES,
    ("Electrolysis", "process"): _PLACES,
    ("CarbonDioxideTransfer", "process"): _PLACES,
    ("SourceStream", "measured_by"): "measured_sources",
    ("HeatNet", "produced_by"): _EQUIPMENT,
    ("HeatNet", "recovered_from"): _PROCESSES,
    ("WasteGas", "produced_by"): _PROCESSES,
    ("ElectricitySource", "generator"): _EQUIPMENT,
    ("ElectricitySource", "dedicated_to"): _PROCESSES,
    ("Process", "own_precursors"): _GOODS,
    ("Purchase", "used_by"): _PROCESSES,
    ("OutsourcedStep", "used_by"): _PROCESSES,
    ("OutsourcedStep", "good"): _GOODS,
    ("SourceStream", "material"): "materials",
    ("SourceStream", "composition"): "materials",
    ("WasteGas", "material"): "fuels",
    ("HeatNet", "standard_fuel"): "fuels",
    ("Product", "exports_to_eu"): "quarters",
    ("OutsourcedStep", "exports_to_eu"): "quarters",
    ("Plant", "price_scenarios"): "quarters",
}
_COUNTRIES = ("country", "country_of_origin")


def list_for(attribute: Attribute) -> str:
    """The list an input offers; empty where it offers none."""
    if attribute.name in _COUNTRIES:
        return "countries"
    if attribute.name.endswith("evidence") and attribute.kind == "text":
        return "evidence"
    return _LISTS.get((attribute.owner.__name__, attribute.name), "")


def offered(name: str, tree: Any, language: Language) -> list[tuple[str, str]]:
    """Values of a list with the words beside them."""
    match name:
        case "countries":
            found = [(item.iso2, item.name_ko if language == "ko" else item.name_en) for item in list_countries()]
            return sorted(found, key=lambda item: (item[0] != "KR", item[1]))
        case "materials" | "fuels":
            factors = [] if name == "fuels" else [item.name for item in list_process_factors()]
            known = local_names(language)
            names = dict.fromkeys([item.name for item in list_fuels()] + factors)
            return [(item, known.get(item, "")) for item in names]
        case "quarters":
            year = _year(tree)
            return [(f"{number // 4}Q{number % 4 + 1}", "") for number in range(year * 4, year * 4 + 8)] if year else []
        case "burners":
            return [*_entries(tree, _EQUIPMENT), *_places(tree), (OUTSIDE, "")]
        case "takers":
            return [*_places(tree), (OUTSIDE, "")]
        case "places":
            return _places(tree)
        case "goods":
            return [pair for entry in _all(tree, _PROCESSES) for pair in _entries(entry, _GOODS)]
    return _entries(tree, name)


def _places(tree: Any) -> list[tuple[str, str]]:
    steps = [pair for entry in _all(tree, _PROCESSES) for pair in _entries(entry, "steps")]
    return [*_entries(tree, _PROCESSES), *steps]


def _entries(tree: Any, name: str) -> list[tuple[str, str]]:
    return [
        (item["id"], str(item.get("name_local") or item.get("name") or ""))
        for item in _all(tree, name)
        if isinstance(item.get("id"), str) and item["id"]
    ]


def _all(tree: Any, name: str) -> Iterator[dict[str, Any]]:
    found = tree.get(name) if isinstance(tree, dict) else None
    return (item for item in (found if isinstance(found, list) else ()) if isinstance(item, dict))


def _year(tree: Any) -> int:
    period = tree.get("period") if isinstance(tree, dict) else None
    said = str(period.get("start", "") if isinstance(period, dict) else period)[:4]
    return int(said) if said.isascii() and said.isdigit() else 0
