"""Applications to an agency's call, as they were sent or taken in, each checked by the call that binds."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pulmu.model import Answer, Document, Firms, InputError, Problem, decode, has_errors
from pulmu.model.application import Application
from pulmu.model.programme import Programme
from pulmu.services._call_facts import told_size_rules
from pulmu.services._programme_reasons import Reason, reasons_of
from pulmu.services._told_facts import told_facts
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.applications.own import known_facts
from pulmu.services.calls.shelf import KeptCall, call_in_force
from pulmu.services.calls.take_in import count_waiting
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.records.crossing import Received
from pulmu.services.records.paper import Paper, papers_of
from pulmu.services.workspaces.documents import unknown_document
from pulmu.support.calls import ApplicationRules, CheckedApplication, application_rules, check_application
from pulmu.support.ownership import check_read_firms
from pulmu.support.programme import ProgrammeRules
from pulmu.support.rules import Facts


@dataclass(frozen=True, slots=True)
class CallApplications:
    """What came for a call: heads without content, each in the order they came.

    Parameters
    ----------
    counting, ended : Those that count, and those taken back or replaced.
    waiting : How much was sent to the workspace and is not taken in yet, of any kind.
    """

    call: KeptCall
    counting: tuple[Received, ...]
    ended: tuple[Received, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class ListedApplications:
    """Some of what came for a call, oldest first, with how many there are.

    Parameters
    ----------
    counting, ended : How many count, and how many were taken back or replaced.
    waiting : How much was sent to the workspace and is not taken in yet, of any kind.
    """

    call: KeptCall
    ids: tuple[str, ...]
    counting: int
    ended: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ReceivedApplication:
    """One application, read and checked.

    Parameters
    ----------
    firm : The copy of the firm's file that came with it; None where none did.
    problems : What cannot be read of the two.
    reasons : Conditions that decide whether the firm may apply, or that are open.
    asks : Facts that would have to be told.
    rules : Of the programme, by which the conditions can be told in words.
    """

    record: Received
    application: Application
    firm: Document | None
    checked: CheckedApplication
    problems: tuple[Problem, ...]
    reasons: tuple[Reason, ...]
    asks: tuple[str, ...]
    rules: ProgrammeRules

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Files that came with it."""
        return papers_of(self.record.content)

    @property
    def standing(self) -> str:
        """Whether it is whole and its firm may apply: complete, incomplete, not_eligible or open."""
        if self.checked.missing:
            return "incomplete"
        if self.checked.eligible.answer is Answer.NO:
            return "not_eligible"
        is_open = self.checked.eligible.answer is Answer.UNKNOWN
        return "open" if is_open or any(item.answer is Answer.UNKNOWN for item in self.checked.given) else "complete"


def call_applications(gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str) -> CallApplications:
    """Everything that came for a call; nothing is written by looking.

    Raises
    ------
    AccessRefused  They may not, or the call was never published (`access.unknown_document`).
    """
    found = call_in_force(gate, actor, packaged, call)
    waiting = count_waiting(gate, actor)
    with gate.reading(actor, "read_received") as work:
        heads = work.all_received("application", call)
    return CallApplications(
        found, tuple(item for item in heads if item.ended is None), tuple(item for item in heads if item.ended),
        waiting,
    )  # fmt: skip


def list_applications(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str, start: int, most: int
) -> ListedApplications:
    """Some of those that count: no more is read of the others than that they are there.

    Raises
    ------
    AccessRefused  They may not, or the call was never published (`access.unknown_document`).
    """
    found = call_in_force(gate, actor, packaged, call)
    waiting = count_waiting(gate, actor)
    with gate.reading(actor, "read_received") as work:
        some = work.standing_received("application", call, start, most)
        counting = work.standing_by_about("application").get(call, 0)
        ended = work.count_ended("application", call)
    return ListedApplications(found, tuple(item.id for item in some), counting, ended, waiting)


def read_received(gate: Gate, actor: Actor, call: KeptCall, wanted: Iterable[str]) -> tuple[ReceivedApplication, ...]:
    """Applications by id, read and checked by the call.

    Raises
    ------
    AccessRefused  They may not, or there is no such application of that call (`access.unknown_document`).
    """
    if call.programme is None:
        raise unknown_document()
    rules = application_rules(call.call, call.programme)
    by_table = application_rules(call.call, call.programme, told_size_rules())  # the officer has the certificate
    with gate.reading(actor, "read_received") as work:
        records = [work.received(key) for key in wanted]
    found = (_of_call(record, call.id) for record in records)
    return tuple(_read(record, by_table if record.source == "upload" else rules) for record in found)


def _of_call(record: Received | None, call: str) -> Received:
    if record is None or record.kind != "application" or record.about != call:
        raise unknown_document()
    return record


def _read(record: Received, rules: ApplicationRules) -> ReceivedApplication:
    """A content of a stranger: whatever cannot be read of it is told, and never stops the list."""
    tree = _tree(record.content)
    given = _mapping(tree.get("application")) | {"call": rules.call.id}
    read = decode(Application, document_of_tree(given, "application"))
    firm = tree.get("firm")
    document = document_of_tree(firm, "firm") if isinstance(firm, dict) else None
    wrong = () if document is None else check_read_firms(document, decode(Firms, document))
    facts, wrong_facts = facts_told(record, read.value)
    if document is not None and not has_errors(wrong):
        facts, unread = known_facts(document, rules)
        wrong = (*wrong, *unread)
    elif document is None:
        wrong = wrong_facts
    checked = check_application(rules, read.value, facts, on_paper=record.source == "upload")
    reasons = reasons_of(checked.eligible, rules.rules)
    return ReceivedApplication(
        record, read.value, document, checked, (*read.problems, *wrong), reasons.decided_by, reasons.asks, rules.rules
    )


def facts_told(record: Received, application: Application) -> tuple[Facts, tuple[Problem, ...]]:
    """Facts an officer took in from paper, as rules ask for them and as the call chooses by them.

    One that no rule can read is told and counts as not known. What a firm sent tells facts in its file only.
    """
    known, wrong = dict[str, Any](), list[Problem]()
    for item in application.facts if record.source == "upload" else ():
        try:
            known |= told_facts((item,))
        except InputError as error:
            wrong += error.problems
    return Facts(known), tuple(wrong)


def _tree(content: str) -> Mapping[str, Any]:
    try:
        return _mapping(json.loads(content))
    except (ValueError, RecursionError):
        return {}


def _mapping(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}
