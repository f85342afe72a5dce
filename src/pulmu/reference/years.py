"""The years a table speaks of."""

from pulmu.model.errors import RuleError
from pulmu.reference.table import Table


def refuse_before(table: Table, year: int) -> None:
    """Refuse a year before the table begins: law of one year is not applied to another.

    Raises
    ------
    RuleError  The year lies before the table (`rule.year_not_in_force`).
    """
    first = table.meta.valid_from.year
    if year < first:
        raise RuleError.of("rule.year_not_in_force", table.meta.act, f"{table.meta.title}: not in force in {year}",
                           f"give a year from {first}", year=year, first=first)  # fmt: skip
