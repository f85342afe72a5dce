"""Direct and indirect shares, chain by chain, up to a number of links."""

import ibis
import ibis.expr.types as ir

from pulmu.support.ownership.columns.links import reaches

LONGEST_CHAIN = 4


def effective_shares(
    held: ir.Table, roots: ir.Table, whole_from: float, longest_chain: int = LONGEST_CHAIN
) -> ir.Table:
    """What everybody holds of a company, directly and indirectly, for each root.

    Parameters
    ----------
    held : `owner`, `owned`, `low`, `high`.
    roots : `company`, and `without`: a holder whose holdings are left out, or NULL.

    Returns
    -------
    `company`, `without`, `owner`, `low`, `high`, and `ways`: in how many ways the owner holds it, the direct one and
    one for each holder it goes through.
    """
    levels = _levels(held, roots, longest_chain)
    found = _direct(levels[-1], longest_chain).mutate(ways=1)
    for links in range(longest_chain - 1, 0, -1):
        found = _summed(_direct(levels[links - 1], links), _through(found, links, whole_from), links)
    return found


def _levels(held: ir.Table, roots: ir.Table, longest_chain: int) -> list[ir.Table]:
    """Chains of one, two ... links: `h1` holds the company, `h2` holds `h1`. A chain passes each company once."""
    held = held.select(_owner=held.owner, _owned=held.owned, _low=held.low, _high=held.high)
    levels = []
    chain = roots
    for links in range(1, longest_chain + 1):
        last = "company" if links == 1 else f"h{links - 1}"
        longer = chain.inner_join(held, [(last, "_owned")])
        fresh = (longer["_owner"] != longer.company) & (longer.without.isnull() | (longer["_owner"] != longer.without))
        for passed in range(1, links):
            fresh &= longer["_owner"] != longer[f"h{passed}"]
        chain = longer.filter(fresh).rename({f"h{links}": "_owner", f"low{links}": "_low", f"high{links}": "_high"})
        chain = chain.drop("_owned")
        levels.append(chain)
    return levels


def _prefix(links: int) -> list[str]:
    """What a chain of so many links has passed below its last holder."""
    return ["company", "without", *(f"h{passed}" for passed in range(1, links))]


def _carried(links: int) -> list[str]:
    """Shares along a chain, needed further down; they belong to what it has passed."""
    return [f"{bound}{passed}" for passed in range(1, links) for bound in ("low", "high")]


def _direct(level: ir.Table, links: int) -> ir.Table:
    """The last holder of each chain, with what it holds of the one before."""
    ends = {"owner": level[f"h{links}"], "low": level[f"low{links}"], "high": level[f"high{links}"]}
    return level.select(*_prefix(links), *_carried(links), **ends)


def _through(upper: ir.Table, links: int, whole_from: float) -> ir.Table:
    """What the holders of a chain's last holder hold through it: whole from a limit on, else the product."""

    def counted(bound: str) -> ir.NumericValue:
        return reaches(upper[bound], whole_from).ifelse(1.0, upper[bound]) * upper[f"{bound}{links}"]

    return upper.select(*_prefix(links), *_carried(links), "owner", low=counted("low"), high=counted("high"))


def _summed(direct: ir.Table, through: ir.Table, links: int) -> ir.Table:
    """Several ways add up; nobody holds more than all."""
    ways = direct.union(through, distinct=False)
    return ways.group_by([*_prefix(links), "owner"]).aggregate(
        low=ibis.least(ways.low.sum(), 1.0),
        high=ibis.least(ways.high.sum(), 1.0),
        ways=ways.count(),
        **{name: ways[name].max() for name in _carried(links)},
    )
