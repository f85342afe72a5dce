"""What a drawn plant holds that no single attribute of it tells."""

from tests.differential.drawn import Drawn
from tests.differential.worked.bought import counts_over_years

_BY = {
    "combustion": ("energy", "t", "1000Nm3", "kL"),
    "process": ("energy", "t", "1000Nm3"),
    "in": ("t", "1000Nm3"),
    "out": ("t", "1000Nm3"),
}
BIOMASS = frozenset(f"{method} by {per} with biomass" for method, per_all in _BY.items() for per in per_all)
"""Of each formula of a source stream: proven biomass, and not all that burns or reacts."""
FEATURES = BIOMASS | frozenset({
    "loop", "chain", "own good put back", "other product", "excluded step", "joint process", "two routes",
    "several goods", "rest", "several rests", "shared furnace", "proven biomass", "unproven biomass",
    "biomass in and out without a trace", "factor of a table", "factor of a national table",
    "same word elsewhere", "factor from carbon",
    "carbon from a factor", "factor below the least", "CO2 measured", "N2O measured", "CO measured",
    "stream measured at its stack",
    "CO2 handed on, taken off", "CO2 handed on, not proven", "boilers", "imported", "recovered", "heat sold",
    "heat by its medium", "heat less what its medium takes back",

    "heat by efficiency", "standard fuel", "more heat given than burnt", "waste gas given",
    "waste gas bought", "waste gas of a table", "waste gas against its table", "waste gas in a combined unit",
    "waste gas in a boiler", "generator", "combined unit", "two combined units", "combined units on one net",
    "combined unit beside a boiler", "shared generator", "electricity exported",
    "electricity exported, several sources", "no electricity", "several sources", "source of some processes, proven",
    "source of some processes, not proven",
    "contract without proof", "grid factor of the tables", "verified", "default", "unknown origin", "exempt origin",
    "several deliveries", "several deliveries of proven use", "mean over years", "made earlier, shown", "old report",
    "mark-up", "mark-up of an earlier year", "mark-up of this year, made earlier but not shown",
    "value per functional unit", "step done elsewhere, verified",
    "step done elsewhere, left out", "step done elsewhere, by default", "step done elsewhere, sold from there",
    "goods of different content", "shared by moles", "another country", "another year", "stock method", "scrap",
})  # fmt: skip


def features_of(drawn: Drawn) -> set[str]:
    """Which of them a plant holds."""
    found = {net.origin for net in drawn.nets} | {f"category {item.category}" for item in drawn.processes}
    found |= {f"{item.gas} measured" for item in drawn.stacks} | _with_biomass(drawn)
    for part in (_of_processes, _of_streams, _of_heat, _of_waste_gas, _of_power, _of_purchases, _of_steps):
        found |= {name for name, holds in part(drawn).items() if holds}
    return found


def _of_processes(drawn: Drawn) -> dict[str, bool]:
    maker = {good.id: item.id for item in drawn.processes for good in item.goods}
    links = {(maker[good], item.id) for item in drawn.processes for good in item.own}
    excluded = {step.id for item in drawn.processes for step in item.steps if step.excluded}
    users = {name for flow in (*drawn.streams, *drawn.nets) for name in flow.users}
    goods = [good for item in drawn.processes for good in item.goods]
    return {
        "loop": any((second, first) in links for first, second in links if first != second),
        "chain": any(first[1] == second[0] for first in links for second in links if len({*first, *second}) > 2),
        "own good put back": any(item.put_back for item in drawn.processes),
        "other product": any(not item.category for item in drawn.processes),
        "excluded step": bool(excluded & users),
        "joint process": any(item.inner for item in drawn.processes),
        "two routes": any(len(item.routes) > 1 for item in drawn.processes),
        "several goods": any(len(item.goods) > 1 for item in drawn.processes),
        "goods of different content": any(item.is_mixed and item.unit != "mole" for item in drawn.processes),
        "shared by moles": any(item.unit == "mole" for item in drawn.processes),
        "stock method": any(good.stock for good in goods),
        "scrap": any(item.scrap for item in drawn.processes),
        "another country": drawn.country != "KR",
        "another year": drawn.year != 2026,
    }


def _of_streams(drawn: Drawn) -> dict[str, bool]:
    streams = drawn.streams
    names = ("city gas (LNG)", "LNG", "gas oil")
    balance = [item for item in streams if item.method in ("in", "out") and item.biomass]
    return {
        "rest": any(None in item.users.values() for item in streams),
        "several rests": any(list(item.users.values()).count(None) > 1 for item in streams),
        "shared furnace": any(len(item.serves) > 1 for item in drawn.equipment),
        "proven biomass": any(item.biomass and item.proven for item in streams),
        "unproven biomass": any(item.biomass and not item.proven for item in streams),
        "biomass in and out without a trace": {"in", "out"} <= {item.method for item in balance if not item.is_traced},
        "factor of a table": any(item.looked_up for item in streams),
        "factor of a national table": any(item.material in names and drawn.country == "KR" for item in streams),
        "same word elsewhere": any(item.material in names and drawn.country != "KR" for item in streams),
        "factor from carbon": any(item.told and item.told[1] == "C" for item in streams),
        "carbon from a factor": any(item.told and item.method in ("in", "out") for item in streams),
        "factor below the least": any(item.told and item.method == "process" and item.told[0] < item.factor
                                      and item.told[1] == "t" for item in streams),
        "stream measured at its stack": any(item.measured_by for item in streams),
        "CO2 handed on, taken off": any(item.is_taken_off for item in drawn.transfers),
        "CO2 handed on, not proven": any(not item.proven and item.purpose != "other" for item in drawn.transfers),
    }  # fmt: skip


