"""Every rule of the method is carried out by something that a test executes, or says why nothing does."""

import ast
import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest
from reference_pages.formulas import all_formulas
from reference_pages.rule_coverage import items_of
from tests.docs.pages import ROOT
from tests.executed_rules import MAP, function_name, function_of, items_of_rules, read_map

from pulmu.locale.problems import korean_problems
from pulmu.model import Rule
from pulmu.reference import list_rules, load_table

RULES = list_rules()


def test_every_rule_that_is_covered_is_carried_out_by_something() -> None:
    assert [item.id for item in RULES if item.is_covered and not items_of(item)] == []


def test_every_formula_check_and_function_of_a_rule_has_an_executed_test() -> None:
    assert sorted(items_of_rules() - read_map().keys()) == [], (
        "PULMU_RULE_TESTS=write pytest on the files that test them"
    )


def test_every_formula_is_used_by_the_method_itself() -> None:
    files = [path.read_text(encoding="utf-8") for path in (ROOT / "src" / "pulmu").rglob("*.py")]
    used = {name for text in files for node in ast.walk(ast.parse(text)) if (name := _named(node))}
    assert [item.identifier for item in all_formulas() if item.name not in used] == []


def _named(node: ast.AST) -> str:
    """A name that stands for a value: neither its definition nor its import."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def test_the_map_holds_nothing_that_no_rule_names() -> None:
    assert sorted(read_map().keys() - items_of_rules()) == []


def test_every_test_of_the_map_is_there() -> None:
    gone = []
    for test in set(read_map().values()):
        file, _, name = function_name(test).partition("::")
        if not (ROOT / file).is_file() or f"def {name.rpartition('::')[2]}(" not in (ROOT / file).read_text("utf-8"):
            gone.append(test)
    assert gone == []


def test_what_is_not_covered_says_why_and_nothing_else_does() -> None:
    assert [item.id for item in RULES if item.is_covered is bool(item.reason)] == []


def test_what_is_not_covered_is_carried_out_by_nothing() -> None:
    assert [item.id for item in RULES if not item.is_covered and items_of(item)] == []


def test_checks_tables_and_functions_of_the_rules_exist() -> None:
    for item in RULES:
        assert [code for code in item.checks if code not in korean_problems()] == [], item.id
        assert all(callable(function_of(name)) for name in item.code), item.id
        assert all(load_table(name).rows for name in item.tables), item.id
        assert item.kind != "table" or item.tables or item.code, item.id


def test_every_rule_says_itself_in_both_languages() -> None:
    assert [item.id for item in RULES if not item.text.endswith(".") or not re.search("[가-힣]", item.text_local)] == []


def test_law_of_another_period_is_applied_by_nothing() -> None:
    assert [item.id for item in RULES if item.valid_to is not None and item.is_covered] == []


def test_every_formula_of_law_names_its_rule() -> None:
    method = [item for item in all_formulas() if item.identifier.startswith("carbon.")]
    unnamed = {item.identifier for item in method if not item.rules and item.source.act != "arithmetic"}
    assert sorted(unnamed) == [], 'name it: @formula(rule("id")), see "Adding a rule" in CONTRIBUTING.md'


def test_a_formula_takes_its_article_from_its_rule() -> None:
    assert [item.name for item in all_formulas() if item.rules and item.source != item.rules[0].source] == []


def test_every_numbered_point_and_bullet_of_the_method_has_its_rule(shared: Path) -> None:
    known = {part.strip() for item in RULES for part in item.section.split(";")}
    places = points_of((shared / "reference" / "cbam" / "method.md").read_text(encoding="utf-8"))
    assert len(places) > 60
    assert [place for place in places if place not in known] == []


def points_of(method: str) -> list[str]:
    """Sections 1 to 13 of the written method, their numbers and bullets, as the table of rules writes them."""
    found, section, bullets, heading = [], "", 0, False
    for line in method.partition("\n## 1. ")[2].partition("\n## 14. ")[0].splitlines():
        if head := re.match(r"#{2,3} (\d+(?:\.\d+)?)", line):
            section, bullets, heading = head[1], 0, True
        elif section and (number := re.match(r"(\d+)\. ", line)):
            found.append(f"{section} ({number[1]})")
        elif section and line.startswith("- "):
            bullets += 1
            found.append(f"{section} b{bullets}")
    return found if heading else []


FAKE = """
import pytest
from tests.executed_rules import ExecutedRules

def pytest_configure(config):
    tests = {("a rule", "code", "carbon.law.method_regulation"): "test_fake.py::test_fake"}
    config.pluginmanager.register(ExecutedRules(tests))
"""


@pytest.mark.parametrize(
    ("body", "fails"),
    [
        (
            "from pulmu.carbon.law import method_regulation\ndef test_fake():\n    method_regulation('x', 'read')\n",
            False,
        ),
        ("def test_fake():\n    pass\n", True),
        ("import pytest\n@pytest.mark.skip\ndef test_fake():\n    pass\n", True),
        ("def test_another():\n    pass\n", True),
    ],
    ids=["executed", "not executed", "skipped", "gone"],
)
def test_a_rule_whose_test_does_not_carry_it_out_fails_the_run(tmp_path: Path, body: str, fails: bool) -> None:
    (tmp_path / "conftest.py").write_text(FAKE, encoding="utf-8")
    (tmp_path / "test_fake.py").write_text(body, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    ]
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
    assert done.returncode == int(fails), done.stdout + done.stderr
    assert ("test_fake.py::test_fake: " + MAP.name in done.stdout) is fails


def test_a_fake_rule_without_a_test_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    one = RULES[0]
    fake = Rule("fake", "1", "check", one.source, one.valid_from, None, checks=("rule.unknown_rule",))
    monkeypatch.setattr("pulmu.reference.list_rules", lambda: (*RULES, fake))
    assert items_of_rules() - read_map().keys() == {("fake", "check", "rule.unknown_rule")}


def test_the_map_is_in_order() -> None:
    with MAP.open(encoding="utf-8", newline="") as lines:
        rows = [tuple(row) for row in csv.reader(lines)][1:]
    assert rows == sorted(rows)
