"""The parameters of size in law, from the packaged tables: numbers, readings of open points, and limits by industry."""

import functools
from collections.abc import Callable, Mapping
from datetime import date

from pulmu.model.source import Source
from pulmu.reference import SizeLimit, SizeParameter, size_limits, size_parameters
from pulmu.support.rules import Parameter, Value, Version

MEDIUM_LIMIT = "size.medium_limit_krw"
SMALL_LIMIT = "size.small_limit_krw"
MICRO_EMPLOYEES = "micro.employees_below"
CANDIDATE_SALES = "mid_sized.candidate_sales_krw"
_UNITS = {"1": "share"}


@functools.cache
def size_rule_parameters() -> Mapping[str, Parameter]:
    """Every parameter of size, by name, each with its dated versions."""
    named: dict[str, list[SizeParameter]] = {}
    for row in size_parameters():
        named.setdefault(row.name, []).append(row)
    found = {name: _parameter(name, rows) for name, rows in named.items() if not name.startswith(CANDIDATE_SALES)}
    tables = (
        _limits(MEDIUM_LIMIT, "별표 1", lambda row: row.medium_max_krw),
        _limits(SMALL_LIMIT, "별표 3", lambda row: row.small_max_krw),
        _micro(),
        _candidates(named),
    )
    return found | {table.name: table for table in tables}


def _parameter(name: str, rows: list[SizeParameter]) -> Parameter:
    unit = _UNITS.get(rows[0].unit, rows[0].unit)
    return Parameter(
        name, unit, tuple(Version(_value(row), row.source, row.valid_from, row.valid_to, row.status) for row in rows)
    )


def _value(row: SizeParameter) -> Value | None:
    match row.value:
        case bool() as flag:
            return "yes" if flag else "no"
        case date() as day:
            return day.isoformat()
        case int() | float() as number:
            return float(number)
        case other:
            return other


def _by_day() -> dict[tuple[date, date | None], list[SizeLimit]]:
    days: dict[tuple[date, date | None], list[SizeLimit]] = {}
    for row in size_limits():
        days.setdefault((row.valid_from, row.valid_to), []).append(row)
    return dict(sorted(days.items()))


def _limits(name: str, annex: str, limit: Callable[[SizeLimit], int | None]) -> Parameter:
    """A table of limits by industry; its versions go by the closing day of the accounts."""
    versions = []
    for (start, end), rows in _by_day().items():
        source = Source("중소기업기본법 시행령", annex, rows[0].edition, rows[0].confidence)
        table: dict[int | str, float | None] = {row.limit_row: _number(limit(row)) for row in rows}
        versions.append(Version(table, source, start, end))
    return Parameter(name, "KRW", tuple(versions))


def _micro() -> Parameter:
    rows = list(_by_day().values())[-1]
    table: dict[int | str, float | None] = {row.section: float(row.micro_employees_below) for row in rows}
    return Parameter(MICRO_EMPLOYEES, "persons", (Version(table, rows[0].micro_source),))


def _candidates(named: Mapping[str, list[SizeParameter]]) -> Parameter:
    """Least last-year sales of a candidate, by industry: the annex gives them by the limit of the industry."""
    versions = []
    for (start, end), rows in _by_day().items():
        table: dict[int | str, float | None] = {}
        source: Source | None = None
        for row in rows:
            found = _candidate_row(named, row.medium_max_krw, end)
            table[row.limit_row] = None if found is None or found.value is None else float(found.value)  # type: ignore[arg-type]
            source = source or (None if found is None else found.source)
        versions.append(Version(table, source or rows[0].medium_source, start, end))
    return Parameter(CANDIDATE_SALES, "KRW", tuple(versions))


def _candidate_row(
    named: Mapping[str, list[SizeParameter]], limit: int | None, end: date | None
) -> SizeParameter | None:
    rows = [] if limit is None else named.get(f"{CANDIDATE_SALES}.limit_{limit // 10**9}bn", [])
    return next((row for row in rows if row.valid_to == end), None)


def _number(value: int | None) -> float | None:
    return None if value is None else float(value)
