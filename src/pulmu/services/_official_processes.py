"""Production processes and products, as the template holds them."""

import math

from pulmu.carbon import Statement
from pulmu.carbon.activity import production
from pulmu.carbon.flows import category_of, process_of_products
from pulmu.carbon.processes import ProcessStatement
from pulmu.model import Figure, Process
from pulmu.reference import find_good
from pulmu.services._official_chain import NATURAL_GAS, WASTE_GAS_CORRECTION
from pulmu.services._official_differences import Differences
from pulmu.services._official_moved import factor_of, moved_amount
from pulmu.services.official_content import (
    COMMISSION_FACTOR,
    DIRECT_LINE,
    MIX,
    ONLY_DIRECT,
    OWN_POWER,
    PUBLISHED_FACTOR,
    PURCHASE_AGREEMENT,
    ROUTES,
    UNKNOWN_ROUTE,
    OfficialProcess,
    OfficialProduct,
    category_name,
)

_ROUTES = {
    ("Unwrought aluminium", "K"): "Primary (electrolytic) smelting",
    ("Unwrought aluminium", "L"): "Secondary melting (recycling)",
    ("Crude steel", "C"): "Basic oxygen steelmaking",
    ("Crude steel", "F"): "Basic oxygen steelmaking",
    **{("Crude steel", letter): "Electric arc furnace" for letter in "DEGHJ"},
}
"""Route of a good by the letter of the benchmark table, where the category has routes."""
_POWER = {
    "grid": PUBLISHED_FACTOR,
    "own_renewable": OWN_POWER,
    "own_generation": OWN_POWER,
    "own_combined_heat_and_power": "D.4.2",
    "direct_line": DIRECT_LINE,
    "power_purchase_agreement": PURCHASE_AGREEMENT,
}


_POWER_FORMULAS = ("carbon.electricity.electricity_emissions",)
_EPSILON = 1e-9


def category_of_process(process: Process) -> str:
    """The category a process stands under: that of its first CBAM good."""
    return category_name(next(found for product in process.goods if (found := category_of(product))))


def route_of(letter: str, category: str) -> str:
    """The template's route of a good."""
    return _ROUTES.get((category, letter), UNKNOWN_ROUTE)


def routes_of_goods(process: Process, category: str) -> list[str]:
    """Routes of a process's goods; none where the category has none to choose from."""
    if len(ROUTES[category]) == 1:
        return []
    return list(dict.fromkeys(route_of(product.route, category) for product in process.goods))


def official_process(statement: Statement, name: str, shown: str, order: list[str]) -> OfficialProcess:
    """The row and the block of one process."""
    item = statement.processes[name]
    category = category_of_process(item.process)
    to_others, elsewhere = _consumers(statement, name, order)
    produced = _produced(item.process, category)
    market = _left_for_market(produced, [*to_others, elsewhere])
    heat_in, heat_out = _moved(item.heat_imported), _moved(item.heat_exported)
    has_heat = heat_in[0] != 0.0 or heat_out[0] != 0.0
    gas_in, gas_out = _waste_gas(item)
    has_gas = gas_in != 0.0 or gas_out != 0.0
    electricity, factor, source = _electricity(statement, item)
    exported, exported_factor = _power(item.electricity_produced)
    return OfficialProcess(
        category=category,
        included=(ONLY_DIRECT,),
        name=shown,
        produced=tuple(produced),
        market=market,
        to_processes=tuple(to_others),
        to_others=elsewhere,
        heat=has_heat,
        waste_gas=has_gas,
        direct=item.directly_attributable.to("t CO2e"),
        heat_in=heat_in[0] if has_heat else None,
        heat_out=heat_out[0] if has_heat else None,
        heat_in_factor=heat_in[1] if has_heat else None,
        heat_out_factor=heat_out[1] if has_heat else None,
        gas_in=gas_in if has_gas else None,
        gas_out=gas_out if has_gas else None,
        electricity=electricity,
        electricity_factor=factor,
        electricity_source=source,
        exported=exported,
        exported_factor=exported_factor,
    )


def _moved(figure: Figure) -> tuple[float, float]:
    """Heat, and the factor it moved with. [TJ, t CO2/TJ]"""
    amount = moved_amount(figure, ("carbon.heat.heat_emissions",), "heat", "TJ")
    return amount, factor_of(figure.to("t CO2e"), amount)


def _power(figure: Figure) -> tuple[float, float]:
    """Electricity and its factor. Of heat and power only the emissions are split: they count as of one MWh."""
    emissions = figure.to("t CO2e")
    amount = moved_amount(figure, _POWER_FORMULAS, "electricity", "MWh")
    if not amount and emissions:
        amount = 1.0
    return amount, factor_of(emissions, amount)


def _waste_gas(item: ProcessStatement) -> tuple[float, float]:
    """Waste gas taken and given, as the energy by which the template counts it. [TJ]"""
    moved = {given.parameter: given.figure.to("t CO2e") for given in item.attributed_direct.inputs}
    return (
        moved["waste_gas_imported"] / NATURAL_GAS,
        moved["waste_gas_exported"] / (NATURAL_GAS * WASTE_GAS_CORRECTION),
    )


