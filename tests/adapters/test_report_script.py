"""The script beside a report, in a bare interpreter: no packages, no environment."""

import ast
import hashlib
import json
import math
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.benchmark.long_chain import chain_plant
from tests.plants import report_of

from pulmu.adapters.report_json import JsonReportWriter
from pulmu.adapters.report_script import recompute_script
from pulmu.adapters.samples import read_sample, sample_names
from pulmu.model import encode
from pulmu.services._expression import _FUNCTIONS
from pulmu.services.report_cbam import report_cbam
from pulmu.services.report_hash import check_report_hash


@cache
def sample_json(name: str) -> bytes:
    report = report_cbam(read_sample(name)).report
    assert report is not None
    return JsonReportWriter()(report, "en")


@cache
def looped_json() -> bytes:
    return JsonReportWriter()(report_of(chain_plant(12, loops=3, ring=True)), "en")


def run(report: bytes, folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    (folder / "report.json").write_bytes(report)
    (folder / "recompute.py").write_bytes(recompute_script())
    command = [sys.executable, "-I", "-S", "recompute.py", *names]
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=60, check=False, env={},
                          encoding="utf-8")  # fmt: skip


@pytest.mark.parametrize("name", sample_names())
def test_every_sample_recomputes(name: str, tmp_path: Path) -> None:
    done = run(sample_json(name), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"\d+ figures recomputed, 0 complaints\n", done.stdout)


def test_a_plant_with_loops_recomputes(tmp_path: Path) -> None:
    report = looped_json()
    assert b"solve_first" in report
    assert run(report, tmp_path).returncode == 0


def _leaf(tree: Any) -> None:
    next(item for item in tree["figures"].values() if item["unit"] == "Nm3" and not item["formula"])["value"] += 1.0


def _root(tree: Any) -> None:
    tree["figures"][tree["goods"][0]["specific_embedded_emissions"]["figure"]]["value"] *= 1 - 1e-8


def _shown(tree: Any) -> None:
    tree["goods"][0]["specific_embedded_emissions"]["value"] *= 0.9


def _shown_unit(tree: Any) -> None:
    tree["goods"][0]["specific_embedded_emissions"]["unit"] = "kg CO2e/t"


def _link(tree: Any) -> None:
    rows = [row for row in tree["figure_inputs"] if row["parameter"] == "shares"]
    rows[0]["position"] += 1


def _unit(tree: Any) -> None:
    next(item for item in tree["figures"].values() if item["unit"] == "Nm3" and not item["formula"])["unit"] = "MWh"


def _formula(tree: Any) -> None:
    next(item for item in tree["formulas"].values() if "/" in item["expression"])["expression"] = "1.0"


def _twice(tree: Any) -> None:
    row = next(row for row in tree["figure_inputs"] if row["parameter"] == "own")
    tree["figure_inputs"].insert(tree["figure_inputs"].index(row) + 1, row)


def _outside_the_matrix(tree: Any) -> None:
    next(row for row in tree["figure_inputs"] if row["parameter"] == "shares")["position"] += 1_000_000


def _made_a_leaf(tree: Any) -> None:
    tree["figures"][tree["goods"][0]["specific_embedded_emissions"]["figure"]]["formula"] = ""


def _rests_on_itself(tree: Any) -> None:
    """A figure that is the total of itself: right by its own arithmetic, and made from nothing."""
    key = tree["goods"][0]["specific_embedded_emissions"]["figure"]
    unit = tree["figures"][key]["unit"]
    tree["formulas"]["same"] = {"expression": "total(parts)", "units": {"parts": unit, "return": unit}}
    tree["figures"][key]["formula"] = "same"
    rows = [row for row in tree["figure_inputs"] if row["figure"] != key]
    tree["figure_inputs"] = [*rows, {"figure": key, "parameter": "parts", "position": 0, "input": key}]


def _not_a_number(tree: Any) -> None:
    next(item for item in tree["figures"].values() if not item["formula"])["value"] = math.nan


