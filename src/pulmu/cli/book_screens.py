"""Books on the screen and as JSON."""

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from pulmu.cli.screen import Screen
from pulmu.locale import Language, has_text, place_text, plain, problems_tree

if TYPE_CHECKING:
    from pulmu.metering import BookTotal, Entry
    from pulmu.services.import_book import BookImport
    from pulmu.services.ports import BookPart, DocumentFile
    from pulmu.services.read_book import BookEntries, BookTotals, PeriodTotal

_SHOWN_ENTRIES = 12
_MEANINGS = "cli.books.meaning_"
_NOT_COLUMNS = ("heads", "columns")


def print_readings(done: "BookImport", screen: Screen) -> None:
    """How the files were read, for a person to look at."""
    for file in done.files:
        if file.columns or (file.is_guess and file.entries):
            _print_reading(file, screen)


def _print_reading(file: "DocumentFile", screen: Screen) -> None:
    screen.title(plain(file.name))
    if file.columns:
        head = [screen.text(f"cli.books.{name}") for name in ("head", "meaning", "samples")]
        rows = [
            [plain(one.head, 30), _meanings(one.meaning, screen), plain(" | ".join(one.samples), 60)]
            for one in file.columns
        ]
        screen.table(head, rows, left=3)
    taken = [column.head for column in file.columns]
    fixed = [(name, text) for name, text in file.reading if name not in _NOT_COLUMNS and text not in taken]
    for name, text in fixed:
        shown = screen.text("cli.books.from_title") if text == "=title" else plain(_value(text, screen), 120)
        screen.line(f"  {_meanings(name, screen)}: {shown}")
    if file.entries:
        _print_amounts(file, screen)
        _print_sample(file.entries, screen)


def _value(text: str, screen: Screen) -> str:
    word = text.removeprefix("=")
    if has_text(_MEANINGS + word, screen.language):
        return _meanings(word, screen)
    return place_text(word, screen.language)


def _meanings(text: str, screen: Screen) -> str:
    words = [word.strip() for word in text.split(",") if word.strip()]
    known = [
        screen.text(_MEANINGS + word) if has_text(_MEANINGS + word, screen.language) else plain(word) for word in words
    ]
    return ", ".join(known) or "-"


def _print_amounts(file: "DocumentFile", screen: Screen) -> None:
    first, last = min(entry.start for entry in file.entries), max(entry.end for entry in file.entries)
    for (kind, unit), entries in _by_kind(file.entries).items():
        told = {"kind": screen.text(_MEANINGS + kind), "count": f"{len(entries):,}", "unit": unit}
        total = f"{math.fsum(entry.value for entry in entries):,.12g}"
        screen.line("  " + screen.text("cli.books.amounts", value=total, **told))
    screen.line("  " + screen.text("cli.books.span", first=first, last=_last_day(last)))
    _print_left_out(file, screen)


def _print_left_out(file: "DocumentFile", screen: Screen) -> None:
    for why, count in Counter(why for _, why in file.left_out).items():
        key = f"cli.books.left_out_{why.replace(' ', '_')}"
        words = screen.text(key) if has_text(key, screen.language) else plain(why)
        screen.line("  " + screen.text("cli.books.left_out", count=f"{count:,}", why=words))


def _by_kind(entries: "tuple[Entry, ...]") -> "dict[tuple[str, str], list[Entry]]":
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        found.setdefault((entry.kind, entry.unit), []).append(entry)
    return found


def _last_day(end: Any) -> str:
    from datetime import timedelta

    return str(end - timedelta(days=1))


def _print_sample(entries: "tuple[Entry, ...]", screen: Screen) -> None:
    _print_rows(entries[:_SHOWN_ENTRIES], screen)
    if len(entries) > _SHOWN_ENTRIES:
        screen.line("  " + screen.text("cli.books.more", count=f"{len(entries) - _SHOWN_ENTRIES:,}"))


def _print_rows(entries: "tuple[Entry, ...]", screen: Screen) -> None:
    names = ("days", "kind", "item", "partner", "number", "place", "amount", "unit")
    rows = [
        [
            _days(entry),
            screen.text(_MEANINGS + entry.kind),
            plain(entry.item, 30),
            plain(entry.partner, 20),
            plain(entry.number, 20),
            plain(place_text(", ".join(filter(None, (entry.document, entry.place))), screen.language), 60),
            f"{entry.value:,.12g}",
            entry.unit + (f" ({screen.text('cli.books.estimated_mark')})" if entry.quality == "estimated" else ""),
        ]
        for entry in entries
    ]
    screen.table([screen.text(f"cli.books.{name}") for name in names], rows, left=6)


def _days(entry: "Entry") -> str:
    last = _last_day(entry.end)
    return str(entry.start) if str(entry.start) == last else f"{entry.start}~{last}"


