import codecs
import hashlib
import json
import math
import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.plants import plants

from pulmu.adapters._document import LARGEST_FILE, parse_document, tree
from pulmu.adapters._document.tree import TreeBuilder
from pulmu.adapters._document.yaml_tree import build_from_yaml
from pulmu.adapters.plant_file import (
    LARGEST_REPORT,
    read_plant_bytes,
    read_plant_file,
    read_report_file,
    write_plant_json,
    write_plant_yaml,
)
from pulmu.adapters.samples import sample_text
from pulmu.model import Document, InputError, OutsideError, Plant, decode
from pulmu.model.company import Company


def read(text: str | bytes, suffix: str = ".yaml") -> Document:
    return parse_document(text.encode() if isinstance(text, str) else text, f"plant{suffix}")


def refusal(text: str | bytes, suffix: str = ".yaml") -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        read(text, suffix)
    return [(problem.code, problem.place) for problem in caught.value.problems]


# What a document is made of


def test_every_yaml_scalar_stays_as_typed() -> None:
    text = "country: NO\ncn_code: 01012100\ntime: 12:30\non: yes\nnumber: 1_000.50\nday: 2026-01-31\nquoted: '~'\n"
    expected = {
        "country": "NO",
        "cn_code": "01012100",
        "time": "12:30",
        "on": "yes",
        "number": "1_000.50",
        "day": "2026-01-31",
        "quoted": "~",
    }
    assert expected == read(text).tree


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL"])
def test_plain_nothing_is_none(nothing: str) -> None:
    assert read(f"a: {nothing}\nb:\n  - {nothing}\n  - x\n").tree == {"a": None, "b": [None, "x"]}


def test_the_line_of_each_path_is_known() -> None:
    document = read("a:\n  b: 1\n  c:\n    - d\n    - e: 2\n      f: 3\n")
    expected = {
        (): 1,
        ("a",): 1,
        ("a", "b"): 2,
        ("a", "c"): 3,
        ("a", "c", 0): 4,
        ("a", "c", 1): 5,
        ("a", "c", 1, "e"): 5,
        ("a", "c", 1, "f"): 6,
    }
    assert expected == document.lines
    assert document.place(("a", "c", 1, "f")) == "plant.yaml, line 6, a.c[1].f"


def test_json_has_lines_and_keeps_its_types() -> None:
    document = read('{"a": 1,\n "b": [true, null, 2.5e3,\n "\\uc54c\\ud83d\\ude00"]}', ".json")
    assert document.tree == {"a": 1, "b": [True, None, 2500.0, "알😀"]}
    assert document.lines == {(): 1, ("a",): 1, ("b",): 2, ("b", 0): 2, ("b", 1): 2, ("b", 2): 2, ("b", 3): 3}


def test_the_hash_is_that_of_the_bytes() -> None:
    assert hashlib.sha256(b"a: 1\n").hexdigest() == read("a: 1\n").sha256


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_what_korean_windows_saves_is_read_without_loss(encoding: str) -> None:
    text = "name: 한빛체결 주식회사\ncountry: KR\n"
    assert read(text.encode(encoding)).tree == {"name": "한빛체결 주식회사", "country": "KR"}


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides(mark: bytes, encoding: str) -> None:
    assert read(mark + "이름: 값".encode(encoding)).tree == {"이름": "값"}


