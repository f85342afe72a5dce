"""Cliffs over a population, as expressions: how firms lie around each limit, and what crossing it costs those near it.

A firm near a limit is looked at as it is and with the one fact put just beyond; all else stays as it is told, also what
was computed from it before (its related companies' sums, shares of sales).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from pulmu.support.reform.thresholds import AT, EDGES, SALES, Threshold
from pulmu.support.rules import Node, Rulebook
from pulmu.support.rules.columns import UNBOUNDED, columns
from pulmu.support.size.columns import Keep, Prepared

BEYOND = 0.001
"""How far beyond a limit a firm is put, as a share of it."""
UNKNOWN = -1
"""Bin of a firm whose fact or limit is not known."""
_KEY = "firm_id"
_SALES = ("sales_1_krw", "sales_2_krw", "sales_3_krw", "recent_sales_krw")
_PLACES = 256
_WAYS = 4
_MANY_GRACES = 1000


@dataclass(frozen=True, slots=True)
class Near:
    """Firms near a threshold that are looked at.

    Parameters
    ----------
    bins : Their bins.
    every : One of so many of them, by number.
    """

    place: int
    threshold: Threshold
    bins: tuple[int, ...]
    every: int


def measured(rulebook: Rulebook, ready: Prepared, day: date, asked: Sequence[Threshold]) -> ir.Table:
    """Each firm's bin at every threshold, `bin_0` and so on; `limit_0` and so on where limits stand in a table."""
    table = _around(rulebook, ready.firms, day, asked)
    limits = {
        f"limit_{place}": table[f"limit_{place}.high"] for place, item in enumerate(asked) if item.key
    }  # fmt: skip
    bins = {f"bin_{place}": _bin(table, place, item) for place, item in enumerate(asked)}
    keys = {name: table[name] for name in _keys(asked)}
    return table.select(_KEY, **keys, **bins, **limits)


def _keys(asked: Iterable[Threshold]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.key for item in asked if item.key))


def _around(rulebook: Rulebook, firms: ir.Table, day: date, asked: Sequence[Threshold]) -> ir.Table:
    """Facts and limits, with their bounds."""
    outputs: dict[str, Node] = {}
    for place, item in enumerate(asked):
        outputs |= {f"value_{place}": item.left, f"limit_{place}": item.right}
    return columns(rulebook.with_outputs(outputs), day, firms, {}, tuple(outputs), keep=_keys(asked))


def _bin(table: ir.Table, place: int, threshold: Threshold) -> ir.IntegerValue:
    low, high = table[f"value_{place}.low"], table[f"value_{place}.high"]
    limit = table[f"limit_{place}.high"]
    known = (limit > 0) & (limit < UNBOUNDED) & (table[f"limit_{place}.low"] == limit) & (low == high)
    below = threshold.side == "under" and threshold.at_limit
    branches = [(~known, UNKNOWN)]
    for number, edge in enumerate(EDGES):
        at_edge = low <= limit * edge if number > AT or (number == AT and below) else low < limit * edge
        branches.append((at_edge, number))
    return ibis.cases(*branches, else_=len(EDGES)).cast("int8")


def distribution(table: ir.Table, place: int, threshold: Threshold) -> ir.Table:
    """Firms by row of the limit (`of`), limit and bin; `table` is a kept `measured`."""
    of = table[threshold.key].cast("string") if threshold.key else ibis.literal("")
    limit = table[f"limit_{place}"] if threshold.key else ibis.literal(0.0)
    named = table.select(of=of, limit=limit, bin=table[f"bin_{place}"])
    return named.group_by(["of", "limit", "bin"]).aggregate(firms=named.count())


def crossings(
    rulebook: Rulebook,
    ready: Prepared,
    table: ir.Table,
    day: date,
    near: Sequence[Near],
    programmes: Sequence[str],
    keep: Keep,
) -> ir.Table:
    """One row for each firm near a threshold and each state of grace, with what it loses beyond.

    Parameters
    ----------
    table : A kept `measured`.

    Returns
    -------
    `firm`, `place`, `used_up` (whether a grace period is taken as used up on both sides), `class_within`,
    `class_beyond` (masks), `lost` (programmes), `worth_krw` (what lost programmes pay at most, and others pay less;
    loans are not in it), `not_bounded` (such programmes whose amount the terms do not bound), and `lost_0` and so on
    for each programme.
    """
    rows = keep("near", _near_rows(rulebook, ready, table, day, near))
    firms = _put_beyond(ready.firms.inner_join(rows, [(_KEY, "cliff_firm")]), near)
    relations = {name: _repeated(relation, rows) for name, relation in ready.relations.items()}
    outputs = ["size.class"]
    for programme in programmes:
        outputs += [f"{programme}.eligible"] + [_support(programme)] * _pays(rulebook, programme)
    found = keep(
        "crossed", columns(rulebook, day, firms, relations, outputs, keep=("cliff_firm", "cliff_place", "cliff_way"))
    )
    return _lost(found, rulebook, programmes)


