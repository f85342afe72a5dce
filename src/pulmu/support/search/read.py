"""Offers and needs from their documents, with everything that is wrong with them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from pulmu.model.codec import Decoded, decode
from pulmu.model.document import Document, Path
from pulmu.model.errors import InputError, problem
from pulmu.model.need import Need, Needs
from pulmu.model.offer import Offer, Offers
from pulmu.model.problem import Problem
from pulmu.reference import find_division

T = TypeVar("T", Offer, Need)


def read_offers(document: Document) -> Decoded[tuple[Offer, ...]]:
    """The offers of a document: one, or a list of them under ``offers``."""
    if _lists(document, "offers"):
        many = decode(Offers, document)
        return _checked(document, many.value.offers, many.problems, "offers", _offer_problems)
    one = decode(Offer, document)
    return _checked(document, (one.value,), one.problems, "", _offer_problems)


def read_needs(document: Document) -> Decoded[tuple[Need, ...]]:
    """The needs of a document: one, or a list of them under ``needs``."""
    if _lists(document, "needs"):
        many = decode(Needs, document)
        return _checked(document, many.value.needs, many.problems, "needs", _need_problems)
    one = decode(Need, document)
    return _checked(document, (one.value,), one.problems, "", _need_problems)


def _lists(document: Document, name: str) -> bool:
    return isinstance(document.tree, dict) and name in document.tree


def _checked(
    document: Document,
    items: tuple[T, ...],
    problems: tuple[Problem, ...],
    under: str,
    check: Callable[[Document, Path, T], Iterator[Problem]],
) -> Decoded[tuple[T, ...]]:
    told = {item.place for item in problems}
    more: tuple[Problem, ...] = tuple(
        found
        for number, item in enumerate(items)
        for found in check(document, (under, number) if under else (), item)
        if found.place not in told
    )
    return Decoded(items, (*problems, *more))


def _offer_problems(document: Document, path: Path, offer: Offer) -> Iterator[Problem]:
    for number, code in enumerate(offer.sectors):
        yield from _sector(document, (*path, "sectors", number), code)
    for number, item in enumerate(offer.references):
        if item.sector is not None:
            yield from _sector(document, (*path, "references", number, "sector"), item.sector)
    low, high = offer.price_from_krw, offer.price_to_krw
    if low is not None and high is not None and high < low:
        said = f"the highest price, {high}, is under the lowest, {low}"
        yield problem("offer.prices", document.place((*path, "price_to_krw")), said, "exchange them, or leave one out",
                      low=low, high=high)  # fmt: skip


def _need_problems(document: Document, path: Path, need: Need) -> Iterator[Problem]:
    if need.sector is not None:
        yield from _sector(document, (*path, "sector"), need.sector)
    if not (need.text or need.processes or need.standards or need.kinds):
        said = "the need asks for nothing that can be looked for"
        mend = "write in text what is needed, or give kinds, processes or standards"
        yield problem("need.asks_nothing", document.place((*path, "text")), said, mend)


def _sector(document: Document, path: Path, code: str) -> Iterator[Problem]:
    try:
        find_division(code[:2])
    except InputError as error:
        yield from (replace(item, place=document.place(path)) for item in error.problems)
