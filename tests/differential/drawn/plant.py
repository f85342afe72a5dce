"""The whole plant."""

import dataclasses
from dataclasses import dataclass

from tests.differential.drawn.bought import DrawnPurchase
from tests.differential.drawn.energy import DrawnEquipment, DrawnNet, DrawnSupply, DrawnWasteGas
from tests.differential.drawn.goods import DrawnGood, DrawnOutsourced, DrawnProcess
from tests.differential.drawn.streams import DrawnCells, DrawnStack, DrawnStream, DrawnTransfer
from tests.differential.drawn.users import Users


@dataclass(frozen=True)
class Drawn:
    """A whole plant."""

    number: int
    processes: tuple[DrawnProcess, ...]
    streams: tuple[DrawnStream, ...]
    equipment: tuple[DrawnEquipment, ...]
    nets: tuple[DrawnNet, ...]
    waste_gases: tuple[DrawnWasteGas, ...]
    stacks: tuple[DrawnStack, ...]
    cells: tuple[DrawnCells, ...]
    transfers: tuple[DrawnTransfer, ...]
    purchases: tuple[DrawnPurchase, ...]
    supplies: tuple[DrawnSupply, ...]
    power: Users
    outsourced: tuple[DrawnOutsourced, ...]
    has_markup: bool
    """Whether the plant adds the mark-up to default values of precursors."""
    country: str
    year: int

    @property
    def in_workbook(self) -> tuple[DrawnProcess, ...]:
        """Processes that have a block in the workbook."""
        return tuple(process for process in self.processes if process.category)

    def process(self, name: str) -> DrawnProcess:
        """A process by its id."""
        return next(item for item in self.processes if item.id == name)


def with_steps(drawn: Drawn) -> Drawn:
    """The plant with each step done elsewhere as a process of its chain, or as a delivery by default value."""
    made = [step for step in drawn.outsourced if not step.by_default]
    processes = tuple(
        dataclasses.replace(
            item, own=item.own | {step.id: step.taken(item.id) for step in made if item.id in step.users}
        )
        for item in drawn.processes
    )
    return dataclasses.replace(
        drawn,
        processes=(*processes, *(_process(step) for step in made)),
        purchases=(*drawn.purchases, *(_delivery(step) for step in drawn.outsourced if step.by_default and step.users)),
        outsourced=(),
    )


def _process(step: DrawnOutsourced) -> DrawnProcess:
    counts = 0.0 if step.excluded else step.returned
    return DrawnProcess(
        step.id,
        step.category,
        {0: 1.0},
        (DrawnGood(step.id, step.cn_code, step.returned),),
        own={step.good: step.sent},
        direct_elsewhere=counts * step.direct,
        indirect_elsewhere=counts * (step.indirect or 0.0),
    )


def _delivery(step: DrawnOutsourced) -> DrawnPurchase:
    return DrawnPurchase(
        id=step.id,
        cn_code=step.cn_code,
        category=step.category,
        annex_ii=True,
        country=step.country,
        exempt=False,
        received=step.returned,
        # What went to the EU as it came back was used by no process.
        users={name: step.taken(name) for name in step.users},
        default=step.default,
        direct=0.0,
        electricity=0.0,
        electricity_factor=0.0,
        verified=False,
        proven_use=True,
    )