def _with_biomass(drawn: Drawn) -> set[str]:
    streams = [item for item in drawn.streams if item.biomass and item.proven and not item.measured_by]
    kinds = [
        (item.method, "energy" if item.per == "TJ" else "kL" if item.written[0] == "kL" else item.unit)
        for item in streams
        if item.share < 1 or item.method in ("in", "out")
    ]
    return {f"{method} by {per} with biomass" for method, per in kinds}


def _of_heat(drawn: Drawn) -> dict[str, bool]:
    return {
        "heat sold": any(net.exported for net in drawn.nets),
        "heat by its medium": any(net.medium for net in drawn.nets),
        "heat less what its medium takes back": any(
            net.medium.condensate != "in_product" and (net.origin == "imported" or None in net.users.values())
            for net in drawn.nets
            if net.medium is not None
        ),
        "heat by efficiency": any(net.boilers and net.produced is None and None in net.users.values()
                                  for net in drawn.nets),
        "standard fuel": any(net.standard[0] != "Natural gas" and not net.verified for net in drawn.nets),
        "more heat given than burnt": drawn.number % 6 == 3,
    }  # fmt: skip


def _of_waste_gas(drawn: Drawn) -> dict[str, bool]:
    kind = {item.id: "boiler" if item.combined is None else "unit" for item in drawn.equipment}
    burnt_in = {kind.get(user) for gas in drawn.waste_gases for user in gas.users}
    return {
        "waste gas given": any(gas.produced_by for gas in drawn.waste_gases),
        "waste gas bought": any(not gas.produced_by for gas in drawn.waste_gases),
        "waste gas of a table": any(gas.looked_up for gas in drawn.waste_gases),
        "waste gas against its table": any(gas.material and not gas.looked_up for gas in drawn.waste_gases),
        "waste gas in a combined unit": "unit" in burnt_in,
        "waste gas in a boiler": "boiler" in burnt_in,
    }


def _of_power(drawn: Drawn) -> dict[str, bool]:
    units = {item.id for item in drawn.equipment if item.combined is not None}
    together = [units & set(net.boilers) for net in drawn.nets]
    others = {item.id: set(drawn.power) - set(item.users) for item in drawn.supplies if item.users}
    exports = any(item.exported for item in drawn.equipment)
    return {
        "generator": any(item.megawatt_hours and item.combined is None for item in drawn.equipment),
        "combined unit": bool(units),
        "two combined units": len(units) > 1,
        "combined units on one net": any(len(found) > 1 for found in together),
        "combined unit beside a boiler": any(
            found and len(net.boilers) > len(found) for found, net in zip(together, drawn.nets, strict=True)
        ),
        "shared generator": any(item.is_named for item in drawn.equipment),
        "electricity exported": exports,
        "electricity exported, several sources": exports and len(drawn.supplies) > 1,
        "no electricity": not drawn.supplies,
        "several sources": len(drawn.supplies) > 1,
        "source of some processes, proven": any(item.is_dedicated and others[item.id] for item in drawn.supplies),
        "source of some processes, not proven": any(
            item.users and not item.proven and others[item.id] for item in drawn.supplies
        ),
        "contract without proof": any(item.told is not None for item in drawn.supplies),
        "grid factor of the tables": any(item.kind == "grid" and item.is_silent for item in drawn.supplies),
    }


def _of_purchases(drawn: Drawn) -> dict[str, bool]:
    bought = drawn.purchases
    by_default = [item for item in bought if not item.verified and not item.exempt]
    earlier = [item for item in bought if item.made_proven and item.made is not None and item.made < drawn.year]
    by_code = [[item for item in bought if item.cn_code == code] for code in {item.cn_code for item in bought}]
    several = [items for items in by_code if len(items) > 1]
    return {
        "verified": any(item.verified and not item.exempt for item in bought),
        "default": any(item.default for item in by_default),
        "unknown origin": any(item.country == "unknown" for item in bought),
        "exempt origin": any(item.exempt for item in bought),
        "several deliveries": bool(several),
        "several deliveries of proven use": any(item.proven_use for items in several for item in items),
        "mean over years": any(counts_over_years(items) for items in several),
        "made earlier, shown": bool(earlier),
        "old report": any(item.told_as == "old" for item in by_default),
        "mark-up": drawn.has_markup and bool(by_default),
        "mark-up of an earlier year": drawn.has_markup and any(item in by_default for item in earlier),
        "mark-up of this year, made earlier but not shown": drawn.has_markup
        and any(item.made is not None and item.made < drawn.year and not item.made_proven for item in by_default),
        "value per functional unit": any(item.content is not None and item.verified for item in bought),
    }


def _of_steps(drawn: Drawn) -> dict[str, bool]:
    steps = drawn.outsourced
    return {
        "step done elsewhere, verified": any(step.verified and not step.excluded for step in steps),
        "step done elsewhere, left out": any(step.excluded for step in steps),
        "step done elsewhere, by default": any(step.by_default for step in steps),
        "step done elsewhere, sold from there": any(step.sold for step in steps),
    }
