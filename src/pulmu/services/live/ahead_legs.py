"""A line as its setpoints have it run from now on, in legs: while a furnace heats up, it changes from leg to leg."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from pulmu.model.line import Line
from pulmu.services.live.furnace import Heat
from pulmu.services.live.variant import line_at

SETTLED = 0.5
"""A furnace this near to its target stays there. [°C]"""
_STEPS, _LAGS = 9, 3.0
"""Legs in which a furnace comes to its target, and lags they take in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """What is set in a plant.

    Parameters
    ----------
    speed : In percent of what the line's file says.
    heats : Furnaces as they stand, by station.
    """

    is_running: bool
    speed: float
    heats: Mapping[str, Heat]

    def after(self, seconds: float) -> "Controls":
        """The same later."""
        later = {name: heat.after(seconds) for name, heat in self.heats.items()}
        return Controls(is_running=self.is_running, speed=self.speed, heats=later)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A time in which the line stays one and the same.

    Parameters
    ----------
    seconds : How long. [s]
    factors : By which what a furnace's station uses of a carrier is more than usual.
    """

    seconds: float
    line: Line
    factors: Mapping[tuple[str, str], float]


def legs_of(line: Line, controls: Controls, seconds: float) -> tuple[Leg, ...]:
    """Legs of a time, one after another. Within one, a furnace is as at its middle."""
    edges = sorted({0.0, seconds, *(edge for heat in controls.heats.values() for edge in _edges(heat, seconds))})
    return tuple(_leg(line, controls.after((a + b) / 2), b - a) for a, b in pairwise(edges) if b - a > 1e-6)


def _leg(line: Line, controls: Controls, seconds: float) -> Leg:
    heats = controls.heats
    cold = {name for name, heat in heats.items() if not heat.is_ready}
    held = cold if controls.is_running else {item.id for item in line.stations}
    scrap = {name: heat.scrap for name, heat in heats.items()}
    factors = {(name, carrier): heat.power_factor for name, heat in heats.items() for carrier in heat.furnace.carriers}
    return Leg(seconds=seconds, line=line_at(line, controls.speed, held, set(heats), scrap), factors=factors)


def _edges(heat: Heat, seconds: float) -> Iterator[float]:
    """When a furnace becomes ready, and steps in which pieces suffer from it less or more."""
    gap, lag = abs(heat.temperature - heat.target), heat.furnace.lag.to("s")
    if gap <= SETTLED or lag <= 0:
        return
    tolerance = heat.furnace.tolerance.to("°C")
    moments = [_LAGS * lag * step / _STEPS for step in range(1, _STEPS + 1)] if _hurts(heat) else []
    if not heat.standby and not heat.is_ready and gap > tolerance > 0:
        moments.append(lag * math.log(gap / tolerance))
    yield from (moment for moment in moments if moment < seconds)


def _hurts(heat: Heat) -> bool:
    """Whether pieces suffer on the way: it works, and is too hot or too cold for them."""
    nominal, tolerance = heat.furnace.temperature.to("°C"), heat.furnace.tolerance.to("°C")
    far = max(abs(heat.temperature - nominal), abs(heat.target - nominal))
    return not heat.standby and far > tolerance and heat.furnace.scrap_per_degree > 0
