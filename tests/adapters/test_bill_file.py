"""Bills and fuel invoices: exact values from tables, forms and PDFs, and where each of them stands."""

import hashlib
import random
from calendar import monthrange
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import bills

from pulmu.adapters.bill_file import read_bill
from pulmu.metering import Entry
from pulmu.model import InputError
from pulmu.services.ports import DocumentFile, DocumentWish

Pairs = tuple[tuple[str, str], ...]


def read(data: bytes, **wish: Pairs) -> DocumentFile:
    found = read_bill(data, "bill", DocumentWish(**wish))  # type: ignore[arg-type]
    assert found is not None
    return found


def entries(data: bytes, **wish: Pairs) -> tuple[Entry, ...]:
    found = read(data, **wish)
    assert [item for item in found.problems if item.severity == "error"] == []
    assert all(entry.document == "bill" and entry.sha256 == hashlib.sha256(data).hexdigest() for entry in found.entries)
    return found.entries


def one(data: bytes, **wish: Pairs) -> Entry:
    (entry,) = entries(data, **wish)
    return entry


def codes(data: bytes, **wish: Pairs) -> list[str]:
    return [item.code for item in read(data, **wish).problems]


def days(entry: Entry) -> tuple[date, date]:
    return entry.start, entry.end


def bill(**changes: str) -> dict[str, str]:
    return {**bills.ELECTRICITY, **changes}


def test_a_row_of_a_table_is_a_bill_with_every_value_and_its_place() -> None:
    data = bills.table(bills.ELECTRICITY)
    found = read(data)
    (entry,) = found.entries
    assert (found.kind, found.is_guess, found.problems) == ("electricity_bill", False, ())
    assert (entry.kind, entry.value, entry.unit, entry.number) == ("used", 412_300.0, "kWh", "0123456789")
    assert days(entry) == (date(2026, 1, 13), date(2026, 2, 13))
    assert entry.place == "row 3, column 5"
    details = dict(entry.details)
    assert details["peak_demand"] == "1210 kW"
    assert details["peak_demand.place"] == "row 3, column 6"
    assert details["power_factor"] == "96 %"
    assert [details[name] for name in ("light_load", "mid_load", "peak_load")] == [
        "180000 kWh",
        "150300 kWh",
        "82000 kWh",
    ]
    assert details["due"] == "89227060 KRW"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026.01.13 ~ 2026.02.12", date(2026, 1, 13), date(2026, 2, 13)),
        ("2026-01-13~2026-02-12", date(2026, 1, 13), date(2026, 2, 13)),
        ("2026. 1. 13. ~ 2. 12.", date(2026, 1, 13), date(2026, 2, 13)),
        ("2025.12.13 ~ 01.12", date(2025, 12, 13), date(2026, 1, 13)),
        ("26.01.13~26.02.12", date(2026, 1, 13), date(2026, 2, 13)),
        ("2026년 1월 13일 ~ 2026년 2월 12일(31일)", date(2026, 1, 13), date(2026, 2, 13)),
        ("20260113 ~ 20260212", date(2026, 1, 13), date(2026, 2, 13)),
        ("２０２６．０１．１３～２０２６．０２．１２", date(2026, 1, 13), date(2026, 2, 13)),
    ],
)
def test_a_usage_period_counts_both_its_ends(text: str, start: date, end: date) -> None:
    assert days(one(bills.table(bill(사용기간=text)))) == (start, end)


def test_reading_days_are_half_open_as_they_are() -> None:
    rows = bill(전월검침일="2026-01-13", 당월검침일="2026-02-13")
    del rows["사용기간"]
    assert days(one(bills.table(rows))) == (date(2026, 1, 13), date(2026, 2, 13))


