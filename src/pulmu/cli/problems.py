"""Problems on a terminal and as JSON."""

from collections.abc import Sequence
from typing import TextIO

from pulmu.cli.screen import Screen
from pulmu.locale import plain, problem_line
from pulmu.model import Problem


def print_problems(problems: Sequence[Problem], screen: Screen, stream: TextIO) -> None:
    """All problems, errors first, each in one line, and how many there are."""
    shown = Screen(screen.language, stream)
    for item in sorted(problems, key=lambda item: item.severity):
        label = shown.text(f"severity.{item.severity}")
        # A key or a value of a stranger's file may hold signs that a terminal obeys.
        words = plain(problem_line(item, screen.language))
        shown.line(f"{shown.ember(label) if item.severity == 'error' else label}  {words}")
    errors = sum(item.severity == "error" for item in problems)
    warnings = len(problems) - errors
    shown.line(
        shown.text("cli.count", errors=_counted("error", errors, shown), warnings=_counted("warning", warnings, shown))
    )


def _counted(name: str, count: int, screen: Screen) -> str:
    return screen.text(f"cli.{name}_{'one' if count == 1 else 'many'}", count=count)
