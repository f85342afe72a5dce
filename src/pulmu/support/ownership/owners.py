"""Who owns a firm, directly and through others: the relation `owners` of the parent test."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulmu.model.finding import Answer, Finding
from pulmu.model.firm import HolderKind
from pulmu.support.ownership import law
from pulmu.support.ownership.effective import LONGEST_CHAIN, Effective, Holdings, effective_shares
from pulmu.support.ownership.effort import MOST_CHAINS, Effort
from pulmu.support.ownership.graph import Graph
from pulmu.support.ownership.limits import OwnershipLimits
from pulmu.support.ownership.rank import contest, tied_share

_EXCLUDED: Mapping[str, bool | None] = {"person": False, "company": False, "foreign_company": False, "non_profit": True}
_EXCLUDED_BODY: Mapping[str | None, bool | None] = {"company": False, "sole_proprietor": False, "non_profit": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """One who holds shares of a firm, and what the parent test asks of it.

    Parameters
    ----------
    share : Direct and indirect share of the votes; None if it is not known, and then between `share_low` and
        `share_high`.
    is_largest : Whether nobody has more; None if not known, or if the share is too small for anyone to ask.
    owner_excluded : A non-profit body, or an investor of Decree 3-2(3).
    owner_assets_krw : Its total assets; None if not known.
    effective : The chains the share is made of.
    rank : Why it is the largest holder or not.
    rings : Chains among the firm's holders that come back to where they were; each company counts once.
    """

    firm_id: str
    owner_id: str
    share: float | None
    share_low: float
    share_high: float
    is_largest: bool | None
    owner_is_person: bool
    owner_is_fund: bool
    owner_excluded: bool | None
    owner_assets_krw: int | None
    owner_foreign: bool
    effective: Effective
    rank: Finding | None
    rings: tuple[tuple[str, ...], ...] = ()

    def explain(self, graph: Graph) -> str:
        """The share link by link, and the rank, each with its article."""
        lines = [f"{self.effective.explain(graph)}  [{law.CHAIN}]"]
        lines += [self.rank.explain()] if self.rank else []
        lines += ["ring of shares: " + " - ".join(graph.name(one) for one in ring) for ring in self.rings]
        return "\n".join(lines)


def owners_of(
    graph: Graph,
    firm: str,
    limits: OwnershipLimits,
    *,
    assets: Mapping[str, int | None],
    longest_chain: int = LONGEST_CHAIN,
) -> tuple[Owner, ...]:
    """Everybody who holds shares of a firm directly or indirectly, the largest first.

    Parameters
    ----------
    assets : Total assets of the firms of the file, by id, of the year that counts on the day asked.

    Raises
    ------
    InputError  There are too many chains (`firm.too_entangled`).
    """
    effort = Effort(firm, MOST_CHAINS)
    found = effective_shares(graph, firm, whole_from=limits.whole_from, longest_chain=longest_chain, effort=effort)
    rows = (_owner(graph, firm, holder, found, limits, assets, longest_chain, effort) for holder in found.by_holder)
    return tuple(sorted(rows, key=lambda row: (-row.share_high, row.owner_id)))


def _owner(
    graph: Graph,
    firm: str,
    holder: str,
    found: Holdings,
    limits: OwnershipLimits,
    assets: Mapping[str, int | None],
    longest_chain: int,
    effort: Effort,
) -> Owner:
    share = found.share(holder)
    rank = _rank(graph, firm, holder, found, limits, longest_chain, effort)
    kind = graph.holders[holder].kind if holder in graph.holders else None
    return Owner(
        firm_id=firm,
        owner_id=holder,
        share=share.told,
        share_low=share.low,
        share_high=share.high,
        is_largest=_told(rank),
        owner_is_person=graph.is_person(holder),
        owner_is_fund=kind == "fund",
        owner_excluded=_is_excluded(graph, holder, kind),
        owner_assets_krw=graph.holders[holder].total_assets_krw if kind else assets.get(holder),
        owner_foreign=kind == "foreign_company",
        effective=found.by_holder[holder],
        rank=rank,
        rings=found.rings,
    )


def _rank(
    graph: Graph,
    firm: str,
    holder: str,
    found: Holdings,
    limits: OwnershipLimits,
    longest_chain: int,
    effort: Effort,
) -> Finding | None:
    """Whether it is the largest holder; None where its share is too small for anyone to ask."""
    share = found.share(holder)
    if share.reaches(limits.parent_from) is Answer.NO:
        return None
    held = graph.above[firm].get(holder)
    if held is not None and held.is_largest:
        return Finding("largest_holder", Answer.YES, "told", law.PARENT)
    if held is not None and held.is_largest is False and len(found.by_holder[holder].parts) == 1:
        return Finding("largest_holder", Answer.NO, "told", law.PARENT)
    others = effective_shares(
        graph, firm, whole_from=limits.whole_from, longest_chain=longest_chain, without=holder, effort=effort
    ).by_holder
    tied = graph.tied.get(holder, frozenset())
    rivals = (
        (one, found_of.share.plus(tied_share(graph, one, firm, tied | {holder})))
        for one, found_of in others.items()
        if one not in tied
    )
    own = share.plus(tied_share(graph, holder, firm))
    direct = graph.share(holder, firm).low
    return contest(graph, firm, own, direct, rivals, limits.known_from).finding(graph, law.PARENT)


def _told(rank: Finding | None) -> bool | None:
    return None if rank is None or rank.answer is Answer.UNKNOWN else rank.answer is Answer.YES


def _is_excluded(graph: Graph, holder: str, kind: HolderKind | None) -> bool | None:
    known = graph.holders.get(holder) or graph.firms[holder]
    if known.exempt_investor:
        return True
    return _EXCLUDED.get(kind) if kind else _EXCLUDED_BODY.get(graph.firms[holder].body)
