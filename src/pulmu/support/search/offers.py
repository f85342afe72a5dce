"""Offers as entries of an index, and a need as the text that is asked."""

from collections.abc import Iterable

from pulmu.model.errors import InputError
from pulmu.model.need import Need
from pulmu.model.offer import Offer
from pulmu.reference import find_division, load_table
from pulmu.support.search.index import SETTINGS, Entry, Index, Settings, build_index
from pulmu.support.search.lexicon import Concept, Lexicon, concepts_of, merged

_TITLE, _NAMES, _TEXT, _PROOF = 2.0, 1.5, 1.0, 0.5


def search_terms(others: Iterable[Concept] = ()) -> Lexicon:
    """Words for the same thing: those of the table of search terms, with those of a glossary."""
    return merged(concepts_of(load_table("search_terms").rows), others)


def index_of_offers(offers: Iterable[Offer], lexicon: Lexicon, settings: Settings = SETTINGS) -> Index:
    """The index of some offers, in the order of their ids."""
    return build_index(map(entry_of, offers), lexicon, settings)


def entry_of(offer: Offer) -> Entry:
    """What of an offer is searched: title before names before text before where it was done."""
    names = " / ".join((*offer.processes, *offer.standards, *_sectors(offer)))
    proof = " / ".join(f"{item.where} {item.result}" for item in offer.references)
    texts = (
        (_TITLE, offer.title), (_TITLE, offer.title_en), (_NAMES, names), (_TEXT, offer.text), (_TEXT, offer.text_en),
        (_PROOF, proof), (_PROOF, offer.supplier),
    )  # fmt: skip
    return Entry(offer.id, tuple((weight, text) for weight, text in texts if text))


def text_of_need(need: Need) -> str:
    """What is asked: the firm's own words, and the names of processes and standards."""
    return " / ".join(filter(None, (need.text, *need.processes, *need.standards)))


def _sectors(offer: Offer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (_sector(code) for code in offer.sectors))))


def _sector(code: str) -> str:
    try:
        return find_division(code[:2]).name_ko
    except InputError:
        return ""
