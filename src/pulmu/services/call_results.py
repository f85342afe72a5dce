"""What came of a call, as it may be published: how many applied and with what result, by size, province and section.

No number tells of fewer than five firms; of a group of fewer none is shown, not even a nought. Numbers of all tables
share their totals, so they are hidden together: what is hidden in one table follows from no other (`LinkedLines`, the
rule that reforms on registers of real firms go by).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pulmu.model.decision import Decision, Decisions, Outcome
from pulmu.services.reform_counts import Contributions
from pulmu.services.reform_hidden import in_steps, may_be_shown
from pulmu.support.population import SMALL_CELLS
from pulmu.support.population.linked_cells import LinkedLines
from pulmu.support.population.other_tables import Mask

By = Literal["size", "province", "section"]
Result = Literal["selected", "reserve", "not_selected", "not_judged"]
BY: tuple[By, ...] = ("size", "province", "section")
RESULTS: tuple[Result, ...] = ("selected", "reserve", "not_selected", "not_judged")
NOT_TOLD = "not_told"
"""Group of those of whom it is not told."""
_RESULT_OF: dict[Outcome, Result] = {
    "selected": "selected",
    "reserve": "reserve",
    "not_selected": "not_selected",
    "not_eligible": "not_judged",
    "incomplete": "not_judged",
}
_TOTAL, _WHOLE = 3.0, 9.0


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A group of applicants; None where a number would tell of fewer than five firms.

    Parameters
    ----------
    counts : By result, in the order of `RESULTS`.
    """

    of: str
    applied: int | None
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The applicants by one of their facts."""

    by: By
    rows: tuple[ResultRow, ...]


@dataclass(frozen=True, slots=True)
class CallResults:
    """The results of a call, fit to be published.

    Parameters
    ----------
    granted_krw : Money granted, rounded to steps no firm can be read from; None where it is not shown.
    hidden : How many numbers are hidden.
    """

    call: str
    name_ko: str
    name_en: str
    agency_ko: str
    agency_en: str
    decided_on: date
    total: ResultRow
    granted_krw: float | None
    tables: tuple[ResultTable, ...]
    hidden: int


def call_results(decisions: Decisions) -> CallResults:
    """Count the decisions of a call and hide what tells of single firms."""
    told = decisions.decisions
    lines = LinkedLines()
    whole = _row(lines, "", told, block=0, weight=_TOTAL)
    rows = {by: [_row(lines, of, members, block=10 + number) for of, members in _groups(told, by)]
            for number, by in enumerate(BY)}  # fmt: skip
    for found in rows.values():
        lines.relate([row.applied for row in found], whole.applied)
        for place in range(len(RESULTS)):
            lines.relate([row.counts[place] for row in found], whole.counts[place])
    shown = lines.shown()
    total = _shown(whole, shown)
    tables = tuple(ResultTable(by, tuple(_shown(row, shown) for row in found)) for by, found in rows.items())
    call = decisions.call
    numbers = [total, *(row for table in tables for row in table.rows)]
    return CallResults(
        call=call.id, name_ko=call.name_ko, name_en=call.name_en, agency_ko=call.agency_ko, agency_en=call.agency_en,
        decided_on=call.decided_on, total=total, granted_krw=_granted(told) if total.counts[0] is not None else None,
        tables=tables, hidden=sum(number is None for row in numbers for number in (row.applied, *row.counts)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as lines: the numbers they have, and what they count."""

    of: str
    applied: int
    counts: tuple[int, ...]
    numbers: tuple[int, ...]


def _row(lines: LinkedLines, of: str, members: Sequence[Decision], *, block: int, weight: float = 1.0) -> _Row:
    found = Counter(_result(item) for item in members)
    numbers = tuple(found[result] for result in RESULTS)
    counts = tuple(lines.add(number, block=block, weight=weight) for number in numbers)
    applied = lines.add(len(members), block=100 + block, weight=weight * _WHOLE / _TOTAL)
    lines.relate(counts, applied)
    return _Row(of, applied, counts, (len(members), *numbers))


def _shown(row: _Row, shown: Mask) -> ResultRow:
    if row.numbers[0] < SMALL_CELLS.least_firms:
        return ResultRow(row.of, None, (None,) * len(RESULTS))
    applied, *counts = (
        number if shown[line] else None for line, number in zip((row.applied, *row.counts), row.numbers, strict=True)
    )
    return ResultRow(row.of, applied, tuple(counts))


def _groups(told: Sequence[Decision], by: By) -> list[tuple[str, list[Decision]]]:
    groups: dict[str, list[Decision]] = {}
    for item in told:
        groups.setdefault(getattr(item, by) or NOT_TOLD, []).append(item)
    return sorted(groups.items(), key=lambda group: (group[0] == NOT_TOLD, group[0]))


def _result(decision: Decision) -> Result:
    return _RESULT_OF[decision.outcome]


def _granted(told: Sequence[Decision]) -> float | None:
    amounts = sorted((float(item.amount_krw or 0) for item in told if item.outcome == "selected"), reverse=True)
    largest = (*amounts[:2], 0.0, 0.0)
    sums = Contributions(len(amounts), sum(amounts), (largest[0], largest[1]))
    return in_steps(sums.total_krw, (sums,)) if may_be_shown(sums) else None
