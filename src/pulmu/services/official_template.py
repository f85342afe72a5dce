"""A plant as the Commission's communication template for installations holds it, and where the two differ."""

from dataclasses import dataclass
from datetime import timedelta

from pulmu.carbon import Statement, state_emissions
from pulmu.carbon.gather.electricity import electricity_factor
from pulmu.model import Document, InputError, Plant, Problem, problem
from pulmu.reference import DEFAULT_EDITION, country, find_fuel
from pulmu.services._official_blocks import Block, blocks_of
from pulmu.services._official_chain import computed_indirect
from pulmu.services._official_differences import differences_in_words
from pulmu.services._official_heat_and_power import official_heat_and_power
from pulmu.services._official_monitoring import official_electrolysis, official_measured, tell_transfers
from pulmu.services._official_precursors import official_precursors
from pulmu.services._official_processes import (
    category_of_block,
    official_process,
    official_products,
    routes_of_block,
    tell_process,
)
from pulmu.services._official_reasons import Reasons
from pulmu.services._official_remarks import official_remarks
from pulmu.services._official_routes import with_settled_routes
from pulmu.services._official_steps import tell_steps
from pulmu.services._official_streams import fuel_balance, official_streams
from pulmu.services.check_plant import check_plant
from pulmu.services.official_content import (
    LIMITS,
    QUALITY,
    OfficialBalance,
    OfficialContent,
    OfficialGoods,
    OfficialInstallation,
    OfficialNotes,
)


@dataclass(frozen=True, slots=True)
class ExpectedProcess:
    """What the template is to compute for a process, by Pulmu's figures. [t CO2e/t]

    Parameters
    ----------
    direct : Specific direct embedded emissions, as Pulmu states them.
    indirect : Specific indirect embedded emissions, all of them: own electricity, and what precursors carry of it.
    """

    name: str
    goods: tuple[str, ...]
    direct: float
    indirect: float


@dataclass(frozen=True, slots=True)
class OfficialFilling:
    """What is typed into a template for a plant.

    Parameters
    ----------
    differences : Where the template tells the plant otherwise than Pulmu does, each with its reason.
    expected : What it is to compute.
    processes : Id of the plant's process that each block of the template tells, or a part of it.
    """

    content: OfficialContent
    differences: tuple[Problem, ...]
    expected: tuple[ExpectedProcess, ...]
    processes: tuple[str, ...]


def fill_official_template(document: Document, edition: str = DEFAULT_EDITION) -> OfficialFilling:
    """What is typed into the template for a plant.

    Raises
    ------
    InputError  The plant has errors; or it is larger than the template (`official.too_large`), all limits at once.
    """
    checked = check_plant(document)
    if checked.plant is None:
        raise InputError(*checked.problems)
    return fill_for_plant(checked.plant, edition)


def fill_for_plant(plant: Plant, edition: str = DEFAULT_EDITION) -> OfficialFilling:
    """The same for a plant that has passed its checks."""
    return fill_for_statement(state_emissions(with_settled_routes(plant), edition))


def fill_for_statement(statement: Statement) -> OfficialFilling:
    """The same for a plant whose emissions were stated."""
    plant = statement.plant
    blocks = blocks_of(plant)
    told = Reasons(differences_in_words)
    _tell_plant(plant, blocks, told)
    streams = official_streams(statement, told)
    measured, electrolysis = official_measured(plant, told), official_electrolysis(plant)
    heat_and_power = official_heat_and_power(statement, told)
    tell_transfers(plant, told)
    tell_steps(plant, blocks, told)
    for number in range(len(blocks)):
        tell_process(statement, number, blocks, told)
    precursors = official_precursors(statement, blocks, told)
    goods, products = _goods(blocks), official_products(blocks)
    _refuse_larger(
        goods_categories=len(goods),
        processes=len(blocks),
        precursors=len(precursors.rows),
        source_streams=len(streams),
        electrolysis=len(electrolysis),
        measured_sources=len(measured),
        products=len(products),
    )
    content = OfficialContent(
        installation=_installation(plant),
        goods=goods,
        processes=tuple(official_process(statement, block, blocks) for block in blocks),
        precursors=precursors.rows,
        streams=streams,
        electrolysis=electrolysis,
        measured=measured,
        heat_and_power=heat_and_power,
        balance=_balance(statement, {block.process.id for block in blocks}),
        products=products,
        notes=OfficialNotes(remarks=official_remarks(statement, precursors.purchases, blocks, told)),
    )
    expected = tuple(
        ExpectedProcess(
            block.name,
            tuple(product.id for product in block.goods),
            statement.goods[block.goods[0].id].direct.to("t CO2e/t"),
            indirect,
        )
        for block, indirect in zip(blocks, computed_indirect(content), strict=True)
    )
    return OfficialFilling(content, told.told(), expected, tuple(block.process.id for block in blocks))


