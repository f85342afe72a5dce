"""Columns of a table of applications that an officer takes in: what the call asks, each under its heads."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.model.programme import Condition
from pulmu.reference import find_fact
from pulmu.support.calls import ApplicationRules

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UploadColumn:
    """A column of the table.

    Parameters
    ----------
    path : What it fills: an attribute of the application, or one of its papers, answers, partners or facts.
    heads : What it may be called; the first two are Korean and English.
    is_needed : Whether a row without it is none.
    """

    path: Path
    heads: tuple[str, ...]
    hint_ko: str
    hint_en: str
    is_needed: bool = False


_OWN = (
    UploadColumn(("name",), ("기업명", "firm", "name", "회사명"), "신청 기업의 이름", "name of the firm", True),
    UploadColumn(("business_number",), ("사업자등록번호", "business number"), "000-00-00000", "000-00-00000"),
    UploadColumn(("key",), ("접수번호", "application number", "id"), "기관의 접수번호", "the agency's own number"),
    UploadColumn(("received",), ("접수일시", "received"), "2026-12-05 14:30; 비우면 올린 때", "left empty: now"),
    UploadColumn(("title",), ("과제명", "project title", "title"), "과제의 이름", "title of the project"),
    UploadColumn(("track",), ("분야", "track"), "공고의 분야 ID", "id of a track of the call"),
    UploadColumn(("cost_krw",), ("총사업비", "project cost"), "원", "won"),
    UploadColumn(("asked_krw",), ("신청금액", "support asked for"), "원", "won"),
)
_NOMINATION = (
    UploadColumn(("nomination", "person"), ("후보자", "nominee"), "개인이 후보이면 그 이름", "where a person stands"),
    UploadColumn(
        ("nomination", "awards"), ("포상이력", "earlier awards", "수상이력", "기수상"),
        "포상 ID와 연도, 없으면 '없음', 모르면 비움", "ids and years; 'none'; left empty: not known",
    ),
)  # fmt: skip


_COMPUTED_FROM = {"outside_capital_region": "province"}
"""Facts that rules compute, by the fact they compute it from: that is what a table can tell."""


def upload_columns(rules: ApplicationRules) -> tuple[UploadColumn, ...]:
    """Every column a table for a call may have."""
    own = (item for item in _OWN if item.path != ("track",) or rules.call.tracks)
    nominated = _NOMINATION if rules.call.ladder is not None else ()
    return (*own, *nominated, *_papers(rules), *_questions(rules), *_roles(rules), *_people(rules), *_facts(rules))


def heads_of(columns: tuple[UploadColumn, ...]) -> dict[str, Path]:
    """What each head, plain, fills. Of two alike the first counts."""
    found: dict[str, Path] = {}
    for item in columns:
        for head in (*item.heads, ".".join(item.path)):
            found.setdefault(plain(head), item.path)
    return found


def plain(head: str) -> str:
    """A head without case, spacing and composition."""
    return " ".join(unicodedata.normalize("NFC", head).replace("_", " ").split()).casefold()


def _papers(rules: ApplicationRules) -> Iterator[UploadColumn]:
    for item in rules.call.documents:
        heads = (f"서류: {item.name_ko}", f"document: {item.name_en or item.name_ko}", item.name_ko)
        yield UploadColumn(("documents", item.id), heads, "O 또는 X, 또는 파일 이름", "yes or no, or the file's name")


def _questions(rules: ApplicationRules) -> Iterator[UploadColumn]:
    for item in rules.call.questions:
        heads = (f"답변: {item.text_ko}", f"answer: {item.text_en or item.text_ko}")
        hint = f"{item.longest:,}"
        yield UploadColumn(("answers", item.id), heads, f"{hint}자까지", f"up to {hint} signs")


def _roles(rules: ApplicationRules) -> Iterator[UploadColumn]:
    for item in rules.roles:
        heads = (f"참여: {item.name_ko or item.id}", f"partner: {item.name_en or item.id}")
        yield UploadColumn(("partners", item.id), heads, "기업 또는 기관의 이름", "name of the firm or body")


_PARTS = {
    "representative": ("대표자", "representative"), "lead": ("과제책임자", "head of the project"),
    "member": ("참여인력", "project members"),
}  # fmt: skip


def _people(rules: ApplicationRules) -> Iterator[UploadColumn]:
    for item in rules.call.people:
        ko, en = _PARTS[item.part]
        hint = "이름 [연구자번호]: 전 직장 ~ 2024-05-31 | 다른 직장; 다음 사람"
        hint_en = "name [researcher number]: former employer ~ 2024-05-31 | another; next person"
        yield UploadColumn(("people", item.part), (ko, en), hint, hint_en)


def _facts(rules: ApplicationRules) -> Iterator[UploadColumn]:
    """Facts that conditions, quotas and bonus ask, and that say who must give which paper."""
    papers = (item.when for item in rules.call.documents)
    conditions = (*rules.rules.conditions.values(), *papers)
    asked = (name for condition in conditions for name in _asked(condition))
    names = dict.fromkeys(_COMPUTED_FROM.get(name, name) for name in asked)
    for name in names:
        fact = find_fact(name)
        if fact.name in ("project.cost_krw", "track"):
            continue  # they have columns of their own
        choices = ", ".join(item.name_ko for item in fact.choices[:8])
        known = {"flag": "예 또는 아니오", "won": "원", "share": "0.25 또는 25%", "date": "2021-03-02"}
        known_en = {"flag": "yes or no", "won": "won", "share": "0.25 or 25%", "date": "2021-03-02"}
        hint = choices or known.get(fact.kind, "")
        hint_en = ", ".join(item.name_en for item in fact.choices[:8]) or known_en.get(fact.kind, "")
        yield UploadColumn(("facts", fact.name), (fact.name_ko, fact.name_en, fact.name), hint, hint_en)


def _asked(condition: Condition | None) -> Iterator[str]:
    if condition is None:
        return
    if condition.fact:
        yield condition.fact
    for part in (*(condition.all or ()), *(condition.any or ()), *(condition.none or ())):
        yield from _asked(part)
