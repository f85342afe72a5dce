"""`pulmu simulate --plant`: the line in its plant, and what a tonne of its goods carries."""

import math
import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import refuse
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import plain
from pulmu.model import Document, Plant, PulmuError
from pulmu.model.line import Line

if TYPE_CHECKING:
    from pulmu.services._line_balances import Balances
    from pulmu.services.estimate import Estimate
    from pulmu.services.line_carbon import LineCarbon, Taken
    from pulmu.services.line_standing import BalanceBasis
    from pulmu.twin import LineResult

Runs = tuple[Line, "Sequence[LineResult]"]


class RestChoice(StrEnum):
    """What becomes of what the plant's meters counted beyond the line."""

    AUTO = "auto"
    KEEP = "keep"
    DROP = "drop"


PlantOption = Annotated[
    str | None, typer.Option("--plant", metavar="PLANT", help="plant it stands in: .xlsx, .yaml or .json")
]
RestOption = Annotated[
    RestChoice,
    typer.Option(
        "--rest",
        help="what the plant's meters counted beyond the line: keep it, drop it, or keep it (auto) where a meter "
        "stands before a whole process",
    ),
]


def plant_document(plant: str) -> Document:
    """The plant of a file, or a sample by its name."""
    from pulmu.bootstrap.plants import read_plant
    from pulmu.bootstrap.samples import read_sample, sample_names

    return read_sample(plant) if plant in sample_names() else read_plant(plant)


def plant_of_line(line: Document, plant: str, screen: Screen, as_json: bool) -> Plant:
    """The plant of a file or a sample; the line must stand in it, and what does not fit is told whole."""
    from pulmu.services.check_line import line_in_plant

    done = line_in_plant(line, plant_document(plant))
    if done.plant is None:
        refuse(done.problems, screen, as_json)
    if done.problems and not as_json:
        print_problems(done.problems, screen, sys.stderr)
    return done.plant


def carbon_of(
    runs: Runs, base: Runs | None, plant: Plant, rest: RestChoice, screen: Screen, as_json: bool
) -> "LineCarbon":
    """The three balances of a line's goods, or why there are none."""
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.line_carbon import line_carbon

    try:
        return line_carbon(*runs, plant, DEFAULT_EDITION, base=base, rest=rest.value)
    except PulmuError as error:
        refuse(error.problems, screen, as_json)


def show_carbon(screen: Screen, line: Line, found: "LineCarbon") -> None:
    """The balances of each good, the change of each, and where every amount comes from."""
    names = good_names(screen, line)
    screen.title(screen.text("simulate.carbon.title"))
    screen.line(screen.text("simulate.carbon.apart"))
    for good, estimates in found.goods.items():
        screen.title(names[good])
        _balances(screen, found, good, estimates)
    show_basis(screen, found)


def show_basis(screen: Screen, found: "LineCarbon | BalanceBasis") -> None:
    """Where every amount comes from, how the law was read, and what is missing."""
    screen.title(screen.text("simulate.carbon.taken"))
    _taken(screen, found.taken)
    for confidence, sources in found.confidence.items():
        screen.line(screen.text(f"simulate.carbon.confidence.{confidence}", count=len(sources)))
    if found.problems:
        print_problems(found.problems, screen, sys.stderr)


def good_names(screen: Screen, line: Line) -> dict[str, str]:
    """Of each good of a line, its name as the line tells it."""
    named = {item.good: (item.name_local if screen.language == "ko" else "") or item.name for item in line.products}
    return {good: plain(name or good, 40) for good, name in named.items()}


def _balances(screen: Screen, found: "LineCarbon", good: str, estimates: "dict[str, Estimate]") -> None:
    year: Balances = found.year[good]
    change = found.change.get(good, {})
    columns = ("what", "unit", "year", "line", "change") if change else ("what", "unit", "year", "line")
    rows = []
    for name, estimate in estimates.items():
        given = getattr(year, name)
        row = [screen.text(f"simulate.carbon.measure.{name}"), screen.text(f"simulate.carbon.unit.{name}"),
               "-" if given is None else _number(given, None), _shown(estimate)]  # fmt: skip
        rows.append([*row, _shown(change[name], sign="+")] if name in change else row)
    screen.table([screen.text(f"simulate.carbon.head.{name}") for name in columns], rows)


def _taken(screen: Screen, taken: "Sequence[Taken]") -> None:
    columns = ("flow", "user", "unit", "year", "simulated", "kept")
    rows = [
        [item.flow, item.user, item.unit, *(_number(value, None) for value in (item.year, item.simulated, item.kept))]
        for item in taken
    ]
    screen.table([screen.text(f"simulate.carbon.head.{name}") for name in columns], rows)
    screen.line(screen.text("simulate.carbon.else"))


def _shown(estimate: "Estimate", sign: str = "") -> str:
    half = estimate.half_width
    shown = _number(estimate.mean, half, sign)
    return shown if half is None else f"{shown} ± {_number(half, half)}"


def _number(value: float, half: float | None, sign: str = "") -> str:
    """As many decimals as are worth showing: two digits of the half width, or four of the value."""
    size = half or abs(value) / 100
    places = 0 if size == 0 else min(max(1 - math.floor(math.log10(size)), 0), 5)
    return f"{round(value, places) + 0.0:{sign},.{places}f}"
