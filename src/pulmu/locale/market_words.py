"""Offers and needs in words: what an offer says in a line, why it was found, and how it fits."""

from pulmu.locale.money import won
from pulmu.locale.words import Language, plain, text
from pulmu.model.offer import Offer
from pulmu.reference import find_region, list_regions


def offer_words(offer: Offer, language: Language) -> str:
    """Kind, regions and price of an offer in a line."""
    kinds = ", ".join(text(f"find.kind.{kind}", language) for kind in offer.kinds)
    regions = ", ".join(_region(code, language) for code in offer.regions) or text("find.everywhere", language)
    price = text("find.price_unsaid", language)
    if offer.price_from_krw is not None:
        per = text(f"find.price_of.{offer.price_of}", language)
        price = text("find.price", language, price=won(offer.price_from_krw, language), per=per)
    return "; ".join(filter(None, (kinds, regions, price)))


def met_words(how: str, asked: str, found: str, concepts: tuple[str, str], language: Language) -> str:
    """Words that met, and what both call.

    Parameters
    ----------
    concepts : Its name in Korean and in English; both empty where a word met itself.
    """
    concept = concepts[0 if language == "ko" else 1]
    if how == "concept" and asked.casefold() == found.casefold():
        how = "word"
    if how == "spelling" and not concept:
        how = "spelling_word"
    return text(f"find.how.{how}", language, asked=plain(asked, 60), found=plain(found, 60), concept=concept)


def fit_words(name: str, asked: str, given: str, language: Language) -> str:
    """One field of a need against an offer: what is asked, what is offered."""
    shown = text(f"find.fit.{name}", language)
    asked, given = (_said(name, said, language) for said in (asked, given))
    given = given or text("find.unsaid", language)
    return f"{shown}: {text('find.asked_given', language, asked=asked, given=given) if asked else given}"


def _said(name: str, said: str, language: Language) -> str:
    if not said:
        key = {"region": "find.everywhere", "sector": "find.any", "processes": "find.any"}.get(name)
        return text(key, language) if key else ""
    if name == "region":
        return ", ".join(_region(code, language) for code in said.split(", "))
    if name == "kind":
        return ", ".join(text(f"find.kind.{kind}", language) for kind in said.split(", "))
    if name == "budget":
        amount, _, per = said.partition(" / ")
        words = won(int(amount), language)
        return f"{words} ({text(f'find.price_of.{per}', language)})" if per else words
    return plain(said, 100)


def _region(code: str, language: Language) -> str:
    found = find_region(code)
    return found.short_ko if language == "ko" else found.short_en


def region_names(language: Language) -> tuple[tuple[str, str], ...]:
    """Provinces to choose from: code and short name."""
    return tuple((item.code, item.short_ko if language == "ko" else item.short_en) for item in list_regions())
