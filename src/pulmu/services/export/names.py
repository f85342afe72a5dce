"""Names of files and folders that any system takes, made of names people gave."""

import itertools
import unicodedata

LONGEST = 60
"""Signs; a Korean one is three bytes, and a system takes 255."""
_DEVICES = {"con", "prn", "aux", "nul", *(f"{kind}{number}" for kind in ("com", "lpt") for number in range(10))}


def safe_name(text: str) -> str:
    """Letters, digits and `-`, `_` of a text: no path, no hidden file, no device, no formula; empty if none is left."""
    signs = (sign if sign.isalnum() or sign in "-_." else " " for sign in unicodedata.normalize("NFC", text))
    base = "-".join("".join(signs).split())[:LONGEST].strip("-_.")
    return f"{base}-" if base.partition(".")[0].casefold() in _DEVICES else base


class Names:
    """Names of one folder, each once, also where capitals or another writing are all that tells them apart."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, text: str, ending: str = "") -> str:
        """A name no other has."""
        base = safe_name(text) or "unnamed"
        for number in itertools.count(1):
            found = f"{base}{'' if number == 1 else f'-{number}'}{ending}"
            bare = unicodedata.normalize("NFKC", found).casefold()
            if bare not in self._taken:
                self._taken.add(bare)
                return found
        raise AssertionError("numbers do not end")

    def of_file(self, name: str) -> str:
        """The same for a file, whose ending stays what it is."""
        base, dot, ending = name.rpartition(".")
        is_ending = bool(dot and base) and len(ending) <= 8 and ending.isascii() and ending.isalnum()
        return self.of(base, f".{ending}") if is_ending else self.of(name)
