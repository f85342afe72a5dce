"""Facts of a table as rules ask for them: words of people become values of the kind of the fact."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from pulmu.model import InputError
from pulmu.model.application import TakenFact
from pulmu.reference import FactDescription, find_fact, find_region

_YES = ("yes", "true", "y", "o", "1", "예", "네", "해당")
_NO = ("no", "false", "n", "x", "0", "아니오", "해당없음", "비해당")
_SIGNS = re.compile(r"[,_\s]|원$|명$|세$")


def told_facts(taken: Iterable[TakenFact]) -> dict[str, Any]:
    """Facts an officer took in, as rules ask for them; what was checked when it came is not checked again."""
    found = (told_fact(item.name, item.value) for item in taken)
    return {name: value for name, value in found if value is not None}


def told_fact(name: str, told: object) -> tuple[str, Any]:
    """The name of a fact and its value; None where the text says that it is not known.

    Raises
    ------
    InputError  No such fact (`input.fact_unknown`), or no value of its kind (`applications.fact_value`).
    """
    fact = find_fact(name)
    text = str(told).strip()
    if text in ("", "?", "모름"):
        return fact.name, None
    if fact.name == "province":
        return fact.name, find_region(text).code
    if fact.kind == "flag":
        return fact.name, _flag(fact, text)
    if fact.kind in ("won", "count", "share"):
        return fact.name, _number(fact, text)
    if fact.kind == "date":
        return fact.name, _day(fact, text)
    if fact.kind == "choices":
        return fact.name, frozenset(_choice(fact, part.strip()) for part in text.split(",") if part.strip())
    return fact.name, _choice(fact, text) if fact.choices else text


def _flag(fact: FactDescription, text: str) -> bool:
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise _no_value(fact, text, "yes, no")


def _number(fact: FactDescription, text: str) -> float:
    try:
        number = float(_SIGNS.sub("", text).removesuffix("%"))
    except ValueError:
        raise _no_value(fact, text, "a number") from None
    number = number / 100 if text.endswith("%") else number
    if not 0 <= number <= 1e15:  # also what is not finite
        raise _no_value(fact, text, "a number that is not negative")
    return number


def _day(fact: FactDescription, text: str) -> date:
    try:
        return date.fromisoformat(text[:10].replace(".", "-").replace("/", "-"))
    except ValueError:
        raise _no_value(fact, text, "2021-03-02") from None


def _choice(fact: FactDescription, text: str) -> str:
    for choice in fact.choices:
        if text.casefold() in (choice.id.casefold(), choice.name_ko.casefold(), choice.name_en.casefold()):
            return choice.id
    raise _no_value(fact, text, ", ".join(choice.id for choice in fact.choices[:12]))


def _no_value(fact: FactDescription, text: str, known: str) -> InputError:
    return InputError.of("applications.fact_value", "", f"{text[:60]!r} is no value of {fact.name}", f"write: {known}",
                         text=text[:60], fact=fact.name, known=known)  # fmt: skip
