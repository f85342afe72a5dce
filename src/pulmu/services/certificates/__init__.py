"""Certificates: what an importer owes for a year of lines, and what a plant's goods cost their importers to 2034."""

from pulmu.services.certificates.amount import Amount
from pulmu.services.certificates.outlook import Outlook, look_ahead
from pulmu.services.certificates.owe import (
    DueDay,
    GoodDeclared,
    Held,
    LineOwed,
    Outcome,
    Owed,
    QuarterOwed,
    owe,
)

__all__ = [
    "Amount",
    "DueDay",
    "GoodDeclared",
    "Held",
    "LineOwed",
    "Outcome",
    "Outlook",
    "Owed",
    "QuarterOwed",
    "look_ahead",
    "owe",
]
