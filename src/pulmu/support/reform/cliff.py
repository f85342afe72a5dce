"""What crossing a limit costs: a firm just within it, and the same firm a won beyond."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pulmu.model.finding import Answer, Bounded, Finding
from pulmu.support.rules import Choice, Facts, Outcome, Rulebook, evaluate


@dataclass(frozen=True, slots=True)
class Cliff:
    """What changes between two firms that differ in one fact.

    Parameters
    ----------
    within, beyond : Value of the fact on either side.
    lost : Programmes the firm may apply to on this side and not on that, each with the support it loses at most
        (None where the terms are not known).
    worth_krw : Sum of what is known of it.
    classes : Size classes still possible on either side.
    """

    fact: str
    within: float
    beyond: float
    lost: tuple[tuple[str, float | None], ...]
    worth_krw: float
    classes: tuple[tuple[str, ...], tuple[str, ...]]


def cliffs(rulebook: Rulebook, facts: Facts, day: date, fact: str, pairs: Iterable[tuple[float, float]]) -> list[Cliff]:
    """The cliff between each pair of values of a fact, all else as it is."""
    return [_cliff(rulebook, facts, day, fact, within, beyond) for within, beyond in pairs]


def _cliff(rulebook: Rulebook, facts: Facts, day: date, fact: str, within: float, beyond: float) -> Cliff:
    here, there = (evaluate(rulebook, facts.with_values(**{fact: value}), day) for value in (within, beyond))
    lost = tuple(
        (name.removesuffix(".eligible"), _most(here, name.removesuffix("eligible") + "support_krw"))
        for name, outcome in here.items()
        if name.endswith(".eligible") and _open(outcome) and not _open(there[name])
    )
    worth = sum(amount for _, amount in lost if amount is not None)
    return Cliff(fact, within, beyond, lost, worth, (_classes(here), _classes(there)))


def _open(outcome: Outcome) -> bool:
    return isinstance(outcome, Finding) and outcome.answer is not Answer.NO


def _most(outcomes: dict[str, Outcome], name: str) -> float | None:
    found = outcomes.get(name)
    return found.high if isinstance(found, Bounded) and found.high < float("inf") else None


def _classes(outcomes: dict[str, Outcome]) -> tuple[str, ...]:
    found = outcomes.get("size.class")
    return tuple(sorted(found.possible)) if isinstance(found, Choice) else ()
