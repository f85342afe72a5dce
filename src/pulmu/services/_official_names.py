"""Names a template can carry: its formulas look things up by name."""

import re
from collections.abc import Iterable

_LONGEST = 60
_WILD = re.compile(r"[*?~]|[\x00-\x1f\ufffe\uffff\ud800-\udfff]")
"""Signs the template's look-ups take for others, and those a cell cannot hold."""
_OPERATOR = re.compile(r"^[\s=<>]+")
"""What begins with a sign of comparison is a condition to SUMIF and COUNTIF, and not a name."""
_NUMBER = re.compile(r"[\d\s.,:/%+eE-]*\d[\d\s.,:/%+eE-]*|true|false", re.IGNORECASE)
"""What reads like a number, a day or a truth: to a look-up "12" and "12.0" are the same."""


def distinct_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """Names as they are, but short, without signs a look-up obeys, and each different from the others.

    Two names are the same to the template if they differ only in case; one that reads like a number is given a word.
    It joins names with an underscore, so that "a" made into "b_c" and "a_b" made into "c" would be one; a blank takes
    the underscore's place.
    """
    known = {name.casefold() for name in taken}
    result = []
    for text in wanted:
        name = _short(text, _LONGEST) or "-"
        number = 1
        while name.casefold() in known:
            number += 1
            ending = f" ({number})"
            name = _short(text, _LONGEST - len(ending)) + ending
        known.add(name.casefold())
        result.append(name)
    return result


def _short(text: str, length: int) -> str:
    name = _OPERATOR.sub("", " ".join(_WILD.sub(" ", text).replace("_", " ").split()))
    if _NUMBER.fullmatch(name):
        name = f"No. {name}"
    return name[:length].rstrip(" ,")
