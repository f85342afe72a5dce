"""How will the shift end? The line is run ahead from the plant as it stands, with its setpoints as they are."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from pulmu.model import InputError, Plant, Problem, PulmuError
from pulmu.model.attribute import Doc
from pulmu.model.emulation import Emulation
from pulmu.model.errors import problem
from pulmu.model.line import Line
from pulmu.services.line_carbon import LineCarbon, line_carbon
from pulmu.services.live.ahead_legs import Controls, legs_of
from pulmu.services.live.ahead_run import Passed, run_legs
from pulmu.services.live.following import NotKnown, PlantSnapshot, states_of
from pulmu.twin import Engine, LineResult
from pulmu.twin.blocks import BLOCK
from pulmu.twin.interval import half_width

RUNS, LOOKS, BALANCED = 64, 16, 16
"""Replications, unless others are asked for; in so many bottlenecks are looked for, and so many set into a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A figure over replications: one in ten is below `low` and one above `high`.

    Parameters
    ----------
    half_width : Half the 95 % interval of the mean; None of one replication.
    """

    low: float
    middle: float
    high: float
    mean: float
    half_width: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadProduct:
    """A product: pieces that leave from now on, and whether a target is reached."""

    product: str
    good: Spread
    scrap: Spread
    target: int | None
    reached: Annotated[float | None, Doc("share of the replications that reach the target")]


@dataclass(frozen=True, slots=True, kw_only=True)
class FanPoint:
    """What it came to up to a moment, over the replications. [h] from now"""

    hours: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadCarrier:
    """What is used of a carrier from now on, and what it costs by the line's prices.

    Parameters
    ----------
    fan : What was used up to a moment.
    """

    carrier: str
    unit: str
    amount: Spread
    cost_krw: Spread
    fan: tuple[FanPoint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadStation:
    """Shares of the time in which a station holds the line up, alone or shifting with others."""

    station: str
    sole: float
    shifting: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """How a shift will end.

    Parameters
    ----------
    after, hours : Since the line's `starts`, and how far ahead was looked. [h]
    target, reached : Of all good pieces together.
    peak_kw : Highest mean power of a block of 15 minutes of the clock; of the blocks that are whole.
    stations : The worst bottleneck first.
    balances : The three balances, where a plant was given.
    """

    line: str
    taken_at: datetime
    snapshot: str
    after: float
    hours: float
    seed: int
    replications: int
    good: Spread
    target: int | None
    reached: float | None
    scrap_share: Spread
    products: tuple[AheadProduct, ...]
    carriers: tuple[AheadCarrier, ...]
    cost_krw: Spread
    peak_kw: Spread | None
    stations: tuple[AheadStation, ...]
    fan: tuple[FanPoint, ...]
    not_known: tuple[NotKnown, ...]
    problems: tuple[Problem, ...] = ()
    balances: LineCarbon | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The plant a line stands in, checked with it, and the edition of the law."""

    plant: Plant
    edition: str


def look_ahead(
    snapshot: PlantSnapshot, line: Line, settings: Emulation, engine: Engine, *, seconds: float, seed: int = 0,
    replications: int = RUNS, targets: Mapping[str, int] | None = None, executor: Executor | None = None,
    standing: Standing | None = None,
) -> Ahead:  # fmt: skip
    """Run ahead from a snapshot for a time, with the setpoints as they are.

    Parameters
    ----------
    targets : Good pieces that are wanted from now on, by product; of all together under an empty name.
    executor : Any of `concurrent.futures`; here, one after another, if left out. The answer is the same.

    Raises
    ------
    InputError  A target is of no product of the line (`live.unknown_product`).
    """
    wanted = dict(targets or {})
    check_targets(line, wanted)
    states = states_of(snapshot, line, engine, count=replications, seed=seed)
    legs = legs_of(line, controls_of(snapshot, settings), seconds)
    passed = run_legs(legs, states, engine, seed=seed, looks=LOOKS, executor=executor)
    balances, problems = balances_ahead(line, [item.run for item in passed], standing)
    good = [float(item.run.good) for item in passed]
    return Ahead(
        line=line.id, taken_at=snapshot.taken_at, snapshot=snapshot.seal, after=snapshot.seen.after / 3600,
        hours=seconds / 3600, seed=seed, replications=len(passed),
        good=spread(good), target=wanted.get(""), reached=_reached(good, wanted.get("")),
        scrap_share=spread([scrap_share(item) for item in passed]),
        products=tuple(_product(n, passed, wanted.get(item.id)) for n, item in enumerate(line.products)),
        carriers=tuple(_carrier(n, passed, seconds) for n in range(len(line.carriers))),
        cost_krw=spread([cost(item) for item in passed]), peak_kw=peak(passed),
        stations=_stations(line, passed), fan=_fan(passed, seconds),
        not_known=snapshot.not_known, problems=problems, balances=balances,
    )  # fmt: skip


