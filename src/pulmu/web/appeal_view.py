"""An appeal and everything behind its decision, in the reader's words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pulmu.locale import Language, date_text, has_text, text, won
from pulmu.locale.asked_words import asked_words
from pulmu.locale.selection_words import CallNames, cause_words, points_number
from pulmu.model.call import Call
from pulmu.services.appeals.received import Appeal, parsed
from pulmu.services.appeals.trace import ChosenBy, Scores, Trace
from pulmu.services.calls.shelf import KeptCall
from pulmu.services.records.audit import AuditEntry
from pulmu.services.records.deciding import DecisionRecord
from pulmu.support.calls.appeals import LastDay
from pulmu.support.selection import Cause
from pulmu.web.application_words import Given
from pulmu.web.call_view import choosing_of, money_of, ties_of
from pulmu.web.rule_words import called


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """A decision in words, with the reasons that were told."""

    number: int
    at: datetime
    who: str
    outcome: str
    amount: str
    sha256: str
    reasons: list[str]
    settles: bool


@dataclass(frozen=True, slots=True)
class ShownReview:
    """What a reviewer gave, raw and as it counted."""

    reviewer: str
    points: list[str]
    total: str
    leniency: str
    counted: str
    sealed_at: datetime | None
    sha256: str
    remark: str


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A line of the audit."""

    at: datetime
    who: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class ShownTrace:
    """All of it, as the page shows it."""

    given: list[Given]
    criteria: list[str]
    reviews: list[ShownReview]
    mean: str
    points: str
    terms: list[str]
    money: list[str]
    ties: list[str]
    chosen_by: str
    rank: str
    chosen_reasons: list[str]
    decisions: list[ShownDecision]
    entries: list[ShownEntry]


def shown_trace(
    found: Trace, kept: KeptCall, names: Mapping[str, str], deed: Callable[[AuditEntry], str], language: Language
) -> ShownTrace:
    """Everything behind a decision.

    Parameters
    ----------
    names : Names of people by account; who has none is shown by their id.
    deed : Key of what was done in words.
    """
    call = kept.call
    scores, chosen = found.scores, found.chosen
    return ShownTrace(
        given=_given(found, kept, language),
        criteria=[called(item, language) or item.id for item in call.criteria],
        reviews=[] if scores is None else _reviews(scores, call, names),
        mean="" if scores is None else points_number(scores.mean),
        points="" if scores is None else points_number(scores.points),
        terms=choosing_of(call, language),
        money=[f"{item.name}: {item.said}" for item in money_of(kept, language)],
        ties=ties_of(call, language),
        chosen_by="" if chosen is None else names.get(chosen.author, chosen.author),
        rank=_rank(chosen),
        chosen_reasons=[] if chosen is None else reasons_told(chosen.row, call, language),
        decisions=[_decision(item, call, names, language) for item in found.decisions],
        entries=[_entry(item, names, deed(item), language) for item in found.entries],
    )


def people_of(found: Trace) -> set[str]:
    """Everybody the trace names."""
    reviews = {item.reviewer for item in found.reviews} | {item.assigned_by for item in found.reviews}
    chose = set() if found.chosen is None else {found.chosen.author}
    return reviews | chose | {item.author for item in found.decisions} | {item.actor for item in found.entries}


def reasons_told(told: Any, call: Call, language: Language) -> list[str]:
    """Reasons as a decision or a selection holds them, in words; no other application is named."""
    if not isinstance(told, dict):
        return []
    said = [str(item.get(f"said_{language}") or item.get("said_ko", "")) for item in told.get("reasons", ())]
    reason = told.get("reason")
    if isinstance(reason, dict):
        names = _names(call, language)
        causes = (_cause(item, language) for item in reason.get("causes", ()))
        said += [cause_words(item, reason["total"], names, language, reason.get("last_total")) for item in causes]
    return [*(item for item in said if item), *_conditions(told, language)]


