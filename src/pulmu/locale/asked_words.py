"""Words for what a call asks of an application."""

from pulmu.locale.words import Language, text
from pulmu.model.call import Call
from pulmu.model.programme import Role


def person_words(part: str, language: Language) -> str:
    """What somebody named is in the project."""
    return text(f"web.applications.people.{part}", language)


def asked_words(name: str, call: Call, roles: tuple[Role, ...], language: Language) -> str:
    """What a finding is about: ``document.<id>``, ``question.<id>``, ``partner.<id>``, or a part of the application."""
    kind, _, key = name.partition(".")
    if kind == "people":
        return person_words(key, language)
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
