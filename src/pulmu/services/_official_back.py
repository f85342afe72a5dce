"""From the rows of a filled template to a plant."""

import dataclasses
from datetime import timedelta
from typing import Any

from pulmu.carbon.functional import product_content
from pulmu.carbon.transfer import transferred_tonnes
from pulmu.model import (
    CarbonDioxideTransfer,
    Company,
    Decisions,
    InputError,
    Installation,
    Period,
    Plant,
    Process,
    Product,
    Quantity,
)
from pulmu.services._official_back_cells import UNKNOWN_CODE, Filled
from pulmu.services._official_back_electricity import electricity_of
from pulmu.services._official_back_gases import waste_gases_of
from pulmu.services._official_back_precursors import counts_markup, purchases_of
from pulmu.services._official_back_shares import HeatPlan
from pulmu.services._official_back_steps import inner_precursors_of, steps_of, transfers_of
from pulmu.services._official_back_streams import (
    electrolysis_of,
    heat_nets_of,
    measured_of,
    sources_of,
    streams_of,
)
from pulmu.services._official_chain import produced_by, taken_from
from pulmu.services._official_parameters import told_goods
from pulmu.services._official_routes import has_routes, letter_of, name_of_route
from pulmu.services.official_content import ROUTES, OfficialProduct


def plant_of(filled: Filled, edition: str) -> Plant:
    """The plant, not yet checked; an edition of the default values tells whether they stand with their mark-up.

    Raises
    ------
    InputError  The period is not typed in (`official.read_period`).
    """
    transfers = transfers_of(filled)
    plan = _plan(filled, transfers)
    period = _period(filled)
    processes = {number: _process(filled, number) for number in filled.processes}
    purchases = purchases_of(filled)
    markup = counts_markup(filled, purchases, period.year, edition)
    _tell(filled)
    country = filled.content.installation.country or "-"
    return Plant(
        company=Company(name=filled.content.installation.name or "-", country=country),
        installation=_installation(filled, country),
        period=period,
        source_streams=streams_of(filled, plan),
        measured_sources=measured_of(filled, plan),
        electrolysis=electrolysis_of(filled, plan),
        emission_sources=sources_of(filled, plan),
        carbon_dioxide_transfers=transfers,
        heat_nets=heat_nets_of(filled, plan),
        waste_gases=waste_gases_of(filled, plan),
        electricity=electricity_of(filled),
        processes=_with_precursors(filled, processes),
        purchases=purchases,
        outsourced_steps=steps_of(filled, processes),
        decisions=Decisions(markup_on_precursor_defaults=markup),
    )


def _plan(filled: Filled, transfers: tuple[CarbonDioxideTransfer, ...]) -> HeatPlan:
    """How emissions are divided, work done elsewhere and bought waste gas left out."""
    handed_on: dict[str, float] = {}
    for transfer in transfers:
        handed_on[transfer.process] = handed_on.get(transfer.process, 0.0) + transferred_tonnes(transfer)
    streams = tuple(row for number, row in enumerate(filled.content.streams) if filled.burnt_here(number))
    return HeatPlan(dataclasses.replace(filled.content, streams=streams), filled.processes, handed_on)


def _tell(filled: Filled) -> None:
    content = filled.content
    filled.told.add("official.read_operator")
    if content.streams:
        filled.told.add("official.read_streams_shared", "B_EmInst")
    if any(item.emissions is not None for item in content.heat_and_power):
        filled.told.add("official.read_heat_and_power", "F_Tools")
    if any(item.to_others for item in content.processes):
        filled.told.add("official.read_non_cbam", "D_Processes")


def _installation(filled: Filled, country: str) -> Installation:
    given = filled.content.installation
    return Installation(
        name=given.name or given.name_local or "-",
        name_local=given.name_local or "",
        country=country,
        address=", ".join(filter(None, (given.street, given.city, given.post_code))),
        unlocode=given.unlocode or "",
        latitude=given.latitude,
        longitude=given.longitude,
    )


