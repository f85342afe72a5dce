"""Looks at a paper that goes from one workspace to another: of a known kind, and nothing in it that acts."""

from pathlib import Path

from pulmu.adapters._untrusted import Limit, ask_child
from pulmu.model import InputError

LARGEST_PAPER = 20_000_000
"""Bytes of one paper."""
_READER = Path(__file__).with_name("look.py")
_LIMIT = Limit(seconds=30.0, memory=700_000_000)
_SAID = {
    "kind": (
        "application.paper_kind", "the file is of no kind that is taken as a paper",
        "give PDF, a picture (PNG, JPEG, TIFF), a file of Hangul or an office program, or plain text",
    ),
    "acts": ("application.paper_acts", "something in the file acts when it is opened, or another file is inside",
             "save it without macros, scripts and files inside, or print it to PDF"),
    "locked": ("application.paper_locked", "the file is locked with a password", "save it without a password"),
    "damaged": ("application.paper_damaged", "the file is damaged", "open it, save it anew and give it again"),
    "too_large": ("application.paper_large", f"the file is larger than {LARGEST_PAPER // 1_000_000} MB, or swells up",
                  "give it in parts, or with smaller pictures"),
}  # fmt: skip


def look_at_paper(content: bytes, name: str) -> str:
    """The media type of a paper.

    Raises
    ------
    InputError  It is none that is taken (`application.paper_kind`, `application.paper_acts`, ...).
    """
    found = ask_child(_READER, content, _LIMIT) if len(content) <= LARGEST_PAPER else {"refused": "too_large"}
    kind = found.get("kind")
    if isinstance(kind, str):
        return kind
    code, said, mend = _SAID.get(str(found.get("refused")), _SAID["damaged"])
    raise InputError.of(code, name, said, mend, name=name)
