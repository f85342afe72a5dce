"""Each golden case of company size, read by the codec as a user's file and answered on its day."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.golden.size_files import amount, file_of, with_on

from pulmu.model import Answer, Bounded, Document, Finding, Firms, decode
from pulmu.support.ownership import check_firms
from pulmu.support.rules import Outcome, Rulebook, inside
from pulmu.support.size import Size, size_of, size_rules

RULES = size_rules().rulebook()
CASES = [case | {"part": path.stem} for path in sorted(Path(__file__).with_name("size").glob("*.yaml"))
         for case in with_on(yaml.safe_load(path.read_text(encoding="utf-8")))]  # fmt: skip
TESTS = {"group": "size.no_group", "assets": "size.assets", "parent": "size.no_parent", "own_sales": "size.own_sales",
         "related": "size.with_related"}  # fmt: skip
OUTPUTS = {"deemed": "size.deemed", "micro": "size.micro_merchant", "early": "size.early_mid_sized",
           "candidate": "size.mid_sized_candidate", "tax": "tax.sme", "tax_research": "tax.mid_sized_for_research",
           "tax_win_win": "tax.mid_sized_for_win_win", "startup": "certificate.startup",
           "venture": "certificate.venture", "innobiz": "certificate.innobiz",
           "mainbiz": "certificate.mainbiz"}  # fmt: skip
BAND = "mid_sized.band."
FACTS = ("closed_on", "limit_row", "related_limit_row")
ANSWERS = {Answer.YES: True, Answer.NO: False, Answer.UNKNOWN: "unknown"}


def answered(case: dict[str, Any]) -> Size:
    document = Document({"pulmu": "firm/1", **file_of(case)}, "case.yaml")
    firms = decode(Firms, document).unwrap()
    assert check_firms(document, firms) == ()
    return size_of(rules_of(case), firms, case["day"])


def rules_of(case: dict[str, Any]) -> Rulebook:
    rules = RULES
    for name, choice in case.get("switches", {}).items():
        rules = rules.replace(name, {True: "yes", False: "no"}.get(choice, choice))
    return rules


def finding(outcome: Outcome, name: str) -> Finding:
    return next(item for item in inside(outcome) if isinstance(item, Finding) and item.name == name)


def number(outcome: Outcome, name: str) -> float:
    found = next(item for item in inside(outcome) if isinstance(item, Bounded) and item.name == name)
    assert found.is_known
    return found.low


def missing(outcome: Outcome) -> set[str]:
    return {item.name for item in inside(outcome)
            if (isinstance(item, Finding) and item.answer is Answer.UNKNOWN and not item.parts)
            or (isinstance(item, Bounded) and not item.is_known and not item.inputs)}  # fmt: skip


def opened(found: Size) -> list[str]:
    """Measures for SMEs that are open to a mid-sized firm."""
    known = {name.removeprefix(BAND): outcome.answer for name, outcome in found.outcomes.items()
             if name.startswith(BAND) and isinstance(outcome, Finding)}  # fmt: skip
    assert len(known) == 10
    assert Answer.UNKNOWN not in known.values()
    return sorted(name for name, answer in known.items() if answer is Answer.YES)


def said(found: Size, name: str, wanted: Any) -> Any:
    """What was found, in the form of what is expected."""
    size_class = found.outcomes["size.class"]
    match name:
        case "class":
            possible = sorted(found.size_class.possible)
            return possible if isinstance(wanted, list) or len(possible) != 1 else possible[0]
        case "tests":
            return {test: ANSWERS[finding(size_class, TESTS[test]).answer] for test in wanted}
        case "average":
            return number(found.outcomes["size.average_sales"], "average_sales")
        case "with_related":
            return number(size_class, "average_sales_with_related_companies")
        case "bands":
            return opened(found)
        case "missing":
            return sorted(missing(size_class) & set(wanted))
        case _ if name in FACTS:
            return found.facts.values[name]
    outcome = found.outcomes[OUTPUTS[name]]
    assert isinstance(outcome, Finding)
    return ANSWERS[outcome.answer]


def expected(name: str, value: Any) -> Any:
    if name in ("class", "missing", "bands") and isinstance(value, list):
        return sorted(value)
    return amount(value) if name in ("average", "with_related") else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['part']}: {case['name']}")
def test_size_is_as_an_officer_expects(case: dict[str, Any]) -> None:
    found = answered(case)
    wanted = {name: expected(name, value) for name, value in case["expect"].items()}
    shown = {name: said(found, name, value) for name, value in wanted.items()}
    assert shown == {name: pytest.approx(value, abs=0.5) if isinstance(value, int) and not isinstance(value, bool)
                     else value for name, value in wanted.items()}  # fmt: skip


def test_every_case_has_an_article_and_a_name_of_its_own() -> None:
    assert all(case["article"] and case["expect"] for case in CASES)
    names = [(case["part"], case["name"]) for case in CASES]
    assert len(names) == len(set(names))


# The limits, row by row, from the reference's own table: at, a won under and a won over.


def printed_rows(shared: Path) -> list[dict[str, str]]:
    text = (shared / "reference" / "support" / "size_thresholds.csv").read_text(encoding="utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if row["medium_max_krw"]]


def label(ksic: str, won: int, day: date) -> str | None:
    code = ksic if len(ksic) == 5 else f"{ksic}1"
    firm = {"ksic": code, "sales": won}
    return answered({"firm": firm, "day": day}).size_class.label


def test_every_row_of_the_limits_at_a_won_under_and_a_won_over(shared: Path) -> None:
    rows = printed_rows(shared)
    assert len(rows) == 147
    for row in rows:
        medium, small = int(row["medium_max_krw"]), int(row["small_max_krw"])
        day = date(2026, 11, 25) if row["valid_from"] == "2025-09-01" else date(2025, 11, 25)
        found = [label(row["ksic_code"], won, day)
                 for won in (small - 1, small, small + 1, medium - 1, medium, medium + 1)]  # fmt: skip
        assert found == ["small", "small", "medium", "medium", "medium", "mid_sized"], row


def test_every_section_has_its_line_of_micro_merchants(shared: Path) -> None:
    for row in printed_rows(shared):
        if row["valid_from"] != "2025-09-01":
            continue
        line = int(row["micro_merchant_max_employees_exclusive"])
        code = row["ksic_code"] if len(row["ksic_code"]) == 5 else row["ksic_code"] + "1"
        found = []
        for staff in (line - 0.5, line):
            firm = {"ksic": code, "sales": "1억", "regular_employees": staff}
            micro = answered({"firm": firm, "day": date(2026, 11, 25)}).outcomes["size.micro_merchant"]
            found.append(micro.answer if isinstance(micro, Finding) else None)
        assert found == [Answer.YES, Answer.NO], row
