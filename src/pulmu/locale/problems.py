"""Problems in the reader's language, translated by their code."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pulmu.locale.causes import CAUSES, korean_cause
from pulmu.locale.terms import has_term, term
from pulmu.locale.words import PLACEHOLDER, Language, fill, load_data, text
from pulmu.model import Problem

_PLACES = (
    (re.compile(r"\bline (\d+)"), r"\1행"),
    (re.compile(r"\brow (\d+)"), r"\1행"),
    (re.compile(r"\bcolumn (\d+)"), r"\1열"),
    (re.compile(r"\bpage (\d+)"), r"\1쪽"),
    (re.compile(r"(?<=\) )year (\d{1,2})$"), r"\1년차"),
    (re.compile(r"(?<=--budget )year (\d{1,2})$"), r"\1년차"),
    (re.compile(r"\bparagraph (\d+)"), r"\1번째 문단"),
    (re.compile(r"\b(\d+) mm from the left"), r"왼쪽에서 \1 mm"),
    (re.compile(r"\b(\d+) mm from the top"), r"위에서 \1 mm"),
    (re.compile(r"\bsheet (?=\S)"), "시트 "),
    (re.compile(r"\bcells? (?=[A-Z]+\d)"), "셀 "),
)
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
_PLACES_NAME = "places"
"""Name of a value that tells places."""
_LISTS = frozenset({"known", "listed"})
"""Names of values that list what there is; `none` where there is nothing."""
_CATEGORY_NAME = "category"
"""Name of a value that tells a category of goods."""


@dataclass(frozen=True, slots=True)
class Said:
    """A problem as it is told: what is wrong, and how to mend it."""

    what: str
    mend: str


def problem_text(
    code: str,
    values: Mapping[str, str],
    language: Language,
    *,
    message: str = "",
    mend: str = "",
    in_place: bool = False,
) -> Said:
    """A problem's sentences by its code.

    English is the problem's own `message` and `mend`. So is the answer for a code nobody translated, or one that
    lacks a value its sentence needs: a true sentence in the wrong language beats a sentence with a hole.

    Parameters
    ----------
    in_place : Whether pages or the API of a place tell it: then it is mended without options of a command line.
    """
    said = korean_problems().get(code) if language == "ko" else None
    told = {name: _value(name, value, language) for name, value in values.items()}
    if said is None or not _needs(said.what, said.mend) <= values.keys():
        words = Said(message, mend)
    else:
        words = Said(fill(said.what, told), fill(said.mend, told))
    placed = mends_in_place().get(code, {}).get(language, "") if in_place else ""
    if placed and _needs(placed) <= values.keys():
        words = Said(words.what, fill(placed, told))
    return Said(_sentence(words.what), _sentence(words.mend))


def _value(name: str, value: str, language: Language) -> str:
    if name == _PLACES_NAME:
        return place_text(value, language)
    if name in CAUSES and language == "ko":
        return korean_cause(value)
    if name in _LISTS and value == "none" and language == "ko":
        return text("problem.none_known", language)
    return term(value, language) if name == _CATEGORY_NAME and has_term(value) else value


def problem_line(problem: Problem, language: Language) -> str:
    """A problem in one line: where, what, how to mend it."""
    said = problem_text(problem.code, dict(problem.values), language, message=problem.message, mend=problem.mend)
    place = place_text(problem.place, language)
    line = f"{place}: {said.what}" if place else said.what
    return f"{line} {text('problem.to_mend', language)}: {said.mend}" if said.mend else line


def place_text(place: str, language: Language, *, in_place: bool = False) -> str:
    """Where a problem stands; lines, sheets and cells in the reader's words, names as they are.

    Parameters
    ----------
    in_place : As for `problem_text`: options of a command line are called what pages and the API call them.
    """
    if in_place:
        known = mends_in_place()["places"]
        place = _OPTION.sub(lambda found: known[found[0]][language] if found[0] in known else found[0], place)
    if language == "ko":
        for pattern, words in _PLACES:
            place = pattern.sub(words, place)
    return place


@functools.cache
def korean_problems() -> dict[str, Said]:
    """Every translated code."""
    result = {}
    for code, said in load_data("problems.ko.toml").items():
        if not isinstance(said, dict):
            raise TypeError(f"{code} is not a table")
        result[code] = Said(said["what"], said["mend"])
    return result


@functools.cache
def mends_in_place() -> dict[str, Any]:
    """How to mend by code and language, for pages and the API of a place; and what options are called there."""
    return load_data("mends_in_place.toml")


def _needs(*templates: str) -> set[str]:
    return {name for template in templates for name, _ in PLACEHOLDER.findall(template)}


def _sentence(words: str) -> str:
    words = words.strip()
    return words if not words or words[-1] in ".?!…" else f"{words}."


def problems_tree(problems: Sequence[Problem], language: Language, *, in_place: bool = False) -> list[dict[str, Any]]:
    """Problems as plain data: code, place, what, how to mend, and the values behind the words.

    Parameters
    ----------
    in_place : As for `problem_text`.
    """
    return [_tree(item, language, in_place) for item in sorted(problems, key=lambda item: item.severity)]


def _tree(item: Problem, language: Language, in_place: bool) -> dict[str, Any]:
    said = problem_text(item.code, dict(item.values), language, message=item.message, mend=item.mend, in_place=in_place)
    return {
        "code": item.code,
        "severity": item.severity,
        "place": item.place,
        "message": said.what,
        "mend": said.mend,
        "values": dict(item.values),
    }
