"""Replies that suppliers really send: broken ones are told cell by cell, odd but valid ones give the exact value."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.communication_template import DIRECT, INDIRECT, Filled
from tests.supplier_replies import ROWS, SENT, SHEET, Change, reply
from tests.surface.command import HANGUL, Answer, Pulmu, contents, write_sample

from pulmu.adapters.plant_workbook import write_template
from pulmu.bootstrap.samples import sample_readings

OWN = f"reply.xlsx, sheet {SHEET}"
PAGE = "reply.xlsx, sheet Summary_Communication"
CHINESE, KOREAN = "wire_rod_china", "wire_rod_korea"


class Desk:
    """A plant, the reply that came for it, and the command that takes it in."""

    def __init__(self, pulmu: Pulmu, folder: Path) -> None:
        self.pulmu, self.folder = pulmu, folder
        self.plant = write_sample(folder)
        self.file, self.new = folder / "reply.xlsx", folder / "new.yaml"

    def take(self, data: bytes, *more: object, purchase: str = CHINESE, out: Path | None = None) -> Answer:
        """Take a reply in, as JSON."""
        self.file.write_bytes(data)
        where = ("--plant", self.plant, "--purchase", purchase, "--out", out or self.new, "--json")
        return self.pulmu("supplier-reply", self.file, *where, *more)

    def refused(self, data: bytes, *more: object, **where: Any) -> list[tuple[str, str]]:
        """Code and place of each error; in both languages, with a mend, and nothing is written."""
        before = contents(self.folder) | {"reply.xlsx": data}
        found = []
        for language in ("en", "ko"):
            answer = self.take(data, "--lang", language, *more, **where)
            assert answer.code == 1
            told = [item for item in answer.problems() if item["severity"] == "error"]
            assert told and all(item["mend"] for item in told)
            assert language == "en" or all(HANGUL.search(item["message"] + item["mend"]) for item in told)
            found.append([(item["code"], item["place"]) for item in told])
            assert contents(self.folder) == before
        assert found[0] == found[1]
        return found[0]

    def taken(self, data: bytes, *more: object, **where: Any) -> dict[str, Any]:
        """What a reply became."""
        answer = self.take(data, *more, **where)
        assert answer.code == 0, answer.out
        tree: dict[str, Any] = json.loads(answer.out)
        return tree


@pytest.fixture
def desk(pulmu: Pulmu, tmp_path: Path) -> Desk:
    return Desk(pulmu, tmp_path)


def at(key: str, column: str = "C") -> str:
    return f"{OWN}, cell {column}{ROWS[key]}"


def patched(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with some bytes of one part replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            assert name != part or old in content
            target.writestr(name, content.replace(old, new) if name == part else content)
    return buffer.getvalue()


def with_part(data: bytes, name: str) -> bytes:
    """The workbook with one more part."""
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, b"<x/>")
    return buffer.getvalue()


def set_cells(values: Mapping[str, Any], sheet: str = SHEET) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        for cell, value in values.items():
            book[sheet][cell] = value

    return change


# Our own workbook, broken

WHOLE: list[tuple[str, bytes, list[tuple[str, str]]]] = [
    ("a text", b"see attached, best regards", [("input.workbook_damaged", "reply.xlsx")]),
    ("an old workbook", b"\xd0\xcf\x11\xe0" + b"\0" * 600, [("input.file_kind", "reply.xlsx")]),
    ("half a file", reply()[:3000], [("input.workbook_damaged", "reply.xlsx")]),
    (
        "with macros",
        with_part(reply(), "xl/vbaProject.bin"),
        [("input.workbook_macro", "reply.xlsx, xl/vbaProject.bin")],
    ),
    ("a plant workbook", write_template("en"), [("supplier.no_reply", "reply.xlsx")]),
    ("nothing filled in", SENT, [("supplier.reply_empty", "reply.xlsx")]),
    (
        "another version",
        reply(set_cells({"A8": "pulmu:supplier-reply/2"})),
        [("supplier.form_version", f"{OWN}, cell A8")],
    ),
    ("without the column of units", reply(set_cells({"D8": None})), [("supplier.form_head", f"{OWN}, cell A8")]),
    (
        "a sheet copied",
        reply(lambda book: book.copy_worksheet(book[SHEET])),
        [("supplier.several_products", "reply.xlsx")],
    ),
]

CELLS: list[tuple[str, Mapping[str, Any], list[tuple[str, str]]]] = [
    (
        "number of no request of ours",
        {"request_id": "2026-AAAA-BBBB-CCCC"},
        [("supplier.other_request", at("request_id"))],
    ),
    ("number of last year", {"request_id": "2025-5F1A-10EE-0B3C"}, [("supplier.other_request", at("request_id"))]),
    ("another good", {"cn_code": "7213 91 10"}, [("supplier.cn_code_differs", at("cn_code"))]),
    ("no code", {"cn_code": None}, [("input.missing_field", at("cn_code"))]),
    ("no year", {"year": None}, [("supplier.year_missing", at("year"))]),
    ("year in words", {"year": "twenty-six"}, [("input.not_a_number", at("year"))]),
    ("year of two digits", {"year": 26}, [("input.out_of_range", at("year"))]),
    ("no figure", {"direct": None}, [("input.missing_field", at("direct"))]),
    ("a negative figure", {"direct": -2.05}, [("input.negative", at("direct"))]),
    ("a comma for the point", {"direct": "2,05"}, [("input.not_a_number", at("direct"))]),
    ("words for a figure", {"direct": "n/a"}, [("input.not_a_number", at("direct"))]),
    ("per MWh", {"direct": (2.05, "t CO2e/MWh")}, [("input.unit_mismatch", at("direct"))]),
    ("no unit", {"direct": (2.05, None)}, [("input.unit_missing", at("direct"))]),
    ("an unknown unit", {"indirect": (0.2, "lb/t")}, [("input.unit_unknown", at("indirect", "D"))]),
    ("more than the whole", {"default_share": (150, "%")}, [("supplier.share_above_one", at("default_share"))]),
    ("per cent given as a share", {"default_share": (35, "1")}, [("supplier.share_above_one", at("default_share"))]),
    ("a negative SEFA", {"free_allocation": -1}, [("input.negative", at("free_allocation"))]),
    ("a text beyond measure", {"operator": "W" * 500}, [("input.text_too_long", at("operator"))]),
    ("a formula without value", {"direct": "=1+1"}, [("input.formula_without_value", at("direct"))]),
    (
        "several at once",
        {"cn_code": "76011090", "year": "?", "direct": -1, "indirect": "x", "default_share": (2, "1")},
        [
            ("input.not_a_number", at("year")),
            ("input.negative", at("direct")),
            ("input.not_a_number", at("indirect")),
            ("supplier.cn_code_differs", at("cn_code")),
            ("supplier.share_above_one", at("default_share")),
        ],
    ),
]


@pytest.mark.parametrize(("data", "wanted"), [case[1:] for case in WHOLE], ids=[case[0] for case in WHOLE])
def test_a_broken_file_is_told(desk: Desk, data: bytes, wanted: list[tuple[str, str]]) -> None:
    assert desk.refused(data) == wanted


@pytest.mark.parametrize(("values", "wanted"), [case[1:] for case in CELLS], ids=[case[0] for case in CELLS])
def test_a_broken_answer_is_told_at_its_cell(
    desk: Desk, values: Mapping[str, Any], wanted: list[tuple[str, str]]
) -> None:
    assert desk.refused(reply(values)) == wanted


def test_an_error_in_a_cell_is_told(desk: Desk) -> None:
    number = f'<c r="C{ROWS["direct"]}"'.encode()
    data = reply()
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read(part)
    start = xml.index(number)
    cell = xml[start : xml.index(b"</c>", start) + 4]
    error = b'<c r="C19" t="e"><v>#DIV/0!</v></c>'
    assert desk.refused(patched(data, part, cell, error)) == [("input.formula_error", at("direct"))]


def test_a_reply_to_the_request_for_another_purchase_says_which(desk: Desk) -> None:
    assert desk.refused(reply(), purchase=KOREAN) == [("supplier.other_request", at("request_id"))]
    told = desk.take(reply(), purchase=KOREAN).problems()[0]
    assert told["values"]["other"] == CHINESE
    assert f"--purchase {CHINESE}" in told["mend"]


def test_two_numbers_for_one_report_are_not_reconciled_by_us(desk: Desk) -> None:
    assert desk.refused(reply(), "--verification-report", "OTHER-1") == [
        ("supplier.report_differs", at("verification_report"))
    ]


def test_a_purchase_that_is_not_there_is_told_with_those_that_are(desk: Desk) -> None:
    assert desk.refused(reply(), purchase="wire") == [
        ("supplier.purchase_unknown", "fasteners.yaml, line 135, purchases")
    ]


def test_a_plant_with_errors_is_mended_first(desk: Desk) -> None:
    text = desk.plant.read_text(encoding="utf-8")
    desk.plant.write_text(text.replace("country_of_origin: CN", "country_of_origin: Atlantis"), encoding="utf-8")
    assert {code for code, _ in desk.refused(reply())} == {"input.country_unknown"}


def test_a_file_that_stands_there_is_kept_and_an_unknown_kind_is_not_written(desk: Desk, tmp_path: Path) -> None:
    assert desk.refused(reply(), out=desk.plant) == [("input.file_exists", str(desk.plant))]
    assert desk.refused(reply(), out=tmp_path / "new.docx") == [("input.plant_file_name", "new.docx")]


# Our own workbook, odd but valid


def verified(tree: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = tree["after"]["verified"]
    return found


ODD: list[tuple[str, Mapping[str, Any], tuple[float, str]]] = [
    ("in kilogrammes", {"direct": (2050, "kg CO2e/t")}, (2050.0, "kg CO2e/t")),
    ("number and unit in one cell", {"direct": ("2,050.5 kg CO2e/t", None)}, (2050.5, "kg CO2e/t")),
    ("a number as text", {"direct": " 2.0500000001 "}, (2.0500000001, "t CO2e/t")),
    ("a unit written otherwise", {"direct": (2.05, "tCO2e/ton")}, (2.05, "t CO2e/t")),
    ("every digit", {"direct": 2.123456789012345}, (2.123456789012345, "t CO2e/t")),
    ("the code as a number", {"cn_code": 72139149}, (2.05, "t CO2e/t")),
    ("the year as text", {"year": " 2026 "}, (2.05, "t CO2e/t")),
    ("the request number retyped", {"request_id": " 2026 5f1a 10ee 0b3c"}, (2.05, "t CO2e/t")),
    ("the request number emptied", {"request_id": None}, (2.05, "t CO2e/t")),
]


@pytest.mark.parametrize(("values", "wanted"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
def test_an_odd_answer_gives_the_exact_value(desk: Desk, values: Mapping[str, Any], wanted: tuple[float, str]) -> None:
    tree = desk.taken(reply(values))
    direct = verified(tree)["direct"]
    assert (direct["value"], direct["unit"]) == wanted
    assert f"sheet {SHEET}, cell C{ROWS['direct']}" in direct["evidence"]
    assert tree["file"]["sha256"] in direct["evidence"]


WARNED: list[tuple[str, Mapping[str, Any], str, str]] = [
    ("per cent or share", {"default_share": (0.35, "%")}, "supplier.share_looks_like_fraction", "default_share"),
    ("some by default", {"default_share": (12.5, "%")}, "supplier.default_share_not_counted", "default_share"),
    ("kilogrammes taken for tonnes", {"direct": 2050}, "supplier.implausible", "direct"),
    ("next to nothing", {"direct": 0}, "supplier.implausible", "direct"),
    ("the year after", {"year": 2027}, "supplier.other_year", "year"),
    ("a heading", {"cn_code": "7213"}, "supplier.heading_only", "cn_code"),
    ("another country", {"country": "VN"}, "supplier.other_country", "country"),
    ("a country nobody knows", {"country": "Zhongguo"}, "supplier.other_country", "country"),
    ("no verifier", {"verifier": None}, "supplier.verifier_missing", "verifier"),
]


@pytest.mark.parametrize(("values", "code", "key"), [case[1:] for case in WARNED], ids=[case[0] for case in WARNED])
def test_what_needs_a_look_is_said_and_the_value_is_taken_in(
    desk: Desk, values: Mapping[str, Any], code: str, key: str
) -> None:
    tree = desk.taken(reply(values), "--lang", "ko")
    told = {item["code"]: item for item in tree["problems"]}
    assert told[code]["place"] == at(key)
    assert HANGUL.search(told[code]["message"] + told[code]["mend"])
    assert tree["basis"] == "verified"


@pytest.mark.parametrize(
    ("values", "why"),
    [({"verification_report": None}, "no_report"), ({"year": 2025}, "before_the_rules")],
)
def test_a_figure_that_may_not_count_is_kept_as_a_statement(desk: Desk, values: Mapping[str, Any], why: str) -> None:
    tree = desk.taken(reply(values))
    assert (tree["basis"], tree["why"], tree["after"]["verified"]) == ("stated", why, None)
    assert tree["after"]["stated_value"]["value"] == 2.05
    changed = {item["good"]: item["specific_embedded_emissions"] for item in tree["goods"]}
    assert all(item["before"] == item["after"] for item in changed.values())
    assert bool(tree["if_verified"]) == (why == "no_report")


@pytest.mark.parametrize("ending", ["yaml", "json", "xlsx"])
def test_the_new_plant_reports_with_the_new_basis(desk: Desk, ending: str, tmp_path: Path) -> None:
    new = tmp_path / f"new.{ending}"
    old = desk.plant.read_bytes()
    said = {
        item["good"]: item["specific_embedded_emissions"]["after"] for item in desk.taken(reply(), out=new)["goods"]
    }
    assert desk.plant.read_bytes() == old
    answer = desk.pulmu("report", new, "--out", tmp_path / "report", "--json")
    report = json.loads(answer.out)
    assert {item["id"]: item["specific_embedded_emissions"]["value"] for item in report["goods"]} == said
    basis = {item["id"]: item["basis"] for item in report["precursors"]}
    assert basis == {KOREAN: "verified_actual", CHINESE: "verified_actual"}


def test_the_change_is_said_in_one_line_in_both_languages(desk: Desk) -> None:
    desk.file.write_bytes(reply())
    for language, wanted in (("en", "2.696 instead of 3.205"), ("ko", "3.205 대신 2.696")):
        where = ("--plant", desk.plant, "--purchase", CHINESE, "--lang", language)
        answer = desk.pulmu("supplier-reply", desk.file, *where)
        assert (answer.code, desk.new.exists()) == (0, False)
        assert sum(wanted in line and "2,927.68" in line for line in answer.out.splitlines()) == 1


def test_an_unverified_reply_does_not_push_out_a_verified_value(desk: Desk) -> None:
    tree = desk.taken(reply({"request_id": None, "verification_report": None, "country": "KR"}), purchase=KOREAN)
    assert verified(tree)["verification_report"] == "DSS-2026-VR-017"
    assert "supplier.verified_kept" in {item["code"] for item in tree["problems"]}


def test_of_an_unknown_origin_the_highest_default_counts_whatever_was_answered(desk: Desk) -> None:
    text = desk.plant.read_text(encoding="utf-8")
    desk.plant.write_text(text.replace("country_of_origin: CN", "country_of_origin: unknown"), encoding="utf-8")
    tree = desk.taken(reply())
    assert "supplier.origin_decides" in {item["code"] for item in tree["problems"]}
    assert all(
        item["specific_embedded_emissions"]["before"] == item["specific_embedded_emissions"]["after"]
        for item in tree["goods"]
    )


# The Commission's template


def template_with(template: Filled, *changes: Callable[[openpyxl.Workbook], Any]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(template.slim))
    for change in changes:
        change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def page(**cells: Any) -> Change:
    return set_cells(cells, "Summary_Communication")


BROKEN_TEMPLATES: list[tuple[str, Change, list[tuple[str, str]]]] = [
    ("another good", page(F26="72139110"), [("supplier.no_such_good", "reply.xlsx")]),
    ("two of one code", page(F27="7213 91 49"), [("supplier.several_products", "reply.xlsx")]),
    ("a head of another version", page(I25="Specific emissions"), [("supplier.template_version", PAGE)]),
    ("a head twice", page(J25="SEE (direct)"), [("supplier.template_version", PAGE)]),
    ("the page deleted", lambda book: book.remove(book["Summary_Communication"]),
     [("supplier.template_version", "reply.xlsx")]),
    ("a negative figure", page(I26=-2.096), [("input.negative", f"{PAGE}, cell I26")]),
    ("a text for a figure", page(I26="pending"), [("input.not_a_number", f"{PAGE}, cell I26")]),
    ("no figure", page(I26=None), [("input.missing_field", f"{PAGE}, cell I26")]),
    ("per MWh", page(L26="tCO2e/MWh"), [("input.unit_mismatch", f"{PAGE}, cell {column}26") for column in "IJK"]),
    ("no period", page(G20=None), [("supplier.year_missing", f"{PAGE}, cell G20")]),
    ("the period back to front", page(G21="2025-12-31"), [("supplier.period_order", f"{PAGE}, cell G21")]),
    ("a share above one", page(M26=1.5), [("supplier.share_above_one", f"{PAGE}, cell M26")]),
    ("not calculated", page(I26="=1+1", J26="=2+2"), [
        ("input.formula_without_value", f"{PAGE}, cell I26"), ("input.formula_without_value", f"{PAGE}, cell J26"),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "wanted"), [case[1:] for case in BROKEN_TEMPLATES], ids=[case[0] for case in BROKEN_TEMPLATES]
)
def test_a_broken_template_is_told(desk: Desk, template: Filled, change: Change, wanted: list[tuple[str, str]]) -> None:
    assert desk.refused(template_with(template, change)) == wanted


def test_a_template_nobody_filled_in_or_calculated_is_told(desk: Desk, template: Filled, shared: Path) -> None:
    from tests.communication_template import FILE

    assert desk.refused((shared / FILE).read_bytes()) == [("supplier.reply_empty", "reply.xlsx")]
    told = desk.refused(template.typed.read_bytes())
    assert {code for code, _ in told} == {"input.formula_without_value"}
    assert told[0][1] == f"{PAGE}, cell B2"


def test_the_templates_figure_is_shown_and_not_used_without_a_report(desk: Desk, template: Filled) -> None:
    """Direct alone: indirect emissions carry no certificates for goods of Annex II."""
    tree = desk.taken(template.calculated.read_bytes())
    assert (tree["basis"], tree["why"], tree["year"]) == ("stated", "template_names_no_report", 2026)
    assert tree["after"]["stated_value"]["value"] == pytest.approx(DIRECT, rel=1e-12)
    assert "sheet Summary_Communication, cell I26" in tree["after"]["stated_value"]["evidence"]


def test_with_a_report_beside_it_the_figure_counts(desk: Desk, template: Filled) -> None:
    tree = desk.taken(template.slim, "--verification-report", "JN-2026-VR-3")
    value = verified(tree)
    assert tree["basis"] == "verified"
    assert value["direct"]["value"] == pytest.approx(DIRECT, rel=1e-12)
    assert value["indirect"]["value"] == pytest.approx(INDIRECT, rel=1e-12)
    assert (value["verifier"], value["year"], value["installation"]) == (
        "Hangang Verification Institute",
        2026,
        "Jiangnan Rod Mill",
    )


def test_one_of_several_products_is_chosen_by_name_or_row(desk: Desk, template: Filled) -> None:
    data = template_with(template, page(F27="72139149", I27=1.5))
    for wish in ("rod b", "row 27"):
        desk.new.unlink(missing_ok=True)
        assert desk.taken(data, "--product", wish)["after"]["stated_value"]["value"] == 1.5
    desk.new.unlink()
    assert desk.refused(data, "--product", "Rod D") == [("supplier.product_unknown", "reply.xlsx")]
    assert desk.refused(data, "--product", "row 2") == [("supplier.product_unknown", "reply.xlsx")]


ODD_TEMPLATES: list[tuple[str, Change, str]] = [
    ("no unit", page(L26=None), ""),
    ("columns moved", lambda book: book["Summary_Communication"].insert_cols(6, 2), ""),
    ("a code with spaces", page(F26="7213 91 49"), ""),
    ("a code as number", page(F26=72139149), ""),
    ("a heading only", page(F26="7213"), "supplier.heading_only"),
    ("a total of its own", page(K26=9.9), "supplier.total_differs"),
    ("an optional cell in error", page(G16="#N/A"), ""),
    ("days as numbers", page(G20=46023, G21=46387), ""),
    ("the transitional period", page(G20="2025-01-01", G21="2025-12-31"), "supplier.before_the_rules"),
    ("two years", page(G20="2026-07-01", G21="2027-06-30"), "supplier.several_years"),
]


@pytest.mark.parametrize(
    ("change", "code"), [case[1:] for case in ODD_TEMPLATES], ids=[case[0] for case in ODD_TEMPLATES]
)
def test_an_odd_template_gives_the_exact_value(desk: Desk, template: Filled, change: Change, code: str) -> None:
    tree = desk.taken(template_with(template, page(I26=1.987654321), change))
    assert tree["after"]["stated_value"]["value"] == 1.987654321
    told = {item["code"] for item in tree["problems"]}
    assert not code or code in told


def test_a_plant_that_cites_its_meters_still_cites_them_in_the_new_file(desk: Desk, tmp_path: Path) -> None:
    text = desk.plant.read_text(encoding="utf-8")
    typed = '{value: 9850, unit: MWh, evidence: "meter:em_main; KEPCO bills 2026-01 to 2026-12"}'
    assert typed in text
    desk.plant.write_text(text.replace(typed, '"meter:em_main"'), encoding="utf-8")
    asked = desk.pulmu("supplier-request", desk.plant, "--out", tmp_path / "ask")
    assert asked.code == 0
    assert {code for code, _ in desk.refused(reply())} == {"input.citation_without_store"}
    file = next(name for name in sample_readings() if Path(name).stem == "em_main")
    (tmp_path / file).write_bytes(sample_readings()[file])
    store = ("--store", tmp_path / "store")
    assert desk.pulmu("meters", "import", tmp_path / file, "--meter", "em_main", *store).code == 0
    assert desk.taken(reply(), *store)["basis"] == "verified"
    assert "meter:em_main" in desk.new.read_text(encoding="utf-8")
    assert desk.pulmu("report", desk.new, "--out", tmp_path / "report", *store).code == 0
