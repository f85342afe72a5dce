"""The heads of a table and what each column is taken for."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pulmu.adapters._export.days import Told, span_in
from pulmu.adapters._export.tables import Row, Table
from pulmu.adapters._export.units import unit_in_head
from pulmu.adapters._export.words import (
    KINDS,
    PIECES,
    STOCKS,
    TEXTS,
    bare,
    clean,
    is_of_materials,
    kind_of_head,
    kind_of_title,
    kind_of_word,
    meaning_of,
    weighs,
)

_SEARCHED = 40
"""Rows in which the heads are looked for: exports begin with a title, a period and an address."""

_SAMPLED = 200
TITLE = "=title"
"""Stands for the days that the title of a sheet tells."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose heads were found.

    Parameters
    ----------
    heads : Every column's head; a repeated one with its number, "수량 (2)".
    rows : What stands below them.
    kind : What the title, the sheet's or the file's name tells of its kind; empty if nothing, or of several.
    title_days : The days that the title tells.
    is_material : Whether the title speaks of materials, whose issue is their use.
    """

    table: Table
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: str
    title_days: Told
    is_material: bool

    @property
    def fingerprint(self) -> str:
        """The same for sheets whose heads and kind are the same."""
        return hashlib.sha256(json.dumps([self.heads, self.kind, self.is_material]).encode()).hexdigest()[:16]

    def column(self, head: str) -> int | None:
        """The column that a head means: itself, else the only one that differs in spaces, signs and brackets."""
        if clean(head) in self.heads:
            return self.heads.index(clean(head))
        loose = [number for number, one in enumerate(self.heads) if one and bare(one) == bare(head)]
        return loose[0] if len(loose) == 1 else None


def find_sheet(table: Table, name: str) -> Sheet | None:
    """The heads of a table; None if no row looks like heads."""
    scores = [_score(row) for row in table.rows[:_SEARCHED]]
    best = max(scores, default=0)
    if best < 2:
        return None
    at = scores.index(best)
    below = at + 1
    heads = _texts(table.rows[at])
    if below < len(table.rows) and _goes_on(heads, table.rows[below]):
        heads = _joined(heads, _texts(table.rows[below]))
        below += 1
    above = [text for row in table.rows[:at] for text in _texts(row) if text]
    titles = [*above, table.sheet, name.rpartition(".")[0]]
    # A sheet is named for what it holds; the first title is often the firm's name.
    told = [kind for kind in map(kind_of_title, [table.sheet, *titles]) if kind is not None]
    days = [span for span in map(span_in, titles) if span.start]
    return Sheet(
        table,
        _unique(heads),
        table.rows[below:],
        told[0] if told else "",
        days[0] if days else Told(),
        any(map(is_of_materials, titles)),
    )


def _texts(row: Row) -> list[str]:
    return [row.text(column) for column in range(len(row.cells))]


def _score(row: Row) -> int:
    """Columns whose meaning is known; none if there is no amount among them, or no other."""
    found = {meaning_of(cell) for cell in row.cells if isinstance(cell, str) and cell} - {""}
    amounts = found & {"quantity", *KINDS}
    return len(found) if amounts and (found - amounts or len(amounts) > 1) else 0


def _goes_on(heads: Sequence[str], row: Row) -> bool:
    """Whether a row parts heads that stand above several columns."""
    texts = _texts(row)
    words = [(number, text) for number, text in enumerate(texts) if text]
    below_nothing = [number for number, _ in words if number >= len(heads) or not heads[number]]
    are_words = all(isinstance(row.cells[number], str) and not any(map(str.isdigit, text)) for number, text in words)
    return bool(below_nothing) and are_words and any(meaning_of(text) for _, text in words)


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    found, last = [], ""
    for number in range(max(len(above), len(below))):
        top = above[number] if number < len(above) else ""
        under = below[number] if number < len(below) else ""
        last = top or last
        found.append(f"{last} {under}".strip() if under else top)
    return found


def _unique(heads: Sequence[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    found = []
    for head in heads:
        seen[head] += 1
        found.append(f"{head} ({seen[head]})" if head and seen[head] > 1 else head)
    return tuple(found)


def guess(sheet: Sheet) -> dict[str, str]:
    """What each column is taken for: meanings and their heads, or a value after "="."""
    columns: dict[str, list[int]] = {}
    for number, head in enumerate(sheet.heads):
        columns.setdefault(meaning_of(head), []).append(number)
    found = {meaning: sheet.heads[columns[meaning][0]] for meaning in TEXTS if meaning in columns}
    if "kind" in found and not _names_kinds(sheet, columns["kind"][0]):
        del found["kind"]
    if days := _date_column(sheet, columns.get("date", [])):
        found["date"] = days
    kind = _kind(sheet, found)
    amounts = {meaning: _best(sheet, columns[meaning]) for meaning in ("quantity", *KINDS) if meaning in columns}
    if sheet.is_material and "sent_out" in amounts and "used" not in amounts:
        amounts["used"] = amounts.pop("sent_out")
    chosen = _amounts(amounts, kind, has_kind="kind" in found)
    if "quantity" not in chosen:
        found.pop("kind", None)
    elif "kind" not in found and kind:
        found["kind"] = f"={kind}"
    return {**found, **{meaning: sheet.heads[column] for meaning, column in chosen.items()}}


def _names_kinds(sheet: Sheet, column: int) -> bool:
    """Whether any of the first values is a kind: lists part domestic from foreign purchases under the same head."""
    return any(kind_of_word(row.text(column))[0] for row in sheet.rows[:_SAMPLED])


def _date_column(sheet: Sheet, columns: Sequence[int]) -> str:
    fitting = [number for number in columns if sheet.kind and kind_of_head(sheet.heads[number]) == sheet.kind]
    if columns:
        return sheet.heads[(fitting or columns)[0]]
    return TITLE if sheet.title_days.start else ""


def _kind(sheet: Sheet, found: dict[str, str]) -> str:
    """The kind of a plain quantity, where the file tells it."""
    told = [kind_of_head(found[name]) for name in ("date", "partner") if name in found]
    return sheet.kind or next((kind for kind in told if kind), "")


def _best(sheet: Sheet, columns: Sequence[int]) -> int:
    """Of several columns of one meaning: a mass before a number of pieces, good pieces before all."""

    def rank(number: int) -> tuple[bool, bool, int]:
        head = sheet.heads[number]
        unit = unit_in_head(head)
        is_amount = (bool(unit) and unit not in PIECES) or weighs(head)
        return (not is_amount, not bare(head).startswith(("양품", "good")), number)

    return min(columns, key=rank)


def _amounts(amounts: dict[str, int], kind: str, *, has_kind: bool) -> dict[str, int]:
    """Which amounts to take: a ledger's all; else the plain quantity if its kind is told; else what the heads say."""
    flows = {meaning: column for meaning, column in amounts.items() if meaning not in (*STOCKS, "quantity")}
    if all(stock in amounts for stock in STOCKS):
        return {meaning: column for meaning, column in amounts.items() if meaning != "quantity"}
    if "quantity" in amounts and (kind or has_kind or not flows):
        more = {"scrap": flows["scrap"]} if kind == "produced" and "scrap" in flows else {}
        return {"quantity": amounts["quantity"], **more}
    if kind in amounts:
        return {name: amounts[name] for name in (kind, *(["scrap"] if kind == "produced" else [])) if name in amounts}
    return flows or amounts
