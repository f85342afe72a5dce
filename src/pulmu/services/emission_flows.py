"""What the picture of the emissions draws: flows from kinds through processes into goods, the small ones together."""

from dataclasses import dataclass, replace
from typing import Literal

from pulmu.model import conversion_factor
from pulmu.services.report import GoodResult, Report, Value

SMALLEST_SHARE = 0.01
MOST_NODES = 12
OTHER = "\0other"
"""Name of the node that stands for the small ones; no id can be it."""

Over = Literal["exports", "production"]
Column = Literal["kind", "process", "good"]
COLUMNS: tuple[Column, ...] = ("kind", "process", "good")


@dataclass(frozen=True, slots=True)
class Flow:
    """Emissions of one kind, on their way through one process into one good. [t CO2e]"""

    kind: str
    process: str
    good: str
    emissions: float


def emission_flows(report: Report) -> tuple[list[Flow], Over]:
    """The flows to draw, and what they are a sum of.

    Goods are weighed by what of them went to the EU, so that a good used on in the plant is not counted twice; only
    for a report without any export everything made is drawn.
    """
    weights = {good.id: _exported_share(good) for good in report.goods}
    over: Over = "exports"
    if not any(weights.values()):
        weights, over = dict.fromkeys(weights, 1.0), "production"
    flows = [
        Flow(part.kind, part.process, good.id, part.emissions * weights[good.id])
        for good in report.goods
        for part in good.contributions
        if weights[good.id]
    ]
    return _joined(flows), over


def _joined(flows: list[Flow]) -> list[Flow]:
    """One flow of a kind from a process into a good: of a mass balance what is left of inputs less outputs."""
    found: dict[tuple[str, str, str], float] = {}
    for flow in flows:
        way = (flow.kind, flow.process, flow.good)
        found[way] = found.get(way, 0.0) + flow.emissions
    return [Flow(*way, emissions) for way, emissions in found.items()]


def _exported_share(good: GoodResult) -> float:
    made = _tonnes(good.activity_level)
    return exported_mass(good) / made if made > 0 else 0.0


def exported_mass(good: GoodResult) -> float:
    """Tonnes of a good that went to the EU."""
    return sum(_tonnes(line.mass) for line in good.cost_lines)


def _tonnes(value: Value) -> float:
    return value.value if value.unit == "t" else value.value * conversion_factor(value.unit, "t")


def group_small(flows: list[Flow], total: float) -> tuple[list[Flow], dict[Column, int]]:
    """The flows with the small nodes of each column put together as `OTHER`, and how many those are."""
    counts: dict[Column, int] = {}
    for column in COLUMNS:
        amounts = sums(flows, column)
        ranked = sorted(amounts, key=lambda name: -amounts[name])
        small = {name for rank, name in enumerate(ranked) if _is_small(amounts[name], rank, len(ranked), total)}
        if len(small) > 1:
            counts[column] = len(small)
            flows = [_renamed(flow, column) if getattr(flow, column) in small else flow for flow in flows]
    return flows, counts


def _is_small(emissions: float, rank: int, many: int, total: float) -> bool:
    return emissions < SMALLEST_SHARE * total or (many > MOST_NODES and rank >= MOST_NODES - 1)


def _renamed(flow: Flow, column: Column) -> Flow:
    match column:
        case "kind":
            return replace(flow, kind=OTHER)
        case "process":
            return replace(flow, process=OTHER)
        case "good":
            return replace(flow, good=OTHER)


def sums(flows: list[Flow], column: Column) -> dict[str, float]:
    """Emissions through each node of a column."""
    found: dict[str, float] = {}
    for flow in flows:
        name = getattr(flow, column)
        found[name] = found.get(name, 0.0) + flow.emissions
    return found
