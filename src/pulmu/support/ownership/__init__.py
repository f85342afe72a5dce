"""Ownership: from shareholdings to who owns a firm, who leads it, and which firms are related to it.

`columns` computes the same for a population; it is imported on its own, for one firm must not load Ibis.
"""

from pulmu.support.ownership.check import asked_firm, check_firms, check_read_firms
from pulmu.support.ownership.control import Controls
from pulmu.support.ownership.effective import Effective, effective_shares, without_funds
from pulmu.support.ownership.graph import Graph, graph_of
from pulmu.support.ownership.limits import OwnershipLimits
from pulmu.support.ownership.owners import Owner, owners_of
from pulmu.support.ownership.relatives import Relative, relatives_of

__all__ = [
    "Controls",
    "Effective",
    "Graph",
    "Owner",
    "OwnershipLimits",
    "Relative",
    "asked_firm",
    "check_firms",
    "check_read_firms",
    "effective_shares",
    "graph_of",
    "owners_of",
    "relatives_of",
    "without_funds",
]
