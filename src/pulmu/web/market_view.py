"""Suppliers and demand as a page shows them."""

from dataclasses import dataclass

from pulmu.locale import Language, text
from pulmu.locale.market_words import fit_words, met_words, offer_words
from pulmu.services.find_offers import FoundOffers, Hit, telling
from pulmu.services.market.board import Demand, Supplier

_REASONS = 4


@dataclass(frozen=True, slots=True)
class FitShown:
    """One field of a need against an offer, in words, and its answer."""

    answer: str
    said: str


@dataclass(frozen=True, slots=True)
class HitShown:
    """Somebody's offer or need that fits, with the words and the conditions that met."""

    title: str
    who: str
    facts: str
    text: str
    reasons: tuple[str, ...]
    fits: tuple[FitShown, ...]


def supplier_shown(found: Supplier, language: Language) -> HitShown:
    """An offer that fits a need of ours."""
    offer = found.hit.offer
    title = (language == "en" and offer.title_en) or offer.title
    said = (language == "en" and offer.text_en) or offer.text or offer.text_en
    who = offer.supplier if offer.supplier == found.workspace_name else f"{offer.supplier} ({found.workspace_name})"
    return HitShown(title, who, offer_words(offer, language), said, *_why(found.hit, language))


def demand_shown(found: Demand, language: Language) -> HitShown:
    """A need that an offer of ours fits."""
    title = " ".join(found.need.text.split())[:120] or found.name
    return HitShown(title, found.workspace_name, "", "", *_why(found.hit, language))


def left_out_shown(found: FoundOffers, language: Language) -> str:
    """How many offers were left out by which firm condition; empty for none."""
    listed = ", ".join(f"{text(f'find.fit.{name}', language)} {count}" for name, count in found.left_out.items())
    return text("web.market.left_out", language, listed=listed) if listed else ""


def reasons_shown(hit: Hit, language: Language) -> tuple[str, ...]:
    """Why something fits, in words."""
    return _why(hit, language)[0]


def _why(hit: Hit, language: Language) -> tuple[tuple[str, ...], tuple[FitShown, ...]]:
    met = tuple(
        met_words(item.how, item.asked, item.found, (item.concept_ko, item.concept_en), language)
        for item in telling(hit.reasons, _REASONS)
    )
    fits = tuple(FitShown(item.answer, fit_words(item.name, item.asked, item.given, language)) for item in hit.fits)
    return met, fits
