"""Bought precursors: codes, origins, verification, and masses that can be true."""

import dataclasses
import math
from collections.abc import Iterator

from pulmu.carbon.boundary import ALUMINIUM_PRODUCTS, ELECTRICITY, UNWROUGHT_ALUMINIUM
from pulmu.carbon.check.common import (
    TOLERANCE,
    Place,
    check_given,
    good_of,
    indirect_missing,
    is_known,
    is_outside_annex_i,
    placed,
    produced_tonnes,
    tonnes,
)
from pulmu.carbon.consumption import counted_deliveries
from pulmu.carbon.flows import process_of_place
from pulmu.carbon.metallic_charge import STEEL
from pulmu.carbon.outsourced import mass_taken
from pulmu.carbon.precursor_record import missing_of_record
from pulmu.carbon.precursors import (
    FIRST_YEAR,
    is_unknown_origin,
    precursor_value,
    precursor_year,
    purchase_content,
    usable_verified_value,
)
from pulmu.model import Path, Plant, Problem, Process, PulmuError, Purchase, Quantity, format_value, problem, warning
from pulmu.reference import DEFAULT_EDITION, Good, country, find_good, functional_unit

_LEAST_YIELD_INPUT = 0.95
_MADE_OF_PRECURSORS = (*STEEL, UNWROUGHT_ALUMINIUM, ALUMINIUM_PRODUCTS)
"""Goods that weigh no more than the metal put in; others are made of raw meal, ore, water or air, not listed."""