def test_a_year_of_bills_comes_from_a_workbook_of_forms() -> None:
    sheets = {}
    for month in range(1, 13):
        end = f"2026-{month:02d}-12"
        start = "2025-12-13" if month == 1 else f"2026-{month - 1:02d}-13"
        sheets[f"{month}월"] = [
            ["전기요금 청구서", None],
            ["고객번호", 123456789],
            ["사용기간", None, start, "~", end],
            ["사용량", 400_000 + month, "kWh"],
            ["요금적용전력", 1250.0, "kW"],
        ]
    found = entries(bills.as_workbook(sheets))
    assert [entry.value for entry in found] == [400_000.0 + month for month in range(1, 13)]
    assert days(found[0]) == (date(2025, 12, 13), date(2026, 1, 13))
    assert all(before.end == after.start for before, after in pairwise(found))
    assert found[2].place == "sheet 3월, cell B4"


@pytest.mark.parametrize(("head", "unit"), [("사용량(kWh)", "kWh"), ("사용량(N㎥)", "Nm3"), ("Usage (kWh)", "kWh")])
def test_a_span_and_an_amount_are_a_bill(head: str, unit: str) -> None:
    rows = [["사용기간", head], ["2026.01.13 ~ 2026.02.12", "412,300"], ["2026.02.13 ~ 2026.03.12", "400,000"]]
    assert [(entry.value, entry.unit, entry.kind) for entry in entries(bills.as_csv(rows))] == [
        (412_300.0, unit, "used"),
        (400_000.0, unit, "used"),
    ]


def test_labels_below_a_table_have_their_values_below_them() -> None:
    rows = [["전기요금 고지"], ["사용기간", "사용량(kWh)"], ["2026.01.13 ~ 2026.02.12", "412,300"]]
    found = one(bills.as_csv([*rows, ["청구금액", "납부기한"], ["61,000,000", "2026-03-15"]]))
    assert found.value == 412_300.0
    assert any("61" in text for _, text in found.details), found.details


MORE = {
    "청구금액(원)": "1,000,000",
    "역률(%)": "96",
    "요금적용전력(kW)": "4,000",
    "비고": "메모",
    "고객번호": "0123456789",
}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(20_000, 900_000), min_size=1, max_size=12, unique=True),
    st.lists(st.sampled_from(sorted(MORE)), unique=True, max_size=5),
    st.randoms(use_true_random=False),
    st.booleans(),
)
def test_every_row_of_a_table_of_bills_is_an_entry(
    amounts: list[int], more: list[str], chance: random.Random, is_workbook: bool
) -> None:
    heads = ["사용기간", "사용량(kWh)", *more]
    chance.shuffle(heads)
    spans = [f"2026.{month:02d}.01 ~ 2026.{month:02d}.{monthrange(2026, month)[1]}" for month in range(1, 13)]
    rows = [
        [{"사용기간": span, "사용량(kWh)": f"{amount:,}", **MORE}[head] for head in heads]
        for span, amount in zip(spans, amounts, strict=False)
    ]
    data = bills.as_workbook({"고지": [heads, *rows]}) if is_workbook else bills.as_csv([heads, *rows])
    assert [entry.value for entry in entries(data)] == amounts


def test_bands_without_a_total_are_added() -> None:
    rows = bill()
    del rows["사용량(kWh)"]
    assert one(bills.table(rows)).value == 412_300.0


def test_megawatt_hours_stay_megawatt_hours() -> None:
    rows = {"고객번호": "1", "사용기간": "2026.01.13 ~ 2026.02.12", "사용량(MWh)": "412.3", "요금적용전력(kW)": "1,250"}
    entry = one(bills.table(rows))
    assert (entry.value, entry.unit) == (412.3, "MWh")


@pytest.mark.parametrize("text", ["412,300 (추정)", "412,300"])
def test_an_estimated_reading_is_told(text: str) -> None:
    rows = bill(**{"사용량(kWh)": text, "검침구분": "인정검침" if text == "412,300" else "원격검침"})
    assert one(bills.table(rows)).quality == "estimated"


