"""Runs in a process of its own: unpacks a template, looks at every part of it, and names those that hold its text.

It is started by its path and imports nothing of Pulmu but its guard. Whatever can act, fetch, hide or multiply is
refused by name; what a word processor writes of itself is let through.
"""

import io
import re
import sys
import zipfile
from typing import Any
from xml.parsers import expat

from guard import RefusedError, answer  # type: ignore[import-not-found]  # the parent puts its folder on the path

LARGEST_PART, MOST_ELEMENTS, DEEPEST = (int(text) for text in sys.argv[3:6])
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN = _WORD + "document.main+xml"
_FILLED = frozenset(_WORD + kind + "+xml" for kind in ("header", "footer", "footnotes", "endnotes")) | {_MAIN}
_OFFICE_OBJECTS = ("word/activex/", "word/embeddings/", "word/afchunk")
_FETCHING = re.compile(
    r"\s*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|DDE|DDEAUTO|LINK|DATABASE|RD|QUOTE|EMBED|SHELL|CONTROL|HTMLCONTROL)\b",
    re.IGNORECASE,
)
_SAFE_LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
_SECTION = re.compile(r"contents/(section|masterpage)\d+\.xml", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/|//[^\r\n]*", re.DOTALL)
_IDLE = re.compile(
    r"function\s+On\w+\s*\([^()]*\)\s*\{\s*\}|var\s+Documents\s*=\s*XHwpDocuments\s*;"
    r"|var\s+Document\s*=\s*Documents\s*\.\s*Active_XHwpDocument\s*;"
)
"""What Hangul writes into every file that was saved once: no deed in it."""


class _Part:
    """One XML part: no document type, no more than a letter needs; its elements by name where somebody asks."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[tuple[str, dict[str, str]]] = []
        self.fields: list[str] = []
        self.codes: list[str | None] = []
        self.inside_field = False
        self.count = self.depth = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self.refuse_document_type
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def refuse_document_type(self, *_: object) -> None:
        raise RefusedError("document_type", self.name)

    def start(self, tag: str, given: dict[str, str]) -> None:
        tag = tag.rpartition(" ")[2]
        self.count += 1
        self.depth += 1
        if self.count > MOST_ELEMENTS or self.depth > DEEPEST:
            raise RefusedError("too_large", self.name)
        given = {name.rpartition(" ")[2]: value for name, value in given.items()}
        if tag == "fldChar":
            self.field(given.get("fldCharType", ""))
        elif tag == "fldSimple":
            self.fields.append(given.get("instr", ""))
        elif tag == "instrText":
            self.inside_field = True
        elif tag in _TOLD:
            self.found.append((tag, given))

    def field(self, state: str) -> None:
        """A field begins, shows its result, or ends; one whose name another field makes up hides what it does."""
        if state == "begin":
            if self.codes and self.codes[-1] is not None and not self.codes[-1].strip():
                raise RefusedError("field", self.name)
            self.codes.append("")
        elif self.codes and state == "separate":
            self.fields.append(self.codes[-1] or "")
            self.codes[-1] = None
        elif self.codes and state == "end":
            self.fields.append(self.codes.pop() or "")

    def end(self, tag: str) -> None:
        self.depth -= 1
        if tag.endswith(" instrText"):
            self.inside_field = False

    def characters(self, text: str) -> None:
        if not self.inside_field:
            return
        if self.codes and self.codes[-1] is not None:
            self.codes[-1] += text
        else:
            self.fields.append(text)


_TOLD = frozenset(
    {
        "Relationship", "Override", "Default", "item", "altChunk", "control", "object", "OLEObject", "linkinfo", "ole",
        "video", "encryption-data", "fieldBegin", "stringParam",
    }
)  # fmt: skip


def unpack(data: bytes) -> dict[str, bytes]:
    """Every part with its content, no longer than the directory says."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {}
        for item in archive.infolist():
            if item.is_dir():
                continue
            with archive.open(item) as file:
                content = file.read(LARGEST_PART + 1)
            if len(content) > LARGEST_PART:
                raise RefusedError("too_large", item.filename)
            parts[item.filename] = content
        return parts


def _looked_at(parts: dict[str, bytes]) -> dict[str, _Part]:
    found = {}
    for name, content in parts.items():
        is_named = name.lower().endswith((".xml", ".rels", ".vml", ".hpf", ".rdf"))
        if is_named or content[:400].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
            part = found[name] = _Part(name)
            part.parser.Parse(content, True)
    return found


def _word(parts: dict[str, bytes], found: dict[str, _Part]) -> list[str]:
    """Parts of a Word document that hold its text."""
    for name in parts:
        _check_word_name(name)
    types = {given.get("PartName", "").lstrip("/"): given.get("ContentType", "")
             for tag, given in found["[Content_Types].xml"].found if tag in ("Override", "Default")}  # fmt: skip
    kinds = {given.get("ContentType", "") for _, given in found["[Content_Types].xml"].found}
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in kinds):
        raise RefusedError("macro", "[Content_Types].xml")
    for name, part in found.items():
        if name.lower().endswith(".rels"):
            _check_relations(part)
        for tag, _ in part.found:
            if tag in ("altChunk", "control", "object", "OLEObject"):
                raise RefusedError("object", name)
        for code in (*part.fields, *(code or "" for code in part.codes)):
            if _FETCHING.match(code):
                raise RefusedError("field", f"{name}, {' '.join(code.split())[:60]}")
    if _MAIN not in kinds:
        raise RefusedError("kind", "[Content_Types].xml")
    return [name for name in parts if types.get(name) in _FILLED]


