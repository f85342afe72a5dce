"""What would raise an axis: the unmet criterion that lies nearest, and the question that settles most."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pulmu.model.finding import Answer
from pulmu.reference import FactDescription, find_fact
from pulmu.support.profile.criterion import CriterionResult


@dataclass(frozen=True, slots=True)
class Step:
    """An unmet criterion, with how far it is from being met (a share of what is asked), where that is measured."""

    result: CriterionResult
    gap: float | None


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for, and how many unknown criteria wait for it."""

    fact: FactDescription
    settles: int


def steps(results: Iterable[CriterionResult]) -> tuple[Step, ...]:
    """Unmet criteria, nearest first: those with a measured gap, then a yes that is missing, as the table lists them."""
    unmet = [Step(item, item.gap) for item in results if item.answer is Answer.NO]
    return tuple(sorted(unmet, key=lambda step: math.inf if step.gap is None else step.gap))


def questions(results: Iterable[CriterionResult], values: Mapping[str, Any]) -> tuple[Question, ...]:
    """Facts that unknown criteria wait for, those that settle most first; each is asked once."""
    waiting: Counter[str] = Counter()
    for item in results:
        if item.answer is Answer.UNKNOWN:
            waiting.update(fact for fact in item.criterion.ask if values.get(fact) is None)
    return tuple(Question(find_fact(name), count) for name, count in waiting.most_common())
