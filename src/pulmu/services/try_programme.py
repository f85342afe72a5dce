"""What a programme says to one firm, and what it said before it was edited."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pulmu.model import Document, Problem
from pulmu.model.programme import Condition, Programme
from pulmu.services.apply_for import Applied, Chance, apply_for


@dataclass(frozen=True, slots=True)
class Tried:
    """The answer of one edition of a programme.

    Parameters
    ----------
    decided_by : Conditions that decide, or that are open, each with whether it keeps firms out.
    """

    chance: Chance
    programme: Programme
    decided_by: tuple[tuple[Condition, bool], ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """The answers of several editions of one programme to a firm; none where the firm's file has errors."""

    firm: str
    answers: tuple[Tried, ...]
    problems: tuple[Problem, ...]


def try_programme(document: Document, day: date, editions: Iterable[Programme]) -> Trial:
    """What editions of a programme say to the firm a file asks about, each for itself."""
    found = [(programme, apply_for(document, day, (programme,))) for programme in editions]
    if not found or found[0][1].answer is None:
        return Trial("", (), found[0][1].problems if found else ())
    answer = found[0][1].answer
    tried = tuple(_tried(programme, applied) for programme, applied in found)
    return Trial(answer.name_local or answer.name, tried, found[0][1].problems)


def _tried(programme: Programme, applied: Applied) -> Tried:
    answer, rules = applied.answer, applied.rules[programme.id]
    if answer is None:  # the same firm was read for the first edition
        raise AssertionError
    (chance,) = (*answer.open_to, *answer.closed_to)
    decided = tuple((rules.conditions[item.name], item.name in rules.excluding) for item in chance.decided_by)
    return Tried(chance, programme, decided)
