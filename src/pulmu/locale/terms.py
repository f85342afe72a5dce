"""Names of figures, formulas and quantities in the reader's language, from the glossary."""

import csv
import functools
import io
from importlib.resources import files

from pulmu.locale.words import Language, has_text, text


def term(name: str, language: Language) -> str:
    """A name such as ``specific_embedded_emissions`` or "activity level"; in English words if nobody translated it."""
    spoken = name.rsplit(".", 1)[-1].replace("_", " ").strip()
    key = spoken.lower().replace(" ", "_")
    if has_text(f"term.{key}", language):
        return text(f"term.{key}", language)
    if language == "en":
        return spoken
    return glossary().get(key) or glossary().get(spoken.lower()) or spoken


def has_term(name: str) -> bool:
    """Whether a name has Korean words of its own."""
    return term(name, "ko") != term(name, "en") or term(name, "ko") in glossary().values()


@functools.cache
def glossary() -> dict[str, str]:
    """Korean term by glossary id and by English term."""
    rows = _rows()
    return {row["en"].lower(): row["ko"] for row in rows} | {row["id"]: row["ko"] for row in rows}


@functools.cache
def glossary_words() -> tuple[tuple[str, str, str], ...]:
    """Of each term outside the screens its id, its Korean and its English words, separated by semicolons."""
    return tuple(
        (row["id"], ";".join(filter(None, (row["ko"], row["ko_alternatives"]))), row["en"])
        for row in _rows()
        if row["part"] != "app"
    )


def _rows() -> list[dict[str, str]]:
    table = (files("pulmu.locale") / "data" / "glossary.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(table, newline="")))
