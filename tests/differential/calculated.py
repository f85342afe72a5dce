"""What the official workbook says of drawn plants: typed cell by cell into one LibreOffice, all recalculated."""

import datetime
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.communication_template import FILE
from tests.differential.filled import Cells, precursor_row, process_row
from tests.surface.office.session import work

_AT_ONCE = 60
"""Plants of one session; a session has its limit of time."""
_DAY_ZERO = datetime.date(1899, 12, 30)
_AREAS = {
    "inverse": ("InputOutput", "E71:AH100"),
    "names": ("InputOutput", "D71:D100"),
    "system": ("InputOutput", "AJ71:AO100"),
    "processes": ("D_Processes", "T11:T660"),
    "left": ("D_Processes", "L11:L660"),
    "bought": ("E_PurchPrec", "L14:L893"),
    "streams": ("B_EmInst", "AU17:AY91"),
    "heat_and_power": ("F_Tools", "J49:L49"),
    "electrolysis": ("B_EmInst", "AU98:AU107"),
    "stacks": ("B_EmInst", "AU113:AV122"),
    "products": ("Summary_Products", "I10:O109"),
    "words": ("A_InstData", "N62:N121"),
}


@dataclass(frozen=True)
class Calculated:
    """The workbook's results, by area; each a list of rows of numbers and texts."""

    areas: Mapping[str, list[list[Any]]]

    def area(self, name: str) -> list[list[Any]]:
        """Rows of an area."""
        return self.areas[name]

    def process_cell(self, number: int, row: int) -> float:
        """A computed cell (column T) of a process, by its row counted from the block's first."""
        return _number(self.areas["processes"][process_row(number) - 11 + row][0])

    def left_of_process(self, number: int) -> float:
        """The control of a process's output: what neither went to the market nor into a process. [t]"""
        return _number(self.areas["left"][process_row(number) - 11 + 31][0])

    def left_of_precursor(self, number: int) -> float:
        """The control of a precursor. [t]"""
        return _number(self.areas["bought"][precursor_row(number) - 14 + 25][0])

    def inverse(self, row: int, column: int) -> float:
        """Output of node `column` needed for one tonne of node `row`; precursors are nodes from 10 on."""
        return _number(self.areas["inverse"][row][column])

    def own_indirect(self, node: int) -> float:
        """Indirect emissions of a node by itself. [t CO2e/t]"""
        return _number(self.areas["system"][node][2])

    def own_direct(self, node: int) -> float:
        """Direct emissions of a node by itself. [t CO2e/t]"""
        return _number(self.areas["system"][node][0])

    def direct(self, node: int) -> float:
        """Embedded direct emissions of a node. [t CO2e/t]"""
        return _number(self.areas["system"][node][1])

    def indirect(self, node: int) -> float:
        """Embedded indirect emissions of a node. [t CO2e/t]"""
        return _number(self.areas["system"][node][3])


def _number(value: Any) -> float:
    return 0.0 if value == "" else float(value)


def calculated(plants: Sequence[Cells], shared: Path, folder: Path) -> list[Calculated]:
    """Results of each filling; the template is opened once for many of them."""
    # A copy: the program keeps a file of its own beside the one it opens.
    template = Path(shutil.copyfile(shared / FILE, folder / "template.xlsx"))
    found: list[Calculated] = []
    for start in range(0, len(plants), _AT_ONCE):
        found += _session(plants[start : start + _AT_ONCE], template, folder)
    return found


def _session(plants: Sequence[Cells], template: Path, folder: Path) -> Iterator[Calculated]:
    steps: list[list[Any]] = [["open", str(template)]]
    for cells in plants:
        steps += [["fill", plain_cells(cells)], *_reading()]
    # The last plant once more, every formula calculated anew: as if nothing had been calculated before.
    steps += [["recalculate"], *_reading()]
    answers = work(folder, steps)
    size = len(_AREAS)
    found = [answers[start : start + size] for start in range(0, len(answers), size)]
    assert found[-2] == found[-1], "what was calculated step by step is not what a full recalculation gives"
    for part in found[:-1]:
        yield Calculated(dict(zip(_AREAS, part, strict=True)))


def calculated_file(file: Path, folder: Path) -> Calculated:
    """Results of a workbook that somebody filled in, as it is calculated on opening."""
    return Calculated(dict(zip(_AREAS, work(folder, [["open", str(file)], *_reading()]), strict=True)))


def _reading() -> list[list[Any]]:
    return [["values", *area] for area in _AREAS.values()]


def plain_cells(cells: Cells) -> dict[str, dict[str, Any]]:
    """Days as the numbers the program keeps."""
    return {
        sheet: {
            cell: (value - _DAY_ZERO).days if isinstance(value, datetime.date) else value
            for cell, value in values.items()
        }
        for sheet, values in cells.items()
    }
