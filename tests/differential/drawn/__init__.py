"""A plant as plain numbers, before anybody computes: what the generator draws, and what both sides are given.

Amounts stand in the units of the official workbook: t or 1000Nm3, GJ per unit, t CO2 per TJ or per unit, TJ, MWh.
"""

from tests.differential.drawn.bought import DrawnPurchase
from tests.differential.drawn.energy import (
    DrawnCombined,
    DrawnEquipment,
    DrawnMedium,
    DrawnNet,
    DrawnSupply,
    DrawnWasteGas,
)
from tests.differential.drawn.goods import DrawnGood, DrawnOutsourced, DrawnProcess, DrawnStep
from tests.differential.drawn.plant import Drawn, with_steps
from tests.differential.drawn.streams import DrawnCells, DrawnStack, DrawnStream, DrawnTransfer
from tests.differential.drawn.users import Users

__all__ = [
    "Drawn",
    "DrawnCells",
    "DrawnCombined",
    "DrawnEquipment",
    "DrawnGood",
    "DrawnMedium",
    "DrawnNet",
    "DrawnOutsourced",
    "DrawnProcess",
    "DrawnPurchase",
    "DrawnStack",
    "DrawnStep",
    "DrawnStream",
    "DrawnSupply",
    "DrawnTransfer",
    "DrawnWasteGas",
    "Users",
    "with_steps",
]
