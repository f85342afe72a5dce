"""Joint processes: precursor and good made as one (M2547 Art 4(9)); the inner precursor keeps its free allocation."""

from typing import Literal

from pulmu.carbon.boundary import STEEL_PRODUCTS
from pulmu.carbon.certificates import process_free_allocation
from pulmu.carbon.precursors import allocation_factors
from pulmu.carbon.product import specific_precursor_consumption
from pulmu.model import Figure, InnerPrecursor, Plant, Problem, Process, PulmuError, fact, warning
from pulmu.reference import benchmark_column_a, find_good


def inner_allocation(
    plant: Plant, process: Process, activity: Figure
) -> tuple[list[tuple[Figure, Figure | None]], tuple[Problem, ...]]:
    """Consumption and free allocation (column A) of the precursors inside a joint process, and why one is missing.

    The emissions of a joint process are those of its inner precursors too, so they are no precursors of its sum; the
    benchmark of its good covers the last process alone.
    """
    pairs: list[tuple[Figure, Figure | None]] = []
    lacking: list[Problem] = []
    for inner in process.inner_precursors:
        if inner.produced is None:
            lacking.append(_no_mass(process, inner))
            pairs.append((activity, None))
            continue
        mass = fact(inner.produced, "mass made and used inside", inner.cn_code, "t")
        used = specific_precursor_consumption.figure(mass=mass, activity_level=activity).of(f"CN {inner.cn_code}")
        try:
            pairs.append((used, _column_a(inner, plant.period.year)))
        except PulmuError as error:
            lacking += error.problems
            pairs.append((used, None))
    return pairs, tuple(lacking)


def grouping_of(process: Process) -> Literal["single", "optional", "mandatory", "joint"]:
    """Why goods of several codes, or of several stages, stand in one process."""
    if process.inner_precursors:
        return "joint"
    if len(process.goods) < 2:
        return "single"
    goods = [find_good(product.cn_code) for product in process.goods if product.cbam_good]
    are_steel = all(good.goods_category == STEEL_PRODUCTS for good in goods)
    return "mandatory" if are_steel and len({good.cn_code[:4] for good in goods}) == 1 else "optional"


def _column_a(inner: InnerPrecursor, year: int) -> Figure:
    line = benchmark_column_a(inner.cn_code, year, inner.route or None)
    because = f"precursor inside a joint process{f', route {line.route}' if line.route else ''}"
    subject = f"CN {inner.cn_code}"
    benchmark = Figure(line.column_a_actual, line.unit, "benchmark column A", line.source, because, subject=subject)
    return process_free_allocation.figure(**allocation_factors(year), benchmark_column_a=benchmark).of(subject)


def _no_mass(process: Process, inner: InnerPrecursor) -> Problem:
    return warning(
        "carbon.inner_mass_missing",
        f"processes, {process.id}",
        f"the mass of {inner.cn_code} made inside the joint process {process.id} is not given",
        "give produced of the inner precursor; its free allocation counts by it",
        process=process.id,
        cn_code=inner.cn_code,
    )
