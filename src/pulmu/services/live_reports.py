"""What people look at of a plant: computed when first asked for, and remembered while it is looked at."""

from dataclasses import dataclass

from pulmu.model import Document
from pulmu.reference import DEFAULT_EDITION
from pulmu.services import advise_groupings
from pulmu.services.figure_book import FigureBook, figure_book
from pulmu.services.remembered import Remembered
from pulmu.services.report import Report
from pulmu.services.report_cbam import Outcome, report_cbam


@dataclass(frozen=True, slots=True)
class LiveWish:
    """What the figures shall be computed under.

    Parameters
    ----------
    content : Hash of the document with all it cites: what decides the figures besides the rest.
    year : Year the plant must be of; None for its own.
    """

    content: str
    edition: str = DEFAULT_EDITION
    scenario: str = ""
    year: int | None = None


class LiveReports:
    """Computes each thing once, for however many ask at the same time, and forgets those asked for longest ago.

    Holds no more than `most` of them; a report of a plant of ten processes takes about 1 MB. What is remembered is
    the same for everybody who may read that very document: the wish names its content, not its owner.
    """

    def __init__(self, most: int = 64) -> None:
        self._known = Remembered(most)

    def outcome(self, document: Document, wish: LiveWish) -> Outcome:
        """The report of a document, or the problems in its way."""

        def compute() -> Outcome:
            return report_cbam(document, year=wish.year, edition=wish.edition, scenario=wish.scenario or None)

        return self._known.get(("report", wish), Outcome, compute)

    def book(self, report: Report, wish: LiveWish) -> FigureBook:
        """The figures of the report of that wish."""
        return self._known.get(("book", wish), FigureBook, lambda: figure_book(report))

    def groupings(self, document: Document, wish: LiveWish) -> advise_groupings.Outcome:
        """Which process boundaries are allowed, and what they move."""

        def compute() -> advise_groupings.Outcome:
            return advise_groupings.advise_groupings(document, edition=wish.edition, scenario=wish.scenario or None)

        return self._known.get(("groupings", wish), advise_groupings.Outcome, compute)
