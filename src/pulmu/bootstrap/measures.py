"""Files of offers as a market that measures are matched with, and a plan of measures as files."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pulmu.model import InputError, has_errors

if TYPE_CHECKING:
    from pulmu.services.find_offers import Market
    from pulmu.services.measures.answer import MeasuresAnswer
    from pulmu.services.measures.pay import Backing
    from pulmu.services.ports import Language


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


def measures_workbook(
    answer: "MeasuresAnswer", backings: "Sequence[Backing] | None", language: "Language"
) -> bytes:  # fmt: skip
    """A plan of measures as a workbook."""
    from pulmu.adapters.measures_xlsx import write_measures_xlsx

    return write_measures_xlsx(answer, backings, language)


def measures_paper(
    answer: "MeasuresAnswer", backings: "Sequence[Backing] | None", language: "Language", day: date
) -> bytes:  # fmt: skip
    """A plan of measures as a PDF.

    Raises
    ------
    OutsideError  It could not be set.
    """
    from pulmu.adapters.measures_pdf import write_measures_pdf

    return write_measures_pdf(answer, backings, language, day)
