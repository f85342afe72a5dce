"""Korean national factors: electricity of the grid, and the fuel factors that come before the generic ones."""

from typing import Literal

from pulmu.model.errors import RuleError
from pulmu.model.source import Source
from pulmu.reference.countries import country as find_country
from pulmu.reference.parameters import Parameter
from pulmu.reference.table import Row, load_table


def grid_emission_factor(country: str, year: int | str, gas: Literal["co2", "co2e"] = "co2") -> Parameter:
    """The emission factor of electricity at the consumption end, as published for a year.

    Parameters
    ----------
    year : Year or period the factor was published for, as the notice names it (2023, ``2021-2023``). Which year's
        factor stands for a later year is the caller's choice, and is to be named.
    gas : CBAM takes `co2`; a footprint takes `co2e`.

    Raises
    ------
    RuleError  No such factor (`rule.no_grid_factor`).
    """
    origin = find_country(country)
    rows = {
        row["period"]: row
        for row in national_rows("grid", origin.iso2)
        if row["item"] == "electricity, consumption end" and row["parameter"] == gas
    }
    if str(year) not in rows:
        known = ", ".join(sorted(rows)) or "none for this country"
        raise RuleError.of("rule.no_grid_factor", origin.name_en, f"no {gas} factor of the grid is stored for {year}",
                           f"name one that was published ({known}) or enter your own with its source",
                           country=origin.iso2, year=year, known=known)  # fmt: skip
    row = rows[str(year)]
    return Parameter("grid emission factor", row["value"], row["unit"], cited(row))


def national_rows(group: str, iso2: str) -> list[Row]:
    """The rows of a group that are handed out; none for a country other than Korea."""
    if iso2 != "KR":
        return []
    return [row for row in load_table("korea").rows if row["group"] == group and row["handed_out"] == "yes"]


def cited(row: Row) -> Source:
    """The citation of a national row."""
    place = f"{row['place']}, {row['item']}, {row['parameter']}"
    return Source(row["act"], place, row["period"], load_table("korea").meta.confidence)


def national_acts(iso2: str) -> frozenset[str]:
    """The acts the national rows of a country cite."""
    if iso2 != "KR":
        return frozenset()
    return frozenset(row["act"] for row in load_table("korea").rows)
