"""Which value stands at which label: forms (label left of or above its value), and tables labelled on two sides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pulmu.adapters._bills.cells import Cell, Row, Sheaf
from pulmu.adapters._bills.labels import BANDS, OTHER_MONTHS, THIS_MONTH, head_of, is_total, label_of, squeezed, unit_of
from pulmu.adapters._bills.values import looks_like_number, number_shape, parse_day, parse_span

_ENERGY = ("kWh", "MWh", "GWh", "")
_WON = ("KRW", "1000 KRW", "")
_FIELD_UNITS = {
    "amount": (*_ENERGY, "m3", "Nm3", "MJ", "GJ"),
    **dict.fromkeys(BANDS, _ENERGY),
    **dict.fromkeys(("peak_demand", "billed_demand", "contract_demand"), ("kW", "")),
    **dict.fromkeys(("power_factor", "leading_power_factor"), ("%", "")),
    **dict.fromkeys(("measured_volume", "standing", "last_standing"), ("m3", "kWh", "")),
    "normal_volume": ("Nm3", "m3", ""),
    "heating_value": ("MJ/Nm3", "MJ/m3", "MJ", ""),
    "heat": ("MJ", "GJ", ""),
    "days": ("days", ""),
    **dict.fromkeys(("correction_factor", "net_ratio"), ("",)),
    "quantity": ("L", "kL", "kg", "t", "m3", "Nm3", ""),
}
TEXTS = frozenset(("customer", "meter", "site", "supplier", "number", "item", "spec", "unit", "reading_kind"))
DAYS = frozenset(
    (
        "span",
        "start",
        "end",
        "date",
        "last_reading_day",
        "reading_day",
        "month",
        "month_of_year",
        "day_of_month",
        "month_and_day",
    )
)
SHARED = (
    "customer",
    "meter",
    "site",
    "supplier",
    "number",
    "date",
    "span",
    "start",
    "end",
    "reading_kind",
    "heating_value",
)
"""What a form above a table says of each of its rows."""
_ENDS = {"시작": "시작일", "부터": "시작일", "종료": "종료일", "까지": "종료일"}
_AMOUNTS = {"amount", "quantity", "normal_volume", "measured_volume", "heat", *BANDS}
_BUYER = "공급받는자"
"""After this word in a line, a name is not the supplier's."""
_FEWEST_ON_PAGE = 2
"""Labels in a line of a page that are no heads of a table yet: a form has them above its values."""
_BELOW = 12.0
"""How far below its label a value may stand. [mm]"""
_ASIDE = 12.0
"""How far beside the column's head a value may stand. [mm]"""


@dataclass(frozen=True, slots=True)
class Found:
    """A text at a label; `unit` and `basis` are what the label says of it."""

    text: str
    place: str
    label: str
    unit: str = ""
    basis: str = ""


Record = dict[str, list[Found]]


@dataclass(slots=True)
class Contents:
    """What a sheet or page says once, and what it says row by row; values at unknown labels stand under "other".

    Parameters
    ----------
    tables : Rows of tables by their heads.
    """

    form: Record = field(default_factory=dict)
    tables: dict[tuple[str, ...], list[Record]] = field(default_factory=dict)


def units_of(name: str) -> tuple[str, ...]:
    """Units a value of the field may carry."""
    return _FIELD_UNITS.get(name, _WON)


def contents_of(sheaf: Sheaf) -> Contents:
    """Labels and values of a sheet or page."""
    contents, number = Contents(), 0
    while number < len(sheaf.rows):
        number = _Reader(sheaf, contents).take(number)
    return contents


