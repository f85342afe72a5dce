"""A furnace of the emulated plant: its temperature follows a target by a first-order lag."""

import math
from dataclasses import dataclass, replace

from pulmu.model.emulation import Furnace

AMBIENT = 20.0
"""Of the hall. [°C]"""


@dataclass(frozen=True, slots=True)
class Heat:
    """A furnace at a moment.

    Parameters
    ----------
    setpoint, temperature : [°C]
    """

    furnace: Furnace
    setpoint: float
    temperature: float
    standby: bool = False

    @classmethod
    def of(cls, furnace: Furnace) -> "Heat":
        """At what its products ask for."""
        nominal = furnace.temperature.to("°C")
        return cls(furnace, nominal, nominal)

    @property
    def target(self) -> float:
        """What the temperature goes to. [°C]"""
        return self.furnace.standby.to("°C") if self.standby else self.setpoint

    @property
    def is_ready(self) -> bool:
        """Whether work may be done: not in standby, and not colder than the setpoint less the tolerance."""
        return not self.standby and self.temperature >= self.setpoint - self.furnace.tolerance.to("°C")

    @property
    def power_factor(self) -> float:
        """What it uses, as a part of what it uses at its usual temperature.

        A body that loses heat in proportion to what it is above the hall, and follows a target by a first-order lag,
        is heated with what it takes to hold the target.
        """
        nominal = self.furnace.temperature.to("°C")
        return max(self.target - AMBIENT, 0.0) / (nominal - AMBIENT)

    @property
    def scrap(self) -> float:
        """Share of pieces that are scrap as it is too hot or too cold for them."""
        off = abs(self.temperature - self.furnace.temperature.to("°C")) - self.furnace.tolerance.to("°C")
        return min(max(off, 0.0) * self.furnace.scrap_per_degree, 1.0)

    def after(self, seconds: float) -> "Heat":
        """The same furnace later."""
        lag = self.furnace.lag.to("s")
        left = math.exp(-seconds / lag) if lag > 0 else 0.0
        return replace(self, temperature=self.target + (self.temperature - self.target) * left)
