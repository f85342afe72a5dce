"""Files of an importer's lines, by the heads of their columns in both languages."""

from pulmu.model import Document

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("id",), "line": ("id",), "번호": ("id",),
    "cn code": ("cn_code",), "cn 코드": ("cn_code",),
    "country of origin": ("country_of_origin",), "origin": ("country_of_origin",), "원산지": ("country_of_origin",),
    "mass": ("mass",), "net mass": ("mass",), "순질량": ("mass",),
    "quarter": ("quarter",), "수입 분기": ("quarter",), "분기": ("quarter",),
    "basis": ("basis",), "값의 근거": ("basis",),
    "produced": ("produced",), "생산 연도": ("produced",),
    "variant": ("variant",), "세부 구분": ("variant",),
    "embedded emissions": ("embedded_emissions",), "고유 내재배출량": ("embedded_emissions",),
    "free allocation": ("free_allocation",), "고유 무상할당량": ("free_allocation",),
    "verification report": ("verification_report",), "검증보고서": ("verification_report",),
    "carbon price paid": ("carbon_price_paid",), "낸 탄소가격": ("carbon_price_paid",),
    "carbon price rebate": ("carbon_price_rebate",), "돌려받은 탄소가격": ("carbon_price_rebate",),
    "carbon price covers": ("carbon_price_covers",), "탄소가격 적용 비율": ("carbon_price_covers",),
}  # fmt: skip


def read_imports_file(path: str) -> Document:
    """Read a file of imports: YAML or JSON, or a table of lines (CSV, a workbook)."""
    from pulmu.adapters.applications_file import read_table_file

    return read_table_file(path, COLUMNS, "lines")
