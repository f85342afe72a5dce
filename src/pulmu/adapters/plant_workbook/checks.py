"""The sheet of live sums: what flows in and what leaves, while one is still typing. The reader leaves it alone."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from pulmu.adapters.plant_workbook.lists import Lists, Names
from pulmu.adapters.plant_workbook.paper import EMBER, HEAD, Paper
from pulmu.adapters.plant_workbook.tables import EXAMPLES, MARK, REST
from pulmu.model import Plant, Process, Quantity, conversion_factor, unit

Cells = tuple[Any, ...]
"""Unit, total, sum, difference, share, rows of rest, rows not counted; blank as an empty text."""
_COLUMNS = ("name", "unit", "total", "sum", "difference", "share", "rest", "not_counted")
_SECTIONS = {"source_streams": 12, "heat_nets": 4, "waste_gases": 4, "electricity": 1, "purchases": 20, "processes": 12}
"""Lines of each section."""
_USERS = {
    "source_streams": ("stream_users", "amount"),
    "heat_nets": ("heat_users", "heat_produced"),
    "waste_gases": ("waste_gas_users", "amount"),
    "electricity": ("electricity_users", "amount"),
    "purchases": ("purchase_users", "received"),
}


@dataclass(frozen=True, slots=True)
class Checks:
    """Writes the sheet of live sums."""

    paper: Paper
    lists: Lists
    plant: Plant | None

    def write(self, sheet: Worksheet) -> None:
        """The whole sheet."""
        paper = self.paper
        sheet.hide_gridlines(2)
        for column, width in enumerate((2, 30, 12, 16, 16, 16, 10, 12, 14)):
            sheet.set_column(column, column, width)
        paper.head(sheet, "checks")
        sheet.write_string(2, 0, f"{MARK}checks", paper.style(font_size=1, font_color="#FFFFFF"))
        row = 3
        for section, lines in _SECTIONS.items():
            self.section(sheet, row, section)
            for number in range(lines):
                self.line(sheet, row + 2 + number, section, number)
            row += lines + 3

    def section(self, sheet: Worksheet, row: int, section: str) -> None:
        paper = self.paper
        sheet.write_string(row, 1, paper.say(f"checks.{section}"), paper.style(bold=True, font_size=12))
        for column, key in enumerate(_COLUMNS, 1):
            specific = f"checks.{section}_{key}"
            words = paper.say(specific if key in ("total", "sum") else f"checks.{key}")
            head = paper.style(
                bold=True, bg_color=HEAD, border=1, text_wrap=True, align="left" if column < 3 else "right"
            )
            sheet.write_string(row + 1, column, words, head)

    def line(self, sheet: Worksheet, row: int, section: str, number: int) -> None:
        formulas = self.formulas(section, number, row + 1)
        values = self.values(section, number)
        for column, (formula, value) in enumerate(zip(formulas, values, strict=True), 1):
            kind = "0.0%" if column == 6 else "0" if column > 6 else "#,##0.###"
            look = {"font_color": EMBER} if column == 5 else {"bold": True} if column == 1 else {}
            side = "left" if column < 3 else "right"
            sheet.write_formula(
                row, column, f"={formula}", self.paper.style(num_format=kind, align=side, **look), value
            )

    # Formulas

    def formulas(self, section: str, number: int, row: int) -> tuple[str, ...]:
        """Formulas of the cells B to I of a line; `row` as the program counts it."""
        if section == "processes":
            name, symbol, *sums = self.of_process(number, row)
        else:
            name, symbol, *sums = self.of_flow(section, number, row)
        total, used, rest, lost = (f'IF($B{row}="","",IFERROR({item},""))' for item in sums)
        known = f"AND(ISNUMBER($D{row}),ISNUMBER($E{row}))"
        whole = known if section == "processes" else f"AND(ISNUMBER($D{row}),ISNUMBER($E{row}),$H{row}=0)"
        share = f'IF(ISNUMBER($F{row}),IF($D{row}=0,"",$F{row}/$D{row}),"")'
        return name, symbol, total, used, f'IF({whole},$D{row}-$E{row},"")', share, rest, lost

    def of_flow(self, section: str, number: int, row: int) -> tuple[str, ...]:
        users, key = _USERS[section]
        amounts, symbols = self.lists.area(section, key), self.lists.area(section, f"{key}.unit")
        here = f"$B{row}"
        if section == "electricity":
            name, symbol = f'"{self.paper.say("checks.all_electricity")}"', '"MWh"'
            of, total = "", self.sum_of(section, key, "", f"$C{row}")
        else:
            names, at = Names((section,)), self.lists.row_of(section, number)
            name, of = self.lists.item(names, number), f"{self.lists.area(users, section)},{here},"
            symbol = f'IF({here}="","",IFERROR(INDEX({symbols},{at})&"",""))'
            total = f'IF(INDEX({amounts},{at})="","",INDEX({amounts},{at}))'
        taken = self.lists.area(users, "amount")
        rest = "+".join(f'COUNTIFS({of}{taken},"{word}",{self.read(users)})' for word in REST)
        counted = f'COUNTIFS({of}{self.lists.area(users, "amount.unit")},{self.lists.units("name")},{taken},">=0",'
        counted = f"SUMPRODUCT({counted}{self.read(users)})*{self.same(f'$C{row}')})"
        rows = f'COUNTIFS({of}{self.lists.area(users, "name")},"?*",{self.read(users)})'
        return name, symbol, total, self.sum_of(users, "amount", of, f"$C{row}"), rest, f"{rows}-({rest})-{counted}"

    def of_process(self, number: int, row: int) -> tuple[str, ...]:
        here, tonne = f"$B{row}", f"$C{row}"
        name = self.lists.item(Names(("processes",)), number)
        symbol = f'IF({here}="","","t")'
        buyer, bought = (self.lists.area("purchase_users", key) for key in ("name", "amount"))
        taken = [
            self.sum_of("purchase_users", "amount", f"{buyer},{here},", tonne),
            self.sum_of("own_precursors", "amount", f"{self.lists.area('own_precursors', 'processes')},{here},", tonne),
            self.sum_of("scrap", "amount", f"{self.lists.area('scrap', 'processes')},{here},", tonne),
        ]
        of = f"{self.lists.area('goods', 'processes')},{here},"
        made = [self.sum_of("goods", key, of, tonne) for key in ("produced", "off_spec", "scrap")]
        rest = "+".join(f'COUNTIFS({buyer},{here},{bought},"{word}",{self.read("purchase_users")})' for word in REST)
        rows = f'COUNTIFS({of}{self.lists.area("goods", "id")},"?*",{self.read("goods")})'
        numbers = f'COUNTIFS({of}{self.lists.area("goods", "produced")},">=0",{self.read("goods")})'
        return name, symbol, "+".join(taken), "+".join(made), rest, f"{rows}-{numbers}"

    def sum_of(self, table: str, key: str, of: str, symbol: str) -> str:
        """The sum of amounts in a unit; `of` names the owner's column and whom it must name."""
        amounts, symbols = self.lists.area(table, key), self.lists.area(table, f"{key}.unit")
        sums = f"SUMIFS({amounts},{of}{symbols},{self.lists.units('name')},{self.read(table)})"
        factor = f"VLOOKUP({symbol},{self.lists.units('whole')},2,FALSE)"
        return f"SUMPRODUCT({sums}*{self.lists.units('factor')}*{self.same(symbol)})/{factor}"

    def same(self, symbol: str) -> str:
        """Which units have the dimension of one."""
        return f"({self.lists.units('dimension')}=VLOOKUP({symbol},{self.lists.units('whole')},3,FALSE))"

    def read(self, table: str) -> str:
        """The condition that a row is no example."""
        return ",".join(f'{self.lists.area(table, "")},"<>{word}"' for word in EXAMPLES)

    # The same in Python, so that a program that does not compute on opening shows it

    def values(self, section: str, number: int) -> Cells:
        """What the formulas give for the plant."""
        name, cells = self.flow(section, number)
        if not name:
            return ("",) * 8
        symbol, total, used, rest, lost = cells
        whole = isinstance(total, float) and isinstance(used, float) and (section == "processes" or rest == 0)
        difference = total - used if whole else ""
        share = difference / total if whole and total else ""
        return name, symbol, total, used, difference, share, rest, lost

    def flow(self, section: str, number: int) -> tuple[str, Cells]:
        plant = self.plant
        if section == "electricity":
            sources = [source.amount for source in plant.electricity.sources] if plant else []
            users = plant.electricity.used_by.values() if plant else ()
            return self.paper.say("checks.all_electricity"), ("MWh", *_sums(sources, users, "MWh"))
        found = getattr(plant, section) if plant else ()
        if number >= len(found):
            return "", ()
        item = found[number]
        if section == "processes" and plant:
            return item.id, ("t", *_of_process(plant, item))
        total, users = getattr(item, _USERS[section][1]), item.used_by.values()
        if not isinstance(total, Quantity):
            return item.id, ("", "", "", _sums((), users, "")[2], "")
        if not total.unit:  # it cites a series, whose unit is not known here
            return item.id, ("", total.cites, "", _sums((), users, "")[2], "")
        return item.id, (total.unit, total.cites or total.value, *_sums((), users, total.unit)[1:])


