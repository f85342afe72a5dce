"""What a reform changes: each parameter before and after, as it is on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pulmu.model import PulmuError
from pulmu.model.reform import Reform
from pulmu.support.reform import apply_reform
from pulmu.support.rules import Rulebook, Value, Version


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row of a table that is another one after."""

    key: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A parameter that is another one after.

    Parameters
    ----------
    before, after : None where it has no version on the day, or is not known.
    rows : Of a table: those that differ.
    packaged : The version Pulmu's rules hold on the day, with its source.
    """

    parameter: str
    unit: str
    before: Value | None
    after: Value | None
    rows: tuple[ChangedRow, ...]
    packaged: Version | None


def changes_of(reform: Reform, rulebook: Rulebook, day: date) -> tuple[Changed, ...]:
    """Every parameter that differs between the two worlds, in the order of the reform.

    A reform that cannot be applied has none: what is wrong with it was told when it was read.
    """
    try:
        reformed = apply_reform(reform, rulebook)
    except PulmuError:
        return ()
    names = dict.fromkeys(change.parameter for change in (*reform.after, *reform.before))
    found = []
    for name in names:
        here, there = reformed.before.parameters[name], reformed.after.parameters[name]
        before, after = _value(here.on(day)), _value(there.on(day))
        if here != there:
            packaged = rulebook.parameters[name].on(day)
            found.append(Changed(name, here.unit, before, after, _rows(before, after), packaged))
    return tuple(found)


def _value(version: Version | None) -> Value | None:
    return None if version is None else version.value


def _rows(before: Value | None, after: Value | None) -> tuple[ChangedRow, ...]:
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return ()
    keys = sorted({*before, *after}, key=lambda key: (isinstance(key, str), key))
    return tuple(
        ChangedRow(str(key), before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)
    )
