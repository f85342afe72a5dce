"""Visible words of a PDF nobody has looked at yet, with where they stand."""

from dataclasses import dataclass
from pathlib import Path

from pulmu.adapters._untrusted import Limit, ask_child
from pulmu.model import InputError

LARGEST_FILE = 20_000_000
MOST_PAGES = 50
MOST_SIGNS = 200_000
_CHILD = Path(__file__).with_name("pdf_child.py")
_LIMIT = Limit(30.0)


@dataclass(frozen=True, slots=True)
class Word:
    """A run of signs on a page.

    Parameters
    ----------
    left, top, right, bottom : Box as the text reads, whatever way the page is turned. [mm]
    x, y : Upper left corner as the page is shown. [mm]
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    y: float


def read_pages(data: bytes, name: str) -> tuple[tuple[Word, ...], ...]:
    """The words of each page.

    Raises
    ------
    InputError  Locked, damaged, too large, a scan without text, or letters whose meaning the file does not tell.
    """
    if len(data) > LARGEST_FILE:
        raise _refusal("too_large", name, f"{len(data):,} bytes")
    answer = ask_child(_CHILD, data, _LIMIT, (MOST_PAGES, MOST_SIGNS))
    if "refused" in answer:
        raise _refusal(str(answer["refused"]), name, str(answer.get("where", "")))
    pages = answer["pages"]
    known = sum(len(word[0]) for page in pages for word in page["words"])
    unreadable, hidden = (sum(page[key] for page in pages) for key in ("unreadable", "hidden"))
    if unreadable > 0.05 * (known + unreadable):
        first = next(number for number, page in enumerate(pages, 1) if page["unreadable"])
        raise _refusal("no_letters", name, f"page {first}")
    if not known:
        raise _refusal("hidden" if hidden else "no_text", name, "")
    return tuple(tuple(Word(*word[:7]) for word in page["words"]) for page in pages)


def _refusal(reason: str, name: str, where: str) -> InputError:
    code, message, mend = _REASONS.get(reason, _REASONS["damaged"])
    return InputError.of(code, ", ".join(filter(None, (name, where[:100]))), message, mend, kind=reason)


_BY_HAND = "ask the supplier for the bill as a table (.xlsx, .csv), or type its values into one"
_REASONS = {
    "damaged": (
        "document.pdf_damaged",
        "the PDF is damaged or is none",
        "download it again; if it opens in a viewer, print it into a new PDF",
    ),
    "locked": (
        "document.pdf_locked",
        "the PDF is protected by a password",
        "open it with the password (often the business registration number) and print it into a new PDF",
    ),
    "form": ("document.pdf_form", "the PDF is a form that only its own program draws (XFA)", "print it into a new PDF"),
    "too_large": (
        "document.pdf_too_large",
        f"the PDF is larger than a bill: over {MOST_PAGES} pages, {MOST_SIGNS:,} letters or 20 MB",
        "keep only the pages of the bill",
    ),
    "no_text": ("document.pdf_no_text", "the PDF holds pictures and no text: it was scanned or photographed", _BY_HAND),
    "hidden": (
        "document.pdf_hidden_text",
        "the PDF shows no text: what text it holds is invisible or lies outside the page",
        _BY_HAND,
    ),
    "no_letters": (
        "document.pdf_no_letters",
        "the PDF does not tell which letters its signs are: a font came without its table",
        _BY_HAND,
    ),
}
