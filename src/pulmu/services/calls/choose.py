"""Who is chosen of those whose applications count: from what was sent and judged to a selection that is kept.

What is kept holds everything the selection rests on: the applications with their hashes, points, bonus and quotas of
each, the terms, and the reason of each. The decisions of an officer take it from there.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pulmu.model import Answer, Firms, InputError, decode, encode, has_errors, problem
from pulmu.model.application import Application
from pulmu.model.call import Call
from pulmu.model.programme import Programme
from pulmu.services._call_facts import CallRules, Standing
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.calls.decide import DecisionWish, decide
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.records.crossing import Received
from pulmu.services.records.deciding import DecisionRecord
from pulmu.services.reviewing.opening import OpenedScores, opened_scores
from pulmu.services.select_call import terms_of
from pulmu.services.workspaces.documents import Kept, find_document, save_document
from pulmu.support.review.naming import firm_key, register_key
from pulmu.support.rules import Facts
from pulmu.support.selection import Candidate, Reason, Selection, check_selection, reasons_of, select
from pulmu.support.size import facts_of, size_rules

SELECTION = "selection/1"
_OUTCOMES = {"chosen": "selected", "reserve": "reserve", "not_chosen": "not_selected"}


@dataclass(frozen=True, slots=True)
class Counted:
    """An application that counts, with what the call's rules say of it.

    Parameters
    ----------
    facts : From the copy of the firm's file that was sent with it.
    groups : Keys of the firm and of those it is tied to by control.
    """

    received: Received
    application: Application
    facts: Facts
    standing: Standing
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class ChosenCall:
    """What a selection came to.

    Parameters
    ----------
    left : Applications that are not judged, with why: `incomplete` and `not_eligible` as an officer decided them,
        or `not_eligible` by the rules.
    """

    call: Call
    selection: Selection
    reasons: tuple[Reason, ...]
    counted: Mapping[str, Counted]
    left: Mapping[str, str]
    scores: OpenedScores


def counted_applications(
    gate: Gate, actor: Actor, call: Call, programme: Programme
) -> tuple[dict[str, Counted], dict[str, str]]:
    """The applications that count, and those that do not, with why.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.reading(actor, "decide_application") as work:
        every = [item for item in work.whole_received("application", call.id) if item.ended is None]
        decided = {item.application: item.outcome for item in work.decisions(call.id)}
    rules = CallRules(programme, call, size_rules())
    counted, left = dict[str, Counted](), dict[str, str]()
    for item in every:
        outcome = decided.get(item.id)
        if outcome in ("incomplete", "not_eligible", "withdrawn"):
            left[item.id] = outcome
            continue
        found = _counted(item, rules)
        if found.standing.eligible is Answer.NO:
            left[item.id] = "not_eligible"
        else:
            counted[item.id] = found
    return counted, left


def choose(gate: Gate, actor: Actor, call: Call, programme: Programme) -> ChosenCall:
    """Choose among the applications that count, by the opened scores; nothing is kept or decided by it.

    Raises
    ------
    AccessRefused  They may not, or there is no such call.
    InputError  The scores are sealed still (`review.sealed_still`) or not those that were sealed
        (`review.seal_broken`); an application has no points (`applications.no_scores`) or does not say how much it asks
        for (`applications.amount_missing`); a quota hangs on what is not known (`applications.quota_unknown`).
    """
    if call.ladder is not None:
        said, mend = "awards down a ladder are chosen from a table", "use `pulmu select` with the table of nominees"
        raise InputError.of("call.ladder_by_table", f"call {call.id}", said, mend)
    scores = opened_scores(gate, actor, call)
    counted, left = counted_applications(gate, actor, call, programme)
    points = scores.points()
    wrong = [item for key, one in counted.items() for item in _wrong(call, key, one, points)]
    if wrong:
        raise InputError(*wrong)
    by_criterion = _means(scores)
    candidates = [_candidate(call, one, points[key], by_criterion.get(key, {})) for key, one in counted.items()]
    terms = terms_of(call)
    problems = tuple(check_selection(candidates, terms))
    if has_errors(problems):
        raise InputError(*problems)
    selection = select(candidates, terms)
    return ChosenCall(call, selection, reasons_of(selection, reserves=call.choosing.reserves), counted, left, scores)


def keep_selection(gate: Gate, actor: Actor, chosen: ChosenCall, *, seen: int, note: str = "") -> Kept:
    """A new version of the selection of a call.

    Raises
    ------
    AccessRefused  They may not.
    ConflictError  Somebody kept another meanwhile (`store.document_changed`).
    """
    tree = _told(chosen)
    return save_document(
        gate, actor, "selection", chosen.call.id, document_of_tree(tree, f"{chosen.call.id}.json"), seen=seen, note=note
    )


def decide_as_chosen(gate: Gate, actor: Actor, call: Call, *, seen: int) -> tuple[DecisionRecord, ...]:
    """Decide every application as the kept selection says: all of them, or nothing.

    Parameters
    ----------
    seen : Version of the selection that was looked at.

    Raises
    ------
    AccessRefused  They may not, or none is kept (`access.unknown_document`).
    InputError  Another one was kept meanwhile (`call.selection_changed`); or as for `decide`.
    ConflictError  Somebody decided meanwhile (`store.decided`).
    """
    kept = find_document(gate, actor, "selection", call.id)
    if kept is None or kept.version.number != seen:
        said, mend = "another selection was kept meanwhile", "look at it as it is now"
        raise InputError.of("call.selection_changed", f"call {call.id}", said, mend)
    tree: Any = kept.document.tree
    with gate.reading(actor, "decide_application") as work:
        last = {item.application: item for item in work.decisions(call.id)}
        ended = {item.id for item in work.all_received("application", call.id) if item.ended is not None}
    wishes = []
    for told in tree["applications"]:
        before = last.get(told["id"])
        outcome, amount = told["outcome"], told["amount_krw"]
        if told["id"] in ended or (before is not None and (before.outcome, before.amount_krw) == (outcome, amount)):
            continue
        wishes.append(
            DecisionWish(
                application=told["id"], outcome=outcome, amount_krw=amount,
                seen=0 if before is None else before.number, told={**told, "selection": kept.version.sha256},
            )
        )  # fmt: skip
    return decide(gate, actor, call.id, wishes)


