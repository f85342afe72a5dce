"""Bought precursors, as the template holds them: one row for each delivery."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pulmu.carbon import Statement
from pulmu.carbon.consumption import Consumption
from pulmu.carbon.precursors import PrecursorValue, is_unknown_origin, purchase_content
from pulmu.model import Purchase
from pulmu.reference import country, find_good
from pulmu.services._official_blocks import Block
from pulmu.services._official_names import distinct_names
from pulmu.services._official_reasons import Reasons
from pulmu.services.official_content import (
    COMMISSION_FACTOR,
    DATA_GAPS,
    DEFAULT,
    MEASURED,
    OTHER_REASON,
    ROUTES,
    UNKNOWN,
    UNKNOWN_ROUTE,
    OfficialPrecursor,
    category_name,
)

_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a delivery counts as, and how much of it each process counts."""

    purchase: Purchase
    value: PrecursorValue
    used: dict[str, float]


@dataclass(frozen=True, slots=True)
class OfficialPrecursors:
    """Rows of precursors, and the delivery of each."""

    rows: tuple[OfficialPrecursor, ...]
    purchases: tuple[Purchase, ...]


def official_precursors(statement: Statement, blocks: tuple[Block, ...], told: Reasons) -> OfficialPrecursors:
    """A row for each delivery that a CBAM process counts.

    Where a process counts the mean over several deliveries of one code (M2547 Art 14), its consumption is spread over
    them by mass received: the template then computes the same mean, and each row keeps its own origin and value.
    """
    counted = _counted(statement, {block.process.id: None for block in blocks})
    names = distinct_names((_name(item.purchase) for item in counted), [block.name for block in blocks])
    for number, item in enumerate(counted):
        _tell(item, number, statement, told)
    return OfficialPrecursors(
        tuple(_row(item, name, blocks) for item, name in zip(counted, names, strict=True)),
        tuple(item.purchase for item in counted),
    )


def _counted(statement: Statement, processes: Iterable[str]) -> list[_Counted]:
    used: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    values: dict[str, PrecursorValue] = {}
    for process in processes:
        for consumption in statement.consumption[process]:
            for purchase, value, mass in _spread(consumption):
                used[purchase.id][process] += mass
                values[purchase.id] = value
    return [
        _Counted(purchase, values[purchase.id], dict(used[purchase.id]))
        for purchase in statement.plant.purchases
        if purchase.id in values
    ]


def _spread(consumption: Consumption) -> list[tuple[Purchase, PrecursorValue, float]]:
    mass = consumption.mass.to("t")
    received = [purchase.received.to("t") for purchase, _ in consumption.deliveries]
    if len(received) == 1:
        ((purchase, value),) = consumption.deliveries
        return [(purchase, value, mass)]
    total = sum(received)
    return [
        (purchase, value, mass * share / total)
        for (purchase, value), share in zip(consumption.deliveries, received, strict=True)
    ]


def _name(purchase: Purchase) -> str:
    """The CN code first: the template has no cell for it, and a name may be cut."""
    code = find_good(purchase.cn_code).cn_code
    return " ".join(filter(None, (f"CN {code}", purchase.name or purchase.id, purchase.supplier)))


def _row(item: _Counted, name: str, blocks: tuple[Block, ...]) -> OfficialPrecursor:
    purchase, value = item.purchase, item.value
    category = category_name(find_good(purchase.cn_code).goods_category)
    routes = ROUTES.get(category, ())
    used = tuple(item.used.get(block.process.id, 0.0) * block.share for block in blocks)
    bought = max(purchase.received.to("t"), sum(item.used.values()))
    has_routes = len(routes) > 1
    at = routes.index(UNKNOWN_ROUTE) if has_routes else 0
    electricity, electricity_source, factor = _indirect(item)
    return OfficialPrecursor(
        category=category,
        country=_origin(purchase),
        routes=(UNKNOWN_ROUTE,) if has_routes else (),
        name=name,
        bought=(*(0.0 for _ in range(at)), bought),
        used=used,
        other=max(0.0, bought - math.fsum(used)),  # of a co-product outside Annex I too, which has no block
        direct=value.direct.to("t CO2e/t"),
        direct_source=MEASURED if value.basis == "verified_actual" else DEFAULT,
        electricity=electricity,
        electricity_source=electricity_source,
        electricity_factor=factor,
        factor_source=COMMISSION_FACTOR,
        justification={"verified_actual": None, "exempt_origin": OTHER_REASON}.get(value.basis, DATA_GAPS),
    )


def _indirect(item: _Counted) -> tuple[float, str, float]:
    """Electricity and factor whose product is the indirect part: the template has no cell to type it in."""
    if item.value.basis != "verified_actual":
        return 0.0, DEFAULT, 0.0
    verified = item.purchase.verified
    if verified is None or verified.indirect is None:
        return 0.0, UNKNOWN, 0.0
    per_tonne = purchase_content(item.purchase)
    return 1.0, MEASURED, verified.indirect.to("t CO2e/t") * (1.0 if per_tonne is None else per_tonne)


def _origin(purchase: Purchase) -> str | None:
    return None if is_unknown_origin(purchase.country_of_origin) else country(purchase.country_of_origin).iso2


def _tell(item: _Counted, number: int, statement: Statement, told: Reasons) -> None:
    purchase, basis = item.purchase, item.value.basis
    name = f"PP{number + 1} ({purchase.name or purchase.id})"
    start = 14 + 44 * number
    verified = purchase.verified
    if basis in ("default", "unknown_origin"):
        told.add("official.default_value", "E_PurchPrec", f"L{start + 35}", name)
    if basis == "unknown_origin":
        told.add("official.origin_unknown", "A_InstData", f"F{102 + number}", name)
    if basis == "exempt_origin":
        told.add("official.origin_exempt", "E_PurchPrec", f"L{start + 35}", name)
    if basis == "verified_actual" and verified is not None:
        told.add("official.verification", "Summary_Processes", "M16", name)
        if verified.indirect is not None:
            told.add("official.indirect_bridge", "E_PurchPrec", f"L{start + 36}", name)
    if _is_spread(item, statement):
        told.add("official.mean_of_deliveries", "E_PurchPrec", f"L{start + 14}", name)
    if sum(item.used.values()) > purchase.received.to("t") * (1 + _EPSILON):
        told.add("official.more_used", "E_PurchPrec", f"L{start + 3}", name)


def _is_spread(item: _Counted, statement: Statement) -> bool:
    means = [
        consumption.deliveries
        for process in item.used
        for consumption in statement.consumption[process]
        if len(consumption.deliveries) > 1
    ]
    return any(purchase.id == item.purchase.id for deliveries in means for purchase, _ in deliveries)
