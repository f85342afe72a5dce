"""Classes of data quality: how sure a meter, a monitoring tier, a factor of a handbook or an estimate is."""

from typing import Literal, NamedTuple

from pulmu.model.errors import RuleError
from pulmu.model.source import Source
from pulmu.reference.table import load_table


class DataQuality(NamedTuple):
    """A class: the law of an input, its relative standard uncertainty, and where that comes from."""

    distribution: Literal["normal", "lognormal", "triangular", "uniform"]
    relative: float
    source: Source


def data_quality(name: str) -> DataQuality:
    """A class by its name.

    Raises
    ------
    RuleError  There is none (`rule.no_data_quality`).
    """
    table = load_table("data_quality")
    for row in table.rows:
        if row["quality"] == name:
            source = Source(row["act"], row["place"], table.meta.edition, row["confidence"])
            return DataQuality(row["distribution"], row["relative"], source)
    known = ", ".join(row["quality"] for row in table.rows)
    raise RuleError.of("rule.no_data_quality", name, f"there is no class of data quality {name!r}",
                       f"name one of: {known}", quality=name, known=known)  # fmt: skip