def _goods(blocks: tuple[Block, ...]) -> tuple[OfficialGoods, ...]:
    """Every goods category that is made, with the routes by which."""
    routes: dict[str, list[str]] = {}
    for block in blocks:
        category = category_of_block(block)
        known = routes.setdefault(category, [])
        known += [route for route in routes_of_block(block, category) if route not in known]
    return tuple(
        OfficialGoods(category=category, routes=tuple(found) if found else ()) for category, found in routes.items()
    )


def _installation(plant: Plant) -> OfficialInstallation:
    place, period = plant.installation, plant.period
    return OfficialInstallation(
        period_start=period.start,
        period_end=period.end - timedelta(days=1),
        name_local=place.name_local or None,
        name=place.name,
        street=place.address or plant.company.address or None,
        country=country(place.country).iso2,
        unlocode=place.unlocode.replace(" ", "") or None,
        latitude=place.latitude,
        longitude=place.longitude,
    )


def _balance(statement: Statement, inside: set[str]) -> OfficialBalance:
    goods, power, outside = fuel_balance(statement, inside)
    return OfficialBalance(
        fuel_goods=goods,
        fuel_electricity=power,
        fuel_other=outside,
        indirect=_total_indirect(statement),
        quality=_quality(statement.plant),
    )


def _total_indirect(statement: Statement) -> float | None:
    """Emissions of all electricity of the installation, by the factor its processes count."""
    total = next((item.total for item in statement.shared if item.kind == "electricity"), None)
    factor = electricity_factor_of(statement)
    return None if total is None or factor is None else total.to("MWh") * factor


def electricity_factor_of(statement: Statement) -> float | None:
    """Factor of the electricity the installation takes in. [t CO2e/MWh]"""
    if not statement.plant.electricity.sources:
        return None
    figure = electricity_factor(statement.plant)
    return None if figure is None else figure.to("t CO2e/MWh")


def _quality(plant: Plant) -> str:
    """What most factors rest on: own analyses, a national table, or an international one."""
    iso2 = country(plant.installation.country).iso2
    own = [stream.emission_factor is not None for stream in plant.source_streams]
    if own and all(own):
        return QUALITY[0]
    fuels = [item.material for item in plant.source_streams if item.method == "combustion"]
    national = [find_fuel(name, iso2).factor_type for name in fuels if _known_fuel(name, iso2)]
    return QUALITY[1] if any("II" in kind for kind in national) else QUALITY[3]


def _known_fuel(name: str, iso2: str) -> bool:
    try:
        find_fuel(name, iso2)
    except InputError:
        return False
    return True


def _refuse_larger(**counts: int) -> None:
    """One refusal that names every limit the plant exceeds."""
    over = {name: count for name, count in counts.items() if count > LIMITS[name]}
    if over:
        raise InputError(
            *(
                problem(
                    "official.too_large",
                    name,
                    f"the plant has {count} {name.replace('_', ' ')}, the template holds {LIMITS[name]}: "
                    f"{count - LIMITS[name]} too many",
                    "no larger plant can be told in this template; give the importer Pulmu's report instead",
                    kind=name,
                    count=count,
                    limit=LIMITS[name],
                    over=count - LIMITS[name],
                )
                for name, count in over.items()
            )
        )


def _tell_plant(plant: Plant, blocks: tuple[Block, ...], told: Reasons) -> None:
    told.add("official.no_free_allocation")
    if plant.company.registration_number or plant.installation.registry_id:
        told.add("official.no_registry")
    for cell in ("I22", "I23", "I25", "I30", "I31"):
        told.add("official.left_blank", "A_InstData", cell)
    told.add("official.left_blank", "C_Emissions&Energy", "H42")
    for process in plant.processes:
        if process.id not in {block.process.id for block in blocks}:
            told.add("official.process_outside", "", "", process.name or process.id)
