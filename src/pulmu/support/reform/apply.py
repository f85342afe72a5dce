"""From a reform to two rulebooks: before it and after it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pulmu.model.document import Document, Path
from pulmu.model.errors import InputError, problem
from pulmu.model.problem import Problem
from pulmu.model.reform import ParameterChange, Reform
from pulmu.model.source import Source
from pulmu.support.rules import Parameter, Rulebook, Value, Version

_FAR = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Reformed:
    """The two rulebooks of a reform."""

    reform: Reform
    before: Rulebook
    after: Rulebook


def check_reform(reform: Reform, rulebook: Rulebook, document: Document) -> tuple[Problem, ...]:
    """Everything that cannot be done in a reform: parameters that are none, values of the wrong kind."""
    found: list[Problem] = []
    for part in ("before", "after"):
        for number, change in enumerate(getattr(reform, part)):
            found += _check(change, rulebook, document, (part, number))
    return tuple(found)


def _check(change: ParameterChange, rulebook: Rulebook, document: Document, path: Path) -> Iterator[Problem]:
    parameter = rulebook.parameters.get(change.parameter)
    if parameter is None:
        place, near = document.place((*path, "parameter")), _near(change.parameter, rulebook)
        yield problem("reform.parameter_unknown", place, f"the rules have no parameter {change.parameter!r}",
                      f"use one of: {near}", name=change.parameter, near=near)  # fmt: skip
        return
    if change.as_packaged:
        return
    try:
        _changed(parameter, change, Source("reform"))
    except InputError as error:
        yield from (replace(item, place=document.place(path)) for item in error.problems)


def _near(name: str, rulebook: Rulebook) -> str:
    """Parameters of the same programme or part of the law; the parts there are, where it names none of them."""
    head = name.split(".", maxsplit=1)[0]
    same = [known for known in rulebook.parameters if known.startswith(f"{head}.")]
    return ", ".join(same[:20] or sorted({f"{known.split('.', maxsplit=1)[0]}..." for known in rulebook.parameters}))


def apply_reform(reform: Reform, rulebook: Rulebook) -> Reformed:
    """The rules before and after a reform.

    Raises
    ------
    RuleError  A parameter is not known (`rule.parameter_unknown`).
    InputError  A value does not fit its parameter (`reform.value`, `reform.not_a_set`, `reform.not_a_table`,
    `reform.not_a_number`, `reform.no_earlier_version`).
    """
    source = Source(reform.name_en, reform.status, None if reform.valid_from is None else reform.valid_from.isoformat())
    before = _with(rulebook, rulebook, reform.before, source)
    return Reformed(reform, before, _with(before, rulebook, reform.after, source))


def _with(rulebook: Rulebook, packaged: Rulebook, changes: tuple[ParameterChange, ...], source: Source) -> Rulebook:
    for change in changes:
        given = packaged if change.as_packaged else rulebook
        parameter = given.parameter(change.parameter)
        rulebook = rulebook.with_parameters([parameter if change.as_packaged else _changed(parameter, change, source)])
    return rulebook


def _changed(parameter: Parameter, change: ParameterChange, source: Source) -> Parameter:
    if change.without_versions_from is not None:
        return _without(parameter, change.without_versions_from)
    now = parameter.versions[-1] if len(parameter.versions) == 1 else _latest(parameter)
    return replace(parameter, versions=(Version(_value(parameter, change, now), source),))


def _latest(parameter: Parameter) -> Version:
    return max(parameter.versions, key=lambda version: version.valid_from or _FAR)


def _without(parameter: Parameter, day: date) -> Parameter:
    kept = [version for version in parameter.versions if version.valid_from is None or version.valid_from < day]
    if not kept:
        raise InputError.of("reform.no_earlier_version", "", f"{parameter.name} has no version before {day}",
                            "give the value it had", name=parameter.name, day=day)  # fmt: skip
    last = max(kept, key=lambda version: version.valid_from or _FAR)
    return replace(parameter, versions=tuple(
        replace(version, valid_to=None) if version is last else version for version in kept
    ))  # fmt: skip


def _value(parameter: Parameter, change: ParameterChange, now: Version) -> Value | None:
    if change.choices is not None:
        return frozenset(change.choices)
    if change.add or change.remove:
        return _set_of(parameter, now) | frozenset(change.add) - frozenset(change.remove)
    if change.rows:
        return _table_of(parameter, now) | {_key(name, now): number for name, number in change.rows.items()}
    if change.times is not None:
        return _times(parameter, now, change.times)
    return _read(parameter, now, change.value)


def _set_of(parameter: Parameter, now: Version) -> frozenset[str]:
    if not isinstance(now.value, frozenset):
        raise InputError.of("reform.not_a_set", "", f"{parameter.name} is not a set of choices",
                            "give a value", name=parameter.name)  # fmt: skip
    return now.value


def _table_of(parameter: Parameter, now: Version) -> dict[Any, float | None]:
    if not isinstance(now.value, Mapping):
        raise InputError.of("reform.not_a_table", "", f"{parameter.name} is not a table",
                            "give a value", name=parameter.name)  # fmt: skip
    return dict(now.value)


def _key(name: str, now: Version) -> int | str:
    is_number = isinstance(now.value, Mapping) and any(isinstance(key, int) for key in now.value)
    return int(name) if is_number and name.isdigit() else name


def _times(parameter: Parameter, now: Version, factor: float) -> Value:
    if isinstance(now.value, Mapping):
        return {key: None if number is None else number * factor for key, number in now.value.items()}
    if isinstance(now.value, int | float) and not isinstance(now.value, bool):
        return now.value * factor
    raise InputError.of("reform.not_a_number", "", f"{parameter.name} has no number to multiply",
                        "give a value", name=parameter.name)  # fmt: skip


def _read(parameter: Parameter, now: Version, text: str) -> Value | None:
    """A value of the kind the parameter has."""
    if text == "unknown":
        return None
    if isinstance(now.value, frozenset | Mapping) or not text:
        raise InputError.of("reform.value", "", f"{parameter.name} needs choices, rows, times or a value",
                            "say what it becomes", name=parameter.name)  # fmt: skip
    if isinstance(now.value, str):
        return text
    try:
        return float(text.replace("_", "").replace(",", ""))
    except ValueError:
        if now.value is None:
            return text
        raise InputError.of("reform.not_a_number", "", f"{text!r} is no number for {parameter.name}",
                            "write digits", name=parameter.name) from None  # fmt: skip
