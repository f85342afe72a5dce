"""CBAM benchmarks: what free allocation would have been.

Column A goes with actual values and covers the last process only; column B goes with default values and covers the
whole chain. Mixed up they are wrong by a factor of thirty for hot-rolled coil: two fields, two questions.
"""

import functools
from dataclasses import dataclass, replace

from pulmu.model.errors import RuleError
from pulmu.model.source import Source
from pulmu.reference.categories import route_meaning
from pulmu.reference.goods import find_good, printed_code
from pulmu.reference.table import Row, Table, load_table
from pulmu.reference.years import refuse_before


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark line of a good.

    Parameters
    ----------
    route : Letter of the production route; "" where the line serves every route.
    column_a_scope : `good` where column A is one figure for the good, repeated on each line; `route` where it differs.
    valid_years : First and last year of production.
    """

    cn_code: str
    route: str
    column_a_actual: float
    column_a_scope: str
    column_b_default: float
    valid_years: tuple[int, int]
    unit: str
    source: Source


def benchmarks_of(cn_code: str, year: int) -> tuple[Benchmark, ...]:
    """The benchmark lines of a good that are valid in a year of production.

    Raises
    ------
    InputError  No such good.
    RuleError  Year before the definitive period (`rule.year_not_in_force`), or no line (`rule.no_benchmark`).
    """
    digits = find_good(cn_code).cn_code
    table, lines = _lines()
    refuse_before(table, year)
    valid = tuple(line for line in lines.get(digits, ()) if line.valid_years[0] <= year <= line.valid_years[1])
    if not valid:
        raise _no_benchmark(digits, year, "")
    return valid


def benchmark_column_a(cn_code: str, year: int, route: str | None = None) -> Benchmark:
    """The line whose column A goes with actual values of a good.

    Parameters
    ----------
    route : Letter of the own route and grade; not needed where all lines have the same column A.

    Raises
    ------
    RuleError  As `benchmarks_of`; the route decides and is not given (`rule.route_needed`), or has no line
    (`rule.no_benchmark`).
    """
    lines = benchmarks_of(cn_code, year)
    fitting = [line for line in lines if line.route in ("", route)]
    if not fitting and len({line.column_a_actual for line in lines}) == 1:
        fitting = [lines[0]]
    if not fitting and not route:
        raise _route_needed(lines)
    if not fitting:
        raise _no_benchmark(lines[0].cn_code, year, f" of route {route}")
    return _cited(fitting[0], "column A")


def benchmark_column_b(cn_code: str, routes: tuple[str, ...], year: int) -> Benchmark:
    """The line whose column B goes with a default value.

    Of several letters the highest value of the year counts (Implementing Regulation (EU) 2025/2620, Annex, point 5.1).

    Parameters
    ----------
    routes : Letters of the default value; a line without letter serves all of them.

    Raises
    ------
    RuleError  As `benchmark_column_a`.
    """
    lines = benchmarks_of(cn_code, year)
    fitting = [line for line in lines if line.route == "" or line.route in routes]
    if not fitting and not routes:
        raise _route_needed(lines)
    if not fitting:
        raise _no_benchmark(lines[0].cn_code, year, f" of route {' or '.join(routes)}")
    return _cited(max(fitting, key=lambda line: line.column_b_default), "column B")


def _cited(line: Benchmark, column: str) -> Benchmark:
    return replace(line, source=replace(line.source, place=f"{line.source.place}, {column}"))


def _no_benchmark(digits: str, year: int, which: str) -> RuleError:
    code = printed_code(digits)
    return RuleError.of("rule.no_benchmark", f"Annex, {code}", f"there is no benchmark{which} for {year}",
                        "check the code and the route; for later years choose and name a scenario",
                        cn_code=code, year=year)  # fmt: skip


def _route_needed(lines: tuple[Benchmark, ...]) -> RuleError:
    code = printed_code(lines[0].cn_code)
    known = ", ".join(f"{line.route} ({route_meaning(line.route)})" for line in lines)
    return RuleError.of("rule.route_needed", f"Annex, {code}", "the benchmark depends on the production route",
                        f"name one of: {known}", cn_code=code, known=known)  # fmt: skip


@functools.cache
def _lines() -> tuple[Table, dict[str, tuple[Benchmark, ...]]]:
    table = load_table("benchmarks")
    lines: dict[str, tuple[Benchmark, ...]] = {}
    for row in table.rows:
        lines[row["cn_code"]] = (*lines.get(row["cn_code"], ()), _benchmark(row, table))
    return table, lines


def _benchmark(row: Row, table: Table) -> Benchmark:
    first, _, last = row["valid_years"].partition("-")
    last_day = table.meta.valid_to or table.meta.valid_from
    parts = (printed_code(row["cn_code"]), f"route {row['route']}" if row["route"] else "", row["valid_years"])
    return Benchmark(
        cn_code=row["cn_code"],
        route=row["route"],
        column_a_actual=row["column_a_actual"],
        column_a_scope=row["column_a_scope"],
        column_b_default=row["column_b_default"],
        valid_years=(int(first or table.meta.valid_from.year), int(last or last_day.year)),
        unit="t CO2e/t",
        source=table.source(", ".join(part for part in parts if part)),
    )