def _period(filled: Filled) -> Period:
    given = filled.content.installation
    if given.period_start is None or given.period_end is None:
        place = f"{filled.file.name}, sheet A_InstData, cells I9, L9"
        said, mend = "the period is not typed in", "type its first and last day"
        raise InputError.of("official.read_period", place, said, mend)
    return Period(given.period_start, given.period_end + timedelta(days=1))


def _process(filled: Filled, number: int) -> Process:
    row = filled.content.processes[number]
    listed = [item for item in filled.content.products if item.process == row.name and item.cn_code]
    if not listed:
        filled.told.add("official.read_no_code", "A_InstData", f"L{83 + number}", row.name or "")
    if len(listed) > 1:
        filled.told.add("official.read_divided", "D_Processes", f"L{16 + 65 * number}", row.name or "")
    position = next((at for at, amount in enumerate(row.produced) if amount), 0)
    each = produced_by(row) / max(1, len(listed))
    output = filled.amount(each, "t", "processes", number, "produced", position)
    goods = tuple(_good(filled, number, item, output) for item in listed) or (
        Product(id=filled.identifier(f"good of {row.name}"), cn_code=UNKNOWN_CODE, produced=output),
    )
    if len({product_content(product) for product in goods if product.cn_code != UNKNOWN_CODE}) > 1:
        filled.told.add("official.read_several_contents", "D_Processes", f"L{16 + 65 * number}", row.name or "")
    return Process(
        id=filled.processes[number],
        name=row.name or "",
        goods=goods,
        grouping_reason=f"as {filled.file.name} groups them" if len(goods) > 1 else "",
        inner_precursors=inner_precursors_of(filled, number),
    )


def _good(filled: Filled, number: int, item: OfficialProduct, output: Quantity) -> Product:
    category = filled.content.processes[number].category or ""
    words = filled.remarks.get(f"G{filled.content.products.index(item) + 1}", {})
    try:
        more = told_goods(item, category, words)
    except (ValueError, InputError):
        filled.told.add("official.read_remark", "Summary_Processes", "M16", item.name or "")
        more = told_goods(item, category, {})
    given: dict[str, Any] = {"route": _route(filled, number), **more}
    if "routes" not in given:
        given["routes"] = _routes(filled, number, output)
    return Product(
        id=filled.identifier(item.name or item.cn_code or ""),
        name=item.name or "",
        cn_code=(item.cn_code or "").replace(" ", ""),
        produced=output,
        **given,
    )


def _made_by(filled: Filled, number: int) -> dict[str, float]:
    """Share of production by each route, where the category has routes."""
    row = filled.content.processes[number]
    category, made = row.category or "", produced_by(row)
    if not has_routes(category) or not made > 0:
        return {}
    return {route: mass / made for route, mass in zip(ROUTES[category], row.produced, strict=False) if mass}


def _route(filled: Filled, number: int) -> str:
    """The route's letter, where all was made by one and its letter is plain."""
    category = filled.content.processes[number].category or ""
    made = list(_made_by(filled, number))
    return letter_of(made[0], category) if len(made) == 1 else ""


def _routes(filled: Filled, number: int, output: Quantity) -> dict[str, Quantity]:
    """Mass by route, where there are several and the method has one name for each."""
    made = _made_by(filled, number)
    names = {route: name_of_route(route) for route in made}
    if len(made) < 2:
        return {}
    if not all(names.values()):
        filled.told.add("official.read_routes", "D_Processes", f"L{16 + 65 * number}",
                        filled.content.processes[number].name or "")  # fmt: skip
        return {}
    return {names[route]: dataclasses.replace(output, value=output.value * share) for route, share in made.items()}


def _with_precursors(filled: Filled, made: dict[int, Process]) -> tuple[Process, ...]:
    """The processes, each with what it took of the others: of their first good, since goods share one figure."""
    rows = filled.content.processes
    result = []
    for number, process in made.items():
        taken = {
            other.goods[0].id: filled.amount(
                taken_from(rows[maker], maker, number),
                "t",
                "processes",
                maker,
                "to_processes",
                number - (number > maker),
            )
            for maker, other in made.items()
            if taken_from(rows[maker], maker, number) > 0
        }
        result.append(dataclasses.replace(process, own_precursors=taken))
    return tuple(result)
