"""Route letter of steel by its composition and its metallic charge (Regulation (EU) 2025/2620, Annex, point 5.2.3)."""

from dataclasses import dataclass
from typing import Literal

from pulmu.carbon.metallic_charge import STEEL, Masses, category_of_code, majority
from pulmu.model import Plant, Product, PulmuError, SectorParameters
from pulmu.reference import RouteCode, benchmarks_of, parameter, route_code

Grade = Literal["carbon", "low_alloy", "high_alloy", "stainless"]


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


def route_of_steel(plant: Plant, product: Product, charge: Masses) -> SteelRoute:
    """Route letter of a good: as given; else of steel by its code, composition and the majority of its charge.

    Parameters
    ----------
    charge : Metallic charge of the process that makes it.
    """
    if product.route or category_of_code(product.cn_code) not in STEEL:
        return SteelRoute(product.route)
    grade = steel_grade(product.sector_parameters)
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
