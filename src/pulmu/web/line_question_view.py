"""The answer to a what-if question, in words, numbers, bars and two pictures of the line."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pulmu.locale import Language, text
from pulmu.model.line import Line
from pulmu.model.what_if import Scenario
from pulmu.services.estimate import Estimate
from pulmu.services.line_questions.kept import KeptQuestion
from pulmu.services.line_questions.question import question_document
from pulmu.twin.statistics import Difference, FigureInterval, ScenarioAnswer, changed_line
from pulmu.web.charts.bars import Segment, stacked_bar
from pulmu.web.charts.difference_bars import Change, difference_bars
from pulmu.web.line_question_words import change_texts, figure_text, scenario_text, unit_text
from pulmu.web.line_run_view import SHOWN, number_text, places_of, share_text
from pulmu.web.line_view import called
from pulmu.web.line_words import LinePicture, line_picture

BETTER = {"good": 1, "good_per_h": 1, "good_t": 1, "scrap": -1, "scrap_share": -1, "inside": -1, "flow_h": -1,
          "cost_krw": -1, "cost_per_piece": -1, "cost_per_t": -1}  # fmt: skip
"""Figures of which more is better (1), or less: of these the page asks a question with yes or no."""
_OUTPUTS = ("good_per_h", "good", "good_t")
"""The same amount in three ways: one of them is shown."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure side by side.

    Parameters
    ----------
    word : In plain words, what is sure of it.
    matters : Whether it is the figure that mattered.
    """

    name: str
    base: str
    changed: str
    difference: str
    percent: str
    word: str
    matters: bool


@dataclass(frozen=True, slots=True)
class StationPair:
    """Where the hours of a station go, as it is and changed."""

    name: str
    base: str
    changed: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """A scenario beside the line as it is.

    Parameters
    ----------
    answer : The first sentence, with its number.
    sure : How sure it is, and after how many runs.
    asked : What is asked, in sentences.
    wide, narrow : Bars of the differences.
    others : Further figures that surely differ.
    """

    name: str
    answer: str
    sure: tuple[str, ...]
    asked: tuple[str, ...]
    wide: str
    narrow: str
    rows: tuple[FigureRow, ...]
    picture: LinePicture
    stations: tuple[StationPair, ...]
    states: tuple[str, ...]
    others: tuple[FigureRow, ...]


class QuestionView:
    """An answer as a page shows it."""

    def __init__(self, kept: KeptQuestion, language: Language) -> None:
        self.kept, self.line, self.answer, self.language = kept, kept.line, kept.answer, language
        self.base = {item.figure: item for item in kept.answer.base}
        self.picture = self.drawn(kept.line, _means(self.base))
        pairs = zip(kept.what_if.scenarios, kept.answer.scenarios, strict=True)
        self.scenarios = tuple(self.scenario(n, item, one) for n, (item, one) in enumerate(pairs))

    def text(self, key: str, **values: object) -> str:
        return text(f"web.line_question.{key}", self.language, **values)

    @property
    def how(self) -> tuple[str, ...]:
        """What was run, and what was not counted."""
        answer = self.answer
        said = text(f"what_if.warm_up.{answer.warm_up.how}", self.language, hours=f"{answer.warm_up.hours:,.6g}")
        return (
            self.text("of", hours=f"{answer.hours:,.6g}", runs=answer.replications, seed=answer.seed,
                      version=self.kept.question.version), f"{said}.".replace("..", "."))  # fmt: skip

    def scenario(self, number: int, item: Scenario, one: ScenarioAnswer) -> ScenarioView:
        """A scenario beside the line as it is."""
        figures = {found.figure: found for found in (*one.figures, one.key)}
        made, _ = changed_line(self.line, self.kept.what_if, number, question_document({}))
        named = {change.station for change in item.changes}
        shares = {name: found.changed for name, found in figures.items()}
        names = tuple(self.names(one.key.figure, named))
        names = names if one.key.figure in names else (one.key.figure, *names)
        bars = tuple(
            self.bars(figures, [item for item in names if not item.endswith(".queue") or item == one.key.figure])
        )
        label = self.text("bars", name=scenario_text(self.line, item, self.language))
        rows = tuple(self.row(figures[name], matters=name == one.key.figure) for name in names)
        others = (item for item in one.figures if item.figure not in {*names, *_OUTPUTS})
        return ScenarioView(
            name=scenario_text(self.line, item, self.language), answer=self.first(one.key),
            sure=tuple(self.sure(one)), asked=self.asked(item), wide=difference_bars(label, bars),
            narrow=difference_bars(label, bars, narrow=True), rows=rows, picture=self.drawn(made, shares, named),
            stations=tuple(self.pairs(shares, named)), states=self.states(shares),
            others=tuple(self.row(found) for found in others if found.verdict in ("higher", "lower")),
        )  # fmt: skip

    def asked(self, item: Scenario) -> tuple[str, ...]:
        """What is asked, in sentences."""
        return tuple(said for change in item.changes for said in change_texts(self.line, change, self.language))

    def first(self, key: Difference) -> str:
        """The answer in one sentence: ``More good pieces per hour? Yes, by 4.1 ± 0.6 pieces/h (+3.2 %).``"""
        by = _amount(key, abs(key.difference or 0.0))
        unit = unit_text(key.unit, self.language)
        values = {
            "by": f"{by} {unit}".strip(), "percent": _percent(key), "figure": self.figure(key),
            "difference": f"{_amount(key, key.difference, signed=True)} {unit}".strip(),
        }  # fmt: skip
        better = BETTER.get(key.figure, 0)
        if not better or key.verdict not in ("higher", "lower"):
            return self.text(f"first.{key.verdict}", **values)
        yes = (better > 0) == (key.verdict == "higher")
        question = self.text(f"ask.{key.figure}")
        return f"{question} {self.text(('yes_' if yes else 'no_') + key.verdict, **values)}"

    def sure(self, one: ScenarioAnswer) -> Iterator[str]:
        """How sure it is, and how many runs that took."""
        percent = f"{100 * self.answer.confidence:g}"
        yield self.text("sure", runs=one.replications, percent=percent)
        if self.answer.exact and one.key.half_width is not None:
            exact, half = self.answer.exact, one.key.half_width
            wanted = f"{_shown(exact, exact, exact)} {unit_text(one.key.unit, self.language)}".strip()
            got = _shown(half, half, half)
            if half <= exact:
                yield self.text("reached", wanted=wanted, got=got)
            else:
                yield self.text("by_sign" if one.enough else "not_reached", wanted=wanted, got=got)

    def names(self, key: str, named: set[str]) -> Iterator[str]:
        """Figures that are always shown: output, waiting, energy and cost; of several that are one amount, one."""
        per = "per_t" if "good_t" in self.base else "per_piece"
        yield key if key in _OUTPUTS else _OUTPUTS[0]
        yield from ("scrap_share", "flow_h", "inside")
        yield from (f"station.{item.id}.queue" for item in self.line.stations if item.id in named)
        yield from (f"carrier.{item.id}.{kind}" for item in self.line.carriers for kind in ("amount", per))
        yield from (name for name in ("cost_krw", f"cost_{per}") if name in self.base)

    def row(self, item: Difference, *, matters: bool = False) -> FigureRow:
        """A figure side by side."""
        found, unit = self.base[item.figure], unit_text(item.unit, self.language)
        name = self.figure(item)
        base = _beside(found)
        return FigureRow(
            name=f"{name} [{unit}]" if unit else name, base=base,
            changed="–" if item.changed is None else _shown(item.changed, item.half_width, item.changed),
            difference=_amount(item, item.difference, signed=True), percent=_percent(item),
            word=self.text(f"word.{item.verdict}"), matters=matters,
        )  # fmt: skip

    def figure(self, item: Difference | FigureInterval) -> str:
        """A figure in the reader's words."""
        return figure_text(self.line, item.figure, self.language)

    def bars(self, figures: Mapping[str, Difference], names: Sequence[str]) -> Iterator[Change]:
        """The shown figures as a share of what they are today."""
        for item in (figures[name] for name in names):
            if not item.base or item.difference is None:
                continue
            size = 100 / abs(item.base)
            half = None if item.half_width is None else item.half_width * size
            said = _percent(item) + ("" if half is None else f" ± {half:.1f}")
            yield Change(self.figure(item), said, item.difference * size, half, item.verdict in ("higher", "lower"))

    def states(self, shares: Mapping[str, float | None]) -> tuple[str, ...]:
        """States that any station is in, as it is or changed."""
        both = (_means(self.base), shares)
        stations = [item.id for item in self.line.stations]
        return tuple(
            state
            for state in SHOWN
            if any(one.get(f"station.{name}.share.{state}") for one in both for name in stations)
        )

    def pairs(self, shares: Mapping[str, float | None], named: set[str]) -> Iterator[StationPair]:
        """The hours of each station, as it is and changed."""
        for item in self.line.stations:
            name = called(item, self.language)
            bars = [self.bar(name, self.parts(item.id, one)) for one in (_means(self.base), shares)]
            yield StationPair(name, bars[0], bars[1], item.id in named)

    def bar(self, name: str, parts: Sequence[Segment]) -> str:
        label = f"{name}: " + ", ".join(f"{item.name} {item.shown}" for item in parts)
        return stacked_bar(label, parts, 1.0, 14)

    def parts(self, station: str, shares: Mapping[str, float | None]) -> list[Segment]:
        """Shares of a station's hours by state."""
        found = []
        for state in SHOWN:
            share = shares.get(f"station.{station}.share.{state}")
            if share:
                said = share_text(Estimate(mean=share), self.language)
                found.append(Segment(text(f"simulate.state.{state}", self.language), said, share, f"state-{state}"))
        return found

    def drawn(self, line: Line, shares: Mapping[str, float | None], named: set[str] | None = None) -> LinePicture:
        """The line, each station with its shares; those that are changed are marked."""
        parts = {item.id: self.parts(item.id, shares) for item in line.stations}
        return line_picture(line, self.language, shares=parts, marked=named or set())

    def table(self, number: int) -> Iterator[list[str]]:
        """Every figure of a scenario, for a spreadsheet."""
        one = self.answer.scenarios[number]
        for item in (one.key, *one.figures):
            found = self.base[item.figure]
            values = (found.mean, found.half_width, item.changed, item.difference, item.half_width)
            yield [item.figure, self.figure(item), unit_text(item.unit, self.language),
                   *("" if value is None else repr(value) for value in values),
                   self.text(f"word.{item.verdict}")]  # fmt: skip


def _means(base: Mapping[str, FigureInterval]) -> dict[str, float | None]:
    return {name: item.mean for name, item in base.items()}


def _shown(value: float, half: float | None, size: float) -> str:
    """A number with the digits that are known: two of the half width, or four of what it is beside."""
    step = 10 ** (math.floor(math.log10(half or abs(size) / 100 or 1)) - 1)
    return number_text(round(value / step) * step, 0) if step > 1 else number_text(value, places_of(size, half))


def _beside(item: FigureInterval) -> str:
    """A figure with half the width of its interval."""
    if item.mean is None:
        return "–"
    half = item.half_width
    return _shown(item.mean, half, item.mean) + ("" if half is None else f" ± {_shown(half, half, half)}")


def _amount(item: Difference, value: float | None, *, signed: bool = False) -> str:
    """A difference with half the width of its interval."""
    if value is None:
        return "–"
    size, half = item.difference or item.base or 0.0, item.half_width
    shown = _shown(value, half, size) + ("" if half is None else f" ± {_shown(half, half, half)}")
    return f"+{shown}" if signed and value > 0 else shown


def _percent(item: Difference) -> str:
    if not item.base or item.difference is None:
        return "–"
    return f"{100 * item.difference / abs(item.base):+.1f} %"
