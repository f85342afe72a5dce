"""Faults of an emulated plant that can be switched on, one by one, to see what those who listen make of them."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal, get_args

from pulmu.model import Problem
from pulmu.model.errors import problem
from pulmu.model.tag import Quality, Tag, Value
from pulmu.twin.normal import normal_quantile
from pulmu.twin.streams import name_hash, state_of, stream_key, uniform

Kind = Literal[
    "noise", "stuck", "bad", "uncertain", "lost_link", "slow_write", "refused_write", "ignored_write", "drift",
    "clock_skew", "local", "counter_reset",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
USUAL: Mapping[str, float] = {"noise": 0.01, "slow_write": 3.0, "drift": 0.05, "clock_skew": 120.0}
"""Amount where none is given: share of the value, seconds, share per hour, seconds."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the tags whose names fit a pattern such as `press/*`.

    Parameters
    ----------
    amount : noise: standard deviation as a share of the value; slow_write: seconds; drift: share a counter gains or
        loses per hour since the fault began; clock_skew: seconds that time stamps are ahead.
    """

    kind: Kind
    tags: str = "*"
    amount: float = 0.0

    def hits(self, tag: str) -> bool:
        """Whether it is of this tag."""
        return fnmatchcase(tag, self.tags)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the instrument of a tag shows: the truth with its faults.

    Parameters
    ----------
    skew : How far the time stamp is ahead. [s]
    """

    value: Value | None
    quality: Quality = "good"
    skew: float = 0.0


def read_faults(lines: Iterable[str], place: str = "") -> tuple[tuple[Fault, ...], tuple[Problem, ...]]:
    """Faults, one a line: ``KIND``, ``KIND PATTERN`` or ``KIND PATTERN AMOUNT``; after # nothing is read."""
    found: list[Fault] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        words = line.split("#")[0].split()
        if not words:
            continue
        where = f"{place}, line {number}" if place else line.strip()
        kind = next((one for one in KINDS if one == words[0]), None)
        amount = _amount(words[2]) if len(words) > 2 else USUAL.get(words[0], 0.0)
        if kind is None or len(words) > 3 or amount is None:
            problems.append(
                problem("live.unknown_fault", where, f"{line.strip()!r} is no fault of the emulated plant",
                        "write KIND, PATTERN of the tags and AMOUNT; kinds: " + ", ".join(KINDS),
                        line=line.strip(), known=", ".join(KINDS))
            )  # fmt: skip
            continue
        found.append(Fault(kind, words[1] if len(words) > 1 else "*", amount))
    return tuple(found), tuple(problems)


def _amount(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


@dataclass(slots=True)
class Instruments:
    """Instruments of a plant, with the faults they have now."""

    tags: Mapping[str, Tag]
    seed: int = 0
    faults: tuple[Fault, ...] = ()
    _stuck: dict[str, Value] = field(default_factory=dict)
    _since: dict[Fault, float] = field(default_factory=dict)
    _zero: dict[tuple[Fault, str], float] = field(default_factory=dict)
    _drawn: int = 0

    def switch(self, faults: tuple[Fault, ...], now: float) -> None:
        """Have these faults from now on, and no others. [s]"""
        self._since = {fault: self._since.get(fault, now) for fault in faults}
        self._zero = {key: value for key, value in self._zero.items() if key[0] in self._since}
        self.faults = faults

    def of(self, kind: Kind, tag: str = "") -> Fault | None:
        """The last fault of a kind that a tag has."""
        return next((item for item in reversed(self.faults) if item.kind == kind and item.hits(tag)), None)

    def show(self, values: Mapping[str, Value], now: float) -> dict[str, Shown]:
        """What is shown of the true values. [s]"""
        self._drawn += 1
        frozen = {tag: value for tag, value in values.items() if self.of("stuck", tag)}
        self._stuck = {tag: self._stuck.get(tag, value) for tag, value in frozen.items()}
        return {tag: self._one(tag, value, now) for tag, value in values.items()}

    def _one(self, tag: str, value: Value, now: float) -> Shown:
        skew = fault.amount if (fault := self.of("clock_skew", tag)) else 0.0
        if self.of("bad", tag):
            return Shown(None, "bad", skew)
        shown = self._stuck.get(tag, self._noisy(tag, self._drifted(tag, self._counted(tag, value), now)))
        return Shown(shown, "uncertain" if self.of("uncertain", tag) else "good", skew)

    def _counted(self, tag: str, value: Value) -> Value:
        """What a counter shows that was set to nothing; the tag that says when it began says so where it is hit too."""
        fault, measure = self.of("counter_reset", tag), self.tags[tag].measure
        if fault is None or measure not in ("energy", "amount", "start_time_of_counter"):
            return value
        if measure == "start_time_of_counter":
            return f"{value} {self._since[fault]:g}"
        return float(value) - self._zero.setdefault((fault, tag), float(value))

    def _drifted(self, tag: str, value: Value, now: float) -> Value:
        fault = self.of("drift", tag)
        if fault is None or not self._is_measured(tag, value):
            return value
        return float(value) * (1 + fault.amount * (now - self._since[fault]) / 3600)

    def _noisy(self, tag: str, value: Value) -> Value:
        fault = self.of("noise", tag)
        if fault is None or not self._is_measured(tag, value):
            return value
        draw = normal_quantile(uniform(state_of(stream_key(self.seed, 0, name_hash(f"noise/{tag}")), self._drawn)))
        return float(value) * (1 + fault.amount * draw)

    def _is_measured(self, tag: str, value: Value) -> bool:
        """Setpoints, switches and texts are no measurements."""
        return not isinstance(value, bool | str) and not self.tags[tag].writable