def days_left(found: Appeal, now: datetime, language: Language) -> str:
    """How many days are left to answer, or since how many the answer is late; empty where it is settled."""
    if found.state != "open":
        return ""
    days = (found.answer_by - now).days
    if now >= found.answer_by:
        return text("web.appeals.overdue", language, count=(now - found.answer_by).days + 1)
    return text("web.appeals.left", language, count=days) if days else text("web.appeals.today", language)


def last_day_words(found: LastDay, language: Language) -> str:
    """The last day of an appeal, with why it is a later one, and what is not known."""
    said = [text("web.own_appeal.ends", language, day=date_text(found.day, language))]
    if found.is_moved:
        said.append(text("web.own_appeal.moved", language, counted=date_text(found.counted, language)))
    if not found.is_known:
        said.append(text("web.own_appeal.holidays_unknown", language))
    return " ".join(said)


def outcome_words(outcome: str, language: Language) -> str:
    """What was decided."""
    return text(f"web.appeals.outcome.{outcome}", language)


def _conditions(told: Mapping[str, Any], language: Language) -> list[str]:
    outcome = str(told.get("outcome", ""))
    key = f"decision_letter.why.{outcome}"
    return [text(key, language)] if not told.get("reason") and has_text(key, language) else []


def _cause(told: Mapping[str, Any], language: Language) -> Cause:
    return Cause(**{**told, "others": (text("decision_letter.another", language),)})


def _names(call: Call, language: Language) -> CallNames:
    keys = {item.id: called(item, language) for item in call.criteria}
    keys |= {name: text(f"cli.select.key.{name}", language) for name in ("bonus", "asked_krw", "received", "lots")}
    return CallNames(
        {item.id: called(item, language) or item.id for item in call.quotas},
        {item.id: called(item, language) or item.id for item in call.tracks},
        keys,
    )


def _given(found: Trace, kept: KeptCall, language: Language) -> list[Given]:
    roles = kept.programme.consortium.roles if kept.programme and kept.programme.consortium else ()
    given = () if found.checked is None else found.checked.given
    return [Given(item.name, asked_words(item.name, kept.call, roles, language), item.answer, "") for item in given]


def _reviews(scores: Scores, call: Call, names: Mapping[str, str]) -> list[ShownReview]:
    return [
        ShownReview(
            reviewer=names.get(item.reviewer, item.reviewer),
            points=[_points(item.points.get(criterion.id)) for criterion in call.criteria],
            total=points_number(item.total), leniency=points_number(item.leniency),
            counted=points_number(item.total - item.leniency),
            sealed_at=datetime.fromisoformat(item.sealed_at) if item.sealed_at else None, sha256=item.sha256,
            remark=item.remark,
        )
        for item in scores.reviews
    ]  # fmt: skip


def _points(hundredths: int | None) -> str:
    return "–" if hundredths is None else points_number(hundredths)


def _rank(chosen: ChosenBy | None) -> str:
    reason = None if chosen is None else chosen.row.get("reason")
    return str(reason["rank"]) if isinstance(reason, dict) and "rank" in reason else ""


def _decision(item: DecisionRecord, call: Call, names: Mapping[str, str], language: Language) -> ShownDecision:
    told: Any = parsed(item.content)
    appeal = told.get("appeal") if isinstance(told, dict) else None
    settled = (
        [] if appeal is None else [f"{text('web.appeals.state.' + appeal['verdict'], language)}: {appeal['reason']}"]
    )
    return ShownDecision(
        item.number, item.at, names.get(item.author, item.author), outcome_words(item.outcome, language),
        won(item.amount_krw, language) if item.amount_krw else "", item.sha256,
        [*settled, *reasons_told(told, call, language)], appeal is not None,
    )  # fmt: skip


def _entry(item: AuditEntry, names: Mapping[str, str], key: str, language: Language) -> ShownEntry:
    what = text(key, language) if has_text(key, language) else item.action
    return ShownEntry(item.at, names.get(item.actor, item.actor), what, item.reason or _numbers(item.detail.items()))


def _numbers(detail: Iterable[tuple[str, str]]) -> str:
    """What is short enough to be read: a hash is shortened."""
    return ", ".join(f"{name} {value[:12]}" for name, value in detail if name in ("sha256", "decisions", "number"))
