"""An importer's year: the mass test, what each line owes, what is declared, and what is held at a quarter's end."""

from pulmu.carbon.declarant.check import read_imports
from pulmu.carbon.declarant.declare import Declaration, DeclaredGood, declare
from pulmu.carbon.declarant.hold import Holding, holdings
from pulmu.carbon.declarant.lines import LineStatement, state_line
from pulmu.carbon.declarant.threshold import MassTest, mass_test
from pulmu.carbon.declarant.year import QuarterOwed, YearOwed, state_year

__all__ = [
    "Declaration",
    "DeclaredGood",
    "Holding",
    "LineStatement",
    "MassTest",
    "QuarterOwed",
    "YearOwed",
    "declare",
    "holdings",
    "mass_test",
    "read_imports",
    "state_line",
    "state_year",
]