def test_charges_that_are_not_ours_only_warn() -> None:
    rows = bill(**{"청구금액(원)": "89,300,000", "무엇인지모르는료": "72,940"})
    assert codes(bills.table(rows)) == ["bill.charges_do_not_add"]
    assert one(bills.table(rows)).value == 412_300.0


def test_a_bill_cut_below_ten_won_adds_up() -> None:
    assert codes(bills.table(bill(**{"청구금액(원)": "89,227,057", "원단위절사": "-3"}))) == []


def test_one_customer_of_two_is_chosen() -> None:
    data = bills.table(bill(), bill(고객번호="0987654321", **{"사용량(kWh)": "412,300"}))
    assert codes(data) == ["bill.several_in_one"]
    assert one(data, where=(("고객번호", "0987654321"),)).number == "0987654321"


def test_gas_comes_in_normal_cubic_metres_with_gross_heat() -> None:
    entry = one(bills.form(bills.GAS))
    assert (entry.value, entry.unit) == (9_876.0, "Nm3")
    details = dict(entry.details)
    assert details["heat"] == "421755 MJ gross"
    assert details["correction_factor"] == "0.9876"
    assert details["measured_volume"] == "10000 m3"
    assert days(entry) == (date(2026, 2, 1), date(2026, 3, 1))


def test_a_book_of_gross_heat_takes_the_gross_heat_of_the_bill() -> None:
    entry = one(bills.form(bills.GAS), columns=(("unit", "GJ gross"),))
    assert (entry.value, entry.unit) == (421_755.0, "MJ gross")


def test_net_heat_is_never_made_silently() -> None:
    wish: Pairs = (("unit", "GJ net"),)
    found = read(bills.form(bills.GAS), columns=wish)
    assert [item.code for item in found.problems] == ["bill.net_from_table"]
    assert "38.9 MJ/Nm3" in found.problems[0].message
    assert found.entries[0].value == pytest.approx(9_876 * 38.9, rel=1e-15)
    assert "Annex 12" in dict(found.entries[0].details)["net_heat.how"]
    by_ratio = one(bills.form({**bills.GAS, "순발열량비율": "0.903"}), columns=wish)
    assert by_ratio.value == pytest.approx(421_755 * 0.903, rel=1e-15)
    without = {
        name: text
        for name, text in bills.GAS.items()
        if name not in ("보정량(N㎥)", "온압보정계수", "평균열량(MJ/N㎥)")
    }
    assert "bill.no_normal_volume" in codes(bills.form(without), columns=wish)


def test_a_volume_is_corrected_only_as_the_bill_says() -> None:
    without = {name: text for name, text in bills.GAS.items() if name != "보정량(N㎥)"}
    entry = one(bills.form(without))
    assert (entry.value, dict(entry.details)["normal_volume.how"]) == (9_876.0, "measured volume x correction factor")
    plain = {**without, "사용열량(MJ)": "427,050"}
    del plain["온압보정계수"]
    assert one(bills.form(plain)).value == 10_000.0


def test_litres_stay_litres_and_kilograms_kilograms() -> None:
    data = bills.invoice(bills.DIESEL, ("운반비", "", "1", "식", "30000", "30000", "3000"))
    found = read(data)
    (entry,) = found.entries
    assert (entry.kind, entry.value, entry.unit) == ("received", 2_000.0, "L")
    assert (entry.item, entry.partner, entry.number) == ("경유(0.001%)", "한빛에너지(주)", "20260305-1")
    assert days(entry) == (date(2026, 3, 5), date(2026, 3, 6))
    assert found.left_out == (("row 7, column 3", "운반비"),)
    gas = one(bills.invoice(("LPG(프로판)", "kg", "450", "", "1,900", "855,000", "85,500")))
    assert (gas.value, gas.unit, dict(gas.details)["fuel"]) == (450.0, "kg", "propane")
    lorry = one(bills.invoice(("경유", "", "16", "㎘", "1,350,000", "21,600,000", "2,160,000")))
    assert (lorry.value, lorry.unit) == (16.0, "kL")


