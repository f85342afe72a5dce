"""The profile of one firm on a day, with every finding behind it."""

from dataclasses import dataclass
from datetime import date
from typing import Final, cast

from pulmu.model.finding import Answer, Finding
from pulmu.model.source import Source
from pulmu.reference import find_fact, profile_criteria
from pulmu.reference.profile import Axis
from pulmu.support.profile.criterion import AXES, CriterionResult, name_of
from pulmu.support.profile.raising import Question, Step, questions, steps
from pulmu.support.profile.rulebook import CERTIFICATES, RUNGS
from pulmu.support.rules import Choice, Facts, Outcome, Rulebook, evaluate

_DECREE = Source("중소기업기술혁신법 시행령", "제13조", "2026", "read")
AREAS: Final[dict[str, dict[str, dict[Axis, tuple[str, ...]]]]] = {
    "innobiz": {
        "technology_results": {"rnd": ("share_2", "unit", "staff", "rights", "project")},
        "commercialisation": {"global": ("exports", "share", "certificate")},
    },
    "mainbiz": {"management_innovation": {"ai": ("data", "factory_level"), "carbon": ("management", "target")}},
}
"""Areas of criteria the law names, and the criteria of the profile that bear on each: no score follows from them."""


@dataclass(frozen=True, slots=True)
class AxisProfile:
    """An axis: the level that is sure and the highest still possible, its criteria, and what would raise it.

    Parameters
    ----------
    choice : The decision between levels, with what it was made of.
    needed : How many more criteria must hold for the level above the sure one; 0 at the top.
    """

    axis: Axis
    sure: int
    possible: int
    choice: Choice
    criteria: tuple[CriterionResult, ...]
    needed: int
    steps: tuple[Step, ...]
    questions: tuple[Question, ...]

    def count(self, answer: Answer) -> int:
        """How many criteria have an answer."""
        return sum(item.answer is answer for item in self.criteria)


@dataclass(frozen=True, slots=True)
class LevelCheck:
    """The smart-factory level: the official one if it was told, and the levels Pulmu's own ladder leaves possible.

    Parameters
    ----------
    indicated : Labels still possible, lowest first; Pulmu's own reading, not an official level.
    asks : Facts of the ladder that are not known, or not met, lowest rung first.
    """

    told: str | None
    indicated: tuple[str, ...]
    choice: Choice
    asks: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class AreaCheck:
    """An area of criteria that the law names, and what is known that bears on it. The score is not known."""

    name: str
    source: Source
    criteria: tuple[CriterionResult, ...]


@dataclass(frozen=True, slots=True)
class CertificateCheck:
    """A self-check of a certificate: whether it is held, the conditions of law, and the areas it is selected by."""

    name: str
    certificate: Finding
    conditions: tuple[Finding, ...]
    areas: tuple[AreaCheck, ...]


@dataclass(frozen=True, slots=True)
class FirmProfile:
    """What is known of a firm on four axes and two ladders of certificates.

    Parameters
    ----------
    questions : Facts to ask for over all axes, those that settle most first.
    """

    day: date
    axes: tuple[AxisProfile, ...]
    smart_factory: LevelCheck
    certificates: tuple[CertificateCheck, ...]
    questions: tuple[Question, ...]


def profile_of(rulebook: Rulebook, facts: Facts, day: date) -> FirmProfile:
    """The profile of a firm.

    Raises
    ------
    RuleError  A parameter has no value on that day (`rule.not_in_force`).
    """
    found = evaluate(rulebook, facts, day)
    results = {name_of(item): CriterionResult(item, cast("Finding", found[name_of(item)]))
               for item in profile_criteria()}  # fmt: skip
    return FirmProfile(
        day=day,
        axes=tuple(_axis(rulebook, axis, found, results, facts, day) for axis in AXES),
        smart_factory=_smart_factory(found, facts),
        certificates=tuple(_certificate(word, found, results) for word in CERTIFICATES),
        questions=questions(results.values(), facts.values),
    )


def _axis(
    rulebook: Rulebook,
    axis: Axis,
    found: dict[str, Outcome],
    results: dict[str, CriterionResult],
    facts: Facts,
    day: date,
) -> AxisProfile:
    choice = cast("Choice", found[f"{axis}.level"])
    levels = sorted(map(int, choice.possible))
    own = tuple(item for item in results.values() if item.criterion.axis == axis)
    held = sum(item.answer is Answer.YES for item in own)
    needed = 0
    if levels[0] < len(choice.guards):
        wanted = rulebook.value(f"profile.{axis}.level_{levels[0] + 1}", day).value
        needed = int(cast("float", wanted)) - held
    return AxisProfile(axis, levels[0], levels[-1], choice, own, needed, steps(own), questions(own, facts.values))


def _smart_factory(found: dict[str, Outcome], facts: Facts) -> LevelCheck:
    choice = cast("Choice", found["smart_factory.indicated"])
    order = [item.id for item in find_fact("smart_factory_level").choices]
    indicated = tuple(label for label in order if label in choice.possible)
    asked = [name for _, names in RUNGS for name in names if facts.values.get(name) is not True]
    if facts.values.get("smart_factory_level") is None:
        asked.insert(0, "smart_factory_level")
    return LevelCheck(
        facts.values.get("smart_factory_level"),
        indicated,
        choice,
        tuple(Question(find_fact(name), 1) for name in asked),
    )


def _certificate(word: str, found: dict[str, Outcome], results: dict[str, CriterionResult]) -> CertificateCheck:
    conditions = tuple(cast("Finding", found[f"{word}.{name}"]) for name in ("size", "age", "score"))
    areas = tuple(
        AreaCheck(area, _DECREE, tuple(results[f"{axis}.{name}"] for axis, names in parts.items() for name in names))
        for area, parts in AREAS[word].items()
    )
    return CertificateCheck(word, cast("Finding", found[f"{word}.certificate"]), conditions, areas)
