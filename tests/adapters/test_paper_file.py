"""A paper is looked at before it crosses: its kind by its content, and nothing in it that acts."""

import io
import zipfile
import zlib

import pytest
from tests.places import codes

from pulmu.adapters.paper_file import LARGEST_PAPER, look_at_paper

PDF = b"%%PDF-1.7\n1 0 obj <</Type /Catalog %s>> endobj\n%%%%EOF"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def packed(inside: bytes) -> bytes:
    body = zlib.compress(inside)
    return PDF % b"" + b"\n2 0 obj <</Type /ObjStm /Filter /FlateDecode>> stream\n" + body + b"\nendstream"


def old(*names: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"".join(name.encode("utf-16-le") + b"\0" * 8 for name in names)


DOCX = {"[Content_Types].xml": b"<Types/>", "word__document_xml": b"<w/>"}


def _without_content(item: bytes | str) -> str:
    """A name of a case: an archive holds the moment it was made, and would be another in each process."""
    return item if isinstance(item, str) else "paper"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF % b"", "application/pdf"),
        (packed(b"<</Type /Page>>"), "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (zipped(**DOCX), WORD),
        (zipped(mimetype=b"application/hwp+zip"), "application/hwp+zip"),
        (old("HwpSummaryInformation"), "application/x-hwp"),
        ("납세증명서\n2026".encode("cp949"), "text/plain"),
    ],
    ids=_without_content,
)
def test_a_paper_is_known_by_its_content(content: bytes, kind: str) -> None:
    assert look_at_paper(content, "a.exe") == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "kind"),
        (b"MZ\0\0", "kind"),
        (b"<html><script>alert(1)</script>", "kind"),
        (b" <svg onload='x'/>", "kind"),
        (b"text first, then <SCRIPT>", "kind"),
        (PDF % b"/OpenAction <</S /JavaScript>>", "acts"),
        (PDF % b"/OpenAction <</S /J#61vaScript>>", "acts"),
        (PDF % b"/Names <</EmbeddedFiles 3 0 R>>", "acts"),
        (packed(b"<</S /Launch>>"), "acts"),
        (zipped(**DOCX, word__vbaProject=b"") + b"", ""),
        (zipped(**{**DOCX, "word/vbaProject.bin": b"x"}), "acts"),
        (zipped(**{**DOCX, "[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main"}), "acts"),
        (zipped(**{"a.txt": b"x"}), "kind"),
        (zipped(**DOCX, bomb=b"\0" * 300_000_000), "large"),
        (zipped(**DOCX)[:60], "damaged"),
        (old("WordDocument", "_VBA_PROJECT"), "acts"),
        (old("EncryptedPackage"), "locked"),
        (old("Something"), "kind"),
        (b"a" * (LARGEST_PAPER + 1), "large"),
    ],
    ids=_without_content,
)
def test_what_acts_hides_or_swells_is_not_taken(content: bytes, code: str) -> None:
    if not code:
        assert look_at_paper(content, "a.docx") == WORD
        return
    assert codes(lambda: look_at_paper(content, "a.pdf")) == [f"application.paper_{code}"]