def test_a_credit_is_taken_off_and_told() -> None:
    found = read(bills.invoice(bills.DIESEL, ("경유(0.001%)", "", "△100", "L", "1350", "△135,000", "△13,500")))
    assert [entry.value for entry in found.entries] == [2_000.0, -100.0]
    assert [(item.code, item.severity) for item in found.problems] == [("bill.credit", "warning")]


def test_a_purchase_export_is_no_fuel_invoice() -> None:
    other = ("선재 SWRCH10A", "5.5mm", "20,000", "kg", "1000", "20,000,000", "2,000,000")
    assert read_bill(bills.invoice(bills.DIESEL, other, other), "x.csv", DocumentWish()) is None


@pytest.mark.parametrize(
    "text", ["일시,전력량(kWh),역률(%)\n2026-01-01 00:15,10,96\n", "일자,품목,수량\n2026-01-01,볼트,5\n", "a,b\n1,2\n"]
)
def test_tables_of_other_kinds_are_left_to_others(text: str) -> None:
    assert read_bill(text.encode(), "x.csv", DocumentWish()) is None


def test_a_pdf_only_proposes_and_says_where() -> None:
    found = read(bills.electricity_pdf())
    (entry,) = found.entries
    assert (found.kind, found.is_guess, found.problems) == ("electricity_bill", True, ())
    assert (entry.value, entry.unit, entry.number) == (412_300.0, "kWh", "0123456789")
    assert days(entry) == (date(2026, 1, 13), date(2026, 2, 13))
    details = dict(entry.details)
    assert details["light_load"] == "180000 kWh"
    assert details["due"] == "89227060 KRW"
    assert details["power_factor"] == "96 %"
    left, top = (float(word) for word in entry.place.split() if word.isdigit() and word != "1")
    assert entry.place.startswith("page 1, ")
    assert 80 < left < 105
    assert 80 < top < 110
    assert any("사용기간" in label and "2026.01.13" in text for label, text in found.reading)


def test_a_gas_bill_with_labels_above_its_values() -> None:
    entry = one(bills.gas_pdf())
    assert (entry.value, entry.unit, dict(entry.details)["meter"]) == (9_876.0, "Nm3", "A123")
    assert one(bills.gas_pdf(kind="추정")).quality == "estimated"


def test_a_tax_invoice_as_pdf() -> None:
    found = entries(
        bills.invoice_pdf(
            ("3", "5", "경유(0.001%)", "L", "2,000", "1,350", "2,700,000", "270,000"),
            ("3", "19", "경유(0.001%)", "L", "1,500", "1,360", "2,040,000", "204,000"),
        )
    )
    assert [(entry.start, entry.value, entry.unit) for entry in found] == [
        (date(2026, 3, 5), 2_000.0, "L"),
        (date(2026, 3, 19), 1_500.0, "L"),
    ]
    assert {(entry.partner, entry.number) for entry in found} == {("한빛에너지(주)", "20260331-41000001")}


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_gives_the_same_values(degrees: int) -> None:
    upright = one(bills.electricity_pdf())
    turned = one(bills.mended(bills.electricity_pdf(), lambda book: book.pages[0].rotate(degrees)))
    assert (turned.value, days(turned)) == (upright.value, days(upright))
    assert turned.place != upright.place
    values = [[pair for pair in entry.details if not pair[0].endswith(".place")] for entry in (turned, upright)]
    assert values[0] == values[1]


def test_a_pdf_of_several_months_gives_each() -> None:
    def add(book: object) -> None:
        pages = bills.PdfReader(bills.io.BytesIO(bills.electricity_pdf(span="2026.02.13 ~ 2026.03.12 (28일)"))).pages
        book.add_page(pages[0])  # type: ignore[attr-defined]

    found = entries(bills.mended(bills.electricity_pdf(), add))
    assert [days(entry) for entry in found] == [
        (date(2026, 1, 13), date(2026, 2, 13)),
        (date(2026, 2, 13), date(2026, 3, 13)),
    ]
    assert [entry.place.split(",")[0] for entry in found] == ["page 1", "page 2"]


