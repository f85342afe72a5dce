"""Problems as text and back, whole: they are told in another language, or by another process."""

import dataclasses
import json
from collections.abc import Iterable
from typing import Any

from pulmu.model import Problem


def text_of_problems(problems: Iterable[Problem]) -> str:
    """Problems as JSON."""
    return json.dumps([plain_problem(item) for item in problems], ensure_ascii=False, separators=(",", ":"))


def problems_of(text: str) -> tuple[Problem, ...]:
    """The problems a text keeps."""
    return tuple(problem_of(item) for item in json.loads(text))


def plain_problem(problem: Problem) -> dict[str, Any]:
    """A problem as values that JSON knows."""
    return dataclasses.asdict(problem)


def problem_of(plain: dict[str, Any]) -> Problem:
    """The problem that plain values say."""
    return Problem(**plain | {"values": tuple((name, value) for name, value in plain["values"])})
