"""What the law counts in a process, and which goods this edition of the method covers."""

from pulmu.carbon.law import method_regulation
from pulmu.model import Source
from pulmu.reference import Good

STEEL_PRODUCTS = "Iron or steel products"
UNWROUGHT_ALUMINIUM = "Unwrought aluminium"
ALUMINIUM_PRODUCTS = "Aluminium products"

COVERED_CATEGORIES = frozenset({STEEL_PRODUCTS, UNWROUGHT_ALUMINIUM, ALUMINIUM_PRODUCTS})
"""Categories whose whole method is built: standard method, heat, precursors. The others need a mass balance or more."""

_EXCLUDED_STEPS = {
    STEEL_PRODUCTS: frozenset({"plating", "cutting", "welding", "finishing"}),
    ALUMINIUM_PRODUCTS: frozenset({"cutting", "welding", "finishing"}),
}

SINTERED_ORE = "Sintered ore"
_WITHOUT_MASS_BALANCE = frozenset({SINTERED_ORE, STEEL_PRODUCTS, ALUMINIUM_PRODUCTS})
"""Categories whose rules in Annex I count fuels, carbonates and flue-gas cleaning only, and name no mass balance."""

BOUNDARY_SOURCE: dict[str, Source] = {
    SINTERED_ORE: method_regulation("Annex I, 3.11", "extract"),
    STEEL_PRODUCTS: method_regulation("Annex I, 3.16", "extract"),
    ALUMINIUM_PRODUCTS: method_regulation("Annex I, 3.18", "extract"),
    UNWROUGHT_ALUMINIUM: method_regulation("Annex I, 3.17", "extract"),
}


def is_excluded_step(goods_category: str | None, step_kind: str) -> bool:
    """Whether the law leaves this kind of step out of the process that makes such goods."""
    return step_kind in _EXCLUDED_STEPS.get(goods_category or "", frozenset())


def has_mass_balance(goods_category: str | None) -> bool:
    """Whether the law knows a mass balance of carbon for processes that make such goods."""
    return goods_category not in _WITHOUT_MASS_BALANCE


def is_primary_aluminium(good: Good, route: str) -> bool:
    """Whether a good comes from electrolysis, whose perfluorocarbons need their own method."""
    return good.goods_category == UNWROUGHT_ALUMINIUM and route == "K"