def _produced(process: Process, category: str) -> list[float]:
    """Production by route, less what the process puts back into itself: a block has no row for itself."""
    amounts = [0.0] * len(ROUTES[category])
    for product in process.goods:
        route = route_of(product.route, category) if len(amounts) > 1 else ROUTES[category][0]
        amounts[ROUTES[category].index(route)] += production(product).to("t") - _put_back(process, product.id)
    return amounts


def _put_back(process: Process, product: str) -> float:
    mass = process.own_precursors.get(product)
    return 0.0 if mass is None else mass.to("t")


def _consumers(statement: Statement, name: str, order: list[str]) -> tuple[list[float], float]:
    """What other processes took of the goods of one, in their order, and what processes without a block took."""
    maker = process_of_products(statement.plant.processes)
    taken: dict[str, float] = {}
    for process in statement.plant.processes:
        masses = [mass.to("t") for product, mass in process.own_precursors.items() if maker.get(product) == name]
        if masses:
            taken[process.id] = sum(masses)
    to_others = [taken.get(other, 0.0) for other in order if other != name]
    elsewhere = sum((mass for other, mass in taken.items() if other not in order), 0.0)
    return to_others, elsewhere


def _left_for_market(produced: list[float], taken: list[float]) -> float:
    """What is left; spreadsheet programs take the last digit's error of the template's own difference for zero."""
    return max(0.0, math.fsum([*produced, *(-mass for mass in taken)]))


def _electricity(statement: Statement, item: ProcessStatement) -> tuple[float | None, float | None, str | None]:
    """Electricity a process took, its factor and where that is from; unknown stays blank."""
    if item.attributed_indirect is None:
        return None, None, None
    amount, factor = _power(item.attributed_indirect)
    kinds = {source.kind for source in statement.plant.electricity.sources if source.amount.value > 0}
    if item.electricity_produced.value > 0:
        kinds.add("own_renewable")
    source = _POWER[kinds.pop()] if len(kinds) == 1 else (MIX if kinds else COMMISSION_FACTOR)
    return amount, factor, source


def official_products(statement: Statement, order: list[str], names: list[str]) -> tuple[OfficialProduct, ...]:
    """A row for each CBAM good."""
    shown = dict(zip(order, names, strict=True))
    return tuple(
        _product(process, shown[process.id], number)
        for process in sorted(
            (item for item in statement.plant.processes if item.id in shown), key=lambda item: order.index(item.id)
        )
        for number, product in enumerate(process.goods)
        if product.cbam_good
    )


def _product(process: Process, shown: str, number: int) -> OfficialProduct:
    product = process.goods[number]
    good = find_good(product.cn_code)
    scrap = sum(item.amount.to("t") for item in process.scrap_inputs)
    made = sum(production(item).to("t") for item in process.goods)
    per_tonne = scrap / made if scrap and made else None
    known = [item.pre_consumer for item in process.scrap_inputs]
    share = sum(item.to("t") for item in known if item is not None) / scrap if scrap and any(known) else None
    is_aluminium = good.sector == "aluminium"
    tells_scrap = is_aluminium or good.goods_category == "Crude steel"
    return OfficialProduct(
        process=shown,
        cn_code=good.cn_code,
        name=product.name or product.id,
        scrap_per_tonne_aluminium=per_tonne if is_aluminium else None,
        scrap_per_tonne_steel=per_tonne if good.goods_category == "Crude steel" else None,
        pre_consumer_scrap=share if tells_scrap else None,
    )


def tell_process(statement: Statement, number: int, shown: str, order: list[str], told: Differences) -> None:
    """Where the block of a process tells otherwise than its statement."""
    item = statement.processes[order[number]]
    process, start = item.process, 11 + 65 * number
    category = category_of_process(process)
    if len({category_of(product) for product in process.goods if product.cbam_good}) > 1:
        told.add("official.several_categories", "A_InstData", f"E{83 + number}", shown)
    if len({product.cn_code for product in process.goods}) > 1:
        told.add("official.multifunctional", "A_InstData", f"L{83 + number}", shown)
    if any(not product.cbam_good for product in process.goods):
        told.add("official.mixed_process", "D_Processes", f"L{start + 5}", shown)
    if UNKNOWN_ROUTE in routes_of_goods(process, category):
        told.add("official.route_unknown", "D_Processes", f"L{start + 5}", shown)
    if _before_floor(item) < 0:
        told.add("official.below_zero", "D_Processes", f"L{start + 43}", shown)
    if any(product.id in process.own_precursors for product in process.goods):
        told.add("official.put_back", "D_Processes", f"L{start + 5}", shown)
    to_others, elsewhere = _consumers(statement, process.id, order)
    if sum(to_others) + elsewhere > item.activity_level.to("t") * (1 + _EPSILON):
        told.add("official.more_consumed", "D_Processes", f"L{start + 31}", shown)
    if item.attributed_indirect is None:
        told.add("official.electricity_unknown", "D_Processes", f"L{start + 54}", shown)


def _before_floor(item: ProcessStatement) -> float:
    """What the template computes, which knows no floor at zero."""
    signs = {"heat_exported": -1.0, "waste_gas_exported": -1.0, "electricity_produced": -1.0}
    return sum(signs.get(given.parameter, 1.0) * given.figure.to("t CO2e") for given in item.attributed_direct.inputs)
