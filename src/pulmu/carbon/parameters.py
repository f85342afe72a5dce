"""Sector parameters of a good: those its category asks for, with what is known."""

from pulmu.model import Product, SectorParameters
from pulmu.reference import sector_of


def required_parameters(goods_category: str) -> tuple[str, ...]:
    """Names of the parameters the report must tell of goods of a category."""
    return sector_of(goods_category).parameters


def parameter_values(product: Product, goods_category: str) -> dict[str, float | str | None]:
    """Each parameter the category asks for; None where it is not known."""
    given = product.sector_parameters or SectorParameters()
    known = {"clinker_ratio": product.clinker_content, "nitrogen": product.nitrogen_content}
    values: dict[str, float | str | None] = {}
    for name in required_parameters(goods_category):
        value = getattr(given, name)
        values[name] = known.get(name) if value is None and name in known else value
    return values
