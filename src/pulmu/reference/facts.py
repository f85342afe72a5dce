"""Facts that rules of support ask of a firm: kind, unit, words, the question for its owner, and where the answer is."""

import functools
from dataclasses import dataclass
from typing import Literal

from pulmu.model.errors import InputError
from pulmu.reference._names import hint, listed
from pulmu.reference.industries import list_divisions, list_sections
from pulmu.reference.regions import list_regions
from pulmu.reference.size_limits import size_limits
from pulmu.reference.table import Row, load_table

FactKind = Literal["won", "count", "share", "flag", "choice", "choices", "date", "ordinal"]
FactSubject = Literal["firm", "consortium", "plan", "project", "person"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A word an answer may be, and what people read."""

    id: str
    name_en: str
    name_ko: str


@dataclass(frozen=True, slots=True)
class FactDescription:
    """What a rule may ask, and how a person is asked it.

    Parameters
    ----------
    kind : won, count, share (0 to 1), flag, choice, choices (a set of words), date, or ordinal (one word of an order).
    subject : What it is a fact of.
    is_derived : It follows from other facts; nobody needs to be asked.
    programme_field : Its name in older programme data; "" where that is the same or there is none.
    term : Its id in the glossary; "" where it has none.
    choices : Words of a choice, choices or ordinal; of an ordinal from the least to the most.
    source : Law or programme that asks it.
    """

    name: str
    kind: FactKind
    unit: str
    subject: FactSubject
    is_derived: bool
    programme_field: str
    term: str
    name_en: str
    name_ko: str
    question_en: str
    question_ko: str
    where_en: str
    where_ko: str
    source: str
    choices: tuple[Choice, ...]


@functools.cache
def list_facts() -> tuple[FactDescription, ...]:
    """Every fact a rule may ask, in the order of a form."""
    return tuple(_fact(row) for row in load_table("facts").rows)


def find_fact(name: str) -> FactDescription:
    """A fact by its name, or by its name in older programme data.

    Raises
    ------
    InputError  No such fact (`input.fact_unknown`).
    """
    found = _by_name().get(name)
    if found is None:
        names = [item.name for item in list_facts()]
        raise InputError.of("input.fact_unknown", "", f"{name!r} is not a fact that rules ask",
                            hint(name, names, "see the table of facts"), name=name,
                            known=listed(name, names))  # fmt: skip
    return found


@functools.cache
def _by_name() -> dict[str, FactDescription]:
    older = {item.programme_field: item for item in list_facts() if item.programme_field}
    return older | {item.name: item for item in list_facts()}


def _fact(row: Row) -> FactDescription:
    same = {name: value for name, value in row.items() if name != "derived"}
    return FactDescription(**same, is_derived=row["derived"] == "yes", choices=_choices(row["name"]))


def _choices(fact: str) -> tuple[Choice, ...]:
    match fact:
        case "province":
            return tuple(Choice(item.code, item.name_en, item.name_ko) for item in list_regions())
        case "section":
            return tuple(Choice(item.code, item.name_en, item.name_ko) for item in list_sections())
        case "division":
            return tuple(Choice(str(item.number), item.name_en, item.name_ko) for item in list_divisions())
        case "limit_row":
            return _limit_rows()
    return _listed_choices().get(fact, ())


def _limit_rows() -> tuple[Choice, ...]:
    english = {item.number: item.name_en for item in list_divisions()}
    names = {item.limit_row: item.name_ko for item in size_limits()}
    return tuple(Choice(str(row), english.get(row, f"seats ({row})"), name) for row, name in names.items())


@functools.cache
def _listed_choices() -> dict[str, tuple[Choice, ...]]:
    found: dict[str, tuple[Choice, ...]] = {}
    for row in load_table("fact_choices").rows:
        choice = Choice(row["choice"], row["name_en"], row["name_ko"])
        found[row["fact"]] = (*found.get(row["fact"], ()), choice)
    return found
