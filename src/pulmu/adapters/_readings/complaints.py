"""What is wrong with a table, each with its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pulmu.adapters._readings.grid import Grid
from pulmu.model import InputError, Problem, problem, warning

MOST = 1_000
"""Problems after which reading stops."""

_FEW = 5
"""Values below zero that are told one by one; more of them are no slips, but how the meter counts."""


@dataclass(slots=True)
class Complaints:
    """Problems of one table."""

    grid: Grid
    heads: Sequence[str]
    found: list[tuple[int, int, Problem]] = field(default_factory=list)
    below_zero: list[tuple[int, int, str]] = field(default_factory=list)

    def _add(self, line: int, column: int, said: Problem) -> None:
        self.found.append((line, column, said))
        if len(self.found) >= MOST:
            raise self.whole(
                "meter.too_many_problems",
                f"{MOST:,} cells are wrong; the rest was not looked at",
                "look whether the file is one of readings, and whether its columns are the right ones",
                limit=f"{MOST:,}",
            )

    def cell(self, line: int, column: int, code: str, message: str, mend: str, **values: object) -> None:
        """A cell is wrong."""
        self._add(line, column, problem(code, self.place(line, column), message, mend, **values))

    def cell_as(self, line: int, column: int, said: Problem) -> None:
        """A cell is wrong as somebody else found."""
        told = Problem(said.code, self.place(line, column), said.message, said.mend, said.values, said.severity)
        self._add(line, column, told)

    def negative(self, line: int, column: int, text: str) -> None:
        """A cell is below zero; where many are, all of them are told as one."""
        self.below_zero.append((line, column, text))

    def _below_zero(self) -> list[tuple[int, int, Problem]]:
        if len(self.below_zero) > _FEW:
            line, column, text = min(self.below_zero)
            count = f"{len(self.below_zero):,}"
            return [(line, column, problem(
                "meter.many_negative", self.place(line, column),
                f"{count} values are less than zero, {text} first, as of a meter that nets what is fed into the grid",
                "give what was drawn from the grid, and what was fed in as a meter of its own; else check the sign",
                count=count, text=text,
            ))]  # fmt: skip
        return [
            (line, column, problem("input.negative", self.place(line, column), f"{text} is less than zero",
                                   "check the sign and the digits", text=text))
            for line, column, text in self.below_zero
        ]  # fmt: skip

    def warn(self, code: str, message: str, mend: str, **values: object) -> None:
        """Something about the whole table is to be known."""
        self.found.append((0, 0, warning(code, self.grid.whole, message, mend, **values)))

    def place(self, line: int, column: int) -> str:
        """Where a cell stands."""
        return self.grid.place(line, column, self.heads[column] if column < len(self.heads) else "")

    def whole(self, code: str, message: str, mend: str, **values: object) -> InputError:
        """The table is wrong, and nothing in it can be read."""
        return InputError.of(code, self.grid.whole, message, mend, **values)

    @property
    def has_errors(self) -> bool:
        """Whether anything is an error."""
        return bool(self.below_zero) or any(item.severity == "error" for _, _, item in self.found)

    def sorted(self) -> tuple[Problem, ...]:
        """In the order of rows."""
        return tuple(item for _, _, item in sorted([*self.found, *self._below_zero()], key=lambda entry: entry[:2]))
