"""Opens a template that nobody has looked at yet, says what is wrong with it, and fills letters into it."""

import dataclasses
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pulmu.adapters._file import read_bytes, shown_name
from pulmu.adapters._letter import FIELDS, ITEMS, letter_of
from pulmu.adapters._untrusted import Limit, ask_child
from pulmu.adapters.letter_template.archive import Packed, packed_parts, written
from pulmu.adapters.letter_template.fill import Filling
from pulmu.adapters.letter_template.plan import Plan, plan_of
from pulmu.adapters.letter_template.tree import read_part
from pulmu.locale import Language
from pulmu.model import InputError, Problem, has_errors, warning
from pulmu.model.decision import Decision, Decisions

LARGEST = 20_000_000
"""Bytes of a template. A letter with the agency's mark takes a tenth of a megabyte."""
MOST_PARTS, LARGEST_UNPACKED, LARGEST_PART, HIGHEST_RATIO = 2_000, 60_000_000, 30_000_000, 200
MOST_ELEMENTS, DEEPEST = 400_000, 200
_SMALL = 1_000_000
_CHILD = Path(__file__).with_name("child.py")
_LIMIT = Limit(seconds=30, memory=800_000_000)
_OLD = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_NEEDED = (("firm_name",), ("outcome", "outcome_sentence"), ("reason.text",), ("appeal_until", "appeal_sentence"))
"""Without one of each a letter does not tell what it must."""
MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A template that was looked at and can be filled in.

    Parameters
    ----------
    problems : What is missing in it; no error.
    """

    name: str
    kind: Literal["docx", "hwpx"]
    parts: tuple[Packed, ...]
    plans: tuple[tuple[bytes, Plan], ...]
    problems: tuple[Problem, ...]

    def fill(self, decisions: Decisions, decision: Decision, language: Language) -> tuple[bytes, tuple[Problem, ...]]:
        """The letter of a decision, and signs that were left out; the same decision gives the same bytes."""
        letter = letter_of(decisions, decision, language)
        is_word = self.kind == "docx"
        changed = {name: Filling(plan, letter, is_word).content() for name, plan in self.plans}
        return written(self.parts, changed), letter.problems


def read_letter_template(path: str) -> LetterTemplate:
    """The template in a file.

    Raises
    ------
    InputError  As of `open_letter_template`.
    OutsideError  It is missing, no regular file, or not ours to read (`outside.cannot_read`).
    """
    return open_letter_template(read_bytes(path, LARGEST + 1), shown_name(path))


def open_letter_template(data: bytes, name: str) -> LetterTemplate:
    """The template, once it has been looked at in a process of its own.

    Raises
    ------
    InputError  It is no DOCX or HWPX, or holds what can act or fetch (`letter.template_macro`, ...); or marks that
        cannot be filled in: all of them.
    """
    directory = _directory(data, name)
    answer = ask_child(_CHILD, data, _LIMIT, (LARGEST_PART, MOST_ELEMENTS, DEEPEST))
    if "refused" in answer:
        raise _refused(str(answer["refused"]), name, str(answer.get("where", "")))
    filled = set(answer["filled"])
    plans = []
    try:
        packed = packed_parts(data, directory)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for item, part in zip(directory, packed, strict=True):
                if item.filename in filled:
                    plans.append((part.name, plan_of(read_part(item.filename, archive.read(item)))))
    except (ValueError, zipfile.BadZipFile) as error:
        raise _refused("damaged", name, "") from error
    found = [problem for _, plan in plans for problem in plan.problems][:MOST_PROBLEMS]
    found += _missing([plan for _, plan in plans])
    problems = tuple(dataclasses.replace(item, place=", ".join(filter(None, (name, item.place)))) for item in found)
    if has_errors(problems):
        raise InputError(*problems)
    kept = tuple((part, plan) for part, plan in plans if plan.paragraphs)
    return LetterTemplate(name, answer["kind"], packed, kept, problems)


def _missing(plans: list[Plan]) -> list[Problem]:
    used = {name for plan in plans for name in plan.used}
    words = FIELDS | ITEMS
    found = []
    for names in _NEEDED:
        if used.isdisjoint(names):
            marks = " / ".join(f"{{{{{words[name]}}}}} {{{{{name}}}}}" for name in names)
            said = f"the template has no {marks}: its letters do not tell it"
            found.append(warning("letter.mark_missing", "", said, "add it to the text", text=marks))
    return found


def _directory(data: bytes, name: str) -> list[zipfile.ZipInfo]:
    """All that can be told before anything is unpacked."""
    if len(data) > LARGEST:
        raise _refused("too_large", name, f"{LARGEST // 1_000_000} MB")
    if data.startswith(_OLD):
        raise _refused("locked" if _LOCKED in data else "kind", name, "")
    if not data.startswith(b"PK\x03\x04"):
        raise _refused("kind", name, "")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, IndexError) as error:
        raise _refused("damaged", name, "") from error
    if len({item.filename.lower() for item in parts}) < len(parts):
        raise _refused("damaged", name, "")
    unpacked = sum(item.file_size for item in parts)
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED:
        raise _refused("too_large", name, f"{len(parts):,} parts, {unpacked:,} bytes")
    for item in parts:
        _check_entry(item, name)
    return parts


def _check_entry(item: zipfile.ZipInfo, name: str) -> None:
    path = item.filename
    if path.startswith("/") or "\\" in path or ":" in path or ".." in path.split("/") or not path.isprintable():
        raise _refused("damaged", name, path)
    if item.orig_filename != path or item.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused("damaged", name, path)
    if item.flag_bits & 1:
        raise _refused("locked", name, path)
    if item.file_size > _SMALL and item.file_size > HIGHEST_RATIO * max(item.compress_size, 1):
        raise _refused("too_large", name, path)


def _refused(reason: str, name: str, where: str) -> InputError:
    code, message, mend = _REASONS.get(reason, _REASONS["damaged"])
    shown = "".join(sign if sign.isprintable() else "?" for sign in where)[:100]
    return InputError.of(code, ", ".join(filter(None, (name, shown))), message, mend)


_REASONS = {
    "kind": (
        "letter.template_kind",
        "the content is no DOCX or HWPX document",
        "save it as .docx in Word, or as .hwpx in Hangul",
    ),
    "locked": (
        "letter.template_locked",
        "the template is protected by a password",
        "take the password off and save it again",
    ),
    "damaged": (
        "letter.template_damaged",
        "the template is damaged",
        "open it in its word processor and save it again",
    ),
    "too_large": (
        "letter.template_too_large",
        "the template holds more than a letter can",
        "take out large pictures and what is no part of the letter",
    ),
    "macro": (
        "letter.template_macro",
        "the template holds macros",
        "save it without macros: letters carry words only",
    ),
    "object": (
        "letter.template_object",
        "the template holds an object of another program, which can act when the letter is opened",
        "replace it by a picture or by text",
    ),
    "link": (
        "letter.template_link",
        "the template fetches something from elsewhere when it is opened",
        "put the picture or text itself into the template; links to web pages may stay",
    ),
    "field": (
        "letter.template_field",
        "the template holds a field that fetches or runs something",
        "replace the field by its text",
    ),
    "document_type": (
        "letter.template_document_type",
        "a part of the template declares a document type, which no word processor does",
        "open it in its word processor and save it again",
    ),
    "signed": (
        "letter.template_signed",
        "the template is signed, and no signature holds once it is filled in",
        "save a copy without the signature",
    ),
}
