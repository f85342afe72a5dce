"""Goods that are made from goods: resolve a production system in the order of its chain, loops as linear systems."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

import numpy as np
from scipy.sparse import csr_array

from pulmu.carbon.loops import loop_numbers, not_solvable
from pulmu.model import Figure, Formula, Source, formula, total
from pulmu.model.formula import Ratio


@dataclass(frozen=True, slots=True)
class Node:
    """A good of the system: what it carries by itself, and what it takes per tonne from outside and from other goods.

    Parameters
    ----------
    own : Of its process, per tonne; None where it is not known.
    outside : (consumption, value) of bought inputs; a value None where it is not known.
    inside : (good, consumption) of goods of the same system.
    """

    own: Figure | None
    outside: tuple[tuple[Figure, Figure | None], ...] = ()
    inside: tuple[tuple[str, Figure], ...] = ()


@formula(Source("arithmetic", "sum of the consumptions of one good by another"))
def joint_consumption(parts: Sequence[Ratio]) -> Ratio:
    """Consumption of one good by another over several flows."""
    return total(parts)


def resolve(
    nodes: Mapping[str, Node], chain: "Formula[...]", loop: "Formula[...]", first: str
) -> dict[str, Figure | None]:
    """Value per tonne of every good; None for a good whose own or whose inputs' value is not known.

    Of goods that feed each other one is solved for, by a figure that carries the whole system; the others follow from
    it as in a chain. So a loop of n goods costs one figure with its flows, and not n figures with n times n shares.

    Parameters
    ----------
    nodes : Goods by name.
    chain : Formula of a good with known inputs: its first parameter (named `first`), consumption, precursors.
    loop : Formula of the first of goods that feed each other: own, shares by their place in the matrix.

    Raises
    ------
    SolveError  Goods feed each other and nothing leaves the loop (`carbon.loop_not_solvable`).
    """
    solved: dict[str, Figure | None] = {}
    loops: list[list[str]] = []
    waiting = ordered_groups(nodes)[::-1]
    while waiting:
        group = waiting.pop()
        if len(group) == 1 and all(name != group[0] for name, _ in nodes[group[0]].inside):
            alone = _chained(nodes[group[0]], nodes[group[0]].inside, solved, chain, first)
            solved[group[0]] = alone.of(group[0]) if alone is not None else None
            continue
        loops.append(group)
        own = _from_outside(group, nodes, solved, chain, first)
        if own is None:
            solved |= dict.fromkeys(group)
            continue
        opened = most_linked(group, nodes)
        solved[opened] = _solved(opened, own, nodes, loop)
        # With one member told, the others are chains, or smaller loops.
        rest = {name: nodes[name] for name in group if name != opened}
        waiting += ordered_groups(rest)[::-1]
    for group in loops:
        _refuse_negative(group, solved)
    return solved


def ordered_groups(nodes: Mapping[str, Node]) -> list[list[str]]:
    """Goods that feed each other together, every group after the groups it takes from."""
    names = list(nodes)
    number = {name: index for index, name in enumerate(names)}
    edges = [
        (number[name], number[other]) for name, node in nodes.items() for other, _ in node.inside if other in number
    ]
    rows, columns = zip(*edges, strict=True) if edges else ((), ())
    graph = csr_array((np.ones(len(edges)), (rows, columns)), shape=(len(names), len(names)))
    labels = loop_numbers(graph)
    groups: dict[int, list[str]] = {}
    for name, label in zip(names, labels.tolist(), strict=True):
        groups.setdefault(label, []).append(name)
    order: TopologicalSorter[int] = TopologicalSorter({label: set() for label in groups})
    for row, column in edges:
        if labels[row] != labels[column]:
            order.add(int(labels[row]), int(labels[column]))
    return [groups[label] for label in order.static_order()]


def _chained(
    node: Node,
    inside: Sequence[tuple[str, Figure]],
    solved: Mapping[str, Figure | None],
    chain: "Formula[...]",
    first: str,
) -> Figure | None:
    pairs: list[tuple[Figure, Figure | None]] = [
        *node.outside,
        *((consumption, solved[name]) for name, consumption in inside),
    ]
    values = [value for _, value in pairs if value is not None]
    if node.own is None or len(values) < len(pairs):
        return None
    inputs: dict[str, Figure | Sequence[Figure]] = {first: node.own}
    return chain.figure(**inputs, consumption=[used for used, _ in pairs], precursors=values)


def most_linked(group: Sequence[str], nodes: Mapping[str, Node]) -> str:
    """The member of a loop that most flows pass: told first, it leaves the fewest loops behind."""
    members = set(group)
    taken = {name: {other for other, _ in nodes[name].inside} & members - {name} for name in group}
    given = Counter(other for others in taken.values() for other in others)
    return max(group, key=lambda name: len(taken[name]) * given[name])


def _from_outside(
    group: Sequence[str],
    nodes: Mapping[str, Node],
    solved: Mapping[str, Figure | None],
    chain: "Formula[...]",
    first: str,
) -> dict[str, Figure] | None:
    """What each member of a loop carries from outside of it; None if that is not known of all."""
    members = set(group)
    own: dict[str, Figure] = {}
    for name in group:
        before = [(other, used) for other, used in nodes[name].inside if other not in members]
        carried = _chained(nodes[name], before, solved, chain, first)
        if carried is None:
            return None
        own[name] = carried.of(name, "what it carries from outside the loop")
    return own


def _solved(name: str, own: Mapping[str, Figure], nodes: Mapping[str, Node], loop: "Formula[...]") -> Figure:
    """One member by the linear system of its loop; where no flow is, no share is told."""
    order = [name, *(other for other in own if other != name)]
    place = {other: number for number, other in enumerate(order)}
    shares = {
        place[row] * len(order) + place[column]: used
        for row in order
        for column, used in _shares(nodes[row]).items()
        if column in place
    }
    inputs = dict(sorted(shares.items()))
    return loop.figure(own=[own[other] for other in order], shares=inputs).of(name)


def _shares(node: Node) -> dict[str, Figure]:
    parts: dict[str, list[Figure]] = {}
    for name, consumption in node.inside:
        parts.setdefault(name, []).append(consumption)
    return {name: used[0] if len(used) == 1 else joint_consumption.figure(parts=used) for name, used in parts.items()}


def _refuse_negative(group: Sequence[str], solved: Mapping[str, Figure | None]) -> None:
    """More circulates than is made: the balance has a solution, but no plant has it."""
    found = [solved[name] for name in group]
    if any(figure is not None and figure.value < 0 for figure in found):
        raise not_solvable(", ".join(group))
