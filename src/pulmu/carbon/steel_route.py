"""Route letter of steel by its composition and its metallic charge (Regulation (EU) 2025/2620, Annex, point 5.2.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pulmu.carbon.consumption import mass_used
from pulmu.carbon.flows import process_of_products
from pulmu.model import Plant, Process, Product, PulmuError, SectorParameters
from pulmu.reference import RouteCode, benchmarks_of, find_good, parameter, route_code

Grade = Literal["carbon", "low_alloy", "high_alloy", "stainless"]
Charge = Literal["blast_furnace", "direct_reduction", "scrap", "unknown"]
STEEL = ("Crude steel", "Iron or steel products")
_CHARGE: Mapping[str, Charge] = {"Pig iron": "blast_furnace", "DRI": "direct_reduction"}


@dataclass(frozen=True, slots=True)
class SteelRoute:
    """Route letter of a steel good and what it was told by; no letter where nothing tells it."""

    letter: str
    because: str = ""


def steel_grade(parameters: SectorParameters | None) -> Grade | None:
    """Grade by composition; None where the shares that are known do not settle it."""
    if parameters is None or parameters.chromium is None:
        return None
    if _is_stainless(parameters.chromium, parameters.carbon):
        return "stainless"
    single = {"manganese": parameters.manganese, "chromium": parameters.chromium, "nickel": parameters.nickel}
    alloys = [value for value in (*single.values(), parameters.other_alloys) if value is not None]
    if sum(alloys) >= parameter("high_alloy_least").value:
        return "high_alloy"
    if parameters.other_alloys is None or len(alloys) <= len(single):
        return None  # a share that is not known may make it an alloy of either kind
    if any(value is not None and value >= parameter(f"alloy_{name}_least").value for name, value in single.items()):
        return "low_alloy"
    # Other elements are known by their sum alone: below the least of any of them, none makes it an alloy.
    return "carbon" if parameters.other_alloys < parameter("alloy_other_least").value else None


def _is_stainless(chromium: float, carbon: float | None) -> bool:
    """Whether it is stainless; where its carbon is not told, that is taken to be low, as it nearly always is."""
    most, least = parameter("stainless_carbon_most").value, parameter("stainless_chromium_least").value
    return chromium >= least and (carbon is None or carbon <= most)


def metallic_charge(plant: Plant, process: Process) -> dict[Charge, float]:
    """Tonnes of pig iron, direct reduced iron and scrap behind the steel of a process.

    Steel of another own process counts with the charge of that; bought steel is unknown, and so is what only comes
    back to where it was made. Ferro-alloys are no metallic charge.
    """
    return _charge(plant, process, frozenset())


def _charge(plant: Plant, process: Process, seen: frozenset[str]) -> dict[Charge, float]:
    found: dict[Charge, float] = dict.fromkeys(("blast_furnace", "direct_reduction", "scrap", "unknown"), 0.0)
    found["scrap"] = sum(scrap.amount.to("t") for scrap in process.scrap_inputs)
    for inner in process.inner_precursors:
        if inner.produced is not None and (kind := _CHARGE.get(_category(inner.cn_code))):
            found[kind] += inner.produced.to("t")
    for purchase in plant.purchases:
        if process.id in purchase.used_by:
            category = _category(purchase.cn_code)
            if category in _CHARGE or category in STEEL:
                found[_CHARGE.get(category, "unknown")] += mass_used(purchase, process.id).to("t")
    makers, products = process_of_products(plant.processes), {item.id: item for _, item in plant.products()}
    for name, mass in process.own_precursors.items():
        if name in products:
            category = _category(products[name].cn_code)
            maker = next(item for item in plant.processes if item.id == makers[name])
            for kind, part in _of_own(plant, maker, category, seen | {process.id}).items():
                found[kind] += part * mass.to("t")
    return found


def _of_own(plant: Plant, maker: Process, category: str, seen: frozenset[str]) -> dict[Charge, float]:
    """Charge of a tonne of an own good."""
    if category in _CHARGE:
        return {_CHARGE[category]: 1.0}
    if category not in STEEL:
        return {}
    charge = {} if maker.id in seen else _charge(plant, maker, seen)
    whole = sum(charge.values())
    return {kind: part / whole for kind, part in charge.items()} if whole > 0 else {"unknown": 1.0}


def majority(charge: Mapping[Charge, float]) -> Charge | None:
    """The kind that makes up more than half of a charge; None where none does, or it is bought steel."""
    whole, least = sum(charge.values()), parameter("metallic_charge_majority").value
    for kind, part in charge.items():
        if kind != "unknown" and whole > 0 and part > least * whole:
            return kind
    return None


def route_of_steel(plant: Plant, process: Process, product: Product) -> SteelRoute:
    """Route letter of a good: as given; else of steel by its code, composition and the majority of its charge."""
    if product.route or _category(product.cn_code) not in STEEL:
        return SteelRoute(product.route)
    grade, charge = steel_grade(product.sector_parameters), metallic_charge(plant, process)
    kind, codes = majority(charge), _codes_of(product.cn_code, plant.period.year)
    by_code = {code.grade for code in codes}
    fitting = [
        code
        for code in codes
        if (code.grade == grade or (len(by_code) == 1 and grade is None)) and code.charge in (kind, "")
    ]
    if len(fitting) != 1:
        return SteelRoute("")
    chosen, whole = fitting[0], sum(charge.values())
    told = [f"{chosen.grade.replace('_', ' ')} steel by its {'code' if grade is None else 'composition'}"]
    if kind is not None and chosen.charge:
        told.append(f"{charge[kind] / whole:.0%} of the metallic charge is {kind.replace('_', ' ')}")
    return SteelRoute(chosen.route, "; ".join(told))


def _codes_of(cn_code: str, year: int) -> list[RouteCode]:
    """What the letters of the benchmark lines of a good stand for."""
    try:
        return [route_code(letter) for letter in sorted({line.route for line in benchmarks_of(cn_code, year)} - {""})]
    except PulmuError:
        return []


def _category(cn_code: str) -> str:
    try:
        return find_good(cn_code).goods_category
    except PulmuError:
        return ""
