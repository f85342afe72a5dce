"""What a holder holds directly and through other companies (International Tax Adjustment Decree 2(3))."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from pulmu.support.ownership.effort import MOST_CHAINS, Effort
from pulmu.support.ownership.graph import Graph
from pulmu.support.ownership.span import NONE, Span

LONGEST_CHAIN = 8
"""Links of a chain that are followed."""


@dataclass(frozen=True, slots=True)
class Part:
    """One way in which somebody holds a company: directly, or through a holder of it.

    Parameters
    ----------
    counts : What this way adds.
    held : What the holder in between holds of the company; directly: what is held.
    through : Empty if held directly.
    upper : What is held of the holder in between.
    """

    counts: Span
    held: Span
    through: str = ""
    upper: "Effective | None" = None


@dataclass(frozen=True, slots=True)
class Effective:
    """Direct and indirect share of one holder in one company, and the ways it is made of."""

    holder: str
    company: str
    share: Span
    parts: tuple[Part, ...]

    def explain(self, graph: Graph) -> str:
        """The chains as indented text."""
        return "\n".join(self._lines(graph, 0))

    def _lines(self, graph: Graph, level: int) -> Iterator[str]:
        yield "  " * level + f"{graph.name(self.holder)} holds {self.share} of {graph.name(self.company)}"
        for part in self.parts:
            if part.upper is None:
                yield "  " * (level + 1) + f"directly {part.held}"
            else:
                between = graph.name(part.through)
                yield "  " * (level + 1) + f"through {between}, which holds {part.held}: counts {part.counts}"
                yield from part.upper._lines(graph, level + 2)


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everybody's effective share in one company.

    Parameters
    ----------
    by_holder : Effective share of each holder.
    rings : Chains that come back to a company they passed, holder before held; a chain counts each company once.
    cut : Holders above which chains were longer than was followed.
    """

    by_holder: dict[str, Effective]
    rings: tuple[tuple[str, ...], ...] = ()
    cut: tuple[str, ...] = ()

    def share(self, holder: str) -> Span:
        """The share of a holder, direct and indirect."""
        found = self.by_holder.get(holder)
        return found.share if found else NONE


@dataclass(slots=True)
class _Walk:
    """What one search keeps as it goes up."""

    graph: Graph
    whole_from: float
    without: str
    effort: Effort
    rings: dict[tuple[str, ...], None] = field(default_factory=dict)
    cut: dict[str, None] = field(default_factory=dict)


def effective_shares(
    graph: Graph,
    company: str,
    *,
    whole_from: float,
    longest_chain: int = LONGEST_CHAIN,
    without: str = "",
    effort: Effort | None = None,
) -> Holdings:
    """What everybody holds of a company, directly and indirectly.

    Who holds `whole_from` or more of a holder is counted with all that holder has; below it, with the product. Several
    ways add up, and longer chains follow the same rule link by link. A chain passes each company once.

    Parameters
    ----------
    without : A holder whose holdings are left out, to see how its rivals stand without it.
    effort : What several searches for one question may take together.

    Raises
    ------
    InputError  There are too many chains (`firm.too_entangled`).
    """
    walk = _Walk(graph, whole_from, without, effort or Effort(company, MOST_CHAINS))
    return Holdings(_above(walk, (company,), longest_chain), tuple(walk.rings), tuple(walk.cut))


def _above(walk: _Walk, path: tuple[str, ...], links: int) -> dict[str, Effective]:
    """Shares in the last company of a path that leads up from the company asked about."""
    company = path[-1]
    parts: dict[str, list[Part]] = defaultdict(list)
    for holder, held in walk.graph.above.get(company, {}).items():
        walk.effort.take()
        if holder in path:
            walk.rings[(holder, *reversed(path[path.index(holder) :]))] = None
            continue
        if holder == walk.without:
            continue
        parts[holder].append(Part(held.share, held.share))
        if links == 1:
            if walk.graph.above.get(holder):
                walk.cut[holder] = None
            continue
        for upper in _above(walk, (*path, holder), links - 1).values():
            counts = upper.share.whole_from(walk.whole_from).times(held.share)
            parts[upper.holder].append(Part(counts, held.share, holder, upper))
    return {holder: Effective(holder, company, _total(ways), tuple(ways)) for holder, ways in parts.items()}


def _total(parts: list[Part]) -> Span:
    share = NONE
    for part in parts:
        share = share.plus(part.counts)
    return share


def without_funds(effective: Effective, graph: Graph, whole_from: float) -> Span:
    """The share without what is held through a fund (tax law's parent test leaves that out)."""
    share = NONE
    for part in effective.parts:
        if part.upper is None:
            share = share.plus(part.counts)
        elif not _is_fund(graph, part.through):
            upper = without_funds(part.upper, graph, whole_from)
            share = share.plus(upper.whole_from(whole_from).times(part.held))
    return share


def _is_fund(graph: Graph, holder: str) -> bool:
    return holder in graph.holders and graph.holders[holder].kind == "fund"
