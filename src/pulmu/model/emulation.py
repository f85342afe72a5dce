"""What an emulated plant needs beyond its line: its furnaces, its drives, and when its controller falls back."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Dimensions, Doc, Most, Unique
from pulmu.model.flow import Id
from pulmu.model.law import Span
from pulmu.model.quantity import Quantity

Temperature = Annotated[Quantity, Dimensions(("temperature",))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Furnace:
    """A station that is kept hot; its temperature follows the setpoint by a first-order lag."""

    station: Id
    carriers: Annotated[tuple[Id, ...], Most(20), Doc("carriers that heat it; their use goes with its temperature")]
    temperature: Annotated[Temperature, Doc("what its products ask for; its setpoint at the start, and the safe one")]
    tolerance: Annotated[Temperature, Doc("how far off it may be before pieces suffer, or work waits for it")]
    low: Annotated[Temperature, Doc("least setpoint the controller takes")]
    high: Annotated[Temperature, Doc("highest setpoint the controller takes")]
    standby: Annotated[Temperature, Doc("what it is kept at in standby")]
    lag: Annotated[Span, Doc("time constant")]
    scrap_per_degree: Annotated[
        float, Bounds(0, 1), Doc("share of pieces that are scrap for each degree beyond the tolerance")
    ] = 0.002


@dataclass(frozen=True, slots=True, kw_only=True)
class TemperatureBand:
    """Between what a furnace must be while it works."""

    station: Id
    low: Temperature
    high: Temperature


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantBounds:
    """What the plant must keep to as a whole: setpoints that would have it go beyond are not proven."""

    contracted_kw: Annotated[
        float | None, Bounds(0), Doc("highest mean power of 15 minutes that the supply contract lets pass [kW]")
    ] = None
    most_scrap: Annotated[float | None, Bounds(0, 1), Doc("greatest share of scrap among the pieces worked on")] = None
    bands: Annotated[
        tuple[TemperatureBand, ...], Unique("station"), Most(100),
        Doc("of furnaces while they work; the range of the controller, of one that is left out"),
    ] = ()  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulation:
    """What the controllers of an emulated plant do.

    Parameters
    ----------
    speed_low, speed_high : Line speed the drives take, in percent of what the line's file says.
    hold_after : How long after the last heartbeat the controller goes to its safe values by itself.
    """

    pulmu: Annotated[Literal["emulation/1"], Doc("kind and version of this document")] = "emulation/1"
    line: Annotated[str, Doc("line it is for, by id")] = ""
    furnaces: Annotated[tuple[Furnace, ...], Unique("station"), Most(100)] = ()
    speed_low: Annotated[float, Bounds(1, 100), Doc("least line speed, in percent")] = 50.0
    speed_high: Annotated[float, Bounds(100, 1000), Doc("highest line speed, in percent")] = 120.0
    hold_after: Annotated[Span, Doc("without a heartbeat so long, safe values are taken")] = Quantity(5.0, "s")
    bounds: Annotated[PlantBounds, Doc("what setpoints are held against before they are written")] = field(
        default_factory=PlantBounds
    )
