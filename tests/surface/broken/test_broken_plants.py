"""Plants with one thing wrong: each is answered with code, place and how to mend it, in both languages."""

from pathlib import Path

import pytest
from tests.surface.broken.corrupt import (
    Case,
    Wanted,
    as_json,
    as_yaml,
    broken,
    cases,
    line_in_json,
    line_in_yaml,
    sample,
)
from tests.surface.command import HANGUL, Pulmu, contents, write_sample

from pulmu.adapters._document import parse_document
from pulmu.locale import problems_tree
from pulmu.model import Problem, PulmuError, has_errors
from pulmu.services.check_plant import check_plant
from pulmu.services.report_cbam import report_cbam

Told = tuple[str, str, str]

SUFFIXES = ("yaml", "json")
REFUSED = [case for case in cases() if not all(item.warning for item in case.expect)]
WARNED = [case for case in cases() if all(item.warning for item in case.expect)]


def name_of(case: Case) -> str:
    return case.name


def file_of(case: Case, suffix: str) -> str:
    return as_yaml(broken(case)) if suffix == "yaml" else as_json(broken(case))


def problems_of(text: str, suffix: str) -> tuple[Problem, ...]:
    try:
        return check_plant(parse_document(text.encode(), f"plant.{suffix}")).problems
    except PulmuError as error:
        return error.problems


def wanted(case: Case, item: Wanted, suffix: str) -> Told:
    tree = broken(case)
    line = line_in_json(tree, item.line_of) if suffix == "json" else line_in_yaml(as_yaml(tree), item.line_of)
    return item.code, f"plant.{suffix}, line {line}, {item.at}", "warning" if item.warning else "error"


def told(problems: tuple[Problem, ...], *severities: str) -> set[Told]:
    return {(item.code, item.place, item.severity) for item in problems if item.severity in severities}


def test_there_are_many_and_each_has_its_name() -> None:
    assert len(cases()) >= 100
    assert len({case.name for case in cases()}) == len(cases())


def test_the_samples_themselves_are_sound() -> None:
    for name in ("fasteners", "extrusions"):
        problems = problems_of(as_yaml(sample(name)), "yaml")
        assert not has_errors(problems)
        assert {"carbon.precursor_unverified"} >= {item.code for item in problems}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("case", REFUSED, ids=name_of)
def test_an_error_is_answered_with_code_and_place_and_nothing_else(case: Case, suffix: str) -> None:
    problems = problems_of(file_of(case, suffix), suffix)
    assert {wanted(case, item, suffix) for item in case.expect if not item.warning} == told(problems, "error")
    assert {wanted(case, item, suffix) for item in case.expect} <= told(problems, "error", "warning")
    assert len(problems) == len(told(problems, "error", "warning"))


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("case", WARNED, ids=name_of)
def test_a_warning_is_given_and_goes_into_the_report(case: Case, suffix: str) -> None:
    text = file_of(case, suffix)
    usual = {(item.code, item.message) for item in problems_of(as_yaml(sample(case.of)), "yaml")}
    new = tuple(item for item in problems_of(text, suffix) if (item.code, item.message) not in usual)
    assert {wanted(case, item, suffix) for item in case.expect} == told(new, "error", "warning")
    report = report_cbam(parse_document(text.encode(), f"plant.{suffix}")).report
    assert report is not None
    assert {item.code for item in case.expect} <= {item.code for item in report.remarks}


@pytest.mark.parametrize("case", cases(), ids=name_of)
def test_the_answer_says_what_and_how_to_mend_it_in_both_languages(case: Case) -> None:
    problems = problems_of(file_of(case, "yaml"), "yaml")
    for item in problems_tree(problems, "en"):
        assert item["message"].strip(". ")
        assert item["mend"].strip(". ")
        assert not HANGUL.search(item["mend"])
    for item in problems_tree(problems, "ko"):
        assert HANGUL.search(item["message"])
        assert HANGUL.search(item["mend"])
        assert "''" not in item["message"]
        assert ": ." not in item["mend"]


@pytest.mark.parametrize("case", REFUSED, ids=name_of)
def test_no_report_is_written(case: Case, pulmu: Pulmu, tmp_path: Path) -> None:
    plant = tmp_path / "plant.yaml"
    plant.write_text(as_yaml(broken(case)), encoding="utf-8")
    answer = pulmu("report", plant, "--out", tmp_path / "deep" / "out", "--scenario", "last_published_price")
    assert answer.code == 1
    assert answer.out == ""
    assert {"plant.yaml"} == {item.name for item in tmp_path.iterdir()}


