"""Bills and invoices as tests need them, made when they run: CSV, workbooks, and PDFs of two producers."""

import csv
import functools
import importlib.util
import io
import itertools
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import typst
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject

FONTS = str(Path(str(importlib.util.find_spec("koreanize_matplotlib").origin)).parent / "fonts")  # type: ignore[union-attr]
_PAGE = '#set page(width: 210mm, height: 297mm, margin: 15mm)\n#set text(font: "NanumGothic", size: 9pt)\n'

ELECTRICITY = {
    "고객번호": "0123456789",
    "청구년월": "2026년 2월",
    "사용기간": "2026.01.13 ~ 2026.02.12",
    "사용일수": "31",
    "사용량(kWh)": "412,300",
    "최대수요전력(kW)": "1,210",
    "요금적용전력(kW)": "1,250",
    "역률(%)": "96",
    "경부하(kWh)": "180,000",
    "중간부하(kWh)": "150,300",
    "최대부하(kWh)": "82,000",
    "기본요금": "10,400,000",
    "전력량요금": "63,000,000",
    "기후환경요금": "3,710,700",
    "연료비조정액": "2,061,500",
    "부가가치세": "7,917,220",
    "전력산업기반기금": "2,137,640",
    "청구금액(원)": "89,227,060",
}
"""One electricity bill: head and value. The items are those of the tariff; the amounts are made up."""

GAS = {
    "도시가스 고지서": "",
    "사용자번호": "100-200-300",
    "사용기간": "2026.02.01 ~ 2026.02.28",
    "전월지침": "12345",
    "당월지침": "22345",
    "검침량(㎥)": "10,000",
    "온압보정계수": "0.9876",
    "보정량(N㎥)": "9,876",
    "평균열량(MJ/N㎥)": "42.705",
    "사용열량(MJ)": "421,755",
    "청구금액": "9,500,000원",
}
"""One gas bill, as label and value: 10,000 m3 x 0.9876 = 9,876 Nm3; x 42.705 MJ/Nm3 = 421,755 MJ gross."""

FUEL_HEAD = (("거래명세서", ""), ("공급자", "한빛에너지(주)"), ("거래일자", "2026-03-05"), ("승인번호", "20260305-1"))
FUEL_COLUMNS = ("품목", "규격", "수량", "단위", "단가", "공급가액", "세액")
DIESEL = ("경유(0.001%)", "", "2,000", "L", "1350", "2,700,000", "270,000")


PLAIN_PAGE = (
    (50.0, 760.0, "전기요금 청구서"),
    (50.0, 730.0, "사용기간"),
    (150.0, 730.0, "2026.01.13 ~ 2026.02.12"),
    (50.0, 710.0, "사용량"),
    (150.0, 710.0, "412,300 kWh"),
    (50.0, 690.0, "요금적용전력"),
    (150.0, 690.0, "1,250 kW"),
    (50.0, 670.0, "청구금액"),
    (150.0, 670.0, "89,227,060 원"),
)
"""An electricity bill as texts on a page, for `hand_pdf`."""


def table(*rows: Mapping[str, str], title: str = "전기요금 청구 내역") -> bytes:
    """A CSV file with a title, a row of heads and a row per bill."""
    return as_csv([[title], list(rows[0]), *(list(row.values()) for row in rows)])


def form(bill: Mapping[str, str]) -> bytes:
    """A CSV file with a label and a value per row."""
    return as_csv([list(pair) for pair in bill.items()])


def invoice(*lines: Iterable[str], head: Iterable[tuple[str, str]] = FUEL_HEAD) -> bytes:
    """A delivery note as CSV: a form, then lines."""
    return as_csv([*map(list, head), list(FUEL_COLUMNS), *map(list, lines)])


def as_csv(rows: Iterable[list[str]], encoding: str = "utf-8") -> bytes:
    """Rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def as_workbook(sheets: Mapping[str, Iterable[Iterable[object]]]) -> bytes:
    """Sheets with their rows as a workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@functools.cache
def typst_pdf(body: str) -> bytes:
    """A PDF as typst writes it: subset fonts with their tables of letters."""
    return bytes(typst.compile((_PAGE + body).encode(), font_paths=[FONTS]))


def cells(*texts: str) -> str:
    """Texts as cells of a typst table."""
    return ", ".join("[" + text.replace("~", r"\~").replace("#", r"\#") + "]" for text in texts)


