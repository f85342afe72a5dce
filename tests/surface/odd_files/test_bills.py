"""Broken bills are refused with code, place and mend; odd but valid ones give their exact values."""

import io
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, RectangleObject, create_string_object
from tests import bills
from tests.surface.command import HANGUL, Pulmu, contents


class Case(NamedTuple):
    """A file, what it is refused for, and a part of the place."""

    name: str
    data: bytes
    code: str
    place: str
    options: tuple[str, ...] = ()


def power(**changes: str | None) -> dict[str, str]:
    """The electricity bill with other values; None takes one out."""
    rows = {**bills.ELECTRICITY, **changes}
    return {name: text for name, text in rows.items() if text is not None}


def power_table(*changes: Mapping[str, str | None]) -> bytes:
    return bills.table(*(power(**item) for item in changes))


def gas(**changes: str | None) -> bytes:
    rows = {**bills.GAS, **changes}
    return bills.form({name: text for name, text in rows.items() if text is not None})


def next_month(**changes: str) -> dict[str, str | None]:
    return {"사용기간": "2026.02.13 ~ 2026.03.12", "사용일수": "28", "청구년월": "2026년 3월", **changes}


def without_letters(book: PdfWriter) -> None:
    for item in book._objects:
        if isinstance(item, dict) and item.get("/Type") == "/Font":
            item.pop("/ToUnicode", None)


def crop_to_nothing(book: PdfWriter) -> None:
    book.pages[0].cropbox = RectangleObject((0, 0, 595, 20))


def add_pages(book: PdfWriter) -> None:
    for _ in range(60):
        book.add_blank_page(595, 842)


def as_xfa(book: PdfWriter) -> None:
    form = DictionaryObject({NameObject("/XFA"): create_string_object("<xdp/>"), NameObject("/Fields"): bills.array()})
    book.root_object[NameObject("/AcroForm")] = form


def scanned() -> bytes:
    return bills.typst_pdf("#rect(width: 100%, height: 100%, fill: gray)")


def bomb() -> bytes:
    """A page of three hundred thousand signs, packed into a few kilobytes."""
    lines = (b"BT /F1 1 Tf 1 %d Td (%s) Tj ET\n" % (number % 800, b"1" * 1000) for number in range(300))
    packed = zlib.compress(b"".join(lines), 9)
    return bills.pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def uncomputed() -> bytes:
    return bills.as_workbook({"전기": [list(bills.ELECTRICITY), [*list(bills.ELECTRICITY.values())[:-1], "=A1+B1"]]})


LINE = (50, 760, "전기요금 청구서"), (50, 730, "사용기간"), (150, 730, "2026.01.13~2026.02.12"), (50, 690, "계약전력")

