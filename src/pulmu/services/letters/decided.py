"""What was decided in a call of the place, application by application, as its letters tell it."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pulmu.model import InputError, encode
from pulmu.model.call import Call
from pulmu.model.decision import Decision, DecisionReason, Decisions
from pulmu.model.programme import Programme
from pulmu.services._call_points import mean_points
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.accounts.identify import ZONE
from pulmu.services.call_list import ListEntry
from pulmu.services.calls.shelf import KeptCall, call_in_force
from pulmu.services.decisions_of_call import Say, decided_call, decision_of, scored_criteria
from pulmu.services.letters.applicants import ApplicantReader, ReadApplicant
from pulmu.services.records.crossing import Received
from pulmu.services.records.deciding import DecisionRecord
from pulmu.services.reviewing.opening import opened_scores
from pulmu.services.workspaces.documents import find_document
from pulmu.support.programme import ProgrammeRules
from pulmu.support.selection import Bar, Cause

SayFor = Callable[[Call, ProgrammeRules], Say]
"""Reasons of a call in words."""
_OUTCOMES = {"selected": "chosen", "not_selected": "not_chosen"}
_LONGEST = 1200
"""Signs of a reason in a letter."""


@dataclass(frozen=True, slots=True)
class Told:
    """One decision as its letter tells it.

    Parameters
    ----------
    received : The application, without its content.
    decisions : The call as of that decision, and that decision alone.
    """

    received: Received
    number: int
    sha256: str
    decisions: Decisions

    @property
    def decision(self) -> Decision:
        """The decision itself."""
        return self.decisions.decisions[0]


class DecidedApplications:
    """The decisions of a call that stand, each told when it is asked for: thousands need no room at once."""

    def __init__(self, found: KeptCall, programme: Programme, standing: "_Standing", say: SayFor) -> None:
        self.call = found.call
        self._reader = ApplicantReader(found.call, programme)
        self._standing = standing
        self._say = say(found.call, self._reader.rules.rules)
        self._criteria = scored_criteria(found.call)

    def __len__(self) -> int:
        return len(self._standing.last)

    @property
    def ids(self) -> tuple[str, ...]:
        """Applications, in the order of their ranks, then of their ids."""
        ranks = {key: item.get("rank", 10**9) for key, item in self._standing.reasons.items()}
        return tuple(sorted(self._standing.last, key=lambda key: (ranks.get(key, 10**9), key)))

    def decision(self, application: str) -> DecisionRecord:
        """What was decided last."""
        return self._standing.last[application]

    def told(self, item: Received) -> Told:
        """What is told to who sent an application."""
        made, standing = self._standing.last[item.id], self._standing
        applicant = self._reader.read(item)
        reason = standing.reasons.get(item.id)
        entry = _entry(applicant, made, reason, standing.told(item.id))
        points = mean_points(given, self.call).by_criterion if (given := standing.given.get(item.id)) else {}
        bonus = 0 if reason is None else int(standing.bonus.get(item.id, 0))
        decision = decision_of(self.call, applicant, entry, points, bonus, standing.ranked, self._say)
        reasons = (*decision.reasons, *_of_appeal(standing.told(item.id)))
        decision = replace(decision, reasons=reasons, nominee=applicant.nominee)
        day = made.at.astimezone(ZONE).date()
        call = decided_call(self.call, day)
        return Told(replace(item, content=""), made.number, made.sha256, Decisions(
            call=call, criteria=self._criteria, decisions=(decision,)
        ))  # fmt: skip


def decided_applications(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str, say: SayFor
) -> DecidedApplications:
    """The decisions of a call that stand; who withdrew is told nothing. That points were looked at is noted.

    Raises
    ------
    AccessRefused  They may not, or the call was never published (`access.unknown_document`).
    InputError  It is not decided yet (`letter.not_decided`), its programme is unknown, or scores are not those that
        were sealed (`review.seal_broken`).
    """
    found = decided_state(gate, actor, packaged, call)
    if found.programme is None:
        raise InputError(*found.problems)
    kept = find_document(gate, actor, "selection", call)
    tree: Any = {} if kept is None else kept.document.tree
    with gate.reading(actor, "read_letters") as work:
        ended = {item.id for item in work.all_received("application", call) if item.ended is not None}
        made = {item.application: item for item in work.whole_decisions(call)}  # by number: the last one stays
    last = {key: item for key, item in made.items() if key not in ended and item.outcome != "withdrawn"}
    given: dict[str, list[Mapping[str, int]]] = {}
    if found.call.criteria and any(item.outcome in ("selected", "reserve", "not_selected") for item in last.values()):
        for review, points in opened_scores(gate, actor, found.call).given:
            given.setdefault(review.application, []).append(points.points)
    whole = {key: rows for key, rows in given.items() if all(len(row) == len(found.call.criteria) for row in rows)}
    return DecidedApplications(found, found.programme, _Standing.of(last, tree, whole), say)


def decided_state(gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str) -> KeptCall:
    """A call of which everything is decided.

    Raises
    ------
    AccessRefused  They may not, or it was never published (`access.unknown_document`).
    InputError  It is not decided yet (`letter.not_decided`).
    """
    found = call_in_force(gate, actor, packaged, call)
    if found.state is None or found.state.stage not in ("decided", "published"):
        said, mend = "the call is not decided yet", "decide every application, and bring the call to decided"
        raise InputError.of("letter.not_decided", f"call {call}", said, mend)
    return found


@dataclass(frozen=True, slots=True)
class _Standing:
    """Decisions that stand, and what the kept selection says of them.

    Parameters
    ----------
    reasons, bonus : Of each application that was judged.
    given : Points of each reviewer by criterion. [hundredths]
    """

    last: Mapping[str, DecisionRecord]
    reasons: Mapping[str, Mapping[str, Any]]
    bonus: Mapping[str, int]
    given: Mapping[str, list[Mapping[str, int]]]
    ranked: int

    @classmethod
    def of(cls, last: Mapping[str, DecisionRecord], tree: Any, given: Any) -> "_Standing":
        """From the selection as it is kept; what was decided since then comes first."""
        rows = {str(item["id"]): item for item in tree.get("applications", ())}
        rows |= {key: told for key, made in last.items() if "reason" in (told := _content(made))}
        reasons = {key: item["reason"] for key, item in rows.items() if item.get("reason")}
        bonus = {key: rows[key]["reason"]["total"] - rows[key].get("points", 0) for key in reasons}
        return cls(last, reasons, bonus, given, sum("rank" in item for item in reasons.values()))

    def told(self, application: str) -> Mapping[str, Any]:
        """What was told of the decision when it was made."""
        return _content(self.last[application])


def _content(made: DecisionRecord) -> dict[str, Any]:
    try:
        tree = json.loads(made.content or "{}")
    except ValueError:
        return {}
    return tree if isinstance(tree, dict) else {}


def _entry(
    applicant: ReadApplicant, made: DecisionRecord, reason: Mapping[str, Any] | None, told: Mapping[str, Any]
) -> ListEntry:
    outcome: Any = _OUTCOMES.get(made.outcome, made.outcome)
    entry = ListEntry(
        applicant.number, applicant.name_ko, applicant.name_en, outcome, track=applicant.track,
        amount_krw=made.amount_krw, conditions=_conditions(made, applicant), award=told.get("award"),
    )  # fmt: skip
    if reason is None or outcome in ("incomplete", "not_eligible"):
        return entry
    causes = () if outcome == "chosen" else tuple(map(_cause, reason.get("causes", ())))
    bars = () if outcome == "chosen" and not told.get("award") else tuple(map(_bar, reason.get("bars", ())))
    return replace(
        entry, rank=reason.get("rank"), total=reason.get("total"), causes=causes, bars=bars,
        last_total=reason.get("last_total"), next_total=reason.get("next_total"),
        reserve=reason.get("reserve") if outcome == "reserve" else None,
    )  # fmt: skip


def _conditions(made: DecisionRecord, applicant: ReadApplicant) -> tuple[str, ...]:
    if made.outcome == "incomplete":
        return applicant.missing
    return applicant.conditions if made.outcome == "not_eligible" else ()


def _cause(tree: Mapping[str, Any]) -> Cause:
    """A cause as it was kept, without those who stand in the way: a letter names nobody else."""
    limit, left, asked = (tree.get(name) for name in ("limit", "left", "asked"))
    return Cause(tree["kind"], str(tree.get("id", "")), limit, left, asked, tie_key=tree.get("tie_key"))


def _bar(tree: Mapping[str, Any]) -> Bar:
    quota, tie_key = str(tree.get("quota", "")), tree.get("tie_key")
    return Bar(tree["award"], tree["kind"], tree.get("asked"), tree.get("has"), quota=quota, tie_key=tie_key)


def _of_appeal(told: Mapping[str, Any]) -> Iterator[DecisionReason]:
    """What was answered to an appeal, which the decision rests on."""
    said = str(told["appeal"].get("reason", "")) if isinstance(told.get("appeal"), dict) else ""
    if said:
        cut = said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
        yield DecisionReason(kind="other", said_ko=cut, said_en=cut)


def told_tree(told: Told) -> dict[str, Any]:
    """A decision as JSON: what a letter rests on, and what its firm is sent."""
    tree: Any = encode(told.decisions)
    return dict(tree)
