"""From the list of a call to decisions that can be told: own points, place and line, and reasons without others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal, Protocol, cast, get_args

from pulmu.model import InputError, Source
from pulmu.model.call import Call
from pulmu.model.decision import (
    CriterionPoints,
    DecidedCall,
    Decision,
    DecisionReason,
    Decisions,
    Outcome,
    ReasonKind,
    ScoredCriterion,
)
from pulmu.model.programme import SizeLabel
from pulmu.reference import find_region
from pulmu.services.call_list import CallList, ListEntry
from pulmu.services.select_call import Chosen
from pulmu.support.calls import hundredths
from pulmu.support.calls.appeals import appeal_terms, last_day
from pulmu.support.selection import Bar, Cause, counted_bonus

Why = Cause | Bar | str
"""What stood in the way: a term, a kind of award, a condition of the programme or a paper by its name; empty: none is
named."""
Say = Callable[[ListEntry, Why, Literal["ko", "en"]], str]
"""A reason in words; it names no other application."""


class Applicant(Protocol):
    """What is told of who applied."""

    @property
    def name_ko(self) -> str:
        """Its name in Korean."""
        ...

    @property
    def name_en(self) -> str:
        """Its name in English; may be empty."""
        ...

    @property
    def business_number(self) -> str:
        """Of its registration; may be empty."""
        ...

    @property
    def facts(self) -> Mapping[str, Any]:
        """Size class, province and section, as far as they are known."""
        ...


_OUTCOMES: dict[str, Outcome] = {
    "chosen": "selected", "reserve": "reserve", "not_chosen": "not_selected", "incomplete": "incomplete",
    "not_eligible": "not_eligible",
}  # fmt: skip
_KINDS: dict[str, ReasonKind] = {
    "places": "places", "track_places": "places", "budget": "budget", "track_budget": "budget", "list_ended": "budget",
    "group": "one_per_group", "same_person": "one_per_group", "below_passing": "passing", "below_points": "passing",
    "points": "rank",
}  # fmt: skip


def decisions_of_call(
    chosen: Chosen, listed: CallList, points: Mapping[str, Mapping[str, int]], decided_on: date, say: Say
) -> Decisions:
    """The decisions of a call as its letters tell them.

    Parameters
    ----------
    points : Points by criterion of each application that was judged. [hundredths of a point]
    """
    call = chosen.call
    ranked = sum(1 for entry in listed.entries if entry.rank is not None)
    bonuses = _bonuses(chosen, listed, points)
    return Decisions(
        call=decided_call(call, decided_on),
        criteria=scored_criteria(call),
        decisions=tuple(
            decision_of(
                call, chosen.rows[entry.id], entry, points.get(entry.id, {}), bonuses.get(entry.id, 0), ranked, say
            )
            for entry in listed.entries
        ),
    )


def scored_criteria(call: Call) -> tuple[ScoredCriterion, ...]:
    """What applications were scored by."""
    return tuple(
        ScoredCriterion(id=item.id, name_ko=item.name_ko, name_en=item.name_en or item.name_ko,
                        most_hundredths=hundredths(item.most))
        for item in call.criteria
    )  # fmt: skip


def decided_call(call: Call, decided_on: date) -> DecidedCall:
    """The call as its letters name it, with the time of an appeal."""
    passing = call.choosing.passing_points
    terms = appeal_terms(call)
    return DecidedCall(
        id=call.id, name_ko=call.name_ko, name_en=call.name_en or call.name_ko, agency_ko=call.agency,
        agency_en=call.agency, contact=call.contact[:400], decided_on=decided_on,
        passing_hundredths=None if passing is None else hundredths(passing),
        appeal_days=terms.days, appeal_law=terms.source, appeal_until=last_day(decided_on, terms.days).day,
        appeal_to_ko=call.agency, appeal_to_en=call.agency,
        terms=tuple(Source(item.source, item.supports, item.date or None) for item in call.sources),
    )  # fmt: skip


def _bonuses(chosen: Chosen, listed: CallList, points: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """The bonus that counted; of awards what the total has beyond the points, which are whole there."""
    if chosen.selection is not None:
        return {item.id: counted_bonus(item, chosen.selection.terms) for item in chosen.selection.ranked}
    return {entry.id: entry.total - sum(points[entry.id].values()) for entry in listed.entries
            if entry.total is not None and entry.id in points}  # fmt: skip


def decision_of(
    call: Call, row: Applicant, entry: ListEntry, points: Mapping[str, int], bonus: int, ranked: int, say: Say
) -> Decision:
    """What is told to one applicant.

    Parameters
    ----------
    points : By criterion. [hundredths of a point]
    ranked : How many applications are in the order.
    """
    outcome = _OUTCOMES[entry.outcome]
    judged = entry.rank is not None
    own = tuple(CriterionPoints(criterion=item.id, hundredths=points[item.id]) for item in call.criteria
                if judged and item.id in points)  # fmt: skip
    award = next((item for item in (call.ladder.rungs if call.ladder else ()) if item.id == entry.award), None)
    track = next((item for item in call.tracks if item.id == entry.track), None)
    granted = entry.amount_krw if outcome == "selected" and (entry.amount_krw or call.ladder is None) else None
    return Decision(
        application=entry.id, firm_ko=row.name_ko, firm_en=row.name_en, business_number=row.business_number,
        outcome=outcome, size=_size(row.facts), province=_province(row.facts),
        section=_text(row.facts, "section", 2),
        track=(track and track.name_ko) or entry.track, track_en=track.name_en if track else "",
        award=(award and award.name_ko) or entry.award or "", award_en=award.name_en if award else "",
        reserve_place=entry.reserve, amount_krw=granted, rank=entry.rank,
        ranked=ranked if judged else None, points=own, bonus_hundredths=bonus or None,
        total_hundredths=entry.total, last_selected_hundredths=entry.last_total,
        reasons=() if outcome == "selected" else tuple(_reason(entry, why, say) for why in _whys(entry)),
    )  # fmt: skip


def _whys(entry: ListEntry) -> Sequence[Why]:
    if entry.outcome in ("incomplete", "not_eligible"):
        return entry.conditions or ("",)
    return (*entry.causes, *entry.bars) or ("",)


def _reason(entry: ListEntry, why: Why, say: Say) -> DecisionReason:
    if isinstance(why, Cause):
        why = replace(why, others=())
    said = {language: say(entry, why, language) for language in cast("tuple[Literal['ko', 'en'], ...]", ("ko", "en"))}
    told = DecisionReason(kind=_kind(entry, why), said_ko=said["ko"], said_en=said["en"], answer="no")
    if isinstance(why, Cause) and why.kind == "below_passing" and why.left is not None and why.limit is not None:
        return replace(told, left=float(why.left), sign=">=", right=float(why.limit), unit="points")
    return told


def _kind(entry: ListEntry, why: Why) -> ReasonKind:
    if isinstance(why, str):
        return "eligibility" if entry.outcome == "not_eligible" else (
            "documents" if entry.outcome == "incomplete" else "other"
        )  # fmt: skip
    if why.tie_key is not None:
        return "tie"
    if "quota" in why.kind:
        return "quota"
    return _KINDS.get(why.kind, "award" if isinstance(why, Bar) else "other")


def _size(facts: Mapping[str, Any]) -> Any:
    told = facts.get("size_class")
    return told if told in get_args(SizeLabel) else ""


def _province(facts: Mapping[str, Any]) -> str:
    told = _text(facts, "province", 20)
    try:
        return find_region(told).code if told else ""
    except InputError:
        return told


def _text(facts: Mapping[str, Any], name: str, longest: int) -> str:
    told = facts.get(name)
    return told[:longest] if isinstance(told, str) else ""
