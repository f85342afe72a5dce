"""Files of offers as a market that measures are matched with."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pulmu.model import InputError, has_errors

if TYPE_CHECKING:
    from pulmu.services.find_offers import Market


def market_of_files(paths: Iterable[str]) -> "Market":
    """The offers of files, ready to be searched.

    Raises
    ------
    InputError  Everything that is wrong with the files.
    """
    from pulmu.bootstrap.offers import read_offers, search_words
    from pulmu.services.find_offers import market_of
    from pulmu.support.search import read_offers as offers_in

    read = [offers_in(read_offers(path)) for path in paths]
    problems = [item for one in read for item in one.problems]
    if has_errors(problems):
        raise InputError(*problems)
    return market_of((offer for one in read for offer in one.value), search_words())
