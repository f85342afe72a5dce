"""What `pulmu best`, `pulmu factors` and `pulmu buffers` print."""

from collections.abc import Sequence

from pulmu.cli.screen import Screen
from pulmu.cli.what_if_screens import FigureWords, name_of, percent_of, places_of, shown_numbers
from pulmu.locale import plain
from pulmu.model.line import Line
from pulmu.model.what_if import WhatIf
from pulmu.twin.statistics.answer import Alternative, ChoiceAnswer, Effect, FactorsAnswer, PlacesAnswer

_BAR = 20
"""Signs of the bar of the largest effect."""


class _Screen:
    """Words of these questions."""

    def __init__(self, screen: Screen, line: Line, question: WhatIf | None = None) -> None:
        self.screen, self.line = screen, line
        self.names = {} if question is None else {item.id: name_of(screen, item) for item in question.scenarios}
        self.names[""] = self.text("as_it_is")

    def text(self, key: str, **values: object) -> str:
        return self.screen.text(f"line_question.{key}", **values)

    def head(self, *names: str) -> list[str]:
        return [self.text(f"head.{name}") for name in names]

    def begin(self, title: str, answer: ChoiceAnswer | FactorsAnswer | PlacesAnswer, what: str) -> None:
        """Title, how it was simulated, and the figure."""
        self.screen.title(title)
        self.screen.line(what)
        self.screen.line(
            self.screen.text(f"what_if.warm_up.{answer.warm_up.how}", hours=f"{answer.warm_up.hours:,.6g}")
        )
        self.screen.title(FigureWords(self.screen, self.line).figure(answer.figure, answer.unit))


def show_choice(screen: Screen, line: Line, question: WhatIf, answer: ChoiceAnswer) -> None:
    """The best, how surely, and how far behind the others are."""
    words = _Screen(screen, line, question)
    what = words.text("best.what", hours=f"{answer.hours:,.6g}", runs=answer.runs, seed=answer.seed)
    words.begin(name_of(screen, question), answer, what)
    screen.table(
        words.head("scenario", "mean", "behind", "runs"), [_alternative(words, one) for one in answer.alternatives]
    )
    screen.line("")
    name, zone = words.names[answer.best], _amount(answer.indifference)
    percent = f"{100 * answer.confidence:g}"
    if answer.sure:
        screen.line(words.text(f"best.{answer.better}", name=name, zone=zone, percent=percent))
    else:
        screen.line(words.text("best.unsure", name=name, zone=zone))
    screen.line(words.text("best.how", percent=percent))


def _alternative(words: _Screen, one: Alternative) -> list[str]:
    return [words.names[one.scenario], _interval(one.mean, one.half_width), _interval(one.behind, one.behind_half),
            f"{one.replications:,}"]  # fmt: skip


def show_effects(screen: Screen, line: Line, question: WhatIf, answer: FactorsAnswer) -> None:
    """What each factor does, and each two together, the largest first, with a bar."""
    words = _Screen(screen, line, question)
    what = words.text("factors.what", hours=f"{answer.hours:,.6g}", lines=answer.lines, runs=answer.replications,
                      seed=answer.seed)  # fmt: skip
    words.begin(name_of(screen, question), answer, what)
    if answer.mean is None:
        screen.line(words.text("factors.no_value"))
        return
    screen.line(words.text("factors.mean", mean=f"{answer.mean:,.{places_of(answer.exact, answer.mean)}f}"))
    for title, count in (("alone", 1), ("together", 2)):
        some = [item for item in answer.effects if len(item.scenarios) == count]
        if some:
            screen.title(words.text(f"factors.{title}"))
            _effects(words, some, max(abs(item.effect) for item in answer.effects))
    screen.line("")
    screen.line(words.text("factors.how", percent=f"{100 * answer.confidence:g}", count=len(answer.effects)))
    if not answer.enough:
        screen.line(words.text("not_enough", count=answer.replications))


def _effects(words: _Screen, some: Sequence[Effect], largest: float) -> None:
    rows = [
        [" × ".join(words.names[name] for name in item.scenarios), _interval(item.effect, item.half_width, "+"),
         words.screen.text(f"what_if.balance.verdict.{item.verdict}"),
         words.screen.block(round(_BAR * abs(item.effect) / largest)) if largest else ""]
        for item in some
    ]  # fmt: skip
    words.screen.table([*words.head("factor", "effect", "shown"), ""], [_padded(row) for row in rows])


def _padded(row: list[str]) -> list[str]:
    """The bar begins at the left."""
    return [*row[:3], row[3].ljust(_BAR)]


def show_places(screen: Screen, line: Line, answer: PlacesAnswer) -> None:
    """Places today and as found, and what the difference is worth."""
    words = _Screen(screen, line)
    what = words.text("buffers.what", hours=f"{answer.hours:,.6g}", searched=answer.searched, runs=answer.replications,
                      seed=answer.seed)  # fmt: skip
    local = line.name_local if screen.language == "ko" else ""
    words.begin(plain(local or line.name or line.id, 60), answer, what)
    names = {
        item.id: (item.name_local if screen.language == "ko" else "") or item.name or item.id for item in line.stations
    }
    rows = [[plain(names[one.station], 40), f"{one.today:,}", f"{one.found:,}", f"{one.found - one.today:+,}"]
            for one in answer.stations]  # fmt: skip
    total = [sum(one.today for one in answer.stations), sum(one.found for one in answer.stations)]
    rows.append([words.text("buffers.total"), *(f"{count:,}" for count in total), f"{total[1] - total[0]:+,}"])
    screen.table(words.head("station", "today", "found", "more"), rows)
    screen.line("")
    screen.table(words.head("figure", "as_today", "as_found", "difference", "percent"),
                 [[FigureWords(screen, line).figure(answer.figure, answer.unit), *shown_numbers(answer.key),
                   percent_of(answer.key)]])  # fmt: skip
    screen.line("")
    screen.line(screen.text(f"what_if.verdict.{answer.key.verdict}", name=words.text("buffers.found")))
    screen.line(words.text("buffers.how", percent=f"{100 * answer.confidence:g}"))


def _interval(mean: float | None, half: float | None, sign: str = "") -> str:
    if mean is None:
        return "-"
    places = places_of(half, mean)
    return f"{mean:{sign},.{places}f}" + ("" if half is None else f" ± {half:,.{places}f}")


def _amount(value: float) -> str:
    return f"{value:,.{places_of(value, value)}f}"
