"""Totals of a book over days, with how many of them its entries cover."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from pulmu.metering.entry import Entry, EntryKind
from pulmu.metering.totals import GapPolicy
from pulmu.model import UnitError, conversion_factor
from pulmu.model import unit as unit_of

BookQuantity = Literal[EntryKind, "consumed"]
"""What a total is of: entries of one kind; or what was consumed according to the stock: opening stock + received +
produced - sent out - closing stock. Returned and scrap amounts never stood in stock and do not enter."""

BOOK_QUANTITIES: tuple[str, ...] = (*get_args(EntryKind), "consumed")
_STOCKS = ("opening_stock", "closing_stock")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """A half-open span of days."""

    start: date
    end: date

    def __len__(self) -> int:
        return max(0, (self.end - self.start).days)

    def __str__(self) -> str:
        last = self.end - _DAY
        return str(self.start) if last <= self.start else f"{self.start}~{last}"


@dataclass(frozen=True, slots=True)
class DocumentUse:
    """A document that a total rests on, and how many of its entries."""

    name: str
    sha256: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTotal:
    """Amount of a book over a period.

    Parameters
    ----------
    value : None where a gap or an overlap stands in its way.
    estimated : Part of `value` that is no measurement of the period: estimated by the document, shared by days because
        a document crosses the period's edge, or filled in by the policy. [unit]
    filled : Part of `estimated` that the policy put into days without an entry. [unit]
    covered_days : Days of the period that entries cover. Where all entries are of single days (deliveries), the months
        from the first entry of the book to the last; for a stock, the whole period if it is known on its day.
    gaps : Days that are not covered.
    overlaps : Days that two documents cover for one item, so that something may be counted twice.
    empty_months : Months between the first and the last without an entry, such as "2026-03": told, not refused.
    """

    value: float | None
    unit: str
    estimated: float
    filled: float
    covered_days: int
    expected_days: int
    gaps: tuple[Days, ...]
    overlaps: tuple[Days, ...]
    empty_months: tuple[str, ...]
    entries_count: int
    documents: tuple[DocumentUse, ...]


def book_total(
    entries: Iterable[Entry], start: date, end: date, *, what: str, unit: str | None, policy: GapPolicy
) -> BookTotal:
    """Total of a book's standing entries over the days from `start` up to, not including, `end`.

    A document that crosses an edge is shared by days, and its share counts as estimated.

    Parameters
    ----------
    what : One of `BOOK_QUANTITIES`.
    unit : Unit of the total; None for that of the first entry.
    policy : What days without an entry do: no total (`refuse`, also where documents overlap), nothing (`none`), or each
        counts as the mean of the covered days of its month (`month_mean`) or as the highest of them (`conservative`).

    Raises
    ------
    UnitError  Entries are of another dimension than the total (`input.unit_mismatch`).
    """
    found = list(entries)
    symbol = unit_of(unit).symbol if unit else (found[0].unit if found else "")
    if what == "consumed":
        return _consumed(found, Days(start, end), symbol, policy)
    chosen = [entry for entry in found if entry.kind in (_STOCKS if what in _STOCKS else (what,))]
    if what in _STOCKS:
        return _stock(chosen, Days(start, end), end if what == "closing_stock" else start, symbol, policy)
    return _sum(chosen, Days(start, end), symbol, policy)


_Amounts = list[tuple[Entry, float]]


def _in_unit(entry: Entry, symbol: str) -> float:
    try:
        return entry.value * conversion_factor(entry.unit, symbol)
    except UnitError as error:
        found = error.problems[0]
        place = ", ".join(filter(None, (entry.document, entry.place)))
        raise UnitError.of(found.code, place, found.message, found.mend, **dict(found.values)) from None


def _sum(entries: Sequence[Entry], period: Days, symbol: str, policy: GapPolicy) -> BookTotal:
    # Thousands of entries share a few hundred spans.
    spans = [Days(*span) for span in {(entry.start, entry.end) for entry in entries}]
    covered = _merged(spans if any(len(span) > 1 for span in spans) else _reach(spans))
    gaps = _without(period, covered)
    shared = {(span.start, span.end): share for span in spans if (share := _within(span, period)) > 0}
    inside = [(entry, share) for entry in entries if (share := shared.get((entry.start, entry.end), 0.0))]
    shares = [(entry, _in_unit(entry, symbol) * share, share) for entry, share in inside]
    overlaps = tuple(span for item in _overlaps([entry for entry, _ in inside]) if len(span := _cut(item, period)))
    fills = _FILLS.get(policy)
    filled = _filled(entries, symbol, covered, gaps, fills) if fills else 0.0
    there = math.fsum(value for _, value, _ in shares)
    guessed = [value for entry, value, share in shares if share < 1 or entry.quality == "estimated"]
    is_given = policy == "none" or (policy == "refuse" and not gaps and not overlaps)
    is_given = is_given or (fills is not None and filled is not None)
    return BookTotal(
        value=there + (filled or 0.0) if is_given else None,
        unit=symbol,
        estimated=math.fsum([*guessed, filled or 0.0]),
        filled=filled or 0.0,
        covered_days=len(period) - sum(map(len, gaps)),
        expected_days=len(period),
        gaps=gaps,
        overlaps=overlaps,
        empty_months=_empty_months(spans, period, gaps),
        entries_count=len(shares),
        documents=_documents(entry for entry, _, _ in shares),
    )


def _stock(entries: Sequence[Entry], period: Days, day: date, symbol: str, policy: GapPolicy) -> BookTotal:
    """Stock at the beginning of a day: an opening of that day, or a closing of the day before, item by item."""
    openings = _per_item((entry for entry in entries if entry.kind == _STOCKS[0] and entry.start == day), symbol)
    closings = _per_item((entry for entry in entries if entry.kind == _STOCKS[1] and entry.end == day), symbol)
    both = [(openings[item], closings[item]) for item in openings.keys() & closings.keys()]
    agree = all(math.isclose(_total(one), _total(other), rel_tol=1e-9, abs_tol=1e-9) for one, other in both)
    taken = [pair for item in {**closings, **openings} for pair in openings.get(item) or closings[item]]
    gaps = () if taken else (period,)
    clash = () if agree else (Days(day, day + _DAY),)
    is_given = bool(taken) and (agree or policy == "none")  # a stock that nobody counted is unknown, never zero
    return BookTotal(
        value=_total(taken) if is_given else None,
        unit=symbol,
        estimated=math.fsum(value for entry, value in taken if entry.quality == "estimated"),
        filled=0.0,
        covered_days=len(period) if taken else 0,
        expected_days=len(period),
        gaps=gaps,
        overlaps=clash,
        empty_months=(),
        entries_count=len(taken),
        documents=_documents(entry for entry, _ in taken),
    )


def _consumed(entries: Sequence[Entry], period: Days, symbol: str, policy: GapPolicy) -> BookTotal:
    def part(what: str) -> BookTotal:
        return book_total(entries, period.start, period.end, what=what, unit=symbol or None, policy=policy)

    kinds = {entry.kind for entry in entries}
    signs = {"opening_stock": 1.0, "received": 1.0, "produced": 1.0, "sent_out": -1.0, "closing_stock": -1.0}
    parts = [(signs[what], part(what)) for what in signs if what in _STOCKS or what in kinds]
    values = [sign * item.value for sign, item in parts if item.value is not None]
    gaps = _merged(span for _, item in parts for span in item.gaps)
    uses: Counter[tuple[str, str]] = Counter()
    for _, item in parts:
        uses.update({(use.name, use.sha256): use.entries for use in item.documents})
    return BookTotal(
        value=math.fsum(values) if len(values) == len(parts) else None,
        unit=symbol,
        estimated=math.fsum(item.estimated for _, item in parts),
        filled=math.fsum(item.filled for _, item in parts),
        covered_days=len(period) - sum(map(len, gaps)),
        expected_days=len(period),
        gaps=gaps,
        overlaps=_merged(span for _, item in parts for span in item.overlaps),
        empty_months=tuple(sorted({month for _, item in parts for month in item.empty_months})),
        entries_count=sum(item.entries_count for _, item in parts),
        documents=tuple(DocumentUse(*key, count) for key, count in uses.items()),
    )


def _per_item(entries: Iterable[Entry], symbol: str) -> dict[str, _Amounts]:
    found: dict[str, _Amounts] = {}
    for entry in entries:
        found.setdefault(entry.item, []).append((entry, _in_unit(entry, symbol)))
    return found


def _total(amounts: _Amounts) -> float:
    return math.fsum(value for _, value in amounts)


def _documents(entries: Iterable[Entry]) -> tuple[DocumentUse, ...]:
    counts = Counter((entry.document, entry.sha256) for entry in entries)
    return tuple(DocumentUse(name, sha256, count) for (name, sha256), count in counts.items())


def _cut(span: Days, period: Days) -> Days:
    start = max(span.start, period.start)
    return Days(start, max(start, min(span.end, period.end)))


def _within(span: Days, period: Days) -> float:
    """Share of a span's days that lie in a period."""
    return len(_cut(span, period)) / len(span) if len(span) else 0.0


