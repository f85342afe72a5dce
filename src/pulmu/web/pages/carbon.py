"""What a plant's goods cost in carbon: the answer, the three balances apart, where it comes from, each good."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Request, Response
from pydantic import BaseModel, Field

from pulmu.http.language import language_of
from pulmu.locale import Language
from pulmu.model import Document
from pulmu.reference import DEFAULT_EDITION, editions
from pulmu.services.live_reports import LiveWish
from pulmu.services.report import GoodResult, Report
from pulmu.services.report_cbam import Outcome
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Viewer


class Wish(BaseModel):
    """What the address asks the figures under."""

    edition: Annotated[Literal["2026-02", "2026-08"], Field(description="edition of the default values")] = "2026-08"
    scenario: Annotated[Literal["", "last_published_price"], Field(description="price scenario")] = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """A plant as its pages show it.

    Parameters
    ----------
    base : Where its pages begin.
    live : What the figures were computed under.
    """

    base: str
    document: Document
    outcome: Outcome
    live: LiveWish
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the exports of a year cost the importers, by actual and by default values. [EUR]"""

    actual: float
    default: float

    @property
    def less(self) -> bool:
        """Whether actual values cost less."""
        return self.actual <= self.default


def show_carbon(
    request: Request, looked: Looked, *, viewer: Viewer | None = None, seat: Seat | None = None
) -> Response:
    """The carbon page of a plant, or the problems in its way."""
    language = language_of(request)
    report = looked.outcome.report
    place = request.app.state.place
    return show(
        request,
        "plant_carbon.html",
        viewer=viewer,
        seat=seat,
        crumbs=looked.crumbs,
        noun="plants",
        looked=looked,
        report=report,
        problems=told(looked.outcome.problems, language),
        answer=answer_of(report) if report else None,
        sankey=place.draw_sankey(report, language) if report else "",
        names={good.id: good_name(good, language) for good in report.goods} if report else {},
        editions=editions(),
        is_default_edition=looked.live.edition == DEFAULT_EDITION,
    )


def answer_of(report: Report) -> Answer | None:
    """The sums of all goods that are sold; None where one of them has no price."""
    sold = [good for good in report.goods if good.cbam_good and good.cost_lines]
    priced = [(good.cost.value, good.default_cost.value) for good in sold if good.cost and good.default_cost]
    if not sold or len(priced) < len(sold):
        return None
    return Answer(sum(actual for actual, _ in priced), sum(default for _, default in priced))


def good_name(good: GoodResult, language: Language) -> str:
    """A good's name in the reader's language."""
    return good.name_local if language == "ko" and good.name_local else good.name
