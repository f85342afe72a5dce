"""Search that works offline, in Korean and English at once, and says why it found what it found."""

from pulmu.support.search.fits import Fit, fits_of, passes
from pulmu.support.search.index import Entry, Index, Settings, build_index
from pulmu.support.search.lexicon import Concept, Lexicon, Mention, concepts_of, merged
from pulmu.support.search.offers import entry_of, index_of_offers, search_terms, text_of_need
from pulmu.support.search.query import Wish, wishes
from pulmu.support.search.ranking import Match, fitting, ranked, search
from pulmu.support.search.read import read_needs, read_offers
from pulmu.support.search.why import Reason, reasons

__all__ = [
    "Concept",
    "Entry",
    "Fit",
    "Index",
    "Lexicon",
    "Match",
    "Mention",
    "Reason",
    "Settings",
    "Wish",
    "build_index",
    "concepts_of",
    "entry_of",
    "fits_of",
    "fitting",
    "index_of_offers",
    "merged",
    "passes",
    "ranked",
    "read_needs",
    "read_offers",
    "reasons",
    "search",
    "search_terms",
    "text_of_need",
    "wishes",
]