def _counted(item: Received, rules: CallRules) -> Counted:
    tree: Any = json.loads(item.content)
    document = document_of_tree(tree.get("application") or {"call": item.about}, "")
    application = decode(Application, document).value
    facts, groups = Facts({}), frozenset({_key(application.business_number, application.name or item.name)})
    if tree.get("firm") is not None:
        firms = decode(Firms, document_of_tree(tree["firm"], "")).value
        facts = facts_of(rules.book, firms, rules.day)
        groups |= _tied(firms, facts)
    told = {"project.cost_krw": application.cost_krw, "track": application.track}
    facts = facts.with_values(**{name: value for name, value in told.items() if value is not None})
    return Counted(item, application, facts, rules.standing_of(facts), groups - {""})


def _tied(firms: Firms, facts: Facts) -> frozenset[str]:
    """Keys of the firms that control the firm asked about, or that it controls."""
    ids = {str(row["relative_id"]) for row in facts.relations.get("relatives", ())}
    return frozenset(_key(item.register_id, item.name_local or item.name) for item in firms.companies if item.id in ids)


def _key(number: str, name: str) -> str:
    """What one firm is told from another by: its register number, else its name without its form."""
    return register_key(number) or firm_key(name)


def _wrong(call: Call, key: str, one: Counted, points: Mapping[str, int]) -> Iterable[Any]:
    place = f"application {one.received.name}"
    if key not in points:
        yield problem("applications.no_scores", place, f"{one.received.name} has no scores",
                      "have it judged, or decide that it is not complete or not eligible",
                      application=one.received.name)  # fmt: skip
    asks_money = call.budget_krw is not None or any(item.budget_krw is not None for item in call.tracks)
    if asks_money and one.application.asked_krw is None:
        yield problem("applications.amount_missing", place, f"{one.received.name} does not say how much it asks for",
                      "decide that it is not complete", id=one.received.name)  # fmt: skip
    for quota, answer in one.standing.quotas.items():
        if answer is Answer.UNKNOWN:
            yield problem("applications.quota_unknown", place,
                          f"whether {one.received.name} counts for quota {quota} is not known",
                          "ask for the facts it hangs on", id=one.received.name, quota=quota)  # fmt: skip


def _candidate(call: Call, one: Counted, points: int, means: Mapping[str, int]) -> Candidate:
    members = frozenset(name for name, answer in one.standing.quotas.items() if answer is Answer.YES)
    known: dict[str, int | None] = {
        "bonus": one.standing.bonus, "asked_krw": _whole(one.application.asked_krw),
        "received": int(one.received.at.timestamp()), **means,
    }  # fmt: skip
    ties = []
    for tie in call.choosing.ties:
        value = known.get(tie.by)
        if value is None and isinstance(one.facts.values.get(tie.by), int | float):
            value = round(one.facts.values[tie.by] * 1_000_000)
        if value is not None:
            ties.append((tie.by, value))
    return Candidate(
        one.received.id, points, one.standing.bonus, _whole(one.application.asked_krw) or 0,
        one.application.track or "", members, one.groups, tuple(ties),
    )  # fmt: skip


def _means(scores: OpenedScores) -> dict[str, dict[str, int]]:
    """Mean points of each criterion, as they were given, for ties; halves up. [hundredths]"""
    given: dict[str, dict[str, list[int]]] = {}
    for review, points in scores.given:
        for name, value in points.points.items():
            given.setdefault(review.application, {}).setdefault(name, []).append(value)
    return {
        key: {name: (2 * sum(values) + len(values)) // (2 * len(values)) for name, values in by_name.items()}
        for key, by_name in given.items()
    }


def _whole(krw: float | None) -> int | None:
    return None if krw is None else int(krw)


def _told(chosen: ChosenCall) -> dict[str, Any]:
    """The selection as it is kept: terms, what it rests on, and what became of each application, by rank."""
    reasons = {item.id: item for item in chosen.reasons}
    rows = [_told_one(chosen.counted[item.id], item, reasons[item.id]) for item in chosen.selection.ranked]
    rows += [
        {"id": key, "outcome": why, "amount_krw": 0, "decided_by": []} for key, why in sorted(chosen.left.items())
    ]  # fmt: skip
    selection = chosen.selection
    return {
        "pulmu": SELECTION,
        "id": chosen.call.id,
        "call": encode(chosen.call),
        "points": selection.points,
        "bound": selection.bound,
        "is_proven": selection.is_proven,
        "amount_krw": selection.amount_krw,
        "conflicts": [encode(item) for item in selection.conflicts],
        "applications": rows,
    }


def _told_one(one: Counted, candidate: Candidate, reason: Reason) -> dict[str, Any]:
    outcome = _OUTCOMES[reason.outcome]
    return {
        "id": candidate.id,
        "name": one.application.name or one.received.name,
        "sha256": one.received.sha256,
        "eligible": str(one.standing.eligible),
        "outcome": outcome,
        "amount_krw": candidate.amount_krw if outcome == "selected" else 0,
        "points": candidate.points,
        "bonus": candidate.bonus,
        "quotas": sorted(candidate.memberships),
        "reason": json.loads(json.dumps(encode(reason, full=True))),
    }
