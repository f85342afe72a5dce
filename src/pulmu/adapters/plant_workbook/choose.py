"""What may be chosen in a cell, and how strictly."""

from dataclasses import dataclass
from typing import Any, Literal

from pulmu.adapters.plant_workbook.lists import FLOWS, Lists, Names
from pulmu.adapters.plant_workbook.tables import Column
from pulmu.adapters.plant_workbook.words import countries, materials, word_of
from pulmu.locale import Language, text
from pulmu.model import known_units

_PLACES = ("steps", "processes")
_USERS = {
    "stream_users": Names(("emission_sources", *_PLACES), ("outside",)),
    "measured_users": Names(("emission_sources", *_PLACES), ("outside",)),
    "waste_gas_users": Names(("emission_sources", *_PLACES), ("outside",)),
    "heat_users": Names(_PLACES, ("outside",)),
    "electricity_users": Names(_PLACES, ("outside",)),
    "throughput": Names(_PLACES),
}
_NAMES = {
    "measured_by": Names(("measured_sources",)),
    "serves": Names(_PLACES),
    "produced_by": Names(("emission_sources",)),
    "recovered_from": Names(("processes",)),
    "generator": Names(("emission_sources",)),
    "dedicated_to": Names(("processes",)),
}
_METERS = Names(("meters",), prefix="meter:")

Strictness = Literal["stop", "warn", "help"]
"""What a program does about a text that is not in the list: refuse it, ask, or nothing."""


@dataclass(frozen=True, slots=True)
class Chooser:
    """Drop-downs in one language."""

    lists: Lists
    language: Language

    def validation(self, table: str, column: Column, number: int) -> dict[str, Any] | None:
        """The rule of a cell of a column: the number-th of an amount's three; None where there is nothing to choose."""
        source, strictness = self.source(table, column, number)
        if not source:
            return None
        rule: dict[str, Any] = {"validate": "list", "source": source}
        if strictness == "help":
            return rule | {"show_error": False}
        title, words = (
            text("workbook.choose_title", self.language),
            "choose" if strictness == "stop" else "check_spelling",
        )
        asks = {} if strictness == "stop" else {"error_type": "warning"}
        return rule | asks | {"error_title": title, "error_message": text(f"workbook.{words}", self.language)}

    def source(self, table: str, column: Column, number: int) -> tuple[str, Strictness]:
        if column.kind == "amount":
            return self.source_of_amount(column, number)
        names = self.names(table, column)
        if names is not None:
            return self.lists.drop_down(names), "help" if column.kind == "names" else "warn"
        choices, strictness = self.fixed(column)
        return (self.lists.fixed(choices), strictness) if choices else ("", strictness)

    def source_of_amount(self, column: Column, number: int) -> tuple[str, Strictness]:
        if number == 1:
            return self.lists.fixed(_units(column)), "warn"
        return (self.lists.drop_down(_METERS), "help") if number == 2 else ("", "help")

    def names(self, table: str, column: Column) -> Names | None:
        """The names a cell may hold, if it holds names."""
        if column.owner:
            return Names((column.owner,))
        if column.described == ("workbook", "user"):
            return _USERS[table]
        if (table, column.key) == ("waste_gases", "produced_by"):
            return Names(("processes",))
        return _NAMES.get(column.key)

    def fixed(self, column: Column) -> tuple[tuple[str, ...], Strictness]:
        if column.kind == "yes_or_no":
            return tuple(text(f"workbook.{word}", self.language) for word in ("yes", "no")), "stop"
        if column.key == "material":
            return materials(self.language), "warn"
        if column.key == "country_of_origin":
            return (*countries(self.language), "unknown"), "warn"
        if column.key == "country":
            return countries(self.language), "warn"
        return tuple(word_of(str(choice), self.language) for choice in column.choices), "stop"


def _units(column: Column) -> tuple[str, ...]:
    found: list[str] = []
    for dimension in column.dimensions or FLOWS:
        above, per, below = dimension.partition(" per ")
        found += (
            [f"{top}/{bottom}" for top in known_units(above) for bottom in known_units(below)]
            if per
            else known_units(dimension)
        )
    return tuple(dict.fromkeys(found))
