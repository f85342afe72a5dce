"""The letter that asks a supplier for emissions data, as PDF, in Korean or English."""

from typing import Any

from pulmu.adapters._typeset import breakable, typeset
from pulmu.locale import Language, date_text, number, plain, text
from pulmu.services.supplier_request import AskedGood, SupplierRequest

_ITEMS = 7


def write_letter(request: SupplierRequest, language: Language, workbook: str) -> bytes:
    """The file's bytes; the same request gives the same bytes.

    Parameters
    ----------
    workbook : Name of the file to fill in that goes with the letter.

    Raises
    ------
    OutsideError  The type setter failed (`outside.typst`, `outside.no_font`).
    """
    return typeset("letter.typ", _document(request, language, workbook), "letter.pdf")


def _document(request: SupplierRequest, language: Language, workbook: str) -> dict[str, Any]:
    """Everything the template shows, as words."""

    def say(key: str, **values: object) -> str:
        return text(f"supplier.letter.{key}", language, **values)

    due = date_text(request.due, language)
    instead = "instead_with_markup" if request.with_markup else "instead"
    return {
        "lang": language,
        "title": say("subject", year=request.year),
        "kind": say("kind"),
        "facts": [
            [say("from"), _sender(request, language)],
            [say("to"), breakable(plain(request.supplier, 200))],
            [say("date"), date_text(request.written, language)],
        ],
        "opening": [say("greeting"), say("purpose", year=request.year)],
        "heads": [say("head_request"), say("head_cn"), say("head_good"), say("head_without")],
        "rows": [_row(good, language) for good in request.goods],
        "due": say("due", due=due),
        "asked": say("asked"),
        "items": [say(f"item_{number}") for number in range(1, _ITEMS + 1)],
        "parts": [
            [say("how_title"), breakable(say("how", file=workbook))],
            [say("without_title"), f"{say('without')} {say(instead)}"],
            [say("secret_title"), say("secret")],
        ],
        "closing": say("closing"),
        "signed": breakable(plain(company_name(request, language), 200)),
        "contact": say("contact"),
        "page": say("page", page="{page}", pages="{pages}"),
    }


def company_name(request: SupplierRequest, language: Language) -> str:
    """Who asks, in the reader's language."""
    local = request.company.name_local if language == "ko" else ""
    return local or request.company.name


def _sender(request: SupplierRequest, language: Language) -> str:
    place = request.installation
    local = place.name_local if language == "ko" else ""
    parts = (company_name(request, language), local or place.name, request.company.address)
    return breakable(plain(", ".join(part for part in parts if part), 300))


def _row(good: AskedGood, language: Language) -> list[str]:
    counted = text("supplier.letter.no_default", language)
    if good.counted is not None:
        counted = number(good.counted, "t CO2e/t", language)
    code = f"{good.cn_code[:4]} {good.cn_code[4:6]} {good.cn_code[6:]}"
    return [good.request_id, code, breakable(plain(good.name or good.goods_category, 200)), counted]
