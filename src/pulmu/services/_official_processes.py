"""Production processes and products, as the template holds them."""

import math

from pulmu.carbon import Statement
from pulmu.carbon.flows import category_of
from pulmu.carbon.gather.combined_heat_and_power import process_of_unit
from pulmu.carbon.processes import ProcessStatement
from pulmu.model import Figure, Product
from pulmu.reference import find_good
from pulmu.services._official_blocks import Block, taken_by
from pulmu.services._official_chain import NATURAL_GAS, WASTE_GAS_CORRECTION
from pulmu.services._official_moved import factor_of, moved_amount
from pulmu.services._official_parameters import parameter_cells
from pulmu.services._official_reasons import Reasons
from pulmu.services._official_routes import has_routes, masses_by_route
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


def category_of_block(block: Block) -> str:
    """The category a block stands under: that of its first CBAM good."""
    return category_name(next(found for product in block.goods if (found := category_of(product))))


def routes_of_block(block: Block, category: str) -> list[str]:
    """Routes by which goods of a block were made; none where the category has none to choose from."""
    if not has_routes(category):
        return []
    return list(dict.fromkeys(route for product in block.goods for route in masses_by_route(product, category)))


def official_process(statement: Statement, block: Block, blocks: tuple[Block, ...]) -> OfficialProcess:
    """The row and the block of one process, or of some of its goods with the part they bear."""
    item, part = statement.processes[block.process.id], block.share
    category = category_of_block(block)
    to_others, elsewhere = _consumers(statement, block, blocks)
    produced = _produced(block, category)
    market = _left_for_market(produced, [*to_others, elsewhere])
    heat_in, heat_out = _moved(item.heat_imported), _moved(item.heat_exported)
    has_heat = heat_in[0] != 0.0 or heat_out[0] != 0.0
    gas_in, gas_out = _waste_gas(item)
    has_gas = gas_in != 0.0 or gas_out != 0.0
    electricity, factor, source = _electricity(statement, item)
    exported, exported_factor = _made(statement, item)
    return OfficialProcess(
        category=category,
        included=(ONLY_DIRECT,),
        name=block.name,
        produced=tuple(produced),
        market=market,
        to_processes=tuple(to_others),
        to_others=elsewhere,
        heat=has_heat,
        waste_gas=has_gas,
        direct=item.directly_attributable.to("t CO2e") * part,
        heat_in=heat_in[0] * part if has_heat else None,
        heat_out=heat_out[0] * part if has_heat else None,
        heat_in_factor=heat_in[1] if has_heat else None,
        heat_out_factor=heat_out[1] if has_heat else None,
        gas_in=gas_in * part if has_gas else None,
        gas_out=gas_out * part if has_gas else None,
        electricity=None if electricity is None else electricity * part,
        electricity_factor=factor,
        electricity_source=source,
        exported=exported * part,
        exported_factor=exported_factor,
    )


def _moved(figure: Figure) -> tuple[float, float]:
    """Heat, and the factor it moved with. [TJ, t CO2/TJ]"""
    amount = moved_amount(figure, ("carbon.heat.heat_emissions",), "heat", "TJ")
    return amount, factor_of(figure.to("t CO2e"), amount)


def _power(figure: Figure) -> tuple[float, float]:
    """Electricity and its factor; emissions without an amount, as of a step done elsewhere, count as of one MWh."""
    emissions = figure.to("t CO2e")
    amount = moved_amount(figure, _POWER_FORMULAS, "electricity", "MWh")
    if not amount and emissions:
        amount = 1.0
    return amount, factor_of(emissions, amount)


def _made(statement: Statement, item: ProcessStatement) -> tuple[float, float]:
    """Electricity made inside a process and its factor; that of heat and power by its meter. [MWh, t CO2e/MWh]"""
    emissions = item.electricity_produced.to("t CO2e")
    amount = moved_amount(item.electricity_produced, _POWER_FORMULAS, "electricity", "MWh")
    amount += sum(
        source.electricity_produced.to("MWh")
        for source in statement.plant.emission_sources
        if source.combined_heat_and_power is not None
        and source.electricity_produced is not None
        and process_of_unit(statement.plant, source) == item.process.id
    )
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


