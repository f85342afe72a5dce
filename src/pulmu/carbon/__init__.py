"""The CBAM method: from a plant's flows to embedded emissions and certificates.

`state_emissions` and `state_costs` explain one plant; `embedded_emissions_of_plants` computes many. Names are loaded
when asked for: checking a plant does not wait for the linear algebra that computing one needs.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulmu.carbon.batch import Batch, embedded_emissions_of_plants
    from pulmu.carbon.check import check_plant
    from pulmu.carbon.costs import GoodCost, QuarterCost, state_costs
    from pulmu.carbon.statement import Statement, state_emissions

__all__ = [
    "Batch",
    "GoodCost",
    "QuarterCost",
    "Statement",
    "check_plant",
    "embedded_emissions_of_plants",
    "state_costs",
    "state_emissions",
]

_HOMES = {
    "Batch": "batch",
    "GoodCost": "costs",
    "QuarterCost": "costs",
    "Statement": "statement",
    "check_plant": "check",
    "embedded_emissions_of_plants": "batch",
    "state_costs": "costs",
    "state_emissions": "statement",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