CHANGES = [
    _leaf, _root, _shown, _shown_unit, _link, _unit, _formula, _twice, _outside_the_matrix, _made_a_leaf,
    _rests_on_itself, _not_a_number,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_caught_even_where_the_seal_is_mended(change: Callable[[Any], None], tmp_path: Path) -> None:
    tree = json.loads(looped_json())
    change(tree)
    done = run(json.dumps(tree).encode(), tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "does not carry the hash" in done.stdout
    done = run(json.dumps(_sealed(tree)).encode(), tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "does not carry the hash" not in done.stdout


def _sealed(tree: Any) -> Any:
    text = json.dumps(tree | {"sha256": ""}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return tree | {"sha256": hashlib.sha256(text.encode()).hexdigest()}


def test_the_seal_of_these_tests_is_the_report_s_own() -> None:
    tree = json.loads(looped_json())
    assert _sealed(tree) == tree
    assert check_report_hash(tree)


def _without(*names: str) -> bytes:
    tree = json.loads(sample_json("fasteners"))
    for name in names:
        del tree[name]
    return json.dumps(tree).encode()


def _with_a_value(value: Any) -> bytes:
    tree = json.loads(sample_json("fasteners"))
    next(iter(tree["figures"].values()))["value"] = value
    return json.dumps(tree).encode()


DAMAGED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing in it": (lambda: b"", "Expecting value"),
    "cut short": (lambda: sample_json("fasteners")[:50_000], "line 1"),
    "bytes of no text": (lambda: b"\xff\xfe\x00{", "can't decode"),
    "a list": (lambda: b"[]", "missing or damaged"),
    "a number": (lambda: b"7", "missing or damaged"),
    "nested without end": (lambda: b"[" * 200_000, "missing or damaged (RecursionError"),
    "the older format": (lambda: b'{"format": "pulmu.report/1", "figures": {}}', "not of the format pulmu.report/2"),
    "a format to come": (lambda: b'{"format": "pulmu.report/3"}', "not of the format pulmu.report/2"),
    "no format": (lambda: _without("format"), "missing or damaged (KeyError('format'))"),
    "no figures": (lambda: _without("figures"), "missing or damaged (KeyError('figures'))"),
    "no inputs": (lambda: _without("figure_inputs"), "missing or damaged (KeyError('figure_inputs'))"),
    "no hash": (lambda: _without("sha256"), "missing or damaged (KeyError('sha256'))"),
    "a word for a value": (lambda: _with_a_value("many"), "missing or damaged (TypeError"),
    "no value": (lambda: _with_a_value(None), "missing or damaged (TypeError"),
    "too large a number": (lambda: _with_a_value(10**400), "missing or damaged (OverflowError"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_report_is_told_in_one_sentence(name: str, tmp_path: Path) -> None:
    data, said = DAMAGED[name]
    done = run(data(), tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"report\.json cannot be checked: [^\n]+\n", done.stderr)
    assert said in done.stderr


@pytest.mark.parametrize("name", ["nowhere.json", "."])
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(name: str, tmp_path: Path) -> None:
    done = run(b"{}", tmp_path, name)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(rf"{re.escape(name)} cannot be checked: [^\n]+\n", done.stderr)


def test_a_change_of_words_breaks_the_seal(tmp_path: Path) -> None:
    tree = json.loads(looped_json())
    next(iter(tree["figures"].values()))["because"] = "trust me"
    done = run(json.dumps(tree).encode(), tmp_path)
    assert (done.returncode, done.stdout.splitlines()[:-1]) == (
        1,
        ["the report does not carry the hash of its content"],
    )


@pytest.mark.parametrize(
    "expression",
    [
        "__import__('os').system('touch hacked')",
        "open('hacked', 'w')",
        "().__class__.__mro__[1].__subclasses__()",
        "(lambda: 1)()",
        "[x for x in (1,)][0]",
        "9 ** 9 ** 9",
        "total(values=1)",
        "total(*[1])",
        "f'{1}'",
        "1 if 1 else 0",
        "-" * 5_000 + "1",
        "(" * 300 + "1" + ")" * 300,
        "not readable (",
    ],
)
def test_a_hostile_expression_is_refused(expression: str, tmp_path: Path) -> None:
    tree = json.loads(sample_json("fasteners"))
    name = next(name for name, item in tree["formulas"].items() if "/" in item["expression"])
    made = sum(item["formula"] == name for item in tree["figures"].values())
    tree["formulas"][name]["expression"] = expression
    done = run(json.dumps(_sealed(tree)).encode(), tmp_path)
    assert done.returncode == 1
    assert done.stdout.endswith(f" {made} complaints\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["recompute.py", "report.json"]


def test_texts_of_strangers_reach_the_screen_as_plain_signs(tmp_path: Path) -> None:
    tree = json.loads(sample_json("fasteners"))
    record = next(item for item in tree["figures"].values() if item["formula"])
    record |= {"value": 1e9, "subject": "\x1b[2J볼트"}
    done = run(json.dumps(tree, ensure_ascii=False).encode(), tmp_path)
    assert "?[2J볼트" in done.stdout
    assert "\x1b" not in done.stdout


def test_the_script_knows_every_function_a_formula_may_use() -> None:
    text = recompute_script().decode()
    names = {node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)}
    assert _FUNCTIONS.keys() <= names


def test_the_script_is_short_and_evaluates_nothing_by_itself() -> None:
    text = recompute_script().decode()
    assert len([line for line in text.splitlines() if line.strip()]) <= 70
    called = {
        node.func.id
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"eval", "exec", "compile", "__import__", "getattr_static"}
    imported = [name.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import) for name in node.names]
    assert set(imported) <= sys.stdlib_module_names


def test_the_same_report_is_written_with_a_row_to_a_line() -> None:
    report = report_of(chain_plant(3))
    text = JsonReportWriter()(report, "en").decode()
    assert json.loads(text) == json.loads(json.dumps(encode(report, full=True)))
    rows = [line for line in text.splitlines() if line.startswith('  {"figure": ')]
    assert len(rows) == len(report.figure_inputs)