def _produced(block: Block, category: str) -> list[float]:
    """Production by route, less what the goods put back into themselves: a block has no row for itself."""
    amounts = [0.0] * len(ROUTES[category])
    for product in block.goods:
        for route, mass in masses_by_route(product, category).items():
            amounts[ROUTES[category].index(route)] += mass
    largest = amounts.index(max(amounts))
    amounts[largest] -= taken_by(block, block.process) * block.share
    return amounts


def _consumers(statement: Statement, block: Block, blocks: tuple[Block, ...]) -> tuple[list[float], float]:
    """What other blocks took of the goods of one, in their order, and what processes without a block took."""
    to_others = [taken_by(block, other.process) * other.share for other in blocks if other is not block]
    inside = {other.process.id for other in blocks}
    elsewhere = sum(taken_by(block, item) for item in statement.plant.processes if item.id not in inside)
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


def official_products(blocks: tuple[Block, ...]) -> tuple[OfficialProduct, ...]:
    """A row for each CBAM good."""
    return tuple(
        OfficialProduct(
            process=block.name,
            cn_code=find_good(product.cn_code).cn_code,
            name=product.name or product.id,
            **parameter_cells(product, block.process, category_of_block(block)),
        )
        for block, product in listed_goods(blocks)
    )


def listed_goods(blocks: tuple[Block, ...]) -> list[tuple[Block, Product]]:
    """CBAM goods in the order of their rows, each with its block."""
    return [(block, product) for block in blocks for product in block.goods if product.cbam_good]


def tell_process(statement: Statement, number: int, blocks: tuple[Block, ...], told: Reasons) -> None:
    """Where a block tells otherwise than the statement of its process."""
    block, start = blocks[number], 11 + 65 * number
    item, shown = statement.processes[block.process.id], block.name
    if len({category_of(product) for product in block.goods if product.cbam_good}) > 1:
        told.add("official.several_categories", "A_InstData", f"E{83 + number}", shown)
    if len({product.cn_code for product in block.goods}) > 1:
        told.add("official.multifunctional", "A_InstData", f"L{83 + number}", shown)
    if any(not product.cbam_good for product in block.goods):
        told.add("official.mixed_process", "D_Processes", f"L{start + 5}", shown)
    if UNKNOWN_ROUTE in routes_of_block(block, category_of_block(block)):
        told.add("official.route_unknown", "D_Processes", f"L{start + 5}", shown)
    if block.is_part:
        told.add("official.split_process", "A_InstData", f"L{83 + number}", shown)
    if block.process.inner_precursors:
        told.add("official.joint", "D_Processes", f"L{start + 5}", shown)
    if _before_floor(item) < 0:
        told.add("official.below_zero", "D_Processes", f"L{start + 43}", shown)
    if taken_by(block, block.process) > 0:
        told.add("official.put_back", "D_Processes", f"L{start + 5}", shown)
    to_others, elsewhere = _consumers(statement, block, blocks)
    if sum(to_others) + elsewhere > sum(_produced(block, category_of_block(block))) * (1 + _EPSILON):
        told.add("official.more_consumed", "D_Processes", f"L{start + 31}", shown)
    if item.attributed_indirect is None:
        told.add("official.electricity_unknown", "D_Processes", f"L{start + 54}", shown)


def _before_floor(item: ProcessStatement) -> float:
    """What the template computes, which knows no floor at zero."""
    signs = {"heat_exported": -1.0, "waste_gas_exported": -1.0, "electricity_produced": -1.0}
    return sum(signs.get(given.parameter, 1.0) * given.figure.to("t CO2e") for given in item.attributed_direct.inputs)
