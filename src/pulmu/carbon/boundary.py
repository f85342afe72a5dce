"""What the law counts in a process: by the table of goods categories."""

from pulmu.model import Process
from pulmu.reference import Good, sector_of

STEEL_PRODUCTS = "Iron or steel products"
UNWROUGHT_ALUMINIUM = "Unwrought aluminium"
ALUMINIUM_PRODUCTS = "Aluminium products"
CLINKER = "Cement clinker"
ELECTRICITY = "Electricity"
SINTERED_ORE = "Sintered ore"
_WITHOUT_MASS_BALANCE = frozenset({SINTERED_ORE, STEEL_PRODUCTS, ALUMINIUM_PRODUCTS})
"""Categories whose rules in Annex I count fuels, carbonates and flue-gas cleaning only, and name no mass balance."""


def is_excluded_step(goods_category: str | None, step_kind: str) -> bool:
    """Whether the law leaves this kind of step out of the process that makes such goods."""
    return bool(goods_category) and step_kind in sector_of(goods_category or "").excluded_steps


def follows_sector(process: Process) -> bool:
    """Whether the rules of its goods' sector hold for a process: for listed routes and combinations of them only
    (M2547 Annex I 3.1)."""
    return not any(product.unlisted_route for product in process.goods)


def has_mass_balance(goods_category: str | None) -> bool:
    """Whether the law knows a mass balance of carbon for processes that make such goods."""
    return goods_category not in _WITHOUT_MASS_BALANCE


def is_primary_aluminium(good: Good, route: str) -> bool:
    """Whether a good comes from electrolysis, whose perfluorocarbons need their own method."""
    return good.goods_category == UNWROUGHT_ALUMINIUM and route == "K"
