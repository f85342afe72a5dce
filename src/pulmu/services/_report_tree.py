"""Whether a parsed report.json has the shape of one: a stranger's file, looked at before it is computed with."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from pulmu.model import InputError, Problem, problem

LONGEST_NAME = 200


def figures_and_formulas(tree: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The figures and formulas of a report, sound in shape and in what they refer to.

    Each figure comes with its inputs as parameter, position and figure: as reports of format 1 keep them, and as those
    of format 2 say in a table of their own.

    Raises
    ------
    InputError  All that is damaged: `report.shape`; or, where the shapes hold, `report.missing_figure`,
        `report.missing_formula` and `report.cycle`.
    """
    figures, formulas = _part(tree, "figures"), _part(tree, "formulas")
    if "figure_inputs" in tree:
        figures = _with_inputs(figures, tree["figure_inputs"])
    problems = [*_check_figures(figures), *_check_formulas(formulas)]
    if not problems:
        problems = [*_check_references(figures, formulas), *_check_cycles(figures)]
    if problems:
        raise InputError(*problems)
    return figures, formulas


def is_number(value: Any) -> bool:
    """Whether it is a finite number of JSON."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _part(tree: Any, name: str) -> dict[str, Any]:
    if not isinstance(tree, dict) or not isinstance(tree.get(name), dict):
        raise InputError.of("report.shape", name, "this is no report.json of Pulmu", "give the file as Pulmu wrote it")
    part: dict[str, Any] = tree[name]
    return part


def _with_inputs(figures: dict[str, Any], rows: Any) -> dict[str, Any]:
    """Figures with their rows of the table of inputs, in its order."""
    kinds = {"figure": str, "parameter": str, "input": str}
    if not isinstance(rows, list):
        raise InputError(_shape("figure_inputs"))
    damaged = [number for number, row in enumerate(rows) if not _has(row, kinds) or row["figure"] not in figures]
    if damaged:
        raise InputError(*(_shape(f"figure_inputs[{number}]") for number in damaged))
    used: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        item = {"parameter": row["parameter"], "position": row.get("position"), "figure": row["input"]}
        used.setdefault(row["figure"], []).append(item)
    return {
        key: record | {"inputs": used.get(key, [])} if isinstance(record, dict) else record
        for key, record in figures.items()
    }


def _shape(place: str) -> Problem:
    return problem(
        "report.shape", place[:LONGEST_NAME], "this part of the report is damaged", "give the file as Pulmu wrote it"
    )


def _has(record: Any, kinds: Mapping[str, type]) -> bool:
    return isinstance(record, dict) and all(isinstance(record.get(name), kind) for name, kind in kinds.items())


def _check_figures(figures: dict[str, Any]) -> Iterator[Problem]:
    kinds = {"name": str, "unit": str, "formula": str, "inputs": list}
    for key, record in figures.items():
        if not (_has(record, kinds) and is_number(record.get("value")) and all(map(_is_input, record["inputs"]))):
            yield _shape(f"figures.{key}")
        elif len(record["unit"]) > LONGEST_NAME:
            yield _shape(f"figures.{key}.unit")
        elif record["inputs"] and not record["formula"]:
            yield _shape(f"figures.{key}.formula")


def _is_input(item: Any) -> bool:
    if not _has(item, {"parameter": str, "figure": str}):
        return False
    position = item.get("position")
    return position is None or (isinstance(position, int) and not isinstance(position, bool))


def _check_formulas(formulas: dict[str, Any]) -> Iterator[Problem]:
    for name, item in formulas.items():
        whole = _has(item, {"expression": str, "units": dict}) and "return" in item["units"]
        if not whole or not all(isinstance(unit, str) and len(unit) <= LONGEST_NAME for unit in item["units"].values()):
            yield _shape(f"formulas.{name}")


def _check_references(figures: dict[str, Any], formulas: dict[str, Any]) -> Iterator[Problem]:
    mend = "give the file as Pulmu wrote it"
    for key, record in figures.items():
        if record["formula"] and record["formula"] not in formulas:
            message = f"its formula {record['formula'][:80]!r} is not in the report"
            yield problem(
                "report.missing_formula", f"figures.{key}"[:LONGEST_NAME], message, mend, formula=record["formula"][:80]
            )
        for item in record["inputs"]:
            if item["figure"] not in figures:
                message = f"its input {item['figure'][:80]!r} is not in the report"
                yield problem(
                    "report.missing_figure", f"figures.{key}"[:LONGEST_NAME], message, mend, figure=item["figure"][:80]
                )


def _check_cycles(figures: dict[str, Any]) -> Iterator[Problem]:
    """Take away what rests on nothing left, again and again (Kahn); what stays rests on itself."""
    used_by: dict[str, list[str]] = {}
    waiting: dict[str, int] = {}
    for key, record in figures.items():
        waiting[key] = len(record["inputs"])
        for item in record["inputs"]:
            used_by.setdefault(item["figure"], []).append(key)
    ready = [key for key, number in waiting.items() if number == 0]
    while ready:
        done = ready.pop()
        del waiting[done]
        for key in used_by.get(done, ()):
            waiting[key] -= 1
            if waiting[key] == 0:
                ready.append(key)
    if waiting and all(item["figure"] in figures for record in figures.values() for item in record["inputs"]):
        shown = next(iter(waiting))[:64]
        yield problem("report.cycle", f"figures.{shown}", "a figure rests on itself", "give the file as Pulmu wrote it")