# What is refused, with code and place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("input.empty_file", "plant.yaml")]),
        ("# only a comment\n", [("input.empty_file", "plant.yaml")]),
        ("---\n", [("input.empty_file", "plant.yaml")]),
        ("a: 1\nb:\n  c: 1\n  c: 2\n", [("input.duplicate_key", "plant.yaml, line 4, b.c")]),
        ("a: !!python/object/apply:os.system [id]\n", [("input.yaml_tag", "plant.yaml, line 1, a")]),
        ("a: !foo 1\n", [("input.yaml_tag", "plant.yaml, line 1, a")]),
        ("a: !!str 1\n", [("input.yaml_tag", "plant.yaml, line 1, a")]),
        ("a: ! 1\n", [("input.yaml_tag", "plant.yaml, line 1, a")]),
        ("a: &x 1\n", [("input.yaml_alias", "plant.yaml, line 1, a")]),
        ("a: 1\nb: *x\n", [("input.yaml_alias", "plant.yaml, line 2, b")]),
        ("a: 1\n---\nb: 2\n", [("input.several_documents", "plant.yaml, line 2")]),
        ("? [a, b]\n: c\n", [("input.yaml_key", "plant.yaml, line 1")]),
        ("a: \x01\n", [("input.control_character", "plant.yaml, line 1")]),
        ("a: 1\nb: [1, 2\n", [("input.yaml_syntax", "plant.yaml, line 3, column 1, b")]),
        (b"\xff\xff\xff", [("input.encoding", "plant.yaml")]),
    ],
)  # fmt: skip
def test_a_yaml_file_that_cannot_be_one_is_refused(text: str | bytes, expected: list[tuple[str, str]]) -> None:
    assert expected == refusal(text)


def test_several_slips_are_told_at_once() -> None:
    codes = [code for code, _ in refusal("a: 1\na: 2\nb: !t 3\nc: &x 4\n  d: 5\n")]
    assert codes == ["input.duplicate_key", "input.yaml_tag", "input.yaml_alias", "input.yaml_syntax"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("a:\n\tb: 1\n", "tab"),
        ("a:\n  b 1\n  c: 2\n", "colon"),
        ("name: Hanbit: Works\n", "quotes"),
        ("a:\n  - b\n c: 1\n", "under each other"),
        ("a: @x\n", "quotes"),
        ("a: 'open\n", "stands open"),
    ],
)
def test_a_syntax_error_says_how_to_mend_it(text: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    problem = caught.value.problems[-1]
    assert problem.code == "input.yaml_syntax"
    assert part in problem.mend
    assert "column" in problem.place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("input.empty_file", "plant.json")]),
        ("null", [("input.empty_file", "plant.json")]),
        ('{"a": 1,\n "a": 2}', [("input.duplicate_key", "plant.json, line 2, a")]),
        ('{"a": NaN}', [("input.not_finite", "plant.json, line 1, a")]),
        ('{"a": -Infinity}', [("input.not_finite", "plant.json, line 1, a")]),
        ('{"a": ' + "9" * 5000 + "}", [("input.too_large", "plant.json, line 1, a")]),
        ('{"a": 1,\n}', [("input.json_syntax", "plant.json, line 2, column 1")]),
        ('{"a": 1\n "b": 2}', [("input.json_syntax", "plant.json, line 2, column 2")]),
        ("{'a': 1}", [("input.json_syntax", "plant.json, line 1, column 2")]),
        ('{"a": 01}', [("input.json_syntax", "plant.json, line 1, column 7, a")]),
        ('{"a": [1}', [("input.json_syntax", "plant.json, line 1, column 9, a")]),
        ('{"a": 1} 2', [("input.json_syntax", "plant.json, line 1, column 10")]),
        ('{"a": "x', [("input.json_syntax", "plant.json, line 1, column 7, a")]),
        ("[1, 2", [("input.json_syntax", "plant.json, line 1, column 6")]),
        ('{"a" 1}', [("input.json_syntax", "plant.json, line 1, column 6, a")]),
        ("// a plant\n{}", [("input.json_syntax", "plant.json, line 1, column 1")]),
        ('{"a": "\\ud800"}', [("input.control_character", "plant.json, line 1, a")]),
        ("]", [("input.json_syntax", "plant.json, line 1, column 1")]),
    ],
)  # fmt: skip
def test_a_json_file_that_cannot_be_one_is_refused(text: str, expected: list[tuple[str, str]]) -> None:
    assert expected == refusal(text, ".json")


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
@pytest.mark.parametrize("levels", [41, 100_000])
def test_deep_nesting_is_refused_not_followed(suffix: str, levels: int) -> None:
    assert [code for code, _ in refusal("[" * levels, suffix)] == ["input.too_deep"]
    assert [code for code, _ in refusal('{"a":' * levels, suffix)] == ["input.too_deep"]


