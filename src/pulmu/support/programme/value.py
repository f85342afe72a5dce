"""What a condition compares with, in the kind of its fact."""

from pulmu.model.errors import InputError
from pulmu.model.programme import Condition
from pulmu.model.quantity import parse_number
from pulmu.reference.facts import FactDescription

OPERATORS = {
    "choice": ("in", "equals"),
    "choices": ("contains_all",),
    "flag": ("equals",),
    "ordinal": ("at_least", "at_most", "above", "below"),
    "won": ("at_least", "at_most", "above", "below"),
    "count": ("at_least", "at_most", "above", "below"),
    "share": ("at_least", "at_most", "above", "below"),
    "date": (),
}
SIGNS = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}
_FLAGS = {"true": True, "yes": True, "예": True, "false": False, "no": False, "아니요": False}


def flag_of(condition: Condition) -> bool | None:
    """Yes or no; None if it is neither."""
    return _FLAGS.get(str(condition.value).lower())


def number_of(condition: Condition) -> float | None:
    """A number; None if it is none, or below zero."""
    value = condition.value
    if isinstance(value, bool | tuple) or value is None:
        return None
    try:
        number = float(value) if isinstance(value, int | float) else parse_number(value.replace("_", ""))
    except InputError:
        return None
    return number if number >= 0 else None


def words_of(condition: Condition) -> tuple[str, ...]:
    """The choices."""
    value = condition.value
    return value if isinstance(value, tuple) else (str(value),)


def fits(condition: Condition, fact: FactDescription, tracks: frozenset[str]) -> bool:
    """Whether the value is one that the fact can have."""
    if fact.kind == "flag":
        return flag_of(condition) is not None
    if fact.kind in ("won", "count", "share"):
        return number_of(condition) is not None
    known = {choice.id for choice in fact.choices} if fact.name != "track" else tracks
    known |= {choice.zfill(2) for choice in known} if fact.name == "division" else frozenset()
    found = words_of(condition)
    several = condition.operator in ("in", "contains_all")
    return bool(found) and (several or len(found) == 1) and known >= set(found)
