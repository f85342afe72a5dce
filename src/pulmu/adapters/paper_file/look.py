"""Runs in a process of its own: says what kind of file a paper is, or why it is not taken.

It is started by its path and imports nothing of Pulmu but its guard. Nothing is drawn; it is looked for what would act
where somebody opens the file: scripts, macros, programs to start, files inside, and what swells up.
"""

import io
import re
import zipfile
import zlib
from typing import Any

from guard import RefusedError, answer  # type: ignore[import-not-found]  # the parent puts its folder on the path

MOST_PARTS = 20_000
LARGEST_INSIDE = 400_000_000
SWELLS = 200
_OFFICE = "application/vnd.openxmlformats-officedocument."
_PICTURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"II*\0", "image/tiff"),
             (b"MM\0*", "image/tiff"))  # fmt: skip
_ACTS = re.compile(rb"/(JavaScript|JS|Launch|RichMedia|EmbeddedFiles?|GoToE)(?![A-Za-z0-9])")
_HEXED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"/ObjStm\b.{0,2000}?stream\r?\n", re.DOTALL)
_MAIN = (("word/document.xml", _OFFICE + "wordprocessingml.document"),
         ("xl/workbook.xml", _OFFICE + "spreadsheetml.sheet"),
         ("ppt/presentation.xml", _OFFICE + "presentationml.presentation"))  # fmt: skip
_OPEN = "application/vnd.oasis.opendocument."
_MIME = {b"application/hwp+zip": "application/hwp+zip", b"application/owpml": "application/hwp+zip",
         _OPEN.encode() + b"text": _OPEN + "text", _OPEN.encode() + b"spreadsheet": _OPEN + "spreadsheet"}  # fmt: skip
_MACROS = re.compile(r"vbaproject\.bin$|(^|/)(activex|basic)/|/embeddings/.*\.(bin|exe|js|vbs)$", re.IGNORECASE)
_OLD = (("HwpSummaryInformation", "application/x-hwp"), ("WordDocument", "application/msword"),
        ("Workbook", "application/vnd.ms-excel"), ("PowerPoint Document", "application/vnd.ms-powerpoint"))  # fmt: skip
_MARKUP = re.compile(r"\s*<|.*<\s*(script|html|svg|iframe|object|embed)\b", re.IGNORECASE | re.DOTALL)


def read(data: bytes) -> dict[str, Any]:
    """The kind of a paper."""
    if data.startswith(b"%PDF-"):
        return {"kind": _pdf(data)}
    if data.startswith(b"PK\x03\x04"):
        return {"kind": _zipped(data)}
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return {"kind": _old(data)}
    picture = next((kind for mark, kind in _PICTURES if data.startswith(mark)), "")
    return {"kind": picture or _text(data)}


def _pdf(data: bytes) -> str:
    """Names in it are looked at as they are and as they are packed together in newer files."""
    _refuse_deeds(data)
    left, whole = LARGEST_INSIDE, memoryview(data)
    for found in _STREAM.finditer(data):
        unpacked = zlib.decompressobj()
        try:
            inside = unpacked.decompress(whole[found.end() :], left)
        except zlib.error:
            continue  # packed otherwise, or locked: its names cannot be looked at
        _refuse_deeds(inside)
        left -= len(inside)
        if left <= 0:
            raise RefusedError("too_large")
    return "application/pdf"


def _refuse_deeds(content: bytes) -> None:
    plain = _HEXED.sub(lambda found: bytes([int(found[1], 16)]), content) if b"#" in content else content
    if _ACTS.search(plain):
        raise RefusedError("acts")


def _zipped(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if any(item.flag_bits & 1 for item in parts):
            raise RefusedError("locked")
        inside = sum(item.file_size for item in parts)
        if len(parts) > MOST_PARTS or inside > LARGEST_INSIDE or inside > SWELLS * max(len(data), 1_000_000):
            raise RefusedError("too_large")
        names = {item.filename for item in parts}
        if any(_MACROS.search(name) for name in names):
            raise RefusedError("acts")
        kind = next((kind for name, kind in _MAIN if name in names), "")
        if not kind and "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
            kind = _MIME.get(archive.read("mimetype").strip(), "")
        if not kind:
            raise RefusedError("kind")
        if _OFFICE in kind and b"macroEnabled" in _head(archive, "[Content_Types].xml"):
            raise RefusedError("acts")
        return kind


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(1_000_000)
    except KeyError:
        raise RefusedError("damaged") from None


def _old(data: bytes) -> str:
    """An older container: its directory names what is in it, in UTF-16."""
    if _names(data, "EncryptedPackage"):
        raise RefusedError("locked")
    if _names(data, "_VBA_PROJECT") or _names(data, "Macros") or _names(data, "Ole10Native"):
        raise RefusedError("acts")
    kind = next((kind for name, kind in _OLD if _names(data, name)), "")
    if not kind:
        raise RefusedError("kind")
    return kind


def _names(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in data


def _text(data: bytes) -> str:
    """Plain text; never markup, which a browser would draw."""
    if not data or b"\0" in data:
        raise RefusedError("kind")
    for encoding in ("utf-8-sig", "cp949"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _MARKUP.match(text[:200_000]):
            raise RefusedError("kind")
        return "text/plain"
    raise RefusedError("kind")


if __name__ == "__main__":
    answer(read)