@pytest.mark.parametrize("case", [REFUSED[0], WARNED[0]], ids=name_of)
def test_check_tells_by_its_exit_code_and_in_json(case: Case, pulmu: Pulmu, tmp_path: Path) -> None:
    plant = tmp_path / "plant.yaml"
    plant.write_text(as_yaml(broken(case)), encoding="utf-8")
    code = 1 if case in REFUSED else 0
    answer = pulmu("check", plant, "--json")
    assert answer.code == code
    assert case.expect[0].code in {item["code"] for item in answer.problems()}
    assert {"code", "severity", "place", "message", "mend", "values"} == answer.problems()[0].keys()
    for language in ("en", "ko"):
        spoken = pulmu("check", plant, "--lang", language)
        assert spoken.code == code
        assert ("해결 방법" if language == "ko" else "To mend") in (spoken.err if code else spoken.out)
        assert bool(spoken.out) is not bool(code)


def test_a_folder_that_exists_is_left_byte_for_byte_when_a_plant_is_refused(pulmu: Pulmu, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert pulmu("report", write_sample(tmp_path), "--out", out).code == 0
    (out / "letter.txt").write_text("mine")
    before = contents(out)
    plant = tmp_path / "plant.yaml"
    plant.write_text(as_yaml(broken(REFUSED[0])), encoding="utf-8")
    assert pulmu("report", plant, "--out", out).code == 1
    assert before == contents(out)


# What only the computation can find


def test_exports_without_price_still_get_a_report_that_says_what_is_missing(pulmu: Pulmu, tmp_path: Path) -> None:
    plant = write_sample(tmp_path)
    answer = pulmu("report", plant, "--out", tmp_path / "out")
    assert answer.code == 0
    outcome = report_cbam(parse_document(plant.read_bytes(), plant.name))
    assert outcome.report is not None
    bolts = next(good for good in outcome.report.goods if good.id == "bolts")
    assert bolts.cost is None
    assert {"cost", "cost, 2026Q3", "cost, 2026Q4"} & bolts.explanation.keys()
    assert [line.cost is None for line in bolts.cost_lines] == [False, False, True, True]
    assert "rule.no_price" in {item.code for item in outcome.report.remarks}


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("report", "--scenario", "cheap"), "rule.no_scenario"),
        (("report", "--edition", "1999-12"), "reference.edition_unknown"),
        (("report", "--year", "2027"), "carbon.other_year"),
        (("explain", "--good", "7318", "--scenario", "cheap", "--what", "cost"), "rule.no_scenario"),
        (("explain", "--good", "7318", "--edition", "1999-12"), "reference.edition_unknown"),
        (("explain", "--good", "99999999"), "input.no_such_good"),
        (("explain", "--good", ""), "input.no_such_good"),
        (("explain", "--good", "bolts", "--what", "cost"), "carbon.no_figure"),
    ],
)
def test_a_question_that_has_no_answer(command: tuple[str, ...], code: str, pulmu: Pulmu, tmp_path: Path) -> None:
    name, *arguments = command
    plant = write_sample(tmp_path)
    out = ("--out", tmp_path / "out") if name == "report" else ()
    for language in ("en", "ko"):
        answer = pulmu(name, plant, *arguments, *out, "--json", "--lang", language)
        assert answer.code == 1
        told_of = [item for item in answer.problems() if item["code"] == code]
        assert told_of
        assert all(item["mend"] and (language == "en" or HANGUL.search(item["mend"])) for item in told_of)
    assert not (tmp_path / "out").exists()


# Types that only JSON has


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"8788"', "NaN", "input.not_finite"),
        ('"8788"', "-Infinity", "input.not_finite"),
        ('"8788"', "1e308", "input.too_large"),
        ('"8788"', "1e999", "input.not_finite"),
        ('"8788"', "9" * 250, "input.too_large"),
        ('"8788"', "9" * 400, "input.too_large"),
        ('"8788"', "true", "input.not_a_number"),
        ('"8788"', "null", "input.missing_field"),
        ('"8788"', "{}", "input.not_a_number"),
        ('"8788"', "[8788]", "input.not_a_number"),
        ('"8788"', "08788", "input.json_syntax"),
        ('"rest"', '"\\u0000"', "input.not_a_number"),
        ('"Wire drawing"', '"Wire\\u001b[2J drawing"', "input.control_character"),
        ('"Wire drawing"', '"\\ud800"', "input.control_character"),
        ('"Wire drawing"', "true", "input.not_a_text"),
        ('"kind": "pickling"', '"kind": 7', "input.not_a_choice"),
        ('"2026"', "2026.5", "input.not_a_period"),
        ('"2026"', "false", "input.not_a_period"),
    ],
)
def test_what_only_json_can_say(old: str, new: str, code: str) -> None:
    text = as_json(sample("fasteners"))
    changed = text.replace(old, new, 1)
    assert changed != text
    problems = problems_of(changed, "json")
    assert code in {item.code for item in problems}
    line = text[: text.index(old)].count("\n") + 1
    assert any(f"line {line}," in item.place for item in problems)
