"""Bought precursors of a plant, from the rows of a filled template."""

from pulmu.carbon.precursors import precursor_value
from pulmu.model import Decisions, PulmuError, Purchase, VerifiedValue
from pulmu.services._official_back_cells import UNKNOWN_CODE, Filled, code_of, whole_year, without_code
from pulmu.services._official_chain import carried_indirect
from pulmu.services.official_content import DEFAULT, OfficialPrecursor

_SAME = 1e-9


def purchases_of(filled: Filled) -> tuple[Purchase, ...]:
    """A delivery for each row."""
    rows = enumerate(filled.content.precursors)
    return tuple(_purchase(filled, number, row) for number, row in rows if row.category)


def counts_markup(filled: Filled, purchases: tuple[Purchase, ...], year: int, edition: str) -> bool:
    """Whether default values stand there with their mark-up; so it is taken where none tells otherwise."""
    without = Decisions(markup_on_precursor_defaults=False)
    rows = [row for row in filled.content.precursors if row.category]
    for row, purchase in zip(rows, purchases, strict=True):
        if row.direct_source != DEFAULT or not row.direct:
            continue
        try:
            bare = precursor_value(purchase, year, without, edition).direct.to("t CO2e/t")
        except PulmuError:
            continue  # the checks of the plant tell why
        if abs(bare - row.direct) <= _SAME * bare:
            return False
    return True


def _purchase(filled: Filled, number: int, row: OfficialPrecursor) -> Purchase:
    name = row.name or f"PP{number + 1}"
    code = code_of(name)
    if code == UNKNOWN_CODE:
        filled.told.add("official.read_no_code", "A_InstData", f"L{102 + number}", name)
    given = filled.remarks.get(f"PP{number + 1}", {})
    position = next((at for at, amount in enumerate(row.bought) if amount), 0)
    bought = sum(amount or 0.0 for amount in row.bought)
    direct = filled.amount(row.direct or 0.0, "t CO2e/t", "precursors", number, "direct")
    is_stated, report = row.direct_source != DEFAULT, given.get("verification report", "")
    if is_stated and not report:
        filled.told.add("official.read_no_report", "E_PurchPrec", f"L{49 + 44 * number}", name)
    return Purchase(
        id=filled.identifier(f"PP{number + 1}"),
        name=without_code(name).removesuffix(given.get("supplier", "")).strip() or without_code(name),
        supplier=given.get("supplier", ""),
        cn_code=code,
        country_of_origin=row.country or "unknown",
        origin_evidence=given.get("origin evidence", ""),
        received=filled.amount(bought, "t", "precursors", number, "bought", position),
        used_by={
            filled.processes[process]: filled.amount(mass, "t", "precursors", number, "used", process)
            for process, mass in enumerate(row.used)
            if mass and process in filled.processes
        },
        verified=_verified(filled, number, row, given) if is_stated and report else None,
        stated_value=direct if is_stated and not report else None,
        specific_use_evidence=given.get("specific use", ""),
        production_year=whole_year(given, "production year"),
        production_year_evidence=given.get("production year evidence", ""),
        variant=given.get("variant", ""),
    )


def _verified(filled: Filled, number: int, row: OfficialPrecursor, given: dict[str, str]) -> VerifiedValue:
    indirect = carried_indirect(row)
    return VerifiedValue(
        direct=filled.amount(row.direct or 0.0, "t CO2e/t", "precursors", number, "direct"),
        indirect=filled.amount(indirect, "t CO2e/t", "precursors", number, "electricity_factor") if indirect else None,
        verification_report=given.get("verification report", ""),
        verifier=given.get("verifier", ""),
        year=whole_year(given),
        operator=given.get("operator", ""),
        installation=given.get("installation", ""),
        free_allocation=filled.stated(given.get("free allocation", ""), "t CO2e/t"),
    )