def test_forty_levels_are_read() -> None:
    assert isinstance(read("[" * 40 + "]" * 40).tree, list)


def test_a_file_of_too_many_nodes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MOST_NODES", 1_000)
    assert [code for code, _ in refusal("[" + "0," * 1_001 + "0]")] == ["input.too_many_nodes"]


def test_a_flood_of_problems_is_cut() -> None:
    assert len(refusal("a: [" + "!t 0, " * 10_000 + "]")) == tree.MOST_PROBLEMS


def test_a_file_too_large_is_refused() -> None:
    assert refusal(b"#" * 5_000_001) == [("input.file_too_large", "plant.yaml")]


@pytest.mark.parametrize("name", ["plant.XLS", "plant.xlsb", "plant.txt", "plant", "yaml"])
def test_another_kind_of_file_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_document(b"a: 1\n", name)
    assert [problem.code for problem in caught.value.problems] == ["input.file_kind"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: 1\n", "input.file_kind"),
        (b"\x00\xff\xfe\x9c", "input.workbook_damaged"),
        (b"", "input.workbook_damaged"),
    ],
)
def test_what_is_called_a_workbook_and_is_none_is_told_so(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_plant_bytes(data, "plant.xlsx", {b"PK": parse_document})
    assert [problem.code for problem in caught.value.problems] == [code]
    with pytest.raises(InputError) as caught:
        parse_document(data, "plant.xlsx")
    assert [problem.code for problem in caught.value.problems] == ["input.file_kind"], "where no workbook is read"


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0rest", b"%PDF-1.7", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0"]
)
def test_another_kind_of_file_is_refused_by_its_content(data: bytes) -> None:
    assert refusal(data) == [("input.file_kind", "plant.yaml")]


def test_a_list_at_the_top_is_for_the_codec_to_refuse() -> None:
    found = decode(Company, read("- a\n- b\n")).problems
    assert found[0].code == "input.not_a_mapping"


# From disk


def test_a_file_is_read_from_disk(tmp_path: Path) -> None:
    (tmp_path / "내 공장.YML").write_bytes(b"a: 1\n")
    document = read_plant_file(str(tmp_path / "내 공장.YML"))
    assert (document.name, document.tree) == ("내 공장.YML", {"a": "1"})


@pytest.mark.parametrize("name", ["absent.yaml", "", "folder.yaml", "a\0b.yaml", "x" * 5000 + ".yaml"])
def test_what_cannot_be_opened_is_an_outside_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(OutsideError) as caught:
        read_plant_file(f"{tmp_path}/{name}")
    assert caught.value.problems[0].code == "outside.cannot_read"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names on this system")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    caught: list[BaseException] = []

    def attempt() -> None:
        try:
            read_plant_file(str(tmp_path / "pipe.yaml"))
        except OutsideError as error:
            caught.append(error)

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(5)
    assert len(caught) == 1


def test_a_file_that_turns_into_a_device_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plant.yaml").write_bytes(b"a: 1\n")
    ends = os.pipe()
    monkeypatch.setattr(os, "open", lambda *_: ends[0])
    with pytest.raises(OutsideError):
        read_plant_file(str(tmp_path / "plant.yaml"))
    os.close(ends[1])


# Properties


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([".yaml", ".json"]))
def test_any_bytes_give_a_document_or_an_input_error(data: bytes, suffix: str) -> None:
    try:
        assert isinstance(read(data, suffix), Document)
    except InputError as error:
        assert all(problem.code and problem.place and problem.mend for problem in error.problems)


_marks = st.sampled_from([*"abc01 \n\n\t-:[]{},#&*!|>'\"%@`?~<=\\/eE.+", "  ", ": ", "- ", "한", "\x85", "\u2028"])


@settings(max_examples=300, deadline=None)
@given(st.lists(_marks, max_size=60).map("".join), st.sampled_from([".yaml", ".json"]))
def test_any_text_gives_a_document_or_an_input_error(text: str, suffix: str) -> None:
    try:
        assert isinstance(read(text, suffix), Document)
    except InputError as error:
        str(error).encode()


