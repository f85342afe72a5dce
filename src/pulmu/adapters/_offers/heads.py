"""Columns of a table of offers, and the words people write at their heads."""

import unicodedata
from dataclasses import dataclass
from typing import Literal

Form = Literal["text", "number", "list", "kinds", "regions", "price_of", "references"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Parameters
    ----------
    name : Attribute of an offer.
    korean, english : What may stand at its head; the first of each is written into new tables.
    example : Of the row of examples, Korean and English.
    """

    name: str
    korean: tuple[str, ...]
    english: tuple[str, ...]
    example: tuple[str, str] = ("", "")
    form: Form = "text"
    width: int = 16


_PROOF = ("자동차부품사 | 2025 | 30 | 재검 시간 60% 감소", "car parts maker | 2025 | 30 | 60 % less re-checking")
_TEXT = ("카메라로 비드를 보고 기공과 언더컷을 판정합니다.", "Cameras judge pores and undercuts of weld beads.")
COLUMNS: tuple[Column, ...] = (
    Column("id", ("번호", "아이디", "제안 번호"), ("id", "number"), ("weld_vision", "weld_vision")),
    Column(
        "supplier", ("공급기업", "업체명", "회사명", "기업명"), ("supplier", "company"), ("가온비전", "Gaon Vision")
    ),
    Column(
        "title",
        ("제목", "제품명", "솔루션명", "서비스명"),
        ("title", "solution", "product"),
        ("용접 비드 외관 검사기", "Weld bead inspection"),
        width=30,
    ),
    Column("title_en", ("영문 제목", "영문명"), ("title in English",), width=30),
    Column("text", ("설명", "내용", "소개"), ("description", "text"), _TEXT, width=60),
    Column("text_en", ("영문 설명", "영문 소개"), ("description in English",), width=40),
    Column("kinds", ("종류", "분야", "구분"), ("kind", "kinds"), ("인공지능, 자동화", "ai, automation"), "kinds"),
    Column("sectors", ("업종", "업종코드", "대상 업종"), ("sectors", "industries"), ("24, 25", "24, 25"), "list"),
    Column("processes", ("공정", "대상 공정"), ("processes",), ("용접, 프레스", "welding, press"), "list"),
    Column("standards", ("표준", "지원 표준", "규격"), ("standards",), ("OPC UA, AAS", "OPC UA, AAS"), "list"),
    Column("regions", ("지역", "가능 지역"), ("regions",), ("경남, 부산", "Gyeongnam, Busan"), "regions"),
    Column(
        "price_from_krw",
        ("최저가(원)", "가격(원)", "가격"),
        ("price from (KRW)", "price (KRW)"),
        ("30000000", "30000000"),
        "number",
    ),
    Column("price_to_krw", ("최고가(원)",), ("price to (KRW)",), form="number"),
    Column("price_of", ("가격 기준", "가격 단위"), ("price of",), ("건", "project"), "price_of"),
    Column("capacity", ("가능 건수", "수용 건수"), ("capacity",), ("3", "3"), "number"),
    Column("free_from", ("시작 가능일",), ("free from",), ("2026-12-01", "2026-12-01")),
    Column("valid_until", ("유효일", "제안 마감일"), ("valid until",)),
    Column("references", ("실적", "구축 실적", "레퍼런스"), ("references",), _PROOF, "references", 50),
)

KINDS = {
    "인공지능": "ai",
    "에이아이": "ai",
    "클라우드": "cloud",
    "자동화": "automation",
    "로봇": "automation",
    "소프트웨어": "software",
    "시스템": "software",
    "에너지": "energy",
    "탄소": "carbon",
    "탄소중립": "carbon",
}
PRICES_OF = {
    "건": "project",
    "프로젝트": "project",
    "월": "month",
    "년": "year",
    "연": "year",
    "대": "unit",
    "개": "unit",
}


def plain(head: object) -> str:
    """A head as it is compared: composed, without spaces, brackets and case."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", str(head)).casefold() if sign.isalnum())


def column_of(head: object) -> Column | None:
    """The column that a head stands for; the names of the file in YAML are known too."""
    return _BY_HEAD.get(plain(head))


_BY_HEAD = {plain(word): column for column in COLUMNS for word in (column.name, *column.english, *column.korean)}
