"""A firm's own application to a call: kept in versions, checked, with what was sent of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.model import Decoded, Document, Firms, InputError, Problem, decode, encode, problem
from pulmu.model.application import Application
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.applications.board import ShownCall, find_shown_call
from pulmu.services.applications.people import wrong_people
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.records.crossing import Delivery
from pulmu.services.records.document import DocumentVersion
from pulmu.services.workspaces.documents import find_document, list_documents, save_document
from pulmu.services.workspaces.firm_file import KeptFirm, read_firm
from pulmu.support.calls import (
    ApplicationRules,
    CheckedApplication,
    application_rules,
    check_application,
    unknown_parts,
)
from pulmu.support.rules import Facts
from pulmu.support.size import facts_of


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """A firm's application as it stands, with everything that bears on it.

    Parameters
    ----------
    version : None before the first is saved.
    problems : What cannot be read of it, or was not asked for.
    firm : The file of the firm whose facts count.
    sent : What was sent of it, newest first: applications and withdrawals.
    """

    shown: ShownCall
    document: Document
    version: DocumentVersion | None
    application: Application
    problems: tuple[Problem, ...]
    firm: KeptFirm
    facts: Facts
    rules: ApplicationRules
    checked: CheckedApplication
    sent: tuple[Delivery, ...]

    @property
    def number(self) -> int:
        """Its version; 0 before the first."""
        return 0 if self.version is None else self.version.number

    @property
    def counting(self) -> Delivery | None:
        """What was sent and counts: the last, unless that is a withdrawal."""
        last = next(iter(self.sent), None)
        return last if last is not None and last.kind == "application" else None


def list_own(gate: Gate, actor: Actor) -> tuple[DocumentVersion, ...]:
    """The firm's applications, newest version of each, without content.

    Raises
    ------
    AccessRefused  They may not.
    """
    return list_documents(gate, actor, "application")


def own_application(gate: Gate, actor: Actor, agency: str, call: str) -> OwnApplication:
    """The firm's application to a call; an empty one before the first is saved.

    Raises
    ------
    AccessRefused  They may not, or there is no such call (`access.unknown_document`).
    """
    shown = find_shown_call(gate, actor, agency, call)
    kept = find_document(gate, actor, "application", _key(agency, call))
    empty = document_of_tree({"pulmu": "application/1", "call": call}, f"{call}.yaml")
    document = empty if kept is None else kept.document
    firm = read_firm(gate, actor)
    with gate.seeing(actor, "read_application") as crossing:
        sent = tuple(item for item in crossing.sent() if item.receiver == agency and item.about == call)
    read = decode(Application, document)
    rules = application_rules(shown.call, shown.programme)
    facts, unread = known_facts(firm.document, rules) if firm.is_readable else (Facts({}), ())
    checked = check_application(rules, read.value, facts)
    return OwnApplication(
        shown=shown, document=document, version=None if kept is None else kept.version, application=read.value,
        problems=(
            *read.problems, *_unasked(read, rules, document), *wrong_people(read.value, document), *unread,
        ), firm=firm, facts=facts, rules=rules,
        checked=checked, sent=tuple(item for item in sent if item.kind in ("application", "withdrawal")),
    )  # fmt: skip


def save_application(
    gate: Gate, actor: Actor, agency: str, call: str, document: Document, *, seen: int, note: str = ""
) -> OwnApplication:
    """A new version; one with problems or gaps is kept with them.

    Parameters
    ----------
    seen : Version the change was made on; 0 before the first.

    Raises
    ------
    AccessRefused  They may not, or there is no such call.
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    find_shown_call(gate, actor, agency, call)
    save_document(gate, actor, "application", _key(agency, call), document, seen=seen, note=note)
    return own_application(gate, actor, agency, call)


def document_of_application(application: Application) -> Document:
    """An application as the document it is kept in."""
    return document_of_tree(json.loads(json.dumps(encode(application))), f"{application.call}.yaml")


def known_facts(firm: Document, rules: ApplicationRules) -> tuple[Facts, tuple[Problem, ...]]:
    """What a sound file of a firm says for the rules of a call, on the day they look at; or why it cannot be told."""
    try:
        return facts_of(rules.book, decode(Firms, firm).value, rules.day), ()
    except InputError as error:  # more holdings than can be followed
        return Facts({}), error.problems


def _unasked(read: Decoded[Application], rules: ApplicationRules, document: Document) -> Iterator[Problem]:
    if read.value.call != rules.call.id:
        said, mend = f"the application is to {read.value.call!r}, not to {rules.call.id!r}", "correct `call`"
        yield problem("application.other_call", document.place(("call",)), said, mend, name=rules.call.id)
    for kind, names in unknown_parts(rules.call, read.value, rules.roles).items():
        for name in names:
            said, mend = f"the call asks for no {kind} {name!r}", "take it out, or give it under the name asked for"
            yield problem("application.unasked", document.place((_HOMES[kind],)), said, mend, name=name)


_HOMES = {"document": "documents", "question": "answers", "partner": "partners", "person": "people"}


def _key(agency: str, call: str) -> str:
    return f"{agency}.{call}"
