"""Reads electricity bills, city-gas bills and invoices of fuels: tables, forms and PDFs, told by what they say."""

import hashlib
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from pulmu.adapters._bills.bill import Bill
from pulmu.adapters._bills.bills import matches, place_of, records_of, texts
from pulmu.adapters._bills.cells import Sheaf, csv_of, pages_of, sheets_of
from pulmu.adapters._bills.electricity import read_electricity
from pulmu.adapters._bills.fuel import fuel_of, read_fuel
from pulmu.adapters._bills.gas import read_gas
from pulmu.adapters._bills.kinds import LOOKED_FOR, BillKind, kind_of
from pulmu.adapters._bills.pdf import read_pages
from pulmu.adapters._bills.records import Found, Record
from pulmu.metering import Entry
from pulmu.model import InputError, Problem, problem, warning
from pulmu.services.ports import DocumentFile, DocumentWish

LARGEST_TABLE = 2_000_000
"""Bytes. A larger table is no bill."""


def read_bill(data: bytes, name: str, wish: DocumentWish) -> DocumentFile | None:
    """The entries of a bill or a fuel invoice; None if the content is a table of another kind.

    A PDF gives entries that are proposed only: where a value stands is told by its place on the page, and a person
    confirms it (`is_guess`).

    Parameters
    ----------
    wish : Of it count `where`, `item`, and the unit of the book among `columns`. Whoever names other columns means a
        table of another kind.

    Raises
    ------
    InputError  The content cannot be read, or is a PDF of another kind (`document.unknown_kind`).
    """
    is_pdf = b"%PDF-" in data[:1024]
    names_columns = any(meaning != "unit" for meaning, _ in wish.columns)
    if not is_pdf and (len(data) > LARGEST_TABLE or names_columns):
        return None
    sheaves = _sheaves(data, name, is_pdf=is_pdf)
    kind = kind_of(sheaves)
    records = records_of(sheaves, kind) if kind else []
    left_out: list[Record] = []
    if kind == "fuel_invoice":
        records, left_out = _fuels(records, wish)
    if kind is None or not records:
        if is_pdf:
            raise _unknown(name)
        return None
    _check_one_kind(sheaves, name)
    document = _Document(kind, wish)
    document.read(records)
    return DocumentFile(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        kind=kind,
        entries=document.finished(name, hashlib.sha256(data).hexdigest()),
        reading=document.reading(is_pdf=is_pdf),
        is_guess=is_pdf,
        left_out=tuple((place_of(record), _said(record, "item")) for record in left_out),
        problems=_placed((*document.problems, *_without_value(sheaves)), name),
    )


def _sheaves(data: bytes, name: str, *, is_pdf: bool) -> tuple[Sheaf, ...]:
    if is_pdf:
        return pages_of(read_pages(data, name))
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return sheets_of(data, name)
    return csv_of(data, name)


def _unknown(name: str) -> InputError:
    return InputError.of(
        "document.unknown_kind",
        name,
        f"the document is no bill we know; looked for: {LOOKED_FOR}",
        "give the bill itself, or type its values into a table (.xlsx, .csv)",
        looked_for=LOOKED_FOR,
    )


def _check_one_kind(sheaves: Iterable[Sheaf], name: str) -> None:
    kinds = {sheaf.name: kind for sheaf in sheaves if not sheaf.is_page and (kind := kind_of([sheaf]))}
    if len(set(kinds.values())) > 1:
        shown = ", ".join(f"{sheet} ({kind})" for sheet, kind in kinds.items())
        raise InputError.of(
            "bill.several_kinds",
            name,
            f"the sheets hold bills of different kinds: {shown}",
            "put each kind into a file of its own",
            known=shown,
        )


def _without_value(sheaves: Iterable[Sheaf]) -> list[Problem]:
    return [item for sheaf in sheaves for item in sheaf.problems]


def _placed(problems: Iterable[Problem], name: str) -> tuple[Problem, ...]:
    return tuple(replace(item, place=", ".join(filter(None, (name, item.place)))) for item in problems)


def _fuels(records: list[Record], wish: DocumentWish) -> tuple[list[Record], list[Record]]:
    """Lines of fuels, and the others; none at all where most lines are of other things: that is a purchase export."""
    named = [record if record.get("item") else _with_item(record, wish.item) for record in records]
    fuels = [record for record in named if fuel_of(_said(record, "item"))]
    others = [record for record in named if not fuel_of(_said(record, "item"))]
    return (fuels, others) if 2 * len(fuels) >= len(named) else ([], [])


def _with_item(record: Record, item: str) -> Record:
    return {**record, "item": [Found(item, place_of(record), "--item")]} if item else record


