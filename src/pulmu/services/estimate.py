"""A mean of several runs, and how far it may be off."""

from dataclasses import dataclass
from typing import Annotated

from pulmu.model.attribute import Doc


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean of runs."""

    mean: float
    half_width: Annotated[float | None, Doc("half the width of its 95 % interval; none of a single run")] = None