LINES = [
    (50, 760, "전기요금 청구서"),
    (50, 730, "사용기간"),
    (150, 730, "2026.01.13~2026.02.12"),
    (50, 710, "사 용 량"),
    (150, 710, "412,300 kWh"),
    (50, 690, "요금적용전력"),
    (150, 690, "1,250 kW"),
]


def test_a_pdf_in_cp949_without_embedded_font() -> None:
    entry = one(bills.hand_pdf(*LINES))
    assert (entry.value, entry.unit) == (412_300.0, "kWh")
    assert entry.place == "page 1, 53 mm from the left, 44 mm from the top"


def test_what_lies_outside_the_page_does_not_count() -> None:
    assert one(bills.hand_pdf(*LINES, (150, 900, "사용량 999,999 kWh"))).value == 412_300.0


def test_bills_that_share_their_reading_days_count_each_day_once() -> None:
    rows = [
        {"사용기간": span, "사용량(kWh)": "100", "요금적용전력(kW)": "50", "청구금액": "20,000"}
        for span in ("2026.01.13~2026.02.13", "2026.02.13~2026.03.13", "2026.03.13~2026.04.13")
    ]
    data = bills.table(*rows)
    assert codes(data) == ["bill.shared_days"]
    assert [days(entry) for entry in entries(data)][:2] == [
        (date(2026, 1, 13), date(2026, 2, 13)),
        (date(2026, 2, 13), date(2026, 3, 13)),
    ]


def test_heads_in_two_rows_are_one() -> None:
    sheet = [
        ["전기요금 청구 내역"],
        ["청구월", "사용기간", None, "사용량(kWh)", None, None, None, "청구금액"],
        [None, "시작", "종료", "경부하", "중간부하", "최대부하", "합계", None],
        ["2026-02", "2026-01-13", "2026-02-12", 180000, 150300, 82000, 412300, 89227060],
        ["2026-03", "2026-02-13", "2026-03-12", 170000, 150300, 82000, 402300, 87227060],
        ["합계", None, None, 350000, 300600, 164000, 814600, 176454120],
    ]
    found = entries(bills.as_workbook({"2026": sheet}))
    assert [(entry.value, *days(entry)) for entry in found] == [
        (412_300.0, date(2026, 1, 13), date(2026, 2, 13)),
        (402_300.0, date(2026, 2, 13), date(2026, 3, 13)),
    ]
    assert dict(found[1].details)["light_load"] == "170000 kWh"
    wrong = [*sheet[:3], [*sheet[3][:4], 150_400, *sheet[3][5:]]]
    assert codes(bills.as_workbook({"2026": wrong})) == ["bill.bands_do_not_add"]


def test_notes_between_rows_take_nothing_away() -> None:
    rows = [
        ["전기요금 청구 내역"],
        ["사용기간", "사용량(kWh)", "요금적용전력(kW)"],
        ["2026.01.13 ~ 2026.02.12", "100", "50"],
        ["비고", "2월에 정전이 있었습니다"],
        ["2026.02.13 ~ 2026.03.12", "110", "50"],
        ["사용기간", "사용량(kWh)", "요금적용전력(kW)"],
        ["2026.03.13 ~ 2026.04.12", "120", "50"],
        ["합계", "330", ""],
    ]
    assert [entry.value for entry in entries(bills.as_csv(rows))] == [100.0, 110.0, 120.0]
    rows[4] = ["", "110", ""]
    assert codes(bills.as_csv(rows)) == ["bill.no_span"]


