"""A use of a plant: how much there is of it in a year, and what a unit of it moves."""

from dataclasses import dataclass, field
from typing import Literal

UseKind = Literal["fuel", "electricity", "charge", "precursor"]
STEP = 0.01
"""Part of a use that is taken away to see what a unit of it moves: the law's sums are straight lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantUse:
    """What is used of one carrier in one place in a year, and what a unit of it moves.

    Parameters
    ----------
    name : Of the carrier, as the plant calls it; empty for electricity and charges, and in older plans.
    amount : In `unit`.
    energy : Net. [TJ]
    price : [KRW per unit]
    footprint : [kg CO2e per unit]
    certificates : In each year that is looked at. [certificates per unit]
    steps : Kinds of steps that its furnace serves.
    scrap : Of a precursor: how much of it a year becomes scrap and off-spec, by the process where that arises. [t]
    """

    id: str
    kind: UseKind
    carrier: str
    place: str
    equipment: str
    amount: float
    unit: str
    energy: float
    price: float
    footprint: float
    certificates: tuple[float, ...]
    steps: tuple[str, ...] = ()
    name: str = ""
    scrap: dict[str, float] = field(default_factory=dict)
