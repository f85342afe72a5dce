"""Whether a value may stand at a tag: its kind, its unit, its range. Nothing is converted and nothing is rounded."""

import math
from typing import Any

from pulmu.model.errors import problem
from pulmu.model.guard_profile import Limit
from pulmu.model.problem import Problem

LEAST_NORMAL = 2.2250738585072014e-308
"""Below it a number has lost digits: nobody means such a value."""
LARGEST = 1e15
_WHOLE = 2**53


def shown(value: object) -> str:
    """A value as problems show it: short, whatever it is."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:37] + "..."


def is_plain(value: float) -> bool:
    """Whether a number is one a person means: finite, not huge, not -0, not so small that digits are lost."""
    if not (-LARGEST <= value <= LARGEST):
        return False
    return abs(value) >= LEAST_NORMAL if value else math.copysign(1.0, value) > 0


def is_of_kind(value: object, limit: Limit) -> bool:
    """Whether it is exactly of the type the tag takes: a truth is no whole number, a text no number."""
    kinds: dict[str, type] = {"number": float, "whole": int, "truth": bool, "choice": str}
    return type(value) is kinds[limit.kind]


def refuse_kind(value: object, limit: Limit, place: str) -> Problem | None:
    """Why a value is not of the tag's kind."""
    if is_of_kind(value, limit):
        return None
    return problem(
        "control.kind", place, f"{shown(value)} is not of the kind {limit.kind}",
        f"give a value of the kind {limit.kind}", text=shown(value), kind=limit.kind,
    )  # fmt: skip


def refuse_plain(value: object, limit: Limit, place: str) -> Problem | None:
    """Why a number is none that a person means."""
    if limit.kind not in ("number", "whole") or not isinstance(value, int | float) or isinstance(value, bool):
        return None
    is_meant = is_plain(value) if isinstance(value, float) else -_WHOLE <= value <= _WHOLE
    if is_meant:
        return None
    return problem(
        "control.not_plain", place, f"{shown(value)} is no number that can be meant",
        "give a finite number with its digits; zero without a sign", text=shown(value),
    )  # fmt: skip


def refuse_unit(unit: object, limit: Limit, place: str) -> Problem | None:
    """Why a unit is not the tag's."""
    if unit == limit.unit:
        return None
    return problem(
        "control.unit", place, f"{shown(unit)} is not the unit of this tag, {limit.unit}",
        f"give the value in {limit.unit}; nothing is converted here", unit=shown(unit), wanted=limit.unit,
    )  # fmt: skip


def refuse_range(value: Any, limit: Limit, place: str) -> Problem | None:
    """Why a value is outside the operating limits."""
    if limit.kind == "truth":
        return None
    if limit.kind == "choice":
        return None if value in limit.choices else _outside(value, place, ", ".join(limit.choices))
    low, high = limit.low, limit.high
    if low is not None and high is not None and isinstance(value, int | float) and low <= value <= high:
        return None
    return _outside(value, place, f"{low} to {high} {limit.unit}")


def _outside(value: object, place: str, allowed: str) -> Problem:
    return problem(
        "control.limit", place, f"{shown(value)} is outside the operating limits, {allowed}",
        "stay within the limits; nothing was written", text=shown(value), allowed=allowed,
    )  # fmt: skip


def distance(before: object, after: object) -> float:
    """How far a number moves; 0 for truths and choices."""
    if isinstance(before, bool | str) or isinstance(after, bool | str):
        return 0.0
    if not isinstance(before, int | float) or not isinstance(after, int | float):
        return 0.0
    return abs(float(after) - float(before))


def stands(seen: object, wanted: object, limit: Limit) -> bool:
    """Whether what was read back is what was written, within the tolerance of the tag."""
    if limit.kind in ("truth", "choice"):
        return type(seen) is type(wanted) and seen == wanted
    if isinstance(seen, bool) or not isinstance(seen, int | float) or not isinstance(wanted, int | float):
        return False
    return abs(float(seen) - float(wanted)) <= limit.tolerance


def as_read(value: object, limit: Limit) -> object:
    """What was read, as a value of the tag: a plant counts whole numbers in numbers of any type."""
    if isinstance(value, bool | str) or not isinstance(value, int | float):
        return value
    if limit.kind == "number":
        return float(value)
    return int(value) if limit.kind == "whole" and float(value).is_integer() else value
