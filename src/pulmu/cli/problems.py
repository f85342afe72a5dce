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
    shown.line(shown.text("cli.count", errors=errors, warnings=len(problems) - errors))
