"""The rulebook for one firm: every node becomes an outcome that keeps what it was made of."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from pulmu.model.finding import Answer, Bounded, Compared, Finding
from pulmu.model.source import Source
from pulmu.support.rules import _settings as settings
from pulmu.support.rules.node import (
    POINTS,
    AllOf,
    Among,
    AnyOf,
    Between,
    Capped,
    Compare,
    Contains,
    Decide,
    Either,
    Exists,
    Finds,
    Fixed,
    Flag,
    Floored,
    Given,
    Keyed,
    Less,
    Member,
    Node,
    Not,
    Number,
    Over,
    Pick,
    Plus,
    Ranked,
    Reached,
    Setting,
    Switched,
    Times,
    Total,
    Within,
)
from pulmu.support.rules.outcome import Choice, Outcome
from pulmu.support.rules.rulebook import Rulebook
from pulmu.support.rules.tolerance import tolerance

INFINITY = math.inf
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one firm: facts by name, absent or None where not, and the rows of its relations."""

    values: Row
    relations: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    def with_values(self, **changed: Any) -> "Facts":
        """The facts with some of them changed."""
        return Facts({**self.values, **changed}, self.relations)


def evaluate(rulebook: Rulebook, facts: Facts, day: date, outputs: tuple[str, ...] | None = None) -> dict[str, Outcome]:
    """What the rules say of a firm on a day.

    Parameters
    ----------
    outputs : Which outputs; None for all.

    Raises
    ------
    RuleError  A parameter has no version on that day (`rule.not_in_force`).
    """
    reader = Evaluation(rulebook, facts, day)
    return {name: reader.outcome(rulebook.outputs[name]) for name in outputs or rulebook.outputs}