_texts = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=12)
_trees = st.recursive(
    _texts | st.none(),
    lambda part: st.lists(part, max_size=4) | st.dictionaries(_texts, part, max_size=4),
    max_leaves=20,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(_texts, _trees, min_size=1, max_size=4), st.booleans())
def test_a_tree_of_texts_reads_as_safe_load_reads_it(data: dict[str, Any], flow: bool) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow)
    assert yaml.safe_load(text) == read(text).tree


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(_texts, _trees, min_size=1, max_size=4))
def test_both_parsers_build_the_same_tree(data: dict[str, Any]) -> None:
    text = yaml.safe_dump(data, allow_unicode=True)
    builders = []
    for loader in (yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        builder = TreeBuilder("plant.yaml")
        build_from_yaml(text, builder, loader)
        builders.append(builder)
    assert builders[0].finish() == builders[1].finish()
    assert builders[0].lines == builders[1].lines


def test_the_pure_parser_refuses_the_same_and_half_characters_too() -> None:
    builder = TreeBuilder("plant.yaml")
    build_from_yaml('a: !t &x "\\ud800"\na: *x\n', builder, yaml.SafeLoader)
    with pytest.raises(InputError) as caught:
        builder.finish()
    expected = ["yaml_tag", "yaml_alias", "control_character", "duplicate_key", "yaml_alias"]
    assert [f"input.{name}" for name in expected] == [problem.code for problem in caught.value.problems]


_scalars = st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.floats(allow_nan=False) | _texts
_json_trees = st.recursive(
    _scalars.filter(lambda value: value not in (math.inf, -math.inf)),
    lambda part: st.lists(part, max_size=4) | st.dictionaries(_texts, part, max_size=4),
    max_leaves=20,
)


@settings(max_examples=100, deadline=None)
@given(_json_trees.filter(lambda tree: tree is not None), st.sampled_from([None, 1]))
def test_json_reads_as_the_standard_library_reads_it(data: Any, indent: int | None) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    assert json.loads(text) == read(text, ".json").tree


def test_nothing_is_printed_or_run(capsys: pytest.CaptureFixture[str]) -> None:
    refusal("a: !!python/object/apply:builtins.print [hacked]\n")
    assert capsys.readouterr().out == ""


# Writing

TRAPS = ("yes", "NO", "1_000", "12:30", "~", "# a", "- a", "a: b", "'\"", "한빛", "é\u2028x", "0x1", "=")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plant=plants(), words=st.text(st.characters(exclude_categories=("C", "Z")), max_size=40))
def test_a_plant_written_down_is_the_same_plant_when_read(plant: Plant, words: str) -> None:
    named = replace(plant, company=replace(plant.company, name="x" + words, name_local=words))
    for write, name in ((write_plant_yaml, "plant.yaml"), (write_plant_json, "plant.json")):
        assert decode(Plant, parse_document(write(named), name)).unwrap() == named


@pytest.mark.parametrize("words", TRAPS)
def test_words_that_mean_something_in_yaml_stay_words(words: str) -> None:
    sample = decode(Plant, parse_document(sample_text("fasteners").encode(), "plant.yaml")).unwrap()
    named = replace(sample, company=replace(sample.company, name_local=words))
    assert decode(Plant, parse_document(write_plant_yaml(named), "plant.yaml")).unwrap() == named


def test_a_report_may_be_larger_than_a_plant(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_text("[" + "1," * 250_000 + '"' + "x" * LARGEST_FILE + '"]', encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_plant_file(str(report))
    assert caught.value.problems[0].code == "input.file_too_large"
    assert len(read_report_file(str(report)).tree) == 250_001
    with report.open("ab") as file:
        file.truncate(LARGEST_REPORT + 1)
    with pytest.raises(InputError) as caught:
        read_report_file(str(report))
    assert dict(caught.value.problems[0].values)["limit"] == "100 MB"
