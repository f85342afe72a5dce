"""A criterion of the profile: as a rule, and as what it says of a firm."""

from dataclasses import dataclass
from typing import Final

from pulmu.model.finding import Answer, Finding
from pulmu.reference import Choice, ProfileCriterion, find_fact, profile_parameters
from pulmu.reference.profile import Axis
from pulmu.support.rules import AllOf, AnyOf, Compare, Finds, Flag, Given, Over, Ranked, Setting

AXES: Final[tuple[Axis, ...]] = ("ai", "carbon", "global", "rnd")
LEVELS: Final = ("0", "1", "2", "3", "4")
"""Levels of an axis, lowest first."""


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """A criterion and what it says of a firm."""

    criterion: ProfileCriterion
    finding: Finding

    @property
    def answer(self) -> Answer:
        """Yes, no, or unknown where a fact is missing."""
        return self.finding.answer

    @property
    def gap(self) -> float | None:
        """How far a number lies from what is asked, as a share of it; None unless it is known and fails."""
        compared = self.finding.compared
        if self.answer is not Answer.NO or compared is None or compared.margin is None or not compared.right.low:
            return None
        return -compared.margin / compared.right.low

    @property
    def limit(self) -> Choice | None:
        """The word of an order that it asks for at least; None where it asks for a number, or a yes."""
        if self.criterion.test != "ranked":
            return None
        wanted = next(item.value for item in profile_parameters() if item.name == self.criterion.parameter)
        return next(item for item in find_fact(self.criterion.facts[0]).choices if item.id == wanted)


def name_of(criterion: ProfileCriterion) -> str:
    """The name of its output: axis and criterion."""
    return f"{criterion.axis}.{criterion.name}"


def rule_of(criterion: ProfileCriterion) -> Finds:
    """The criterion in the rule language."""
    name, source, facts = name_of(criterion), criterion.source, criterion.facts
    limit = Setting(criterion.parameter)
    match criterion.test:
        case "flag" | "any_flag":
            return AnyOf(name, tuple(Flag(fact) for fact in facts), source)
        case "at_least":
            return Compare(name, _given(facts[0]), ">=", limit, source, _unit(facts[0]))
        case "at_most":
            return Compare(name, _given(facts[0]), "<=", limit, source, _unit(facts[0]))
        case "share_at_least":
            share = Over(f"{name}.share", _given(facts[0]), _given(facts[1]), "share")
            return Compare(name, share, ">=", limit, source, "share")
        case "ranked":
            order = tuple(choice.id for choice in find_fact(facts[0]).choices)
            return AllOf(name, (Ranked(facts[0], ">=", limit, order),), source)


def _given(fact: str) -> Given:
    return Given(fact, _unit(fact))


def _unit(fact: str) -> str:
    unit = find_fact(fact).unit
    return "share" if unit == "1" else unit
