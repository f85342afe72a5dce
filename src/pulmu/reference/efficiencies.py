"""Reference efficiencies of separate production, against which combined heat and power is split."""

from typing import Literal

from pulmu.model.errors import RuleError
from pulmu.reference.parameters import Parameter
from pulmu.reference.table import Row, load_table

Output = Literal["electricity", "hot_water", "steam", "direct"]


def reference_efficiency(fuel_class: str, output: Output, year_of_construction: int) -> Parameter:
    """Efficiency of separate production of an output from a class of fuel, by the year the unit was built.

    Raises
    ------
    RuleError  The act prints a dash there, or knows no such class (`rule.no_reference_efficiency`).
    """
    table = load_table("reference_efficiencies")
    for row in table.rows:
        if row["fuel_class"] == fuel_class and row["output"] == output and _covers(row, year_of_construction):
            if row["efficiency"] is None:
                break
            place = f"{table.meta.place}, {fuel_class}, {output}, built {year_of_construction}"
            source = table.source(place, table.meta.confidence)
            return Parameter(f"reference efficiency, {output}", row["efficiency"], "%", source)
    raise RuleError.of(
        "rule.no_reference_efficiency",
        "reference_efficiencies.csv",
        f"the act gives no reference efficiency for {output} from {fuel_class} in a unit built {year_of_construction}",
        "check fuel class, form of heat and year of construction",
        fuel_class=fuel_class,
        output=output,
        year=year_of_construction,
    )


def _covers(row: Row, year: int) -> bool:
    first, last = row["built_from"], row["built_to"]
    return (first is None or first <= year) and (last is None or year <= last)
