"""Brings a register of real firms into the form of a population: all rows that are right, or nothing."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Protocol

import numpy as np

from pulmu.model import InputError, Problem, problem
from pulmu.services.population import (
    FORMAT,
    KeptFile,
    MissingShare,
    PopulationManifest,
    PopulationWriter,
    RegisterSource,
)
from pulmu.services.register_columns import column_of, industries, nobody_told
from pulmu.services.register_map import RegisterMap, check_map, told_facts, year_of
from pulmu.support.population import Column, Part
from pulmu.support.size import size_rules
from pulmu.support.size.accounts_of_many import YearlySales, accounts_of_many
from pulmu.support.size.classify import leaving_law

MOST_SHOWN = 50
"""Problems shown at once; all are counted."""
LINK_HEADS = ("owner", "owned", "share", "is_largest")


class RegisterRows(Protocol):
    """A table of texts in a file."""

    name: str
    sha256: str
    heads: tuple[str, ...]

    def batches(self) -> Iterator[tuple[int, list[list[str]]]]:
        """Rows, many at a time, each time with the line of the file that the first of them stands in."""
        ...


_Link = tuple[int, int, float | None, bool | None]


class RegisterWriter(PopulationWriter, Protocol):
    """Also keeps the rows that are left out."""

    def skip(self, cells: Sequence[str]) -> None:
        """Keep a row beside the population, the reason last."""
        ...


Opened = Callable[[], AbstractContextManager[RegisterWriter]]
KeepBad = Callable[[Sequence[str]], None]


@dataclass(slots=True)
class _Found:
    """What was found so far."""

    rows: int = 0
    skipped: int = 0
    count: int = 0
    shown: list[Problem] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    missing: Counter[str] = field(default_factory=Counter)
    closed_on: list[date] = field(default_factory=list)
    empty: dict[str, Column] = field(default_factory=dict)

    def tell(self, said: Problem) -> None:
        self.count += 1
        if len(self.shown) < MOST_SHOWN:
            self.shown.append(said)


def import_register(
    opened: Opened,
    source: RegisterRows,
    wanted: RegisterMap,
    *,
    day: date,
    program: str,
    links: RegisterRows | None = None,
    skip_bad: bool = False,
) -> PopulationManifest:
    """Check every row of a register and keep it as a population.

    Parameters
    ----------
    day : For which it is asked: it decides which accounts count.
    links : Who holds whom, by the keys of the register: heads owner, owned, share, and perhaps is_largest.
    skip_bad : Rows with something wrong are left out and kept beside the population.

    Raises
    ------
    InputError  The map does not fit (`input.register_map_column`, ...), or rows are wrong: the first, and how many.
    """
    check_map(wanted, source.heads, source.name)
    if links is not None:
        _check_links(links)
    found, files = _Found(), list[KeptFile]()
    with opened() as writer:
        keep_bad = writer.skip if skip_bad else None
        for number, (first, rows) in enumerate(source.batches(), start=1):
            firms = _firms(source, wanted, first, rows, found, keep_bad, day)
            if firms and (not found.count or keep_bad):
                files += writer.add(Part(f"register-{number:04d}", firms, _holdings([])))
        if links is not None:
            told = _links(links, found, keep_bad)
            if found.ids:
                files += writer.add(Part("register-links", found.empty, told))
        if found.count and keep_bad is None:
            raise InputError(*found.shown, *_more(found, source.name))
        if not found.ids:
            raise InputError.of("input.register_empty", source.name, "no row of the register can be taken",
                                "check the file and the map")  # fmt: skip
        manifest = _manifest(source, wanted, day, program, found, tuple(files))
        writer.finish(manifest)
    return manifest


def _more(found: _Found, name: str) -> tuple[Problem, ...]:
    left, count = f"{found.count - len(found.shown):,}", f"{found.count:,}"
    if left == "0":
        return ()
    said, mend = (
        f"{left} more values are wrong, {count} in all",
        "mend these first, or leave such rows out with --skip-bad",
    )
    return (problem("input.register_more", name, said, mend, left=left, count=count),)


def _firms(
    source: RegisterRows, wanted: RegisterMap, first: int, rows: list[list[str]], found: _Found,
    keep_bad: KeepBad | None, day: date,
) -> dict[str, Column]:  # fmt: skip
    """Columns of the rows that are right."""
    reasons: dict[int, str] = {}
    width = len(source.heads)

    def bad(row: int, column: str, text: str, want: str) -> None:
        reasons[row] = "; ".join(filter(None, (reasons.get(row), f"{column}: {text[:80]}")))
        found.tell(_no_fit(source.name, first + row, column, text, want))

    for row, cells in enumerate(rows):
        if len(cells) != width:
            bad(row, "-", str(len(cells)), "@cells")
            rows[row] = (cells + [""] * width)[:width]
    place = {head: at for at, head in enumerate(source.heads)}
    columns, sales, keys = dict[str, Column](), dict[int, Column](), list[str]()
    for told in wanted.columns:
        own = [cells[place[told.column]].strip() for cells in rows] if told.fact else []
        say = partial(_say, bad, told.column)
        if told.fact == "register_id":
            keys = own
            _check_keys(own, found, say)
        elif told.fact == "ksic":
            columns |= industries(own, say)
        elif year := year_of(told.fact):
            sales[year] = column_of(own, told, say)
        elif told.fact:
            columns[told.fact] = column_of(own, told, say)
    found.rows += len(rows)
    keep = np.array([row not in reasons for row in range(len(rows))], dtype=bool)
    if keep_bad is not None:
        for row, why in sorted(reasons.items()):
            keep_bad([*rows[row], why])
        found.skipped += len(reasons)
    columns = _with_accounts(columns, sales, len(rows), day)
    kept = {name: _chosen(column, keep) for name, column in columns.items()}
    return _keyed(kept, [key for key, good in zip(keys, keep, strict=True) if good], found)


def _say(bad: Callable[[int, str, str, str], None], column: str, row: int, text: str, want: str) -> None:
    bad(row, column, text, want)


def _no_fit(name: str, line: int, column: str, text: str, want: str) -> Problem:
    """The problem of a text; `want` is what would fit, or one of the causes that need other words."""
    place, shown = f"{name}:{line}", text[:80]
    match want:
        case "@twice":
            return problem("input.register_twice", place, f"{column}: {shown!r} stands in a row before",
                           "keep one row of each firm", column=column, text=shown)  # fmt: skip
        case "@key":
            return problem("input.register_key", place, f"{column}: the key is missing or longer than 200 signs",
                           "give the key", column=column)  # fmt: skip
        case "@cells":
            return problem("input.register_cells", place, f"the row has {shown} cells, the heads another number",
                           "check separators and quotes in the row", count=shown)  # fmt: skip
        case "@firm":
            return problem("input.register_firm", place, f"{column}: {shown!r} is no firm taken from the register",
                           "check the key, or leave out the holding", column=column, text=shown)  # fmt: skip
        case "@self":
            return problem("input.register_self", place, f"{shown!r} holds itself", "leave out the holding", text=shown)
    return problem("input.register_value", place, f"{column}: {shown!r} does not fit", f"give {want}",
                   column=column, text=shown, wanted=want)  # fmt: skip


def _check_keys(keys: Sequence[str], found: _Found, bad: Callable[[int, str, str], None]) -> None:
    here: set[str] = set()
    for row, key in enumerate(keys):
        if not key or len(key) > 200:
            bad(row, key, "@key")
        elif key in here or key in found.ids:
            bad(row, key, "@twice")
        here.add(key)


def _with_accounts(columns: dict[str, Column], sales: dict[int, Column], rows: int, day: date) -> dict[str, Column]:
    """With the accounts that count on the day, and all facts that nobody told."""
    months = columns.pop("closing_month", None)
    founded = columns.get("founded_on")
    told = YearlySales(
        {year: (column.values, _known(column)) for year, column in sales.items()},
        np.zeros(rows, np.int64) if months is None else months.values,
        np.full(rows, "NaT", "datetime64[D]") if founded is None else founded.values,
    )
    law = leaving_law(size_rules().rulebook(), day)
    accounts = {name: _as_column(name, *pair) for name, pair in accounts_of_many(told, day, law).items()}
    untold = {item.name: nobody_told(item, rows) for item in told_facts()}
    recent = Column(np.zeros(rows, np.int64), np.zeros(rows, bool))
    empty = industries([""] * rows, lambda *_: None)
    return untold | empty | {"recent_sales_krw": recent} | columns | accounts


def _as_column(name: str, values: np.ndarray, known: np.ndarray) -> Column:
    if name != "basis":
        return Column(values, known)
    labels = ("three_years", "whole_years", "changed_years", "recent_12_months", "recent_months", "recent_days")
    codes = np.zeros(values.size, np.int64)
    for code, label in enumerate(labels):
        codes[values == label] = code
    return Column(codes, known, labels)


def _known(column: Column) -> np.ndarray:
    return np.ones(column.values.size, bool) if column.known is None else column.known


def _keyed(columns: dict[str, Column], keys: list[str], found: _Found) -> dict[str, Column]:
    """With both keys; what is counted for the manifest is counted here."""
    if not keys:
        return {}
    start = len(found.ids) + 1
    found.ids.update({key: start + at for at, key in enumerate(keys)})
    for name, column in columns.items():
        found.missing[name] += int((~_known(column)).sum())
    closed = columns["closed_on"]
    found.closed_on += [_day(closed.values[_known(closed)].max())] if _known(closed).any() else []
    ids = Column(np.arange(start, start + len(keys), dtype=np.int64))
    made = {"firm_id": ids, "register_id": Column(np.array(keys, dtype=object)), **columns}
    found.empty = {name: _chosen(column, np.zeros(len(keys), bool)) for name, column in made.items()}
    return made


def _day(value: np.datetime64) -> date:
    return date.fromisoformat(str(value.astype("datetime64[D]")))


def _chosen(column: Column, keep: np.ndarray) -> Column:
    return Column(column.values[keep], None if column.known is None else column.known[keep], column.labels)


def _check_links(links: RegisterRows) -> None:
    if tuple(links.heads) not in (LINK_HEADS, LINK_HEADS[:3]):
        heads = ", ".join(LINK_HEADS)
        raise InputError.of("input.register_links", links.name, "the columns are not those of holdings",
                            f"give the columns {heads}; the last may be missing", heads=heads)  # fmt: skip


def _links(links: RegisterRows, found: _Found, keep_bad: KeepBad | None) -> dict[str, Column]:
    good: list[_Link] = []
    for first, rows in links.batches():
        for at, cells in enumerate(rows):
            link, wrong = _link([cell.strip() for cell in cells], found.ids, len(links.heads))
            if link is not None:
                good.append(link)
                continue
            column, text, want = wrong
            found.tell(_no_fit(links.name, first + at, column, text, want))
            if keep_bad is not None:
                found.skipped += 1
                keep_bad([*cells, f"{column}: {text[:80]}"])
    return _holdings(good)


def _link(cells: list[str], ids: dict[str, int], width: int) -> tuple[_Link | None, tuple[str, str, str]]:
    """A holding, or the column, the text and what is wanted instead."""
    if len(cells) != width:
        return None, ("-", str(len(cells)), "@cells")
    owner, owned, share, *largest = cells
    for column, key in (("owner", owner), ("owned", owned)):
        if key not in ids:
            return None, (column, key, "@firm")
    if owner == owned:
        return None, ("owned", owned, "@self")
    try:
        part = float(share) if share else None
    except ValueError:
        part = -1.0
    if part is not None and not 0 <= part <= 1:
        return None, ("share", share, "0 … 1 (0.35 = 35 %)")
    flag = {"": None, "yes": True, "no": False, "true": True, "false": False}
    told = largest[0].lower() if largest else ""
    if told not in flag:
        return None, ("is_largest", told, "yes, no")
    return (ids[owner], ids[owned], part, flag[told]), ("", "", "")


def _holdings(rows: list[_Link]) -> dict[str, Column]:
    told, ranked = (np.array([row[at] is not None for row in rows], bool) for at in (2, 3))
    return {
        "owner_id": Column(np.array([row[0] for row in rows], np.int64)),
        "owned_id": Column(np.array([row[1] for row in rows], np.int64)),
        "share": Column(np.array([row[2] or 0.0 for row in rows], np.float64), told),
        "is_largest": Column(np.array([bool(row[3]) for row in rows], bool), ranked),
    }


def _manifest(
    source: RegisterRows, wanted: RegisterMap, day: date, program: str, found: _Found, files: tuple[KeptFile, ...]
) -> PopulationManifest:
    firms = len(found.ids)
    missing = tuple(MissingShare(name, round(count / firms, 6)) for name, count in sorted(found.missing.items()))
    return PopulationManifest(
        format=FORMAT,
        kind="register",
        is_synthetic=False,
        program=program,
        seed=0,
        one_in=1,
        as_of=day,
        closed_on=max(found.closed_on, default=None),
        margins_year=None,
        firms=firms,
        links=sum(file.rows for file in files if file.name.startswith("links-")),
        files=files,
        tables=(),
        unknown_facts=tuple(item.fact for item in missing if item.share == 1),
        fit=(),
        assumptions=(),
        register=RegisterSource(file=source.name, sha256=source.sha256, rows=found.rows, skipped=found.skipped,
                                columns=wanted.columns, missing=missing),
    )  # fmt: skip