TABLES = [
    Case("bands.csv", power_table({"최대부하(kWh)": "82,100"}), "bill.bands_do_not_add", "row 3, column 5"),
    Case("charges.csv", power_table({"청구금액(원)": "88,227,060"}), "bill.charges_do_not_add", "row 3, column 18"),
    Case("days.csv", power_table({"사용일수": "30"}), "bill.days_differ", "row 3, column 4"),
    Case("no-span.csv", power_table({"사용기간": None}), "bill.no_span", "row 3"),
    Case("order.csv", power_table({"사용기간": "2026.02.12 ~ 2026.01.13"}), "bill.span_order", "row 3, column 3"),
    Case("no-day.csv", power_table({"사용기간": "2026.01.30 ~ 2026.02.30"}), "input.not_a_date", "row 3, column 3"),
    Case("demand.csv", power_table({"최대수요전력(kW)": "121"}), "bill.load_factor", "row 3, column 5"),
    Case("comma.csv", power_table({"사용량(kWh)": "412,30"}), "input.not_a_number", "row 3, column 5"),
    Case(
        "no-unit.csv", bills.table(power(**{"사용량(kWh)": None}) | {"사용량": "412300"}), "input.unit_missing", "row 3"
    ),
    Case("two-units.csv", power_table({"사용량(kWh)": "412 MWh"}), "bill.two_units", "row 3, column 5"),
    Case("customers.csv", power_table({}, next_month(고객번호="99")), "bill.several_in_one", "row 4, column 1"),
    Case("overlap.csv", power_table({}, {"청구년월": "2026년 1월"}), "bill.overlap", "row 4"),
    Case("negative.csv", power_table({"사용량(kWh)": "-412,300"}), "input.negative", "row 3, column 5"),
    Case("factor.csv", power_table({"역률(%)": "196"}), "input.out_of_range", "row 3, column 8"),
    Case(
        "blank.csv",
        bills.table(
            {"사용기간": "2026.01.13 ~ 2026.02.12", "사용량(kWh)": "", "요금적용전력(kW)": "9", "기본요금": "5"},
            power(),
        ),
        "bill.no_amount",
        "row 3",
    ),
    Case("quote.csv", power_table({"고객번호": "1"}) + b'"open,1,2\r\n', "book.csv_syntax", "row "),
    Case("formula.xlsx", uncomputed(), "bill.cell_without_value", "sheet 전기, cell R2"),
    Case("where.csv", power_table({}), "bill.nothing_there", "", ("--where", "고객번호=7")),
    Case("gas-product.csv", gas(**{"보정량(N㎥)": "9,976"}), "bill.product", "row 8, column 2"),
    Case("gas-heat.csv", gas(**{"사용열량(MJ)": "441,755"}), "bill.product", "row 10, column 2"),
    Case(
        "gas-lpg.csv",
        gas(**{"평균열량(MJ/N㎥)": "62.8", "사용열량(MJ)": "620,213"}),
        "bill.heating_value",
        "row 9, column 2",
    ),
    Case("gas-standing.csv", gas(당월지침="22354"), "bill.standings", "row 6, column 2"),
    Case(
        "gas-raw.csv",
        gas(온압보정계수=None, **{"보정량(N㎥)": None, "사용열량(MJ)": None}),
        "bill.no_normal_volume",
        "row 6",
    ),
    Case(
        "gas-net.csv",
        gas(온압보정계수=None, **{"보정량(N㎥)": None, "검침량(㎥)": None, "평균열량(MJ/N㎥)": None}),
        "bill.no_amount",
        "",
        ("--map", "unit=GJ net"),
    ),
    Case(
        "drums.csv",
        bills.invoice(("경유", "드럼", "5", "", "270,000", "1,350,000", "")),
        "bill.fuel_unit",
        "row 6, column 3",
    ),
    Case(
        "fuels.csv",
        bills.invoice(bills.DIESEL, ("실내등유", "", "900", "L", "1,100", "990,000", "99,000")),
        "bill.several_in_one",
        "row 7, column 1",
    ),
    Case("no-date.csv", bills.invoice(bills.DIESEL, head=bills.FUEL_HEAD[:2]), "bill.no_day", "row 4, column 3"),
]