class _Reader:
    """Takes rows, one block after the other."""

    def __init__(self, sheaf: Sheaf, contents: Contents) -> None:
        self.sheaf, self.rows, self.contents = sheaf, sheaf.rows, contents

    def take(self, number: int) -> int:
        """Read the block that begins at a row; the number of the row after it."""
        head = self.rows[number]
        layout = self._layout(number)
        if layout == "crossed":
            return self._crossed(head, number + 1)
        if layout == "months":
            return self._this_month(head, number + 1)
        if layout == "table":
            return self._table(*_two_rows(head, self.rows[number + 1], number + 1))
        self._form_row(number)
        return number + 1

    def _layout(self, number: int) -> str:
        """What begins at a row: a table, one with labels on two sides, or (empty) a line of a form."""
        head = self.rows[number]
        if number + 1 >= len(self.rows) or any(looks_like_number(cell.text) for cell in head):
            return ""
        names = {squeezed(cell.text) for cell in head}
        fields = {found[0] for cell in head if (found := head_of(cell.text)) and found[0]}
        side, *values = self.rows[number + 1]
        beside = label_of(side.text)
        if beside is None or not any(looks_like_number(cell.text) for cell in values):
            return "table" if len(fields) > (_FEWEST_ON_PAGE if self.sheaf.is_page else 1) else ""
        if len(fields & set(BANDS)) > 1 or ("amount" in fields and beside[0] in BANDS):
            return "crossed"
        return "months" if names & THIS_MONTH and names & OTHER_MONTHS else ""

    def _table(self, head: Row, number: int) -> int:
        """Rows below heads. In a sheet the table goes on below a line of a form; on a page it ends there."""
        heads = tuple(squeezed(cell.text) for cell in head)
        records = self.contents.tables.setdefault(heads, [])
        while number < len(self.rows):
            row = tuple(self._continued(cell, number) for cell in self.rows[number])
            if self._layout(number) and tuple(squeezed(cell.text) for cell in row) != heads:
                break
            if is_total(row[0].text) or self._layout(number):
                pass
            elif sum(label_of(cell.text) is not None for cell in row) > 1 or label_of(row[0].text):
                if self.sheaf.is_page:
                    break
                number += self._form_row(number)
            elif _is_line(record := self._table_row(head, row), is_page=self.sheaf.is_page):
                records.append(record)
            elif self.sheaf.is_page:
                break
            number += 1
        return number

    def _table_row(self, head: Row, row: Row) -> Record:
        record: Record = {}
        for column in head:
            texts = [cell for cell in row if self._head_above(head, cell) is column]
            if texts:
                name, unit, basis = head_of(column.text) or ("other", "", "")
                text = " ".join(cell.text for cell in texts)
                record.setdefault(name, []).append(Found(text, texts[0].place, column.text, unit, basis))
        record.pop("", None)
        return record

    def _head_above(self, head: Row, cell: Cell) -> Cell | None:
        def distance(column: Cell) -> tuple[float, float]:
            apart = max(column.left - cell.right, cell.left - column.right, 0.0)
            return apart, abs(column.left + column.right - cell.left - cell.right)

        near = min(head, key=distance)
        is_near = distance(near)[0] <= _ASIDE if self.sheaf.is_page else near.left == cell.left
        return near if is_near else None

    def _crossed(self, head: Row, number: int) -> int:
        """Bands on one side and amounts on the other, whichever way; other rows and columns are standings or won."""
        while number < len(self.rows) and len(self.rows[number]) > 1:
            side, *cells = self.rows[number]
            is_other = len(cells) == 1 and (label_of(side.text) or ("",))[0] not in ("amount", "total", *BANDS)
            if is_other or not any(looks_like_number(cell.text) for cell in cells):
                break
            number += 1
            for cell in cells:
                column = self._head_above(head, cell)
                if column is not None and number_shape(cell.text):
                    self._note_crossed(side, column, cell)
        return number

    def _note_crossed(self, side: Cell, column: Cell, cell: Cell) -> None:
        nothing = ("", "", "")
        (of_row, unit, _), (of_column, other_unit, _) = (head_of(one.text) or nothing for one in (side, column))
        is_row, is_column = (name == "amount" for name in (of_row, of_column))
        if not is_row and not is_column:
            return
        band, label = (of_column, column) if is_row else (of_row, side)
        name = "amount" if is_total(label.text) else band
        if name in (*BANDS, "amount"):
            found = Found(cell.text, cell.place, f"{side.text}, {column.text}", unit or other_unit)
            self._note(name, found)

    def _this_month(self, head: Row, number: int) -> int:
        while number < len(self.rows) and (found := label_of(self.rows[number][0].text)) and found[0]:
            side, *cells = self.rows[number]
            if not any(looks_like_number(cell.text) for cell in cells):
                break
            number += 1
            for cell in cells:
                column = self._head_above(head, cell)
                if column is not None and squeezed(column.text) in THIS_MONTH:
                    self._note(found[0], Found(cell.text, cell.place, side.text, found[1], found[2]))
        return number

    def _form_row(self, number: int) -> bool:
        """Read the labels of a row; whether their values stand in the row below, which is no row of a table then."""
        row = tuple(self._continued(cell, number) for cell in self.rows[number])
        is_buyer = is_below = False
        for position, cell in enumerate(row):
            found = label_of(cell.text)
            is_buyer = is_buyer or squeezed(cell.text) == _BUYER
            if is_buyer and found and found[0] == "supplier":
                continue
            if found is None:
                self._note_unknown(cell, row[position + 1 : position + 2])
            elif found[0]:
                name, unit, basis = found
                beside = _values(name, row[position + 1 :])
                values = beside or self._below(name, cell, number)
                is_below = is_below or bool(values and not beside)
                for value in values:
                    self._note(name, Found(value.text, value.place, cell.text, unit, basis))
        return is_below

    def _continued(self, cell: Cell, number: int) -> Cell:
        """A span of days that goes on in the next line of its cell; any other cell as it is."""
        following = self.rows[number + 1] if self.sheaf.is_page and number + 1 < len(self.rows) else ()
        if parse_day(cell.text.rstrip("~∼〜- ")) is None:
            return cell
        for below in following:
            text = f"{cell.text} {below.text}"
            if below.left < cell.right and below.right > cell.left and parse_span(text):
                return replace(cell, text=text)
        return cell

    def _note_unknown(self, cell: Cell, following: Sequence[Cell]) -> None:
        if not looks_like_number(cell.text) and following and number_shape(following[0].text):
            self._note("other", Found(following[0].text, following[0].place, cell.text))

    def _below(self, name: str, label: Cell, number: int) -> list[Cell]:
        for row in self.rows[number + 1 : number + 3]:
            if row[0].top - label.top > (_BELOW if self.sheaf.is_page else 1):
                break
            under = [cell for cell in row if cell.left < label.right and cell.right > label.left]
            if any(label_of(cell.text) for cell in under):
                break
            if found := _values(name, under):
                return found
        return []

    def _note(self, name: str, found: Found) -> None:
        self.contents.form.setdefault(name, []).append(found)


