"""Which offers of suppliers fit a need, why each was found, and which were left out by a firm condition."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from pulmu.model import Document, Problem, has_errors
from pulmu.model.finding import Answer
from pulmu.model.need import Need
from pulmu.model.offer import Offer
from pulmu.support.search import (
    Fit,
    Index,
    Lexicon,
    Reason,
    fits_of,
    fitting,
    index_of_offers,
    passes,
    ranked,
    read_needs,
    read_offers,
    reasons,
    text_of_need,
    wishes,
)

MOST = 10
_LEFT_OUT = 5
_WORTH_TELLING = 0.3
"""Part of the best share from which it is told that an offer was left out: below, it would hardly have been wanted."""
_BY_TEXT = 0.7
"""Part of the score that text alone gives; the rest hangs on fields that order but leave nothing out."""
_UNSAID = 0.5


@dataclass(frozen=True, slots=True)
class FitAnswer:
    """One field of the need against the offer, as plain values; a firm one leaves the offer out where it is no."""

    name: str
    answer: str
    asked: str
    given: str
    is_firm: bool
    met: int
    wanted: int


@dataclass(frozen=True, slots=True)
class ReasonAnswer:
    """Words of the need that met words of the offer; `part` of all that met, between 0 and 1."""

    how: str
    asked: str
    found: str
    concept: str
    concept_ko: str
    concept_en: str
    part: float


@dataclass(frozen=True, slots=True)
class Hit:
    """An offer that fits; `score` between 0 and 1 orders hits and means nothing by itself."""

    rank: int
    offer: Offer
    score: float
    reasons: tuple[ReasonAnswer, ...]
    fits: tuple[FitAnswer, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An offer that fits in words and breaks a firm condition."""

    offer: Offer
    broken: tuple[FitAnswer, ...]


@dataclass(frozen=True, slots=True)
class FoundOffers:
    """What a need finds on a day."""

    need: Need
    day: date
    looked_at: int
    fitting: int
    hits: tuple[Hit, ...]
    left_out: dict[str, int]
    nearest_left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Market:
    """Offers with their index, by the order of their ids."""

    offers: tuple[Offer, ...]
    index: Index
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class Outcome:
    """What every need finds, or what stands in its way."""

    found: tuple[FoundOffers, ...]
    problems: tuple[Problem, ...]


def find_offers(needs: Document, offers: Iterable[Document], day: date, lexicon: Lexicon, most: int = MOST) -> Outcome:
    """What the needs of a file find among the offers of others; nothing where a file is wrong.

    Parameters
    ----------
    most : Hits of each need.
    """
    asked = read_needs(needs)
    given = [read_offers(document) for document in offers]
    problems = (*asked.problems, *(item for one in given for item in one.problems))
    if has_errors(problems):
        return Outcome((), problems)
    market = market_of((offer for one in given for offer in one.value), lexicon)
    return Outcome(tuple(find_in(market, need, day, most) for need in asked.value), problems)


def market_of(offers: Iterable[Offer], lexicon: Lexicon) -> Market:
    """Offers ready to be searched; of one id that two files give, the first counts."""
    once: dict[str, Offer] = {}
    for offer in offers:
        once.setdefault(offer.id, offer)
    ordered = tuple(once[name] for name in sorted(once))
    return Market(ordered, index_of_offers(ordered, lexicon), lexicon)


def find_in(market: Market, need: Need, day: date, most: int = MOST) -> FoundOffers:
    """What one need finds."""
    text = text_of_need(need)
    wanted = wishes(market.index, text)
    shares = fitting(market.index, wanted)
    if not text:  # asked in fields alone: every offer is looked at, and fields order
        shares = shares + 1.0
    left: Counter[str] = Counter()
    near: list[LeftOut] = []
    scored = shares * 0.0
    fits: dict[int, tuple[Fit, ...]] = {}
    order = ranked(market.index, shares, len(market.offers))
    best = order[0].share if order else 0.0
    for match in order:
        offer = market.offers[match.number]
        told = fits_of(need, offer, market.lexicon, day)
        if passes(told):
            fits[match.number] = told
            scored[match.number] = match.share * (_BY_TEXT + (1 - _BY_TEXT) * _ordering(told))
        else:
            broken = tuple(_fit(fit) for fit in told if fit.is_firm and fit.answer is Answer.NO)
            left.update(fit.name for fit in broken)
            if len(near) < _LEFT_OUT and match.share >= _WORTH_TELLING * best:
                near.append(LeftOut(offer, broken))
    hits = tuple(
        Hit(
            place,
            market.offers[match.number],
            match.share,
            tuple(_reasons(market, reasons(market.index, wanted, text, match.number))),
            tuple(_fit(fit) for fit in fits[match.number]),
        )
        for place, match in enumerate(ranked(market.index, scored, most), start=1)
    )
    return FoundOffers(need, day, len(market.offers), len(fits), hits, dict(sorted(left.items())), tuple(near))


def fit_of(market: Market, need: Need, day: date, number: int) -> Hit | None:
    """How one offer fits a need; None where it breaks a firm condition or shares no word with it."""
    text, offer = text_of_need(need), market.offers[number]
    told = fits_of(need, offer, market.lexicon, day)
    if not passes(told):
        return None
    wanted = wishes(market.index, text)
    share = float(fitting(market.index, wanted)[number]) if text else 1.0
    score = round(share * (_BY_TEXT + (1 - _BY_TEXT) * _ordering(told)), 9)
    if score <= 0:
        return None
    why = tuple(_reasons(market, reasons(market.index, wanted, text, number)))
    return Hit(1, offer, score, why, tuple(_fit(fit) for fit in told))


def telling(told: Iterable[ReasonAnswer], most: int) -> list[ReasonAnswer]:
    """The reasons worth showing first: each word of the need once, and of words inside one another the longer."""
    chosen: list[ReasonAnswer] = []
    for reason in told:
        inside = [item for item in chosen if item.asked in reason.asked and item.asked != reason.asked]
        if any(reason.asked in item.asked for item in chosen):
            continue
        at = min((chosen.index(item) for item in inside), default=len(chosen))
        chosen = [item for item in chosen if item not in inside]
        chosen.insert(at, reason)
    return chosen[:most]


def _ordering(told: tuple[Fit, ...]) -> float:
    """How far fields that leave nothing out are met, between 0 and 1."""
    values = [
        fit.met / fit.wanted if fit.wanted else 1.0 if fit.answer is Answer.YES else _UNSAID
        for fit in told
        if fit.name in ("standards", "processes", "sector")
    ]
    return sum(values) / len(values) if values else 1.0


def _fit(fit: Fit) -> FitAnswer:
    return FitAnswer(fit.name, str(fit.answer), fit.asked, fit.given, fit.is_firm, fit.met, fit.wanted)


def _reasons(market: Market, told: tuple[Reason, ...]) -> Iterator[ReasonAnswer]:
    for reason in told:
        concept = market.lexicon.concepts.get(reason.concept)
        names = (concept.name("ko"), concept.name("en")) if concept else ("", "")
        yield ReasonAnswer(reason.how, reason.asked, reason.found, reason.concept, *names, round(reason.part, 6))
