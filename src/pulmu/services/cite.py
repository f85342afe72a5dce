"""From a plant that cites readings to the totals it cites."""

import dataclasses
import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pulmu.metering import GapPolicy, Series, Total, month_totals
from pulmu.model import Document, Path, Period, Problem, Quantity, decode, problem, warning
from pulmu.model.quantity import CITATION
from pulmu.services.ports import Evidence, Kept, ReadingStore
from pulmu.services.read_meters import known_meter, reset_warnings

_QUARTER = re.compile(r"(\d{4})Q([1-4])")
_SHOWN_FILES = 3
_UNTOLD = Quantity(math.nan, "")


def keep_citations(document: Document) -> Document:
    """The document whose citations stay what they are: for a plant that is to be written, not computed."""
    return dataclasses.replace(document, cited=dict.fromkeys(_citations(document)))


def cite_totals(document: Document, store: ReadingStore | None, policy: GapPolicy = "refuse") -> Document:
    """The document with the total of each series it cites, over the plant's period or the quarter it stands under.

    What a total rests on is told with it. A series that is not there, or has gaps the policy does not fill, is a
    problem where it is cited; filled slots, readings of another year and counters that fell are warnings there.

    Parameters
    ----------
    store : Without one, a citation is a problem.

    Raises
    ------
    OutsideError  The store cannot be used.
    """
    found = _citations(document)
    if not found or store is None:
        return document
    period = _period(document)
    if period is None:
        return dataclasses.replace(document, cited=dict.fromkeys(found, _UNTOLD))
    cited: dict[Path, Quantity | Problem | None] = {}
    told: list[Problem] = []
    for path, citation in found.items():
        value, warnings = _total(store, citation, _span(path, period), policy)
        place = document.place(path)
        cited[path] = dataclasses.replace(value, place=place) if isinstance(value, Problem) else value
        told += [dataclasses.replace(item, place=f"{place}, {item.place}") for item in warnings]
    return dataclasses.replace(document, cited=cited, problems=(*document.problems, *told))


def _citations(document: Document) -> dict[Path, str]:
    """Where something is cited as an amount; a citation in the evidence of a number only points to it."""
    return {
        path: text
        for path, text in _texts(document.tree, ())
        if path and path[-1] != "evidence" and CITATION.fullmatch(text)
    }


def _texts(tree: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(tree, str):
        yield path, tree.strip()
    elif isinstance(tree, Mapping):
        for name, item in tree.items():
            yield from _texts(item, (*path, str(name)))
    elif isinstance(tree, list):
        for number, item in enumerate(tree):
            yield from _texts(item, (*path, number))


def _period(document: Document) -> Period | None:
    """The plant's period; None where it cannot be read, which is told when the plant is."""
    if not isinstance(document.tree, Mapping) or document.tree.get("period") is None:
        return None
    read = decode(Period, Document(document.tree["period"], document.name))
    return None if read.problems else read.value


def _span(path: Path, period: Period) -> Period:
    """The quarter an export stands under, else the plant's period."""
    for part in path:
        quarter = _QUARTER.fullmatch(str(part))
        if quarter:
            year, first = int(quarter[1]), 3 * int(quarter[2]) - 2
            end = date(year + 1, 1, 1) if first == 10 else date(year, first + 3, 1)
            return Period(date(year, first, 1), end)
    return period


def _total(
    store: ReadingStore, citation: str, span: Period, policy: GapPolicy
) -> tuple[Quantity | Problem, tuple[Problem, ...]]:
    parts = CITATION.fullmatch(citation)
    meter = parts[2] if parts else citation
    kept = known_meter(store, meter)
    if isinstance(kept, Problem):
        return kept, ()
    months = _months_in(month_totals(store.coverage(meter), policy), span)
    if months is None:
        mend = "give months as the plant's period, or type the number with its unit"
        return problem("meter.period_months", "", f"the period {span} does not end with a month", mend, period=span), ()
    if any(month.value is None for month in months):
        return _refused(kept.series, months, span), ()
    value = math.fsum(month.value for month in months if month.value is not None)
    quantity = Quantity(value, kept.series.unit, cites=citation, basis=_basis(kept, months, span, policy))
    return quantity, (*_filled(kept.series, months, policy), *_shifted(kept), *reset_warnings(kept))


def _months_in(months: tuple[Total, ...], span: Period) -> tuple[Total, ...] | None:
    """The months of a span, those without any reading too; None where the span is not made of months."""
    if span.start.day != 1 or span.end.day != 1:
        return None
    known = {month.period: month for month in months}
    first, last = (12 * day.year + day.month - 1 for day in (span.start, span.end))
    names = [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last)]
    return tuple(known.get(name, Total(name, 0, 0, 0, 0.0, 0.0, 0.0, None)) for name in names)


def _refused(series: Series, months: tuple[Total, ...], span: Period) -> Problem:
    expected = _slots(series, span)
    present = sum(month.measured_slots + month.estimated_slots for month in months)
    return problem(
        "meter.gap",
        "",
        f"{expected - present} of {expected} slots have no value, so there is no total",
        "import what is missing, or choose with --gaps what a missing slot counts as",
        missing=expected - present,
        expected=expected,
    )


def _slots(series: Series, span: Period) -> int:
    clock = ZoneInfo(series.zone)
    start, end = (
        datetime(day.year, day.month, day.day, tzinfo=clock).astimezone(UTC) for day in (span.start, span.end)
    )
    return int((end - start).total_seconds()) // series.interval


def _basis(kept: Kept, months: tuple[Total, ...], span: Period, policy: GapPolicy) -> str:
    measured, estimated = (
        sum(getattr(month, f"{name}_slots") for month in months) for name in ("measured", "estimated")
    )
    missing = sum(month.missing_slots for month in months)
    parts = [
        f"{measured:,} of {_slots(kept.series, span):,} slots measured, {span}",
        f"{estimated:,} estimated" if estimated else "",
        f"{missing:,} missing, gap policy {policy}" if missing else "",
        *(_file(item) for item in kept.evidence[:_SHOWN_FILES]),
        f"{len(kept.evidence) - _SHOWN_FILES} more files" if len(kept.evidence) > _SHOWN_FILES else "",
    ]
    return "; ".join(part for part in parts if part)


def _file(item: Evidence) -> str:
    shift = f", shifted by {item.shifted_days:,} days" if item.shifted_days else ""
    return f"{item.name} (sha256 {item.sha256[:12]}){shift}"


def _filled(series: Series, months: tuple[Total, ...], policy: GapPolicy) -> tuple[Problem, ...]:
    missing = sum(month.missing_slots for month in months)
    if not missing:
        return ()
    return (
        warning(
            "meter.filled",
            series.meter,
            f"{missing} slots have no value; the gap policy {policy} was chosen for them",
            "import what is missing before the report is used",
            missing=missing,
            policy=policy,
            amount=f"{math.fsum(month.filled for month in months):,.6g} {series.unit}",
        ),
    )


def _shifted(kept: Kept) -> tuple[Problem, ...]:
    days = sorted({item.shifted_days for item in kept.evidence if item.shifted_days})
    return tuple(
        warning(
            "meter.shifted",
            kept.series.meter,
            f"readings of another time stand here, moved by {number:,} days",
            "use the report to try things out only; it describes no real year",
            days=f"{number:,}",
        )
        for number in days
    )
