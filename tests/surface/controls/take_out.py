"""Take controls out, one at a time, and see whether the test of each notices.

Run by ``python -m tests.surface.controls.take_out``, or with a number: every so manyth control only. It is a process of
its own, for what it does to the program.
"""

import contextlib
import inspect
import io
import sys
import textwrap
from collections.abc import Iterator, Sequence
from types import CodeType
from typing import Any

import pytest
from tests.surface.controls.controls import CONTROLS, Control


class Outcomes:
    """Counts what the tests of a run came to."""

    def __init__(self) -> None:
        self.failed = self.passed = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test that ran."""
        if report.when == "call":
            self.passed += report.passed
            self.failed += report.failed


@contextlib.contextmanager
def without(control: Control) -> Iterator[None]:
    """The program without a control."""
    function: Any = inspect.unwrap(control.function)
    kept: CodeType = function.__code__
    function.__code__ = changed_code(function, control.line, control.instead)
    try:
        yield
    finally:
        function.__code__ = kept


def changed_code(function: Any, line: str, instead: str) -> CodeType:
    """The code of a function with a piece of its source replaced."""
    source = textwrap.dedent(inspect.getsource(function))
    if source.count(line) != 1:
        raise LookupError(f"{function.__qualname__}: {line!r} stands in it {source.count(line)} times")
    names: dict[str, Any] = {}
    flags = function.__code__.co_flags & 0x1000000  # annotations stay what they are
    exec(
        compile(source.replace(line, instead), inspect.getfile(function), "exec", flags),
        dict(function.__globals__),
        names,
    )
    made: Any = inspect.unwrap(names[function.__name__])
    found: CodeType = made.__code__
    return found


def outcome_of(tests: Sequence[str]) -> Outcomes:
    """What tests come to."""
    found = Outcomes()
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["-q", "-p", "no:cacheprovider", "--show-capture=no", "--assert=plain", *tests], plugins=[found])
    return found


def main(chosen: Sequence[Control] = CONTROLS) -> int:
    """Tell each control that nothing noticed; 0 where there is none."""
    whole = outcome_of(sorted({control.test for control in chosen}))
    if whole.failed or not whole.passed:
        sys.stdout.write(f"with every control in place {whole.failed} tests failed\n")
        return 1
    lines = [line for control in chosen if (line := _unnoticed(control))]
    sys.stdout.write("".join(f"{line}\n" for line in lines))  # at the end: while tests run, the output is theirs
    sys.stdout.write(f"{len(chosen)} controls taken out, {len(lines)} not noticed\n")
    return 1 if lines else 0


def _unnoticed(control: Control) -> str:
    """What is to be told of a control; nothing where its test fails without it."""
    try:
        with without(control):
            found = outcome_of([control.test])
    except LookupError as error:
        return f"{control.name}: {error}"
    return "" if found.failed else f"not noticed: {control.name} ({control.test})"


if __name__ == "__main__":
    sys.exit(main(CONTROLS[:: int(sys.argv[1]) if len(sys.argv) > 1 else 1]))