def _near_rows(rulebook: Rulebook, ready: Prepared, table: ir.Table, day: date, near: Sequence[Near]) -> ir.Table:
    """Each firm near a threshold, in the ways it is looked at: as it is, beyond, and both with grace used up."""
    parts = []
    for item in near:
        inside = table[f"bin_{item.place}"].isin(item.bins) & (table[_KEY] % item.every == 0)
        firms = ready.firms.semi_join(table.filter(inside), _KEY)
        around = _around(rulebook, firms, day, [item.threshold])
        parts.append(around.select(
            cliff_firm=_KEY, cliff_place=ibis.literal(item.place, "int64"), cliff_value=around["value_0.high"],
            cliff_limit=around["limit_0.high"], cliff_ways=_WAYS if item.threshold.of_size else 2,
        ))  # fmt: skip
    rows = parts[0] if len(parts) == 1 else ibis.union(*parts, distinct=False)
    every = [rows.mutate(cliff_way=ibis.literal(way, "int64")).filter(rows["cliff_ways"] > way) for way in range(_WAYS)]
    return ibis.union(*every, distinct=False).mutate(
        cliff_number=ibis._["cliff_firm"] * (_PLACES * _WAYS) + ibis._["cliff_place"] * _WAYS + ibis._["cliff_way"]
    )


def _put_beyond(table: ir.Table, near: Sequence[Near]) -> ir.Table:
    """The facts of each row, under a number of its own."""
    crossed = (table["cliff_way"] == 1) | (table["cliff_way"] == 3)
    used_up = table["cliff_way"] >= 2
    changed: dict[str, ir.Value] = {_KEY: table["cliff_number"]}
    for name in dict.fromkeys(fact for item in near for fact in _moved_by(item.threshold.fact)):
        if name in table.columns:
            changed[name] = _moved(table, name, crossed, near)
    if "graces_before" in table.columns:
        changed["graces_before"] = used_up.ifelse(_MANY_GRACES, table.graces_before)
        changed["returned_by_raised_table"] = used_up.ifelse(False, table.returned_by_raised_table)
    return table.mutate(**changed)


def _moved_by(fact: str) -> tuple[str, ...]:
    return _SALES if fact == SALES else (fact,)


def _moved(table: ir.Table, name: str, crossed: ir.BooleanValue, near: Sequence[Near]) -> ir.Value:
    own = table[name].cast("float64")
    branches = []
    for item in near:
        if name in _moved_by(item.threshold.fact):
            beyond = table["cliff_limit"] * (1 + BEYOND if item.threshold.side == "under" else 1 - BEYOND)
            moved = own * beyond / table["cliff_value"] if item.threshold.fact == SALES else beyond
            branches.append((crossed & (table["cliff_place"] == item.place), moved))
    return ibis.cases(*branches, else_=own)


def _repeated(relation: ir.Table, rows: ir.Table) -> ir.Table:
    """The rows of a relation, for each number a firm of it has."""
    joined = relation.inner_join(rows.select("cliff_firm", "cliff_number"), [(_KEY, "cliff_firm")])
    return joined.mutate(**{_KEY: joined["cliff_number"]}).drop("cliff_firm", "cliff_number")


def _support(programme: str) -> str:
    return f"{programme}.support_krw"


def _pays(rulebook: Rulebook, programme: str) -> bool:
    """Whether a programme pays money that is not lent."""
    return _support(programme) in rulebook.outputs and f"{programme}.interest_rate" not in rulebook.outputs


def _lost(found: ir.Table, rulebook: Rulebook, programmes: Sequence[str]) -> ir.Table:
    here = found.filter((found["cliff_way"] == 0) | (found["cliff_way"] == 2))
    there = found.filter((found["cliff_way"] == 1) | (found["cliff_way"] == 3))
    asked = {f"beyond_{place}": there[f"{name}.eligible"] for place, name in enumerate(programmes)}
    paid = {f"paid_{place}": there[f"{_support(name)}.high"]
            for place, name in enumerate(programmes) if _pays(rulebook, name)}  # fmt: skip
    others = there.select(cliff_number=there[_KEY] - 1, class_beyond="size.class", **asked, **paid)
    both = here.inner_join(others, [(_KEY, "cliff_number")])
    lost, worth, not_bounded = [], [ibis.literal(0.0)], [ibis.literal(0)]
    for place, name in enumerate(programmes):
        is_lost = (both[f"{name}.eligible"] > 0) & (both[f"beyond_{place}"] == 0)
        lost.append(is_lost.cast("int64"))
        if _pays(rulebook, name):
            most, beyond = both[f"{_support(name)}.high"], is_lost.ifelse(0.0, both[f"paid_{place}"])
            less = (both[f"{name}.eligible"] > 0) & (beyond < most)
            worth.append((less & (most < UNBOUNDED)).ifelse(most - beyond, 0.0))
            not_bounded.append((less & (most >= UNBOUNDED)).cast("int64"))
    return both.select(
        firm="cliff_firm",
        place="cliff_place",
        used_up=both["cliff_way"] >= 2,
        class_within="size.class",
        class_beyond="class_beyond",
        lost=_sum(lost),
        worth_krw=_sum(worth),
        not_bounded=_sum(not_bounded),
        **{f"lost_{place}": item for place, item in enumerate(lost)},
    )


def _sum(parts: Sequence[ir.NumericValue]) -> ir.NumericValue:
    result = parts[0]
    for part in parts[1:]:
        result = result + part
    return result


def by_firm(table: ir.Table) -> ir.Table:
    """Firms by what they lose; `table` is a kept `crossings`."""
    groups = ["place", "used_up", "class_within", "class_beyond", "lost", "worth_krw", "not_bounded"]
    return table.group_by(groups).aggregate(firms=table.count())


def by_programme(table: ir.Table, programmes: Sequence[str]) -> ir.Table:
    """How many firms lose each programme."""
    sums = {f"lost_{place}": table[f"lost_{place}"].sum() for place, _ in enumerate(programmes)}
    return table.group_by(["place", "used_up"]).aggregate(**sums)
