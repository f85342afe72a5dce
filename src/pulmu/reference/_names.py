"""Names as people write them: compared without case, accents and spaces, and the near ones for a message."""

import difflib
import unicodedata
from collections.abc import Iterable


def plain(text: str) -> str:
    """A name reduced to what counts when two spellings are compared."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("\u2019", "'"))
    return "".join(letter for letter in letters if not (unicodedata.combining(letter) or letter.isspace()))


def near(text: str, names: Iterable[str], count: int = 4) -> list[str]:
    """The names most like a text, for people who mistyped."""
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(plain(name), name)
    return [known[key] for key in difflib.get_close_matches(plain(text), known, n=count, cutoff=0.5)]


def listed(text: str, names: Iterable[str]) -> str:
    """The near names in one line, for a sentence in any language; a dash where none is near."""
    return "; ".join(near(text, names)) or "-"


def hint(text: str, names: Iterable[str], otherwise: str) -> str:
    """How to mend an unknown name: the near ones, which may be other things, and what to do otherwise."""
    found = near(text, names)
    return f"check the name (near ones: {'; '.join(found)}), or {otherwise}" if found else otherwise
