"""A bill of electricity as it was sent and paid, for a check."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text, Unique

PaidItem = Literal[
    "basic", "light", "mid", "peak", "all_hours", "discount", "climate_environment", "fuel_cost", "power_factor",
    "charge", "vat", "fund", "to_pay",
]  # fmt: skip
"""A line as bills print it: energy by its band, both power factors together, the sum before tax, what is to be paid."""
Amount = Annotated[float, Bounds(-1e13, 1e13)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidLine:
    """A line of the bill.

    Parameters
    ----------
    kwh : Of a band, where the bill prints it.
    kw : Of the basic charge: the billed demand, where the bill prints it.
    """

    id: PaidItem
    won: Annotated[Amount, Doc("as printed; below zero where it is taken off")]
    kwh: Annotated[float | None, Bounds(0, 1e12)] = None
    kw: Annotated[float | None, Bounds(0, 1e9)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidBill:
    """The bill of one month."""

    pulmu: Annotated[Literal["paid_bill/1"], Doc("kind and version of this document")] = "paid_bill/1"
    month: Annotated[str, Text(7, r"\d{4}-(0[1-9]|1[0-2])", "2026-07")]
    lines: Annotated[tuple[PaidLine, ...], Unique(), Most(13)]
