"""Values: whether a text is a value of the type it says (AASd-020 and XML Schema's lexical spaces)."""

import re
from dataclasses import replace
from typing import Any

from pulmu.twin.shell.elements import Range
from pulmu.twin.shell.notes import Notes

_WHOLE = re.compile(r"[+-]?[0-9]{1,400}")
_DATE, _ZONE = r"-?[0-9]{4,9}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])", r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
_TIME = r"(?:[01][0-9]|2[0-4]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,12})?"
_REAL = r"(?:[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?|[+-]?INF|NaN)"
_FORMS = {
    name: re.compile(form)
    for name, form in {
        "xs:boolean": "true|false|1|0",
        "xs:decimal": r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
        "xs:double": _REAL,
        "xs:float": _REAL,
        "xs:date": _DATE + _ZONE,
        "xs:dateTime": f"{_DATE}T{_TIME}{_ZONE}",
        "xs:time": _TIME + _ZONE,
        "xs:duration": r"-?P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?"
        r"(?:[0-9]+(?:\.[0-9]+)?S)?)?",
        "xs:gYear": r"-?[0-9]{4,9}" + _ZONE,
        "xs:gYearMonth": r"-?[0-9]{4,9}-(?:0[1-9]|1[0-2])" + _ZONE,
        "xs:gMonth": r"--(?:0[1-9]|1[0-2])" + _ZONE,
        "xs:gMonthDay": r"--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])" + _ZONE,
        "xs:gDay": r"---(?:0[1-9]|[12][0-9]|3[01])" + _ZONE,
        "xs:hexBinary": r"(?:[0-9a-fA-F]{2})*",
        "xs:base64Binary": r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
    }.items()
}
_WHOLES: dict[str, tuple[float, float]] = {
    "xs:byte": (-(2**7), 2**7 - 1),
    "xs:short": (-(2**15), 2**15 - 1),
    "xs:int": (-(2**31), 2**31 - 1),
    "xs:long": (-(2**63), 2**63 - 1),
    "xs:unsignedByte": (0, 2**8 - 1),
    "xs:unsignedShort": (0, 2**16 - 1),
    "xs:unsignedInt": (0, 2**32 - 1),
    "xs:unsignedLong": (0, 2**64 - 1),
    "xs:positiveInteger": (1, float("inf")),
    "xs:nonNegativeInteger": (0, float("inf")),
    "xs:negativeInteger": (float("-inf"), -1),
    "xs:nonPositiveInteger": (float("-inf"), 0),
    "xs:integer": (float("-inf"), float("inf")),
}
_WIDER = ("xs:nonNegativeInteger", "xs:integer", "xs:decimal", "xs:double", "xs:string")
_MEND = "give a value of the type, or the type the value has"


def is_value(text: str, kind: str) -> bool:
    """Whether a text is a value of a type."""
    if kind in _WHOLES:
        least, most = _WHOLES[kind]
        return _WHOLE.fullmatch(text) is not None and least <= int(text) <= most
    form = _FORMS.get(kind)
    return form is None or form.fullmatch(text) is not None


def mend_value(thing: Any, place: str, notes: Notes) -> Any:
    """A property, qualifier or extension whose value is one of its type."""
    if thing.value is None or is_value(thing.value, thing.value_type or "xs:string"):
        return thing
    if not thing.value.strip():
        notes.warn(
            "shell.empty", f"{place}.value", "nothing is given where something must be: left out",
            "leave the attribute out where it has no value",
        )  # fmt: skip
        return replace(thing, value=None)
    return _widened(thing, {"value": thing.value}, place, notes)


def mend_range(thing: Range, place: str, notes: Notes) -> Any:
    """A range whose ends are values of its type."""
    for end in ("min", "max"):
        if getattr(thing, end) is not None and not getattr(thing, end).strip():
            notes.warn(
                "shell.empty", f"{place}.{end}", "nothing is given where something must be: left out",
                "leave the attribute out where it has no value",
            )  # fmt: skip
            thing = replace(thing, min=None) if end == "min" else replace(thing, max=None)
    ends = {end: getattr(thing, end) for end in ("min", "max") if getattr(thing, end) is not None}
    if all(is_value(text, thing.value_type) for text in ends.values()):
        return thing
    return _widened(thing, ends, place, notes)


def _widened(thing: Any, given: dict[str, str], place: str, notes: Notes) -> Any:
    """The same with the blanks of its values taken away, or of a type that all its values are of."""
    plain = {name: text.strip() for name, text in given.items()}
    fits = all(is_value(text, thing.value_type) for text in plain.values())
    kind = thing.value_type if fits else next(k for k in _WIDER if all(is_value(t, k) for t in plain.values()))
    kept = given if kind == "xs:string" else plain
    said = ", ".join(given.values())
    notes.warn(
        "shell.value_type", place, f"{said!r} is no value of {thing.value_type} (AASd-020): read as {kind}", _MEND,
        text=said, kind=thing.value_type, value=kind,
    )  # fmt: skip
    return replace(thing, value_type=kind, **kept)
