"""Proof of setpoints: the line is simulated with and without them, from the plant as it stands."""

from dataclasses import dataclass

from pulmu.model import Problem
from pulmu.model.setpoint import SetpointGroup
from pulmu.twin.control import Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenFigure:
    """A figure until the end of what is looked at, without the setpoints and with them.

    Parameters
    ----------
    figure : good, good.PRODUCT, scrap_share, peak_kw, energy.CARRIER, cost_krw.
    before, after : Ends and middle: one in ten is below the first and above the last.
    change, half_width : Mean of the difference of runs of the same random numbers, and half its 95 % interval.
    """

    figure: str
    unit: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    change: float
    half_width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What a simulation found of a group of setpoints.

    Parameters
    ----------
    proof : With the number of violations in it: the guard takes it if there is none.
    hours : How far ahead was looked.
    violations : Why it is not proven.
    notes : What else should be known: no limit was given, or what was assumed.
    is_foreseen : It begins where groups before it are expected to lead; it is proven again when its turn comes.
    """

    group: SetpointGroup
    proof: Proof
    hours: float
    replications: int
    figures: tuple[ProvenFigure, ...]
    violations: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    is_foreseen: bool = False
