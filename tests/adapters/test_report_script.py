"""The script beside a report, in a bare interpreter: no packages, no environment."""

import ast
import json
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


def run(report: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "report.json").write_bytes(report)
    (folder / "recompute.py").write_bytes(recompute_script())
    command = [sys.executable, "-I", "-S", "recompute.py"]
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


@pytest.mark.parametrize("change", [_leaf, _root, _shown, _shown_unit, _link, _unit, _formula])
def test_a_change_is_caught_even_where_the_seal_is_mended(change: Callable[[Any], None], tmp_path: Path) -> None:
    tree = json.loads(looped_json())
    change(tree)
    done = run(json.dumps(tree).encode(), tmp_path)
    assert done.returncode == 1
    assert "does not carry the hash" in done.stdout
    done = run(json.dumps(_sealed(tree)).encode(), tmp_path)
    assert done.returncode == 1
    assert "does not carry the hash" not in done.stdout


def _sealed(tree: Any) -> Any:
    import hashlib

    text = json.dumps(tree | {"sha256": ""}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    sealed = tree | {"sha256": hashlib.sha256(text.encode()).hexdigest()}
    assert check_report_hash(sealed)
    return sealed


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
    assert len([line for line in text.splitlines() if line.strip()]) <= 75
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