PDFS = [
    Case("scan.pdf", scanned(), "document.pdf_no_text", "scan.pdf"),
    Case(
        "locked.pdf",
        bills.mended(bills.electricity_pdf(), lambda book: book.encrypt("9901011")),
        "document.pdf_locked",
        "",
    ),
    Case("damaged.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40, "document.pdf_damaged", "damaged.pdf"),
    Case("no-letters.pdf", bills.mended(bills.electricity_pdf(), without_letters), "document.pdf_no_letters", "page 1"),
    Case("identity.pdf", bills.hand_pdf(*LINE, encoding="identity"), "document.pdf_no_letters", "page 1"),
    Case(
        "cropped.pdf", bills.mended(bills.electricity_pdf(), crop_to_nothing), "document.pdf_hidden_text", "cropped.pdf"
    ),
    Case("invisible.pdf", bills.hand_pdf(*LINE, mode=3), "document.pdf_hidden_text", "invisible.pdf"),
    Case(
        "letter.pdf",
        bills.typst_pdf("안녕하십니까. 견적서를 보내 드립니다. 합계 1,000,000원"),
        "document.unknown_kind",
        "",
    ),
    Case("long.pdf", bills.mended(bills.electricity_pdf(), add_pages), "document.pdf_too_large", "61 pages"),
    Case("xfa.pdf", bills.mended(bills.electricity_pdf(), as_xfa), "document.pdf_form", "xfa.pdf"),
    Case("bomb.pdf", bomb(), "document.pdf_too_large", "bomb.pdf"),
    Case(
        "two.pdf",
        bills.hand_pdf(*LINE, (50, 710, "사용량"), (150, 710, "412,300 kWh"), (300, 710, "398,100 kWh")),
        "bill.ambiguous",
        "page 1, 53 mm from the left",
    ),
    Case("bands.pdf", bills.electricity_pdf(light="181,000"), "bill.bands_do_not_add", "page 1, "),
    Case("product.pdf", bills.gas_pdf(volume="9,976"), "bill.product", "page 1, "),
    Case(
        "no-amount.pdf",
        bills.hand_pdf(*LINE, (150, 690, "1,500 kW"), (50, 710, "사용량 kWh")),
        "document.unknown_kind",
        "",
    ),
    Case("unconfirmed.pdf", bills.electricity_pdf(), "book.unconfirmed", "energy"),
]


def take_in(pulmu: Pulmu, file: Path, store: Path, *options: str) -> dict[str, Any]:
    answer = pulmu("books", "import", file, "--book", "energy", "--store", store, *options, "--json")
    found: dict[str, Any] = json.loads(answer.out)
    assert answer.code == (0 if found["done"] else 1)
    return found


def written(folder: Path, name: str, data: bytes) -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


@pytest.mark.parametrize("case", [*TABLES, *PDFS], ids=lambda case: case.name)
def test_a_broken_bill_is_refused_and_nothing_is_kept(case: Case, pulmu: Pulmu, tmp_path: Path) -> None:
    store = tmp_path / "store"
    kept = written(tmp_path, "kept.csv", bills.table(power(사용기간="2025.01.13 ~ 2025.02.12", 고객번호="0123456789")))
    assert take_in(pulmu, kept, store)["added"] == 1
    before = contents(store)

    file = written(tmp_path, case.name, case.data)
    arguments = ("books", "import", file, "--book", "energy", "--store", store, *case.options)
    for language in ("ko", "en"):
        answer = pulmu(*arguments, "--json", "--lang", language)
        told = [item for item in answer.problems() if item["code"] == case.code]
        assert (answer.code, answer.err) == (1, "")
        assert told, answer.problems()
        assert case.place in told[0]["place"]
        assert told[0]["mend"]
        if language == "ko":
            assert HANGUL.search(told[0]["message"])
            assert HANGUL.search(told[0]["mend"])
    shown = pulmu(*arguments, "--lang", "ko")
    assert (shown.code, "해결 방법: " in shown.err) == (1, True)
    assert contents(store) == before


def test_there_are_enough_of_them() -> None:
    assert len(TABLES) + len(PDFS) >= 30
    assert len(PDFS) >= 12
    assert len({case.name for case in (*TABLES, *PDFS)}) == len(TABLES) + len(PDFS)


def confirmed(pulmu: Pulmu, file: Path, store: Path, *options: str) -> list[dict[str, Any]]:
    """What `books show` says after a proposal was looked at and confirmed."""
    proposed = take_in(pulmu, file, store, *options)
    assert not proposed["done"]
    assert proposed["files"][0]["is_guess"]
    assert not store.exists()
    done = take_in(pulmu, file, store, *options, "--confirm", proposed["confirm"])
    assert done["done"], done["problems"]
    found: list[dict[str, Any]] = json.loads(
        pulmu("books", "show", "--store", store, "--book", "energy", "--json").out
    )["entries"]
    return found


def with_script(book: PdfWriter) -> None:
    action = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): create_string_object("x()"),
        }
    )
    book.root_object[NameObject("/OpenAction")] = action
    book.add_attachment("virus.exe", b"MZ")


