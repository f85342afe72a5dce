"""Who is chosen of those whose applications count: from what was sent and judged to a selection that is kept.

What is kept holds everything the selection rests on: the applications with their hashes, points, bonus and quotas of
each, the terms, and the reason of each. The decisions of an officer take it from there.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pulmu.model import Answer, Document, Firms, InputError, Problem, decode, problem
from pulmu.model.application import Application
from pulmu.model.call import Call
from pulmu.model.programme import Programme
from pulmu.services._call_candidates import Choice, Entrant, choice_of, group_of, wrong_with
from pulmu.services._call_chances import chances_of_choice
from pulmu.services._call_facts import CallRules, told_size_rules
from pulmu.services._call_points import Scored, scored
from pulmu.services._told_facts import told_facts
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.calls.chosen_tree import chances_tree, chosen_tree
from pulmu.services.calls.decide import DecisionWish, decide
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.records.crossing import Received
from pulmu.services.records.deciding import DecisionRecord
from pulmu.services.reviewing.opening import opened_scores, told_points
from pulmu.services.workspaces.documents import Kept, find_document, save_document
from pulmu.support.review.naming import firm_key, register_key
from pulmu.support.rules import Facts
from pulmu.support.selection import Chances, Selection, Tell, untold
from pulmu.support.size import facts_of, size_rules

SEED = 0
_DRAWS = ((1_000, 200), (3_000, 100))
"""Up to so many applications so many draws; beyond, fewer: each draw chooses everyone again."""
_FEWEST = 50


@dataclass(frozen=True, slots=True)
class Counted:
    """An application that counts, with what the call's rules say of it."""

    received: Received
    application: Application
    entrant: Entrant


@dataclass(frozen=True, slots=True)
class ChosenCall:
    """What a selection came to.

    Parameters
    ----------
    left : Applications that are not judged, with why: `incomplete` and `not_eligible` as an officer decided them,
        or `not_eligible` by the rules.
    """

    call: Call
    choice: Choice
    counted: Mapping[str, Counted]
    left: Mapping[str, str]
    scores: Scored
    chances: Chances | None = None

    @property
    def selection(self) -> Selection:
        """The selection of a call that gives no awards."""
        if self.choice.selection is None:
            raise TypeError(self.call.id)
        return self.choice.selection

    def tree(self) -> dict[str, Any]:
        """As it is kept."""
        names = {key: item.application.name or item.received.name for key, item in self.counted.items()}
        hashes = {key: item.received.sha256 for key, item in self.counted.items()}
        standings = {key: item.entrant.standing for key, item in self.counted.items()}
        tree = chosen_tree(self.call, self.choice, names, hashes, standings, self.left)
        return tree if self.chances is None else tree | {"chances": chances_tree(self.chances, SEED)}

    def document(self) -> Document:
        """The same as a document."""
        return document_of_tree(self.tree(), f"{self.call.id}.json")


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
    computed = CallRules(programme, call, size_rules())
    by_table = CallRules(programme, call, told_size_rules())  # the officer has the certificate before them
    counted, left = dict[str, Counted](), dict[str, str]()
    for item in every:
        outcome = decided.get(item.id)
        if outcome in ("incomplete", "not_eligible", "withdrawn"):
            left[item.id] = outcome
            continue
        found = _counted(call, item, computed, by_table)
        if found.entrant.standing.eligible is Answer.NO:
            left[item.id] = "not_eligible"
        else:
            counted[item.id] = found
    return counted, left


def choose(gate: Gate, actor: Actor, call: Call, programme: Programme, tell: Tell = untold) -> ChosenCall:
    """Choose among the applications that count, by the opened scores; nothing is kept or decided by it.

    Parameters
    ----------
    tell : Is told how far the choice is; ends it by raising.

    Raises
    ------
    AccessRefused  They may not, or there is no such call.
    InputError  The scores are sealed still (`review.sealed_still`) or not those that were sealed
        (`review.seal_broken`); an application has no points (`applications.no_scores`) or does not say how much it asks
        for (`applications.amount_missing`); a quota hangs on what is not known (`applications.quota_unknown`).
    """
    given = scored(call, told_points(opened_scores(gate, actor, call).given))
    counted, left = counted_applications(gate, actor, call, programme)
    wrong = [item for key, one in counted.items() for item in _wrong(call, key, one, given)]
    if wrong:
        raise InputError(*wrong)
    choice, problems = choice_of(call, [item.entrant for item in counted.values()], given.points, tell)
    if choice is None:
        raise InputError(*problems)
    return ChosenCall(call, choice, counted, left, given)


