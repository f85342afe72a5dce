"""What the pages share: where things are, words that are not in the code, Markdown."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "pulmu"
TARGET = ROOT / "docs" / "reference"
WORDS = {
    name: words
    for file in (Path(__file__).parent / "words.toml", SOURCE / "locale" / "data" / "attributes.toml")
    for name, words in tomllib.loads(file.read_text(encoding="utf-8")).items()
}
NOTE = "<!-- Written by tools/write_reference.py: change the code or the tables, not this page. -->\n"
LETTERS = {"read": "V", "extract": "X", "transitional": "T", "secondary": "S", "memory": "memory"}


def page(title: str, introduction: str, *parts: str) -> str:
    """A page: title, what it is, parts."""
    return "\n".join([f"# {title}", "", NOTE, introduction, "", *parts]).rstrip() + "\n"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |"
                     for line in lines) + "\n"  # fmt: skip