def electricity_pdf(
    *, span: str = "2026.01.13 ~ 2026.02.12 (31일)", energy: str = "412,300", light: str = "180,000", more: str = ""
) -> bytes:
    """An electricity bill of two columns with a table of bands and one of months."""
    left = (
        "고객번호",
        "01 2345 6789",
        "사용기간",
        span,
        "계약전력",
        "1,500 kW",
        "요금적용전력",
        "1,250 kW",
        "역 률",
        "96 %",
    )
    right = (
        "기 본 요 금", "10,400,000 원", "전력량요금", "63,000,000 원", "기후환경요금", "3,710,700 원", "연료비조정액",
        "2,061,500 원", "전기요금계", "79,172,200 원", "부가가치세", "7,917,220 원", "전력산업기반기금", "2,137,640 원",
        "청 구 금 액", "89,227,060 원",
    )  # fmt: skip
    bands = (
        "구분", "경부하", "중간부하", "최대부하", "합계", "당월지침", "1,800", "1,503", "820", "",
        "사용량(kWh)", light, "150,300", "82,000", energy,
    )  # fmt: skip
    months = ("구분", "당월", "전월", "전년동월", "사용량(kWh)", energy, "398,100", "420,000")
    return typst_pdf(
        "#align(center)[#text(size: 16pt)[전기요금 청구서]]\n#align(right)[한국전력공사]\n"
        f"#grid(columns: (1fr, 1fr), gutter: 6mm, table(columns: (auto, 1fr), {cells(*left)}), "
        f"table(columns: (auto, 1fr), {cells(*right)}))\n"
        f"#table(columns: 5, {cells(*bands)})\n#table(columns: 4, {cells(*months)})\n납부기한 2026.03.05\n{more}"
    )


def gas_pdf(*, volume: str = "9,876", kind: str = "정상") -> bytes:
    """A gas bill whose labels stand above their values."""
    first = (
        "사용기간", "계량기번호", "전월지침", "당월지침", "검침량(㎥)", "검침구분",
        "2026.02.01~2026.02.28", "A123", "12,345", "22,345", "10,000", kind,
    )  # fmt: skip
    second = ("온압보정계수", "보정량(N㎥)", "평균열량(MJ/N㎥)", "사용열량(MJ)", "0.9876", volume, "42.705", "421,755")
    last = ("사용자번호", "100-200-300", "사용요금", "8,000,000 원", "부가세", "800,000 원", "청구금액", "8,800,000 원")
    return typst_pdf(
        f"#align(center)[#text(size: 16pt)[도시가스요금 고지서]]\n#table(columns: 6, {cells(*first)})\n"
        f"#table(columns: 4, {cells(*second)})\n#grid(columns: (30mm, 60mm), row-gutter: 3mm, {cells(*last)})"
    )


def invoice_pdf(*lines: tuple[str, ...]) -> bytes:
    """A tax invoice: supplier and buyer side by side, lines by month and day of the month."""
    heads = ("월", "일", "품목", "규격", "수량", "단가", "공급가액", "세액")
    return typst_pdf(
        "#align(center)[#text(size: 16pt)[전자세금계산서]]\n승인번호 20260331-41000001\n\n"
        "#grid(columns: (1fr, 1fr), [공급자 #h(5mm) 상호 #h(3mm) 한빛에너지(주)], "
        "[공급받는자 #h(5mm) 상호 #h(3mm) 대한볼트(주)])\n"
        f"작성일자 #h(3mm) 2026-03-31\n#table(columns: 8, {cells(*heads, *itertools.chain(*lines))})\n"
        "합계금액 5,214,000"
    )


def mended(data: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    """A PDF after pypdf changed it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    change(writer)
    found = io.BytesIO()
    writer.write(found)
    return found.getvalue()


def hand_pdf(*texts: tuple[float, float, str], encoding: str = "cp949", mode: int = 0) -> bytes:
    """A PDF written by hand: a Korean font that is not embedded, its signs in cp949 or in an order of nobody's.

    Parameters
    ----------
    texts : Place from the left and from the bottom [points], and what stands there.
    mode : How signs are drawn: 3 for not at all.
    """
    cmap, ordering, codec = {
        "cp949": ("KSCms-UHC-H", "Korea1", "cp949"),
        "identity": ("Identity-H", "Identity", "utf-16-be"),
    }[encoding]
    content = "".join(
        f"BT {mode} Tr /F1 10 Tf {x} {y} Td <{text.encode(codec).hex()}> Tj ET\n" for x, y, text in texts
    ).encode()
    font = "/BaseFont/HYSMyeongJo-Medium"
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        f"<</Length {len(content)}>>stream\n".encode() + content + b"\nendstream",
        f"<</Type/Font/Subtype/Type0{font}/Encoding/{cmap}/DescendantFonts[6 0 R]>>".encode(),
        f"<</Type/Font/Subtype/CIDFontType0{font}/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})/Supplement 1>>"
        "/FontDescriptor 7 0 R/DW 1000/W[1 95 500]>>".encode(),
        b"<</Type/FontDescriptor/FontName/HYSMyeongJo-Medium/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800"
        b"/Descent -200/CapHeight 700/StemV 80>>",
    )


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of numbered objects, the first of them its catalogue."""
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return data + head + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(data))


def array() -> ArrayObject:
    """An empty array of a PDF."""
    return ArrayObject()
