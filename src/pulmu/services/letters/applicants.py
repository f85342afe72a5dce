"""Who applied, as far as letters and results tell it: name, number of the application, size, province and industry."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pulmu.model import Firms, decode, has_errors
from pulmu.model.application import Application
from pulmu.model.call import Call
from pulmu.model.programme import Programme
from pulmu.services._call_facts import told_size_rules
from pulmu.services._programme_reasons import reasons_of
from pulmu.services.applications.own import known_facts
from pulmu.services.applications.received import facts_told
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.records.crossing import Received
from pulmu.support.calls import ApplicationRules, application_rules, check_application
from pulmu.support.ownership import check_read_firms
from pulmu.support.rules import Evaluation, Facts

SHOWN = 12
"""Signs of the id of an application that stand in its letter: its receipt begins with them."""
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True)
class ReadApplicant:
    """Who applied, and what the rules say of them.

    Parameters
    ----------
    number : Of the application, as its letter names it: the agency's own, or the first signs of its receipt.
    nominee : Who stands for the award; empty where no person does.
    missing : What was asked for and is not there: `document.plan`, `question.why`.
    conditions : Conditions of the programme that are not met.
    """

    number: str
    name_ko: str
    name_en: str
    business_number: str
    track: str
    facts: Mapping[str, Any]
    missing: tuple[str, ...]
    conditions: tuple[str, ...]
    nominee: str = ""


class ApplicantReader:
    """Reads applications of one call: its rules are made once."""

    def __init__(self, call: Call, programme: Programme) -> None:
        self.rules = application_rules(call, programme)
        self._by_table = application_rules(call, programme, told_size_rules())

    def read(self, item: Received) -> ReadApplicant:
        """One of them; what cannot be read of it is left out, as a stranger wrote it."""
        tree = _tree(item.content)
        rules = self._by_table if item.source == "upload" else self.rules
        told = decode(Application, document_of_tree(_mapping(tree.get("application")) | {"call": item.about}, "")).value
        facts, name_en = self._facts(tree.get("firm"), item, told, rules)
        checked = check_application(rules, told, facts)
        return ReadApplicant(
            number=_number(item, tree), name_ko=(told.name or item.name)[:400], name_en=name_en,
            business_number=told.business_number[:20], track=told.track or "", facts=_told_facts(rules, facts),
            missing=tuple(one.name for one in checked.missing),
            conditions=tuple(one.name for one in reasons_of(checked.eligible, rules.rules).decided_by),
            nominee="" if told.nomination is None else told.nomination.person[:200],
        )  # fmt: skip

    def _facts(self, firm: Any, item: Received, told: Application, rules: ApplicationRules) -> tuple[Facts, str]:
        """From the copy of the firm's file, else from what the application tells; and the name in English."""
        facts = facts_told(item, told)[0]
        if not isinstance(firm, dict):
            return facts, ""
        document = document_of_tree(firm, "firm")
        read = decode(Firms, document)
        if has_errors(check_read_firms(document, read)):
            return facts, ""
        known, unread = known_facts(document, rules)
        return (facts if has_errors(unread) else known), read.value.companies[0].name[:400]


def _told_facts(rules: ApplicationRules, facts: Facts) -> dict[str, Any]:
    """Facts by which results are counted; a class that is not settled is none."""
    found: Any = Evaluation(rules.book, facts, rules.day).outcome(rules.book.outputs["size.class"])
    possible = sorted(getattr(found, "possible", ()))
    size = possible[0] if len(possible) == 1 else None
    return {"size_class": size, **{name: facts.values.get(name) for name in ("province", "section")}}


def _number(item: Received, tree: Mapping[str, Any]) -> str:
    own = str(tree.get("key", "")) if item.source == "upload" else ""
    if _NUMBER.fullmatch(own):
        return own
    is_hash = re.fullmatch(r"[0-9a-f]{64}", item.id)
    return (item.id if is_hash else hashlib.sha256(item.id.encode()).hexdigest())[:SHOWN]


def _tree(content: str) -> Mapping[str, Any]:
    try:
        return _mapping(json.loads(content))
    except (ValueError, RecursionError):
        return {}


def _mapping(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}
