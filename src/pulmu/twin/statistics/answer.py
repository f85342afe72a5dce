"""What a question to a line is answered with: plain things that go over a wire as they are."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model.attribute import Doc

Verdict = Literal["higher", "lower", "as_good_as_same", "identical", "no_difference_shown", "no_value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureInterval:
    """A figure and its interval; nothing where it has no value."""

    figure: str
    unit: str
    mean: float | None
    half_width: float | None
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A figure under a scenario against the base, run by run from the same random numbers."""

    figure: str
    unit: str
    base: float | None
    changed: float | None
    difference: float | None
    half_width: float | None
    confidence: float
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class WarmUp:
    """Time at the start that is not counted, and how it was come by."""

    hours: float
    how: Annotated[
        Literal["given", "found", "none_needed", "not_found"],
        Doc("given by who asks; found by MSER-5; or it said that nothing need be cut off; or it found no steady state"),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioAnswer:
    """A scenario: the figure that matters, and every other one."""

    scenario: str
    name: str
    name_local: str
    replications: int
    enough: Annotated[bool, Doc("whether it is as exact as was asked, or surely more or less")]
    key: Difference
    figures: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfAnswer:
    """A whole answer.

    Parameters
    ----------
    exact : What half width was asked of the difference, in the figure's unit.
    confidence : Of all key differences together, over all scenarios and looks.
    """

    line: str
    question: str
    figure: str
    unit: str
    confidence: float
    exact: float | None
    hours: float
    warm_up: WarmUp
    seed: int
    replications: int
    base: tuple[FigureInterval, ...]
    scenarios: tuple[ScenarioAnswer, ...] = field(default=())
