"""Columns of a table of applications or of scores: how officers head them, and where their cells belong."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from pulmu.model.call import Call
from pulmu.reference import list_facts

Path = tuple[str, ...]

_HEADS: Mapping[str, tuple[str, ...]] = {
    "id": ("application", "application number", "접수번호", "신청번호", "번호"),
    "name_ko": ("firm", "name", "기업명", "업체명", "신청기업", "성명", "후보자", "신청자"),
    "name_en": ("name in english", "기업명(영문)", "영문명"),
    "business_number": ("business number", "사업자등록번호", "사업자번호"),
    "received": ("received", "접수일시", "접수일"),
    "track": ("track", "분야", "신청분야"),
    "asked_krw": ("asked", "asked (won)", "신청금액", "신청금액(원)", "지원신청액"),
    "group": ("affiliates", "group of affiliates", "person", "계열", "기업집단", "계열(동일인)", "동일인"),
    "eligible": ("eligible", "자격", "자격요건"),
    "complete": ("complete", "서류완비", "제출서류완비", "서류"),
    "had": ("earlier awards", "기수상", "포상이력", "수상이력"),
}
_SCORE_HEADS: Mapping[str, tuple[str, ...]] = {
    "application": ("application number", "접수번호", "신청번호", "번호"),
    "reviewer": ("평가위원", "평가자", "심사위원"),
}
_SPACE = re.compile(r"[\s_]+")


def application_columns(call: Call) -> dict[str, Path]:
    """Heads of columns of a table of applications, plain, with the attribute each fills."""
    facts = [(("facts", fact.name), (fact.name, fact.name_ko, fact.name_en)) for fact in list_facts()]
    known = [((name,), (name, *heads)) for name, heads in _HEADS.items()]
    return _columns([*facts, *known, *_criteria(call)])


def score_columns(call: Call) -> dict[str, Path]:
    """Heads of columns of a table of scores, plain, with the attribute each fills."""
    return _columns([*(((name,), (name, *heads)) for name, heads in _SCORE_HEADS.items()), *_criteria(call)])


def plain_head(text: str) -> str:
    """A head as it is compared: composed signs, no case, single spaces."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip().casefold()


def _criteria(call: Call) -> list[tuple[Path, tuple[str, ...]]]:
    return [(("points", item.id), (item.id, item.name_ko, item.name_en)) for item in call.criteria]


def _columns(told: Iterable[tuple[Path, tuple[str, ...]]]) -> dict[str, Path]:
    return {plain_head(head): path for path, heads in told for head in heads if head}
