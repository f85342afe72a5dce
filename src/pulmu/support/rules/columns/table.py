"""The rulebook for a population: every node becomes an Ibis expression over the columns of a table of firms.

A finding is a nullable boolean (SQL's logic with NULL is Kleene's); a number is a pair of bounds; a decision is a mask
of the labels still possible. Nodes that several others read become columns of their own, level by level.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TypeGuard

import ibis
import ibis.expr.types as ir

from pulmu.support.rules.columns.calculated import JOINS, added, hull, picked
from pulmu.support.rules.columns.never_null import NeverNull, Sure
from pulmu.support.rules.columns.parts import (
    MOST,
    Bounds,
    all_true,
    any_true,
    as_answer,
    compared,
    exact,
    first_of,
    may_hold,
    not_sure,
    unknown,
)
from pulmu.support.rules.columns.settings import Settings
from pulmu.support.rules.node import (
    POINTS,
    AllOf,
    Among,
    AnyOf,
    Between,
    Capped,
    Compare,
    Contains,
    Decide,
    Either,
    Exists,
    Finds,
    Fixed,
    Flag,
    Floored,
    Given,
    Keyed,
    Less,
    Member,
    Node,
    Not,
    Number,
    Over,
    Pick,
    Plus,
    Ranked,
    Reached,
    Setting,
    Switched,
    Times,
    Total,
    Within,
    children,
    facts_asked,
    labels_of,
)
from pulmu.support.rules.rulebook import Rulebook
from pulmu.support.rules.tolerance import tolerance

KEY = "firm_id"


def columns(
    rulebook: Rulebook,
    day: date,
    firms: ir.Table,
    relations: Mapping[str, ir.Table] | None = None,
    outputs: Iterable[str] | None = None,
    *,
    keep: Iterable[str] = (),
    known: Iterable[str] = (),
    never_null: NeverNull = MappingProxyType({}),
) -> ir.Table:
    """What the rules say of every firm of a table, as an expression that any Ibis backend computes.

    Parameters
    ----------
    firms : One row for each firm, its facts by name, ``firm_id`` the key.
    relations : Tables of many rows for a firm, each with ``firm_id``.
    outputs : Which outputs; None for all.
    keep : Columns of `firms` to hand on beside them.
    known : Outputs that `firms` has columns of already, as this function gave them by rules that agree on them: what
        reads them reads these, so that a reform computes nothing again that it does not touch.
    never_null : Columns of tables beneath `firms` that hold no NULL, with the least and the most of whole numbers: what
        follows from them alone is computed once, not for its least and its most.

    Returns
    -------
    Table of ``firm_id`` and for each output: a finding as 0, 1, 2 (no, unknown, yes); a decision as a mask of
    `label_bits`; a number as ``<name>.low`` and ``<name>.high``.
    """
    names = tuple(rulebook.outputs if outputs is None else outputs)
    whole = with_unknown_facts(rulebook, firms, names)
    return _Columns(rulebook, day, whole, relations or {}, Sure(never_null)).table(names, tuple(keep), tuple(known))


def with_unknown_facts(rulebook: Rulebook, firms: ir.Table, outputs: Iterable[str]) -> ir.Table:
    """The firms with a column of NULL for every fact that rules ask and the table does not have: unknown, not "no"."""
    return _with_unknown(firms, [rulebook.outputs[name] for name in outputs])


def _with_unknown(rows: ir.Table, nodes: Iterable[Node]) -> ir.Table:
    asked: dict[str, str] = {}
    for node in nodes:
        asked |= facts_asked(node)
    absent = {fact: kind for fact, kind in asked.items() if fact not in rows.columns}
    kinds = {fact: "string" if kind == "key" else kind for fact, kind in absent.items()}
    return rows.mutate(**{fact: ibis.null(kind) for fact, kind in kinds.items()}) if absent else rows


def label_bits(rulebook: Rulebook) -> dict[str, int]:
    """The bit of each label in the masks of decisions."""
    found: dict[str, None] = {}
    for node in _reachable(rulebook.outputs.values()):
        if isinstance(node, Decide):
            for label in labels_of(node):
                found.setdefault(label)
    return {label: 1 << place for place, label in enumerate(sorted(found))}


def _reachable(roots: Iterable[Node], *, into_relations: bool = True, stop: Container[int] = frozenset()) -> list[Node]:
    """All nodes under the roots, each once, parts before what is made of them; nothing of those to stop at."""
    seen: dict[int, Node] = {}

    def visit(node: Node) -> None:
        if id(node) in seen or id(node) in stop:
            return
        if into_relations or not isinstance(node, Exists | Total):
            for child in children(node):
                visit(child)
        seen[id(node)] = node

    for root in roots:
        visit(root)
    return list(seen.values())


def _is_plain(node: Node) -> bool:
    """Whether a node costs nothing to write where it is read."""
    return isinstance(node, Given | Fixed | Flag) or (isinstance(node, Setting | Switched) and node.on is None)


def _read_once(nodes: "list[Node]") -> set[int]:
    """Nodes that one other reads, and writes once: parts of AND and OR, and of a negation."""
    readers = Counter(id(child) for node in nodes if not isinstance(node, Exists | Total) for child in children(node))
    plain = {id(child) for node in nodes if isinstance(node, AllOf | AnyOf | Not | Plus) for child in children(node)}
    dated = {id(node) for node in nodes if _is_dated(node)}
    return {found for found in plain - dated if readers[found] == 1}


def _is_dated(node: Node) -> TypeGuard[Setting | Keyed]:
    """Whether a node reads the version of a parameter that held on the date of a fact."""
    return isinstance(node, Setting | Keyed) and node.on is not None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A node that has become columns."""

    names: tuple[str, ...]


