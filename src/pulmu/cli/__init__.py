"""The command line: parse, call one service, render."""

from pulmu.cli.program import run
from pulmu.cli.serve import ServeOrder

__all__ = ["ServeOrder", "run"]