def check_precursors(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of purchases, and of processes that seem to lack an input."""
    for n, purchase in enumerate(plant.purchases):
        path: Path = ("purchases", n)
        errors = list(_check_identity(purchase, place, path))
        yield from errors
        yield from _check_masses(purchase, place, path)
        if not errors and _is_whole(purchase) and plant.period.year >= FIRST_YEAR:
            yield from _check_basis(plant, purchase, place, path)
    for n, process in enumerate(plant.processes):
        yield from _check_enough_input(plant, process, place(("processes", n)))
        yield from _check_mean(plant, process, place(("processes", n)))


def _is_whole(purchase: Purchase) -> bool:
    """Whether code and origin are given and the verified value could be read."""
    verified = purchase.verified
    numbers = () if verified is None else (verified.direct, verified.indirect, verified.free_allocation)
    readable = all(is_known(number) for number in numbers if number is not None)
    return bool(purchase.cn_code and purchase.country_of_origin) and readable


def _check_identity(purchase: Purchase, place: Place, path: Path) -> Iterator[Problem]:
    yield from check_given(purchase.cn_code, place, (*path, "cn_code"))
    yield from check_given(purchase.country_of_origin, place, (*path, "country_of_origin"))
    if purchase.cn_code:
        try:
            yield from _check_unit(purchase, find_good(purchase.cn_code), place, path)
        except PulmuError as error:
            mend = "delete the purchase: an input outside Annex I is no precursor; or correct the code"
            outside = is_outside_annex_i(purchase.cn_code, error)
            for item in placed(error, place((*path, "cn_code"))):
                yield dataclasses.replace(item, mend=mend, values=(*item.values, ("known", "-"))) if outside else item
    if purchase.country_of_origin and not is_unknown_origin(purchase.country_of_origin):
        try:
            country(purchase.country_of_origin)
        except PulmuError as error:
            yield from placed(error, place((*path, "country_of_origin")))


def _check_unit(purchase: Purchase, good: Good, place: Place, path: Path) -> Iterator[Problem]:
    """A value per tonne of clinker or nitrogen needs its share in the good; electricity is no precursor."""
    if good.goods_category == ELECTRICITY:
        yield problem(
            "carbon.electricity_precursor",
            place((*path, "cn_code")),
            "electricity is no precursor",
            "give it under electricity",
            cn_code=purchase.cn_code,
        )
    name = {"t_clinker": "clinker_content", "kg_N": "nitrogen_content"}.get(functional_unit(good).name, "")
    per_part = purchase.verified is not None and purchase.verified.per == "functional_unit"
    if per_part and name and not purchase_content(purchase):
        yield problem(
            "carbon.content_needed",
            place((*path, name)),
            f"{purchase.id}: its verified value is per functional unit, and {name} is missing",
            f"give {name}, or the value per tonne",
            good=purchase.id,
            attribute=name,
        )


def _check_masses(purchase: Purchase, place: Place, path: Path) -> Iterator[Problem]:
    name, where = purchase.name or purchase.id, place((*path, "used_by"))
    if not purchase.used_by:
        yield problem(
            "carbon.not_assigned",
            where,
            f"no process uses {name}",
            "name its process in used_by, with the mass",
            flow=name,
        )
        return
    rests = [user for user, mass in purchase.used_by.items() if not isinstance(mass, Quantity)]
    used = sum(tonnes(mass) for mass in purchase.used_by.values() if isinstance(mass, Quantity))
    received = tonnes(purchase.received)
    if len(rests) > 1:
        yield problem(
            "carbon.several_rests",
            where,
            f"{name}: only one process may be 'rest'",
            "give the mass of the others",
            flow=name,
        )
    if rests and used > received:
        yield problem(
            "carbon.rest_negative", where, f"{name}: nothing is left for 'rest'", "check the masses", flow=name
        )
    if not received > 0 and not math.isnan(received):
        yield problem(
            "carbon.nothing_received",
            place((*path, "received")),
            f"{name}: nothing was received",
            "give the mass, or delete the purchase",
            flow=name,
        )
    if used > received * (1 + TOLERANCE):
        yield warning(
            "carbon.precursor_overused",
            where,
            f"{used:,.1f} t of {name} were used, but only {received:,.1f} t received",
            "check both; stock of another year may carry another figure (Art 13)",
            precursor=name,
            used=f"{used:,.1f}",
            received=f"{received:,.1f}",
        )


def _check_basis(plant: Plant, purchase: Purchase, place: Place, path: Path) -> Iterator[Problem]:
    where, of_year = place(path), place((*path, "verified", "year"))
    year = precursor_year(purchase, plant.period.year)
    yield from _check_year(plant, purchase, place, path)
    try:
        precursor_value(purchase, plant.period.year, plant.decisions, DEFAULT_EDITION)
    except PulmuError as error:
        yield from placed(error, where)
    yield from _check_record(purchase, where)
    name, supplier = purchase.name or purchase.id, purchase.supplier or "supplier not named"
    verified = purchase.verified
    if verified is not None and verified.indirect is None and find_good(purchase.cn_code).indirect_counts:
        yield indirect_missing(place((*path, "verified")), name)
    if verified is not None and verified.year is not None and verified.year < FIRST_YEAR:
        yield warning(
            "carbon.verified_wrong_year",
            of_year,
            f"precursor {name}: its verified value is of {verified.year}, before these rules; the default is taken",
            "ask the supplier for a verified value of 2026 or later",
            precursor=name,
            year=verified.year,
        )
    elif verified is not None and verified.year is not None and verified.year != year:
        yield warning(
            "carbon.verified_other_year",
            of_year,
            f"precursor {name}: its verified value is of {verified.year}, counted with {year}",
            "show the verifier that it was made in that year (Art 13), or ask for the value of the report's year",
            precursor=name,
            year=verified.year,
        )
    elif not usable_verified_value(purchase) and (verified is not None or purchase.stated_value is not None):
        yield warning(
            "carbon.precursor_unverified",
            where,
            f"precursor {name} ({supplier}): no verification report, so the actual value cannot be used",
            "attach the report; until then the default value is taken",
            precursor=name,
            supplier=supplier,
        )


def _check_record(purchase: Purchase, where: str) -> Iterator[Problem]:
    try:
        missing = missing_of_record(purchase)
    except PulmuError:  # a country that is not known is told by itself
        return
    told_elsewhere = {"verified.year", "origin_evidence"}
    if lacking := [name for name in missing if name not in told_elsewhere]:
        yield warning(
            "carbon.precursor_record_incomplete",
            where,
            f"precursor {purchase.name or purchase.id}: its record lacks {', '.join(lacking)} (M2547 Annex IV 1.1,"
            " items 18-28); no figure moves by it",
            "ask the supplier and fill them in: the operator's report names them",
            precursor=purchase.name or purchase.id,
            missing=", ".join(lacking),
        )


def _check_year(plant: Plant, purchase: Purchase, place: Place, path: Path) -> Iterator[Problem]:
    """Whether another production year than the report's can count (Art 13, recital 25)."""
    made, name, where = purchase.production_year, purchase.name or purchase.id, place((*path, "production_year"))
    if made is None or made == plant.period.year:
        return
    if made > plant.period.year:
        yield problem(
            "carbon.produced_after_use",
            where,
            f"precursor {name} was made in {made}, after the goods of {plant.period.year} made of it",
            "correct the year",
            precursor=name,
            year=made,
        )
    elif made < FIRST_YEAR:
        yield warning(
            "carbon.produced_before_rules",
            where,
            f"precursor {name} was made in {made}: values before {FIRST_YEAR} do not count, the report's year is taken",
            "nothing to mend; the law goes back to 2026 at most",
            precursor=name,
            year=made,
        )
    elif not purchase.production_year_evidence:
        yield warning(
            "carbon.production_year_unproven",
            where,
            f"precursor {name}: its production year {made} is not shown, so the year of the report is taken",
            "give production_year_evidence, such as mill certificates with the date (Art 13)",
            precursor=name,
            year=made,
        )


def _check_enough_input(plant: Plant, process: Process, where: str) -> Iterator[Problem]:
    made = sum(produced_tonnes(product) for product in process.goods)
    used = sum(tonnes(mass) for mass in process.own_precursors.values())
    used += sum(tonnes(scrap.amount) for scrap in process.scrap_inputs)
    used += sum(
        tonnes(cells.aluminium) for cells in plant.electrolysis if process_of_place(plant, cells.process) == process.id
    )
    for purchase in plant.purchases:
        mass = purchase.used_by.get(process.id)
        if mass is not None:
            used += tonnes(purchase.received) if mass == "rest" else tonnes(mass)
    used += sum(tonnes(mass_taken(step, process.id)) for step in plant.outsourced_steps if process.id in step.used_by)
    least, told = _LEAST_YIELD_INPUT * made, (format_value(made), format_value(used))
    if _is_metal(process) and used < least:
        yield warning(
            "carbon.less_input_than_output",
            where,
            f"process {process.id} made {told[0]} t from {told[1]} t of inputs: one seems to be missing",
            "add the missing purchase, own precursor or scrap; without it the figure is too low",
            process=process.id,
            made=told[0],
            used=f"{used:,.1f}",
        )


def _is_metal(process: Process) -> bool:
    goods = (good_of(product) for product in process.goods)
    return any(good is not None and good.goods_category in _MADE_OF_PRECURSORS for good in goods)


def _check_mean(plant: Plant, process: Process, where: str) -> Iterator[Problem]:
    """A process that took only some deliveries of a code gets the mean over all, unless the use is proven (Art 14)."""
    by_code: dict[str, list[Purchase]] = {}
    for purchase in plant.purchases:
        by_code.setdefault("".join(purchase.cn_code.split()), []).append(purchase)
    for code, deliveries in by_code.items():
        used = [purchase for purchase in deliveries if process.id in purchase.used_by]
        if used and len(used) < len(counted_deliveries(deliveries, process.id)[0]):
            yield warning(
                "carbon.mean_over_suppliers",
                where,
                f"process {process.id} used only some deliveries of {code}, but gets the mean over all of them",
                "give specific_use_evidence to those deliveries if it can be shown which it used (Art 14(3))",
                process=process.id,
                cn_code=code,
            )
