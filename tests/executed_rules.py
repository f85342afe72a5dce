"""Which test carries out which rule: a committed map, held to what the tests do while they run.

Every formula, check and function that a rule of the method names has a test in `executed_rules.csv`, rule by rule.
When such a test runs, it must really call what the map says of it; one that does not, or is no longer there, fails the
run of its file.
`PULMU_RULE_TESTS=write pytest tests/golden tests/carbon ...` completes the map from the tests that are run.
"""

import csv
import functools
import importlib
import inspect
import os
import re
import sys
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

_UNNUMBERED = re.compile(r"\[\d+ ")
MAP = Path(__file__).with_name("executed_rules.csv")
Item = tuple[str, str, str]
"""A rule, what kind of thing carries it out (formula, check or code), and the name of that."""


def read_map(file: Path = MAP) -> dict[Item, str]:
    """The test of every item."""
    with file.open(encoding="utf-8", newline="") as lines:
        return {(row["rule"], row["kind"], row["name"]): row["test"] for row in csv.DictReader(lines)}


def write_map(tests: dict[Item, str], file: Path = MAP) -> None:
    """Keep the map, in order."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        out = csv.writer(lines, lineterminator="\n")
        out.writerow(("rule", "kind", "name", "test"))
        out.writerows((*item, test) for item, test in sorted(tests.items()))


def items_of_rules() -> set[Item]:
    """All that the rules name, and the formulas that name a rule."""
    from pulmu.reference import list_rules

    page = _tool("rule_coverage")
    return {(rule.id, *item) for rule in list_rules() if rule.is_covered for item in page.items_of(rule)}


def all_formulas() -> tuple[Any, ...]:
    """Every formula of the carbon package."""
    return tuple(_tool("formulas").all_formulas())


def _tool(name: str) -> Any:
    """The module that writes a reference page: the page and the tests read the rules in one way."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
    try:
        return importlib.import_module(f"reference_pages.{name}")
    finally:
        sys.path.pop(0)


def function_of(name: str) -> Callable[..., Any]:
    """The function behind a name such as ``carbon.product.mean_by_mass``; of a formula, its arithmetic."""
    module, _, last = name.rpartition(".")
    found = getattr(importlib.import_module(f"pulmu.{module}"), last)
    if hasattr(found, "cache_clear"):  # what is remembered is not called
        found.cache_clear()
    return inspect.unwrap(getattr(found, "function", found))


class Watch:
    """Notes which items are called while it is on."""

    def __init__(self, items: Iterable[Item]) -> None:
        from pulmu.model import Problem

        items = tuple(items)
        self.functions: dict[CodeType, list[Item]] = {}
        self.codes: dict[str, list[Item]] = {}
        for item in items:
            _, kind, name = item
            if kind == "check":
                self.codes.setdefault(name, []).append(item)
            else:
                self.functions.setdefault(function_of(name).__code__, []).append(item)
        self.problem = Problem.__init__.__code__
        self.seen: set[Item] = set()

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        """For `sys.setprofile`."""
        if event != "call":
            return
        if frame.f_code in self.functions:
            self.seen.update(self.functions[frame.f_code])
        elif frame.f_code is self.problem:
            self.seen.update(self.codes.get(frame.f_locals.get("code", ""), ()))


