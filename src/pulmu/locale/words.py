"""The words shown to people, by key and language."""

import functools
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from importlib.resources import files
from typing import Literal, cast

from pulmu.locale.particles import Pair, particle

Language = Literal["ko", "en"]
LANGUAGES: tuple[Language, ...] = ("ko", "en")

PLACEHOLDER = re.compile(r"\{(\w+)(?::([^{}]+))?\}")
_JOINERS = "\u200c\u200d"


def text(key: str, language: Language, **values: object) -> str:
    """The words of a key such as ``report.title``, its placeholders filled.

    Raises
    ------
    KeyError  The catalogue has no such key, or a placeholder has no value: a fault of the program, not of the user.
    """
    return fill(catalogue(language)[key], values)


def has_text(key: str, language: Language) -> bool:
    """Whether the catalogue has the key."""
    return key in catalogue(language)


def fill(template: str, values: Mapping[str, object]) -> str:
    """A template with its values: ``{name}`` as it is, ``{name:은/는}`` followed by the particle that fits."""

    def one(found: re.Match[str]) -> str:
        value = str(values[found[1]])
        return value + particle(value, cast("Pair", found[2])) if found[2] else value

    return PLACEHOLDER.sub(one, template)


@functools.cache
def catalogue(language: Language) -> dict[str, str]:
    """All keys of a language with their words."""
    return (
        _flat(load_data(f"{language}.toml"), "")
        | _flat(load_data(f"cli.{language}.toml"), "")
        | _flat(load_data(f"workbook.{language}.toml"), "")
        | _flat(load_data(f"supplier.{language}.toml"), "")
        | _flat(load_data(f"letter.{language}.toml"), "")
        | _flat(load_data(f"matching.{language}.toml"), "")
        | _flat(load_data(f"shell.{language}.toml"), "")
        | _flat(load_data(f"simulate.{language}.toml"), "")
        | _flat(load_data(f"what_if.{language}.toml"), "")
        | _flat(load_data(f"line_question.{language}.toml"), "")
        | _flat(load_data(f"rules.{language}.toml"), "")
        | _flat(load_data(f"programmes.{language}.toml"), "")
        | _flat(load_data(f"selection.{language}.toml"), "")
        | _pages(language)
    )


def _pages(language: Language) -> dict[str, str]:
    """Words of the pages in a browser: a file for each part of them."""
    names = sorted(item.name for item in (files("pulmu.locale") / "data" / "web").iterdir())
    found: dict[str, str] = {}
    for name in names:
        if name.endswith(f".{language}.toml"):
            found |= _flat(load_data(f"web/{name}"), "")
    return found


@functools.cache
def load_data(name: str) -> dict[str, object]:
    """A packaged catalogue file; read only."""
    return tomllib.loads((files("pulmu.locale") / "data" / name).read_text(encoding="utf-8"))


def plain(text: str, longest: int | None = None) -> str:
    """A stranger's text as one calm line: no control or direction signs, no line breaks; cut with … if too long."""
    kept = "".join(" " if sign in "\n\r\t" else sign for sign in text if sign in "\n\r\t" or _is_shown(sign))
    line = " ".join(kept.split())
    return line if longest is None or len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _is_shown(sign: str) -> bool:
    return sign in _JOINERS or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _flat(tree: Mapping[str, object], prefix: str) -> dict[str, str]:
    result: dict[str, str] = {}
    for name, item in tree.items():
        if isinstance(item, dict):
            result.update(_flat(item, f"{prefix}{name}."))
        else:
            result[prefix + name] = str(item)
    return result
