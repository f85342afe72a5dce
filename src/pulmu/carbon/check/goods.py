"""Goods, their codes, and how they stand together in processes (M2547 Article 4)."""

import itertools
from collections.abc import Iterator

import numpy as np

from pulmu.carbon.boundary import STEEL_PRODUCTS
from pulmu.carbon.check.common import (
    TOLERANCE,
    Place,
    check_given,
    check_quarters,
    good_of,
    is_outside_annex_i,
    placed,
    produced_tonnes,
    tonnes,
)
from pulmu.carbon.functional import is_shared_by_moles
from pulmu.carbon.outsourced import with_steps
from pulmu.carbon.recipe import is_same_recipe, precursor_recipe
from pulmu.model import KEY, OutsourcedStep, Path, Plant, Problem, Process, Product, PulmuError, problem, warning
from pulmu.reference import find_good, is_cbam_good


def check_goods(plant: Plant, place: Place) -> Iterator[Problem]:
    """Problems of goods and of their grouping into processes."""
    for n, process in enumerate(plant.processes):
        path: Path = ("processes", n)
        if not process.goods:
            yield problem(
                "carbon.no_goods",
                place(path),
                f"process {process.id} makes no good",
                "add what it makes",
                process=process.id,
            )
        for m, product in enumerate(process.goods):
            yield from check_given(product.cn_code, place, (*path, "goods", m, "cn_code"))
            yield from _check_code(product, place((*path, "goods", m, "cn_code")))
            yield from _check_output(process, product, place, (*path, "goods", m))
            yield from _check_exports(plant, product, place, (*path, "goods", m, "exports_to_eu"))
        yield from _check_group(process, place(path))
    yield from _check_codes_once(plant, place)
    yield from _check_not_split(plant, place)
    yield from _check_own_precursors(plant, place)
    yield from _check_loops(plant, place)


def _check_code(product: Product, where: str) -> Iterator[Problem]:
    if not product.cn_code:
        return
    try:
        listed = is_cbam_good(product.cn_code)
        if product.cbam_good:
            find_good(product.cn_code)
    except PulmuError as error:
        if is_outside_annex_i(product.cn_code, error):
            yield problem(
                "carbon.cbam_flag",
                where,
                f"{product.cn_code} is no CBAM good",
                "write 'cbam_good: no' for this good, or correct the code",
                good=product.id,
            )
        else:
            yield from placed(error, where)
        return
    if not product.cbam_good and listed:
        yield problem(
            "carbon.cbam_flag",
            where,
            f"{product.cn_code} is a CBAM good, but cbam_good says no",
            "delete cbam_good, or correct the code",
            good=product.id,
        )


def _check_output(process: Process, product: Product, place: Place, path: Path) -> Iterator[Problem]:
    if product.produced is None and product.stock_method is None:
        yield problem(
            "carbon.no_output",
            place((*path, "produced")),
            f"{product.id} has no output",
            "give produced, or stock_method",
            process=process.id,
        )
    if product.produced is not None and product.stock_method is not None:
        yield problem(
            "carbon.two_outputs",
            place((*path, "stock_method")),
            f"{product.id} gives produced and stock_method",
            "give one of them",
            good=product.id,
        )
    made = produced_tonnes(product)
    if made <= 0:
        yield problem(
            "carbon.no_output",
            place((*path, "produced")),
            f"process {process.id}: the output of {product.id} is {made:g} t",
            "give the output, or move its emissions to another process",
            process=process.id,
        )
    yield from check_quarters(product.exports_to_eu, place, (*path, "exports_to_eu"))
    sent = sum(tonnes(mass) for mass in product.exports_to_eu.values())
    if sent > made * (1 + TOLERANCE):
        yield warning(
            "carbon.exports_exceed_production",
            place((*path, "exports_to_eu")),
            f"{sent:,.1f} t of {product.id} went to the EU, but only {made:,.1f} t were made",
            "check both; goods of another year carry that year's figure",
            good=product.id,
        )


def _check_exports(plant: Plant, product: Product, place: Place, path: Path) -> Iterator[Problem]:
    """Goods cannot arrive before the year they were made in; goods of an earlier year carry that year's figure."""
    for quarter in product.exports_to_eu:
        if quarter[:4].isdigit() and int(quarter[:4]) < plant.period.year:
            yield problem(
                "carbon.export_before_production",
                place((*path, quarter, KEY)),
                f"goods of {plant.period.year} cannot have been imported in {quarter}",
                "correct the quarter; goods of another year carry that year's figure",
                quarter=quarter,
                year=plant.period.year,
            )


def _check_group(process: Process, where: str) -> Iterator[Problem]:
    if len(process.goods) < 2:
        return
    known = [(product, good_of(product)) for product in process.goods]
    categories = {
        good.goods_category if good else "outside Annex I"
        for product, good in known
        if good or not product.cbam_good  # a code that cannot be read tells no category
    }
    if len(categories) > 1 and not any(map(is_shared_by_moles, process.goods)):
        yield problem(
            "carbon.mixed_categories",
            where,
            f"process {process.id} mixes goods of different categories: {', '.join(sorted(categories))}",
            "give each its own process; goods outside Annex I stand in a process of their own",
            process=process.id,
        )
    elif not process.grouping_reason:
        yield warning(
            "carbon.several_goods",
            where,
            f"process {process.id} makes goods of {len(process.goods)} codes, with one figure per tonne",
            "give grouping_reason if they go through the same physical process (Art 4(8)); else split it",
            process=process.id,
            goods=", ".join(product.id for product in process.goods),
        )