class _Columns:
    def __init__(
        self, rulebook: Rulebook, day: date, firms: ir.Table, relations: Mapping[str, ir.Table], sure: Sure
    ) -> None:
        self.rulebook, self.day, self.at, self.sure = rulebook, day, firms, sure
        self.relations = relations
        self.bits = label_bits(rulebook)
        self.kept: dict[int, _Kept] = {}
        self.settled: set[int] = set()  # decisions of which one label is left, of every row
        self.chosen: dict[int, str] = {}

    def table(self, names: tuple[str, ...], keep: tuple[str, ...], known: tuple[str, ...]) -> ir.Table:
        self._take_known(known)
        roots = [self.rulebook.outputs[name] for name in names]
        nodes = _reachable(roots, into_relations=False, stop=self.kept)
        self._join_relations([node for node in nodes if isinstance(node, Exists | Total)])
        read_once = _read_once(nodes) - {id(root) for root in roots}
        self._keep_level_by_level([node for node in nodes if not _is_plain(node) and id(node) not in read_once
                                   and id(node) not in self.kept])  # fmt: skip
        result = {KEY: self.at[KEY], **{name: self.at[name] for name in keep}}
        for name, root in zip(names, roots, strict=True):
            result |= self._shown(name, root)
        return self.at.select(**result)

    def _take_known(self, names: tuple[str, ...]) -> None:
        """Outputs that are columns already; a finding is 0, 1, 2 there."""
        for place, name in enumerate(names):
            root = self.rulebook.outputs[name]
            if isinstance(root, POINTS):
                continue  # known or not, which bounds do not tell; it costs nothing to look again
            if isinstance(root, Decide | Exists):
                self.kept[id(root)] = _Kept((name,))
            elif isinstance(root, Number):
                self.kept[id(root)] = _Kept((f"{name}.low", f"{name}.high"))
            else:
                answer, own = self.at[name], f"_k{place}"
                self.at = self.at.mutate(
                    **{own: ibis.cases((answer == 2, True), (answer == 0, False), else_=unknown())}
                )
                self.kept[id(root)] = _Kept((own,))

    def _shown(self, name: str, root: Node) -> dict[str, ir.Value]:
        if isinstance(root, Decide):
            return {name: self.mask(root).cast("int32")}
        if isinstance(root, Number):
            bounds = self.number(root)
            return {f"{name}.low": bounds.low, f"{name}.high": bounds.high}
        return {name: as_answer(self.finding(root), self.sure)}

    def _keep_level_by_level(self, nodes: Sequence[Node]) -> None:
        chosen = {id(node) for node in nodes}
        levels: dict[int, int] = {}

        def level(node: Node) -> int:
            if id(node) not in levels:
                is_end = isinstance(node, Exists | Total) or id(node) in self.kept
                parts = () if is_end else children(node)
                levels[id(node)] = max((level(part) + (id(part) in chosen) for part in parts), default=0)
            return levels[id(node)]

        by_level: dict[int, list[Node]] = {}
        for node in nodes:
            by_level.setdefault(level(node), []).append(node)
        for _, group in sorted(by_level.items()):
            self._choose([node for node in group if _is_dated(node)])
            made: dict[str, ir.Value] = {}
            names: dict[int, _Kept] = {}
            for node in group:
                columns = self._as_columns(node, f"_{len(self.kept) + len(names)}")
                made |= columns
                names[id(node)] = _Kept(tuple(columns))
            self.at = self.at.mutate(**made)
            self.kept |= names

    def _choose(self, nodes: Sequence[Setting | Keyed]) -> None:
        """The values of dated parameters first, in columns of their own: their bounds read each several times."""
        if nodes:
            settings = Settings(self.rulebook, self.day, self.at, self.sure)
            names = {id(node): f"_c{len(self.chosen) + place}" for place, node in enumerate(nodes)}
            self.at = self.at.mutate(**{names[id(node)]: settings.chosen(node) for node in nodes})
            self.chosen |= names

    def _as_columns(self, node: Node, name: str) -> dict[str, ir.Value]:
        if isinstance(node, Decide):
            return {name: self.mask(node)}
        if isinstance(node, Number):
            bounds = self.number(node)
            if bounds.point is not None and bounds.from_point:
                return {name: bounds.point}
            if bounds.is_one:
                return {name: bounds.low}
            point = {} if bounds.point is None else {f"{name}p": bounds.point}
            return {f"{name}l": bounds.low, f"{name}h": bounds.high, **point}
        return {name: self.finding(node)}

    def _join_relations(self, nodes: list[Node]) -> None:
        """One aggregate for each relation, joined to the firms; a firm without rows has none."""
        for relation in dict.fromkeys(node.relation for node in nodes if isinstance(node, Exists | Total)):
            of_it = [node for node in nodes if isinstance(node, Exists | Total) and node.relation == relation]
            parts = [part for node in of_it for part in children(node)]
            table = _with_unknown(self.relations[relation], parts)
            rows = _Columns(self.rulebook, self.day, table, {}, self.sure)
            measures: dict[str, ir.Scalar] = {}
            empty: dict[str, float] = {}
            names: list[tuple[Node, tuple[str, ...]]] = []
            for node in of_it:
                made = rows.aggregate(node, f"_r{len(self.kept) + len(names)}")
                measures |= made
                empty |= dict.fromkeys(made, 0)
                names.append((node, tuple(made)))
            grouped = rows.at.group_by(KEY).aggregate(**measures)
            grouped = grouped.rename(_firm=KEY)
            joined = self.at.left_join(grouped, self.at[KEY] == grouped["_firm"]).drop("_firm")
            self.at = joined.mutate(**{name: joined[name].fill_null(0) for name in empty})
            self.kept |= {id(node): _Kept(found) for node, found in names}

    def aggregate(self, node: "Exists | Total", name: str) -> dict[str, ir.Scalar]:
        """The measures of a relation's rows that a node over them needs."""
        found = self.finding(node.where)
        if isinstance(node, Exists):
            return {name: as_answer(found, self.sure).max()}
        amount = self.number(node.amount)
        low = found.fill_null(False).ifelse(amount.low, 0.0)
        high = found.fill_null(True).ifelse(amount.high, 0.0)
        return {f"{name}l": low.sum(), f"{name}h": high.sum()}

    # numbers

    def number(self, node: Number) -> Bounds:
        if id(node) in self.kept:
            return self._kept_number(node)
        return self._number(node)

    def _kept_number(self, node: Number) -> Bounds:
        names = self.kept[id(node)].names
        if isinstance(node, Total):
            low, high = (self.at[name] for name in names)
            if node.complete is not None:
                high = self.at[node.complete].fill_null(False).ifelse(high, MOST)
            return Bounds(low, high)
        if len(names) == 1:
            return exact(self.at[names[0]], self.sure)
        return Bounds(*(self.at[name] for name in names))

    def _number(self, node: Number) -> Bounds:
        match node:
            case Given(fact=fact):
                return exact(self.at[fact].cast("float64"), self.sure)
            case Between(low=low, high=high):
                return Bounds(
                    self.at[low].cast("float64").fill_null(0.0), self.at[high].cast("float64").fill_null(MOST)
                )
            case Fixed(value=value):
                return exact(ibis.literal(value, "float64"), self.sure)
            case Setting() | Keyed():
                settings, name = Settings(self.rulebook, self.day, self.at, self.sure), self.chosen.get(id(node))
                return settings.number(node) if name is None else settings.spread(node, self.at[name])
            case Plus() | Less() | Times() | Over() | Capped() | Floored() | Either():
                return self._calculated(node)
            case Pick():
                return self._picked(node)
            case Total():
                raise AssertionError("relations are joined before")

    def _calculated(self, node: Plus | Less | Times | Over | Capped | Floored | Either) -> Bounds:
        if isinstance(node, Plus | Either):
            join = added if isinstance(node, Plus) else hull
            return join([self.number(part) for part in node.parts])
        left, right = (node.top, node.bottom) if isinstance(node, Over) else (node.left, node.right)
        return JOINS[type(node)](self.number(left), self.number(right))

    def _picked(self, node: Pick) -> Bounds:
        guards = [self.finding(guard) for guard, _ in node.branches]
        numbers = [self.number(number) for _, number in node.branches]
        numbers.append(Bounds.nothing() if node.otherwise is None else self.number(node.otherwise))
        if len(guards) == 1 or all(map(self.sure, guards)):
            return picked(guards, numbers, self.sure)
        possible = self._possible(guards)
        low = ibis.least(*(chance.ifelse(item.low, MOST) for chance, item in zip(possible, numbers, strict=True)))
        high = ibis.greatest(*(chance.ifelse(item.high, -MOST) for chance, item in zip(possible, numbers, strict=True)))
        return Bounds(low, high)

    def _possible(self, guards: list[ir.BooleanValue]) -> list[ir.BooleanValue]:
        """For each branch, and for none of them: whether it can be the one."""
        is_open: ir.BooleanValue | None = None
        found = []
        for guard in guards:
            chance = may_hold(guard, self.sure)
            found.append(chance if is_open is None else is_open & chance)
            still = not_sure(guard, self.sure)
            is_open = still if is_open is None else is_open & still
        found.append(ibis.literal(True) if is_open is None else is_open)
        return found

    # decisions

    def mask(self, node: Decide) -> ir.IntegerValue:
        if id(node) in self.kept:
            return self.at[self.kept[id(node)].names[0]]
        guards = [self.finding(guard) for guard, _ in node.branches]
        labels = [self._label_mask(label) for _, label in node.branches] + [self._label_mask(node.otherwise)]
        if all(map(self.sure, guards)):
            ends = (*(label for _, label in node.branches), node.otherwise)
            if all(isinstance(label, str) or id(label) in self.settled for label in ends):
                self.settled.add(id(node))
            return first_of(list(zip(guards, labels[:-1], strict=True)), labels[-1])
        possible = self._possible(guards)
        none = ibis.literal(0, "int64")
        parts = [chance.ifelse(label, none) for chance, label in zip(possible, labels, strict=True)]
        result = parts[0]
        for part in parts[1:]:
            result = result | part
        return result

    def _label_mask(self, label: str | Decide) -> ir.IntegerValue:
        return ibis.literal(self.bits[label], "int64") if isinstance(label, str) else self.mask(label)

    # findings

    def finding(self, node: Finds) -> ir.BooleanValue:
        if isinstance(node, Exists):
            return self._exists(node)
        if id(node) in self.kept:
            return self.at[self.kept[id(node)].names[0]]
        return self._finding(node)

    def _side(self, node: Number) -> Bounds:
        """One side of a comparison: what stands there by itself is known or not; what was computed has bounds."""
        bounds = self.number(node)
        return bounds if isinstance(node, POINTS) else Bounds(bounds.low, bounds.high)

    def _exists(self, node: Exists) -> ir.BooleanValue:
        answer = self.at[self.kept[id(node)].names[0]]
        found = ibis.cases((answer == 2, True), (answer == 0, False), else_=unknown())
        if node.complete is None:
            return found
        finished = self.at[node.complete].fill_null(False)
        return ibis.cases((answer == 2, True), ((answer == 0) & finished, False), else_=unknown())

    def _finding(self, node: Finds) -> ir.BooleanValue:
        settings = Settings(self.rulebook, self.day, self.at, self.sure)
        match node:
            case Compare():
                return compared(self._side(node.left), node.sign, self._side(node.right), tolerance(node.unit))
            case Flag(fact=fact):
                return self.at[fact]
            case Among() | Ranked() | Contains() | Switched():
                return settings.finding(node)
            case Within():
                return settings.within(node)
            case Reached(fact=fact):
                return self.at[fact] <= ibis.literal(self.day)
            case AllOf(parts=parts):
                return all_true([self.finding(part) for part in parts])
            case AnyOf(parts=parts):
                return any_true([self.finding(part) for part in parts])
            case Not(part=part):
                return ~self.finding(part)
            case Member(decided=decided, labels=labels):
                mask = self.mask(decided)
                return settings.member(mask, self.bits, labels, is_settled=id(decided) in self.settled)
            case Exists():
                return self._exists(node)
