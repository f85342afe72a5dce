"""What came of looking whether records are as they were written."""

from dataclasses import dataclass

from pulmu.model import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with records, and how many were looked at."""

    problems: tuple[Problem, ...] = ()
    rows: int = 0
