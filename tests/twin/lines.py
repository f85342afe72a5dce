"""Lines for the tests, written as people write them."""

from collections.abc import Mapping
from typing import Any

import yaml

from pulmu.bootstrap.twin import line_engine
from pulmu.model import Document
from pulmu.model.line import Line
from pulmu.twin import Ask, LineResult, plan_line, read_line, simulate_line

Tree = Mapping[str, Any]


def line_of(text: str) -> Line:
    """The line a text shows; it must have no problems."""
    return read_line(Document(yaml.safe_load(text), "line.yaml")).unwrap()


def line_from(tree: Tree) -> Line:
    """The line of a tree; it must have no problems."""
    return read_line(Document(dict(tree), "line.yaml")).unwrap()


def results(
    line: Line, *, hours: float, warm_up: float = 0.0, seed: int = 1, replications: int = 1
) -> list[LineResult]:
    """Replications of a line."""
    ask = Ask(hours * 3600, warm_up * 3600, seed)
    return list(simulate_line(line, ask, line_engine(), replications=replications))


__all__ = ["Ask", "line_from", "line_of", "plan_line", "results"]
