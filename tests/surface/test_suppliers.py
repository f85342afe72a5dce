"""`pulmu supplier-request` and `supplier-reply`, as a user runs them."""

import io
import json
from pathlib import Path

import openpyxl
import pytest
from tests.supplier_replies import reply
from tests.surface.command import ROOT, Pulmu, contents, write_sample

NUMBER = "2026-5F1A-10EE-0B3C"
FILES = {f"Jiangnan-Wire-Rod-Co-Ltd.{end}" for end in ("request.xlsx", "letter.ko.pdf", "letter.en.pdf")}


@pytest.fixture
def plant(tmp_path: Path) -> Path:
    return write_sample(tmp_path)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_request_leaves_letters_in_both_languages_and_a_workbook(
    pulmu: Pulmu, plant: Path, tmp_path: Path, language: str
) -> None:
    answer = pulmu("supplier-request", plant, "--out", tmp_path / "ask", "--lang", language)
    assert answer.code == 0
    assert contents(tmp_path / "ask").keys() == FILES
    assert NUMBER in answer.out and "wire_rod_korea" in answer.out


def test_json_tells_the_same(pulmu: Pulmu, plant: Path, tmp_path: Path) -> None:
    answer = pulmu("supplier-request", plant, "--out", tmp_path / "ask", "--json", "--due", "2099-03-15")
    tree = json.loads(answer.out)
    assert tree["requests"][0]["due"] == "2099-03-15"
    assert tree["requests"][0]["goods"][0]["request_id"] == NUMBER
    assert tree["left_out"] == [
        {"purchase": "wire_rod_korea", "supplier": "Donghae Special Steel Co., Ltd.", "why": "verified"}
    ]
    assert set(tree["files"]) == FILES


def test_two_suppliers_of_one_name_on_disk_get_files_of_their_own(pulmu: Pulmu, plant: Path, tmp_path: Path) -> None:
    text = plant.read_text(encoding="utf-8")
    plant.write_text(text.replace("Donghae Special Steel Co., Ltd.", "JIANGNAN Wire Rod Co Ltd"), encoding="utf-8")
    answer = pulmu("supplier-request", plant, "--out", tmp_path / "ask", "--all")
    assert answer.code == 0
    assert len({name.casefold() for name in contents(tmp_path / "ask")}) == 6


@pytest.mark.parametrize(
    ("arguments", "code", "place"),
    [
        (["--due", "31.1.2027"], "input.not_a_date", "--due"),
        (["--due", "2020-01-31"], "supplier.due_passed", "--due"),
        (["--supplier", "Nobody"], "supplier.unknown", "fasteners.yaml, line 135, purchases"),
    ],
)
def test_a_wrong_wish_is_told_and_nothing_is_written(
    pulmu: Pulmu, plant: Path, tmp_path: Path, arguments: list[str], code: str, place: str
) -> None:
    for language in ("en", "ko"):
        answer = pulmu("supplier-request", plant, "--out", tmp_path / "ask", "--json", "--lang", language, *arguments)
        (told,) = answer.problems()
        assert (answer.code, told["code"], told["place"]) == (1, code, place)
        assert told["mend"]
    assert not (tmp_path / "ask").exists()


def test_a_plant_whose_goods_are_all_verified_asks_nobody(pulmu: Pulmu, plant: Path, tmp_path: Path) -> None:
    text = plant.read_text(encoding="utf-8")
    start = text.index("  # A statement without"), text.index("# No price of these")
    plant.write_text(text[: start[0]] + text[start[1] :], encoding="utf-8")
    answer = pulmu("supplier-request", plant, "--out", tmp_path / "ask")
    assert (answer.code, (tmp_path / "ask").exists()) == (0, False)
    assert "nobody to ask" in answer.out


def test_the_workbook_holds_the_number_and_nothing_of_the_plants_own_affairs(
    pulmu: Pulmu, plant: Path, tmp_path: Path
) -> None:
    pulmu("supplier-request", plant, "--out", tmp_path / "ask")
    data = (tmp_path / "ask" / "Jiangnan-Wire-Rod-Co-Ltd.request.xlsx").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(data))
    words = "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None)
    assert NUMBER in words and "요청 번호\nRequest number" in words
    secret = ("Donghae", "wire_rod_china", "2940", "2880", "2.05", "73181588")
    assert [item for item in secret if item in words] == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_guide_shows_what_the_commands_print(pulmu: Pulmu, plant: Path, tmp_path: Path, language: str) -> None:
    page = ROOT / "docs" / "howto" / f"get-verified-data-from-a-supplier{'' if language == 'en' else '.ko'}.md"
    shown = [
        body
        for body in page.read_text(encoding="utf-8").split("```text\n")[1:]
        if "2026-5F1A" in body or "3.205" in body
    ]
    (tmp_path / "reply.xlsx").write_bytes(reply())
    where = ("--plant", plant, "--purchase", "wire_rod_china", "--lang", language)
    said = [
        pulmu("supplier-request", plant, "--out", tmp_path / "ask", "--due", "2027-01-31", "--lang", language),
        pulmu("supplier-reply", tmp_path / "reply.xlsx", *where),
    ]
    assert len(shown) == 2
    for body, answer in zip(shown, said, strict=True):
        lines = body.partition("\n```")[0].splitlines()
        assert [line for line in lines if line not in answer.out.splitlines()] == []
