"""How the figure of each good moves with the process boundaries that the law allows, and which it forbids."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.carbon.check import check_plant as problems_of
from pulmu.carbon.costs import GoodCost, state_costs
from pulmu.carbon.grouping import Grouping, described, groupings, judge, judgements
from pulmu.carbon.regroup import regrouped
from pulmu.carbon.statement import Statement, state_emissions
from pulmu.model import Document, Figure, Finding, Plant, Problem, Product, PulmuError, raise_if_errors
from pulmu.model.attribute import Doc
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.check_plant import check_plant

Yes = Literal["no", "unknown", "yes"]


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A finding as plain data."""

    name: str
    answer: Yes
    detail: str = ""
    article: str = ""
    parts: tuple["FindingRecord", ...] = ()


@dataclass(frozen=True, slots=True)
class GoodFigures:
    """What a good carries under one grouping; None where it cannot be told. Per tonne of the good but the cost."""

    good: str
    name: str
    name_local: str
    cn_code: str
    process: Annotated[str, Doc("process it stands in; empty where it stays inside a joint process")]
    direct: Annotated[float | None, Doc("t CO2e/t")] = None
    counted: Annotated[float | None, Doc("t CO2e/t")] = None
    free_allocation: Annotated[float | None, Doc("t CO2e/t")] = None
    certificates: Annotated[float | None, Doc("certificates per tonne")] = None
    cost: Annotated[float | None, Doc("EUR for what went to the EU")] = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One grouping of the plant: whether it is allowed, and what it gives.

    Parameters
    ----------
    attributed : Direct emissions attributed to all processes: the same under every grouping. [t CO2e]
    embedded : These with the emissions of all bought precursors. [t CO2e]
    cost : Certificates for all that went to the EU; None where it cannot be told. [EUR]
    problems : Why it could not be computed.
    """

    blocks: Grouping
    is_described: bool
    allowed: Yes
    finding: FindingRecord
    goods: tuple[GoodFigures, ...] = ()
    attributed: float | None = None
    embedded: float | None = None
    cost: float | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgementRecord:
    """What is forbidden or open: to group, to keep apart, to split processes, or to split a good by route."""

    what: str
    processes: tuple[str, ...]
    finding: FindingRecord


@dataclass(frozen=True, slots=True)
class GroupingAdvice:
    """The choices of a plant, the described one first.

    Parameters
    ----------
    possible : How many groupings are allowed or open; more than the choices where they were too many to compute.
    cheapest : Position of the allowed choice with the least cost; None where none costs less than the others,
        or where a cost is not known. One that is not surely allowed is never named.
    """

    choices: tuple[Choice, ...]
    possible: int
    cheapest: int | None
    judgements: tuple[JudgementRecord, ...]
    process_names: Annotated[dict[str, tuple[str, str]], Doc("name of each process, and its local name")]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The advice, or the problems that stand in its way."""

    advice: GroupingAdvice | None
    problems: tuple[Problem, ...]


def advise_groupings(document: Document, *, edition: str = DEFAULT_EDITION, scenario: str | None = None) -> Outcome:
    """Every allowed grouping of a plant's document, computed; without a sound plant, what has to be mended first."""
    checked = check_plant(document)
    if checked.plant is None:
        return Outcome(None, checked.problems)
    try:
        return Outcome(advice_on(checked.plant, edition, scenario), checked.problems)
    except PulmuError as error:
        return Outcome(None, (*checked.problems, *error.problems))


def advice_on(plant: Plant, edition: str = DEFAULT_EDITION, scenario: str | None = None) -> GroupingAdvice:
    """The groupings of a plant that has passed its checks.

    Raises
    ------
    RuleError  The plant has no scenario of that name, or a value it needs is in no table.
    """
    own = described(plant)
    first = _computed(plant, own, edition, scenario)
    found, possible = groupings(plant)
    choices = [first]
    choices += [_attempt(plant, grouping, edition, scenario) for grouping in found if grouping != own]
    judged = tuple(JudgementRecord(item.what, item.processes, record(item.finding)) for item in judgements(plant))
    names = {process.id: (process.name or process.id, process.name_local) for process in plant.processes}
    return GroupingAdvice(tuple(choices), possible, _cheapest(choices), judged, names)


def _attempt(plant: Plant, grouping: Grouping, edition: str, scenario: str | None) -> Choice:
    # A description that is sound may not be so with other boundaries: a gas that stays inside would count twice.
    errors = tuple(item for item in problems_of(regrouped(plant, grouping)) if item.severity == "error")
    try:
        raise_if_errors(errors)
        return _computed(plant, grouping, edition, scenario)
    except PulmuError as error:
        finding = judge(plant, grouping)
        return Choice(grouping, False, answer(finding), record(finding), problems=tuple(error.problems))


def _computed(plant: Plant, grouping: Grouping, edition: str, scenario: str | None) -> Choice:
    changed = regrouped(plant, grouping)
    statement = state_emissions(changed, edition)
    costs = state_costs(statement, edition, scenario)
    products = {product.id: product for _, product in plant.products()}
    products |= {good.product.id: good.product for good in statement.goods.values()}  # what outsourced steps returned
    goods = tuple(_figures(statement, costs, product) for product in products.values() if product.cbam_good)
    sent = {name for name, good in statement.goods.items() if good.product.cbam_good and good.product.exports_to_eu}
    known = [item.cost for item in goods if item.good in sent]
    finding = judge(plant, grouping)
    return Choice(
        blocks=grouping,
        is_described=grouping == described(plant),
        allowed=answer(finding),
        finding=record(finding),
        goods=goods,
        attributed=sum(item.attributed_direct.value for item in statement.processes.values()),
        embedded=_embedded(statement),
        cost=sum(cost for cost in known if cost is not None) if known and None not in known else None,
    )


def _figures(statement: Statement, costs: Mapping[str, GoodCost], product: Product) -> GoodFigures:
    name = product.id
    said = (name, product.name or name, product.name_local, product.cn_code)
    good = statement.goods.get(name)
    if good is None:
        return GoodFigures(*said, process="")
    cost = costs[name]
    return GoodFigures(
        *said,
        process=good.process,
        direct=good.direct.value,
        counted=good.counted.value,
        free_allocation=_value(cost.free_allocation),
        certificates=_value(cost.certificates_per_tonne),
        cost=_value(cost.cost),
    )


def _value(figure: Figure | None) -> float | None:
    return None if figure is None else figure.value


def _embedded(statement: Statement) -> float:
    bought = sum(
        statement.processes[name].activity_level.value
        * used.per_tonne.value
        * (used.value.direct.value + used.value.indirect_counted.value)
        for name, parts in statement.consumption.items()
        for used in parts
    )
    return bought + sum(item.attributed_direct.value for item in statement.processes.values())


def _cheapest(choices: list[Choice]) -> int | None:
    allowed = [(item.cost, n) for n, item in enumerate(choices) if item.allowed == "yes"]
    costs = [(cost, n) for cost, n in allowed if cost is not None]
    if len(costs) < len(allowed) or len({round(cost, 2) for cost, _ in costs}) < 2:
        return None
    return min(costs)[1]


def answer(finding: Finding) -> Yes:
    """The answer as a word."""
    words: tuple[Yes, ...] = ("no", "unknown", "yes")
    return words[finding.answer]


def record(finding: Finding) -> FindingRecord:
    """A finding with its parts as plain data."""
    article = "" if finding.source is None else ", ".join(filter(None, (finding.source.act, finding.source.place)))
    return FindingRecord(finding.name, answer(finding), finding.detail, article, tuple(map(record, finding.parts)))
