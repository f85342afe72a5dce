"""What is wrong with the facts a firm's file tells for programmes: names no rule asks, answers of another kind."""

import math
from collections.abc import Iterator
from typing import Any

from pulmu.model.codec import parse_day
from pulmu.model.document import Document
from pulmu.model.errors import InputError, problem
from pulmu.model.firm import Firm
from pulmu.model.problem import Problem
from pulmu.reference import FactDescription, find_fact

_FLAGS = ("true", "yes", "false", "no")
_SHOWN_CHOICES = 12


def check_told(document: Document, number: int, firm: Firm) -> Iterator[Problem]:
    """Problems of the facts of the company with this number in the file."""
    for spot, name in enumerate(firm.not_known):
        yield from _check_name(document.place(("companies", number, "not_known", spot)), name)
    for name, value in firm.facts.items():
        place = document.place(("companies", number, "facts", name))
        unknown = _check_name(place, name)
        if unknown:
            yield from unknown
            continue
        wanted = _wanted(find_fact(name), value)
        if wanted:
            said = f"{value!r} is no answer to {name}"
            yield problem("firm.fact_answer", place, said, f"give {wanted}", text=str(value), name=name, wanted=wanted)


def _check_name(place: str, name: str) -> tuple[Problem, ...]:
    try:
        find_fact(name)
    except InputError as error:
        mend, values = error.problems[0].mend, dict(error.problems[0].values)
        return (problem("input.fact_unknown", place, f"{name!r} is not a fact that rules ask", mend, **values),)
    return ()


def _wanted(fact: FactDescription, value: Any) -> str:
    """What the fact wants instead of this answer; "" where it fits."""
    words = [choice.id for choice in fact.choices]
    listed = ", ".join(words[:_SHOWN_CHOICES])
    match fact.kind:
        case "flag":
            return "" if isinstance(value, bool) or str(value).lower() in _FLAGS else "true / false"
        case "won" | "count":
            return "" if _is_number(value, math.inf) else f"0 … ({fact.unit})"
        case "share":
            return "" if _is_number(value, 1.0) else "0 … 1 (0.35 = 35 %)"
        case "date":
            return "" if _is_day(value) else "YYYY-MM-DD"
        case "choices":
            parts = {part.strip() for part in str(value).split(",")} - {""}  # none at all: none of them
            return "" if parts <= set(words) else listed
        case _:
            return "" if str(value) in words else listed


def _is_number(value: Any, most: float) -> bool:
    if isinstance(value, bool):
        return False
    try:
        number = float(str(value).replace(",", "").replace("_", ""))
    except ValueError:
        return False
    return 0 <= number <= most and math.isfinite(number)


def _is_day(value: Any) -> bool:
    try:
        parse_day(value)
    except InputError:
        return False
    return True
