"""How long something takes, and how often something happens: a time by its law of chance."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Dimensions, Doc, Most, Short
from pulmu.model.quantity import Quantity

Span = Annotated[Quantity, Dimensions(("time",)), Bounds(0)]
Shape = Annotated[float, Bounds(1e-3, 1e6)]
Weight = Annotated[float, Bounds(0)]
LawName = Literal[
    "constant",
    "exponential",
    "erlang",
    "gamma",
    "lognormal",
    "weibull",
    "uniform",
    "triangular",
    "normal",
    "empirical",
    "hyperexponential",
    "geometric",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A time that is drawn anew each time; a time alone is a constant one."""

    law: LawName = "constant"
    mean: Annotated[Span | None, Doc("mean; of a normal law, the mean before it is cut off")] = None
    cv: Annotated[
        float | None, Bounds(0, 1000), Doc("standard deviation as a share of the mean: lognormal, gamma, normal")
    ] = None
    shape: Annotated[Shape | None, Doc("stages of an Erlang law; shape of a gamma or Weibull law")] = None
    low: Annotated[Span | None, Doc("least: uniform, triangular, normal (0 if left out), geometric")] = None
    mode: Annotated[Span | None, Doc("likeliest: triangular")] = None
    high: Annotated[Span | None, Doc("most: uniform, triangular, normal")] = None
    step: Annotated[Span | None, Doc("geometric: the time is a multiple of it, from `low` (one step if left out)")] = (
        None
    )
    values: Annotated[
        tuple[Span, ...], Most(10_000), Doc("times that were seen; of a hyperexponential law, the means it mixes")
    ] = ()
    weights: Annotated[tuple[Weight, ...], Most(10_000), Doc("how likely each value is; alike if left out")] = ()


Time = Annotated[Law, Short("mean")]
"""A law, or a time alone: ``12 min``."""