def _is_line(record: Record, *, is_page: bool) -> bool:
    """Whether a row below heads is one of their table. On a page a sentence may stand there, too."""
    known = record.keys() - {"other"}
    texts = [item.text for name in known & _AMOUNTS for item in record[name]]
    if is_page and not all(map(number_shape, texts)):
        return False
    return len(known) > 1 or bool(texts)


def _two_rows(head: Row, after: Row, number: int) -> tuple[Row, int]:
    """Heads in two rows made one, such as "사용량(kWh)" above "경부하" and "합계"; and the number of the row after."""
    parents = [_parent(head, cell) for cell in after]
    texts = [_joined_head(parent, cell) for parent, cell in zip(parents, after, strict=True)]
    if any(looks_like_number(cell.text) for cell in after) or not all(map(head_of, texts)):
        return head, number
    below = [replace(cell, text=text) for cell, text in zip(after, texts, strict=True)]
    kept = [cell for cell in head if cell not in parents]
    return tuple(sorted((*kept, *below), key=lambda cell: cell.left)), number + 1


def _parent(head: Row, cell: Cell) -> Cell:
    """The head right above a cell; else, as below merged cells, the nearest to its left."""
    above = [one for one in head if one.left < cell.right and one.right > cell.left]
    if above:
        return above[0]
    return max((one for one in head if one.left <= cell.left), key=lambda one: one.left, default=head[0])


def _joined_head(parent: Cell, cell: Cell) -> str:
    """The head that two cells make: a unit, a total, a part of a wrapped word, or a head of its own below another."""
    unit = unit_of(squeezed(cell.text).strip("()[]"))
    if unit:
        return f"{parent.text}({unit})"
    if is_total(cell.text):
        return parent.text
    if label_of(parent.text + cell.text):
        return parent.text + cell.text
    text = _ENDS.get(squeezed(cell.text), cell.text)
    of_parent, own = (head_of(one) or ("", "", "") for one in (parent.text, text))
    return f"{text}({of_parent[1]})" if of_parent[1] and not own[1] else text


def _values(name: str, cells: Iterable[Cell]) -> list[Cell]:
    """The cells, up to the next label, that can be a value of the field."""
    cells = list(cells)
    found: list[Cell] = []
    for cell in cells:
        if label_of(cell.text):
            break
        if name in TEXTS:
            return [cell]
        if name == "span":
            return _span_cells(cells)
        if name in DAYS:
            if any(sign.isdigit() for sign in cell.text):
                return [cell]
        elif found and _is_unit_of(name, cell) and not unit_of_value(found[-1].text):
            found[-1] = Cell(f"{found[-1].text} {cell.text}", found[-1].place, found[-1].left, cell.right, cell.top)
        elif (shape := number_shape(cell.text)) and shape[1] in units_of(name):
            found.append(cell)
    return found


def _span_cells(cells: Sequence[Cell]) -> list[Cell]:
    """A span of days, which may lie in several cells: first day, a tilde, last day."""
    for count in range(1, min(len(cells), 4) + 1):
        text = " ".join(cell.text for cell in cells[:count])
        if parse_span(text):
            return [replace(cells[0], text=text, right=cells[count - 1].right)]
    return [cell for cell in cells[:1] if any(sign.isdigit() for sign in cell.text)]


def _is_unit_of(name: str, cell: Cell) -> bool:
    unit = unit_of(cell.text)
    return bool(unit) and unit in units_of(name)


def unit_of_value(text: str) -> str:
    """The unit printed at a number; empty if none."""
    shape = number_shape(text)
    return shape[1] if shape else ""
