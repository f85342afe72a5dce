"""Every problem the program can raise has a Korean sentence, a way to mend it, and the values both need."""

import ast
import functools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import pulmu
from pulmu.locale import place_text, problem_line, problem_text
from pulmu.locale.problems import korean_problems, mends_in_place
from pulmu.locale.words import PLACEHOLDER
from pulmu.model import Problem, problem

CODE = re.compile(
    r"(?:input|rule|access|store|audit|job|place|carbon|reference|report|outside|solve|meter|book|bill|document|official|supplier|control|plan|"
    r"support|firm|programme|reform|call|application|matching|decision|letter|offer|need|selection|review|voice|applications|appeal|line|live|what_if|shell|tariff|forecast|anomaly|schedule)\.[a-z_0-9]+"
)
NOT_CODES = frozenset(
    {
        "line.yaml",
        "report.typ",
        "report.json",
        "report.xlsx",
        "report.pdf",
        "document.json",
        "report.id",
        "report.workspace",
        "place.sqlite",
        "firm.yaml",
        "programme.yaml",
        "reform.yaml",
        "application.yaml",
        "call.yaml",
        "letter.typ",
        "letter.pdf",
        "control.writes",  # an entry of a guard's log
    }
)


@functools.cache
def sources() -> tuple[tuple[Path, tuple[ast.AST, ...]], ...]:
    """Constants and calls of every source file, read once."""
    folder = Path(pulmu.__file__).parent
    return tuple(
        (path, tuple(node for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.Call)))
        for path in sorted(folder.rglob("*.py"))
        if not path.is_relative_to(folder / "locale")
        for tree in (ast.parse(path.read_text(encoding="utf-8")),)
    )


def written_codes(nodes: Iterable[ast.AST]) -> set[str]:
    """Every text of a source file that has the form of a code."""
    return {node.value for node in nodes if _is_code(node)}  # type: ignore[attr-defined]


def codes_with_values(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, set[str]]]:
    """Codes that are told in the same call as their values."""
    for node in nodes:
        if isinstance(node, ast.Call) and all(item.arg for item in node.keywords):
            given = {str(item.arg) for item in node.keywords}
            yield from ((str(argument.value), given) for argument in node.args if _is_code(argument))  # type: ignore[attr-defined]


def _is_code(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CODE.fullmatch(node.value) is not None
        and node.value not in NOT_CODES
    )


@functools.cache
def all_codes() -> list[tuple[str, str]]:
    return sorted({(code, path.name) for path, nodes in sources() for code in written_codes(nodes)})


def test_the_scan_finds_the_codes_of_the_model() -> None:
    assert {"input.unit_unknown", "input.not_a_number", "carbon.loop_not_solvable"} <= {code for code, _ in all_codes()}


def test_every_code_has_korean_sentences() -> None:
    missing = [f"{code} ({file})" for code, file in all_codes() if code not in korean_problems()]
    assert missing == [], "add them to src/pulmu/locale/data/problems.ko.toml"


def test_no_sentence_is_left_of_a_code_that_nothing_raises() -> None:
    assert sorted(korean_problems().keys() - {code for code, _ in all_codes()}) == []


def test_every_sentence_gets_the_values_it_needs() -> None:
    short = []
    for path, nodes in sources():
        for code, given in codes_with_values(nodes):
            said = korean_problems().get(code)
            if said is None or not given:
                continue  # an helper that takes the values elsewhere is checked by the tests of its module
            needed = {name for name, _ in PLACEHOLDER.findall(said.what + said.mend)}
            if not needed <= given:
                short.append(f"{code} ({path.name}): {sorted(needed - given)} not given")
    assert short == []


@pytest.mark.parametrize("code", sorted(korean_problems()))
def test_a_sentence_is_in_its_tone(code: str) -> None:
    said = korean_problems()[code]
    assert re.search(r"(니다|습니다)(\([^()]*\))?$", said.what), said.what
    assert re.search(r"(세요|니다|\}|예: [^다]+)$", said.mend), said.mend
    assert re.search(r"[가-힣]", said.mend)