class ExecutedRules:
    """Holds the map to the tests of a run."""

    def __init__(self, tests: dict[Item, str], items: Callable[[], set[Item]] | None = None) -> None:
        self.tests = tests
        self.expected: dict[str, set[Item]] = {}
        for item, test in tests.items():
            self.expected.setdefault(test, set()).add(item)
        self.items = items
        self.seen: dict[str, set[Item]] = {}
        self.no_proof: set[str] = set()
        self.whole_files: set[str] = set()
        self.gone: dict[str, list[str]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Note what a test of the map calls; one that fails proves nothing."""
        names = names_of(item.nodeid) & self.expected.keys()
        wanted = self.items() if self.items is not None else {one for name in names for one in self.expected[name]}
        if not wanted or item.nodeid in self.no_proof:
            return (yield)
        watch = Watch(wanted)
        sys.setprofile(watch)
        try:
            result = yield
        finally:
            sys.setprofile(None)
        for name in names or {item.nodeid}:
            self.seen.setdefault(name, set()).update(watch.seen)
        return result

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Files of this run that were named as a whole."""
        parts = {argument.partition("::")[0] for argument in config.args if "::" in argument}
        self.whole_files = {item.nodeid.partition("::")[0] for item in items} - parts

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """A file of which tests were left out on purpose is not asked for them."""
        self.whole_files -= {item.nodeid.partition("::")[0] for item in items}

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object) -> None:
        """Where several processes share the tests, take over what one of them has seen."""
        seen, whole_files = getattr(node, "workeroutput", {}).get("executed_rules", ({}, ()))
        self.whole_files.update(whole_files)
        for test, items in seen.items():
            self.seen.setdefault(test, set()).update(tuple(item) for item in items)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Every test of the map has run and did what the map says of it."""
        told = getattr(session.config, "workeroutput", None)
        if told is not None:  # one of several processes: who began them asks for all
            seen = {test: [list(item) for item in items] for test, items in self.seen.items()}
            told["executed_rules"] = (seen, sorted(self.whole_files))
            return
        if exitstatus != 0:
            return
        for test, wanted in self.expected.items():
            missing = wanted - self.seen.get(test, set())
            if missing and test.partition("::")[0] in self.whole_files:
                self.gone[test] = sorted(f"{name} of rule {rule}" for rule, _, name in missing)
        if self.gone:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say which did not."""
        for test, names in self.gone.items():
            terminalreporter.write_line(f"FAILED {test}: {MAP.name} says it carries out {', '.join(names)}")
        if self.gone:
            terminalreporter.write_line("It did not run, or no longer does. To mend: correct the rule in rules.csv, or")
            terminalreporter.write_line("choose another test: PULMU_RULE_TESTS=write pytest on the files that test it")


def function_name(test: str) -> str:
    """A test without the case it was given: cases are renumbered."""
    return test.partition("[")[0]


def names_of(test: str) -> set[str]:
    """How the map may call a test: with its case, with its case but the number of that, or without."""
    return {test, _UNNUMBERED.sub("[", test), function_name(test)}


class MapWriter(ExecutedRules):
    """Writes the map from the tests that run: for each item the test nearest to it, which does the least besides."""

    def __init__(self, tests: dict[Item, str]) -> None:
        super().__init__({}, functools.cache(items_of_rules))
        self.known = tests

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Tests that need a folder which may be missing, or draw their cases, are no proof."""
        for item in session.items:
            by_chance = hasattr(getattr(item, "obj", None), "hypothesis")
            if by_chance or {"shared", "template"} & set(getattr(item, "fixturenames", ())):
                self.no_proof.add(item.nodeid)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Keep what still holds or was not run; choose for the rest."""
        ran = {test.partition("::")[0] for test in self.seen}
        done: dict[Item, set[str]] = {}
        for test, items in self.seen.items():
            for item in items:
                done.setdefault(item, set()).add(test)
        result = {}
        for item in items_of_rules():
            kept = self.known.get(item, "")
            able = done.get(item, set())
            holds = kept and (kept.partition("::")[0] not in ran or any(kept in names_of(test) for test in able))
            best = min(able, key=functools.partial(self._rank, item), default="")
            test = kept if holds else _kept_name(best, item[2])
            if test:
                result[item] = test
        write_map(result)

    def _rank(self, item: Item, test: str) -> tuple[bool, int, str]:
        _, kind, name = item
        near = {
            "formula": "test_worked_examples.py::test_the_formula_gives",
            "check": name,
            "code": f"/test_{name.split('.')[-2]}.py",
        }[kind]
        return near not in test, len(self.seen[test]), test


def _kept_name(test: str, about: str) -> str:
    """With its case where that is an example by hand, or a case about the very thing."""
    unnumbered = _UNNUMBERED.sub("[", test)
    if "/test_worked_examples.py::" in test or unnumbered.endswith(f"[{about}]"):
        return unnumbered
    return function_name(test)


def plugin() -> ExecutedRules:
    """What the tests register: the map held to the run, or written from it."""
    if os.environ.get("PULMU_RULE_TESTS") == "write":
        return MapWriter(read_map())
    return ExecutedRules(read_map())
