"""The documents as the tests see them."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "changelog.d").glob("*.md")])
_FENCE = re.compile(r"^ *```(?P<head>[^\n]*)\n(?P<body>.*?)^ *```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block of a page."""

    page: Path
    language: str
    name: str
    body: str


def name_of(page: Path) -> str:
    """A page as people name it."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> list[Block]:
    """Fenced blocks of a page; a word after the language is the name of a file."""
    found = []
    for match in _FENCE.finditer(page.read_text(encoding="utf-8")):
        language, _, name = match["head"].strip().partition(" ")
        found.append(Block(page, language, name, match["body"]))
    return found


def prose(page: Path) -> str:
    """A page without its fenced blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))
