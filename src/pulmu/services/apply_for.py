"""What a firm may apply for on a day: every programme with its answer, its worth, its dates and what decides."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from pulmu.model import Answer, Bounded, Document, Finding, Firms, InputError, Problem, decode, has_errors
from pulmu.model.programme import Programme, ProgrammeSource
from pulmu.services._programme_dates import Dates, dates_of
from pulmu.services._programme_reasons import Reason, reasons_of
from pulmu.support.advice import MissingFact, Turn, missing_facts, turns
from pulmu.support.ownership import asked_firm, check_read_firms
from pulmu.support.programme import ProgrammeRules, programme_rules, rulebook_of
from pulmu.support.rules import Evaluation, Facts, Outcome, Rulebook
from pulmu.support.size import facts_of, size_rules

COST = "project.cost_krw"
Range = tuple[float, float | None]
"""The least and the most; no most where no source names one."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What a programme pays, or lends.

    Parameters
    ----------
    support_krw : What is paid for the project asked about; from 0 where its cost is not told.
    own_share_krw : What the firm then pays itself.
    rate : Share of the cost that is paid.
    ceiling_krw : The most that is paid.
    is_told : Whether any source bounds what is paid, by a ceiling or by a share of the cost.
    whole_from_krw : Cost from which the whole ceiling is paid; None where ceiling or rate is not known.
    own_share_at_whole_krw : What the firm pays itself at that cost.
    """

    support_krw: Range
    own_share_krw: Range
    rate: Range
    ceiling_krw: Range
    is_told: bool
    whole_from_krw: float | None = None
    own_share_at_whole_krw: Range | None = None


@dataclass(frozen=True, slots=True)
class Chance:
    """A programme, and whether the firm may apply.

    Parameters
    ----------
    year : Year whose terms are known; `is_earlier` where that lies before the day asked.
    eligible : yes, no or unknown.
    decided_by : Conditions that decide, or that are open.
    terms_known : Whether any source says who may apply.
    worth : None where it pays no money.
    asks : Facts that are not told and could change the answer.
    turn : The nearest change of one fact that would turn a no.
    confidence : How the terms were read: `secondary`, or `memory` where a source is none that can be looked up.
    """

    id: str
    name_ko: str
    name_en: str
    agency: str
    kind: str
    year: int
    is_earlier: bool
    eligible: str
    decided_by: tuple[Reason, ...]
    terms_known: bool
    dates: Dates
    worth: Worth | None
    asks: tuple[str, ...]
    turn: Turn | None
    confidence: str
    confidence_note: str
    sources: tuple[ProgrammeSource, ...]


@dataclass(frozen=True, slots=True)
class Chances:
    """What a firm may apply for.

    Parameters
    ----------
    cost_krw : Cost of the project asked about; None where not told.
    open_to : Programmes that are or may be open to the firm, worth most first; loans after what is given.
    ask_first : What to find out, what settles most first, with the programmes it settles; none: with others only. What
        the firm's file says nobody knows comes last.
    closed_to : Those that are not.
    """

    firm: str
    name: str
    name_local: str
    day: date
    cost_krw: float | None
    open_to: tuple[Chance, ...]
    ask_first: tuple[MissingFact, ...]
    closed_to: tuple[Chance, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """The answer with the rules and findings behind it, or what stands in its way."""

    answer: Chances | None
    rules: Mapping[str, ProgrammeRules]
    outcomes: Mapping[str, Outcome]
    problems: tuple[Problem, ...]


def apply_for(
    document: Document, day: date, programmes: Iterable[Programme], *, cost_krw: float | None = None
) -> Applied:
    """What the firm that a file asks about may apply for.

    Parameters
    ----------
    programmes : Those looked at, under one rulebook with the size of the firm.
    cost_krw : Cost of the whole project asked about, in won; else what the file says.
    """
    decoded = decode(Firms, document)
    problems = check_read_firms(document, decoded)
    if has_errors(problems):
        return Applied(None, {}, {}, problems)
    chosen, size = tuple(programmes), size_rules()
    rules = {item.id: programme_rules(item, size) for item in chosen}
    book = rulebook_of(chosen, size)
    try:
        facts = facts_of(book, decoded.value, day)
    except InputError as error:  # more holdings than can be followed
        return Applied(None, {}, {}, (*problems, *error.problems))
    if cost_krw is not None:
        facts = facts.with_values(**{COST: cost_krw})
    asked = Evaluation(book, facts, day)
    outcomes = {name: asked.outcome(node) for name, node in book.outputs.items()}
    chances = [_chance(found, book, facts, day, outcomes) for found in rules.values()]
    firm, cost = asked_firm(decoded.value), facts.values.get(COST)
    missing = missing_facts(book, facts, day, [f"{name}.eligible" for name in rules])
    return Applied(Chances(
        firm=firm.id,
        name=firm.name or firm.name_local or firm.id,
        name_local=firm.name_local,
        day=day,
        cost_krw=None if cost is None else float(cost),
        open_to=tuple(sorted((item for item in chances if item.eligible != "no"), key=_order)),
        ask_first=tuple(sorted(missing, key=lambda item: item.fact in firm.not_known)),
        closed_to=tuple(item for item in chances if item.eligible == "no"),
    ), rules, outcomes, problems)  # fmt: skip


def known_terms(programme: Programme, day: date) -> tuple[Worth | None, Dates]:
    """What a programme pays and when it is open, for a firm of which nothing is known."""
    book, facts = rulebook_of((programme,), size_rules()), Facts({})
    asked = Evaluation(book, facts, day)
    outcomes = {name: asked.outcome(node) for name, node in book.outputs.items()
                if name.startswith(f"{programme.id}.") and not name.endswith(".eligible")}  # fmt: skip
    open_now = cast("Finding", outcomes[f"{programme.id}.open"]).answer
    return _worth(programme.id, book, facts, day, outcomes), dates_of(programme, day, open_now)


def _order(chance: Chance) -> tuple[bool, int, float, str]:
    """What is given before what is lent; the most that may be paid first, then what is not known, then no money."""
    if chance.worth is None:
        return False, 2, 0.0, chance.id
    most = chance.worth.support_krw[1] if chance.worth.is_told else None
    return chance.kind == "loan", int(most is None), -(most or 0.0), chance.id


def _chance(rules: ProgrammeRules, book: Rulebook, facts: Facts, day: date, outcomes: Mapping[str, Outcome]) -> Chance:
    programme, name = rules.programme, f"{rules.programme.id}.eligible"
    found = cast("Finding", outcomes[name])
    reasons = reasons_of(found, rules)
    is_closed = found.answer is Answer.NO
    told = found.source or next((part.source for part in found.parts if part.source), None)
    return Chance(
        id=programme.id,
        name_ko=programme.name_ko,
        name_en=programme.name_en,
        agency=programme.agency or programme.ministry,
        kind=programme.kind,
        year=programme.year,
        is_earlier=programme.year < day.year,
        eligible=str(found.answer),
        decided_by=reasons.decided_by,
        terms_known=programme.conditions is not None,
        dates=dates_of(programme, day, cast("Finding", outcomes[f"{programme.id}.open"]).answer),
        worth=_worth(programme.id, book, facts, day, outcomes),
        asks=reasons.asks,
        turn=next(iter(turns(book, facts, day, name)), None) if is_closed else None,
        confidence=(told.confidence if told is not None else None) or "secondary",
        confidence_note=programme.confidence,
        sources=programme.sources,
    )


def _worth(programme: str, book: Rulebook, facts: Facts, day: date, outcomes: Mapping[str, Outcome]) -> Worth | None:
    if f"{programme}.support_krw" not in outcomes:
        return None
    rate, ceiling = _number(outcomes, f"{programme}.rate"), _number(outcomes, f"{programme}.ceiling_krw")
    whole = _whole_from(rate, ceiling)
    return Worth(
        support_krw=_range(_number(outcomes, f"{programme}.support_krw")),
        own_share_krw=_range(_number(outcomes, f"{programme}.own_share_krw")),
        rate=_range(rate),
        ceiling_krw=_range(ceiling),
        is_told=math.isfinite(ceiling.high) or (rate.low, rate.high) != (0.0, 1.0),
        whole_from_krw=whole,
        own_share_at_whole_krw=None if whole is None else _own_share(programme, book, facts, day, whole),
    )


def _whole_from(rate: Bounded, ceiling: Bounded) -> float | None:
    """The least cost, in whole won, that surely brings the whole of a known ceiling."""
    if not ceiling.is_known or rate.low <= 0:
        return None
    return float(math.ceil(ceiling.low / rate.low - 1e-6))


def _own_share(programme: str, book: Rulebook, facts: Facts, day: date, cost: float) -> Range:
    asked = Evaluation(book, facts.with_values(**{COST: cost}), day)
    return _range(cast("Bounded", asked.outcome(book.outputs[f"{programme}.own_share_krw"])))


def _number(outcomes: Mapping[str, Outcome], name: str) -> Bounded:
    return cast("Bounded", outcomes[name])


def _range(number: Bounded) -> Range:
    return number.low, None if math.isinf(number.high) else number.high
