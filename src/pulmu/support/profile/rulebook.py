"""The rules of a profile: criteria, a level for each axis, the ladder of a smart factory, and two certificates."""

import functools
from collections.abc import Mapping

from pulmu.model.source import Source
from pulmu.reference import profile_criteria, profile_parameters
from pulmu.reference.profile import Axis
from pulmu.support.profile.criterion import AXES, LEVELS, name_of, rule_of
from pulmu.support.rules import (
    AllOf,
    Compare,
    Decide,
    Finds,
    Flag,
    Given,
    Member,
    Node,
    Not,
    Parameter,
    Pick,
    Plus,
    Rulebook,
    Setting,
    Value,
    Within,
    constant,
)
from pulmu.support.size import size_rules

OWN = "Pulmu, own definition"
EDITION = "2026-11-27"
RUNGS = (
    ("basic", ("collects_manufacturing_data",)),
    ("intermediate_1", ("controls_from_data",)),
    ("intermediate_2", ("optimises_by_simulation",)),
    ("advanced", ("runs_autonomously",)),
)
"""What Pulmu looks at for each level of a smart factory, from the lowest; each needs those below it."""
CERTIFICATES = ("innobiz", "mainbiz")
_ARTICLE = {"innobiz": "제15조", "mainbiz": "제15조의3"}


@functools.cache
def profile_rules() -> Rulebook:
    """Every criterion (``ai.data``), each axis's level (``ai.level``), ``smart_factory.indicated``, and for each
    certificate ``innobiz.certificate``, ``innobiz.size``, ``innobiz.age``, ``innobiz.score``."""
    criteria = {name_of(item): rule_of(item) for item in profile_criteria()}
    levels = {f"{axis}.level": _level(axis, criteria) for axis in AXES}
    certificates = {name: node for word in CERTIFICATES for name, node in _certificate(word).items()}
    outputs = {**criteria, **levels, "smart_factory.indicated": _ladder(), **certificates}
    return Rulebook(_parameters(), outputs)


def _parameters() -> Mapping[str, Parameter]:
    own = {item.name: constant(item.name, _value(item.value), _unit(item.unit), item.source)
           for item in profile_parameters()}  # fmt: skip
    return {**size_rules().parameters, **own}


def _value(value: float | str | frozenset[str]) -> Value:
    return value


def _unit(unit: str) -> str:
    return "share" if unit == "1" else unit


def _level(axis: Axis, criteria: Mapping[str, Finds]) -> Decide:
    """The level by how many criteria hold; several stay possible where some are unknown."""
    holds, holds_not = Setting("profile.holds"), Setting("profile.holds_not")
    points = tuple(
        Pick(f"{name}.counts", ((finding, holds),), holds_not, "criteria")
        for name, finding in criteria.items()
        if name.startswith(f"{axis}.")
    )
    source = Source(OWN, "levels", EDITION)
    held = Plus(f"{axis}.criteria_held", points, "criteria", source)
    guards = tuple(
        (Compare(f"{axis}.level_{level}", held, ">=", Setting(f"profile.{axis}.level_{level}"), source), level)
        for level in reversed(LEVELS[1:])
    )
    return Decide(f"{axis}.level", guards, LEVELS[0], source)


def _ladder() -> Decide:
    """The level of a smart factory that the facts point to: Pulmu's own reading, not an official level."""
    source = Source(OWN, "smart factory, after the names of the levels", EDITION, "memory")
    below: tuple[Flag, ...] = ()
    guards: list[tuple[Finds, str]] = []
    for level, facts in RUNGS:
        below = (*below, *(Flag(fact) for fact in facts))
        guards.insert(0, (AllOf(f"smart_factory.{level}", below, source), level))
    return Decide("smart_factory.indicated", tuple(guards), "none", source)


def _certificate(word: str) -> dict[str, Node]:
    """Conditions of a certificate as far as law names them; score and age lines stand in notices and are unknown."""
    act = Source("중소기업기술혁신법", _ARTICLE[word], "2026", "read")
    young = Within(f"{word}.younger", "founded_on", Setting(f"{word}.age_least_years"), last_day=False)
    score = Given(f"{word}_score", "points")
    return {
        f"{word}.certificate": Flag(word, act),
        f"{word}.size": Member(size_rules().size_class, Setting("profile.sme_sizes"), act, f"{word}.size"),
        f"{word}.age": Not(f"{word}.age", young),
        f"{word}.score": Compare(f"{word}.score", score, ">=", Setting(f"{word}.score_least"), None, "points"),
    }
