"""The report of a plant as one page to print: the same order and colours on white, its hash in the foot."""

from fastapi import APIRouter, Request, Response

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import text
from pulmu.web.pages.carbon import answer_of
from pulmu.web.pages.carbon_law import basis_of
from pulmu.web.pages.looked import Seen, show_looked
from pulmu.web.pages.words import in_language, problems_of, word
from pulmu.web.show import Crumb, told

pages = APIRouter(include_in_schema=False)


@pages.get("/carbon/print")
def show_print(request: Request, looked: Seen, place: AnyPlace) -> Response:
    """Everything of the report that people read, on paper."""
    report, language = looked.outcome().report, language_of(request)
    if report is None:
        return show_looked(request, "carbon_print.html", looked)
    footprint = report.footprint
    return show_looked(
        request,
        "carbon_print.html",
        looked,
        (Crumb(name=text("web.print.crumb", language), href=looked.href("/print")),),
        answer=answer_of(report),
        footprint=footprint,
        footprint_notes=told(problems_of(footprint.remarks), language) if footprint else [],
        basis=basis_of(report, looked.book(report)),
        sankey=place.draw_sankey(report, language),
        plant=in_language(report.installation.name, report.installation.name_local, language),
        company=in_language(report.company.name, report.company.name_local, language),
        problems=told(problems_of(report.remarks), language),
        word=lambda group, code: word(group, code, language),
    )
