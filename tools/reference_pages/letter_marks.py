"""The marks an agency's own letter may use, as a page."""

from pulmu.adapters._letter import CONDITIONS, FIELDS, ITEMS, LISTS
from pulmu.adapters._letter.fields import LIST_OF
from pulmu.locale import text
from reference_pages.common import WORDS, page, table

_HEAD = ["mark · 표시", "뜻", "meaning"]


def letter_marks() -> str:
    """Every mark with what it is filled with."""
    introduction = WORDS["introduction"]["letter_marks"]["both"]
    return page(
        "Marks of letters · 통지서의 표시",
        introduction,
        "## Filled in once · 한 번 채우는 것\n\n"
        + table(_HEAD, [_line(name, word, "field") for name, word in FIELDS.items()]),
        "## Of each item of a list · 목록의 항목마다\n\n" + table(
            [*_HEAD, "list · 목록"], [[*_line(name, word, "item"), _list_of(name)] for name, word in ITEMS.items()]
        ),
        "## Lists, between two marks · 두 표시 사이를 반복하는 목록\n\n"
        + table(_HEAD, [_around(name, word, "list") for name, word in LISTS.items()]),
        "## Conditions, between two marks · 두 표시 사이를 남기는 조건\n\n"
        + table(_HEAD, [_around(name, word, "condition") for name, word in CONDITIONS.items()]),
    )  # fmt: skip


def _line(name: str, korean: str, kind: str) -> list[str]:
    return [f"`{{{{{korean}}}}}`<br>`{{{{{name}}}}}`", *_meanings(name, kind)]


def _around(name: str, korean: str, kind: str) -> list[str]:
    both = f"`{{{{#{korean}}}}}` … `{{{{/{korean}}}}}`<br>`{{{{#{name}}}}}` … `{{{{/{name}}}}}`"
    return [both, *_meanings(name, kind)]


def _meanings(name: str, kind: str) -> list[str]:
    key = f"decision_letter.{kind}.{name.replace('.', '_')}"
    return [text(key, "ko"), text(key, "en")]


def _list_of(name: str) -> str:
    listed = LIST_OF[name.partition(".")[0]]
    return f"`{LISTS[listed]}`<br>`{listed}`"
