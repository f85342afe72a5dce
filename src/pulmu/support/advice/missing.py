"""Which facts are missing, and which to find out first: the one whose answer settles most."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pulmu.model.finding import Answer, Bounded, Finding
from pulmu.reference import find_fact, list_facts
from pulmu.support.rules import Choice, Evaluation, Facts, Outcome, Rulebook, each_inside, open_tests
from pulmu.support.rules.node import facts_asked

_ROWS = ("limit_row", "related_limit_row", "other_related_limit_row")
_ASKED_AS = {"section": "division", "limit_row": "division"}
"""Facts that are computed from what a person tells, and what is asked for them."""


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that is not given and can change an answer.

    Parameters
    ----------
    settles : How much of what is open its answer settles on average: 1 for one question answered for good.
    answers : How many open tests inside the questions it answers on average.
    outputs : The questions it can settle or narrow.
    """

    fact: str
    settles: float
    answers: float
    outputs: tuple[str, ...]


def missing_facts(rulebook: Rulebook, facts: Facts, day: date, outputs: Iterable[str]) -> list[MissingFact]:
    """Facts to find out, the one that settles most first.

    Each missing fact is tried with the values that matter: both answers of a yes or no, every choice, and numbers just
    within and just beyond each limit they are compared with.
    """
    asked = Evaluation(rulebook, facts, day)
    open_ones = {name: found for name in outputs if _openness(found := asked.outcome(rulebook.outputs[name])) > 0}
    limits: dict[str, set[float]] = {}
    readers: dict[str, set[str]] = {}
    for output, outcome in open_ones.items():
        for fact, beside in _unknown_in(outcome, facts):
            limits.setdefault(fact, set()).update(beside)
            readers.setdefault(fact, set()).add(output)
        for fact in facts_asked(rulebook.outputs[output]):
            readers.setdefault(fact, set()).add(output)
    tests = dict(zip(open_ones, open_tests(open_ones.values()), strict=True))
    tried = [_tried(rulebook, facts, day, {name: open_ones[name] for name in open_ones if name in readers[fact]}, tests,
                    fact, limits[fact]) for fact in limits]  # fmt: skip
    ordered = sorted(tried, key=lambda item: (-item.settles, -item.answers, item.fact))
    first: dict[str, MissingFact] = {}
    for item in ordered:
        first.setdefault(item.fact, item)
    return list(first.values())


def _openness(outcome: Outcome) -> float:
    """0 for a settled question, 1 for an open one."""
    match outcome:
        case Finding(answer=answer):
            return 1.0 if answer is Answer.UNKNOWN else 0.0
        case Choice(possible=possible):
            return (len(possible) - 1) / len(possible)
        case Bounded():
            return 0.0


def _unknown_in(outcome: Outcome, facts: Facts) -> list[tuple[str, list[float]]]:
    """Facts that are asked and not given, each with the limits it is compared with."""
    found: list[tuple[str, list[float]]] = []
    for item in each_inside(outcome):
        if isinstance(item, Finding) and item.answer is Answer.UNKNOWN and item.compared is not None:
            limits = [side.low for side in (item.compared.left, item.compared.right) if side.is_known]
            found += [(name, limits) for name in _facts_in(item.compared.left, facts)]
            found += [(name, []) for name in _facts_in(item.compared.right, facts)]
        elif (
            isinstance(item, Finding) and item.fact and item.answer is Answer.UNKNOWN and _is_missing(item.fact, facts)
        ):
            found.append((item.fact, []))
    return found


def _facts_in(number: Bounded, facts: Facts) -> list[str]:
    names = [item.fact if isinstance(item, Finding) else item.name for item in each_inside(number)
             if isinstance(item, Finding) or (isinstance(item, Bounded) and item.parameter is None)]  # fmt: skip
    return [name for name in dict.fromkeys(names) if name and _is_missing(name, facts)]


def _is_missing(name: str, facts: Facts) -> bool:
    return facts.values.get(name) is None and name in _askable()


@functools.cache
def _askable() -> frozenset[str]:
    """Facts a person can tell; what is computed is asked where something else tells it, such as the industry."""
    return frozenset(fact.name for fact in list_facts() if not fact.is_derived) | set(_ASKED_AS)


def _tried(
    rulebook: Rulebook,
    facts: Facts,
    day: date,
    open_ones: dict[str, Outcome],
    tests: dict[str, int],
    fact: str,
    limits: set[float],
) -> MissingFact:
    """A fact tried on the outputs that read it."""
    values = _values(fact, limits, day)
    settled: dict[str, float] = dict.fromkeys(open_ones, 0.0)
    answered = 0.0
    for value in values:
        asked = Evaluation(rulebook, facts.with_values(**{fact: value}), day)
        found = {name: asked.outcome(rulebook.outputs[name]) for name in open_ones}
        for (name, after), still_open in zip(found.items(), open_tests(found.values()), strict=True):
            before = _openness(open_ones[name])
            settled[name] += max(before - _openness(after), 0.0) / before / len(values)
            answered += (tests[name] - still_open) / len(values)
    asked_as = _ASKED_AS.get(fact, fact)
    return MissingFact(
        asked_as, sum(settled.values()), answered, tuple(name for name, gain in settled.items() if gain > 0)
    )


def _values(fact: str, limits: set[float], day: date) -> list[Any]:
    described = find_fact(fact)
    match described.kind:
        case "flag":
            return [True, False]
        case "choice" | "ordinal":
            return [_typed(described.name, choice.id) for choice in described.choices]
        case "choices":
            return [frozenset(choice.id for choice in described.choices), frozenset()]
        case "date":
            return [day - timedelta(days=days) for days in (30, 400, 1500, 4000)]
        case _:
            near = [value for limit in sorted(limits) for value in (limit * 0.9, limit * 1.1)]
            return [0.0, *near, 1e15]


def _typed(fact: str, choice: str) -> Any:
    """Rows of tables are numbers, all other choices are words."""
    return int(choice) if fact in _ROWS and choice.isdigit() else choice