def draws_for(applications: int) -> int:
    """How often points are drawn again; what is shown beside a chance tells how far so many draws may be off."""
    return next((draws for most, draws in _DRAWS if applications <= most), _FEWEST)


def with_chances(chosen: ChosenCall, tell: Callable[[int], None] = lambda _: None) -> ChosenCall:
    """A selection with the chance of each; as it is where one score tells of no chance.

    Points are drawn again by one seed: the same selection shows the same chances.

    Parameters
    ----------
    tell : Is told how many of the draws are done; ends it by raising.
    """
    if not chosen.counted or not chosen.scores.has_spread():
        return chosen
    draws = draws_for(len(chosen.counted))
    return replace(chosen, chances=chances_of_choice(chosen.call, chosen.choice, chosen.scores, draws, SEED, tell))


def keep_selection(gate: Gate, actor: Actor, chosen: ChosenCall, *, seen: int, note: str = "") -> Kept:
    """A new version of the selection of a call.

    Raises
    ------
    AccessRefused  They may not.
    ConflictError  Somebody kept another meanwhile (`store.document_changed`).
    """
    return save_document(gate, actor, "selection", chosen.call.id, chosen.document(), seen=seen, note=note)


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


def _counted(call: Call, item: Received, computed: CallRules, by_table: CallRules) -> Counted:
    tree: Any = json.loads(item.content)
    is_told = item.source == "upload" and tree.get("firm") is None
    rules = by_table if is_told else computed
    document = document_of_tree(tree.get("application") or {"call": item.about}, "")
    application = decode(Application, document).value
    facts, tied = Facts({}), frozenset[str]()
    if tree.get("firm") is not None:
        firms = decode(Firms, document_of_tree(tree["firm"], "")).value
        facts = facts_of(rules.book, firms, rules.day)
        tied = _tied(firms, facts)
    elif is_told:
        facts = Facts(told_facts(application.facts))
    told = {"project.cost_krw": application.cost_krw, "track": application.track}
    facts = facts.with_values(**{name: value for name, value in told.items() if value is not None})
    nomination = application.nomination
    entrant = Entrant(
        item.id, rules.standing_of(facts), _whole(application.asked_krw), application.track or "",
        _groups(call, item, application, tied), int(item.at.timestamp()), facts.values,
        None if nomination is None else nomination.earlier,
    )  # fmt: skip
    return Counted(item, application, entrant)


def _groups(call: Call, item: Received, application: Application, tied: frozenset[str]) -> frozenset[str]:
    """What it shares with others: its firm and those tied to it by control; of an award the person, or the firm itself.

    A person is told from another of the same name by the firm: where none is told, nobody is taken for another.
    """
    person = "" if application.nomination is None else application.nomination.person
    firm = _key(application.business_number, application.name or item.name)
    if call.ladder is None:
        return frozenset({firm, *tied}) - {""}
    if not person:
        return frozenset({firm}) - {""}
    is_told = bool(register_key(application.business_number)) or firm_key(application.name) != firm_key(person)
    return frozenset(f"{firm} {name}" for name in group_of(person)) if is_told else frozenset()


def _tied(firms: Firms, facts: Facts) -> frozenset[str]:
    """Keys of the firms that control the firm asked about, or that it controls."""
    ids = {str(row["relative_id"]) for row in facts.relations.get("relatives", ())}
    return frozenset(_key(item.register_id, item.name_local or item.name) for item in firms.companies if item.id in ids)


def _key(number: str, name: str) -> str:
    """What one firm is told from another by: its register number, else its name without its form."""
    return register_key(number) or firm_key(name)


def _wrong(call: Call, key: str, one: Counted, given: Scored) -> list[Problem]:
    name, place = one.received.name, f"application {one.received.name}"
    wrong = list(wrong_with(call, one.entrant, name, lambda _: place))
    if key not in given.points:
        wrong.append(problem("applications.no_scores", place, f"{name} has no scores",
                             "have it judged, or decide that it is not complete or not eligible",
                             application=name))  # fmt: skip
    return wrong


def _whole(krw: float | None) -> int | None:
    return None if krw is None else int(krw)