def test_bands_may_stand_on_either_side() -> None:
    rows = [
        ["전기요금 청구서"],
        ["사용기간", "2026.01.13 ~ 2026.02.12"],
        ["구분", "당월지침", "전월지침", "배수", "사용량(kWh)"],
        ["경부하", "1,800", "1,650", "1200", "180,000"],
        ["중간부하", "1,503", "1,378", "1200", "150,300"],
        ["최대부하", "820", "752", "1200", "82,000"],
        ["합계", "", "", "", "412,300"],
        ["요금적용전력", "1,250 kW"],
    ]
    entry = one(bills.as_csv(rows))
    assert (entry.value, dict(entry.details)["mid_load"], dict(entry.details)["billed_demand"]) == (
        412_300.0,
        "150300 kWh",
        "1250 kW",
    )


def test_units_may_stand_below_the_heads() -> None:
    rows = [
        ["전기요금 청구 내역"],
        ["사용기간", "사용량", "요금적용전력", "청구금액"],
        ["", "(kWh)", "(kW)", "(원)"],
        ["2026.01.13 ~ 2026.02.12", "100", "50", "20,000"],
        ["2026.02.13 ~ 2026.03.12", "110", "50", "21,000"],
    ]
    assert [(entry.value, entry.unit) for entry in entries(bills.as_csv(rows))] == [(100.0, "kWh"), (110.0, "kWh")]


def test_lines_of_an_invoice_that_runs_over_pages_all_count() -> None:
    first = bills.invoice_pdf(
        ("3", "5", "경유(0.001%)", "L", "2,000", "1,350", "2,700,000", "270,000"),
        ("3", "6", "경유(0.001%)", "L", "1,000", "1,350", "1,350,000", "135,000"),
    )
    last = bills.invoice_pdf(("3", "9", "경유(0.001%)", "L", "500", "1,350", "675,000", "67,500"))

    def add(book: bills.PdfWriter) -> None:
        book.add_page(bills.PdfReader(bills.io.BytesIO(last)).pages[0])

    assert [entry.value for entry in entries(bills.mended(first, add))] == [2_000.0, 1_000.0, 500.0]


def test_two_gas_meters_of_the_same_days_are_told_apart() -> None:
    rows = [
        ["도시가스 고지서"],
        ["사용기간", "계량기번호", "검침량(㎥)", "온압보정계수", "보정량(N㎥)"],
        ["2026.02.01~2026.02.28", "A1", "10,000", "0.9876", "9,876"],
        ["2026.02.01~2026.02.28", "B2", "1,000", "0.9876", "988"],
    ]
    found = read(bills.as_csv(rows))
    assert [item.code for item in found.problems] == ["bill.overlap"]
    assert "meters A1 and B2" in found.problems[0].message
    assert one(bills.as_csv(rows), where=(("계량기번호", "B2"),)).value == 988.0


def test_a_workbook_of_two_kinds_is_refused() -> None:
    sheets = {
        "전기": [list(bills.ELECTRICITY), list(bills.ELECTRICITY.values())],
        "가스": [list(pair) for pair in bills.GAS.items()],
    }
    with pytest.raises(InputError) as refused:
        read(bills.as_workbook(sheets))
    assert refused.value.problems[0].code == "bill.several_kinds"


def test_all_that_is_wrong_is_told_at_once() -> None:
    rows = bill(**{"사용량(kWh)": "412,30", "역률(%)": "196", "청구금액(원)": "1"})
    del rows["사용기간"]
    assert set(codes(bills.table(rows))) == {
        "bill.no_span",
        "input.not_a_number",
        "input.out_of_range",
        "bill.charges_do_not_add",
    }


def test_a_page_whose_charges_do_not_add_only_warns() -> None:
    found = read(bills.hand_pdf(*bills.PLAIN_PAGE, (50, 650, "기본요금"), (150, 650, "1 원"), (50, 630, "전력량요금"),
                                (150, 630, "2 원"), (50, 610, "전기요금계"), (150, 610, "9,000 원")))  # fmt: skip
    assert [(item.code, item.severity) for item in found.problems] == [("bill.charges_do_not_add", "warning")]
    assert [entry.value for entry in found.entries] == [412_300.0]


