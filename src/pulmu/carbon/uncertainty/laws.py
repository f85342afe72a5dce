"""Laws of an uncertain input: a factor around what was given, whose mean is one, so that no mean drifts from it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr

from pulmu.carbon.draws import standard_deviation_of_log
from pulmu.carbon.factorisation import Floats
from pulmu.model import InputError

Shape = Literal["normal", "lognormal", "triangular", "uniform"]
MOST: dict[str, float] = {"normal": 0.2, "lognormal": 2.0, "triangular": 0.4, "uniform": 0.57}
"""Largest relative standard uncertainty of each shape: beyond, a factor could be below zero (normal: one in 3.5
million draws at the limit), and only a lognormal input has no such end."""
WIDTHS: dict[str, float] = {"triangular": np.sqrt(6.0), "uniform": np.sqrt(3.0)}
"""Half the width of a symmetric law over its standard uncertainty (JCGM 100:2008, 4.3.7 and 4.3.9)."""


@dataclass(frozen=True, slots=True)
class Law:
    """A shape and its relative standard uncertainty (0.015: 1.5 %).

    Raises
    ------
    InputError  The shape does not hold so much (`carbon.uncertainty_law`).
    """

    shape: Shape
    relative: float

    def __post_init__(self) -> None:
        most = MOST[self.shape]
        if not 0 <= self.relative <= most:
            raise InputError.of(
                "carbon.uncertainty_law",
                self.shape,
                f"a {self.shape} input cannot have a relative standard uncertainty of {self.relative:g}",
                f"give 0 to {most:g}, or take a lognormal input, which holds up to {MOST['lognormal']:g}",
                shape=self.shape,
                found=f"{self.relative:g}",
                most=f"{most:g}",
                lognormal=f"{MOST['lognormal']:g}",
            )

    def factors(self, normal: Floats) -> Floats:
        """Factors of mean one from standard normal numbers of any shape; greater numbers give greater factors."""
        return factors_of(self.shape, np.float64(self.relative), normal)


def factors_of(shape: Shape, relative: Floats | np.float64, normal: Floats) -> Floats:
    """Factors of one shape.

    Parameters
    ----------
    relative : Relative standard uncertainty, one for all or one per column.
    normal : (draws, columns)
    """
    if shape == "normal":
        return np.asarray(1.0 + relative * normal)
    if shape == "lognormal":
        spread = standard_deviation_of_log(relative)
        return np.asarray(np.exp(spread * normal - 0.5 * spread**2))
    half = WIDTHS[shape] * relative
    share = ndtr(normal)
    if shape == "uniform":
        return np.asarray(1.0 + half * (2.0 * share - 1.0))
    below = share < 0.5
    tail = np.sqrt(2.0 * np.where(below, share, ndtr(-normal)))
    return np.asarray(np.where(below, 1.0 + half * (tail - 1.0), 1.0 + half * (1.0 - tail)))
