"""The facts that rules of support ask, as a page."""

from pulmu.reference import FactDescription, list_facts
from reference_pages.common import WORDS, page, table

SUBJECTS = {
    "firm": "The firm · 기업",
    "person": "The person · 사람",
    "consortium": "The consortium · 컨소시엄",
    "plan": "The plan · 사업계획",
    "project": "The project · 과제",
}
_OF_TABLES = ("province", "section", "division", "limit_row")
"""Facts whose choices are a table of their own, too long for a cell."""


def facts() -> str:
    """Every fact a rule may ask, by what it is a fact of."""
    introduction = WORDS["introduction"]["facts"]["both"]
    parts = [f"## {title}\n\n" + _table(subject) for subject, title in SUBJECTS.items()]
    return page("Facts of support rules · 지원 규칙이 묻는 사실", introduction, *parts)


def _table(subject: str) -> str:
    head = ["fact · 사실", "answer · 답", "질문과 찾을 곳", "question and where to look", "asked by · 근거"]
    return table(head, [_line(fact) for fact in list_facts() if fact.subject == subject])


def _line(fact: FactDescription) -> list[str]:
    older = f"<br>also `{fact.programme_field}`" if fact.programme_field else ""
    return [
        f"`{fact.name}`<br>{fact.name_ko}<br>{fact.name_en}{older}",
        _answer(fact),
        f"{fact.question_ko}<br>{fact.where_ko}",
        f"{fact.question_en}<br>{fact.where_en}",
        fact.source,
    ]


def _answer(fact: FactDescription) -> str:
    kind = f"{fact.kind}, {fact.unit}" if fact.unit and fact.kind != "won" else fact.kind
    if not fact.choices:
        return kind
    if fact.name in _OF_TABLES:
        return f"{kind}: `{fact.choices[0].id}` … `{fact.choices[-1].id}`"
    return f"{kind}:<br>" + "<br>".join(f"`{choice.id}` {choice.name_ko}" for choice in fact.choices)
