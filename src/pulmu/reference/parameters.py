"""Single numbers of the method, each with its unit and its point of the act."""

import functools
from dataclasses import dataclass

from pulmu.model.errors import InputError, RuleError
from pulmu.model.source import Source
from pulmu.reference._names import hint
from pulmu.reference.table import Row, load_table


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number with its unit and where it comes from."""

    name: str
    value: float
    unit: str
    source: Source


def parameter(name: str) -> Parameter:
    """A number of the method by its name in `parameters.csv`.

    Raises
    ------
    RuleError  No such number (`rule.no_parameter`).
    """
    found = parameters().get(name)
    if found is None:
        raise RuleError.of("rule.no_parameter", "parameters.csv", f"the method has no number called {name!r}",
                           hint(name, parameters(), "see the column name of the table"), name=name)  # fmt: skip
    return found


@functools.cache
def parameters() -> dict[str, Parameter]:
    """All numbers of the method, by name."""
    table = load_table("parameters")
    return {row["name"]: _parameter(row, table.meta.edition) for row in table.rows}


def _parameter(row: Row, edition: str) -> Parameter:
    source = Source(row["act"], row["place"], edition, row["confidence"])
    return Parameter(row["name"], row["value"], row["unit"], source)


def global_warming_potential(gas: str) -> Parameter:
    """Tonnes of CO2 equivalent of one tonne of a gas, by formula (N2O, CF4, C2F6).

    Raises
    ------
    InputError  Not a gas of the method (`input.gas_unknown`).
    """
    found = _gases().get(gas)
    if found is None:
        raise InputError.of("input.gas_unknown", "", f"{gas!r} is not a gas with a global warming potential here",
                            "use one of: " + ", ".join(_gases()), gas=gas)  # fmt: skip
    return found


@functools.cache
def _gases() -> dict[str, Parameter]:
    table = load_table("fuels")
    return {
        row["item"]: Parameter(
            f"global warming potential of {row['item']}",
            row["value"],
            row["unit"],
            table.source(f"{row['place']}, {row['item']}", row["confidence"]),
        )
        for row in table.rows
        if row["group"] == "gwp"
    }


def perfluorocarbon_factor(method: str, technology: str, what: str) -> Parameter | None:
    """Slope, overvoltage coefficient or weight fraction of a cell technology; None where the act prints none."""
    return _cells().get((f"pfc_{method}", technology, what))


@functools.cache
def _cells() -> dict[tuple[str, str, str], Parameter]:
    table = load_table("fuels")
    return {
        (row["group"], row["item"], row["parameter"]): Parameter(
            f"{row['parameter']} of {row['item']}",
            row["value"],
            "1" if row["unit"] == "t/t" else row["unit"],
            table.source(f"{row['place']}, {row['item']}", row["confidence"]),
        )
        for row in table.rows
        if row["group"].startswith("pfc_")
    }
