"""A terminal, as plain as it may be: language, width of signs, colour only where it is one."""

import locale
import os
import unicodedata
from collections.abc import Sequence
from typing import TextIO

from pulmu.locale import Language, text
from pulmu.model import OutsideError

_EMBER = "\x1b[38;5;166m"
_BOLD = "\x1b[1m"
_PLAIN = "\x1b[0m"


class Screen:
    """Writes lines and tables in one language."""

    def __init__(self, language: Language, stream: TextIO) -> None:
        self.language: Language = language
        self.stream = stream
        self.colour = stream.isatty() and "NO_COLOR" not in os.environ

    def text(self, key: str, **values: object) -> str:
        """Words of the catalogue."""
        return text(key, self.language, **values)

    def line(self, words: str) -> None:
        """One line."""
        write_out(self.stream, words + "\n")

    def title(self, words: str) -> None:
        """A heading, with space before it."""
        self.line("")
        self.line(f"{_BOLD}{words}{_PLAIN}" if self.colour else words)

    def ember(self, words: str) -> str:
        """Words that need the reader now."""
        return f"{_EMBER}{words}{_PLAIN}" if self.colour else words

    def block(self, length: int) -> str:
        """A bar of some signs, in what the console can show."""
        try:
            "■".encode(self.stream.encoding or "ascii")
        except UnicodeEncodeError:
            return "#" * length
        return "■" * length

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> None:
        """Columns aligned by what they show: the first `left` to the left, numbers to the right."""
        widths = [max(width_of(row[column]) for row in (head, *rows)) for column in range(len(head))]
        for row in (head, *rows):
            cells = [pad(cell, widths[n], right=n >= left) for n, cell in enumerate(row)]
            self.line("  " + "  ".join(cells).rstrip())


class ReaderGoneError(Exception):
    """Nobody reads the output any more: `| head` has seen enough."""


def write_out(stream: TextIO, words: str) -> None:
    """Write words; empty words flush.

    Raises
    ------
    ReaderGoneError  The other end of the pipe is closed.
    OutsideError  They cannot be written, because the disk is full, say (`outside.output`).
    """
    try:
        stream.write(words)
        if not words:
            stream.flush()
    except BrokenPipeError:
        raise ReaderGoneError from None
    except OSError as error:
        why = error.strerror or str(error)
        mend = "check the disk's free space and where the output is sent"
        raise OutsideError.of("outside.output", "", f"cannot write the output: {why}", mend, reason=why) from error


def width_of(words: str) -> int:
    """Columns a text takes on a terminal: Hangul takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)


def pad(words: str, width: int, *, right: bool) -> str:
    """A text filled with spaces to a width."""
    space = " " * (width - width_of(words))
    return space + words if right else words + space


def default_language() -> Language:
    """Language of the screen: PULMU_LANG, else the system's; English where it is not Korean."""
    names = [os.environ.get(name, "") for name in ("PULMU_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    chosen = next((name for name in names if name), "") or (locale.getlocale()[0] or "")
    return "ko" if chosen.lower().startswith("ko") else "en"
