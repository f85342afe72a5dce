"""Deliveries of precursors."""

from tests.differential.described.users import users
from tests.differential.drawn import DrawnPurchase

from pulmu.model import Purchase, Quantity, VerifiedValue


def purchase(item: DrawnPurchase, year: int) -> Purchase:
    """A delivery; a value without a report is told as such, as a statement, or with a report from before the rules."""
    is_told = item.verified or item.exempt or item.told_as != "statement"
    is_old = not item.verified and item.told_as == "old"
    direct = Quantity(item.direct, "t CO2e/t")
    value = VerifiedValue(
        direct=direct,
        indirect=Quantity(item.electricity * item.electricity_factor, "t CO2e/t"),
        verification_report="VR-1" if item.verified or is_old else "",
        year=2025 if is_old else year,
        per="tonne" if item.content is None else "functional_unit",
    )
    contents = {"clinker_content" if item.category == "Cement" else "nitrogen_content": item.content}
    return Purchase(
        id=item.id,
        cn_code=item.cn_code,
        variant=item.variant,
        supplier=item.supplier,
        country_of_origin=item.country,
        origin_evidence="certificate of origin" if item.exempt else "",
        received=Quantity(item.received, "t"),
        used_by=users(item.users, "t"),
        verified=value if is_told else None,
        stated_value=None if is_told else direct,
        specific_use_evidence="batch cards" if item.proven_use else "",
        production_year=item.made,
        production_year_evidence="mill certificates" if item.made_proven else "",
        **contents,
    )