def crop_margin(book: PdfWriter) -> None:
    book.pages[0].cropbox = RectangleObject((30, 30, 565, 812))


@pytest.mark.parametrize(
    ("data", "value", "unit", "start", "end"),
    [
        (bills.electricity_pdf(), 412_300.0, "kWh", "2026-01-13", "2026-02-13"),
        (bills.gas_pdf(), 9_876.0, "Nm3", "2026-02-01", "2026-03-01"),
        (
            bills.invoice_pdf(("3", "5", "경유(0.001%)", "L", "2,000", "1,350", "2,700,000", "270,000")),
            2_000.0,
            "L",
            "2026-03-05",
            "2026-03-06",
        ),
        (
            bills.mended(bills.electricity_pdf(), lambda book: book.pages[0].rotate(90)),
            412_300.0,
            "kWh",
            "2026-01-13",
            "2026-02-13",
        ),
        (bills.mended(bills.electricity_pdf(), with_script), 412_300.0, "kWh", "2026-01-13", "2026-02-13"),
        (bills.mended(bills.electricity_pdf(), crop_margin), 412_300.0, "kWh", "2026-01-13", "2026-02-13"),
        (
            bills.hand_pdf(*LINE, (150, 690, "1,500 kW"), (50, 710, "사 용 량"), (150, 710, "412,300 kWh")),
            412_300.0,
            "kWh",
            "2026-01-13",
            "2026-02-13",
        ),
    ],
    ids=["electricity", "gas", "tax invoice", "turned", "script and attachment", "cropped margin", "cp949"],
)
def test_an_odd_pdf_gives_the_exact_value_once_confirmed(
    data: bytes, value: float, unit: str, start: str, end: str, pulmu: Pulmu, tmp_path: Path
) -> None:
    file = written(tmp_path, "bill.pdf", data)
    (entry,) = confirmed(pulmu, file, tmp_path / "store")
    assert (entry["value"], entry["unit"], entry["start"], entry["end"]) == (value, unit, start, end)
    assert entry["place"].startswith("page 1, ")
    assert entry["place"].endswith(" mm from the top")


