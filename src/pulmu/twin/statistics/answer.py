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


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A line that might be the best: its figure, and how far it is from the best, run by run.

    Parameters
    ----------
    scenario : Its id; empty of the line as it is.
    replications : It was in the race for so many.
    behind : Of the best less this one, or the other way round where less is better: 0 or more, but for luck.
    half_width, behind_half : Of each interval by itself.
    """

    scenario: str
    replications: int
    mean: float | None
    half_width: float | None
    behind: float | None
    behind_half: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceAnswer:
    """Which of several lines is best.

    Parameters
    ----------
    indifference : The smallest difference that matters, in the figure's unit.
    sure : False where the most runs did not suffice: then the best so far.
    runs : Simulated in all, with those that looked for the warm-up left out.
    alternatives : The best first.
    """

    line: str
    question: str
    figure: str
    unit: str
    better: Literal["more", "less"]
    confidence: float
    indifference: float
    hours: float
    warm_up: WarmUp
    seed: int
    runs: int
    best: str
    sure: bool
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a factor does to the figure, or what several do together beyond what each does by itself.

    Parameters
    ----------
    scenarios : Of the factors, by id.
    effect : Mean of the figure at the high level less that at the low.
    """

    scenarios: tuple[str, ...]
    effect: float
    half_width: float
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorsAnswer:
    """Which of several factors matters.

    Parameters
    ----------
    lines : Combinations of levels that were simulated; `resolution` is None where these are all.
    mean : Of the figure over all of them; None where it has no value in one: then there are no effects.
    effects : The largest first; their intervals hold all together.
    """

    line: str
    question: str
    figure: str
    unit: str
    confidence: float
    exact: float
    hours: float
    warm_up: WarmUp
    seed: int
    lines: int
    resolution: int | None
    replications: int
    enough: bool
    mean: float | None
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StationPlaces:
    """Places before a station: today, and as found."""

    station: str
    today: int
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesAnswer:
    """Where buffer places do most good.

    Parameters
    ----------
    searched : Allocations that were simulated.
    key : Found against today, by runs that had no part in the search.
    """

    line: str
    figure: str
    unit: str
    better: Literal["more", "less"]
    confidence: float
    exact: float
    hours: float
    warm_up: WarmUp
    seed: int
    searched: int
    stations: tuple[StationPlaces, ...]
    replications: int
    enough: bool
    key: Difference
    figures: tuple[Difference, ...]
