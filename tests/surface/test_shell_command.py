"""`pulmu shell`: a file looked at in both languages and as JSON, and refused with its whole list."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from tests.shells import as_json, environment, prop, submodel
from tests.surface.command import Pulmu

PROPERTY = prop("a", "0", "xs:positiveInteger")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that needs one repair."""
    made = tmp_path / "shell.json"
    made.write_bytes(as_json(environment(submodel(PROPERTY))))
    return made


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ko", ["객체 2개 가운데 2개를 읽었습니다", "xs:nonNegativeInteger 형식으로 읽었습니다(AASd-020)", "BaSyx"]),
        ("en", ["2 of 2 objects read", "read as xs:nonNegativeInteger", "Taken by BaSyx"]),
    ],
)
def test_a_file_is_told_with_its_repairs(pulmu: Pulmu, file: Path, lang: str, expected: list[str]) -> None:
    done = pulmu("shell", "check", file, "--lang", lang)
    assert (done.code, done.err) == (0, "")
    assert [words for words in expected if words not in done.out] == []


def test_json_tells_the_same(pulmu: Pulmu, file: Path) -> None:
    answer = json.loads(pulmu("shell", "check", file, "--json").out)
    assert (answer["objects_in"], answer["objects_read"], answer["left_out"]) == (2, 2, 0)
    assert [item["code"] for item in answer["problems"]] == ["shell.value_type"]


def test_strict_refuses_with_the_list(pulmu: Pulmu, file: Path) -> None:
    done = pulmu("shell", "check", file, "--strict", "--lang", "en")
    assert done.code == 1
    assert "(AASd-020)" in done.err
    assert pulmu("shell", "check", file, "--strict", "--json").code == 1


def test_what_cannot_be_read_is_told(pulmu: Pulmu, tmp_path: Path) -> None:
    assert pulmu("shell", "check", tmp_path / "none.aasx").code == 3
    (tmp_path / "text.aasx").write_text("hello")
    done = pulmu("shell", "check", tmp_path / "text.aasx", "--lang", "ko")
    assert done.code == 1
    assert "문서 형식이 맞지 않습니다" in done.err


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("ko", ["자산관리쉘 4개", "서브모델 8개", "--api로 주세요"]), ("en", ["4 shells, 8 submodels", "BaSyx", "--api"])],
)
def test_shells_of_a_plant_are_written_and_taken_in_again(
    pulmu: Pulmu, tmp_path: Path, lang: str, expected: list[str]
) -> None:
    out = tmp_path / "plant.aasx"
    done = pulmu("shell", "export", "fasteners", "--line", "fasteners", "--out", out, "--lang", lang)
    assert (done.code, done.err) == (0, "")
    assert [words for words in expected if words not in done.out] == []
    assert pulmu("shell", "check", out, "--strict").code == 0
    assert pulmu("shell", "export", "fasteners", "--out", out).code == 1  # a file that exists is kept


def test_an_export_answers_as_json_and_refuses_a_name_it_does_not_write(pulmu: Pulmu, tmp_path: Path) -> None:
    answer = json.loads(pulmu("shell", "export", "extrusions", "--out", tmp_path / "a.json", "--json").out)
    assert answer["judge"].startswith("BaSyx")
    done = pulmu("shell", "export", "extrusions", "--out", tmp_path / "a.xml", "--lang", "en")
    assert done.code == 1
    assert ".aasx or .json" in done.err


def test_only_the_summary_is_told_where_no_more_is_asked_for(pulmu: Pulmu, tmp_path: Path) -> None:
    out = tmp_path / "a.json"
    done = pulmu("shell", "export", "fasteners", "--line", "fasteners", "--only-summary", "--out", out, "--lang", "ko")
    assert done.code == 0
    assert "공개하지 않기로 한 것은 뺐습니다" in done.out
    text = out.read_text("utf-8")
    names = {item["idShort"] for item in json.loads(text)["submodels"]}
    assert names == {"Nameplate", "CarbonFootprint"}
    assert [word for word in ("PrecursorEmissions", "ProductionRoute", "Street") if word in text] == []


def test_the_line_and_its_report_go_with_the_package_where_that_is_asked_for(pulmu: Pulmu, tmp_path: Path) -> None:
    report, out = tmp_path / "compared.json", tmp_path / "plant.aasx"
    report.write_text('{"cycles": []}', encoding="utf-8")
    asked = ("shell", "export", "fasteners", "--line", "fasteners", "--with-line", "--line-report", report)
    assert pulmu(*asked, "--out", out).code == 0
    told = json.loads(pulmu("shell", "check", out, "--strict", "--json").out)
    assert [item["name"] for item in told["files"]] == ["aasx/files/line.yaml", "aasx/files/line-report.json"]
    with zipfile.ZipFile(out) as package:
        assert b"aas-suppl" in package.read("aasx/_rels/data.json.rels")
        assert (
            hashlib.sha256(package.read("aasx/files/line.yaml")).hexdigest() in package.read("aasx/data.json").decode()
        )
    refused = pulmu(*asked, "--out", tmp_path / "plant.json", "--lang", "ko")
    assert (refused.code, "JSON에는 자산관리쉘 밖의 파일을 넣을 수 없습니다" in refused.err) == (1, True)
    assert pulmu("shell", "export", "fasteners", "--with-line", "--out", tmp_path / "b.aasx").code == 2
    report.write_text("cycles", encoding="utf-8")
    assert pulmu(*asked, "--out", tmp_path / "c.aasx").code == 1
