"""Texts of a register as facts: each by its kind, with every text that is none of that kind."""

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np

from pulmu.model import InputError
from pulmu.reference import FactDescription, find_division, find_fact
from pulmu.services.register_map import RegisterColumn, year_of
from pulmu.support.population import Column
from pulmu.support.size.facts import limit_row_of

MOST_WON = 10**15
Bad = Callable[[int, str, str], None]
"""Is told of a text that is no answer: row within the batch, the text, what is wanted."""


def numbers(texts: Sequence[str], told: RegisterColumn, bad: Bad, most: float, *, whole: bool) -> Column:
    """Amounts, counts and shares, times the factor of the column."""
    values, known = np.zeros(len(texts), np.int64 if whole else np.float64), np.zeros(len(texts), bool)
    wanted = f"0 … {most:,.0f} (× {told.factor:,.10g})"
    for row, text in enumerate(texts):
        if not text:
            continue
        value = _number(text, told.factor)
        if value is None or not 0 <= value <= most:
            bad(row, text, wanted)
            continue
        values[row], known[row] = round(value) if whole else value, True
    return Column(values, known)


def _number(text: str, factor: float) -> float | None:
    plain = text.replace(",", "")
    try:
        if factor == int(factor) and plain.isascii() and plain.isdigit() and len(plain) < 19:
            return int(plain) * int(factor)
        value = float(plain) * factor
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in plain else None


def _months(texts: Sequence[str], bad: Bad) -> Column:
    """Closing months: 12 or 12월."""
    plain = [text.removesuffix("월").lstrip("0") for text in texts]
    months = {str(month): month for month in range(1, 13)}
    for row, text in enumerate(texts):
        if text and plain[row] not in months:
            bad(row, text, "1 … 12")
    known = np.array([text in months for text in plain], dtype=bool)
    return Column(np.array([months.get(text, 0) for text in plain], np.int64), known)


def days_told(texts: Sequence[str], told: RegisterColumn, bad: Bad) -> Column:
    """Dates in the form of the column."""
    values, known = np.full(len(texts), "NaT", "datetime64[D]"), np.zeros(len(texts), bool)
    sign = "" if told.dates == "YYYYMMDD" else told.dates[4]
    for row, text in enumerate(texts):
        if not text:
            continue
        parts = (text[:4], text[4:6], text[6:]) if not sign else text.split(sign)
        try:
            if [len(part) for part in parts] != [4, 2, 2] or not "".join(parts).isdigit():
                raise ValueError(text)
            values[row], known[row] = date(*map(int, parts)), True
        except ValueError:
            bad(row, text, told.dates)
    return Column(values, known)


def words_told(texts: Sequence[str], told: RegisterColumn, fact: FactDescription, bad: Bad) -> Column:
    """Words of a choice, or yes and no."""
    labels = ("no", "yes") if fact.kind == "flag" else tuple(item.id for item in fact.choices)
    codes = {label: code for code, label in enumerate(labels)}
    code_of = codes | {text: codes[word] for text, word in told.words.items() if word in codes}
    values, known = np.zeros(len(texts), np.int64), np.zeros(len(texts), bool)
    for row, text in enumerate(texts):
        if not text:
            continue
        if text in code_of:
            values[row], known[row] = code_of[text], True
        else:
            bad(row, text, ", ".join(labels[:12]))
    return Column(values.astype(bool), known) if fact.kind == "flag" else Column(values, known, labels)


def industries(texts: Sequence[str], bad: Bad) -> dict[str, Column]:
    """Section, division and row of the size limits of codes of the Korean standard."""
    found: dict[str, tuple[str, int, int] | None] = {"": None}
    wanted = "24, 24112, C24112"
    for row, text in enumerate(texts):
        if text not in found:
            found[text] = _industry(text)
        if text and found[text] is None:
            bad(row, text, wanted)
    rows = [found[text] for text in texts]
    known = np.array([item is not None for item in rows], dtype=bool)
    sections = tuple(item.id for item in find_fact("section").choices)
    letters = [0 if item is None else sections.index(item[0]) for item in rows]
    return {
        "section": Column(np.array(letters, np.int64), known, sections),
        "division": Column(np.array([0 if item is None else item[1] for item in rows], np.int16), known),
        "limit_row": Column(np.array([0 if item is None else item[2] for item in rows], np.int32), known),
    }


def _industry(text: str) -> tuple[str, int, int] | None:
    letter, digits = (text[0].upper(), text[1:]) if text[:1].isalpha() else ("", text)
    if not (digits.isascii() and digits.isdigit() and 2 <= len(digits) <= 5):
        return None
    try:
        section = find_division(int(digits[:2])).section
    except InputError:
        return None
    return (section, int(digits[:2]), limit_row_of(digits)) if letter in ("", section) else None


def column_of(texts: Sequence[str], told: RegisterColumn, bad: Bad) -> Column:
    """A fact as its kind asks."""
    if year_of(told.fact):
        return numbers(texts, told, bad, MOST_WON, whole=True)
    if told.fact == "closing_month":
        return _months(texts, bad)
    fact = find_fact(told.fact)
    match fact.kind:
        case "won":
            return numbers(texts, told, bad, MOST_WON, whole=True)
        case "count":
            return numbers(texts, told, bad, 9e12, whole=False)
        case "share":
            return numbers(texts, told, bad, 1, whole=False)
        case "date":
            return days_told(texts, told, bad)
        case _:
            return words_told(texts, told, fact, bad)


def nobody_told(fact: FactDescription, rows: int) -> Column:
    """A fact no column tells: unknown for every firm."""
    known = np.zeros(rows, bool)
    kinds: dict[str, Any] = {"won": np.int64, "date": "datetime64[D]", "flag": bool}
    if fact.choices:
        return Column(np.zeros(rows, np.int64), known, tuple(item.id for item in fact.choices))
    return Column(np.zeros(rows, kinds.get(fact.kind, np.float64)), known)
