"""Who of the other side fits what a party itself shows: an order to begin with, and why; the party decides."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pulmu.model import AccessRefused
from pulmu.model.need import Need
from pulmu.model.offer import Offer
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.find_offers import Hit, find_in, fit_of
from pulmu.services.market.board import LiveMarket, need_of_notice
from pulmu.services.market.shelf import find_item
from pulmu.services.records.crossing import Notice
from pulmu.services.rounds.own import OwnRound
from pulmu.services.rounds.sent import OtherParty

MOST_NEEDS = 300
"""Needs of others that a supplier's offer is held against; beyond them nobody is suggested."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """One of the other side.

    Parameters
    ----------
    title, text : What it shows to all; empty where it shows nothing.
    hit : How it fits; None where no word meets, or what the party itself shows is not there.
    """

    other: OtherParty
    title: str
    text: str
    hit: Hit | None


def fitting_others(
    gate: Gate, actor: Actor, live: LiveMarket, own: OwnRound, day: date, language: str
) -> tuple[Fitting, ...]:
    """The other side, who fits best first; then those who do not, by name.

    Raises
    ------
    AccessRefused  They may not.
    """
    kind = "offer" if own.invitation.side == "applicant" else "need"
    places = {(item.workspace, item.item): item for item in own.invitation.others if item.workspace}
    with gate.seeing(actor, "read_board") as crossing:
        notices = tuple(item for item in crossing.notices(kind) if (item.workspace, item.id) in places)  # type: ignore[arg-type]
    shown = {(item.workspace, item.id): _told(item) for item in notices}
    hits = _offers_that_fit(gate, actor, live, own, notices, day) if kind == "offer" else _needs_that_fit(
        gate, actor, live, own, notices, day)  # fmt: skip
    found = [_fitting(item, shown, hits, language) for item in own.invitation.others]
    return tuple(sorted(found, key=lambda item: (-(item.hit.score if item.hit else 0.0), item.other.name)))


def _offers_that_fit(
    gate: Gate, actor: Actor, live: LiveMarket, own: OwnRound, notices: tuple[Notice, ...], day: date
) -> dict[tuple[str, str], Hit]:
    need = _own_item(gate, actor, "need", own.invitation.item)
    if not isinstance(need, Need) or not notices:
        return {}
    found = find_in(live.of_notices(notices), need, day, len(notices))
    return {tuple(hit.offer.id.split(".", 1)): hit for hit in found.hits}  # type: ignore[misc]


def _needs_that_fit(
    gate: Gate, actor: Actor, live: LiveMarket, own: OwnRound, notices: tuple[Notice, ...], day: date
) -> dict[tuple[str, str], Hit]:
    offer = _own_item(gate, actor, "offer", own.invitation.item)
    if not isinstance(offer, Offer) or len(notices) > MOST_NEEDS:
        return {}
    market = live.of_notices((), offer)
    read = ((item, need_of_notice(item)) for item in notices)
    told = ((item, need, fit_of(market, need, day, 0)) for item, need in read if need is not None)
    return {(item.workspace, item.id): hit for item, _, hit in told if hit is not None}


def _own_item(gate: Gate, actor: Actor, kind: Any, name: str) -> Need | Offer | None:
    """What the party itself takes part with; None where it is not there any more."""
    try:
        kept = find_item(gate, actor, kind, name)
    except AccessRefused:
        return None
    return kept.item if kept.counts else None


def _fitting(
    other: OtherParty, shown: Mapping[tuple[str, str], dict[str, Any]], hits: Mapping[tuple[str, str], Hit],
    language: str,
) -> Fitting:  # fmt: skip
    key = (other.workspace, other.item)
    told = shown.get(key, {})

    def said(name: str) -> str:
        english = str(told.get(f"{name}_en") or "") if language == "en" else ""
        return english or str(told.get(name) or told.get(f"{name}_en") or "")

    return Fitting(other, said("title"), said("text"), hits.get(key))


def _told(notice: Notice) -> dict[str, Any]:
    try:
        told: Any = json.loads(notice.content).get(notice.kind)
    except (ValueError, AttributeError):
        return {}
    return told if isinstance(told, dict) else {}