def test_two_plants_are_two_books() -> None:
    rows = [
        ["전기요금 청구 내역"],
        ["사업장", "사용기간", "사용량(kWh)", "요금적용전력(kW)"],
        ["울산", "2026.01.13 ~ 2026.02.12", "100", "50"],
        ["창원", "2026.02.13 ~ 2026.03.12", "110", "50"],
    ]
    assert codes(bills.as_csv(rows)) == ["bill.several_in_one"]
    assert one(bills.as_csv(rows), where=(("사업장", "창원"),)).value == 110.0


def test_a_line_without_its_day_does_not_take_the_day_of_the_invoice() -> None:
    rows = [
        ["거래명세서"],
        ["거래일자", "2026-03-31"],
        ["일자", "품목", "수량", "단위"],
        ["2026-03-05", "경유", "100", "L"],
        ["", "경유", "200", "L"],
    ]
    assert codes(bills.as_csv(rows)) == ["bill.no_day"]


def test_gross_and_net_are_not_multiplied_with_each_other() -> None:
    net = {**bills.GAS, "사용열량(MJ, 순발열량)": "380,847"}
    del net["사용열량(MJ)"]
    entry = one(bills.form(net), columns=(("unit", "GJ net"),))
    assert (entry.value, entry.unit) == (380_847.0, "MJ net")
    assert codes(bills.form({**bills.GAS, "순발열량비율": "1.107"}), columns=(("unit", "GJ net"),)) == [
        "input.out_of_range"
    ]


def test_heat_may_come_in_gigajoules() -> None:
    rows = {**bills.GAS, "사용열량(GJ)": "421.755"}
    del rows["사용열량(MJ)"]
    assert codes(bills.form(rows)) == []
    assert one(bills.form(rows), columns=(("unit", "GJ gross"),)).unit == "GJ gross"


def test_a_heating_value_near_the_net_one_is_told() -> None:
    rows = {**bills.GAS, "평균열량(MJ/N㎥)": "38.9", "사용열량(MJ)": "384,176"}
    assert codes(bills.form(rows)) == ["bill.heating_value_near_net"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"사용기간": "2026.01.13 ~ 2026.01.30", "사용일수": "18"}, "bill.unusual_span"),
        ({"사용기간": "2026.01.13 ~ 2026.03.12", "사용일수": "59"}, "bill.unusual_span"),
        ({"검침구분": "기타"}, "bill.reading_kind"),
    ],
)
def test_what_is_unusual_is_a_warning(changes: dict[str, str], code: str) -> None:
    found = read(bills.table(bill(**changes)))
    assert [(item.code, item.severity) for item in found.problems] == [(code, "warning")]
    assert len(found.entries) == 1


def test_a_price_far_from_any_tariff_is_a_warning() -> None:
    rows = {
        "사용기간": "2026.01.13 ~ 2026.02.12",
        "사용량(kWh)": "412,300",
        "요금적용전력(kW)": "1,250",
        "청구금액(원)": "4,123,000",
    }
    assert codes(bills.table(rows)) == ["bill.unusual_price"]


def test_a_sentence_below_a_table_of_a_page_is_no_row() -> None:
    entry = one(
        bills.typst_pdf(
            "#text(16pt)[전기요금 청구서 (2026년 2월분)]\n#grid(columns: (1fr, 1fr, 1fr), row-gutter: 3mm, "
            + bills.cells(
                "사용기간", "당월사용량", "청구금액", "2026.01.13 ~ 2026.02.12", "412,300 kWh", "89,227,060 원"
            )
            + ")\n고객님의 이번 달 사용량은 전월보다 14,200 kWh 늘었습니다. 역률 96%"
        )
    )
    assert (entry.value, days(entry)) == (412_300.0, (date(2026, 1, 13), date(2026, 2, 13)))


