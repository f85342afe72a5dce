"""Who would pay for a measure and who offers it: the support engine and the matching of offers are asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pulmu.model import Document, Problem
from pulmu.model.need import Need, NeedOrigin
from pulmu.model.offer import Offer, SupplyKind
from pulmu.model.programme import Programme
from pulmu.reference.measures import MeasureKind, purposes_of
from pulmu.services.apply_for import Chance, Range, apply_for
from pulmu.services.find_offers import Market, find_in, telling
from pulmu.services.measures.answer import ListedMeasure, MeasuresAnswer

MOST_OFFERS = 3
_KINDS: Mapping[MeasureKind, tuple[SupplyKind, ...]] = {
    "equipment": ("energy",),
    "control": ("automation", "ai", "software", "energy"),
    "audit": ("energy", "carbon"),
    "renewable": ("energy",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """A programme that may be for a measure, as the support engine answers.

    Parameters
    ----------
    eligible : yes, no or unknown.
    conditions : That decide, or that are open, by name.
    is_loan : What is lent has to be paid back: it lowers no cost.
    support_krw, net_krw : What is paid, and what of the investment is left; None where no source bounds it.
    """

    programme: str
    name_en: str
    name_ko: str
    reason_en: str
    reason_ko: str
    eligible: str
    conditions: tuple[str, ...]
    is_loan: bool
    year: int
    is_earlier: bool
    support_krw: Range | None
    net_krw: Range | None


@dataclass(frozen=True, slots=True)
class Supplier:
    """An offer that fits a measure.

    Parameters
    ----------
    words : Of the measure that met words of the offer.
    """

    offer: Offer
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """Programmes and suppliers of one measure. What two programmes pay is not added up."""

    measure: str
    aids: tuple[Aid, ...] = ()
    suppliers: tuple[Supplier, ...] = ()


@dataclass(frozen=True, slots=True)
class Backed:
    """Programmes and suppliers of every sized measure, or what stands in the way."""

    backings: tuple[Backing, ...]
    problems: tuple[Problem, ...]


def back_measures(
    answer: MeasuresAnswer,
    day: date,
    *,
    firm: Document | None = None,
    programmes: Iterable[Programme] = (),
    market: Market | None = None,
) -> Backed:
    """Who would pay for each sized measure, and who offers it.

    Parameters
    ----------
    firm : Document of the firm; None: no programmes are asked.
    """
    by_id = {item.id: item for item in programmes}
    backings, problems = [], list[Problem]()
    for listed in answer.measures:
        if listed.sized.status != "sized":
            continue
        aids, found = _aids(listed, day, firm, by_id)
        problems += [item for item in found if item not in problems]
        suppliers = () if market is None else _suppliers(listed, day, market)
        backings.append(Backing(measure=listed.sized.measure.id, aids=aids, suppliers=suppliers))
    return Backed(tuple(backings), tuple(problems))


def best_aid(backing: Backing | None) -> Aid | None:
    """The grant that leaves the least to pay of those the firm may surely apply to; None where there is none."""
    sure = [
        aid for aid in (() if backing is None else backing.aids)
        if aid.eligible == "yes" and not aid.is_loan and aid.net_krw is not None
    ]  # fmt: skip
    return min(sure, key=_left, default=None)


def _left(aid: Aid) -> float:
    low, high = aid.net_krw or (0.0, None)
    return low + (low if high is None else high)


def need_of(listed: ListedMeasure) -> Need:
    """The need of a measure, as the market is asked."""
    measure = listed.sized.measure
    won = "" if listed.worth is None else f"{listed.worth.won.middle:,.0f} KRW/year"
    return Need(
        id=measure.id, text=f"{measure.name_ko}. {measure.name_en}", kinds=_KINDS.get(measure.kind, ()),
        origin=NeedOrigin(what="measure", reference=measure.id, evidence=won),
    )  # fmt: skip


def _aids(
    listed: ListedMeasure, day: date, firm: Document | None, programmes: Mapping[str, Programme]
) -> tuple[tuple[Aid, ...], tuple[Problem, ...]]:
    purposes = {item.programme: item for item in purposes_of(listed.sized.measure.kind) if item.programme in programmes}
    if firm is None or not purposes or listed.worth is None or listed.worth.capital is None:
        return (), ()
    cost = listed.worth.capital.middle
    applied = apply_for(firm, day, [programmes[name] for name in purposes], cost_krw=cost)
    if applied.answer is None:
        return (), applied.problems
    chances = (*applied.answer.open_to, *applied.answer.closed_to)
    return tuple(
        _aid(item, cost, purposes[item.id].reason_en, purposes[item.id].reason_ko) for item in chances
    ), applied.problems  # fmt: skip


def _aid(chance: Chance, cost: float, reason_en: str, reason_ko: str) -> Aid:
    worth = chance.worth if chance.worth is not None and chance.worth.is_told else None
    support = None if worth is None or chance.eligible == "no" else worth.support_krw
    is_loan = chance.kind == "loan"
    net = None
    if support is not None and not is_loan:
        least = 0.0 if support[1] is None else max(0.0, cost - support[1])
        net = (least, max(0.0, cost - support[0]))
    return Aid(
        programme=chance.id, name_en=chance.name_en, name_ko=chance.name_ko, reason_en=reason_en, reason_ko=reason_ko,
        eligible=chance.eligible, conditions=tuple(item.name for item in chance.decided_by), is_loan=is_loan,
        year=chance.year, is_earlier=chance.is_earlier, support_krw=support, net_krw=net,
    )  # fmt: skip


def _suppliers(listed: ListedMeasure, day: date, market: Market) -> tuple[Supplier, ...]:
    found = find_in(market, need_of(listed), day, MOST_OFFERS)
    return tuple(
        Supplier(hit.offer, tuple(item.asked for item in telling(hit.reasons, MOST_OFFERS))) for hit in found.hits
    )
