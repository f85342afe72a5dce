"""Industries of the Korean Standard Industrial Classification: sections (letters) and divisions (two digits)."""

import functools
from dataclasses import dataclass

from pulmu.model.errors import InputError
from pulmu.model.source import Source
from pulmu.reference._names import hint, listed, plain
from pulmu.reference.table import load_table


@dataclass(frozen=True, slots=True)
class Industry:
    """A section or a division.

    Parameters
    ----------
    code : The letter of a section, the two digits of a division.
    section : The section it belongs to; of a section its own letter.
    """

    code: str
    section: str
    name_ko: str
    name_en: str
    source: Source

    @property
    def number(self) -> int | None:
        """A division as a number, the key of the size limits; None of a section."""
        return int(self.code) if self.code.isdigit() else None


def list_sections() -> tuple[Industry, ...]:
    """All sections, A to U."""
    return _industries("section")


def list_divisions() -> tuple[Industry, ...]:
    """All divisions, 01 to 99."""
    return _industries("division")


def find_division(text: str | int) -> Industry:
    """The division a number (24, 5), a code (24, C24) or a Korean or English name stands for.

    A longer code is not cut: what a firm does by its five digits is for the reader of its papers to say.

    Raises
    ------
    InputError  No such division (`input.industry_unknown`).
    """
    asked = f"{text:02d}" if isinstance(text, int) else text
    found = _by_name().get(plain(asked))
    if found is None:
        names = [name for item in list_divisions() for name in (item.name_ko, item.name_en)]
        raise InputError.of("input.industry_unknown", "", f"{asked!r} is not a division of the industry classification",
                            hint(asked, names, "give its two digits, such as 24 for basic metals"),
                            text=asked, known=listed(asked, names))  # fmt: skip
    return found


def section_of(division: str | int) -> Industry:
    """The section of a division.

    Raises
    ------
    InputError  No such division (`input.industry_unknown`).
    """
    letter = find_division(division).section
    return next(item for item in list_sections() if item.code == letter)


@functools.cache
def _industries(level: str) -> tuple[Industry, ...]:
    table = load_table("industries")
    return tuple(
        Industry(row["code"], row["section"], row["name_ko"], row["name_en"], table.source(row["code"]))
        for row in table.rows
        if row["level"] == level
    )


@functools.cache
def _by_name() -> dict[str, Industry]:
    names: dict[str, Industry] = {}
    for item in list_divisions():
        names |= {plain(name): item for name in (item.name_en, item.name_ko, item.section + item.code, item.code)}
    return names
