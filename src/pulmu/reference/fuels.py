"""Net heating value and emission factor of fuels, the national factor before the generic one."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pulmu.model.errors import InputError
from pulmu.model.source import Source
from pulmu.reference._names import hint, listed, plain
from pulmu.reference.countries import country as find_country
from pulmu.reference.korea import cited, national_rows
from pulmu.reference.parameters import Parameter
from pulmu.reference.table import Row, load_table

FactorType = Literal["type I standard", "type II national"]


@dataclass(frozen=True, slots=True)
class FuelFactors:
    """What the tables say of a fuel; heating values are net.

    Parameters
    ----------
    net_calorific_value : Per mass or volume, see its unit; None where the table gives none.
    emission_factor : Carbon dioxide of net heating value; of biomass the preliminary factor.
    factor_type : Rank in the hierarchy of factors (Implementing Regulation (EU) 2025/2547, Annex II, point B.5).
    biomass : A biomass fuel. Whether it counts as zero is for the caller to decide, on evidence.
    """

    name: str
    net_calorific_value: Parameter | None
    emission_factor: Parameter
    factor_type: FactorType
    biomass: bool

    @property
    def source(self) -> Source:
        """Where the emission factor comes from; the heating value carries its own."""
        return self.emission_factor.source


def find_fuel(name: str, country: str = "KR") -> FuelFactors:
    """The factors of a fuel by its English or Korean name, for a plant in a country.

    A generic factor stands in only where the country has none of its own.

    Raises
    ------
    InputError  No such fuel (`input.fuel_unknown`) or country.
    """
    iso2, wanted = find_country(country).iso2, plain(name)
    found = _by_name(iso2).get(wanted) or _by_name("").get(wanted)
    if found is None:
        known = [fuel.name for fuel in list_fuels(country)]
        known += [row["alternative"] for row in load_table("fuel_names").rows]
        raise InputError.of("input.fuel_unknown", "", f"{name!r} is not a fuel we have factors for",
                            hint(name, known, "give your own net heating value and emission factor with their source"),
                            name=name, known=listed(name, known))  # fmt: skip
    return found


def list_fuels(country: str = "KR") -> tuple[FuelFactors, ...]:
    """All fuels a plant in a country finds factors for, national ones first."""
    return (*_fuels(find_country(country).iso2), *_fuels(""))


@functools.cache
def _by_name(iso2: str) -> dict[str, FuelFactors]:
    fuels = {fuel.name: fuel for fuel in _fuels(iso2)}
    rows = load_table("fuel_names").rows
    names = {plain(row["alternative"]): fuels[row["name"]] for row in rows if row["country"] == iso2}
    return names | {plain(fuel.name): fuel for fuel in fuels.values()}


@functools.cache
def _fuels(iso2: str) -> tuple[FuelFactors, ...]:
    if iso2:
        rows = [(row, cited(row)) for row in national_rows("fuel", iso2)]
        return tuple(_fuel(name, lines, "type II national") for name, lines in _by_item(rows).items())
    table = load_table("fuels")
    rows = [
        (row, table.source(f"{row['place']}, {row['item']}", row["confidence"]))
        for row in table.rows
        if row["group"] in ("fuel", "biomass")
    ]
    return tuple(_fuel(name, lines, "type I standard") for name, lines in _by_item(rows).items())


def _by_item(rows: Iterable[tuple[Row, Source]]) -> dict[str, dict[str, tuple[Row, Source]]]:
    items: dict[str, dict[str, tuple[Row, Source]]] = {}
    for row, source in rows:
        items.setdefault(row["item"], {})[row["parameter"]] = (row, source)
    return items


def _fuel(name: str, lines: dict[str, tuple[Row, Source]], factor_type: FactorType) -> FuelFactors:
    biomass = "co2_ef_preliminary" in lines
    row, source = lines["co2_ef_preliminary" if biomass else "co2_ef"]
    factor = Parameter(f"emission factor of {name}", row["value"], row["unit"], source)
    return FuelFactors(name, _heating_value(name, lines), factor, factor_type, biomass)


def _heating_value(name: str, lines: dict[str, tuple[Row, Source]]) -> Parameter | None:
    if "ncv" not in lines:
        return None
    row, source = lines["ncv"]
    return Parameter(f"net calorific value of {name}", row["value"], row["unit"], source)
