"""Problems on a terminal and as JSON."""

from collections.abc import Sequence
from typing import Any, TextIO

from pulmu.cli.screen import Screen
from pulmu.locale import Language, plain, problem_line, problem_text
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


def problems_tree(problems: Sequence[Problem], language: Language) -> list[dict[str, Any]]:
    """Problems as plain data: code, place, what, how to mend, and the values behind the words."""
    return [_tree(item, language) for item in sorted(problems, key=lambda item: item.severity)]


def _tree(item: Problem, language: Language) -> dict[str, Any]:
    said = problem_text(item.code, dict(item.values), language, message=item.message, mend=item.mend)
    return {
        "code": item.code,
        "severity": item.severity,
        "place": item.place,
        "message": said.what,
        "mend": said.mend,
        "values": dict(item.values),
    }
