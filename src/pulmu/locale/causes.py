"""Causes a file or the operating system names, in the reader's words."""

import functools
import re

from pulmu.locale.words import load_data

CAUSES = frozenset({"reason", "why"})
"""Names of values that tell a cause."""
_NUMBERED = re.compile(r"\[Errno -?\d+\] (?P<said>.+?)(?:: (?P<quoted>['\"]).*(?P=quoted))?")


def korean_cause(cause: str) -> str:
    """A cause in Korean; as it is where nobody translated it, for that is the user's own or a foreign library's.

    The number and the path that the operating system writes round its words go: a problem has its place.
    """
    found = _NUMBERED.fullmatch(cause)
    return known_causes().get(found["said"] if found else cause, cause)


@functools.cache
def known_causes() -> dict[str, str]:
    """Korean by English."""
    return {said: str(words) for said, words in load_data("causes.ko.toml").items()}
