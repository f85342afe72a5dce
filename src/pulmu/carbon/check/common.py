"""What the checks share."""

import dataclasses
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from pulmu.model import KEY, Path, Plant, Problem, Process, Product, PulmuError, Quantity, problem, warning
from pulmu.reference import Good, country, find_good, is_cbam_good

Place = Callable[[Path], str]

TOLERANCE = 1e-3
"""Relative difference below which two masses count as one: stock lists are not kept to the kilogram."""


_QUARTER = re.compile(r"20[0-9]{2}Q[1-4]")
_YEAR = re.compile(r"20[0-9]{2}")


def placed(error: PulmuError, where: str) -> Iterator[Problem]:
    """The problems of an error, at the place that caused it."""
    return (dataclasses.replace(item, place=where) for item in error.problems)


def placed_at_fields(error: PulmuError, place: Place, path: Path, fields: Mapping[str, str]) -> Iterator[Problem]:
    """The problems of an error, each at the attribute of a thing that its code speaks of, else at the thing."""
    for item in error.problems:
        field = fields.get(item.code)
        yield dataclasses.replace(item, place=place((*path, field) if field else path))


def good_of(product: Product) -> Good | None:
    """The CBAM good of a product; None if it is none, or if its code cannot be read."""
    if not product.cbam_good:
        return None
    try:
        return find_good(product.cn_code)
    except PulmuError:
        return None


def is_outside_annex_i(cn_code: str, error: PulmuError) -> bool:
    """Whether a code was not found because it is none of the CBAM goods, not because it is misspelt."""
    return error.problems[0].code == "input.cn_code_unknown" and not is_cbam_good(cn_code)


def is_known(quantity: Quantity) -> bool:
    """Whether its number could be read; what stands in for one that could not is NaN."""
    return not math.isnan(quantity.value)


def has_tables(name: str) -> bool:
    """Whether goods of the country bear CBAM, so that its tables are worth a look."""
    try:
        return not country(name).exempt
    except PulmuError:
        return False


def tonnes(quantity: Quantity | str | None) -> float:
    """Mass in tonnes; NaN where it is not given or not a mass, so that no comparison holds."""
    if not isinstance(quantity, Quantity) or quantity.dimension != "mass":
        return math.nan
    return quantity.to("t")


def produced_tonnes(product: Product) -> float:
    """Good output in tonnes; NaN where it is not given."""
    if product.stock_method is None:
        return tonnes(product.produced)
    stock = product.stock_method
    return (
        tonnes(stock.sent_out)
        - tonnes(stock.received)
        - tonnes(stock.opening_stock)
        + tonnes(stock.closing_stock)
        - tonnes(stock.returned)
    )


def check_given(text: str, place: Place, path: Path) -> Iterator[Problem]:
    """A text that must be there and is empty; one that is left out is told by the reader of the file."""
    if not text:
        name = str(path[-1])
        yield problem("input.missing_field", place(path), f"{name} is empty", "fill it in", text=name)


def ignored_field(where: str, field: str, name: str, mend: str = "delete it, or correct the rest") -> Problem:
    """An attribute that was given and changes no figure."""
    told = f"{field} has no effect on {name} as it is described"
    return warning("carbon.ignored_field", where, told, mend, field=field, flow=name)


def power_exceeds(where: str, name: str, given: float, produced: float) -> Problem:
    """More electricity of a generator is given out than it produced. [MWh]"""
    told, made = f"{given:.6g}", f"{produced:.6g}"
    return problem(
        "carbon.power_exceeds",
        where,
        f"{name}: {told} MWh are given out, of {made} MWh produced",
        "check the meters and units of its electricity",
        source=name,
        given=told,
        produced=made,
    )


def indirect_missing(where: str, name: str) -> Problem:
    """A verified value without the indirect emissions that count."""
    return problem(
        "carbon.precursor_indirect_missing",
        where,
        f"precursor {name}: its indirect emissions count, but its verified value does not give them",
        "give indirect from the verification report, 0 if it says so; or leave verified out for the default value",
        precursor=name,
    )


def check_quarters(names: Iterable[str], place: Place, path: Path) -> Iterator[Problem]:
    """Names that stand for quarters and are none."""
    for name in names:
        if not _QUARTER.fullmatch(name):
            yield problem(
                "input.quarter", place((*path, name, KEY)), f"{name!r} is not a quarter", "write 2026Q1", period=name
            )


def check_price_periods(names: Iterable[str], place: Place, path: Path) -> Iterator[Problem]:
    """Names of a price scenario that stand neither for a quarter nor for a year."""
    yield from check_quarters((name for name in names if not _YEAR.fullmatch(name)), place, path)


def category_of_process(process: Process) -> str:
    """Goods category of what a process makes; empty where it makes no CBAM good, or none that can be read."""
    good = good_of(process.goods[0]) if process.goods else None
    return good.goods_category if good else ""


def processes_reached(plant: Plant, names: Iterable[str]) -> set[str]:
    """The processes that users lead to: by themselves, by their step, or by equipment that serves them."""
    steps = steps_of(plant)
    serves = {source.id: source.serves for source in plant.emission_sources}
    places = {place for name in names for place in serves.get(name, (name,))}
    return {steps.get(place, place) for place in places}


def steps_of(plant: Plant) -> dict[str, str]:
    """The process of each step."""
    return {step.id: process.id for process in plant.processes for step in process.steps}
