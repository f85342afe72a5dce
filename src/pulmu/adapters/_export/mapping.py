"""What a person says of the columns, against what the heads show."""

from collections.abc import Sequence

from pulmu.adapters._export.layout import TITLE, Sheet, guess
from pulmu.adapters._export.units import unit_named
from pulmu.adapters._export.words import KINDS, MEANINGS, kind_of_word
from pulmu.model import Problem, problem
from pulmu.services.ports import Column, DocumentWish, Pairs

FINGERPRINT, HEADS = "heads", "columns"
_FIXED = ("date", "item", "partner", "unit", "kind", "cn_code", "country", "piece_weight")
"""Meanings that may stand for one value of all rows."""
_SHOWN_VALUES = 3

Mapping = dict[str, str]


def choose(sheet: Sheet, wish: DocumentWish, name: str) -> tuple[Mapping, bool, list[Problem]]:
    """The mapping to read by, whether a person confirmed it before, and what is wrong with what was asked for."""
    remembered = dict(wish.remembered).get(sheet.fingerprint)
    known = {meaning: head for meaning, head in remembered or () if meaning in MEANINGS}
    base = known or guess(sheet)
    if not wish.columns:
        return base, bool(known) and "date" in known, []
    asked, problems = _asked(sheet, wish.columns, name)
    if any(meaning in (*KINDS, "quantity") for meaning in asked):
        base = {meaning: head for meaning, head in base.items() if meaning not in (*KINDS, "quantity")}
    mapping = {meaning: head for meaning, head in {**base, **asked}.items() if head}
    return mapping, _lasting(mapping) == known, problems


def _is_given(meaning: str, head: str) -> bool:
    """Whether it is a value for one file only: the unit and the kind hold for all files with the same heads."""
    return head.startswith("=") and head != TITLE and meaning not in ("unit", "kind")


def _lasting(mapping: Mapping) -> Mapping:
    return {meaning: head for meaning, head in mapping.items() if not _is_given(meaning, head)}


def _asked(sheet: Sheet, columns: Pairs, name: str) -> tuple[Mapping, list[Problem]]:
    found: Mapping = {}
    problems = []
    for meaning, text in columns:
        if meaning not in MEANINGS:
            choices = ", ".join(MEANINGS)
            problems.append(
                problem(
                    "input.not_a_choice",
                    f"--map {meaning}",
                    f"{meaning!r} is not one of the choices",
                    f"choose one of: {choices}",
                    text=meaning,
                    choices=choices,
                )
            )
            continue
        column = sheet.column(text) if text else None
        value = sheet.heads[column] if column is not None else _fixed(meaning, text)
        if value is None:
            problems.append(no_column(sheet, text, f"{name}, --map {meaning}"))
        else:
            found[meaning] = value
    return found, problems


def _fixed(meaning: str, text: str) -> str | None:
    if not text:
        return ""
    if meaning not in _FIXED:
        return None
    if meaning == "kind":
        kind = kind_of_word(text)[0]
        return f"={kind}" if kind else None
    if meaning == "unit":
        return f"={unit_named(text)}" if unit_named(text) else None
    return f"={text}"


def no_column(sheet: Sheet, text: str, place: str) -> Problem:
    """A head that the table does not have."""
    known = ", ".join(head for head in sheet.heads if head)
    return problem(
        "book.no_column",
        place,
        f"no single column has the head {text[:60]!r}",
        f"name one of: {known[:500]}",
        text=text[:60],
        known=known[:500],
    )


def columns_shown(sheet: Sheet, mapping: Mapping) -> tuple[Column, ...]:
    """Every column with its meaning and the first values below it."""
    meanings: dict[str, list[str]] = {}
    for meaning, head in mapping.items():
        meanings.setdefault(head, []).append(meaning)
    found = []
    for number, head in enumerate(sheet.heads):
        values = (row.text(number) for row in sheet.rows[:200])
        samples = [value for value in values if value][:_SHOWN_VALUES]
        if head or samples:
            found.append(Column(head, ", ".join(meanings.get(head, ())), tuple(samples)))
    return tuple(found)


def reading_of(sheets: Sequence[Sheet], mapping: Mapping, wish: DocumentWish) -> Pairs:
    """How the sheets are read, in words that change when they are read otherwise."""
    first = sheets[0]
    told = [(FINGERPRINT, first.fingerprint), (HEADS, " | ".join(first.heads))]
    taken = [(meaning, mapping[meaning]) for meaning in MEANINGS if meaning in mapping]
    told += [(f"{meaning}_given" if _is_given(meaning, head) else meaning, head) for meaning, head in taken]
    if wish.item:
        told.append(("default_item_given", wish.item))
    if wish.where:
        told.append(("where", " and ".join(f"{head}={value}" for head, value in wish.where)))
    if wish.piece_weights:
        told.append(("piece_weights_given", ", ".join(f"{item}={weight}" for item, weight in wish.piece_weights)))
    return tuple(told)


def heads_changed(sheet: Sheet, wish: DocumentWish, name: str) -> tuple[Problem, ...]:
    """What is different from the confirmed heads that are nearest."""
    best, nearest = 0, ()  # type: tuple[int, tuple[str, ...]]
    for _, pairs in wish.remembered:
        heads = tuple(dict(pairs).get(HEADS, "").split(" | "))
        shared = len(set(heads) & set(sheet.heads))
        if shared > best and 2 * shared >= len(heads):
            best, nearest = shared, heads
    if not nearest:
        return ()
    gone = ", ".join(head for head in nearest if head and head not in sheet.heads) or "-"
    new = ", ".join(head for head in sheet.heads if head and head not in nearest) or "-"
    return (
        Problem(
            "book.heads_changed",
            name,
            f"the columns are not those confirmed before: gone: {gone}; new: {new}",
            "look at them again",
            (("gone", gone), ("new", new)),
            "warning",
        ),
    )


def incomplete(sheet: Sheet, mapping: Mapping, name: str) -> list[Problem]:
    """What the mapping lacks to be read by."""
    place = ", ".join(filter(None, (name, f"sheet {sheet.table.sheet}" if sheet.table.sheet else "")))
    known = ", ".join(head for head in sheet.heads if head)[:500]
    found = []
    if "date" not in mapping or (mapping["date"] == TITLE and not sheet.title_days.start):
        found.append(
            problem(
                "book.no_dates",
                place,
                "neither a column nor the title tells the days",
                f"name the column or the month: --map 'date=...' (heads: {known}) or --map 'date=2026-03'",
                known=known,
            )
        )
    if not any(meaning in mapping for meaning in ("quantity", *KINDS)):
        found.append(
            problem(
                "book.no_quantity",
                place,
                "no column of amounts is known",
                f"name it: --map 'quantity=...' (heads: {known})",
                known=known,
            )
        )
    if "quantity" in mapping and "kind" not in mapping:
        choices = ", ".join(KINDS)
        found.append(
            problem(
                "book.no_kind",
                place,
                "the file does not tell what happened to the amounts",
                f"say it: --map 'kind=...', one of {choices}",
                choices=choices,
            )
        )
    return found
