"""Provinces of Korea: codes, names, the capital region, and the place of each on a map of tiles."""

import functools
from dataclasses import dataclass

from pulmu.model.errors import InputError
from pulmu.model.source import Source
from pulmu.reference._names import hint, listed, plain
from pulmu.reference.table import load_table


@dataclass(frozen=True, slots=True)
class Region:
    """A province or a city of that rank.

    Parameters
    ----------
    code : ISO 3166-2, such as KR-11 for Seoul.
    is_capital_region : Seoul, Incheon or Gyeonggi.
    tile_row, tile_column : Place on a map of tiles, from 1 in the north-west.
    """

    code: str
    name_ko: str
    short_ko: str
    name_en: str
    short_en: str
    is_capital_region: bool
    tile_row: int
    tile_column: int
    alternatives: tuple[str, ...]
    source: Source


@functools.cache
def list_regions() -> tuple[Region, ...]:
    """All 17, by code."""
    table = load_table("regions")
    return tuple(
        Region(
            code=row["code"],
            name_ko=row["name_ko"],
            short_ko=row["short_ko"],
            name_en=row["name_en"],
            short_en=row["short_en"],
            is_capital_region=row["capital_region"] == "yes",
            tile_row=row["tile_row"],
            tile_column=row["tile_column"],
            alternatives=tuple(filter(None, row["alternatives"].split(";"))),
            source=table.source(row["code"]),
        )
        for row in table.rows
    )


def find_region(text: str) -> Region:
    """The province a code or a Korean or English name stands for.

    Raises
    ------
    InputError  No such province (`input.region_unknown`).
    """
    found = _by_name().get(plain(text))
    if found is None:
        names = [name for item in list_regions() for name in (item.name_ko, item.name_en)]
        raise InputError.of("input.region_unknown", "", f"{text!r} is not a province of Korea",
                            hint(text, names, "give its code, such as KR-11 for Seoul"),
                            text=text, known=listed(text, names))  # fmt: skip
    return found


@functools.cache
def _by_name() -> dict[str, Region]:
    return {
        plain(name): item
        for item in list_regions()
        for name in (item.code, item.name_ko, item.short_ko, item.name_en, item.short_en, *item.alternatives)
    }
