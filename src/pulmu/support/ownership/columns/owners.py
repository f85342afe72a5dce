"""The relation `owners` of every firm of a population."""

import ibis
import ibis.expr.types as ir

from pulmu.support.ownership.columns.effective import LONGEST_CHAIN, effective_shares
from pulmu.support.ownership.columns.links import NO, UNKNOWN, YES, Links, as_boolean, links_of, reaches, share_columns
from pulmu.support.ownership.columns.rank import rank
from pulmu.support.ownership.limits import OwnershipLimits


def owners(
    firms: ir.Table,
    links: ir.Table,
    limits: OwnershipLimits,
    *,
    holders: ir.Table | None = None,
    longest_chain: int = LONGEST_CHAIN,
) -> ir.Table:
    """Everybody who holds shares of a firm directly or indirectly, as `owners_of` finds them.

    Chains are followed up to `longest_chain` links; four unless more is asked for. Officers and relatives are not among
    the tables, so a holder's rank is its own.

    Parameters
    ----------
    firms : Facts by name: `firm_id`, `body`, `total_assets_krw`, `externally_audited`, `owners_known`, and if there is
        one `exempt_investor`.
    links : `owner_id`, `owned_id`, `share` (NULL if not known), `is_largest` (NULL if not told).
    holders : Owners that are no firm of the population: `holder_id`, `kind` (as in a firm's file), `exempt_investor`,
        `total_assets_krw`.

    Returns
    -------
    `firm_id`, `owner_id`, `share`, `share_low`, `share_high`, `is_largest`, `owner_is_person`, `owner_is_fund`,
    `owner_excluded`, `owner_assets_krw`, `owner_foreign`.
    """
    known = links_of(firms, links, holders)
    companies = known.nodes.filter(known.nodes.is_firm).select(company="node")
    roots = known.held.select(company=known.held.owned).distinct().semi_join(companies, "company")
    roots = roots.mutate(without=ibis.null("int64"))
    found = effective_shares(known.held, roots, limits.whole_from, longest_chain).drop("without")
    return _rows(_ranked(found, known, limits, longest_chain), known)


def _ranked(found: ir.Table, known: Links, limits: OwnershipLimits, longest_chain: int) -> ir.Table:
    """Each share with `rank`; unknown where it is too small for anyone to ask."""
    direct = known.held.select(_owner="owner", _owned="owned", _direct="low", _told="largest")
    found = found.left_join(direct, [("owner", "_owner"), ("company", "_owned")])
    found = found.drop("_owner", "_owned")
    told = ibis.cases((found["_told"], YES), (~found["_told"] & (found.ways == 1), NO))
    found = found.mutate(told=told.cast("int8"))
    asked = found.filter(reaches(found.high, limits.parent_from) & found.told.isnull())
    roots = asked.select("company", without=asked.owner)
    others = effective_shares(known.held, roots, limits.whole_from, longest_chain)
    best = others.group_by(_company=others.company, _owner=others.without).aggregate(
        rival_low=others.low.max(), rival_high=others.high.max()
    )
    contests = asked.left_join(best, [("company", "_company"), ("owner", "_owner")])
    contests = contests.select(
        "company",
        "owner",
        "rival_low",
        "rival_high",
        own_low=contests.low,
        own_high=contests.high,
        direct=contests["_direct"].fill_null(0.0),
    )
    ranks = rank(contests, known, limits.known_from).select(_company="company", _owner="owner", _rank="rank")
    found = found.left_join(ranks, [("company", "_company"), ("owner", "_owner")])
    is_asked = reaches(found.high, limits.parent_from)
    return found.mutate(rank=is_asked.ifelse(ibis.coalesce(found.told, found["_rank"], UNKNOWN), UNKNOWN))


def _rows(found: ir.Table, known: Links) -> ir.Table:
    table = found.inner_join(known.nodes, [("owner", "node")])
    return table.select(
        firm_id=table.company,
        owner_id=table.owner,
        **share_columns(table.low, table.high),
        is_largest=as_boolean(table["rank"]),
        owner_is_person=table.is_person,
        owner_is_fund=(table.kind == "fund").fill_null(False),
        owner_excluded=table.excluded,
        owner_assets_krw=table.assets,
        owner_foreign=(table.kind == "foreign_company").fill_null(False),
    )
