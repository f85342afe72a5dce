"""What people look at of a firm's file: computed when first asked for, and remembered while it is looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pulmu.model import Document
from pulmu.model.programme import Programme
from pulmu.services.apply_for import Applied, apply_for
from pulmu.services.remembered import Remembered
from pulmu.services.size_firm import Sized, size_firm


@dataclass(frozen=True, slots=True)
class FirmWish:
    """What is asked of a firm.

    Parameters
    ----------
    content : Hash of its file.
    cost_krw : Cost of the project asked about; None for what the file says.
    """

    content: str
    day: date
    cost_krw: int | None = None


class LiveFirms:
    """Size and programmes by content and day: a firm of which little is told takes half a second of a processor.

    The same for everybody who may read that very file: the wish names its content, not its owner. An answer with the
    findings behind it takes about 2 MB.
    """

    def __init__(self, programmes: Callable[[], tuple[Programme, ...]], most: int = 64) -> None:
        self._programmes = programmes
        self._known = Remembered(most)

    def sized(self, document: Document, wish: FirmWish) -> Sized:
        """The size class."""
        key = ("size", wish.content, wish.day)
        return self._known.get(key, Sized, lambda: size_firm(document, wish.day))

    def applied(self, document: Document, wish: FirmWish) -> Applied:
        """The programmes it may apply for."""
        return self._known.get(
            ("programmes", wish), Applied,
            lambda: apply_for(document, wish.day, self._programmes(), cost_krw=wish.cost_krw),
        )  # fmt: skip
