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
    table = (files("pulmu.locale") / "data" / "glossary.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    return {row["en"].lower(): row["ko"] for row in rows} | {row["id"]: row["ko"] for row in rows}
