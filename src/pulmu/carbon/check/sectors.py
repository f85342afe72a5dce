"""What the category of a good asks for: its functional unit, its electricity, the gases that must be measured."""

from collections.abc import Iterator, Mapping

from pulmu.carbon.boundary import ELECTRICITY, UNWROUGHT_ALUMINIUM
from pulmu.carbon.check.common import Place, good_of, ignored_field
from pulmu.carbon.functional import is_shared_by_moles, product_content
from pulmu.carbon.gather.electricity import OWN_GENERATION, may_count_actual
from pulmu.model import ElectricitySource, Path, Plant, Problem, Process, Product, problem, warning
from pulmu.reference import Good, functional_unit, sector_of

_CONTENTS = {"t_clinker": "clinker_content", "kg_N": "nitrogen_content"}
_PARTS = {"t_clinker": "clinker", "kg_N": "nitrogen"}


def check_sectors(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of goods that come from what their category asks for."""
    told: set[str] = set()
    for n, process in enumerate(plant.processes):
        for m, product in enumerate(process.goods):
            good, path = good_of(product), ("processes", n, "goods", m)
            if good is None:
                continue
            if good.goods_category == ELECTRICITY:
                yield _electricity(place((*path, "cn_code")), good)
                continue
            yield from _check_unit(product, good, place, path)
            yield from _check_route(product, good, place((*path, "route")))
            if good.goods_category not in told:
                told.add(good.goods_category)
                yield from _check_boundary(good, place((*path, "cn_code")))
        yield from _check_moles(process, place(("processes", n)))
        yield from _check_one_unit(process, place(("processes", n)))
        yield from _check_process(plant, process, place(("processes", n)))


def _electricity(where: str, good: Good) -> Problem:
    return problem(
        "carbon.electricity_good",
        where,
        f"{good.cn_code}: electricity as a good imported into the EU is not reported by a plant",
        "delete the good; electricity a plant makes is taken off its process (electricity_produced of its generator)",
        cn_code=good.cn_code,
    )


def _check_unit(product: Product, good: Good, place: Place, path: Path) -> Iterator[Problem]:
    """Whether the share of the functional unit is there where it is needed, and only there."""
    unit = functional_unit(good)
    needed, part = _CONTENTS.get(unit.name, ""), _PARTS.get(unit.name, "")
    if not unit.settled:
        yield warning(
            "carbon.functional_unit_unsettled",
            place((*path, "cn_code")),
            f"{product.id}: the functional unit of {good.cn_code} is not settled; figures are per tonne of good",
            "ask the verifier what the good is counted in; in a process of its own the figure per tonne stays the same",
            good=product.id,
            cn_code=good.cn_code,
        )
    share = product_content(product)
    if needed and share is None:
        yield problem(
            "carbon.content_needed",
            place((*path, needed)),
            f"{product.id}: emissions of {good.cn_code} are per tonne of {part} in it, and {needed} is missing",
            f"give {needed}, tonnes of {part} in a tonne of good, as 0.46",
            good=product.id,
            attribute=needed,
        )
    elif needed and share == 0.0:
        yield problem(
            "carbon.content_zero",
            place((*path, needed)),
            f"{product.id} holds no {part}: its emissions cannot be told per tonne of it",
            "check the content; what the law wants for a good without it is not settled",
            good=product.id,
            attribute=needed,
        )
    for name in _CONTENTS.values():
        if name != needed and getattr(product, name) is not None:
            yield ignored_field(
                place((*path, name)), name, product.name or product.id, "delete it, or correct the code"
            )


def _mixed_units(process: Process, where: str) -> Problem:
    return problem(
        "carbon.mixed_functional_units",
        where,
        f"process {process.id} makes goods counted in different units, or in one that is not settled",
        "give each its own process",
        process=process.id,
    )


def _check_one_unit(process: Process, where: str) -> Iterator[Problem]:
    units = {functional_unit(good) for product in process.goods if (good := good_of(product))}
    names = sorted({unit.name for unit in units})
    if len(names) > 1 or (len(process.goods) > 1 and any(not unit.settled for unit in units)):
        yield _mixed_units(process, where)


def _check_moles(process: Process, where: str) -> Iterator[Problem]:
    """Chemical co-products share emissions by moles: then every product needs its molar mass, and none a content."""
    by_moles = [product for product in process.goods if is_shared_by_moles(product)]
    if not by_moles:
        return
    missing = [product.id for product in process.goods if not is_shared_by_moles(product)]
    if missing:
        yield problem(
            "carbon.molar_mass_missing",
            where,
            f"process {process.id} shares by moles, and {', '.join(missing)} has no molar_mass",
            "give the molar mass of every product of the process, or of none",
            process=process.id,
            goods=", ".join(missing),
        )
    contained = [item.id for item in by_moles if (good := good_of(item)) and functional_unit(good).is_content]
    if contained:
        yield _mixed_units(process, where)


def _check_boundary(good: Good, where: str) -> Iterator[Problem]:
    sector = sector_of(good.goods_category)
    if sector.source.confidence == "transitional":
        yield warning(
            "carbon.boundary_transitional",
            where,
            f"the boundary of {good.goods_category} was read in the rules of the transitional period only "
            f"({sector.monitored})",
            "have the verifier confirm it against Implementing Regulation (EU) 2025/2547, Annex I",
            category=good.goods_category,
        )


def _check_route(product: Product, good: Good, where: str) -> Iterator[Problem]:
    if good.goods_category == UNWROUGHT_ALUMINIUM and not product.route:
        yield warning(
            "carbon.route_not_given",
            where,
            f"unwrought aluminium ({product.cn_code}) without a route is taken as secondary melting",
            "give route L for secondary melting, or K for electrolysis with its anode effects",
            cn_code=product.cn_code,
        )


def _check_process(plant: Plant, process: Process, where: str) -> Iterator[Problem]:
    goods = [good for product in process.goods if (good := good_of(product)) and good.goods_category != ELECTRICITY]
    if not goods:
        return
    sector = sector_of(goods[0].goods_category)
    if sector.mass_balance and not any(_may_reach(plant, process, stream.used_by) for stream in plant.source_streams):
        yield warning(
            "carbon.no_carbon_given",
            where,
            f"process {process.id} makes {sector.goods_category} without any fuel, electrode, coal or carbon in its "
            "charge",
            "add its source streams; carbon in scrap, alloys and electrodes goes in, in metal and slag goes out",
            process=process.id,
            category=sector.goods_category,
        )
    if any(good.indirect_counts for good in goods):
        yield from _check_electricity(plant, process, where)


def _may_reach(plant: Plant, process: Process, used_by: Mapping[str, object]) -> bool:
    """Whether a flow is used by a process, one of its steps, or equipment that serves them."""
    places = {process.id, *(step.id for step in process.steps)}
    places |= {source.id for source in plant.emission_sources if places & set(source.serves)}
    return bool(places & set(used_by))


def _lacks_factor(plant: Plant, source: ElectricitySource) -> bool:
    """Whether a source has no factor that may count: Korea's own grid factor is for the footprint only."""
    if source.kind == "own_renewable" or source.kind in OWN_GENERATION:
        return False
    if may_count_actual(source) or source.emission_factor is None:
        return source.emission_factor is None
    return all(other.kind != "grid" or other.emission_factor is None for other in plant.electricity.sources)


def _check_electricity(plant: Plant, process: Process, where: str) -> Iterator[Problem]:
    """Indirect emissions count for cement, fertilisers and sintered ore: then electricity has to be known."""
    sources, users = plant.electricity.sources, plant.electricity.used_by
    if not sources or not users:
        yield problem(
            "carbon.indirect_unknown",
            where,
            f"indirect emissions of the goods of {process.id} count, but its electricity or its factor is not known",
            "give electricity sources with their factors, and the process among its users",
            process=process.id,
        )
        return
    if not _may_reach(plant, process, users):
        yield warning(
            "carbon.indirect_no_user",
            where,
            f"indirect emissions of the goods of {process.id} count, but it uses no electricity",
            "add the process to the users of electricity; leave it so only if it takes none",
            process=process.id,
        )
    for source in sources:
        if _lacks_factor(plant, source):
            yield problem(
                "carbon.grid_factor_needed",
                where,
                f"indirect emissions of the goods of {process.id} count, and {source.id} has no emission factor",
                "give the grid factor of the country from Implementing Regulation (EU) 2025/2621, Annex II, with its "
                "evidence",
                process=process.id,
                source=source.id,
            )