def print_import(done: "BookImport", screen: Screen) -> None:
    """What was taken in, and how the files were read."""
    for file in done.files:
        told = {"file": plain(file.name), "count": f"{len(file.entries):,}"}
        taken = ", ".join(
            f"{screen.text(_MEANINGS + name)}={plain(_value(text, screen), 40)}"
            for name, text in file.reading
            if has_text(_MEANINGS + name, screen.language) and text != "=title"
        )
        key = "cli.books.file_read" if taken else "cli.books.file"
        screen.line(screen.text(key, **told, **({"taken": taken} if taken else {})))
        _print_left_out(file, screen)
    counts = {"added": f"{done.added:,}", "known": f"{done.known:,}", "corrected": f"{done.corrected:,}"}
    screen.line(screen.text("cli.books.imported", book=done.book, **counts))
    if done.remembered:
        screen.line(screen.text("cli.books.remembered"))


def import_tree(done: "BookImport", language: Language) -> dict[str, Any]:
    """An import as plain data."""
    return {
        "book": done.book,
        "done": done.is_done,
        "confirm": done.code,
        "added": done.added,
        "known": done.known,
        "corrected": done.corrected,
        "files": [_file_tree(file) for file in done.files],
        "problems": problems_tree(done.problems, language),
    }


def _file_tree(file: "DocumentFile") -> dict[str, Any]:
    return {
        "name": file.name,
        "sha256": file.sha256,
        "kind": file.kind,
        "is_guess": file.is_guess,
        "reading": dict(file.reading),
        "columns": [{"head": one.head, "meaning": one.meaning, "samples": list(one.samples)} for one in file.columns],
        "entries": [_entry_tree(entry) for entry in file.entries],
        "left_out": [{"place": place, "why": why} for place, why in file.left_out],
    }


def _entry_tree(entry: "Entry") -> dict[str, Any]:
    names = ("kind", "value", "unit", "item", "partner", "number", "quality", "document", "sha256", "place")
    days = {"start": str(entry.start), "end": str(entry.end)}
    return {**days, **{name: getattr(entry, name) for name in names}, "details": dict(entry.details)}


def print_totals(one: "BookTotals", screen: Screen) -> None:
    """Months that hold something, and years."""
    screen.title(plain(" · ".join(part for part in (one.book, one.unit) if part)))
    names = ("period", "kind", "total", "of_it_estimated", "covered", "entries")
    shown = [item for item in one.months if item.total.entries_count]
    screen.table(
        [screen.text(f"cli.books.{name}") for name in names], [_row(x, screen) for x in (*shown, *one.years)], 2
    )


def _row(item: "PeriodTotal", screen: Screen) -> list[str]:
    total = item.total
    value = screen.text("cli.books.not_given") if total.value is None else f"{total.value:,.3f}"
    covered = f"{total.covered_days}/{total.expected_days}"
    what = screen.text(_MEANINGS + item.what)
    return [item.period, what, value, f"{total.estimated:,.3f}", covered, f"{total.entries_count:,}"]


def totals_tree(one: "BookTotals") -> dict[str, Any]:
    """Totals as plain data."""
    months, years = ([_period_tree(item) for item in items] for items in (one.months, one.years))
    return {"book": one.book, "unit": one.unit, "months": months, "years": years}


def _period_tree(item: "PeriodTotal") -> dict[str, Any]:
    return {"period": item.period, "what": item.what, **_total_tree(item.total)}


def _total_tree(total: "BookTotal") -> dict[str, Any]:
    names = ("value", "unit", "estimated", "filled", "covered_days", "expected_days", "entries_count")
    return {
        **{name: getattr(total, name) for name in names},
        "gaps": [{"start": str(span.start), "end": str(span.end)} for span in total.gaps],
        "overlaps": [{"start": str(span.start), "end": str(span.end)} for span in total.overlaps],
        "empty_months": list(total.empty_months),
        "documents": [{"name": use.name, "sha256": use.sha256, "entries": use.entries} for use in total.documents],
    }


def print_entries(found: "BookEntries", screen: Screen) -> None:
    """Entries that count, then the imports they came with."""
    screen.title(plain(found.book))
    _print_rows(found.entries, screen)
    screen.title(screen.text("cli.books.imports"))
    for number, part in enumerate(found.parts, 1):
        for file in part.files:
            added, corrected = len(file.change.added), len(file.change.corrected)
            told = {"number": number, "file": plain(file.name), "sha256": file.sha256[:12]}
            screen.line("  " + screen.text("cli.books.import_line", added=added, corrected=corrected, **told))
        if part.reason:
            screen.line("     " + screen.text("cli.books.reason", reason=plain(part.reason)))


def entries_tree(found: "BookEntries") -> dict[str, Any]:
    """Entries and imports as plain data."""
    return {
        "book": found.book,
        "entries": [_entry_tree(entry) for entry in found.entries],
        "imports": [_part_tree(part) for part in found.parts],
    }


def _part_tree(part: "BookPart") -> dict[str, Any]:
    files = [
        {
            "name": file.name,
            "sha256": file.sha256,
            "kind": file.kind,
            "reading": dict(file.reading),
            "added": [_entry_tree(entry) for entry in file.change.added],
            "corrected": [_entry_tree(entry) for entry in file.change.corrected],
            "withdrawn": [_entry_tree(entry) for entry in file.change.withdrawn],
        }
        for file in part.files
    ]
    return {"reason": part.reason, "files": files}
