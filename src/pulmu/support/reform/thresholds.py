"""The thresholds of a rulebook that a firm can come near: limits of sales, of total assets and of employees."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pulmu.support.rules import Exists, Given, Keyed, Node, Number, Pick, Rulebook, Setting, Total
from pulmu.support.rules.node import Compare, children

SALES = "average_sales"
FACTS = (SALES, "sales_1_krw", "total_assets_krw", "regular_employees")
EDGES = (0.5, 0.8, 0.95, 1.0, 1.05, 1.2, 2.0)
"""Bins of a distribution around a limit, as shares of it: under the first, between each two, beyond the last."""
AT = EDGES.index(1.0)
"""The last bin under the limit."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A comparison of a firm's fact with a limit of the rules.

    Parameters
    ----------
    name : Of the finding.
    parameter : What sets the limit.
    fact : What is compared: one of `FACTS`.
    key : Fact that names the row of the table the limit stands in; "" where there is one limit for all.
    side : Where a firm passes: `under` the limit or `over` it.
    at_limit : Whether a firm exactly at the limit passes.
    of_size : Whether it is a limit of the size class, which a grace period may soften.
    """

    name: str
    parameter: str
    fact: str
    key: str
    side: Literal["under", "over"]
    at_limit: bool
    of_size: bool
    left: Number
    right: Setting | Keyed


def thresholds(rulebook: Rulebook) -> tuple[Threshold, ...]:
    """Each once, in the order of the rulebook: those of size first, then those of who may apply for a programme."""
    found: dict[tuple[str, str], Threshold] = {}
    for name, node in rulebook.outputs.items():
        if _is_asked(name):
            for compare in _compared(node, set()):
                item = _threshold(compare, of_size=name == "size.class")
                if item is not None:
                    found.setdefault((item.parameter, item.fact), item)
    return tuple(found.values())


def programmes_of(rulebook: Rulebook) -> tuple[str, ...]:
    """Programmes that a rulebook says of who may apply."""
    heads = (name.removesuffix(".eligible") for name in rulebook.outputs if name.endswith(".eligible"))
    return tuple(name for name in heads if "." not in name)


def _is_asked(name: str) -> bool:
    is_programme = name.endswith(".eligible") and name.count(".") == 1
    return is_programme or name in ("size.class", "size.micro_merchant")


def _compared(node: Node, seen: set[int]) -> Iterator[Compare]:
    """Comparisons of the firm itself; those over owners and related companies are not of one fact."""
    if id(node) in seen or isinstance(node, Exists | Total):
        return
    seen.add(id(node))
    if isinstance(node, Compare):
        yield node
    for part in children(node):
        yield from _compared(part, seen)


def _threshold(compare: Compare, *, of_size: bool) -> Threshold | None:
    right, fact = compare.right, _fact(compare.left)
    if fact not in FACTS or not isinstance(right, Setting | Keyed):
        return None
    under = compare.sign in ("<", "<=")
    return Threshold(
        name=compare.name,
        parameter=right.parameter,
        fact=fact,
        key=right.key if isinstance(right, Keyed) else "",
        side="under" if under else "over",
        at_limit=compare.sign in ("<=", ">="),
        of_size=of_size,
        left=compare.left,
        right=right,
    )


def _fact(left: Number) -> str:
    if isinstance(left, Given):
        return left.fact
    return left.name if isinstance(left, Pick) else ""


def bins_within(side: str, share: float) -> tuple[int, ...]:
    """Bins on the passing side of a limit, up to so far from it; `share` is the distance of one of the edges."""
    return _bins(side == "under", share)


def bins_beyond(side: str, share: float) -> tuple[int, ...]:
    """Likewise on the side where it is not passed."""
    return _bins(side != "under", share)


def _bins(under: bool, share: float) -> tuple[int, ...]:
    far = EDGES.index(round(1 - share, 9) if under else round(1 + share, 9))
    return tuple(range(far + 1, AT + 1)) if under else tuple(range(AT + 1, far + 1))


def summed(counts: Iterable[int], bins: Iterable[int]) -> int:
    """Firms in some of the bins."""
    listed = list(counts)
    return sum(listed[place] for place in bins)
