"""From the rows of a filled template to a plant."""

import dataclasses
from datetime import timedelta

from pulmu.model import Company, Decisions, InputError, Installation, Period, Plant, Process, Product
from pulmu.services._official_back_cells import UNKNOWN_CODE, Filled
from pulmu.services._official_back_precursors import counts_markup, purchases_of
from pulmu.services._official_back_shares import HeatPlan
from pulmu.services._official_back_streams import (
    electricity_of,
    electrolysis_of,
    heat_nets_of,
    measured_of,
    sources_of,
    streams_of,
)
from pulmu.services._official_chain import produced_by, taken_from

_LETTERS = {"Primary (electrolytic) smelting": "K", "Secondary melting (recycling)": "L"}


def plant_of(filled: Filled, edition: str) -> Plant:
    """The plant, not yet checked; an edition of the default values tells whether they stand with their mark-up.

    Raises
    ------
    InputError  The period is not typed in (`official.read_period`).
    """
    plan = HeatPlan(filled.content, filled.processes)
    period = _period(filled)
    processes = [_process(filled, number) for number in filled.processes]
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
        heat_nets=heat_nets_of(filled, plan),
        electricity=electricity_of(filled),
        processes=_with_precursors(filled, processes),
        purchases=purchases,
        decisions=Decisions(markup_on_precursor_defaults=markup),
    )


def _tell(filled: Filled) -> None:
    content = filled.content
    filled.told.add("official.read_operator")
    if content.streams:
        filled.told.add("official.read_streams_shared", "B_EmInst")
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
    goods = tuple(
        Product(
            id=filled.identifier(item.name or item.cn_code or ""),
            name=item.name or "",
            cn_code=(item.cn_code or "").replace(" ", ""),
            produced=output,
            route=_route(filled, number),
        )
        for item in listed
    ) or (Product(id=filled.identifier(f"good of {row.name}"), cn_code=UNKNOWN_CODE, produced=output),)
    reason = f"as {filled.file.name} groups them" if len(goods) > 1 else ""
    return Process(id=filled.processes[number], name=row.name or "", goods=goods, grouping_reason=reason)


def _route(filled: Filled, number: int) -> str:
    """The route's letter, where the category has one route here and its letter is plain."""
    category = filled.content.processes[number].category
    named = [name for item in filled.content.goods if item.category == category for name in item.routes if name]
    return _LETTERS.get(named[0], "") if len(named) == 1 else ""


def _with_precursors(filled: Filled, processes: list[Process]) -> tuple[Process, ...]:
    """The processes, each with what it took of the others: of their first good, since goods share one figure."""
    rows = filled.content.processes
    made = dict(zip(filled.processes, processes, strict=True))
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