def test_heads_of_a_page_may_run_over_two_lines() -> None:
    heads = r"[사용\ 기간], [검침량\ (㎥)], [온압보정\ 계수], [보정량\ (N㎥)], [평균열량\ (MJ/N㎥)], [사용열량\ (MJ)], "
    values = r"[2026.02.01\ \~02.28], " + bills.cells("10,000", "0.9876", "9,876", "42.705", "421,755")
    entry = one(
        bills.typst_pdf(f"도시가스 고지서\n#table(columns: (25mm, 22mm, 22mm, 25mm, 25mm, 30mm), {heads}{values})")
    )
    assert (entry.value, entry.unit, dict(entry.details)["correction_factor"]) == (9_876.0, "Nm3", "0.9876")
    assert days(entry) == (date(2026, 2, 1), date(2026, 3, 1))
    wrapped = (
        r"전기요금 청구서\ #table(columns: 2, [사용기간], [2026.01.13 \~\ 2026.02.12], "
        "[사용량], [100 kWh], [계약전력], [9 kW])"
    )
    assert days(one(bills.typst_pdf(wrapped))) == (date(2026, 1, 13), date(2026, 2, 13))


def test_values_of_several_months_beside_one_label_are_not_chosen_from() -> None:
    rows = [["전기요금 현황"], ["사용기간", "2026.01.01 ~ 2026.03.31"], ["사용량(kWh)", "100", "110", "120"]]
    rows.append(["요금적용전력(kW)", "50"])
    found = [item for item in read(bills.as_csv(rows)).problems if item.code == "bill.ambiguous"]
    assert len(found) == 1
    assert all(f"row 3, column {column}" in found[0].message for column in (2, 3, 4))


def test_bottles_of_gas_are_not_weighed_by_guess() -> None:
    assert codes(bills.invoice(("LPG(프로판) 50kg 용기", "50kg", "10", "EA", "95,000", "950,000", "95,000"))) == [
        "bill.fuel_unit"
    ]


def test_a_watermark_and_a_note_on_the_margin_are_not_read() -> None:
    plain = one(bills.electricity_pdf())
    marked = one(
        bills.electricity_pdf(
            more="#place(top + left, dx: 20mm, dy: 30mm, rotate(-45deg, text(size: 40pt)[사본 999,999 kWh]))\n"
            "#place(top + left, dx: -10mm, dy: 90mm, rotate(90deg, [사용량 999,999 kWh]))"
        )
    )
    assert (marked.value, dict(marked.details)["due"]) == (plain.value, dict(plain.details)["due"])


def test_the_name_on_a_bill_is_the_customers_and_on_an_invoice_the_suppliers() -> None:
    rows = [["전기요금 청구서"], ["상호", "대한볼트"], ["사용기간", "2026.01.13~2026.02.12"], ["사용량", "100 kWh"]]
    rows.append(["요금적용전력", "50 kW"])
    assert one(bills.as_csv(rows)).partner == ""
    head = (("거래명세서", ""), ("상호", "대한볼트"), ("공급자 상호", "한빛에너지"), ("거래일자", "2026-03-05"))
    assert one(bills.invoice(bills.DIESEL, head=head)).partner == "한빛에너지"


def test_a_customer_number_is_the_same_with_and_without_dashes() -> None:
    later = bill(고객번호="01-2345-6789", 사용기간="2026.02.13 ~ 2026.03.12", 사용일수="28")
    assert [entry.number for entry in entries(bills.table(bill(), later))] == ["0123456789"] * 2


def test_more_energy_than_the_demand_gives() -> None:
    rows = {"사용기간": "2026.01.13 ~ 2026.02.12", "사용량(MWh)": "412,300", "요금적용전력(kW)": "1,250"}
    told = read(bills.table(rows)).problems
    assert [(item.code, item.severity) for item in told] == [("bill.load_factor", "warning")]
    told = read(bills.table({**rows, "최대수요전력(kW)": "1,210"})).problems
    assert [(item.code, item.severity) for item in told] == [("bill.load_factor", "error")]
