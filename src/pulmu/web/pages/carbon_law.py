"""What of a plant's figures rests on drafts, transitional text, second hand or a choice, where the law is open."""

from fastapi import APIRouter, Request, Response

from pulmu.http.language import language_of
from pulmu.locale import Language, has_text, plain, text
from pulmu.services.figure_book import FigureBook
from pulmu.services.legal_basis import WEAK, LegalBasis, legal_basis
from pulmu.services.report import Choice, EditionUsed, Report
from pulmu.web.pages.looked import Seen, show_looked
from pulmu.web.pages.words import word
from pulmu.web.show import Crumb

pages = APIRouter(include_in_schema=False)


@pages.get("/carbon/law")
def show_law(request: Request, looked: Seen) -> Response:
    """How sure the law behind the figures is."""
    report, language = looked.outcome().report, language_of(request)
    if report is None:
        return show_looked(request, "carbon_law.html", looked)
    return show_looked(
        request,
        "carbon_law.html",
        looked,
        (Crumb(name=text("web.law.crumb", language), href=looked.href("/law")),),
        basis=basis_of(report, looked.book(report)),
        weak=WEAK,
        drafts=drafts_of(report),
        choices=[_choice(item, language) for item in report.choices],
        word=lambda group, code: word(group, code, language),
    )


def basis_of(report: Report, book: FigureBook) -> LegalBasis:
    """The law behind all figures a report shows."""
    del report
    return legal_basis(book.figures[key] for key in book.shown)


def drafts_of(report: Report) -> tuple[EditionUsed, ...]:
    """Tables the figures rest on that are no law in force."""
    return tuple(item for item in report.editions if item.status != "in_force")


def _choice(item: Choice, language: Language) -> tuple[str, str, str]:
    """What is open, how it was set, and why it is open."""
    code = item.setting.replace(" ", "_")
    setting = word("answer", code, language) if code in ("yes", "no") else word("choice", code, language)
    known = f"open.{item.name}"
    point = text(known, language) if has_text(known, language) else plain(item.open_point, 400)
    return word("choice", item.name, language), setting, point
