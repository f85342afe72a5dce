"""From a plant that cites readings and books to the totals it cites."""

import dataclasses
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pulmu.metering import GapPolicy
from pulmu.model import Document, InputError, Path, Period, Problem, Quantity, decode, problem, warning
from pulmu.model.quantity import CITATION
from pulmu.services._cite_book import USUAL_QUANTITIES, total_of_book
from pulmu.services._cite_stack import mass_of_stack
from pulmu.services.ports import BookStore, Evidence, ReadingStore
from pulmu.services.read_meters import MeterPeriod, meter_period

_QUARTER = re.compile(r"(\d{4})Q([1-4])")
_SHOWN_FILES = 3
_UNTOLD = Quantity(math.nan, "")


def keep_citations(document: Document) -> Document:
    """The document whose citations stay what they are: for a plant that is to be written, not computed."""
    return dataclasses.replace(document, cited=dict.fromkeys(citations(document)))


@dataclass(frozen=True, slots=True)
class Kept:
    """Where totals come from: the readings and the books of one folder."""

    readings: ReadingStore
    books: BookStore


def cite_totals(document: Document, kept: Kept | None, policy: GapPolicy = "refuse") -> Document:
    """The document with the totals it cites, each over the plant's period or the quarter it stands under.

    What a total rests on is told with it. A series or book that is not there, or has gaps the policy does not fill, is
    a problem where it is cited; filled slots, readings of another year and counters that fell are warnings there.

    Parameters
    ----------
    kept : Without it, a citation is a problem.

    Raises
    ------
    OutsideError  The store cannot be used.
    """
    found = citations(document)
    if not found or kept is None:
        return document
    period = _period(document)
    if period is None:
        return dataclasses.replace(document, cited=dict.fromkeys(found, _UNTOLD))
    cited: dict[Path, Quantity | Problem | None] = {}
    told: list[Problem] = []
    for path, citation in found.items():
        try:
            cited[path], warnings = _total(kept, citation, path, _span(path, period), policy)
        except InputError as error:
            cited[path], warnings = error.problems[0], ()
        place = document.place(path)
        told += [dataclasses.replace(item, place=f"{place}, {item.place}") for item in warnings]
    return dataclasses.replace(document, cited=cited, problems=(*document.problems, *told))


def citations(document: Document) -> dict[Path, str]:
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
    kept: Kept, citation: str, path: Path, span: Period, policy: GapPolicy
) -> tuple[Quantity | Problem, tuple[Problem, ...]]:
    parts = CITATION.fullmatch(citation)
    kind, name, what, flow = parts.groups() if parts else ("meter", citation, None, None)
    if kind == "cems" or flow:
        return _stack(kept, citation, (kind, name, flow), span)
    if kind == "book":
        return total_of_book(kept.books, citation, name, what or _usual_quantity(path), span, policy)
    if what:
        return problem("meter.no_quantity", "", f"readings have no {what}", f"write meter:{name}", what=what), ()
    found = meter_period(kept.readings, name, span.start, span.end, policy)
    total = found.total
    if total.value is None or total.missing_slots == total.expected:
        return _refused(found), ()
    quantity = Quantity(total.value, found.series.unit, cites=citation, basis=_basis(found, span, policy))
    return quantity, (*_filled(found, policy), *_shifted(found.series.meter, found.evidence), *found.problems)


def _stack(
    kept: Kept, citation: str, cited: tuple[str, str, str | None], span: Period
) -> tuple[Quantity | Problem, tuple[Problem, ...]]:
    kind, concentration, flow = cited
    if kind != "cems" or not flow:
        told = f"{citation} names no stack"
        return problem("meter.stack_form", "", told, "write cems:CONCENTRATION*FLOW, two meters", text=citation), ()
    found, warnings, evidence = mass_of_stack(kept.readings, citation, concentration, flow, span)
    return found, (*warnings, *_shifted(concentration, evidence))


def _usual_quantity(path: Path) -> str:
    """What of a book an amount means, by the attribute it stands under; empty where it shows none."""
    return next((USUAL_QUANTITIES[part] for part in reversed(path) if part in USUAL_QUANTITIES), "")


def _refused(found: MeterPeriod) -> Problem:
    missing, expected = found.total.missing_slots, found.total.expected
    return problem(
        "meter.gap",
        "",
        f"{missing} of {expected} slots have no value, so there is no total",
        "import what is missing, or choose with --gaps what a missing slot counts as",
        missing=missing,
        expected=expected,
    )


def _basis(found: MeterPeriod, span: Period, policy: GapPolicy) -> str:
    total, files = found.total, found.evidence
    parts = [
        f"{total.measured_slots:,} of {total.expected:,} slots measured, {span}",
        f"{total.estimated_slots:,} estimated" if total.estimated_slots else "",
        f"{total.missing_slots:,} missing, gap policy {policy}" if total.missing_slots else "",
        *(_file(item) for item in files[:_SHOWN_FILES]),
        f"{len(files) - _SHOWN_FILES} more files" if len(files) > _SHOWN_FILES else "",
    ]
    return "; ".join(part for part in parts if part)


def _file(item: Evidence) -> str:
    shift = f", shifted by {item.shifted_days:,} days" if item.shifted_days else ""
    return f"{item.name} (sha256 {item.sha256[:12]}){shift}"


def _filled(found: MeterPeriod, policy: GapPolicy) -> tuple[Problem, ...]:
    missing = found.total.missing_slots
    if not missing:
        return ()
    return (
        warning(
            "meter.filled",
            found.series.meter,
            f"{missing} slots have no value; the gap policy {policy} was chosen for them",
            "import what is missing before the report is used",
            missing=missing,
            policy=policy,
            amount=f"{found.total.filled:,.6g} {found.series.unit}",
        ),
    )


def _shifted(meter: str, evidence: tuple[Evidence, ...]) -> tuple[Problem, ...]:
    days = sorted({item.shifted_days for item in evidence if item.shifted_days})
    return tuple(
        warning(
            "meter.shifted",
            meter,
            f"readings of another time stand here, moved by {number:,} days",
            "use the report to try things out only; it describes no real year",
            days=f"{number:,}",
        )
        for number in days
    )