def _merged(spans: Iterable[Days]) -> tuple[Days, ...]:
    """The same days as spans that neither touch nor overlap."""
    found: list[Days] = []
    for span in sorted(item for item in spans if len(item)):
        if found and span.start <= found[-1].end:
            found[-1] = Days(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _without(period: Days, covered: Iterable[Days]) -> tuple[Days, ...]:
    """The days of a period that are not covered."""
    gaps, at = [], period.start
    for span in _merged(covered):
        if span.start > at:
            gaps.append(_cut(Days(at, span.start), period))
        at = max(at, span.end)
    if at < period.end:
        gaps.append(Days(at, period.end))
    return tuple(gap for gap in gaps if len(gap))


def _reach(spans: Sequence[Days]) -> list[Days]:
    """From the month of the first to the month of the last: deliveries do not tell the days without any."""
    if not spans:
        return []
    first, last = min(spans).start, max(span.end for span in spans) - _DAY
    return [Days(first.replace(day=1), _next_month(last))]


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _months(period: Days) -> list[Days]:
    found, at = [], period.start
    while at < period.end:
        found.append(Days(at, min(_next_month(at), period.end)))
        at = _next_month(at)
    return found


def _empty_months(spans: Sequence[Days], period: Days, gaps: Sequence[Days]) -> tuple[str, ...]:
    """Months without an entry that are no gap already."""
    touched = _merged(spans)
    return tuple(
        f"{month.start:%Y-%m}"
        for month in _months(period)
        if not any(len(_cut(span, month)) for span in (*touched, *gaps))
    )


def _overlaps(entries: Sequence[Entry]) -> tuple[Days, ...]:
    """Days that two documents cover for what may be the same item.

    Single days beside each other are deliveries. A single day within a longer span of another document is told whatever
    its item: daily rows and a monthly sum of them rarely bear the same name.
    """
    if len({entry.sha256 for entry in entries}) < 2:
        return ()
    documents: dict[str, dict[tuple[str, str], set[Days]]] = {}
    for sha256, kind, item, partner, start, end in {
        (entry.sha256, entry.kind, entry.item, entry.partner, entry.start, entry.end) for entry in entries
    }:
        key = (item, "" if kind == "used" else partner)
        documents.setdefault(sha256, {}).setdefault(key, set()).add(Days(start, end))
    whole = {name: _merged(span for spans in groups.values() for span in spans) for name, groups in documents.items()}
    found = [
        common
        for name, groups in documents.items()
        for other, others in documents.items()
        if name != other and _common(whole[name], whole[other])
        for key, spans in groups.items()
        for common in _common(
            [span for span in spans if len(span) > 1],
            [span for one, beside in others.items() for span in beside if len(span) == 1 or _may_be_one(key, one)],
        )
    ]
    return _merged(found)


def _common(spans: Iterable[Days], others: Iterable[Days]) -> list[Days]:
    """Days of both."""
    right = _merged(others)
    return [common for span in _merged(spans) for other in right if len(common := _cut(span, other))]


def _may_be_one(key: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether items and partners are the same, or one document does not name them."""
    return all(not one or not beside or one == beside for one, beside in zip(key, other, strict=True))


_Fill = Callable[[Sequence[Entry], str, Sequence[Days], Days], float | None]


def _filled(
    entries: Sequence[Entry], symbol: str, covered: Sequence[Days], gaps: Sequence[Days], fills: _Fill
) -> float | None:
    """What days without an entry count as by the covered days of their month; None where a month has none."""
    missing = [part for gap in gaps for part in _months(gap)]
    means = {part.start.replace(day=1): fills(entries, symbol, covered, part) for part in missing}
    values = [means[part.start.replace(day=1)] for part in missing]
    if any(value is None for value in values):
        return None
    return math.fsum(len(part) * value for part, value in zip(missing, values, strict=True) if value is not None)


def _mean(entries: Sequence[Entry], symbol: str, covered: Sequence[Days], part: Days) -> float | None:
    """Mean of the covered days of a month."""
    month = Days(part.start.replace(day=1), _next_month(part.start))
    days = sum(len(_cut(span, month)) for span in covered)
    shares = [(entry, _within(Days(entry.start, entry.end), month)) for entry in entries]
    there = math.fsum(_in_unit(entry, symbol) * share for entry, share in shares if share > 0)
    return there / days if days else None


def _highest(entries: Sequence[Entry], symbol: str, covered: Sequence[Days], part: Days) -> float | None:
    """The most that one covered day of a month took, each entry's amount spread over its days."""
    month = Days(part.start.replace(day=1), _next_month(part.start))
    inside = [entry for entry in entries if _within(Days(entry.start, entry.end), month) > 0]
    edges = sorted({day for entry in inside for day in (entry.start, entry.end)})
    each = [(entry, _in_unit(entry, symbol) / len(Days(entry.start, entry.end))) for entry in inside]
    found = [math.fsum(value for entry, value in each if entry.start <= day < entry.end) for day in edges]
    return max(found, default=None) if any(len(_cut(span, month)) for span in covered) else None


_FILLS: dict[GapPolicy, _Fill] = {"month_mean": _mean, "conservative": _highest}
