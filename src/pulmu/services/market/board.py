"""What all of a place show: offers that fit a need of ours, and needs that an offer of ours fits."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from pulmu.model import Document
from pulmu.model.need import Need
from pulmu.model.offer import Offer
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.find_offers import FoundOffers, Hit, Market, find_in, fit_of, market_of
from pulmu.services.market.shelf import ItemKind, find_item
from pulmu.services.records.crossing import Notice
from pulmu.services.remembered import Remembered
from pulmu.support.search import Lexicon, read_needs, read_offers

MOST_NEEDS = 500
"""Needs of others that an offer is held against, the newest."""


class LiveMarket:
    """Offers that are shown, ready to be searched: built when first asked for, and remembered while nothing changes.

    Parameters
    ----------
    words : Words for the same thing; read when first needed.
    """

    def __init__(self, words: Callable[[], Lexicon], most: int = 4) -> None:
        self._words = words
        self._known = Remembered(most)

    def of_notices(self, notices: tuple[Notice, ...], own: Offer | None = None) -> Market:
        """The market of some notices of offers, with one of ours beside them."""
        shown = tuple(sorted((item.workspace, item.id, item.sha256) for item in notices))

        def made() -> Market:
            offers = [offer for offer in map(_offer, notices) if offer is not None]
            return market_of((*offers, *(() if own is None else (own,))), self._words())

        return self._known.get((shown, own), Market, made)


@dataclass(frozen=True, slots=True)
class Supplier:
    """A hit with who shows it.

    Parameters
    ----------
    name : Id of the offer at its workspace.
    workspace_name : What the workspace that shows it is called.
    """

    hit: Hit
    workspace: str
    name: str
    workspace_name: str


@dataclass(frozen=True, slots=True)
class Suppliers:
    """What a need of ours finds among all that is shown."""

    found: FoundOffers
    suppliers: tuple[Supplier, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """A need that somebody shows and an offer of ours fits."""

    need: Need
    workspace: str
    name: str
    workspace_name: str
    hit: Hit


def market_shown(gate: Gate, actor: Actor, live: LiveMarket) -> Market:
    """The market of what all others show.

    Raises
    ------
    AccessRefused  They may not.
    """
    return live.of_notices(_shown(gate, actor, "offer"))


def find_suppliers(gate: Gate, actor: Actor, live: LiveMarket, need: str, day: date, most: int = 20) -> Suppliers:
    """Offers of other workspaces that fit a need of ours.

    Raises
    ------
    AccessRefused  They may not, or there is no such need.
    """
    kept = find_item(gate, actor, "need", need)
    market = live.of_notices(_shown(gate, actor, "offer"))
    if not isinstance(kept.item, Need) or not kept.counts:
        return Suppliers(FoundOffers(Need(id=need), day, len(market.offers), 0, (), {}, ()), ())
    found = find_in(market, kept.item, day, most)
    places = [hit.offer.id.partition(".") for hit in found.hits]
    names = _names(gate, actor, {workspace for workspace, _, _ in places})
    told = (Supplier(hit, place[0], place[2], names[place[0]]) for hit, place in zip(found.hits, places, strict=True))
    return Suppliers(found, tuple(told))


def fitting_needs(
    gate: Gate, actor: Actor, live: LiveMarket, offer: str, day: date, most: int = 20
) -> tuple[Demand, ...]:
    """Needs of other workspaces that an offer of ours fits, the best first.

    Raises
    ------
    AccessRefused  They may not, or there is no such offer.
    """
    kept = find_item(gate, actor, "offer", offer)
    if not isinstance(kept.item, Offer) or not kept.counts:
        return ()
    own = replace(kept.item, id=f"{actor.workspace}.{offer}")
    market = live.of_notices(_shown(gate, actor, "offer"), own)
    number = next(at for at, item in enumerate(market.offers) if item.id == own.id)
    fitting = []
    for notice in _shown(gate, actor, "need")[:MOST_NEEDS]:
        need = need_of_notice(notice)
        hit = None if need is None else fit_of(market, need, day, number)
        if need is not None and hit is not None:
            fitting.append((notice, need, hit))
    fitting.sort(key=lambda item: (-item[2].score, item[0].workspace, item[0].id))
    names = _names(gate, actor, {notice.workspace for notice, _, _ in fitting[:most]})
    return tuple(
        Demand(need, notice.workspace, notice.id, names[notice.workspace], hit)
        for notice, need, hit in fitting[:most]
    )  # fmt: skip


def _shown(gate: Gate, actor: Actor, kind: ItemKind) -> tuple[Notice, ...]:
    """What others show, newest first."""
    with gate.seeing(actor, "read_board") as crossing:
        return tuple(item for item in crossing.notices(kind) if item.workspace != actor.workspace)


def _names(gate: Gate, actor: Actor, workspaces: set[str]) -> dict[str, str]:
    with gate.seeing(actor, "read_board") as crossing:
        return {item: crossing.workspace_name(item) for item in sorted(workspaces)}


def _offer(notice: Notice) -> Offer | None:
    """What a notice shows, its id made of whose it is; None where another version of Pulmu wrote it in its own way."""
    read = read_offers(Document(json.loads(notice.content).get("offer"), "notice"))
    return None if read.problems else replace(read.value[0], id=f"{notice.workspace}.{notice.id}")


def need_of_notice(notice: Notice) -> Need | None:
    """The need a notice shows; None where another version of Pulmu wrote it in its own way."""
    read = read_needs(Document(json.loads(notice.content).get("need"), "notice"))
    return None if read.problems else read.value[0]
