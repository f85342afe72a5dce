"""Whether an offer fits what a need says in fields: yes, no, or not said; a no on a firm condition leaves it out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pulmu.model.finding import Answer
from pulmu.model.need import Need
from pulmu.model.offer import Offer
from pulmu.support.search.lexicon import Lexicon
from pulmu.support.search.words import same

FitName = Literal["kind", "region", "budget", "start", "capacity", "valid", "standards", "processes", "sector"]
FIRM: frozenset[FitName] = frozenset({"kind", "region", "budget", "start", "capacity", "valid"})
"""A no here leaves the offer out; the others only order what is found."""


@dataclass(frozen=True, slots=True)
class Fit:
    """One field of a need against an offer.

    Parameters
    ----------
    asked, given : What the need asks and what the offer says, in words of the files; empty where it says nothing.
    met : How many of the `wanted` things are met, for standards and processes.
    is_firm : Whether a no leaves the offer out.
    """

    name: FitName
    answer: Answer
    asked: str
    given: str
    is_firm: bool
    met: int = 0
    wanted: int = 0


def passes(fits: tuple[Fit, ...]) -> bool:
    """Whether no firm condition is broken."""
    return all(fit.answer is not Answer.NO for fit in fits if fit.is_firm)


def fits_of(need: Need, offer: Offer, lexicon: Lexicon, day: date) -> tuple[Fit, ...]:
    """Every field that a need asks, against one offer; and whether the offer can be had on that day at all."""
    found = (check(need, offer, day) for check in _CHECKS)
    named = (_standards(need, offer, lexicon), _processes(need, offer, lexicon), _sector(need, offer))
    return tuple(fit for fit in (*found, *named) if fit is not None)


def _fit(name: FitName, holds: bool | None, asked: str, given: str) -> Fit:
    answer = Answer.UNKNOWN if holds is None else Answer.YES if holds else Answer.NO
    return Fit(name, answer, asked, given, name in FIRM)


def _kind(need: Need, offer: Offer, _: date) -> Fit | None:
    if not need.kinds:
        return None
    holds = bool(set(need.kinds) & set(offer.kinds)) if offer.kinds else None
    return _fit("kind", holds, ", ".join(need.kinds), ", ".join(offer.kinds))


def _region(need: Need, offer: Offer, _: date) -> Fit | None:
    if need.region is None:
        return None
    return _fit("region", not offer.regions or need.region in offer.regions, need.region, ", ".join(offer.regions))


def _budget(need: Need, offer: Offer, _: date) -> Fit | None:
    if need.budget_krw is None:
        return None
    is_known = offer.price_from_krw is not None and offer.price_of == "project"
    holds = offer.price_from_krw <= need.budget_krw if is_known and offer.price_from_krw is not None else None
    given = "" if offer.price_from_krw is None else f"{offer.price_from_krw} / {offer.price_of}"
    return _fit("budget", holds, str(need.budget_krw), given)


def _start(need: Need, offer: Offer, _: date) -> Fit | None:
    if need.start_by is None:
        return None
    free = offer.free_from
    return _fit("start", None if free is None else free <= need.start_by, need.start_by.isoformat(),
                "" if free is None else free.isoformat())  # fmt: skip


def _capacity(_: Need, offer: Offer, __: date) -> Fit | None:
    return None if offer.capacity is None else _fit("capacity", offer.capacity > 0, "", str(offer.capacity))


def _valid(_: Need, offer: Offer, day: date) -> Fit | None:
    until = offer.valid_until
    return None if until is None else _fit("valid", day <= until, day.isoformat(), until.isoformat())


_CHECKS: tuple[Callable[[Need, Offer, date], Fit | None], ...] = (
    _kind, _region, _budget, _start, _capacity, _valid,
)  # fmt: skip


def _standards(need: Need, offer: Offer, lexicon: Lexicon) -> Fit | None:
    if not need.standards:
        return None
    met = _met(need.standards, offer.standards, lexicon)
    answer = Answer.YES if met == len(need.standards) else Answer.NO if need.standards_are_musts else Answer.UNKNOWN
    return Fit("standards", answer, ", ".join(need.standards), ", ".join(offer.standards), need.standards_are_musts,
               met, len(need.standards))  # fmt: skip


def _processes(need: Need, offer: Offer, lexicon: Lexicon) -> Fit | None:
    if not need.processes:
        return None
    met = len(need.processes) if not offer.processes else _met(need.processes, offer.processes, lexicon)
    answer = Answer.YES if met else Answer.UNKNOWN
    asked, given = ", ".join(need.processes), ", ".join(offer.processes)
    return Fit("processes", answer, asked, given, False, met, len(need.processes))


def _sector(need: Need, offer: Offer) -> Fit | None:
    if need.sector is None:
        return None
    known = (*offer.sectors, *(item.sector for item in offer.references if item.sector))
    holds = any(_shares(need.sector, code) for code in known) or (None if offer.sectors else True)
    return _fit("sector", holds, need.sector, ", ".join(offer.sectors))


def _shares(one: str, other: str) -> bool:
    """Whether one code of an industry is inside the other."""
    return one.startswith(other) or other.startswith(one)


def _met(wanted: tuple[str, ...], given: tuple[str, ...], lexicon: Lexicon) -> int:
    """How many wanted names are among those given, under any word for them."""
    spelled = {_plain(item) for item in given}
    concepts = frozenset().union(*(lexicon.of_word(item) for item in given))
    return sum(1 for item in wanted if _plain(item) in spelled or lexicon.of_word(item) & concepts)


def _plain(text: str) -> str:
    return "".join(sign for sign in same(text) if sign.isalnum())
