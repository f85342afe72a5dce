"""Sets a page by typst from a packaged template: what a stranger wrote reaches it as data only, never as markup."""

import json
import re
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

from pulmu.model import OutsideError

_LONG_WORD = re.compile(r"\S{25,}")
_BREAK = "\u200b"


def typeset(template: str, document: dict[str, Any], name: str) -> bytes:
    """The PDF of a document; the same document gives the same bytes.

    Parameters
    ----------
    template : File in `templates`; it reads the document as `sys.inputs.data`.
    name : What the page will be called, for the message of a failure.

    Raises
    ------
    OutsideError  The type setter failed (`outside.typst`), or its font is not installed (`outside.no_font`).
    """
    data = json.dumps(document, ensure_ascii=False)
    try:
        made = typst.compile(_template(template), font_paths=fonts(), format="pdf", sys_inputs={"data": data})
    except typst.TypstError as error:
        raise OutsideError.of(
            "outside.typst",
            name,
            f"the page could not be set: {error}",
            "tell the makers of Pulmu, with the plant's file",
            reason=str(error),
        ) from error
    if not isinstance(made, bytes):
        raise TypeError("typst gave no bytes")
    return made


def breakable(words: str) -> str:
    """The text with places to break inside words longer than a column."""
    return _LONG_WORD.sub(lambda found: _BREAK.join(_pieces(found[0], 12)), words)


def _pieces(word: str, size: int) -> list[str]:
    return [word[start : start + size] for start in range(0, len(word), size)]


@cache
def _template(name: str) -> bytes:
    return (files("pulmu.adapters") / "templates" / name).read_bytes()


@cache
def fonts() -> typst.Fonts:
    """The packaged Hangul font and typst's own; none of the machine, so that every machine makes the same bytes."""
    return typst.Fonts(include_system_fonts=False, font_paths=[_font_folder()])


def _font_folder() -> str:
    """The folder of the packaged Hangul font, found without importing its package (which would import matplotlib)."""
    found = find_spec("koreanize_matplotlib")
    for place in (found.submodule_search_locations or []) if found else []:
        folder = Path(place) / "fonts"
        if (folder / "NanumGothic.ttf").is_file():
            return str(folder)
    raise OutsideError.of(
        "outside.no_font",
        "koreanize_matplotlib",
        "the packaged Hangul font NanumGothic is not installed",
        "install the package koreanize-matplotlib again",
    )
