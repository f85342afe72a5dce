"""Countries by code and by Korean or English name, and which origins count as zero."""

import functools
from dataclasses import dataclass

from pulmu.model.errors import InputError
from pulmu.model.source import Source
from pulmu.reference._names import hint, listed, plain
from pulmu.reference.table import load_table


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory of ISO 3166-1.

    Parameters
    ----------
    exempt : Goods that originate here have zero embedded emissions (EU, Iceland, Liechtenstein, Norway, Switzerland).
    """

    iso2: str
    iso3: str
    name_en: str
    name_ko: str
    exempt: bool
    source: Source


@functools.lru_cache(maxsize=4096)
def country(text: str) -> Country:
    """The country a code of two or three letters, or an English or Korean name, stands for.

    Raises
    ------
    InputError  No such country (`input.country_unknown`).
    """
    found = _by_name().get(plain(text))
    if found is None:
        names = [name for item in list_countries() for name in (item.name_en, item.name_ko)]
        names += [row["alternative"] for row in load_table("country_names").rows]
        raise InputError.of("input.country_unknown", "", f"{text!r} is not a country we know",
                            hint(text, names, "give the two-letter code, such as KR"),
                            text=text, known=listed(text, names))  # fmt: skip
    return found


@functools.cache
def list_countries() -> tuple[Country, ...]:
    """All countries and territories, by two-letter code."""
    table = load_table("countries")
    return tuple(
        Country(row["iso2"], row["iso3"], row["name_en"], row["name_ko"], row["exempt"] == "yes",
                table.source(row["iso2"]))
        for row in table.rows
    )  # fmt: skip


@functools.cache
def _by_name() -> dict[str, Country]:
    by_code = {item.iso3: item for item in list_countries()}
    names = {plain(row["alternative"]): by_code[row["iso3"]] for row in load_table("country_names").rows}
    for item in list_countries():
        names |= {plain(name): item for name in (item.name_en, item.name_ko)}
    for item in list_countries():  # last: a code wins over a name
        names |= {plain(code): item for code in (item.iso3, item.iso2)}
    return names
