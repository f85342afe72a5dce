"""The rule language: what a rule is made of. Plain values; nothing here computes.

Two evaluations read these nodes: `evaluate` for one firm, explained, and `columns` for a population. Findings have
three values; a number that is not given lies in [0, inf). All numbers of facts and parameters are 0 or more.
"""

from dataclasses import dataclass
from typing import Literal

from pulmu.model.source import Source

Sign = Literal["<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """A number among the facts of a firm."""

    fact: str
    unit: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """A number of which two facts give the least and the most it can be."""

    name: str
    low: str
    high: str
    unit: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """The value of a parameter: on the day asked, or on the day that a fact of the firm gives."""

    parameter: str
    on: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Fixed:
    """A number that belongs to a rule's form and that no reform changes, such as the 2 of "two years"."""

    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Keyed:
    """The row of a table parameter that a fact of the firm names; unknown where the table has no such row."""

    parameter: str
    key: str
    on: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Plus:
    """A sum."""

    name: str
    parts: "tuple[Number, ...]"
    unit: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Times:
    """A product of two."""

    name: str
    left: "Number"
    right: "Number"
    unit: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Over:
    """A quotient; the divisor is more than 0, else the result is unknown."""

    name: str
    top: "Number"
    bottom: "Number"
    unit: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Capped:
    """The smaller of two numbers."""

    name: str
    left: "Number"
    right: "Number"
    unit: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Floored:
    """The larger of two numbers."""

    name: str
    left: "Number"
    right: "Number"
    unit: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Less:
    """A difference; 0 where it would be less."""

    name: str
    left: "Number"
    right: "Number"
    unit: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Either:
    """One of several numbers, not known which: between the least and the most of them."""

    name: str
    parts: "tuple[Number, ...]"
    unit: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Pick:
    """The number of the first branch whose finding holds; without any, `otherwise`, or unknown."""

    name: str
    branches: "tuple[tuple[Finds, Number], ...]"
    otherwise: "Number | None" = None
    unit: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Total:
    """A number summed over the rows of a relation for which a finding holds.

    Parameters
    ----------
    complete : Flag among the firm's facts that says whether all rows are known; where it is not true, more may follow.
    """

    name: str
    relation: str
    amount: "Number"
    where: "Finds"
    complete: str | None = None
    unit: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Compare:
    """A comparison of two numbers."""

    name: str
    left: "Number"
    sign: Sign
    right: "Number"
    source: Source | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Flag:
    """A yes or no among the facts."""

    fact: str
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Among:
    """Whether a choice among the facts is one of a parameter's set, or of a fixed set that no reform changes.

    A choice that is a whole number, such as a division, is compared by its digits.
    """

    fact: str
    choices: "frozenset[str] | Setting"
    source: Source | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Whether a choice stands at or above (below) that of a parameter in an order of choices."""

    fact: str
    sign: Sign
    limit: Setting
    order: tuple[str, ...]
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Contains:
    """Whether a fact that is a set of choices contains all of a parameter's."""

    fact: str
    choices: Setting
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Within:
    """Whether the day asked lies within so many years from the date of a fact.

    Parameters
    ----------
    years : Whole years.
    last_day : Whether the day on which they end still counts.
    """

    name: str
    fact: str
    years: Setting
    last_day: bool = True
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """Whether the day asked is the date of a fact, or later."""

    name: str
    fact: str
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Switched:
    """Whether a parameter that is a switch has this choice: on the day asked, or on the day that a fact gives."""

    parameter: str
    choice: str
    source: Source | None = None
    on: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class AllOf:
    """Yes if every part is; no as soon as one is."""

    name: str
    parts: "tuple[Finds, ...]"
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class AnyOf:
    """Yes as soon as one part is; no if every part is."""

    name: str
    parts: "tuple[Finds, ...]"
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Not:
    """No for yes, yes for no."""

    name: str
    part: "Finds"
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Exists:
    """Whether a finding holds for a row of a relation.

    Parameters
    ----------
    complete : Flag among the firm's facts: whether all rows are known; else "no row" is not an answer.
    """

    name: str
    relation: str
    where: "Finds"
    complete: str | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Decide:
    """The label of the first branch that holds; where a guard is unknown, several stay possible."""

    name: str
    branches: "tuple[tuple[Finds, str | Decide], ...]"
    otherwise: "str | Decide"
    source: Source | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """Whether a decided label is one of a parameter's or a fixed set; yes also where all still possible are."""

    decided: Decide
    labels: "frozenset[str] | Setting"
    source: Source | None = None
    name: str = ""


Number = (
    Given | Between | Setting | Keyed | Fixed | Plus | Less | Times | Over | Capped | Floored | Either | Pick | Total
)
Finds = Compare | Flag | Among | Ranked | Contains | Within | Reached | Switched | AllOf | AnyOf | Not | Exists | Member
Node = Number | Finds | Decide

POINTS = (Given, Fixed, Setting, Keyed)
"""Numbers that are known or not: a comparison with one that is not is unknown, whatever the other side is."""


def children(node: Node) -> "tuple[Node, ...]":
    """The nodes a node is directly made of, each once for each time it stands there."""
    found: list[Node] = []
    for name in node.__slots__:
        _gather(getattr(node, name), found)
    return tuple(found)


def _gather(value: object, found: list[Node]) -> None:
    if isinstance(value, tuple):
        for item in value:
            _gather(item, found)
    elif isinstance(value, Node):
        found.append(value)


def parameter_of(node: Node) -> str | None:
    """The parameter a node reads itself, not through its children."""
    match node:
        case Setting(parameter=name) | Keyed(parameter=name) | Switched(parameter=name):
            return name
        case _:
            return None


def labels_of(decide: Decide) -> tuple[str, ...]:
    """All labels a decision can give, in the order of its branches."""
    found: dict[str, None] = {}
    for item in (*(label for _, label in decide.branches), decide.otherwise):
        for label in (item,) if isinstance(item, str) else labels_of(item):
            found.setdefault(label)
    return tuple(found)


def facts_asked(node: Node) -> dict[str, str]:
    """Facts of a firm that a node and its parts read, each with the type a table of firms holds it in.

    Rows of relations are not looked into: their facts are columns of those tables.
    """
    found: dict[str, str] = {}
    seen: set[int] = set()

    def visit(part: Node) -> None:
        if id(part) in seen:
            return
        seen.add(id(part))
        for fact, kind in _own_facts(part):
            found.setdefault(fact, kind)
        if not isinstance(part, Exists | Total):
            for child in children(part):
                visit(child)

    visit(node)
    return found


def _own_facts(node: Node) -> "tuple[tuple[str, str], ...]":
    match node:
        case Given(fact=fact):
            return ((fact, "float64"),)
        case Between(low=low, high=high):
            return (low, "float64"), (high, "float64")
        case Setting(on=str() as on) | Switched(on=str() as on):
            return ((on, "date"),)
        case Keyed(key=key, on=on):
            return ((key, "key"), *(((on, "date"),) if on else ()))
        case Flag(fact=fact):
            return ((fact, "boolean"),)
        case Among(fact=fact) | Ranked(fact=fact):
            return ((fact, "string"),)
        case Contains(fact=fact):
            return ((fact, "array<string>"),)
        case Within(fact=fact) | Reached(fact=fact):
            return ((fact, "date"),)
        case Exists(complete=str() as complete) | Total(complete=str() as complete):
            return ((complete, "boolean"),)
        case _:
            return ()