class Evaluation:
    """One firm under one rulebook on one day; each node is looked at once."""

    def __init__(self, rulebook: Rulebook, facts: Facts, day: date) -> None:
        self.rulebook, self.facts, self.day = rulebook, facts, day
        self._row = facts.values
        self._known: dict[int, tuple[Node, Outcome]] = {}

    def outcome(self, node: Node) -> Outcome:
        """What a node is for this firm."""
        known = self._known.get(id(node))
        if known is None:
            result: Outcome = (
                self._choice(node)
                if isinstance(node, Decide)
                else (self._number(node) if isinstance(node, Number) else self._finding(node))
            )
            known = self._known[id(node)] = (node, result)
        return known[1]

    def number(self, node: Number) -> Bounded:
        """A number between its bounds."""
        return cast("Bounded", self.outcome(node))

    def finding(self, node: Finds) -> Finding:
        """A finding."""
        return cast("Finding", self.outcome(node))

    def value(self, fact: str) -> Any:
        """A fact of the row that is being looked at; None if it is not given."""
        return self._row.get(fact)

    def choice_of(self, node: Decide) -> Choice:
        """A decision: the labels still possible."""
        return cast("Choice", self.outcome(node))

    def _choice(self, node: Decide) -> Choice:
        guards: list[tuple[Finding, str | Choice]] = []
        possible: set[str] = set()
        is_open = True
        for guard, label in node.branches:
            found = self.finding(guard)
            leads = self._leads(label)
            guards.append((found, leads))
            if is_open and found.answer is not Answer.NO:
                possible |= _labels(leads)
            is_open = is_open and found.answer is not Answer.YES
        otherwise = self._leads(node.otherwise)
        if is_open:
            possible |= _labels(otherwise)
        return Choice(node.name, frozenset(possible), tuple(guards), otherwise, node.source)

    def _leads(self, label: str | Decide) -> str | Choice:
        if isinstance(label, str):
            return label
        return self.choice_of(label)

    def _number(self, node: Number) -> Bounded:
        match node:
            case Given(fact=fact, unit=unit):
                return _bounded(fact, self.value(fact), unit)
            case Between(name=name, low=low, high=high, unit=unit):
                least, most = self.value(low), self.value(high)
                return Bounded(name, 0.0 if least is None else float(least),
                               INFINITY if most is None else float(most), unit)  # fmt: skip
            case Fixed(value=value, unit=unit):
                return Bounded("", value, value, unit)
            case Setting() | Keyed():
                return settings.number(self, node)
            case Plus() | Either():
                return self._gathered(node)
            case Less() | Times() | Over() | Capped() | Floored():
                return self._joined(node)
            case Pick():
                return self._picked(node)
            case Total():
                return self._totalled(node)

    def _gathered(self, node: Plus | Either) -> Bounded:
        inputs = tuple(map(self.number, node.parts))
        lows, highs = [item.low for item in inputs], [item.high for item in inputs]
        low, high = (_added(lows), _added(highs)) if isinstance(node, Plus) else (min(lows), max(highs))
        return Bounded(node.name, low, high, node.unit, node.source, None, inputs)

    def _joined(self, node: Less | Times | Over | Capped | Floored) -> Bounded:
        left, right = (node.top, node.bottom) if isinstance(node, Over) else (node.left, node.right)
        a, b = self.number(left), self.number(right)
        low, high = _JOINS[type(node)](a, b)
        return Bounded(node.name, low, high, node.unit, node.source, None, (a, b))

    def _picked(self, node: Pick) -> Bounded:
        inputs: list[Bounded | Finding] = []
        low, high, is_open = INFINITY, -INFINITY, True
        for guard, number in node.branches:
            found = self.finding(guard)
            inputs.append(found)
            if is_open and found.answer is not Answer.NO:
                taken = self.number(number)
                inputs.append(taken)
                low, high = min(low, taken.low), max(high, taken.high)
            is_open = is_open and found.answer is not Answer.YES
        if is_open:
            rest = Bounded("", 0.0, INFINITY) if node.otherwise is None else self.number(node.otherwise)
            if node.otherwise is not None:
                inputs.append(rest)
            low, high = min(low, rest.low), max(high, rest.high)
        return Bounded(node.name, low, high, node.unit, node.source, None, tuple(inputs))

    def _rows(self, relation: str) -> list["Evaluation"]:
        found = []
        for row in self.facts.relations.get(relation, ()):
            inner = Evaluation(self.rulebook, self.facts, self.day)
            inner._row = row
            found.append(inner)
        return found

    def _totalled(self, node: Total) -> Bounded:
        inputs: list[Bounded | Finding] = []
        low = high = 0.0
        for inner in self._rows(node.relation):
            found = inner.finding(node.where)
            inputs.append(found)
            if found.answer is Answer.NO:
                continue
            amount = inner.number(node.amount)
            inputs.append(amount)
            low += amount.low if found.answer is Answer.YES else 0.0
            high += amount.high
        if node.complete is not None and self.value(node.complete) is not True:
            high = INFINITY
        return Bounded(node.name, low, high, node.unit, node.source, None, tuple(inputs))

    def _finding(self, node: Finds) -> Finding:
        match node:
            case Compare():
                return self._compared(node)
            case Flag(fact=fact, source=source):
                return _flag(fact, self.value(fact), source)
            case Among() | Ranked() | Contains() | Switched():
                return settings.finding(self, node)
            case Within():
                return settings.within(self, node)
            case Reached(name=name, fact=fact, source=source):
                start = self.value(fact)
                answer = Answer.UNKNOWN if start is None else _yes(start <= self.day)
                shown = "not given" if start is None else f"{start}, asked on {self.day}"
                return Finding(name, answer, shown, source, fact=fact)
            case AllOf(name=name, parts=parts, source=source):
                found = tuple(map(self.finding, parts))
                return Finding(
                    name, min((part.answer for part in found), default=Answer.YES), "", source, found, joined="all"
                )
            case AnyOf(name=name, parts=parts, source=source):
                found = tuple(map(self.finding, parts))
                return Finding(
                    name, max((part.answer for part in found), default=Answer.NO), "", source, found, joined="any"
                )
            case Not(name=name, part=part, source=source):
                inner = self.finding(part)
                return Finding(name, Answer(2 - inner.answer), "", source, (inner,), joined="not")
            case Exists():
                return self._exists(node)
            case Member():
                return settings.member(self, node)

    def _compared(self, node: Compare) -> Finding:
        left, right = self.number(node.left), self.number(node.right)
        sides = ((node.left, left), (node.right, right))
        if any(isinstance(side, POINTS) and not number.is_known for side, number in sides):
            answer = Answer.UNKNOWN
        else:
            answer = _answer(left, node.sign, right, tolerance(node.unit))
        shown = f"{left} {node.sign if answer is not Answer.NO else _TURNED[node.sign]} {right}"
        detail = shown if answer is not Answer.UNKNOWN else f"{left}, to be {node.sign} {right}"
        return Finding(node.name, answer, detail, node.source, (), Compared(left, node.sign, right))

    def _exists(self, node: Exists) -> Finding:
        parts = tuple(inner.finding(node.where) for inner in self._rows(node.relation))
        answer = max((part.answer for part in parts), default=Answer.NO)
        unfinished = node.complete is not None and self.value(node.complete) is not True
        if answer is Answer.NO and unfinished:
            unknown = Finding(node.complete or "", Answer.UNKNOWN, "not given", fact=node.complete or "")
            return Finding(node.name, Answer.UNKNOWN, "", node.source, (*parts, unknown), joined="any")
        return Finding(node.name, answer, "", node.source, parts, joined="any")


