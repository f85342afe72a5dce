"""Which change of one fact would turn an outcome, the smallest first."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pulmu.model.finding import Bounded, Finding
from pulmu.reference import find_fact
from pulmu.support.rules import Choice, Evaluation, Facts, Outcome, Rulebook, inside

_WHOLE = ("KRW", "USD", "years", "months", "days", "times")


@dataclass(frozen=True, slots=True)
class Turn:
    """One fact changed, nothing else, and what the outcome becomes.

    Parameters
    ----------
    test : The comparison or fact at which it turns.
    before, after : Value of the fact as it is, and the nearest at which the outcome is another.
    relative : Size of the change beside the value; 1 for a yes that becomes no, and where it was 0; of ranked choices
        the steps between them.
    becomes : Labels of a decision then possible, or the answer of a finding.
    """

    fact: str
    test: str
    before: float | bool | str
    after: float | bool | str
    relative: float
    becomes: tuple[str, ...]


Derive = Callable[[Facts], Facts]
"""Facts that follow from others, made again after a change."""


def turns(
    rulebook: Rulebook, facts: Facts, day: date, output: str, *, derive: Derive = lambda facts: facts
) -> list[Turn]:
    """Every known fact that alone can turn an output, the smallest change first."""
    asked = Evaluation(rulebook, facts, day)
    outcome = asked.outcome(rulebook.outputs[output])
    now = _shown(outcome)
    found: dict[str, Turn] = {}
    for fact, test, value in _candidates(rulebook, facts, day, output, outcome):
        changed = derive(facts.with_values(**{fact: value}))
        after = _shown(Evaluation(rulebook, changed, day).outcome(rulebook.outputs[output]))
        turn = Turn(
            fact, test, facts.values[fact], value, _relative(fact, facts.values[fact], value), tuple(sorted(after))
        )
        if after != now and (fact not in found or turn.relative < found[fact].relative):
            found[fact] = turn
    return sorted(found.values(), key=lambda turn: (turn.relative, turn.fact))


def _asked_again(rulebook: Rulebook, facts: Facts, day: date, output: str, fact: str, value: Any) -> Outcome:
    changed = facts.with_values(**{fact: value})
    return Evaluation(rulebook, changed, day).outcome(rulebook.outputs[output])


def _shown(outcome: Outcome) -> frozenset[str]:
    match outcome:
        case Finding(answer=answer):
            return frozenset((str(answer),))
        case Choice(possible=possible):
            return possible
        case Bounded(low=low, high=high):
            return frozenset((f"{low:.15g}", f"{high:.15g}"))


def _relative(fact: str, before: float | bool | str, after: float | bool | str) -> float:
    if isinstance(before, str) or isinstance(after, str):
        order = [choice.id for choice in find_fact(fact).choices]
        return float(abs(order.index(str(after)) - order.index(str(before))))
    if isinstance(before, bool) or before == 0:
        return 1.0
    return abs(float(after) - float(before)) / abs(float(before))


def _candidates(
    rulebook: Rulebook, facts: Facts, day: date, output: str, outcome: Outcome
) -> Iterator[tuple[str, str, float | bool | str]]:
    seen: set[str] = set()
    for item in inside(outcome):
        if not isinstance(item, Finding) or item.name in seen:
            continue
        seen.add(item.name)
        if item.compared is not None:
            yield from _at_limit(rulebook, facts, day, output, item)
        elif isinstance(facts.values.get(item.fact), bool):
            yield item.fact, item.name, not facts.values[item.fact]
        elif isinstance(told := facts.values.get(item.fact), str) and find_fact(item.fact).kind == "ordinal":
            yield from (
                (item.fact, item.name, choice.id) for choice in find_fact(item.fact).choices if choice.id != told
            )


def _at_limit(
    rulebook: Rulebook, facts: Facts, day: date, output: str, test: Finding
) -> Iterator[tuple[str, str, float]]:
    """The values of each fact of a comparison just within and just beyond its limit, all else as it is."""
    compared = test.compared
    if compared is None or not (compared.left.is_known and compared.right.is_known):
        return
    gap = compared.right.low - compared.left.low
    for fact in _numbers_in(compared.left, facts):
        value = float(facts.values[fact])
        slope = _slope(rulebook, facts, day, output, test.name, fact)
        if not slope:
            continue
        exact = value + gap / slope
        step = 1.0 if compared.left.unit in _WHOLE or _is_whole(fact) else 1e-6
        for near in (math.floor(exact / step) * step, math.ceil(exact / step) * step):
            for moved in (near - step, near, near + step):
                if moved >= 0 and moved != value:
                    yield fact, test.name, moved


def _is_whole(fact: str) -> bool:
    return find_fact(fact).kind in ("won", "count") and find_fact(fact).unit in _WHOLE


def _numbers_in(number: Bounded, facts: Facts) -> list[str]:
    found = [item.name for item in inside(number)
             if isinstance(item, Bounded) and not item.inputs and item.parameter is None]  # fmt: skip
    known = (name for name in dict.fromkeys(found) if isinstance(facts.values.get(name), int | float))
    return [name for name in known if not isinstance(facts.values[name], bool)]


def _slope(rulebook: Rulebook, facts: Facts, day: date, output: str, test: str, fact: str) -> float:
    """By how much the left side of a comparison moves with a fact."""
    value = float(facts.values[fact])
    step = max(abs(value) * 1e-3, 1.0)
    low, high = (_left(rulebook, facts, day, output, test, fact, moved) for moved in (value, value + step))
    return 0.0 if low is None or high is None else (high - low) / step


def _left(rulebook: Rulebook, facts: Facts, day: date, output: str, test: str, fact: str, value: float) -> float | None:
    for item in inside(_asked_again(rulebook, facts, day, output, fact, value)):
        if isinstance(item, Finding) and item.name == test and item.compared is not None:
            return item.compared.left.low if item.compared.left.is_known else None
    return None
