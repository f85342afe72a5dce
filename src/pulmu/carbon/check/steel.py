"""Steel: whether its composition, its code, its route letter and its metallic charge agree (2025/2620, point 5.2.3)."""

from collections.abc import Iterator

from pulmu.carbon.check.common import Place, produced_tonnes
from pulmu.carbon.metallic_charge import STEEL, Masses, majority, metallic_charges
from pulmu.carbon.outsourced import with_steps
from pulmu.carbon.steel_route import Grade, route_of_steel, steel_grade
from pulmu.model import Path, Plant, Problem, Product, PulmuError, warning
from pulmu.reference import benchmarks_of, find_good, route_code

_GRADES: dict[str, tuple[Grade, ...]] = {
    **dict.fromkeys((f"72{n:02}" for n in range(6, 18)), ("carbon",)),
    **dict.fromkeys((f"72{n:02}" for n in range(18, 24)), ("stainless",)),
    **dict.fromkeys((f"72{n:02}" for n in range(24, 30)), ("low_alloy", "high_alloy")),
}
"""Grades of the headings of chapter 72 of the Combined Nomenclature: non-alloy, stainless, other alloy steel."""


def check_steel(plant: Plant, place: Place) -> Iterator[Problem]:
    """Findings on the grade and the route of steel goods."""
    try:
        whole = with_steps(plant)
    except PulmuError:  # a step that cannot be read is told by itself
        whole = plant
    try:
        charges = metallic_charges(whole)
    except PulmuError:  # told by the checks of what cannot be read
        charges = {}
    for n, process in enumerate(plant.processes):
        for m, product in enumerate(process.goods):
            path: Path = ("processes", n, "goods", m)
            if _is_steel(product):
                yield from _check_grade(product, place, path)
                if process.id in charges:
                    yield from _check_charge(whole, product, charges[process.id], place, path)


def _is_steel(product: Product) -> bool:
    try:
        return product.cbam_good and find_good(product.cn_code).goods_category in STEEL
    except PulmuError:
        return False


def _check_grade(product: Product, place: Place, path: Path) -> Iterator[Problem]:
    grade = steel_grade(product.sector_parameters)
    if grade is None:
        return
    allowed = _GRADES.get(find_good(product.cn_code).cn_code[:4], (grade,))
    if grade not in allowed:
        yield warning(
            "carbon.grade_contradicts_code",
            place((*path, "cn_code")),
            f"{product.id} is {_words(grade)} steel by its composition, but {product.cn_code} is a code of"
            f" {_words(*allowed)} steel",
            "check the shares (0.012 for 1.2 %) and the code: default values and benchmarks go by the code",
            good=product.id,
            grade=_words(grade),
            cn_code=product.cn_code,
            code_grade=_words(*allowed),
        )
    letter = route_code(product.route) if product.route else None
    if letter is not None and letter.grade and letter.grade != grade:
        yield warning(
            "carbon.grade_contradicts_route",
            place((*path, "route")),
            f"{product.id} is {_words(grade)} steel by its composition, but route {letter.route} is {letter.meaning}",
            "correct the letter or the composition; free allocation goes by the letter",
            good=product.id,
            grade=_words(grade),
            route=letter.route,
            meaning=letter.meaning,
        )


def _check_charge(plant: Plant, product: Product, charge: Masses, place: Place, path: Path) -> Iterator[Problem]:
    try:
        lines = {line.route: line.column_a_actual for line in benchmarks_of(product.cn_code, plant.period.year)}
    except PulmuError:  # told by the checks of what cannot be read
        return
    whole, kind = sum(charge.values()), majority(charge)
    if len(set(lines.values())) < 2 or not whole > 0 or not produced_tonnes(product) > 0:
        return
    shares = ", ".join(f"{name.replace('_', ' ')} {part / whole:.0%}" for name, part in charge.items() if part)
    where = place((*path, "route"))
    if kind is None and not charge["unknown"]:
        yield warning(
            "carbon.no_majority_route",
            where,
            f"{product.id}: no kind of metallic charge is more than half of it ({shares}); which route then counts is"
            " not settled",
            "ask the verifier which route letter holds, and give it",
            good=product.id,
            shares=shares,
        )
        return
    letter = route_code(product.route) if product.route else None
    if letter is not None and letter.charge and kind is not None and letter.charge != kind:
        yield warning(
            "carbon.route_contradicts_charge",
            where,
            f"{product.id}: route {letter.route} is {letter.meaning}, but its metallic charge is {shares}",
            "correct the letter or the charge; the majority of the charge tells the route",
            good=product.id,
            route=letter.route,
            meaning=letter.meaning,
            shares=shares,
        )
    found = route_of_steel(plant, product, charge)
    if not product.route and found.letter:
        yield warning(
            "carbon.route_by_majority",
            where,
            f"{product.id}: no route is given; route {found.letter} is taken ({found.because})",
            "give the route letter if the verifier finds another; the rule of the majority is known second-hand",
            good=product.id,
            route=found.letter,
            because=found.because,
        )


def _words(*grades: str) -> str:
    return " or ".join(grade.replace("_", " ") for grade in grades)
