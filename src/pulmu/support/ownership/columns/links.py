"""The tables that ownership is computed from: who there is, and who holds whom."""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from pulmu.support.ownership.span import TOLERANCE

NO, UNKNOWN, YES = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Links:
    """Holdings and what is known of their two ends.

    Parameters
    ----------
    nodes : One row for each firm or holder that is an end of a link: `node`, `is_firm`, `is_person`, `kind` (of a
        holder), `exempt`, `excluded`, `assets`, `audited`, `owners_known`.
    held : `owner`, `owned`, `low`, `high` (bounds of the share), `largest` (what was told).
    rest : For each company, `owned` and `rest`: the part of its votes nobody is told to hold.
    """

    nodes: ir.Table
    held: ir.Table
    rest: ir.Table


def links_of(firms: ir.Table, links: ir.Table, holders: ir.Table | None) -> Links:
    """The same tables in one form; what names nobody, or itself, is left out."""
    ends = links.select(node=links.owner_id).union(links.select(node=links.owned_id), distinct=True)
    nodes = _firms(firms)
    if holders is not None:
        nodes = nodes.union(_holders(holders), distinct=False)
    nodes = nodes.semi_join(ends, "node")
    told = links.filter(links.owner_id != links.owned_id)
    told = told.semi_join(nodes, [("owner_id", "node")])
    told = told.semi_join(nodes, [("owned_id", "node")])
    held = told.group_by(owner=told.owner_id, owned=told.owned_id).aggregate(
        share=(told.share.isnull().any()).ifelse(ibis.null("float64"), ibis.least(told.share.sum(), 1.0)),
        largest=told.is_largest.any(),
    )
    rest = held.group_by("owned").aggregate(rest=ibis.greatest(0.0, 1.0 - held.share.fill_null(0.0).sum()))
    bounded = held.inner_join(rest, "owned")
    held = bounded.select(
        "owner",
        "owned",
        "largest",
        low=bounded.share.fill_null(0.0),
        high=ibis.coalesce(bounded.share, bounded.rest),
    )
    return Links(nodes, held, rest)


def _firms(firms: ir.Table) -> ir.Table:
    exempt = firms.exempt_investor.fill_null(False) if "exempt_investor" in firms.columns else ibis.literal(False)
    non_profit = ibis.cases(
        (firms.body == "non_profit", True), (firms.body.isin(["company", "sole_proprietor"]), False)
    )
    return firms.select(
        node=firms.firm_id,
        is_firm=True,
        is_person=(firms.body == "sole_proprietor").fill_null(False),
        kind=ibis.null("string"),
        exempt=exempt,
        excluded=exempt.ifelse(True, non_profit),
        assets=firms.total_assets_krw,
        audited=firms.externally_audited,
        owners_known=firms.owners_known.fill_null(False),
    )


def _holders(holders: ir.Table) -> ir.Table:
    exempt = holders.exempt_investor.fill_null(False)
    non_profit = ibis.cases(
        (holders.kind == "non_profit", True), (holders.kind.isin(["person", "company", "foreign_company"]), False)
    )
    return holders.select(
        node=holders.holder_id,
        is_firm=False,
        is_person=holders.kind == "person",
        kind=holders.kind,
        exempt=exempt,
        excluded=exempt.ifelse(True, non_profit),
        assets=holders.total_assets_krw,
        audited=ibis.null("boolean"),
        owners_known=False,
    )


def reaches(share: ir.NumericValue, limit: "float | ir.NumericValue") -> ir.BooleanValue:
    """Whether a share is at least as much as another."""
    return share >= limit - TOLERANCE


def answer(yes: ir.BooleanValue, maybe: ir.BooleanValue) -> ir.IntegerValue:
    """0, 1, 2 for no, unknown, yes."""
    return ibis.cases((yes, YES), (maybe, UNKNOWN), else_=NO).cast("int8")


def told(found: ir.BooleanValue) -> ir.IntegerValue:
    """0, 1, 2 of a boolean that may be NULL."""
    return ibis.cases((found, YES), (~found, NO), else_=UNKNOWN).cast("int8")


def as_boolean(found: ir.IntegerValue) -> ir.BooleanValue:
    """NULL for unknown."""
    return ibis.cases((found == YES, True), (found == NO, False))


def share_columns(low: ir.NumericValue, high: ir.NumericValue) -> dict[str, ir.NumericValue]:
    """The share where it is known, and its bounds."""
    known = high - low < TOLERANCE / 1000
    return {"share": known.ifelse(low, ibis.null("float64")), "share_low": low, "share_high": high}
