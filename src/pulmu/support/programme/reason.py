"""Why a programme's answer is what it is: the conditions that decide, and the facts that would have to be told."""

import functools
from collections.abc import Container, Iterator

from pulmu.model.finding import Answer, Bounded, Finding
from pulmu.reference import list_facts
from pulmu.support.rules import Choice, Outcome

_MADE_OF = {"business_age_years": ("founded_on",), "section": ("division",)}
"""Facts that nobody is asked, with those they are made of."""
_TOLD_TOO = {"size_class", "average_sales_krw", "mid_sized_candidate", "division"}
"""Facts that rules compute, where somebody tells them instead; the division, which the firm's industry code tells."""


def deciding_conditions(found: Finding, conditions: Container[str]) -> tuple[Finding, ...]:
    """The named conditions that make a finding yes or no; none where it is unknown.

    Parameters
    ----------
    conditions : Names of findings that stand for a condition of the programme.
    """
    if found.answer is Answer.UNKNOWN:
        return ()
    return tuple(dict.fromkeys(_deciding(found, conditions)))


def _deciding(found: Finding, conditions: Container[str]) -> Iterator[Finding]:
    if found.name in conditions or not found.parts:
        yield found
        return
    alike = [part for part in found.parts if part.answer is found.answer]
    turned = [part for part in found.parts if part.answer == 2 - found.answer]
    for part in alike or turned:
        yield from _deciding(part, conditions)


def asks(outcome: Outcome) -> tuple[str, ...]:
    """Facts that are not told and could still change an answer or a number, each once, in the order of the rules."""
    names = (made for name in _asked(outcome) for made in _MADE_OF.get(name, (name,)))
    return tuple(name for name in dict.fromkeys(names) if name in _facts())


@functools.cache
def _facts() -> frozenset[str]:
    return frozenset(fact.name for fact in list_facts() if not fact.is_derived) | _TOLD_TOO


def _asked(outcome: Outcome) -> Iterator[str]:
    match outcome:
        case Finding():
            yield from _asked_by_finding(outcome)
        case Bounded():
            yield from _asked_by_number(outcome)
        case Choice(possible=possible, guards=guards, otherwise=otherwise):
            if len(possible) > 1:
                for item in (*(part for pair in guards for part in pair), otherwise):
                    yield from () if isinstance(item, str) else _asked(item)


def _asked_by_finding(found: Finding) -> Iterator[str]:
    if found.answer is not Answer.UNKNOWN:
        return
    if found.compared is not None:
        yield from _asked_by_number(found.compared.left)
        yield from _asked_by_number(found.compared.right)
    elif found.parts:
        for part in found.parts:
            yield from _asked_by_finding(part)
    elif found.name not in found.parameters:
        yield found.name


def _asked_by_number(number: Bounded) -> Iterator[str]:
    if number.is_known:
        return
    if not number.inputs and number.parameter is None:
        yield number.name
    for item in number.inputs:
        yield from _asked(item)
