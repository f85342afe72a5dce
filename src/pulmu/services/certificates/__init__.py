"""What an importer owes for a year, from its file: the answer the command line, and others after it, show."""

from pulmu.services.certificates.owe import (
    Amount,
    DueDay,
    GoodDeclared,
    Held,
    LineOwed,
    Outcome,
    Owed,
    QuarterOwed,
    owe,
)

__all__ = ["Amount", "DueDay", "GoodDeclared", "Held", "LineOwed", "Outcome", "Owed", "QuarterOwed", "owe"]