def _check_codes_once(plant: Plant, place: Place) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for n, process in enumerate(plant.processes):
        for m, product in enumerate(process.goods):
            good = good_of(product)
            code = good.cn_code if good else ""
            if code and code in seen:
                yield problem(
                    "carbon.duplicate_cn",
                    place(("processes", n, "goods", m, "cn_code")),
                    f"{code} is made by {seen[code]} and by {process.id}",
                    "put all routes of one CN code into one process (Art 4(1), 4(6))",
                    cn_code=code,
                    processes=f"{seen[code]}, {process.id}",
                )
            seen.setdefault(code, process.id)


def _check_not_split(plant: Plant, place: Place) -> Iterator[Problem]:
    """Goods that differ only in size or shape, from the same precursors in the same proportion, are one process."""
    recipes = [(n, process, _recipe(plant, process)) for n, process in enumerate(plant.processes)]
    for (_, one, first), (number, other, second) in itertools.combinations(recipes, 2):
        apart = one.separate_reason or other.separate_reason
        if first and not apart and is_same_recipe(first, second) and _headings(one) & _headings(other):
            yield warning(
                "carbon.split_of_multifunctional",
                place(("processes", number)),
                f"{one.id} and {other.id} use the same precursors in the same proportion",
                "goods that differ only in size or shape must stand in one multifunctional process (Annex II A.4); if "
                "they differ in more, say so in separate_reason",
                processes=f"{one.id}, {other.id}",
            )


def _headings(process: Process) -> set[str]:
    goods = [good for product in process.goods if (good := good_of(product))]
    return {good.cn_code[:4] for good in goods if good.goods_category == STEEL_PRODUCTS}


def _recipe(plant: Plant, process: Process) -> dict[str, float]:
    return precursor_recipe(plant, process, sum(produced_tonnes(product) for product in process.goods))


def _check_own_precursors(plant: Plant, place: Place) -> Iterator[Problem]:
    products = {product.id: product for _, product in plant.products()}
    paths: dict[str, Path] = {
        product.id: ("processes", n, "goods", m)
        for n, process in enumerate(plant.processes)
        for m, product in enumerate(process.goods)
    }
    used = dict.fromkeys(products, 0.0)
    for n, process in enumerate(plant.processes):
        for name, mass in process.own_precursors.items():
            product = products.get(name)
            if product is None:
                continue
            used[name] += tonnes(mass)
            consumes = any(item.cbam_good for item in process.goods)
            if consumes and not product.cbam_good:
                yield problem(
                    "carbon.own_precursor_not_cbam",
                    place(("processes", n, "own_precursors", name)),
                    f"{name} is no CBAM good, so it is no precursor: its emissions would get lost",
                    "put its steps into the process that uses it",
                    good=name,
                )
    for step in plant.outsourced_steps:
        if step.good in used:
            used[step.good] += tonnes(step.sent)
    for name, product in products.items():
        made = produced_tonnes(product)
        if used[name] > made * (1 + TOLERANCE):
            yield warning(
                "carbon.own_precursor_overused",
                place(paths[name]),
                f"{used[name]:,.1f} t of {name} were used, but only {made:,.1f} t were made",
                "check both; stock of another year carries that year's figure",
                good=name,
                used=f"{used[name]:,.1f}",
                produced=f"{made:,.1f}",
            )


def _is_readable(step: OutsourcedStep) -> bool:
    """Whether the code of what comes back and its masses can be read; else that is told first."""
    try:
        find_good(step.cn_code)
    except PulmuError:
        return False
    return tonnes(step.returned) > 0


def _check_loops(plant: Plant, place: Place) -> Iterator[Problem]:
    """Processes that feed each other and keep all they make: no emissions per tonne can balance that."""
    plant = with_steps(plant) if all(_is_readable(step) for step in plant.outsourced_steps) else plant
    number = {product.id: n for n, process in enumerate(plant.processes) for product in process.goods}
    made = [sum(produced_tonnes(product) for product in process.goods) for process in plant.processes]
    shares = np.zeros((len(made), len(made)))
    for n, process in enumerate(plant.processes):
        for name, mass in process.own_precursors.items():
            if name in number and made[n] > 0:
                shares[n, number[name]] += tonnes(mass) / made[n]
    told_already = len(number) < sum(len(process.goods) for process in plant.processes)
    if told_already or not shares.any() or not np.isfinite(shares).all() or np.abs(np.linalg.eigvals(shares)).max() < 1:
        return
    reached = np.linalg.matrix_power((shares > 0) + np.eye(len(made)), len(made)) @ (shares > 0) > 0
    members = [n for n in range(len(made)) if reached[n, n]]
    names = ", ".join(plant.processes[n].id for n in members)
    yield problem(
        "carbon.loop_not_solvable",
        place(("processes", members[0], "own_precursors")),
        f"{names}: they feed each other all that they make, and nothing leaves the loop",
        "check the masses they pass to each other against their production",
        processes=names,
    )
