"""The relation `relatives` of every firm of a population."""

import ibis
import ibis.expr.types as ir

from pulmu.support.ownership.columns.control import Control, control
from pulmu.support.ownership.columns.links import NO, YES, Links, as_boolean, links_of, reaches, share_columns, told
from pulmu.support.ownership.limits import OwnershipLimits

_MAY_BE_CONTROLLED = ["company", "foreign_company"]


def relatives(
    firms: ir.Table, links: ir.Table, limits: OwnershipLimits, *, holders: ir.Table | None = None
) -> ir.Table:
    """Every firm that controls a firm or is controlled by it, or may be, as `relatives_of` finds them.

    Two things are not among the tables and not asked: relatives and officers of persons, and consolidated statements
    (item 5 of Decree 3-2(1)).

    Parameters
    ----------
    firms, links, holders : As for `owners`.

    Returns
    -------
    `firm_id`, `relative_id`, `direction` (`controls` or `controlled`), `share`, `share_low`, `share_high`, `depth` (1
    direct, 2 through subsidiaries), `counts`.
    """
    known = links_of(firms, links, holders)
    found = control(known, limits)
    pairs = _one_direction(_with_shares(_counted(found.pairs, known), found, known, limits), limits)
    rows = _direct_rows(pairs).union(_indirect_rows(pairs, limits), distinct=False)
    ends = {"depth": rows.depth, "counts": as_boolean(rows.counts), **share_columns(rows.low, rows.high)}
    down = rows.select(firm_id="controller", relative_id="company", direction=ibis.literal("controls"), **ends)
    up = rows.select(firm_id="company", relative_id="controller", direction=ibis.literal("controlled"), **ends)
    both = down.union(up, distinct=False)
    own = firms.select(_firm="firm_id")
    return both.semi_join(own, [("firm_id", "_firm")])


def _counted(pairs: ir.Table, links: Links) -> ir.Table:
    """Each pair with `counts`: control, an audited controller, both domestic."""
    top = links.nodes.select(_top="node", _top_kind="kind", _audited="audited", _top_is_firm="is_firm")
    end = links.nodes.select(_end="node", _end_kind="kind", _end_is_firm="is_firm")
    table = pairs.inner_join(top, [("controller", "_top")])
    table = table.inner_join(end, [("company", "_end")])
    table = table.filter(table["_end_is_firm"] | table["_end_kind"].isin(_MAY_BE_CONTROLLED))
    foreign = (table["_top_kind"] == "foreign_company").fill_null(False) | (
        table["_end_kind"] == "foreign_company"
    ).fill_null(False)
    domestic = foreign.ifelse(NO, YES)
    counts = ibis.least(table.control, told(table["_audited"]), domestic.cast("int8"))
    return table.select("controller", "company", counts=counts)


def _with_shares(pairs: ir.Table, found: Control, links: Links, limits: OwnershipLimits) -> ir.Table:
    """Each pair with its own direct share, the larger of a cross-holding, and the share through subsidiaries."""
    down = links.held.select(_owner="owner", _owned="owned", own_low="low", own_high="high")
    table = pairs.left_join(down, [("controller", "_owner"), ("company", "_owned")])
    table = table.drop("_owner", "_owned")
    table = table.mutate(own_low=table.own_low.fill_null(0.0), own_high=table.own_high.fill_null(0.0))
    up = links.held.select(_owner="owner", _owned="owned", _up_low="low", _up_high="high")
    table = table.left_join(up, [("company", "_owner"), ("controller", "_owned")])
    mutual = (table.own_high > 0) & (table["_up_high"].fill_null(0.0) > 0)
    table = table.mutate(
        direct_low=mutual.ifelse(ibis.greatest(table.own_low, table["_up_low"]), table.own_low),
        direct_high=mutual.ifelse(ibis.greatest(table.own_high, table["_up_high"]), table.own_high),
    ).drop("_owner", "_owned", "_up_low", "_up_high")
    through = _through(found.subsidiaries, links, limits)
    table = table.left_join(through, [("controller", "_controller"), ("company", "_company")]).drop(
        "_controller", "_company"
    )
    return table.mutate(
        has_way=table.has_way.fill_null(False), whole=reaches(table.direct_low, limits.direct_whole_from)
    )


def _through(subsidiaries: ir.Table, links: Links, limits: OwnershipLimits) -> ir.Table:
    """What a firm has of another through subsidiaries: whole if it holds enough of the subsidiary, else the product."""
    of_it = links.held.select(_owner="owner", _owned="owned", _low="low", _high="high")
    table = subsidiaries.inner_join(of_it, [("controller", "_owner"), ("member", "_owned")]).drop("_owner", "_owned")
    holds = links.held.filter(links.held.high > 0)
    table = table.inner_join(holds, [("member", "owner")])
    table = table.filter(table.controller != table.owned)
    low = reaches(table["_low"], limits.grandchild_whole_from).ifelse(1.0, table["_low"]) * table.low
    high = reaches(table["_high"], limits.grandchild_whole_from).ifelse(1.0, table["_high"]) * table.high
    return table.group_by(_controller=table.controller, _company=table.owned).aggregate(
        way_low=ibis.least(table.sure.ifelse(low, 0.0).sum(), 1.0),
        way_high=ibis.least(high.sum(), 1.0),
        has_way=table.count() > 0,
    )


def _one_direction(pairs: ir.Table, limits: OwnershipLimits) -> ir.Table:
    """Of two firms that may control each other, the one with the larger share is the controller (Decree 7-4(2))."""
    adds = pairs.has_way & ~pairs.whole
    doubtful = reaches(pairs.direct_high, limits.direct_whole_from)
    sums = {
        "low": (pairs.direct_low + (adds & ~doubtful).ifelse(pairs.way_low, 0.0)).round(9),
        "high": (pairs.direct_high + adds.ifelse(pairs.way_high, 0.0)).round(9),
    }
    table = pairs.mutate(w1=pairs.own_low.round(9), w2=pairs.own_high.round(9), w3=sums["low"], w4=sums["high"])
    other = table.select(
        _controller="controller", _company="company", _counts="counts", _w1="w1", _w2="w2", _w3="w3", _w4="w4"
    )
    table = table.left_join(other, [("controller", "_company"), ("company", "_controller")])
    wins = table.controller < table.company
    for mine, theirs in (("w4", "_w4"), ("w3", "_w3"), ("w2", "_w2"), ("w1", "_w1"), ("counts", "_counts")):
        wins = (table[mine] > table[theirs]) | ((table[mine] == table[theirs]) & wins)
    return table.filter(table["_counts"].isnull() | wins).drop(
        "_controller", "_company", "_counts", "_w1", "_w2", "_w3", "_w4", "w1", "w2", "w3", "w4"
    )


def _direct_rows(pairs: ir.Table) -> ir.Table:
    held = pairs.filter(pairs.direct_high > 0)
    return held.select(
        "controller", "company", "counts", low="direct_low", high="direct_high", depth=ibis.literal(1, "int8")
    )


def _indirect_rows(pairs: ir.Table, limits: OwnershipLimits) -> ir.Table:
    """From `direct_whole_from` on the direct holding counts whole, and nothing is added."""
    table = pairs.filter(pairs.has_way & ~pairs.whole)
    doubtful = reaches(table.direct_high, limits.direct_whole_from)
    return table.select(
        "controller",
        "company",
        "counts",
        low=doubtful.ifelse(0.0, table.way_low),
        high="way_high",
        depth=ibis.literal(2, "int8"),
    )