def controls_of(snapshot: PlantSnapshot, settings: Emulation) -> Controls:
    """What is set in a plant, as far as it was read."""
    return Controls(is_running=snapshot.is_running, speed=snapshot.speed, heats=snapshot.heats(settings))


def check_targets(line: Line, targets: Mapping[str, int]) -> None:
    """See that targets are of products of a line.

    Raises
    ------
    InputError  One is not (`live.unknown_product`).
    """
    known = [item.id for item in line.products]
    wrong = [name for name in targets if name and name not in known]
    if wrong:
        names = ", ".join(known)
        raise InputError(*(
            problem("live.unknown_product", "--target", f"the line makes no {name}", f"name one of: {names}",
                    name=name, known=names) for name in wrong
        ))  # fmt: skip


def spread(values: Sequence[float]) -> Spread:
    """A figure over replications."""
    low, middle, high = (float(item) for item in np.quantile(np.asarray(values), (0.1, 0.5, 0.9)))
    return Spread(low=low, middle=middle, high=high, mean=fmean(values), half_width=half_width(values))


def worked_on(item: Passed) -> int:
    """Pieces at the station that worked on most: in a short time few may leave the line that many are in."""
    return max(item.run.good + item.run.scrap, *(station.pieces for station in item.run.stations))


def scrap_share(item: Passed) -> float:
    """Of the pieces worked on; 0 where there are none."""
    worked = worked_on(item)
    return item.run.scrap / worked if worked else 0.0


def cost(item: Passed) -> float:
    """Of the energy used. [KRW]"""
    return sum(use.cost_krw for use in item.run.uses)


def peak(passed: Sequence[Passed]) -> Spread | None:
    """Highest mean power of a block; None where no block is whole."""
    known = [item.peak_kw for item in passed if item.peak_kw is not None]
    return spread(known) if known else None


def balances_ahead(
    line: Line, runs: Sequence[LineResult], standing: Standing | None
) -> tuple[LineCarbon | None, tuple[Problem, ...]]:
    """The three balances of the first of some runs; nothing where no good piece leaves the line."""
    if standing is None:
        return None, ()
    try:
        return line_carbon(line, runs[:BALANCED], standing.plant, standing.edition), ()
    except PulmuError as error:  # no good piece, no rule in force, no solution: the rest is told all the same
        return None, error.problems


def _reached(values: Sequence[float], target: int | None) -> float | None:
    return None if target is None else fmean(value >= target for value in values)


def _product(number: int, passed: Sequence[Passed], target: int | None) -> AheadProduct:
    found = [item.run.products[number] for item in passed]
    good = [float(item.good) for item in found]
    return AheadProduct(
        product=found[0].product, good=spread(good), scrap=spread([float(item.scrap) for item in found]),
        target=target, reached=_reached(good, target),
    )  # fmt: skip


def _carrier(number: int, passed: Sequence[Passed], seconds: float) -> AheadCarrier:
    found = [item.run.uses[number] for item in passed]
    moments, name = _moments(seconds), found[0].carrier
    used = [np.interp(moments, item.edges, item.used[name]) for item in passed if name in item.used]
    return AheadCarrier(
        carrier=name, unit=found[0].unit, amount=spread([item.amount for item in found]),
        cost_krw=spread([item.cost_krw for item in found]), fan=_points(moments, np.array(used)) if used else (),
    )  # fmt: skip


def _stations(line: Line, passed: Sequence[Passed]) -> tuple[AheadStation, ...]:
    looked = [item.bottlenecks for item in passed if item.bottlenecks]
    found = [
        AheadStation(
            station=item.id, sole=fmean(one[n][0] for one in looked), shifting=fmean(one[n][1] for one in looked)
        )
        for n, item in enumerate(line.stations) if looked
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda item: (item.sole + item.shifting, item.sole), reverse=True))


def _fan(passed: Sequence[Passed], seconds: float) -> tuple[FanPoint, ...]:
    moments = _moments(seconds)
    left = [np.sort([time for times in item.left.values() for time in times]) for item in passed]
    return _points(moments, np.array([np.searchsorted(times, moments, "right") for times in left]))


def _moments(seconds: float) -> list[float]:
    """Every 15 minutes, and at the end. [s]"""
    return [*np.arange(0.0, seconds, BLOCK).tolist(), seconds]


def _points(moments: Sequence[float], values: NDArray[Any]) -> tuple[FanPoint, ...]:
    """Of values (replications, moments)."""
    low, middle, high = np.quantile(values, (0.1, 0.5, 0.9), axis=0)
    return tuple(
        FanPoint(hours=moment / 3600, low=float(a), middle=float(b), high=float(c))
        for moment, a, b, c in zip(moments, low, middle, high, strict=True)
    )
