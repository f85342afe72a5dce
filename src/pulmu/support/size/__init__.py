"""Size in Korean law: small, medium, mid-sized, large or out of scope, as rules on the facts of a firm."""

from pulmu.support.size.accounts import business_year_ends, sales_months
from pulmu.support.size.classify import Size, accounts_of, facts_of, size_of
from pulmu.support.size.derived import facts_read, parameters_behind, parameters_of_tables
from pulmu.support.size.rulebook import LABELS, SizeRules, size_rules

__all__ = [
    "LABELS",
    "Size",
    "SizeRules",
    "accounts_of",
    "business_year_ends",
    "facts_of",
    "facts_read",
    "parameters_behind",
    "parameters_of_tables",
    "sales_months",
    "size_of",
    "size_rules",
]