def _sums(given: Iterable[Quantity], users: Iterable[Any], symbol: str) -> tuple[float, float, int, int]:
    """What is given and what its users took, in a unit; users that take the rest, and users in other units."""
    users = list(users)
    amounts = [item for item in users if isinstance(item, Quantity)]
    counted = [item for item in amounts if _adds_up(item, symbol)]
    total = math.fsum(_in(item, symbol) for item in given if _adds_up(item, symbol))
    return (
        total,
        math.fsum(_in(item, symbol) for item in counted),
        len(users) - len(amounts),
        len(amounts) - len(counted),
    )


def _adds_up(amount: Quantity, symbol: str) -> bool:
    """Whether it is a number that can be told in a unit."""
    return bool(symbol) and not amount.cites and amount.dimension == unit(symbol).dimension


def _in(amount: Quantity, symbol: str) -> float:
    return amount.value * conversion_factor(amount.unit, symbol)


def _of_process(plant: Plant, process: Process) -> tuple[float, float, int, int]:
    taken = [purchase.used_by[process.id] for purchase in plant.purchases if process.id in purchase.used_by]
    into = [item for item in taken if isinstance(item, Quantity)]
    into += [*process.own_precursors.values(), *(scrap.amount for scrap in process.scrap_inputs)]
    out = [mass for good in process.goods for mass in (good.produced, good.off_spec, good.scrap) if mass is not None]
    rest = sum(not isinstance(item, Quantity) for item in taken)
    unknown = sum(good.produced is None or bool(good.produced.cites) for good in process.goods)
    mass_in, mass_out = (math.fsum(_in(item, "t") for item in side if _adds_up(item, "t")) for side in (into, out))
    return mass_in, mass_out, rest, unknown