def _said(record: Record, name: str) -> str:
    return record[name][0].text if record.get(name) else ""


@dataclass(slots=True)
class _Document:
    """The bills or lines of one document while they are read."""

    kind: BillKind
    wish: DocumentWish
    records: list[Record] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)

    def read(self, records: list[Record]) -> None:
        """Read all records that are asked for; one problem of the whole stands before those of its parts."""
        self.records = [record for record in records if matches(record, self.wish.where)]
        if not self.records:
            self.problems.append(_nothing_there(records, self.wish))
            return
        for name in ("customer", "site", "item"):
            if told := self._several(name):
                self.problems.append(told)
                return
        for record in self.records:
            bill = Bill(record, place_of(record))
            entry = self._entry(bill)
            self.problems += [item for item in bill.problems if item not in self.problems]
            self.seen += bill.seen
            if entry is not None:
                self.entries.append(entry)
        self._check_overlaps()

    def _entry(self, bill: Bill) -> Entry | None:
        if self.kind == "electricity_bill":
            return read_electricity(bill)
        if self.kind == "city_gas_bill":
            return read_gas(bill, dict(self.wish.columns).get("unit", ""))
        return read_fuel(bill)

    def _several(self, name: str) -> Problem | None:
        """Customers, or kinds of fuel, that do not belong into one book."""
        found = texts(self.records, name)
        if name == "item":
            found = {fuel_of(item.text): item for item in found.values()} if self.kind == "fuel_invoice" else {}
        if len(found) < 2:
            return None
        known = ", ".join(item.text for item in found.values())
        last = list(found.values())[-1]
        return problem(
            "bill.several_in_one",
            last.place,
            f"the document speaks of several under '{last.label}': {known}",
            f"take one at a time, each into its own book, with --where '{last.label}={last.text}'",
            label=last.label,
            known=known,
            last=last.text,
        )

    def _check_overlaps(self) -> None:
        if self.kind == "fuel_invoice":
            return
        ordered = sorted(self.entries, key=lambda entry: (entry.start, entry.end))
        pairs = list(itertools.pairwise(ordered))
        if pairs and all((before.end - entry.start).days == 1 for before, entry in pairs):
            self.entries = [replace(entry, end=entry.end - timedelta(days=1)) for entry in self.entries]
            self.problems.append(_shared_days(ordered[0]))
            return
        self.problems += [_overlap(before, entry) for before, entry in pairs if entry.start < before.end]

    def finished(self, name: str, digest: str) -> tuple[Entry, ...]:
        """The entries with their evidence; none if any record has an error."""
        if any(item.severity == "error" for item in self.problems):
            return ()
        return tuple(replace(entry, document=name, sha256=digest) for entry in self.entries)

    def reading(self, *, is_pdf: bool) -> tuple[tuple[str, str], ...]:
        """What was taken from where: labels of a table, or each value of a PDF."""
        where = tuple(("where", f"{head}={value}") for head, value in self.wish.where)
        if is_pdf:
            shown = tuple((f"{number} {label}", text) for number, (label, text) in enumerate(self.seen, 1))
        else:
            first = self.records[0] if self.records else {}
            shown = tuple((name, found[0].label) for name, found in first.items() if found and name != "other")
        return (*shown, *where)


def _nothing_there(records: list[Record], wish: DocumentWish) -> Problem:
    names = sorted({item.label for record in records for found in record.values() for item in found})
    known = [
        f"{item.label}={item.text}"
        for name in ("customer", "site", "meter", "item")
        for item in texts(records, name).values()
    ]
    shown = ", ".join(known[:20] or names[:20])
    asked = ", ".join(f"{head}={value}" for head, value in wish.where)
    return problem(
        "bill.nothing_there",
        "",
        f"nothing in the document has {asked}",
        f"look at --where; the document has: {shown}",
        asked=asked,
        known=shown,
    )


def _shared_days(first: Entry) -> Problem:
    return warning(
        "bill.shared_days",
        first.place,
        "each bill ends on the day the next one begins: its last day is taken as the day of reading, and counts once",
        "compare with the document",
    )


def _overlap(before: Entry, entry: Entry) -> Problem:
    meters = [dict(item.details).get("meter", "") for item in (before, entry)]
    said = f" (meters {meters[0]} and {meters[1]})" if meters[0] != meters[1] else ""
    return problem(
        "bill.overlap",
        entry.place,
        f"its days overlap those of {before.place}{said}",
        "keep one meter in a book, with --where; leave out a bill that another one replaced",
        places=before.place + said,
    )
