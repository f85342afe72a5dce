"""Who holds whom: the shareholdings of a file, looked up from either end."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pulmu.model.firm import Firm, Firms, Holder, Shareholding
from pulmu.support.ownership.span import NONE, Span


@dataclass(frozen=True, slots=True)
class Holding:
    """What one holder holds of one company; `is_largest` is what was told."""

    holder: str
    company: str
    share: Span
    is_largest: bool | None = None


@dataclass(frozen=True, slots=True)
class Graph:
    """Shareholdings by company and by holder.

    Parameters
    ----------
    above : Holdings in a company, by the company.
    below : Holdings of a holder, by the holder.
    tied : Persons whose shares count with a holder's for its rank: relatives of a person, officers of a company.
    """

    firms: Mapping[str, Firm]
    holders: Mapping[str, Holder]
    above: Mapping[str, Mapping[str, Holding]]
    below: Mapping[str, Mapping[str, Holding]]
    tied: Mapping[str, frozenset[str]]

    def share(self, holder: str, company: str) -> Span:
        """What a holder holds directly."""
        held = self.above.get(company, {}).get(holder)
        return held.share if held else NONE

    def rest(self, company: str) -> float:
        """Part of a company's votes of which no holder with a told share is known."""
        return max(0.0, 1.0 - sum(item.share.low for item in self.above.get(company, {}).values()))

    def owners_known(self, company: str) -> bool:
        """Whether the large holders of a company are all told."""
        firm = self.firms.get(company)
        return firm is not None and firm.owners_known is True

    def is_person(self, holder: str) -> bool:
        """Whether a holder is a person, or the business of one."""
        if holder in self.holders:
            return self.holders[holder].kind == "person"
        return self.firms[holder].body == "sole_proprietor"

    def name(self, holder: str) -> str:
        """Its name, for people."""
        known = self.firms.get(holder) or self.holders.get(holder)
        return (known.name or known.id) if known else holder


def graph_of(firms: Firms) -> Graph:
    """The graph of a file; what names nobody of the file is left out (see `check_firms`)."""
    known = {item.id: item for item in firms.companies}
    holders = {item.id: item for item in firms.holders}
    told: dict[tuple[str, str], list[Shareholding]] = defaultdict(list)
    for item in firms.shareholdings:
        if item.holder != item.company and all(
            name in known or name in holders for name in (item.holder, item.company)
        ):
            told[item.holder, item.company].append(item)
    above: dict[str, dict[str, Holding]] = defaultdict(dict)
    below: dict[str, dict[str, Holding]] = defaultdict(dict)
    for held in _holdings(told):
        above[held.company][held.holder] = held
        below[held.holder][held.company] = held
    return Graph(known, holders, above, below, _tied(firms))


def _holdings(told: Mapping[tuple[str, str], list[Shareholding]]) -> list[Holding]:
    shares = {pair: _sum([item.share for item in items]) for pair, items in told.items()}
    rest: dict[str, float] = defaultdict(lambda: 1.0)
    for (_, company), share in shares.items():
        rest[company] -= share or 0.0
    return [
        Holding(
            holder,
            company,
            Span(share, share) if share is not None else Span(0.0, max(0.0, rest[company])),
            _any([item.is_largest for item in told[holder, company]]),
        )
        for (holder, company), share in shares.items()
    ]


def _sum(shares: list[float | None]) -> float | None:
    given = [share for share in shares if share is not None]
    return min(1.0, sum(given)) if len(given) == len(shares) else None


def _any(told: list[bool | None]) -> bool | None:
    given = [item for item in told if item is not None]
    return any(given) if given else None


def _tied(firms: Firms) -> dict[str, frozenset[str]]:
    tied: dict[str, set[str]] = defaultdict(set)
    for person in firms.holders:
        for relative in person.relatives:
            tied[person.id].add(relative)
            tied[relative].add(person.id)
        for company in person.officer_of:
            tied[company].add(person.id)
    return {name: frozenset(others - {name}) for name, others in tied.items()}
