"""What an operator states of how sure a plant's inputs are, input by input: beside the plant, never in a figure."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Text, Unique
from pulmu.model.flow import Id, Words
from pulmu.model.quantity import Quantity

InputName = Annotated[str, Text(300, example="source_streams.city_gas.amount")]


@dataclass(frozen=True, slots=True, kw_only=True)
class UncertainInput:
    """What makes some inputs of a plant uncertain; give one of `quality`, `relative` and `absolute`."""

    id: Id
    inputs: Annotated[
        tuple[InputName, ...],
        Doc("inputs by their names in the plant's file; those that one meter or one table stands behind together"),
    ]
    quality: Annotated[str, Text(60), Doc("class of the table of data quality, such as monitoring_tier_2")] = ""
    distribution: Annotated[
        Literal["normal", "lognormal", "triangular", "uniform"], Doc("not read where a class is given: it has its own")
    ] = "normal"
    relative: Annotated[float | None, Bounds(0, 2), Doc("relative standard uncertainty, 0.015 for 1.5 %")] = None
    absolute: Annotated[Quantity | None, Bounds(0), Doc("standard uncertainty in a unit of the input")] = None
    correlation: Annotated[
        float, Bounds(0, 1), Doc("of any two of its inputs: 1 for one meter, 0 for independent ones")
    ] = 1.0
    evidence: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedUncertainty:
    """How sure the inputs of a plant are."""

    pulmu: Annotated[Literal["uncertainty/1"], Doc("kind and version of this document")] = "uncertainty/1"
    uncertain: Annotated[tuple[UncertainInput, ...], Unique()]
