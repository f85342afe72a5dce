"""Why a figure is what it is, and where it comes from, in the reader's language.

The engine says its reasons in English. Each is looked up as a whole; what nobody translated was written by the user
(evidence, names of files), and stays as it was written.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol, cast

from pulmu.locale.problems import place_text
from pulmu.locale.words import Language, catalogue, fill, load_data, plain

_KIND = re.compile(r"\{(\w+)(?:\.(\w+))?\}")
_CODES = "[A-Z0-9][A-Z0-9 ]{0,11}"


class Cited(Protocol):
    """An act and a place in it."""

    @property
    def act(self) -> str: ...

    @property
    def place(self) -> str: ...


class Sourced(Cited, Protocol):
    """Act, place and edition: a source of the model, or of a report that was kept."""

    @property
    def edition(self) -> str | None: ...

    @property
    def confidence(self) -> Any: ...


def reason_text(reason: str, language: Language) -> str:
    """A reason in one line; as it is where it is the user's own."""
    if language == "ko":
        for pattern, words, kinds in _said():
            if found := pattern.fullmatch(reason):
                told = {name: _kind(kinds[name], value) for name, value in found.groupdict().items()}
                return plain(fill(words, told))
    return plain(reason)


def source_text(source: Sourced, language: Language) -> str:
    """Act, place and edition in one line; an act as it is called in the reader's language."""
    if language == "en":
        place = source.place
    elif source.confidence:
        place = law_place_text(source.place, language)
    else:
        place = reason_text(place_text(source.place, language), language)
    return ", ".join(filter(None, (reason_text(source.act, language), plain(place), plain(source.edition or ""))))


def act_text(source: Cited, language: Language) -> str:
    """An act and the place in it."""
    return ", ".join(filter(None, (reason_text(source.act, language), plain(law_place_text(source.place, language)))))


def law_place_text(place: str, language: Language) -> str:
    """Article, annex and point of an act; what is a name there stays as it is."""
    if language == "en":
        return place
    for pattern, words in _places():
        place = pattern.sub(words, place)
    return place


def _kind(kind: str, value: str) -> str:
    return value if kind in ("", "codes") else _kinds()[kind][value]


@functools.cache
def _said() -> tuple[tuple[re.Pattern[str], str, Mapping[str, str]], ...]:
    """Patterns of the English reasons with their Korean words; those without a name of their own first."""
    rows = cast("list[dict[str, str]]", load_data("reasons.ko.toml")["said"])
    rows = sorted(rows, key=lambda row: (row["en"].count("{"), -len(row["en"])))
    return tuple((re.compile("".join(_parts(row["en"]))), row["ko"], _names(row["en"])) for row in rows)


def _names(english: str) -> dict[str, str]:
    return dict(_KIND.findall(english))


def _parts(english: str) -> Iterator[str]:
    at = 0
    for found in _KIND.finditer(english):
        yield re.escape(english[at : found.start()])
        yield f"(?P<{found[1]}>{_values(found[2])})"
        at = found.end()
    yield re.escape(english[at:])


def _values(kind: str | None) -> str:
    if kind is None:
        return ".*"
    return _CODES if kind == "codes" else "|".join(map(re.escape, _kinds()[kind]))


@functools.cache
def _kinds() -> dict[str, dict[str, str]]:
    """Words that may stand in a reason, by kind: of the table, and the steps of work as the workbook calls them."""
    start = "workbook.choice."
    steps = {
        key.removeprefix(start).replace("_", " "): words
        for key, words in catalogue("ko").items()
        if key.startswith(start)
    }
    return {**cast("dict[str, dict[str, str]]", load_data("reasons.ko.toml")["kinds"]), "steps": steps}


@functools.cache
def _places() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = cast("list[dict[str, str]]", load_data("reasons.ko.toml")["place"])
    return tuple((re.compile(row["en"]), row["ko"]) for row in rows)
