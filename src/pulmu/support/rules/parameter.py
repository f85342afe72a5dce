"""A parameter of law or of a programme, in dated versions: what a reform changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pulmu.model.source import Source

Status = Literal["in_force", "draft", "proposal"]
Value = float | str | bool | frozenset[str] | Mapping[int | str, float | None]
"""A number, a switch, a set of choices, or a table by key (None: the law has no row for that key)."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a parameter is from a day on.

    Parameters
    ----------
    value : None where no source was found: unknown, never a guess.
    valid_from : First day; None for "always".
    valid_to : Last day; None while it is in force.
    """

    value: Value | None
    source: Source
    valid_from: date | None = None
    valid_to: date | None = None
    status: Status = "in_force"

    def holds_on(self, day: date) -> bool:
        """Whether it is valid on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named parameter with its unit and its versions, oldest first.

    Parameters
    ----------
    name : Dotted: ``size.asset_cap_krw``, ``ai_voucher.sizes``.
    unit : ``KRW``, ``share``, ``years``, ``persons``, or empty.
    """

    name: str
    unit: str
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version | None:
        """The version valid on a day, the latest where several are; None if there is none."""
        return next((version for version in reversed(self.versions) if version.holds_on(day)), None)


def constant(name: str, value: Value | None, unit: str, source: Source, status: Status = "in_force") -> Parameter:
    """A parameter with one version, valid on every day."""
    return Parameter(name, unit, (Version(value, source, status=status),))
