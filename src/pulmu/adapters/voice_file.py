"""Reads files of difficulties: YAML, JSON, a workbook or CSV."""

import hashlib
import unicodedata
from collections.abc import Iterator
from typing import Any

from pulmu.adapters._document import LARGEST_FILE, parse_document
from pulmu.adapters._export.tables import Row, Table, read_tables
from pulmu.adapters._file import read_bytes, shown_name
from pulmu.model import Document, InputError, Path, Problem, warning

_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_LOOKED_AT = 20
_LONGEST_TITLE = 120
_LISTS = frozenset({"programmes", "parameters"})
HEADS: dict[str, tuple[str, ...]] = {
    "id": ("id", "번호", "연번", "number", "no"),
    "name": ("name", "기업명", "회사명", "업체명", "상호", "기업", "company", "firm"),
    "title": ("title", "제목", "애로", "건의제목", "건의명", "subject"),
    "text": (
        "text",
        "내용",
        "애로사항",
        "애로내용",
        "현황",
        "현황및문제점",
        "문제점",
        "설명",
        "difficulty",
        "description",
    ),
    "area": ("area", "분야", "구분", "field"),
    "programmes": ("programmes", "programme", "사업", "지원사업"),
    "parameters": ("parameters", "parameter", "기준"),
    "wish": ("wish", "건의", "건의사항", "건의내용", "개선방안", "개선요청", "요청사항", "request", "whatwouldhelp"),
    "cost_krw": ("cost_krw", "비용", "비용원", "연간비용", "cost", "costkrw"),
    "people": ("people", "인원", "관련인원"),
    "name_shown": ("name_shown", "기업명공개", "공개", "showname"),
}
"""Columns by attribute; heads are compared without spaces, signs and case."""
_AREAS: dict[str, tuple[str, ...]] = {
    "tax": ("세제", "세금", "조세"), "labour": ("노동", "인력", "고용", "노무", "labor"),
    "environment": ("환경",), "cbam": ("탄소", "탄소국경", "탄소국경조정"), "energy": ("에너지", "전기", "전력"),
    "finance": ("금융", "자금"), "research": ("연구개발", "기술", "기술개발", "r&d"),
    "regulation": ("규제", "인허가", "입지"), "trade": ("수출", "무역", "통상", "판로", "export"),
    "digital": ("디지털", "스마트", "스마트공장"), "succession": ("승계", "가업승계"), "size": ("성장", "규모"),
    "support": ("지원사업", "지원", "사업"), "other": ("기타", "그 밖"),
}  # fmt: skip
_AREA_OF = {word: code for code, words in _AREAS.items() for word in words}
_YES = frozenset({"예", "네", "동의", "공개", "o", "y", "yes", "true"})
_NO = frozenset({"아니요", "아니오", "비동의", "비공개", "x", "n", "no", "false"})


def read_voice_file(path: str) -> Document:
    """The difficulties in a file.

    Raises
    ------
    InputError  The file cannot be one (`input.file_kind`, `input.yaml_syntax`, `voice.no_table`, ...).
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    return read_voice_bytes(read_bytes(path, LARGEST_FILE + 1), shown_name(path))


def read_voice_bytes(data: bytes, name: str) -> Document:
    """The difficulties in the content of a file: a workbook if it is one, CSV by its name.

    Raises
    ------
    InputError  As for `read_voice_file`.
    """
    if data.startswith(_BOOKS) or name.lower().endswith(".csv"):
        if len(data) > LARGEST_FILE:
            raise InputError.of("voice.too_large", name, "the file is too large", "give fewer difficulties at a time")
        return _of_tables(read_tables(data, name) or (), name, hashlib.sha256(data).hexdigest())
    return parse_document(data, name)


def _of_tables(tables: tuple[Table, ...], name: str, digest: str) -> Document:
    voices: list[dict[str, Any]] = []
    places: dict[Path, str] = {}
    problems: list[Problem] = []
    headed = [(table, *head) for table in tables if (head := _head(table)) is not None]
    if not headed:
        said = "no table has the heads of difficulties"
        mend = "give one line heads such as company, title, description, area, request"
        raise InputError.of("voice.no_table", name, said, mend)
    for table, at, columns in headed:
        problems += _strange(table, table.rows[at], columns, name)
        for row in table.rows[at + 1 :]:
            number = len(voices)
            voices.append(_voice(table, row, columns, ("voices", number), places))
    tree = {"pulmu": "voices/1", "voices": voices}
    return Document(tree, name, digest, places=places, problems=tuple(problems))


def _head(table: Table) -> tuple[int, dict[int, str]] | None:
    for at, row in enumerate(table.rows[:_LOOKED_AT]):
        columns: dict[int, str] = {}
        for number in range(len(row.cells)):
            found = _BY_HEAD.get(_plain(row.text(number)))
            if found is not None and found not in columns.values():
                columns[number] = found
        if {"title", "text"} & set(columns.values()):
            return at, columns
    return None


def _strange(table: Table, row: Row, columns: dict[int, str], name: str) -> Iterator[Problem]:
    for number in range(len(row.cells)):
        head = row.text(number)[:60]
        if head and number not in columns:
            said, mend = f"the column {head!r} is not read", "look whether its head is misspelt, or stands twice"
            yield warning("voice.column_unknown", f"{name}, {table.place(row, number, head)}", said, mend, text=head)


def _voice(
    table: Table, row: Row, columns: dict[int, str], path: Path, places: dict[Path, str]
) -> dict[str, Any]:  # fmt: skip
    found: dict[str, Any] = {}
    for number, column in columns.items():
        said = unicodedata.normalize("NFC", row.text(number)).strip()
        if said:
            places[(*path, column)] = table.place(row, number, column)
            found[column] = _value(column, said)
    places[path] = f"sheet {table.sheet}, row {row.number}" if table.sheet else f"row {row.number}"
    key = str(found.get("id", "")).strip()
    found["id"] = f"row_{row.number}" if not key else key.lower() if not key.isdecimal() else f"no_{key}"
    if "title" not in found and "text" in found:
        found["title"] = found["text"][:_LONGEST_TITLE]
    return found


def _value(column: str, said: str) -> Any:
    if column in _LISTS:
        return [part.strip() for part in said.replace(";", ",").replace("\n", ",").split(",") if part.strip()]
    if column == "area":
        plain = said.casefold()
        return _AREA_OF.get(plain, plain)
    if column in ("cost_krw", "people"):
        return said.removesuffix("원").removesuffix("명").strip()
    if column == "name_shown":
        plain = said.casefold()
        return "yes" if plain in _YES else "no" if plain in _NO else said
    return said


def _plain(head: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", head).casefold() if sign.isalnum() or sign == "_")


_BY_HEAD = {_plain(word): name for name, words in HEADS.items() for word in words}
