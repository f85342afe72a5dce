"""What `pulmu what-if --plant` prints of balances: a tonne of each good, under each scenario, three balances apart."""

from typing import TYPE_CHECKING

from pulmu.cli.screen import Screen
from pulmu.cli.simulate_carbon import good_names, show_basis
from pulmu.cli.what_if_screens import name_of, shown_numbers
from pulmu.model.line import Line
from pulmu.model.what_if import WhatIf
from pulmu.twin.statistics import Difference, ScenarioAnswer, WhatIfAnswer

if TYPE_CHECKING:
    from pulmu.services.line_standing import BalanceBasis


def show_balances(screen: Screen, line: Line, question: WhatIf, answer: WhatIfAnswer, basis: "BalanceBasis") -> None:
    """Of each scenario and good: as it is, changed, and the difference run by run."""
    for item, one in zip(question.scenarios, answer.scenarios, strict=True):
        screen.title(screen.text("what_if.balance.title", name=name_of(screen, item)))
        screen.line(screen.text("simulate.carbon.apart"))
        for good, name in good_names(screen, line).items():
            screen.title(name)
            _of_good(screen, line, good, one)
    screen.line("")
    screen.line(screen.text("what_if.balance.sure", percent=f"{100 * answer.confidence:g}"))
    show_basis(screen, basis)


def _of_good(screen: Screen, line: Line, good: str, one: ScenarioAnswer) -> None:
    from pulmu.services.line_standing import balance_names

    figures = {item.figure: item for item in (*one.figures, one.key)}
    found = {name: figures[figure] for figure, of, name in balance_names(line) if of == good}
    head = [screen.text("simulate.carbon.head.what"), screen.text("simulate.carbon.head.unit"),
            *(screen.text(f"what_if.head.{name}") for name in ("base", "changed", "difference")),
            screen.text("what_if.balance.head")]  # fmt: skip
    screen.table(head, [_row(screen, measure, item) for measure, item in found.items()], left=2)


def _row(screen: Screen, measure: str, item: Difference) -> list[str]:
    told = screen.text(f"what_if.balance.verdict.{item.verdict}")
    words = [screen.text(f"simulate.carbon.{part}.{measure}") for part in ("measure", "unit")]
    return [*words, *shown_numbers(item), told]
