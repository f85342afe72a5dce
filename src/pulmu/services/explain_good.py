"""The tree of one figure, down to its evidence."""

from dataclasses import dataclass
from typing import Literal

from pulmu.carbon.costs import GoodCost, state_costs
from pulmu.carbon.statement import state_emissions
from pulmu.model import Document, Figure, InputError, Plant, Problem, PulmuError
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.check_plant import check_plant

Question = Literal["emissions", "free-allocation", "certificates", "cost", "default", "footprint"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The figures asked for, one for each good that fits; or the problems in the way."""

    figures: tuple[Figure, ...]
    problems: tuple[Problem, ...]


def explain_good(
    document: Document,
    good: str,
    question: Question = "emissions",
    *,
    edition: str = DEFAULT_EDITION,
    scenario: str | None = None,
) -> Explanation:
    """Figures of the goods whose CN code begins with `good`, or whose id it is.

    Raises
    ------
    InputError  No such good (`input.no_such_good`), or the figure cannot be told (`carbon.no_figure`).
    """
    checked = check_plant(document)
    if checked.plant is None:
        return Explanation((), checked.problems)
    names = _matching(checked.plant, good)
    try:
        figures = _figures(checked.plant, names, question, edition, scenario)
    except PulmuError as error:
        return Explanation((), (*checked.problems, *error.problems))
    return Explanation(figures, checked.problems)


def _matching(plant: Plant, good: str) -> list[str]:
    digits = "".join(good.split())
    names = [
        product.id
        for _, product in plant.products()
        if product.id == good or (digits.isdigit() and "".join(product.cn_code.split()).startswith(digits))
    ]
    if not names:
        known = ", ".join(f"{product.cn_code} ({product.id})" for _, product in plant.products())
        raise InputError.of("input.no_such_good", "", f"the plant makes no good {good!r}", f"name one of: {known}",
                            good=good, known=known)  # fmt: skip
    return names


def _figures(
    plant: Plant, names: list[str], question: Question, edition: str, scenario: str | None
) -> tuple[Figure, ...]:
    """The figure of each good; the plant is computed once, however many they are."""
    statement = state_emissions(plant, edition)
    if question == "emissions":
        return tuple(statement.goods[name].counted for name in names)
    if question == "footprint":
        return tuple(_told(statement.goods[name].indirect, name, question) for name in names)
    costs = state_costs(statement, edition, scenario)
    return tuple(_told(_of_cost(costs.get(name), question), name, question) for name in names)


def _of_cost(cost: GoodCost | None, question: Question) -> Figure | None:
    if cost is None:
        return None
    return {
        "free-allocation": cost.free_allocation,
        "certificates": cost.certificates_per_tonne,
        "cost": cost.cost,
        "default": cost.default_certificates_per_tonne,
    }[question]


def _told(figure: Figure | None, name: str, question: str) -> Figure:
    if figure is None:
        raise InputError.of("carbon.no_figure", name, f"there is no figure of {question} for {name}",
                            "see what is missing: run `pulmu report`", good=name, question=question)  # fmt: skip
    return figure