def test_a_code_of_another_pdf_confirms_nothing(pulmu: Pulmu, tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = take_in(pulmu, written(tmp_path, "a.pdf", bills.electricity_pdf()), store)
    other = written(tmp_path, "b.pdf", bills.electricity_pdf(span="2026.02.13 ~ 2026.03.12 (28일)"))
    assert [item["code"] for item in take_in(pulmu, other, store, "--confirm", first["confirm"])["problems"]] == [
        "book.unconfirmed"
    ]
    assert not store.exists()


def test_a_person_sees_what_is_proposed_and_where(pulmu: Pulmu, tmp_path: Path) -> None:
    file = written(tmp_path, "bill.pdf", bills.electricity_pdf())
    answer = pulmu("books", "import", file, "--book", "energy", "--store", tmp_path / "store", "--lang", "ko")
    assert answer.code == 1
    shown = answer.out + answer.err
    assert "412,300" in shown
    assert "1쪽, 왼쪽에서 " in shown
    assert "--confirm " in answer.err


@pytest.mark.parametrize(
    ("data", "options", "value", "unit", "quality"),
    [
        (power_table({}).decode().encode("cp949"), (), 412_300.0, "kWh", "measured"),
        (power_table({"사용량(kWh)": "412,300 (추정)"}), (), 412_300.0, "kWh", "estimated"),
        (bills.table(power(**{"사용량(kWh)": None}) | {"사용량(MWh)": "412.3"}), (), 412.3, "MWh", "measured"),
        (power_table({}, next_month(고객번호="99")), ("--where", "고객번호=99"), 412_300.0, "kWh", "measured"),
        (gas(), ("--map", "unit=GJ gross"), 421_755.0, "MJ gross", "measured"),
        (gas(**{"보정량(N㎥)": None}), (), 9_876.0, "Nm3", "measured"),
        (
            bills.invoice(bills.DIESEL, ("실내등유", "", "900", "L", "1,100", "990,000", "99,000")),
            ("--where", "품목=경유"),
            2_000.0,
            "L",
            "measured",
        ),
        (
            bills.as_workbook(
                {
                    "1월": [
                        ["전기요금 청구서"],
                        ["사용기간", "2026-01-13", "~", "2026-02-12"],
                        ["사용량", 412300, "kWh"],
                        ["요금적용전력", 1250, "kW"],
                    ]
                }
            ),
            (),
            412_300.0,
            "kWh",
            "measured",
        ),
    ],
    ids=["cp949", "estimated", "MWh", "one customer", "gross heat", "corrected", "one fuel", "form in a workbook"],
)
def test_an_odd_table_gives_the_exact_value(
    data: bytes, options: tuple[str, ...], value: float, unit: str, quality: str, pulmu: Pulmu, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    done = take_in(pulmu, written(tmp_path, "bill.dat", data), store, *options)
    assert done["done"], done["problems"]
    assert not done["files"][0]["is_guess"]
    (entry,) = json.loads(pulmu("books", "show", "--store", store, "--book", "energy", "--json").out)["entries"]
    assert (entry["value"], entry["unit"], entry["quality"]) == (value, unit, quality)
    assert len(entry["sha256"]) == 64


def test_the_gas_table_warns_of_the_net_value_it_took(pulmu: Pulmu, tmp_path: Path) -> None:
    done = take_in(pulmu, written(tmp_path, "gas.csv", gas()), tmp_path / "store", "--map", "unit=GJ net")
    assert (done["done"], [item["code"] for item in done["problems"]]) == (True, ["bill.net_from_table"])


def test_a_year_of_bills_is_a_total(pulmu: Pulmu, tmp_path: Path) -> None:
    ends = [
        "2025-12-31",
        *(f"2026-{month:02d}-{day}" for month, day in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)),
    ]
    rows = [["전기요금 청구 내역"], ["시작일", "종료일", "사용량(kWh)", "요금적용전력(kW)"]]
    for number in range(12):
        month = ends[number + 1][:7]
        rows.append([f"{month}-01", ends[number + 1], str(100_000 + number), "1,250"])
    store = tmp_path / "store"
    assert take_in(pulmu, written(tmp_path, "year.csv", bills.as_csv(rows)), store)["added"] == 12
    answer = pulmu("books", "totals", "--store", store, "--book", "energy", "--json")
    years = json.loads(answer.out)["books"][0]["years"]
    assert answer.code == 0
    assert [(item["period"], item["value"], item["covered_days"]) for item in years] == [("2026", 1_200_066.0, 365)]


def test_junk_behind_the_name_of_a_pdf_is_told_by_its_content(pulmu: Pulmu, tmp_path: Path) -> None:
    file = written(tmp_path, "bill.pdf", power_table({}))
    assert take_in(pulmu, file, tmp_path / "store")["added"] == 1
    data = io.BytesIO(bills.electricity_pdf())
    assert take_in(pulmu, written(tmp_path, "bill.xlsx", data.getvalue()), tmp_path / "other")["files"][0]["kind"] == (
        "electricity_bill"
    )


def test_the_columns_taken_are_named_in_the_readers_language(pulmu: Pulmu, tmp_path: Path) -> None:
    file = written(tmp_path, "gas.csv", gas())
    shown = {
        language: pulmu(
            "books", "import", file, "--book", "gas", "--store", tmp_path / language, "--lang", language
        ).out
        for language in ("ko", "en")
    }
    assert "온압보정계수=온압보정계수, 보정량=보정량(Nm3)" in shown["ko"]
    assert "temperature and pressure correction factor=온압보정계수, corrected volume=보정량(Nm3)" in shown["en"]