def _check_word_name(name: str) -> None:
    lower = name.lower()
    if "vbaproject" in lower or lower.startswith("word/vbadata"):
        raise RefusedError("macro", name)
    if lower.startswith(_OFFICE_OBJECTS):
        raise RefusedError("object", name)
    if lower.startswith("_xmlsignatures/"):
        raise RefusedError("signed", name)


def _check_relations(part: _Part) -> None:
    for tag, given in part.found:
        kind, target = given.get("Type", "").rpartition("/")[2], given.get("Target", "")
        if tag != "Relationship":
            continue
        if kind in ("oleObject", "package", "control", "aFChunk", "vbaProject"):
            raise RefusedError("object", part.name)
        is_outside = given.get("TargetMode") == "External"
        if is_outside and (kind != "hyperlink" or not _SAFE_LINK.match(target)):
            raise RefusedError("link", f"{part.name}, {target[:60]}")
        if not is_outside and re.match(r"\w+:|//|\\", target):
            raise RefusedError("link", f"{part.name}, {target[:60]}")


def _hangul(parts: dict[str, bytes], found: dict[str, _Part]) -> list[str]:
    """Parts of a HWPX document that hold its text."""
    first = next(iter(parts))
    if first != "mimetype" or parts[first].strip() != b"application/hwp+zip":
        raise RefusedError("kind", "mimetype")
    for name, content in parts.items():
        lower = name.lower()
        if lower.startswith("scripts/") and not _is_idle(content):
            raise RefusedError("macro", name)
        if "signature" in lower and lower.startswith("meta-inf/"):
            raise RefusedError("signed", name)
        if lower.endswith((".ole", ".exe", ".dll", ".js")) and not lower.startswith("scripts/"):
            raise RefusedError("object", name)
        if content[:4] == b"\xd0\xcf\x11\xe0":
            raise RefusedError("object", name)
    for name, part in found.items():
        _check_hangul(name, part)
    sections = [name for name in parts if _SECTION.fullmatch(name)]
    if not any("section" in name.lower() for name in sections):
        raise RefusedError("kind", "Contents/section0.xml")
    return sections


def _check_hangul(name: str, part: _Part) -> None:
    for tag, given in part.found:
        if tag == "encryption-data":
            raise RefusedError("locked", name)
        if tag in ("ole", "video"):
            raise RefusedError("object", name)
        if tag == "linkinfo" and given.get("path", "").strip():
            raise RefusedError("link", f"{name}, {given['path'][:60]}")
        if tag == "item":
            where = given.get("href", "")
            is_outside = given.get("isEmbeded") == "0" and not where.lower().startswith(("contents/", "settings.xml"))
            if re.match(r"\w+:|//|\\|.*\.\.", where) or (is_outside and where.lower().startswith(("bindata/", "/"))):
                raise RefusedError("link", f"{name}, {where[:60]}")


def _is_idle(content: bytes) -> bool:
    """Whether a script does nothing: what Hangul writes without being asked."""
    is_wide = content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:80]
    try:
        text = content.decode(
            "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le" if is_wide else "utf-8"
        )
    except UnicodeDecodeError:
        return False
    return not _IDLE.sub("", _COMMENT.sub("", text)).strip("\ufeff\x00 \t\r\n")


def read(data: bytes) -> dict[str, Any]:
    """Which kind of document it is, and the parts that hold its text."""
    parts = unpack(data)
    found = _looked_at(parts)
    if "[Content_Types].xml" in found:
        kind, filled = "docx", _word(parts, found)
    elif "mimetype" in parts:
        kind, filled = "hwpx", _hangul(parts, found)
    else:
        raise RefusedError("kind")
    for name in filled:
        head = parts[name][:200]
        if head[:2] in (b"\xff\xfe", b"\xfe\xff") or (
            b"encoding=" in head and not re.search(rb"""encoding=["']utf-8["']""", head, re.IGNORECASE)
        ):
            raise RefusedError("damaged", name)
    return {"kind": kind, "filled": filled}


if __name__ == "__main__":
    answer(read)
