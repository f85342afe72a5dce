"""A plant while it is drawn: each part sees what was drawn before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.differential.draw.chance import Chance
from tests.differential.drawn import (
    DrawnCells,
    DrawnEquipment,
    DrawnNet,
    DrawnOutsourced,
    DrawnProcess,
    DrawnPurchase,
    DrawnStack,
    DrawnStream,
    DrawnSupply,
    DrawnTransfer,
    DrawnWasteGas,
    Users,
)


@dataclass
class Drawing:
    """Everything drawn so far.

    Parameters
    ----------
    published : Default values by country (ISO3, or '' for unknown origin) and code. [t CO2e/t]
    """

    chance: Chance
    number: int
    published: Mapping[tuple[str, str], float]
    country: str
    year: int
    processes: list[DrawnProcess] = field(default_factory=list)
    streams: list[DrawnStream] = field(default_factory=list)
    equipment: list[DrawnEquipment] = field(default_factory=list)
    nets: list[DrawnNet] = field(default_factory=list)
    waste_gases: list[DrawnWasteGas] = field(default_factory=list)
    stacks: list[DrawnStack] = field(default_factory=list)
    cells: list[DrawnCells] = field(default_factory=list)
    transfers: list[DrawnTransfer] = field(default_factory=list)
    outsourced: list[DrawnOutsourced] = field(default_factory=list)
    purchases: list[DrawnPurchase] = field(default_factory=list)
    supplies: list[DrawnSupply] = field(default_factory=list)
    power: Users = field(default_factory=dict)

    def default(self, country: str, code: str) -> float | None:
        """Default value of a code, from the table of other countries where its own has none (DV2621 Annex I)."""
        others = self.published.get(("OTHER", code)) if country else None
        return self.published.get((country, code), others)

    def process_names(self) -> list[str]:
        """Ids of the processes."""
        return [item.id for item in self.processes]

    def furnaces(self) -> list[str]:
        """Ids of furnaces and the like."""
        return [item.id for item in self.equipment if item.kind not in ("boiler", "generator")]
