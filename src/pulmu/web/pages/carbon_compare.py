"""The same plant side by side: under each edition of the default values, and by actual against default values."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from pulmu.http.language import language_of
from pulmu.locale import text
from pulmu.reference import editions
from pulmu.services.figure_book import value_of
from pulmu.services.report import GoodResult, Report, Value
from pulmu.web.pages.carbon import answer_of
from pulmu.web.pages.looked import Looked, Seen, show_looked
from pulmu.web.show import Crumb

pages = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of a good under each edition, and how far the last one lies from the first.

    Parameters
    ----------
    values : In the order of the editions; None where it is missing.
    """

    name: str
    unit: str
    values: tuple[float | None, ...]
    difference: float | None


@pages.get("/carbon/compare")
def show_comparison(request: Request, looked: Seen) -> Response:
    """What another edition changes."""
    language, names = language_of(request), [item.id for item in editions()]
    outcomes = {name: looked.outcome(name) for name in names}
    reports = {name: outcome.report for name, outcome in outcomes.items() if outcome.report is not None}
    compared = {good.id: lines_of(good.id, reports) for good in _goods(looked)}
    answers = {name: answer_of(report) for name, report in reports.items()}
    costs = [answer.actual if answer else None for answer in answers.values()]
    return show_looked(
        request,
        "carbon_compare.html",
        looked,
        (Crumb(name=text("web.compare.crumb", language), href=looked.href("/compare")),),
        shown_editions=list(reports),
        compared=compared,
        answers=answers,
        moved=_difference(costs),
    )


def _goods(looked: Looked) -> tuple[GoodResult, ...]:
    report = looked.outcome().report
    return report.goods if report else ()


def lines_of(good: str, reports: dict[str, Report]) -> tuple[Line, ...]:
    """The figures of a good that an edition may move."""
    found = [next((item for item in report.goods if item.id == good), None) for report in reports.values()]
    lines = (
        _line(
            "web.good.actual",
            "t CO2e/t",
            [value_of(item, "specific_embedded_emissions") if item else None for item in found],
        ),
        _line(
            "cli.default_value",
            "t CO2e/t",
            [value_of(item, "default_value_with_markup") if item else None for item in found],
        ),
        _line(
            "web.good.certificates",
            "certificate/t",
            [value_of(item, "certificates_per_tonne") if item else None for item in found],
        ),
        _line("web.compare.cost", "EUR", [value_of(item, "cost") if item else None for item in found]),
        _line("web.compare.default_cost", "EUR", [value_of(item, "default_cost") if item else None for item in found]),
    )
    return tuple(line for line in lines if any(value is not None for value in line.values))


def _line(name: str, unit: str, values: list[Value | None]) -> Line:
    numbers = [None if value is None else value.value for value in values]
    return Line(name, unit, tuple(numbers), _difference(numbers))


def _difference(numbers: list[float | None]) -> float | None:
    """The last less the first; None where one is missing."""
    if len(numbers) < 2 or numbers[0] is None or numbers[-1] is None:
        return None
    return numbers[-1] - numbers[0]
