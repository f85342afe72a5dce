"""What `pulmu what-if` prints."""

import math

from pulmu.cli.screen import Screen
from pulmu.cli.simulate_carbon import good_names
from pulmu.locale import plain
from pulmu.model.line import Line
from pulmu.model.what_if import Scenario, WhatIf
from pulmu.twin.statistics import Difference, WhatIfAnswer

_PARTS = {"product": "products", "station": "stations", "carrier": "carriers", "source": "sources",
          "operators": "operators"}  # fmt: skip


def show_answer(screen: Screen, line: Line, question: WhatIf, answer: WhatIfAnswer, *, everything: bool) -> None:
    """Each scenario's difference in the figure that matters, and what else surely differs."""
    _Answer(screen, line, question, answer).show(everything)


def name_of(screen: Screen, item: WhatIf | Scenario) -> str:
    """The name of a question or a scenario in the reader's language."""
    local = item.name_local if screen.language == "ko" else ""
    return plain(local or item.name or item.id, 60)


class _Answer:
    def __init__(self, screen: Screen, line: Line, question: WhatIf, answer: WhatIfAnswer) -> None:
        self.screen, self.question, self.answer = screen, question, answer
        self.figure = FigureWords(screen, line).figure

    def show(self, everything: bool) -> None:
        answer = self.answer
        self.screen.title(self.name(self.question))
        self.screen.line(self.text("what", hours=f"{answer.hours:,.6g}", count=answer.replications, seed=answer.seed))
        self.screen.line(self.text(f"warm_up.{answer.warm_up.how}", hours=f"{answer.warm_up.hours:,.6g}"))
        self.screen.title(self.figure(answer.figure, answer.unit))
        self.key()
        self.screen.line("")
        for item, one in zip(self.question.scenarios, answer.scenarios, strict=True):
            said = self.text(f"verdict.{one.key.verdict}", name=self.name(item))
            more = "" if one.enough else " " + self.text("not_enough", count=one.replications)
            self.screen.line(said + more)
        self.screen.line("")
        percent = f"{100 * answer.confidence:g}"
        self.screen.line(self.text("together", percent=percent, count=len(answer.scenarios)))
        for item, figures in zip(self.question.scenarios, answer.scenarios, strict=True):
            self.others(item, figures.figures, everything)

    def text(self, key: str, **values: object) -> str:
        return self.screen.text(f"what_if.{key}", **values)

    def name(self, item: WhatIf | Scenario) -> str:
        return name_of(self.screen, item)

    def key(self) -> None:
        head = [self.text(f"head.{name}") for name in ("scenario", "base", "changed", "difference", "percent", "runs")]
        rows = [
            [self.name(item), *shown_numbers(one.key), percent_of(one.key), f"{one.replications:,}"]
            for item, one in zip(self.question.scenarios, self.answer.scenarios, strict=True)
        ]
        self.screen.table(head, rows)

    def others(self, scenario: Scenario, figures: tuple[Difference, ...], everything: bool) -> None:
        told = [item for item in figures if not item.figure.startswith("balance.")]
        sure = [item for item in told if item.verdict in ("higher", "lower")]
        shown = sure if everything else [item for item in sure if "." not in item.figure]
        self.screen.title(self.text("others", name=self.name(scenario)))
        if shown:
            head = [self.text(f"head.{name}") for name in ("figure", "base", "changed", "difference", "percent")]
            self.screen.table(
                head, [[self.figure(item.figure, item.unit), *shown_numbers(item), percent_of(item)] for item in shown]
            )
        if len(sure) > len(shown):
            self.screen.line(self.text("more", count=len(sure) - len(shown)))
        elif not sure:
            self.screen.line(self.text("none"))


class FigureWords:
    """Figures of a line in the reader's words."""

    def __init__(self, screen: Screen, line: Line) -> None:
        self.screen, self.line = screen, line

    def text(self, key: str, **values: object) -> str:
        return self.screen.text(f"what_if.{key}", **values)

    def figure(self, name: str, unit: str) -> str:
        """A figure in the reader's words, with its unit."""
        part, _, rest = name.partition(".")
        if part == "balance":
            return self.balance(*rest.rsplit(".", 1))
        kinds = getattr(self.line, _PARTS.get(part, ""), ()) if rest else ()
        item = next((item for item in kinds if rest.startswith(f"{item.id}.")), None)
        words = self.text(f"figure.{part}") if item is None else self.of_part(item, rest[len(item.id) + 1 :])
        return f"{words} [{self.unit(unit)}]" if unit and unit != "pieces" else words

    def balance(self, good: str, measure: str) -> str:
        unit = self.screen.text(f"simulate.carbon.unit.{measure}")
        words = self.screen.text(f"simulate.carbon.measure.{measure}")
        return f"{good_names(self.screen, self.line)[good]}: {words} [{unit}/t]"

    def of_part(self, item: object, rest: str) -> str:
        local = getattr(item, "name_local", "") if self.screen.language == "ko" else ""
        name = plain(local or getattr(item, "name", "") or getattr(item, "id", ""), 40)
        kind, _, detail = rest.partition(".")
        if kind in ("hours", "share"):
            detail = self.screen.text(f"simulate.state.{detail}")
        return " ".join(part for part in (f"{name}:", self.text(f"figure.{kind}"), plain(detail, 40)) if part)

    def unit(self, unit: str) -> str:
        """A unit; what is counted is counted in the reader's words."""
        return "/".join(self.text(f"unit.{part}") if part in _COUNTED else part for part in unit.split("/"))


_COUNTED = ("pieces", "piece", "cycles", "set_ups", "stops", "people", "KRW")


def shown_numbers(item: Difference) -> list[str]:
    """Base, changed and difference with half the width of its interval."""
    if item.difference is None or item.base is None or item.changed is None:
        return ["-", "-", "-"]
    places = places_of(item.half_width, item.base, item.difference)
    half = "" if item.half_width is None else f" ± {item.half_width:,.{places}f}"
    return [f"{item.base:,.{places}f}", f"{item.changed:,.{places}f}", f"{item.difference:+,.{places}f}{half}"]


def percent_of(item: Difference) -> str:
    if not item.base or item.difference is None:
        return "-"
    return f"{100 * item.difference / abs(item.base):+.1f} %"


def places_of(half: float | None, value: float | None, difference: float | None = None) -> int:
    """Decimals worth showing: two digits of the half width, or four of a value."""
    size = half or abs(difference or 0.0) / 100 or abs(value or 0.0) / 1000
    return 0 if size == 0 else min(max(1 - math.floor(math.log10(size)), 0), 5)
