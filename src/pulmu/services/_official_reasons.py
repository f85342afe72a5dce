"""Reasons to be told about a filled template: each once, with all its names and cells."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pulmu.model import Problem


@dataclass
class Reasons:
    """Collects reasons.

    Parameters
    ----------
    in_words : Every reason there can be, in words, for a place and names.
    """

    in_words: Callable[[str, str], tuple[Problem, ...]]
    found: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)

    def add(self, code: str, sheet: str = "", cell: str = "", name: str = "") -> None:
        """One thing: its code, where it shows, and what it is about."""
        self.found.setdefault(code, []).append((sheet, cell, name))

    def told(self, file: str = "") -> tuple[Problem, ...]:
        """Each reason in words, with the name of the file where it is a stranger's."""
        return tuple(self._worded(code, file, spots) for code, spots in self.found.items())

    def _worded(self, code: str, file: str, spots: list[tuple[str, str, str]]) -> Problem:
        cells: dict[str, dict[str, None]] = {}
        for sheet, cell, _ in spots:
            cells.setdefault(sheet, {})[cell] = None
        places = [file, *(_place(sheet, list(filter(None, found))) for sheet, found in cells.items() if sheet)]
        names = ", ".join(dict.fromkeys(name for _, _, name in spots if name))
        return next(item for item in self.in_words(", ".join(filter(None, places)), names) if item.code == code)


def _place(sheet: str, cells: list[str]) -> str:
    word = "cell" if len(cells) == 1 else "cells"
    return f"sheet {sheet}, {word} {', '.join(cells)}" if cells else f"sheet {sheet}"
