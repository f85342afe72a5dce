"""Yearly rates: mark-up on default values, the free-allocation share kept, the cross-sectoral correction factor."""

from pulmu.model.errors import RuleError
from pulmu.reference.parameters import Parameter
from pulmu.reference.table import Table, load_table
from pulmu.reference.years import refuse_before


def markup(sector: str, year: int) -> Parameter:
    """The rate added to the default values of a sector (`iron_steel`, `aluminium`, ...) in a year.

    Raises
    ------
    RuleError  Year before 2026 (`rule.year_not_in_force`), or no rate for the sector (`rule.no_markup`).
    """
    table = load_table("markup")
    refuse_before(table, year)
    for row in table.rows:
        if row["sector"] == sector and row["year_from"] <= year <= (row["year_to"] or year):
            return _rate(table, row["markup"], "mark-up", f"{sector}, {year}")
    raise RuleError.of("rule.no_markup", table.meta.act, f"there is no mark-up for sector {sector!r}",
                       "use the sector of the good", sector=sector)  # fmt: skip


def free_allocation_share(year: int) -> Parameter:
    """CBAM_y: the share of free allocation still granted in a year, not the share payable.

    Raises
    ------
    RuleError  Year before 2026 (`rule.year_not_in_force`), or after the table (`rule.no_free_allocation_share`).
    """
    table = load_table("phase_in")
    return _of_year(table, year, "free_allocation_share", "rule.no_free_allocation_share")


def cross_sectoral_correction_factor(year: int) -> Parameter:
    """CSCF_y: the cross-sectoral correction factor of a year.

    Raises
    ------
    RuleError  Year before 2026 (`rule.year_not_in_force`), or not decided yet (`rule.no_cscf`).
    """
    table = load_table("cscf")
    return _of_year(table, year, "factor", "rule.no_cscf")


def share_kept(year: int) -> Parameter:
    """The share of free allocation still granted, also after the phase-out: then it is zero.

    Raises
    ------
    RuleError  Year before 2026 (`rule.year_not_in_force`).
    """
    last = max(row["year"] for row in load_table("phase_in").rows)
    return free_allocation_share(min(year, last))


def last_year_of_law() -> int:
    """Last year for which benchmarks and the correction factor are set."""
    last_day = load_table("benchmarks").meta.valid_to
    factors = max(row["year"] for row in load_table("cscf").rows)
    return int(factors if last_day is None else min(factors, last_day.year))


def _of_year(table: Table, year: int, column: str, code: str) -> Parameter:
    refuse_before(table, year)
    for row in table.rows:
        if row["year"] == year:
            return _rate(table, row[column], table.meta.title, str(year))
    raise RuleError.of(code, table.meta.act, f"{table.meta.title}: none for {year}", "choose and name a scenario",
                       year=year)  # fmt: skip


def _rate(table: Table, value: float, name: str, place: str) -> Parameter:
    return Parameter(name, value, "1", table.source(place))
