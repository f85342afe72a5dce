"""Words for what a call asks of an application."""

from collections.abc import Iterable
from dataclasses import dataclass

from pulmu.locale import Language
from pulmu.locale.asked_words import asked_words
from pulmu.locale.programme_words import question_of
from pulmu.model import Answer, Finding, InputError
from pulmu.model.call import Call
from pulmu.model.programme import Role

_NOT_ASKED = ("optional, not given", "not asked of this firm")


@dataclass(frozen=True, slots=True)
class Given:
    """Something that is asked for, and whether it is there: yes, no, unknown or not_asked."""

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
        Given(item.name, asked_words(item.name, call, roles, language), _answer(item), _told(item)) for item in found
    )


def fact_words(name: str, language: Language) -> str:
    """What a fact taken over is called; its own name where it is none of the table of facts."""
    try:
        return question_of(name, language).name
    except InputError:
        return name


def _answer(item: Finding) -> str:
    """Whether it is there; what this firm need not give is neither there nor missing."""
    return "not_asked" if item.detail in _NOT_ASKED else str(item.answer)


def _told(item: Finding) -> str:
    """Names of files and of partners; what else a finding says is for who reads its explanation."""
    is_named = item.name.startswith(("document.", "partner.")) and item.answer is Answer.YES
    return item.detail if is_named and item.detail not in _NOT_ASKED else ""
