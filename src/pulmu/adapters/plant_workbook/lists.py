"""The hidden sheet of lists: fixed choices, units, and the names people have typed, which formulas gather."""

from dataclasses import dataclass, field

from xlsxwriter.worksheet import Worksheet

from pulmu.adapters.plant_workbook.cells import area, column_of, letters
from pulmu.adapters.plant_workbook.tables import MARK
from pulmu.locale import Language, text
from pulmu.model import Plant, known_units, unit

LISTED = 120
"""Names a drop-down offers at most; others may be typed."""
FLOWS = ("mass", "normal volume", "liquid volume", "net fuel energy", "gross fuel energy", "energy")
"""Dimensions that add up."""


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names: the ids of tables one below the other, then words of ours; each with a prefix."""

    tables: tuple[str, ...]
    words: tuple[str, ...] = ()
    prefix: str = ""


@dataclass
class Lists:
    """Columns of the hidden sheet, each made when it is first asked for.

    Formulas know neither dynamic arrays nor names, so that every spreadsheet program computes them. Values are stored
    with them: a program that does not compute on opening shows the right ones.
    """

    sheet: Worksheet
    language: Language
    plant: Plant | None
    ids: dict[str, list[str]] = field(default_factory=dict)
    columns: int = 4
    choices: dict[tuple[str, ...], str] = field(default_factory=dict)
    ranks: dict[str, str] = field(default_factory=dict)
    names: dict[Names, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.title = text("workbook.sheet.lists", self.language)
        self.sheet.write_string(0, 0, f"{MARK}lists")
        self.ids = {} if self.plant is None else ids_of(self.plant)
        self.rows = [(name, unit(name)) for dimension in FLOWS for name in known_units(dimension)]
        for row, (name, found) in enumerate(self.rows):
            self.sheet.write_string(row, 1, name)
            self.sheet.write_number(row, 2, float(found.factor))
            self.sheet.write_string(row, 3, found.dimension)

    def units(self, part: str) -> str:
        """The table of units: `name`, `factor`, `dimension`, or `whole`."""
        first, last = {"name": ("B", "B"), "factor": ("C", "C"), "dimension": ("D", "D"), "whole": ("B", "D")}[part]
        return f"'{self.title}'!${first}$1:${last}${len(self.rows)}"

    def fixed(self, choices: tuple[str, ...]) -> str:
        """Where fixed choices stand."""
        if choices not in self.choices:
            column = self.next_column()
            for row, choice in enumerate(choices):
                self.sheet.write_string(row, column, choice)
            letter = letters(column)
            self.choices[choices] = f"='{self.title}'!${letter}$1:${letter}${len(choices)}"
        return self.choices[choices]

    def drop_down(self, names: Names) -> str:
        """A list for a drop-down, as long as there are names; one empty line before there are any."""
        column = self.gathered(names)
        return f"=OFFSET('{self.title}'!${column}$2,0,0,MAX(1,'{self.title}'!${column}$1),1)"

    def item(self, names: Names, number: int) -> str:
        """The cell of one name, counted from zero."""
        return f"'{self.title}'!${self.gathered(names)}${number + 2}"

    def count(self, names: Names) -> str:
        """The cell that counts the names."""
        return f"'{self.title}'!${self.gathered(names)}$1"

    def row_of(self, table: str, number: int) -> str:
        """Where the name of that number, counted from zero, stands in the area of its table."""
        rank = self.rank(table)
        return f"MATCH({number + 1},'{self.title}'!${rank}$2:${rank}${LISTED + 1},0)"

    def area(self, table: str, key: str) -> str:
        """The cells of a column of a table; an empty key for the marks of examples."""
        return area(text(f"workbook.sheet.{table}", self.language), column_of(table, key) if key else "A")

    def next_column(self) -> int:
        self.columns += 1
        return self.columns - 1

    def rank(self, table: str) -> str:
        """A column that counts the names of a table, row by row: the number grows where one stands."""
        if table not in self.ranks:
            column = self.next_column()
            letter = letters(column)
            known, marks = self.area(table, "id"), self.area(table, "")
            for row in range(1, LISTED + 1):
                before = f"{letter}{row}" if row > 1 else "0"
                here = f'IFERROR(IF(AND(INDEX({marks},{row})="",INDEX({known},{row})<>""),1,0),0)'
                value = min(row - 1, len(self.ids.get(table, ())))
                self.sheet.write_formula(row, column, f"={before}+{here}", None, value)
            self.ranks[table] = letter
        return self.ranks[table]

    def gathered(self, names: Names) -> str:
        """The letters of the column that lists names, their number on top."""
        if names not in self.names:
            self.names[names] = self.gather(names)
        return self.names[names]

    def gather(self, names: Names) -> str:
        ends = [f"${self.rank(table)}${LISTED + 1}" for table in names.tables]
        column = self.next_column()
        values = [names.prefix + name for table in names.tables for name in self.ids.get(table, ())] + [*names.words]
        total = "+".join(ends)
        count = f"=MIN({LISTED},{total}+{len(names.words)})"
        self.sheet.write_formula(0, column, count, None, min(LISTED, len(values)))
        for number in range(LISTED):
            formula = self.nth(names, ends, number + 1)
            value = values[number] if number < len(values) else ""
            self.sheet.write_formula(number + 1, column, f"={formula}", None, value)
        return letters(column)

    def nth(self, names: Names, ends: list[str], number: int) -> str:
        """The name of that number, counted from one: found in the first table whose names reach so far."""
        total = "+".join(ends)
        formula = '""'
        for place, word in reversed(list(enumerate(names.words, 1))):
            formula = f'IF({number}={total}+{place},"{names.prefix}{word}",{formula})'
        for place, table in reversed(list(enumerate(names.tables))):
            before, rank = "".join(f"-{end}" for end in ends[:place]), self.rank(table)
            found = f"INDEX({self.area(table, 'id')},MATCH({number}{before},${rank}$2:${rank}${LISTED + 1},0))"
            until = "+".join(ends[: place + 1])
            formula = f'IF({number}<={until},"{names.prefix}"&{found},{formula})'
        return formula


def ids_of(plant: Plant) -> dict[str, list[str]]:
    """Ids by table, in the order of the rows."""
    found = {
        name: [item.id for item in getattr(plant, name)]
        for name in (
            "meters",
            "source_streams",
            "measured_sources",
            "emission_sources",
            "heat_nets",
            "waste_gases",
            "processes",
            "purchases",
        )
    }
    found["steps"] = [step.id for process in plant.processes for step in process.steps]
    found["goods"] = [good.id for _, good in plant.products()]
    return found
