"""The command line: parse, call one service, render."""

from pulmu.cli.program import run

__all__ = ["run"]
