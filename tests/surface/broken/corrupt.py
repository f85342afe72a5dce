"""Makes a broken plant of a valid one: a path and a change, so that nothing else is wrong with it."""

import copy
import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pulmu.adapters.samples import read_sample

Tree = dict[str, Any]
Step = str | int

_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True)
class Wanted:
    """A problem that must be answered, and the path it must point at."""

    code: str
    at: str
    line_of: str
    warning: bool = False


@dataclass(frozen=True)
class Case:
    """A way to break a plant, and all that must be said about it."""

    name: str
    of: str
    change: tuple[Tree, ...]
    expect: tuple[Wanted, ...]


@functools.cache
def cases() -> tuple[Case, ...]:
    """Every case of the data file."""
    text = Path(__file__).with_name("cases.yaml").read_text("utf-8")
    return tuple(_case(entry) for entry in yaml.safe_load(text))


def _case(entry: Tree) -> Case:
    change = entry["change"]
    expect = entry["expect"]
    wanted = (
        Wanted(item["code"], item["at"], item.get("line_of", item["at"]), item.get("warning", False))
        for item in ([expect] if isinstance(expect, dict) else expect)
    )
    return Case(
        entry["name"],
        entry.get("of", "fasteners"),
        tuple([change] if isinstance(change, dict) else change),
        tuple(wanted),
    )


def sample(name: str) -> Tree:
    """The tree of a valid plant, to be changed at will."""
    tree: Tree = copy.deepcopy(read_sample(name).tree)
    return tree


def broken(case: Case) -> Tree:
    """The tree of the plant after its changes, one after the other."""
    tree = sample(case.of)
    for change in case.change:
        apply(tree, change)
    return tree


def apply(tree: Tree, change: Tree) -> None:
    """One change: `{at, to}`, `{at, delete: true}`, `{at, rename}`, `{at, add}` or `{at, copy}`."""
    *above, last = steps(change["at"])
    holder = find(tree, above)
    if "delete" in change:
        del holder[last]
    elif "rename" in change:  # keeps its place
        pairs = [(change["rename"] if name == last else name, value) for name, value in holder.items()]
        holder.clear()
        holder.update(pairs)
    elif "add" in change:
        holder[last].append(copy.deepcopy(change["add"]))
    elif "copy" in change:
        holder[last] = copy.deepcopy(find(tree, steps(change["copy"])))
    else:
        holder[last] = copy.deepcopy(change["to"])


def steps(path: str) -> list[Step]:
    """The steps of a path such as ``processes[0].goods[1].cn_code``."""
    return [int(number) if number else name for name, number in _STEP.findall(path)]


def find(tree: Any, path: list[Step]) -> Any:
    """What stands at a path."""
    for step in path:
        tree = tree[step]
    return tree


def as_yaml(tree: Any) -> str:
    """The tree as a YAML file."""
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=10_000)


def line_in_yaml(text: str, path: str) -> int:
    """Line of a path, found by another way than the program's."""
    node, line = yaml.compose(text, Loader=yaml.SafeLoader), 1
    for step in steps(path):
        if isinstance(node, yaml.MappingNode):
            node, line = next((value, key.start_mark.line + 1) for key, value in node.value if key.value == str(step))
        else:
            node = node.value[int(step)]
            line = node.start_mark.line + 1
    return line


def as_json(tree: Any) -> str:
    """The tree as a JSON file, every entry on a line of its own."""
    return json.dumps(tree, ensure_ascii=False, indent=1)


def line_in_json(tree: Any, path: str) -> int:
    """Line of a path in what `as_json` writes, by counting."""
    lines: dict[tuple[Step, ...], int] = {(): 1}
    _count(tree, (), 1, lines)
    return lines[tuple(steps(path))]


def _count(node: Any, path: tuple[Step, ...], line: int, lines: dict[tuple[Step, ...], int]) -> int:
    """The last line of a node that begins on a line."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, value in pairs:
        lines[*path, name] = line + 1
        line = _count(value, (*path, name), line + 1, lines)
    return line + 1 if pairs and node else line