_TURNED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def _answer(left: Bounded, sign: str, right: Bounded, slack: float) -> Answer:
    """Whether the comparison holds wherever both numbers lie between their bounds, give or take `slack`."""
    if sign in (">", ">="):
        left, right, sign = right, left, "<" if sign == ">" else "<="
    slack = slack if sign == "<=" else -slack
    if sign == "<=":
        holds, fails = left.high <= right.low + slack, left.low > right.high + slack
    else:
        holds, fails = left.high < right.low + slack, left.low >= right.high + slack
    return Answer.YES if holds else Answer.NO if fails else Answer.UNKNOWN


def _yes(holds: bool) -> Answer:
    return Answer.YES if holds else Answer.NO


def _flag(fact: str, value: Any, source: Source | None) -> Finding:
    if value is None:
        return Finding(fact, Answer.UNKNOWN, "not given", source, fact=fact)
    return Finding(fact, _yes(bool(value)), "", source, fact=fact)


def _bounded(fact: str, value: Any, unit: str) -> Bounded:
    return Bounded(fact, 0.0, INFINITY, unit) if value is None else Bounded(fact, float(value), float(value), unit)


def _labels(leads: str | Choice) -> frozenset[str]:
    return frozenset((leads,)) if isinstance(leads, str) else leads.possible


def _times(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b


def _left_over(a: float, b: float) -> float:
    return 0.0 if math.isinf(b) else max(0.0, a - b)


def _divided(a: Bounded, b: Bounded) -> tuple[float, float]:
    low = a.low / b.high if b.low > 0 and not math.isinf(b.high) else 0.0
    return low, a.high / b.low if b.low > 0 else INFINITY


_JOINS: dict[type, Callable[[Bounded, Bounded], tuple[float, float]]] = {
    Times: lambda a, b: (_times(a.low, b.low), _times(a.high, b.high)),
    Over: _divided,
    Capped: lambda a, b: (min(a.low, b.low), min(a.high, b.high)),
    Floored: lambda a, b: (max(a.low, b.low), max(a.high, b.high)),
    Less: lambda a, b: (_left_over(a.low, b.high), max(0.0, a.high - b.low)),
}


def _added(values: Any) -> float:
    total = 0.0
    for value in values:
        total += value
    return total
