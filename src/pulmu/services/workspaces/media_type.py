"""What kind of file a content is, by its first bytes and never by its name."""

import re

_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"II*\0", "image/tiff", "tif"),
    (b"MM\0*", "image/tiff", "tif"),
    (b"PAR1", "application/vnd.apache.parquet", "parquet"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", "bin"),
    (b"\x1f\x8b", "application/gzip", "gz"),
    (b"PK\x03\x04", "application/zip", "zip"),
)
_PROGRAMS = re.compile(
    rb"MZ|\x7fELF|#!|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe|L\0\0\0\x01\x14\x02\0"
)
_ENDINGS = {kind: ending for _, kind, ending in _MARKS} | {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "text/plain": "txt",
    "application/octet-stream": "bin",
}
_WORKBOOK = b"xl/workbook.xml"
_UNKNOWN = "application/octet-stream"


def media_type_of(content: bytes) -> str:
    """The kind of a content. Markup is plain text here: nothing of it is ever to be shown as a page."""
    found = next((kind for mark, kind, _ in _MARKS if content.startswith(mark)), "")
    if found == "application/zip" and _WORKBOOK in content:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return found or ("text/plain" if _is_text(content) else _UNKNOWN)


def ending_of(media_type: str) -> str:
    """How a file of a kind ends; nothing a system would start."""
    return _ENDINGS.get(media_type, "bin")


def is_program(content: bytes) -> bool:
    """Whether a system could start it."""
    return bool(_PROGRAMS.match(content))


def _is_text(content: bytes) -> bool:
    start = content[:100_000]
    if b"\0" in start:
        return False
    for encoding in ("utf-8", "cp949"):
        try:
            start.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start > len(start) - 4:  # a sign that was cut in two
                return True
        else:
            return True
    return False
