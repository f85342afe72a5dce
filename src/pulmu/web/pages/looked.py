"""A plant as its carbon pages show it, be it a sample or a company's own: what all of them know of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from pydantic import BaseModel, Field

from pulmu.http.language import language_of
from pulmu.model import AccessRefused, Document
from pulmu.reference import DEFAULT_EDITION, editions
from pulmu.services.figure_book import FigureBook
from pulmu.services.live_reports import LiveReports, LiveWish
from pulmu.services.report import GoodResult, Report
from pulmu.services.report_cbam import Outcome
from pulmu.web.pages.proofs import Prover
from pulmu.web.pages.words import good_name
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Viewer

_MOST_SCENARIOS = 20


class Wish(BaseModel):
    """What the address asks the figures under."""

    edition: Annotated[Literal["2026-02", "2026-08"], Field(description="edition of the default values")] = "2026-08"
    scenario: Annotated[str | None, Field(max_length=80, description="price scenario; empty for none")] = None
    year: Annotated[int | None, Field(ge=2000, le=2100, description="year the plant must be of")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A plant, and who looks at it.

    Parameters
    ----------
    base : Where its pages begin.
    wish : What its figures are computed under.
    usual_scenario : Price scenario where the address names none.
    live : Computes and remembers.
    prove : Makes what shows the evidence of figures; None where there is none, as for a sample.
    """

    base: str
    name: str
    document: Document
    wish: LiveWish
    usual_scenario: str
    live: LiveReports
    crumbs: tuple[Crumb, ...]
    viewer: Viewer | None = None
    seat: Seat | None = None
    prove: Callable[[], Prover] | None = None

    def outcome(self, edition: str = "") -> Outcome:
        """Its report, or the problems in the way; under another edition where one is named."""
        return self.live.outcome(self.document, replace(self.wish, edition=edition or self.wish.edition))

    def book(self, report: Report) -> FigureBook:
        """The figures of its report."""
        return self.live.book(report, self.wish)

    @property
    def edition_changed(self) -> bool:
        """Whether the figures stand under another edition than the one in force."""
        return self.wish.edition != DEFAULT_EDITION

    @property
    def scenario_changed(self) -> bool:
        """Whether they stand under another price scenario than the usual one."""
        return self.wish.scenario != self.usual_scenario

    @property
    def query(self) -> str:
        """What of the address differs from the usual, to be carried to the next page."""
        chosen = {
            "edition": self.wish.edition if self.edition_changed else None,
            "scenario": self.wish.scenario if self.scenario_changed else None,
            "year": self.wish.year,
        }
        kept = {name: value for name, value in chosen.items() if value is not None}
        return "?" + urlencode(kept) if kept else ""

    def href(self, path: str = "", **more: str) -> str:
        """Address of one of its carbon pages, under the same edition and scenario."""
        joint = "&" if self.query else "?"
        return f"{self.base}/carbon{path}{self.query}" + (joint + urlencode(more) if more else "")

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Price scenarios its document names, also while it has mistakes."""
        named = self.document.tree.get("price_scenarios") if isinstance(self.document.tree, dict) else None
        return tuple(str(name) for name in named)[:_MOST_SCENARIOS] if isinstance(named, dict) else ()


def looked_of(request: Request) -> Looked:
    """The plant that the route of a sample or of a workspace has looked up."""
    # Where the address is refused it is looked up no more, and no page is drawn.
    found: Looked = getattr(request.state, "looked", None)  # type: ignore[assignment]
    return found


Seen = Annotated[Looked, Depends(looked_of)]


def show_looked(
    request: Request, template: str, looked: Looked, crumbs: tuple[Crumb, ...] = (), **values: Any
) -> Response:
    """A page of the plant; the problems in the way where there is no report."""
    language = language_of(request)
    outcome = looked.outcome()
    report = outcome.report
    usual: dict[str, Any] = {
        "looked": looked,
        "report": report,
        "names": {good.id: good_name(good, language) for good in report.goods} if report else {},
        "problems": told(outcome.problems, language),
        "editions": editions(),
    }
    return show(
        request,
        template if report else "carbon_problems.html",
        viewer=looked.viewer,
        seat=looked.seat,
        crumbs=(*looked.crumbs, *crumbs),
        noun="plants",
        **usual | values,
    )


def good_of(report: Report, good: str) -> GoodResult:
    """A good of the plant.

    Raises
    ------
    AccessRefused  It has no such good (`access.unknown_good`).
    """
    found = next((item for item in report.goods if item.id == good), None)
    if found is None:
        said, mend = "the plant has no such good", "choose one of the plant's carbon page"
        raise AccessRefused.of("access.unknown_good", "", said, mend)
    return found
