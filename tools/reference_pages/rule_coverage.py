"""Which rule of the method is carried out by what, and which executed test shows it."""

import csv
from pathlib import Path

from pulmu.model import Rule
from pulmu.reference import list_rules
from reference_pages.common import LETTERS, ROOT, WORDS, page, table
from reference_pages.formulas import all_formulas

MAP = ROOT / "tests" / "executed_rules.csv"
_NOT_COVERED = {
    "not_built": "**not built** · 만들지 않음",
    "out_of_scope": "**out of scope** · 범위 밖",
}


def rule_coverage() -> str:
    """Every rule of the method with what carries it out and the test that shows it."""
    rules, tests = list_rules(), _tests(MAP)
    chapters: dict[str, list[Rule]] = {}
    for item in rules:
        chapters.setdefault(item.section.partition(" ")[0].partition(".")[0].rstrip(";"), []).append(item)
    parts = [f"## Section {name} of the method\n\n" + _chapter(found, tests) for name, found in chapters.items()]
    return page(
        "Rule coverage · 규칙 적용 범위", WORDS["introduction"]["rule_coverage"]["both"], _counts(rules), *parts
    )


def items_of(rule: Rule) -> list[tuple[str, str]]:
    """What carries a rule out: the formulas that cite it, its checks and its functions."""
    formulas = [formula.identifier for formula in all_formulas() if rule in formula.rules]
    return [
        *(("formula", name) for name in formulas),
        *(("check", name) for name in rule.checks),
        *(("code", name) for name in rule.code),
    ]


def _tests(file: Path) -> dict[tuple[str, ...], str]:
    with file.open(encoding="utf-8", newline="") as lines:
        return {(row["rule"], row["kind"], row["name"]): row["test"] for row in csv.DictReader(lines)}


def _counts(rules: tuple[Rule, ...]) -> str:
    covered = sum(rule.is_covered for rule in rules)
    lines = [["covered · 적용", str(covered)]]
    lines += [[words, str(sum(rule.kind == kind for rule in rules))] for kind, words in _NOT_COVERED.items()]
    return table(["rules · 규칙", str(len(rules))], lines)


def _chapter(rules: list[Rule], tests: dict[tuple[str, ...], str]) -> str:
    head = ["rule · 규칙", "act and point · 조문", "carried out by · 실행", "executed test · 시험"]
    return table(head, [_line(rule, tests) for rule in rules])


def _line(rule: Rule, tests: dict[tuple[str, ...], str]) -> list[str]:
    source = rule.source
    place = ", ".join(part for part in (source.act, source.place) if part)
    letter = f" **{LETTERS[source.confidence]}**" if source.confidence else ""
    said = f"`{rule.id}` ({rule.section})<br>{rule.text}<br>{rule.text_local}"
    if not rule.is_covered:
        return [said, place + letter, f"{_NOT_COVERED[rule.kind]}: {rule.reason}", "-"]
    items = items_of(rule)
    by = [f"`{name}`" for _, name in items] + [f"table `{name}`" for name in rule.tables]
    shown = dict.fromkeys(tests.get((rule.id, *item), "**none**").removeprefix("tests/") for item in items)
    return [said, place + letter, "<br>".join(by), "<br>".join(f"`{test}`" for test in shown)]
