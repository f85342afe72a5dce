"""What one line of a bill, an invoice or an export says."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

EntryKind = Literal["used", "received", "produced", "sent_out", "returned", "opening_stock", "closing_stock", "scrap"]
"""What happened to the amount: used up by the plant (energy bills), received (deliveries, purchases), produced, sent
out (sales, exports), returned into the process, stood in stock at the start of `start` or at the end of the day before
`end`, or left as scrap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An amount of a span of days, with the place it was read from.

    Parameters
    ----------
    start, end : Half-open span of days: of the bill; of the day for a delivery or a stock count.
    value : Amount in `unit`.
    unit : A unit of the closed table, in its standard spelling.
    item : Material or product as the document names it; empty on a bill of one thing.
    partner : Supplier or customer as the document names it.
    number : Number of the invoice, voucher or contract as the document gives it.
    quality : Whether the utility or the person measured or estimated it.
    document, sha256, place : File, its hash, and where in it: "sheet 1, cell C14", "row 12", "page 1, 82 mm down".
    details : What else the document says of the amount, by name: a correction factor, gross MJ, a contract demand.
    """

    kind: EntryKind
    start: date
    end: date
    value: float
    unit: str
    item: str = ""
    partner: str = ""
    number: str = ""
    quality: Literal["measured", "estimated"] = "measured"
    document: str = ""
    sha256: str = ""
    place: str = ""
    details: tuple[tuple[str, str], ...] = ()
