"""What is typed into sheet D_Processes beside meters and masses."""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Heat:
    """Energy a process took in or gave out, and its emissions. [TJ or MWh, t CO2]"""

    amount: float = 0.0
    emissions: float = 0.0

    def add(self, amount: float, factor: float) -> None:
        """One more flow."""
        self.amount += amount
        self.emissions += amount * factor

    @property
    def factor(self) -> float:
        """Mean factor."""
        return self.emissions / self.amount if self.amount else 0.0


def _energy() -> dict[str, Heat]:
    return defaultdict(Heat)


def _sums() -> dict[str, float]:
    return defaultdict(float)


@dataclass
class Worked:
    """By process.

    Parameters
    ----------
    burnt_gas : Of a bought waste gas what is burnt here, of one's own all. [its unit]
    used_at_home, bought_power : Electricity of own generators, and of sources. [MWh]
    split : Of combined heat and power: its fuel [TJ], its emissions, and those that go with the heat. [t CO2]
    taken_off : CO2 that was handed on and counts as not emitted; the workbook's sum does not know of it. [t CO2]
    """

    burnt: dict[str, float] = field(default_factory=_sums)
    heat_in: dict[str, Heat] = field(default_factory=_energy)
    heat_out: dict[str, Heat] = field(default_factory=_energy)
    generated: dict[str, Heat] = field(default_factory=_energy)
    gas_in: dict[str, float] = field(default_factory=_sums)
    gas_out: dict[str, float] = field(default_factory=_sums)
    burnt_gas: dict[str, float] = field(default_factory=dict)
    used_at_home: dict[str, Heat] = field(default_factory=_energy)
    bought_power: dict[str, Heat] = field(default_factory=_energy)
    split: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    taken_off: float = 0.0
