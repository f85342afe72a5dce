"""The command line: parse, call one service, render."""

from pulmu.cli.app import run

__all__ = ["run"]
