"""What is known while a plant is worked out."""

from collections import defaultdict
from dataclasses import dataclass, field

from tests.differential.drawn import Drawn
from tests.differential.worked.results import Worked
from tests.differential.worked.sharing import Sharing


def _sums() -> dict[str, float]:
    return defaultdict(float)


def _fuels() -> dict[str, list[tuple[float, float]]]:
    return defaultdict(list)


@dataclass
class Work:
    """The plant, its results so far, and what waits for heat and electricity.

    Parameters
    ----------
    net_emissions, net_energy, net_heat : By heat net: of its fuels, and heat of combined units. [t CO2, TJ, TJ]
    engine_emissions, unit_energy : By generator, and by combined unit. [t CO2, TJ]
    fuels : By process, emissions and energy of each fuel burnt in it. [t CO2, TJ]
    power_factors : By generator. [t CO2/MWh]
    """

    drawn: Drawn
    sharing: Sharing
    done: Worked = field(default_factory=Worked)
    net_emissions: dict[str, float] = field(default_factory=_sums)
    net_energy: dict[str, float] = field(default_factory=_sums)
    net_heat: dict[str, float] = field(default_factory=_sums)
    engine_emissions: dict[str, float] = field(default_factory=_sums)
    unit_energy: dict[str, float] = field(default_factory=_sums)
    fuels: dict[str, list[tuple[float, float]]] = field(default_factory=_fuels)
    power_factors: dict[str, float] = field(default_factory=dict)

    def put_in_mix(self, user: str, emitted: float, energy: float) -> bool:
        """Fuel of a combined unit or of a boiler goes into its mix; False for anything else."""
        net = self.sharing.net_of.get(user)
        if net is None:
            return False
        if self.sharing.equipment[user].combined is not None:
            self.engine_emissions[user] += emitted
            self.unit_energy[user] += energy
        else:
            self.net_emissions[net] += emitted
            self.net_energy[net] += energy
        return True
