"""Why a firm may or may not apply: the conditions of the programme that decide, or that are open."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.model.finding import Answer, Finding
from pulmu.support.programme import ProgrammeRules, asks, deciding_conditions


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition of a programme, and how it was answered.

    Parameters
    ----------
    name : Name of the condition in the rules of its programme.
    fact : The fact it asks.
    detail : What was compared, or what is missing.
    """

    name: str
    fact: str
    answer: str
    detail: str
    source: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """What decides, or what is open and what to ask for it."""

    decided_by: tuple[Reason, ...]
    asks: tuple[str, ...]


def reasons_of(found: Finding, rules: ProgrammeRules) -> Reasons:
    """The conditions behind an answer."""
    named = deciding_conditions(found, rules.conditions)
    if found.answer is Answer.UNKNOWN:
        named = tuple({item.name: item for item in _open(found, rules)}.values())
    if found.answer is Answer.NO:
        named = named[:1]
    told = tuple(_reason(item, rules) for item in named if item.name in rules.conditions)
    return Reasons(told, asks(found))


def _open(found: Finding, rules: ProgrammeRules) -> Iterator[Finding]:
    if found.answer is not Answer.UNKNOWN:
        return
    if found.name in rules.conditions:
        yield found
        return
    for part in found.parts:
        yield from _open(part, rules)


def _reason(found: Finding, rules: ProgrammeRules) -> Reason:
    detail = found.detail or next((part.detail for part in found.parts if part.detail), "")
    return Reason(
        name=found.name,
        fact=rules.conditions[found.name].fact,
        answer=str(found.answer),
        detail=detail,
        source="" if found.source is None else str(found.source),
    )