def test_a_problem_is_told_in_korean() -> None:
    item = problem(
        "input.not_a_number",
        "meters.xlsx, sheet Power, cell C14",
        "'12,40' is not a number",
        "write 12.40; a comma separates thousands",
        text="12,40",
    )
    assert problem_line(item, "ko") == (
        "meters.xlsx, 시트 Power, 셀 C14: '12,40' 값은 숫자가 아닙니다. "
        "해결 방법: 12.40처럼 숫자와 단위를 쓰세요. 쉼표는 천 단위를 나눌 때만 씁니다."
    )
    assert problem_line(item, "en") == str(item)


def test_a_sentence_with_a_hole_falls_back_to_english() -> None:
    said = problem_text("carbon.reconciliation", {"flow": "gas"}, "ko", message="gas does not add up", mend="look")
    assert (said.what, said.mend) == ("gas does not add up.", "look.")


def test_an_unknown_code_falls_back_to_english() -> None:
    assert problem_line(Problem("new.code", "", "so it is"), "ko") == "so it is."


def test_values_are_never_read_as_templates() -> None:
    said = problem_text("input.not_a_number", {"text": "{limit} {text:을/를}"}, "ko")
    assert said.what == "'{limit} {text:을/를}' 값은 숫자가 아닙니다."


def test_a_category_of_goods_is_told_in_words() -> None:
    said = problem_text("carbon.boundary_transitional", {"category": "Cement clinker"}, "ko")
    assert said.what.startswith("시멘트 클링커 품목군")
    assert problem_text("carbon.no_carbon_given", {"category": "no_such", "process": "x"}, "ko").what.startswith(
        "x 공정(no_such)"
    )


def test_places_are_translated() -> None:
    assert place_text("plant.yaml, line 14, goods[0]", "ko") == "plant.yaml, 14행, goods[0]"
    assert place_text("line 14", "en") == "line 14"


OPTION = re.compile(r"(?<![\w-])--[a-z]")
IN_PLACE = ("meter.", "book.", "bill.", "input.citation")
"""Beginnings of the codes of readings, books and plants that cite them: pages and the API tell them too."""


def test_no_mend_in_a_place_names_an_option_of_the_command_line() -> None:
    """Neither where the Korean sentence names one, nor where the English one in the code does."""
    korean = {code for code, said in korean_problems().items() if OPTION.search(f"{said.what} {said.mend}")}
    named = {code for code in korean | set(codes_with_options()) if code.startswith(IN_PLACE)}
    placed = {code: said for code, said in mends_in_place().items() if code != "places"}
    assert named <= placed.keys()
    assert [code for code, said in placed.items() if OPTION.search(said["ko"] + said["en"])] == []
    assert placed.keys() <= korean_problems().keys()


def codes_with_options() -> Iterator[str]:
    """Codes in whose call a sentence names an option; a place that is an option is told by its own word."""
    for _, nodes in sources():
        for node in nodes:
            if isinstance(node, ast.Call) and any(map(_is_code, node.args)):
                said = " ".join(
                    part.value
                    for argument in node.args[2:]
                    for part in ast.walk(argument)
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                )
                if OPTION.search(said):
                    yield next(item.value for item in node.args if _is_code(item))  # type: ignore[attr-defined]


def test_a_mend_in_a_place_needs_no_value_that_the_command_line_does_not() -> None:
    for code, said in mends_in_place().items():
        if code != "places":
            known = {
                name for name, _ in PLACEHOLDER.findall(korean_problems()[code].what + korean_problems()[code].mend)
            }
            for language in ("ko", "en"):
                assert {name for name, _ in PLACEHOLDER.findall(said[language])} <= known, (code, language)


def test_a_place_names_what_its_surface_has() -> None:
    found = problem("meter.no_unit", "a.csv, --map unit, --map-not", "m", "give --unit", column="값")
    given = {"message": found.message, "mend": found.mend}
    there = problem_text(found.code, dict(found.values), "ko", **given, in_place=True)
    assert there.what == "'값' 열의 이름에 단위가 없습니다."
    assert there.mend == "'사용량(kWh)'처럼 열 이름에 단위를 쓰거나 단위(unit)를 알려 주세요."
    assert problem_text(found.code, {}, "en", **given, in_place=True).mend.endswith("or give the unit (unit).")
    assert "--unit" in problem_text(found.code, dict(found.values), "ko", **given).mend
    assert place_text(found.place, "ko", in_place=True) == "a.csv, 열의 뜻(columns) unit, --map-not"
    assert place_text(found.place, "ko") == found.place
