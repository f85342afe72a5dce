import copy
import dataclasses
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.plants import bought, good, plant, process, report_of

from pulmu.model import Document, InputError, PulmuError, encode
from pulmu.services.figure_keys import changed_records
from pulmu.services.recompute import recompute
from pulmu.services.verify_report import verify_report


def looped() -> Any:
    """A parsed report of two processes that feed each other."""
    made = plant(
        process("bars", good("bar", "72142000"), own={"wire": "100 t"}),
        process("wires", good("wire", "72171039"), own={"bar": "300 t"}),
        purchases=(bought("rod", {"bars": "1050 t"}, direct="2 t CO2e/t"),),
    )
    return json.loads(json.dumps(encode(report_of(made), full=True)))


REPORT = looped()


def document(tree: Any) -> Document:
    return Document(tree, "report.json")


def codes(tree: Any) -> set[str]:
    return {problem.code for problem in verify_report(document(tree))}


def test_a_report_as_written_holds() -> None:
    assert any("solve_first" in item["expression"] for item in REPORT["formulas"].values())
    assert (verify_report(document(REPORT)), changed_records(REPORT)) == ((), [])


def _changes() -> list[tuple[str, list[Any], Any]]:
    """One change of every attribute of every row of the tables: place, path, new content."""
    found: list[tuple[str, list[Any], Any]] = []
    for key, record in REPORT["figures"].items():
        place = f"figures.{key}"
        found += [
            (place, ["figures", key, name], f"{record[name]}x") for name in ("name", "subject", "unit", "because")
        ]
        found.append((place, ["figures", key, "value"], record["value"] + 1.0))
        found += [
            (place, ["figures", key, "source", part], f"{record['source'][part]}x")
            for part in ("act", "place", "edition", "confidence")
        ]
    for number, row in enumerate(REPORT["figure_inputs"]):
        place = f"figures.{row['figure']}"
        other = next(key for key in REPORT["figures"] if key not in (row["input"], row["figure"]))
        found.append((place, ["figure_inputs", number, "input"], other))
        found.append((place, ["figure_inputs", number, "parameter"], row["parameter"] + "x"))
        found.append((place, ["figure_inputs", number, "position"], (row["position"] or 0) + 1))
    found += [(f"formulas.{name}", ["formulas", name, "source", "place"], "x") for name in REPORT["formulas"]]
    found += [(f"units.{name}", ["units", name, "factor"], "7") for name in REPORT["units"]]
    return found


def test_every_change_of_a_value_unit_source_or_link_is_found_and_named() -> None:
    changes = _changes()
    assert len(changes) > 200
    for place, path, content in changes:
        tree = copy.deepcopy(REPORT)
        node = tree
        for step in path[:-1]:
            node = node[step]
        assert node[path[-1]] != content
        node[path[-1]] = content
        try:
            found = [where for where, _ in changed_records(tree)]
        except InputError as error:  # an input may no longer lead to a figure without a cycle
            assert {problem.code for problem in error.problems} == {"report.cycle"}
            continue
        assert place in found, path
        assert "report.hash" in codes(tree)


def test_a_row_taken_away_or_added_is_found() -> None:
    for number in range(len(REPORT["figure_inputs"])):
        tree = copy.deepcopy(REPORT)
        gone = tree["figure_inputs"].pop(number)
        assert [where for where, _ in changed_records(tree)] == [f"figures.{gone['figure']}"]
        tree["figure_inputs"] += [gone, gone]
        assert f"figures.{gone['figure']}" in [where for where, _ in changed_records(tree)]


def test_a_report_of_the_first_format_is_still_read() -> None:
    tree = first_format(REPORT)
    assert (recompute(tree), changed_records(tree)) == ([], [])
    key = next(key for key, item in tree["figures"].items() if not item["inputs"])
    tree["figures"][key]["source"]["place"] = "elsewhere"
    assert [where for where, _ in changed_records(tree)] == [f"figures.{key}"]


def first_format(tree: Any) -> Any:
    """The same figures as reports of format 1 kept them: inputs within figures, keys of their own rule."""
    from pulmu.services.figure_keys import _key_of_format_1

    new: dict[str, str] = {}
    figures = {}
    for key, record in tree["figures"].items():
        inputs = [
            {"parameter": row["parameter"], "position": row["position"], "figure": new[row["input"]]}
            for row in tree["figure_inputs"]
            if row["figure"] == key
        ]
        new[key] = _key_of_format_1(record | {"inputs": inputs})
        figures[new[key]] = record | {"inputs": inputs}
    return {"format": "pulmu.report/1", "figures": figures, "formulas": tree["formulas"]}


@pytest.mark.parametrize("name", ["pulmu.report/3", "", None, 5, []])
def test_a_format_we_do_not_know_is_refused(name: Any) -> None:
    with pytest.raises(InputError) as caught:
        verify_report(document(copy.deepcopy(REPORT) | {"format": name}))
    assert [problem.code for problem in caught.value.problems] == ["report.format"]


@pytest.mark.parametrize(
    "rows",
    [None, {}, "x", [5], [{}], [{"figure": "k", "parameter": "x", "position": None, "input": "k"}],
     [{"figure": 1, "parameter": "x", "input": "k"}]],
)  # fmt: skip
def test_damaged_rows_of_inputs_are_an_input_error(rows: Any) -> None:
    for action in (recompute, changed_records):
        with pytest.raises(InputError) as caught:
            action(REPORT | {"figure_inputs": rows})
        assert {problem.code for problem in caught.value.problems} == {"report.shape"}


def test_a_row_that_leads_nowhere_is_told() -> None:
    tree = copy.deepcopy(REPORT)
    tree["figure_inputs"][0]["input"] = "absent"
    with pytest.raises(InputError) as caught:
        recompute(tree)
    assert [problem.code for problem in caught.value.problems] == ["report.missing_figure"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_one_node_changed_at_random_gives_problems_or_a_pulmu_error(data: st.DataObject) -> None:
    tree = {name: copy.deepcopy(REPORT[name]) for name in ("figures", "figure_inputs", "formulas", "units")}
    node: Any = tree
    while True:
        key = data.draw(st.sampled_from(list(node) if isinstance(node, dict) else list(range(len(node)))))
        if not isinstance(node[key], dict | list) or not node[key] or data.draw(st.booleans()):
            break
        node = node[key]
    node[key] = data.draw(st.none() | st.booleans() | st.floats() | st.text(max_size=3) | st.just([]) | st.just({}))
    try:
        problems = verify_report(document(tree | {"format": "pulmu.report/2"}))
    except PulmuError:
        return
    assert problems


def test_tables_of_several_reports_share_what_is_the_same() -> None:
    other = dataclasses.replace(plant(), company=dataclasses.replace(plant().company, name="Another"))
    first, second = report_of(plant()), report_of(other)
    assert first.figures.keys() == second.figures.keys()
    assert first.figure_inputs == second.figure_inputs
