"""Reports as people look at them: computed when first asked for, and remembered while they are looked at."""

import threading
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass

from pulmu.model import Document
from pulmu.reference import DEFAULT_EDITION
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
    """Computes each report once, for however many ask at the same time, and forgets those asked for longest ago.

    Holds no more than `most` of them; a report of a plant of ten processes takes about 1 MB. What is remembered is
    the same for everybody who may read that very document: the wish names its content, not its owner.
    """

    def __init__(self, most: int = 64) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._known: OrderedDict[LiveWish, Future[Outcome]] = OrderedDict()

    def outcome(self, document: Document, wish: LiveWish) -> Outcome:
        """The report of a document, or the problems in its way."""
        with self._lock:
            known = self._known.get(wish)
            if known is not None:
                self._known.move_to_end(wish)
            else:
                made: Future[Outcome] = Future()
                self._known[wish] = made
                while len(self._known) > self._most:
                    self._known.popitem(last=False)
        return known.result() if known is not None else self._compute(document, wish, made)

    def _compute(self, document: Document, wish: LiveWish, made: "Future[Outcome]") -> Outcome:
        try:
            found = report_cbam(document, year=wish.year, edition=wish.edition, scenario=wish.scenario or None)
        except BaseException as error:
            with self._lock:
                self._known.pop(wish, None)
            made.set_exception(error)
            raise
        made.set_result(found)
        return found
