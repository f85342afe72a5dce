"""What parameters say to one firm: numbers, tables, sets, switches and periods of years."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

from pulmu.model.finding import Answer, Bounded, Finding
from pulmu.model.source import Source
from pulmu.support.rules._asked import Asked
from pulmu.support.rules.dates import years_after
from pulmu.support.rules.node import Among, Contains, Keyed, Member, Ranked, Setting, Switched, Within
from pulmu.support.rules.outcome import Choice
from pulmu.support.rules.parameter import Parameter, Version

_UNKNOWN = (0.0, math.inf)
_Set = tuple[frozenset[str] | None, tuple[str, ...], Source | None]
"""A set, the parameters it was read from, and where it stands."""


def number(asked: Asked, node: Setting | Keyed) -> Bounded:
    """The value of a parameter, or of the row of a table that a fact names."""
    parameter = asked.rulebook.parameter(node.parameter)
    versions = versions_for(asked, node)
    bounds = [_bounds(version, node, asked) for version in versions] or [_UNKNOWN]
    low, high = min(least for least, _ in bounds), max(most for _, most in bounds)
    source = versions[0].source if len(versions) == 1 else None
    inputs = _read_facts(node, asked)
    return Bounded(node.parameter, low, high, parameter.unit, source, node.parameter, inputs)


def versions_for(asked: Asked, node: Setting | Keyed | Switched) -> tuple[Version, ...]:
    """The version in force: on the day asked, or on the date of a fact; all where that date is not given."""
    if node.on is None:
        return (asked.rulebook.value(node.parameter, asked.day),)
    return versions_on(asked.rulebook.parameter(node.parameter), asked.value(node.on))


def versions_on(parameter: Parameter, day: date | None) -> tuple[Version, ...]:
    """The version valid on a day; every version for an unknown day; none if none is."""
    if day is None:
        return parameter.versions
    found = parameter.on(day)
    return () if found is None else (found,)


def _bounds(version: Version, node: Setting | Keyed, asked: Asked) -> tuple[float, float]:
    value: Any = version.value
    if isinstance(node, Keyed):
        key = asked.value(node.key)
        value = None if key is None or not isinstance(value, Mapping) else value.get(key)
    return _UNKNOWN if value is None else (float(value), float(value))


def _read_facts(node: Setting | Keyed, asked: Asked) -> tuple[Finding, ...]:
    names = [node.on] if isinstance(node, Setting) else [node.key, node.on]
    return tuple(_told(name, asked.value(name)) for name in names if name is not None)


def _told(fact: str, value: Any) -> Finding:
    return Finding(
        fact, Answer.UNKNOWN if value is None else Answer.YES, "not given" if value is None else str(value), fact=fact
    )


def finding(asked: Asked, node: Among | Ranked | Contains | Switched) -> Finding:
    """Whether a choice among the facts, or a switch of the rules, is as the rule wants it."""
    match node:
        case Switched():
            return _switched(asked, node)
        case Among(fact=fact, choices=choices):
            found = _among(node.name or fact, asked.value(fact), _set(asked, choices), node.source)
            return replace(found, fact=fact)
        case Contains(fact=fact, choices=choices):
            found = _contains(fact, asked.value(fact), _set(asked, choices), node.source)
            return replace(found, fact=fact)
        case Ranked():
            return _ranked(asked, node)


def _switched(asked: Asked, node: Switched) -> Finding:
    versions = versions_for(asked, node)
    answers = {_unless_none(version.value, node.choice) for version in versions} or {Answer.UNKNOWN}
    answer = answers.pop() if len(answers) == 1 else Answer.UNKNOWN
    source = node.source or (versions[0].source if len(versions) == 1 else None)
    shown = " or ".join(str(version.value) for version in versions)
    parts = () if node.on is None else (_told(node.on, asked.value(node.on)),)
    return Finding(node.parameter, answer, shown, source, parts, parameters=(node.parameter,))


def _unless_none(value: object, choice: str) -> Answer:
    return Answer.UNKNOWN if value is None else _yes(value == choice)


def _set(asked: Asked, choices: frozenset[str] | Setting) -> _Set:
    if isinstance(choices, frozenset):
        return choices, (), None
    version = asked.rulebook.value(choices.parameter, asked.day)
    return _as_set(version), (choices.parameter,), version.source


def _as_set(version: Version) -> frozenset[str] | None:
    return cast("frozenset[str] | None", version.value)


def _among(name: str, value: Any, among: _Set, source: Source | None) -> Finding:
    allowed, read, stands = among
    source = source or stands
    if allowed is not None and not allowed:
        return Finding(name, Answer.NO, "no choice is allowed", source, parameters=read)
    if value is None or allowed is None:
        return Finding(name, Answer.UNKNOWN, "not given", source, parameters=read)
    holds = str(value) in allowed
    verb = "is" if holds else "is not"
    return Finding(name, _yes(holds), f"{value} {verb} one of {_listed(allowed)}", source, parameters=read)


def _contains(name: str, value: Any, of: _Set, source: Source | None) -> Finding:
    wanted, read, stands = of
    source = source or stands
    if wanted is not None and not wanted:
        return Finding(name, Answer.YES, "nothing is asked for", source, parameters=read)
    if value is None or wanted is None:
        return Finding(name, Answer.UNKNOWN, "not given", source, parameters=read)
    lacking = wanted - frozenset(value)
    detail = f"lacks {_listed(lacking)}" if lacking else f"has {_listed(wanted)}"
    return Finding(name, _yes(not lacking), detail, source, parameters=read)


def at_or_beyond(node: Ranked, limit: str) -> frozenset[str]:
    """The choices of an order that stand where the rule wants them."""
    at = node.order.index(limit)
    holds = {"<": range(at), "<=": range(at + 1), ">": range(at + 1, len(node.order)), ">=": range(at, len(node.order))}
    return frozenset(node.order[place] for place in holds[node.sign])


def _ranked(asked: Asked, node: Ranked) -> Finding:
    version = asked.rulebook.value(node.limit.parameter, asked.day)
    allowed = None if version.value is None else at_or_beyond(node, str(version.value))
    given = (allowed, (node.limit.parameter,), version.source)
    found = replace(_among(node.fact, asked.value(node.fact), given, node.source), fact=node.fact)
    if found.answer is Answer.UNKNOWN or not allowed:
        return found
    return replace(found, detail=f"{asked.value(node.fact)}, to be {node.sign} {version.value}")


def within(asked: Asked, node: Within) -> Finding:
    """Whether the day asked lies within so many years from the date of a fact."""
    start = asked.value(node.fact)
    years = asked.number(node.years)
    inputs = () if years.parameter is None else (years.parameter,)
    source = node.source or years.source
    if start is None:
        return Finding(node.name, Answer.UNKNOWN, "not given", source, parameters=inputs, fact=node.fact)
    answers = {_still(asked.day, start, int(n), last_day=node.last_day) for n in _candidates(years)}
    answer = Answer.UNKNOWN if len(answers) != 1 else _yes(answers.pop())
    detail = f"{start} and {years}, asked on {asked.day}"
    return Finding(node.name, answer, detail, source, parameters=inputs, fact=node.fact)


def _candidates(years: Bounded) -> tuple[float, ...]:
    return () if math.isinf(years.low) or math.isinf(years.high) else (years.low, years.high)


def _still(day: date, start: date, years: int, *, last_day: bool) -> bool:
    end = years_after(start, years)
    return day <= end if last_day else day < end


def member(asked: Asked, node: Member) -> Finding:
    """Whether a decided label is one of a set; yes also where every label still possible is."""
    wanted, read, stands = _set(asked, node.labels)
    decided = asked.choice_of(node.decided)
    name, source = node.name or node.decided.name, node.source or stands
    why = tuple(_guards(decided))
    if wanted is None:
        return Finding(name, Answer.UNKNOWN, "not given", source, why, parameters=read)
    may = Answer.UNKNOWN if decided.possible & wanted else Answer.NO
    answer = Answer.YES if decided.possible <= wanted else may
    detail = f"{_listed(decided.possible)}, to be one of {_listed(wanted)}"
    return Finding(name, answer, detail, source, why, parameters=read)


def _guards(decided: Choice) -> Iterator[Finding]:
    """What was asked for a decision, inside the decisions it leads to as well."""
    leads: list[str | Choice] = []
    for guard, label in decided.guards:
        yield guard
        leads += [label] if guard.answer is not Answer.NO else []
    if not any(guard.answer is Answer.YES for guard, _ in decided.guards):
        leads.append(decided.otherwise)
    for label in leads:
        if isinstance(label, Choice):
            yield from _guards(label)


def _listed(choices: frozenset[str]) -> str:
    return ", ".join(sorted(choices))


def _yes(holds: bool) -> Answer:
    return Answer.YES if holds else Answer.NO
