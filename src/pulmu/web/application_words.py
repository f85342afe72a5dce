"""Words for what a call asks of an application."""

from collections.abc import Iterable
from dataclasses import dataclass

from pulmu.locale import Language, text
from pulmu.model import Finding
from pulmu.model.call import Call
from pulmu.model.programme import Role


@dataclass(frozen=True, slots=True)
class Given:
    """Something that is asked for, and whether it is there: yes, no or unknown."""

    name: str
    said: str
    answer: str
    detail: str


def call_name(call: Call, language: Language) -> str:
    """A call in the reader's words."""
    return call.name_ko if language == "ko" or not call.name_en else call.name_en


def rows_of(found: Iterable[Finding], call: Call, roles: tuple[Role, ...], language: Language) -> tuple[Given, ...]:
    """Everything that is asked for."""
    return tuple(
        Given(item.name, asked_words(item.name, call, roles, language), str(item.answer), _plain(item.detail))
        for item in found
    )


def _plain(detail: str) -> str:
    """What a finding says where that is the same in every language: numbers and names of files."""
    return "" if detail in ("not given", "optional, not given", "not asked of this firm") else detail


def asked_words(name: str, call: Call, roles: tuple[Role, ...], language: Language) -> str:
    """What a finding is about: ``document.<id>``, ``question.<id>``, ``partner.<id>``, or a part of the application."""
    kind, _, key = name.partition(".")
    ko = language == "ko"
    for paper in call.documents if kind == "document" else ():
        if paper.id == key:
            return paper.name_ko if ko or not paper.name_en else paper.name_en
    for question in call.questions if kind == "question" else ():
        if question.id == key:
            return question.text_ko if ko or not question.text_en else question.text_en
    for role in roles if kind == "partner" else ():
        if role.id == key:
            return (role.name_ko if ko or not role.name_en else role.name_en) or role.id
    return text(f"web.applications.part.{kind}", language)
