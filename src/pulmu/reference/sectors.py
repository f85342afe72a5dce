"""What the method asks of each goods category, and the functional unit of a good."""

import functools
from dataclasses import dataclass
from typing import Literal

from pulmu.model.errors import InputError
from pulmu.model.source import Source
from pulmu.reference.goods import Good
from pulmu.reference.table import Row, Table, load_table

Unit = Literal["tonne", "t_clinker", "kg_N", "kWh"]


@dataclass(frozen=True, slots=True)
class Sector:
    """A goods category: its boundary and what its report must tell.

    Parameters
    ----------
    mass_balance : Whether Annex I names the mass balance for it.
    excluded_steps : Kinds of steps whose energy the law leaves out.
    required_measurement : Gas that must be measured continuously; "" where none.
    parameters : Sector parameters of Annex IV, point 2, by their names in the model.
    monitored : What direct monitoring covers, in own words.
    """

    goods_category: str
    mass_balance: bool
    excluded_steps: frozenset[str]
    required_measurement: str
    parameters: tuple[str, ...]
    monitored: str
    source: Source


@dataclass(frozen=True, slots=True)
class FunctionalUnit:
    """What specific emissions of a good are per.

    Parameters
    ----------
    settled : Whether the reading of the law settles it; else tonnes are taken and told.
    """

    name: Unit
    settled: bool
    source: Source

    @property
    def is_content(self) -> bool:
        """Whether it is a mass contained in the good rather than the good itself."""
        return self.name in ("t_clinker", "kg_N")


@functools.cache
def sector_of(goods_category: str) -> Sector:
    """The row of a goods category.

    Raises
    ------
    InputError  No such category (`input.goods_category_unknown`).
    """
    found = _sectors().get(goods_category)
    if found is None:
        known = ", ".join(_sectors())
        raise InputError.of("input.goods_category_unknown", "", f"{goods_category!r} is not a goods category",
                            f"use one of: {known}", category=goods_category, known=known)  # fmt: skip
    return found


def list_sectors() -> tuple[Sector, ...]:
    """All goods categories."""
    return tuple(_sectors().values())


@functools.lru_cache(maxsize=1024)
def functional_unit(good: Good) -> FunctionalUnit:
    """The functional unit of a good (Article 4(2)-(5)); of other fertilisers the code's supplementary unit."""
    if good.functional_unit == "cn_supplementary_unit":
        return _supplementary(good)
    source = Source("Implementing Regulation (EU) 2025/2547", "Article 4(2)-(5)", None, "read")
    return FunctionalUnit(good.functional_unit, True, source)  # type: ignore[arg-type]


def _supplementary(good: Good) -> FunctionalUnit:
    table = load_table("supplementary_units")
    row = next(row for row in table.rows if good.cn_code.startswith(row["heading"]))
    settled = row["functional_unit"] != "tonne"
    return FunctionalUnit(row["functional_unit"], settled, table.source(row["heading"], row["confidence"]))


@functools.cache
def _sectors() -> dict[str, Sector]:
    table = load_table("sectors")
    return {row["goods_category"]: _sector(row, table) for row in table.rows}


def _sector(row: Row, table: Table) -> Sector:
    return Sector(
        goods_category=row["goods_category"],
        mass_balance=row["mass_balance"] == "yes",
        excluded_steps=frozenset(filter(None, row["excluded_steps"].split(";"))),
        required_measurement=row["required_measurement"],
        parameters=tuple(filter(None, row["parameters"].split(";"))),
        monitored=row["monitored"],
        source=table.source(row["point"], row["confidence"]),
    )
