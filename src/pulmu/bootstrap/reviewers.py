"""Tables of a review, by the heads of their columns in both languages."""

from collections.abc import Mapping

from pulmu.model import Document

_APPLICATION = {"application": ("application",), "신청번호": ("application",), "접수번호": ("application",)}
_REVIEWER = {"reviewer": ("reviewer",), "평가위원": ("reviewer",), "평가위원 번호": ("reviewer",)}
APPLICATIONS = _APPLICATION | {
    "firm": ("firm",), "신청기업": ("firm",), "기업명": ("firm",),
    "firm number": ("firm_number",), "사업자등록번호": ("firm_number",),
    "firm english": ("firm_english",), "영문명": ("firm_english",),
    "partners": ("partners",), "참여기관": ("partners",),
    "suppliers": ("suppliers",), "공급기업": ("suppliers",),
    "people": ("people",), "참여자": ("people",),
    "fields": ("fields",), "분야": ("fields",),
}  # fmt: skip
REVIEWERS = _REVIEWER | {
    "name": ("name",), "이름": ("name",), "성명": ("name",),
    "person id": ("person_id",), "연구자번호": ("person_id",),
    "institution": ("institution",), "소속": ("institution",),
    "institution number": ("institution_number",), "소속 등록번호": ("institution_number",),
    "expertise": ("expertise",), "전문영역": ("expertise",),
    "fields": ("fields",), "분야": ("fields",),
    "worked for": ("worked_for",), "경력": ("worked_for",),
    "relatives": ("relatives",), "친족": ("relatives",),
    "declared": ("declared",), "이해관계 신고": ("declared",),
    "most": ("most",), "최대 배정": ("most",),
}  # fmt: skip
CLEARED = _REVIEWER | _APPLICATION | {
    "ground": ("ground",), "사유": ("ground",), "by": ("by",), "확인자": ("by",), "why": ("why",), "근거": ("why",),
}  # fmt: skip
PAIRS = _REVIEWER | _APPLICATION | {"fit": ("fit",), "적합도": ("fit",)}
SCORES = _REVIEWER | _APPLICATION | {"points": ("points",), "점수": ("points",)}


def read_judged(path: str) -> Document:
    """Read the table of applications."""
    return _read(path, APPLICATIONS, "applications")


def read_judges(path: str) -> Document:
    """Read the table of reviewers."""
    return _read(path, REVIEWERS, "reviewers")


def read_judges_content(data: bytes, name: str) -> Document:
    """The table of reviewers in the content of a file; also YAML or JSON."""
    from pulmu.adapters.applications_file import read_table_bytes

    return read_table_bytes(data, name, REVIEWERS, "reviewers")


def read_cleared(path: str) -> Document:
    """Read the table of what was cleared."""
    return _read(path, CLEARED, "cleared")


def read_pairs(path: str) -> Document:
    """Read the table of who judges what."""
    return _read(path, PAIRS, "pairs")


def read_scores(path: str) -> Document:
    """Read the table of points."""
    return _read(path, SCORES, "scores")


def _read(path: str, columns: Mapping[str, tuple[str, ...]], listed: str) -> Document:
    from pulmu.adapters.applications_file import read_table_file

    return read_table_file(path, columns, listed)
