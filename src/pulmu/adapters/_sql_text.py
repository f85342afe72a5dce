"""Texts and names of files as SQL writes them."""

import re
from collections.abc import Iterable

_PATTERN = re.compile(r"[*?\[]")


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def listed(files: Iterable[str]) -> str:
    """Files as SQL lists them; signs of a pattern in their names mean themselves."""
    return "[" + ", ".join(quoted(_PATTERN.sub(r"[\g<0>]", file)) for file in files) + "]"
