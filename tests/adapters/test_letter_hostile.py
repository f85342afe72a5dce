"""Templates that act, fetch, hide or multiply are refused by name; what word processors write themselves is not."""

import io
import struct
import zipfile

import pytest
from tests.letter_files import docx, hp, hwpx, p, parts_of, rezipped

from pulmu.adapters.letter_sample import letter_sample
from pulmu.adapters.letter_template import open_letter_template
from pulmu.model import InputError

DOCX, HWPX = letter_sample("docx", "ko"), letter_sample("hwpx", "ko")
TYPES, RELATIONS = "[Content_Types].xml", "word/_rels/document.xml.rels"
LINK, LOCKED = "letter.template_link", "letter.template_locked"
IDLE = "\ufefffunction OnDocument_New()\r\n{\r\n\t//todo : \r\n}\r\n"
OPEN = "var Documents = XHwpDocuments;\r\nvar Document = Documents.Active_XHwpDocument;\r\n"
OLE = b"\xd0\xcf\x11\xe0" + bytes(600)


def code(data: bytes, name: str = "letter") -> str:
    with pytest.raises(InputError) as caught:
        open_letter_template(data, name)
    assert len(caught.value.problems) == 1
    assert len(str(caught.value.problems[0])) < 600
    return caught.value.problems[0].code


def changed(part: str, old: str, new: str, base: bytes = DOCX) -> bytes:
    text = parts_of(base)[part].decode()
    assert old in text
    return rezipped(base, {part: text.replace(old, new, 1)})


def related(kind: str, target: str, *, outside: bool) -> bytes:
    mode = ' TargetMode="External"' if outside else ""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return changed(
        RELATIONS, "</Relationships>",
        f'<Relationship Id="rId9" Type="{office}/{kind}" Target="{target}"{mode}/></Relationships>',
    )  # fmt: skip


def field(*codes: str) -> str:
    texts = "".join(f"<w:r><w:instrText>{item}</w:instrText></w:r>" for item in codes)
    ends = ["begin", "separate", "end"]
    marks = [f'<w:r><w:fldChar w:fldCharType="{item}"/></w:r>' for item in ends]
    return f"<w:p>{marks[0]}{texts}{marks[1]}{p('x')[5:-6]}{marks[2]}</w:p>"


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"", "letter.template_kind"),
        (b"hello", "letter.template_kind"),
        (b"%PDF-1.7", "letter.template_kind"),
        (OLE, "letter.template_kind"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "letter.template_locked"),
        (b"PK\x03\x04" + bytes(100), "letter.template_damaged"),
        (DOCX[:-40], "letter.template_damaged"),
        (DOCX[:600] + b"\x00" * 40 + DOCX[640:], "letter.template_damaged"),
        (b"PK\x03\x04" + bytes(20_000_001), "letter.template_too_large"),
        (rezipped(DOCX, {"word/vbaProject.bin": OLE}), "letter.template_macro"),
        (changed(TYPES, "wordprocessingml.document.main+xml", "x.macroEnabled.main+xml"), "letter.template_macro"),
        (changed(TYPES, ".document.main+xml", ".template.main+xml"), "letter.template_kind"),
        (rezipped(DOCX, {"word/embeddings/oleObject1.bin": OLE}), "letter.template_object"),
        (rezipped(DOCX, {"word/activeX/activeX1.xml": "<?xml version='1.0'?><x/>"}), "letter.template_object"),
        (related("oleObject", "embeddings/a.bin", outside=False), "letter.template_object"),
        (related("attachedTemplate", "https://example.org/a.dotm", outside=True), "letter.template_link"),
        (related("image", "https://example.org/a.png", outside=True), "letter.template_link"),
        (related("image", "file:///etc/passwd", outside=False), "letter.template_link"),
        (related("hyperlink", "file:///etc/passwd", outside=True), "letter.template_link"),
        (related("hyperlink", "\\\\host\\share", outside=True), "letter.template_link"),
        (related("frame", "https://example.org", outside=True), "letter.template_link"),
        (rezipped(DOCX, {"_xmlsignatures/sig1.xml": "<?xml version='1.0'?><x/>"}), "letter.template_signed"),
        (docx(p("x") + field("INCLUDEPICTURE https://example.org/a.png")), "letter.template_field"),
        (docx(p("x") + field(" DDE", "AUTO c:\\\\cmd.exe")), "letter.template_field"),
        (docx(p("x") + field(" QUOTE 68 68 69")), "letter.template_field"),
        (docx(p("x") + field("").replace("<w:instrText></w:instrText>", '<w:fldChar w:fldCharType="begin"/>')),
         "letter.template_field"),
        (docx('<w:p><w:fldSimple w:instr=" LINK Excel.Sheet.12 c:\\a.xlsx"/></w:p>'), "letter.template_field"),
        (docx(p("x") + '<w:altChunk r:id="rId9" xmlns:r="x"/>'), "letter.template_object"),
        (rezipped(HWPX, {"Scripts/sourceScripts": "function OnDocument_Open(){ Run(); }"}), "letter.template_macro"),
        (rezipped(HWPX, {"Scripts/sourceScripts": "var a = 1;".encode("utf-16")}), "letter.template_macro"),
        (rezipped(HWPX, {"BinData/ole1.OLE": OLE}), "letter.template_object"),
        (rezipped(HWPX, {"BinData/image1.png": OLE}), "letter.template_object"),
        (hwpx(hp("x", more="<hp:run><hp:ole/></hp:run>")), "letter.template_object"),
        (changed("Contents/header.xml", 'linkinfo path=""', 'linkinfo path="\\\\host\\a.hwpx"', HWPX), LINK),
        (changed("Contents/content.hpf", "<opf:manifest>",
                 '<opf:manifest><opf:item id="i" href="http://example.org/a.png" isEmbeded="0"/>', HWPX),
         "letter.template_link"),
        (changed("META-INF/manifest.xml", "/>", "><odf:encryption-data/></odf:manifest>", HWPX), LOCKED),
        (rezipped(HWPX, {"META-INF/signatures.xml": "<?xml version='1.0'?><x/>"}), "letter.template_signed"),
        (rezipped(HWPX, {}, order=("version.xml",)), "letter.template_kind"),
        (rezipped(HWPX, {"mimetype": "application/zip"}), "letter.template_kind"),
        (rezipped(HWPX, {"Contents/section0.xml": None}), "letter.template_kind"),
        (rezipped(DOCX, {TYPES: None}), "letter.template_kind"),
    ],
)  # fmt: skip
def test_what_is_no_plain_letter_is_refused_by_name(data: bytes, wanted: str) -> None:
    assert code(data) == wanted


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
    ],
)
@pytest.mark.parametrize(
    ("base", "part"), [(DOCX, "word/document.xml"), (DOCX, RELATIONS), (HWPX, "Contents/section0.xml")]
)
def test_no_part_declares_a_document_type(head: str, base: bytes, part: str) -> None:
    text = parts_of(base)[part].decode()
    end = text.index("?>") + 2
    assert code(rezipped(base, {part: text[:end] + head + text[end:]})) == "letter.template_document_type"


@pytest.mark.parametrize("name", ["../evil.xml", "/abs.xml", "a\\b.xml", "C:evil.xml", "word/../../x"])
def test_no_part_leads_out_of_the_file(name: str) -> None:
    assert code(rezipped(DOCX, {name: "x"})) == "letter.template_damaged"


def test_two_parts_of_one_name_are_refused() -> None:
    buffer = io.BytesIO(DOCX)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("WORD/document.xml", parts_of(DOCX)["word/document.xml"])
    assert code(buffer.getvalue()) == "letter.template_damaged"


def test_a_part_under_another_name_than_the_directory_says_is_refused() -> None:
    at = DOCX.index(b"word/styles.xml")
    assert code(DOCX[:at] + b"word/stylex.xml" + DOCX[at + 15 :]) in ("letter.template_damaged",)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert code(rezipped(DOCX, {"word/media/a.bin": bytes(50_000_000)})) == "letter.template_too_large"
    assert code(rezipped(DOCX, {f"word/{n}.bin": bytes(900_000) for n in range(80)})) == "letter.template_too_large"


def test_a_directory_that_lies_about_sizes_is_refused() -> None:
    data = rezipped(DOCX, {"word/media/a.bin": bytes(40_000_000)})
    at = data.rindex(b"word/media/a.bin") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    lied = data[: at + 24] + struct.pack("<I", 1000) + data[at + 28 :]
    assert code(lied) in ("letter.template_damaged", "letter.template_too_large")


@pytest.mark.parametrize("body", ["<w:r>" * 300 + "</w:r>" * 300, p("x") * 140_000], ids=["deep", "many"])
def test_more_elements_than_a_letter_can_have_are_refused(body: str) -> None:
    assert code(docx(body)) == "letter.template_too_large"


@pytest.mark.parametrize(
    "data",
    [
        related("hyperlink", "https://example.org", outside=True),
        related("hyperlink", "mailto:a@example.org", outside=True),
        docx(p("x") + field(" PAGE ") + field(" MERGEFIELD name ") + field(' DATE \\@ "yyyy" ')),
        rezipped(HWPX, {"Scripts/sourceScripts": IDLE.encode("utf-16-le"), "Scripts/headerScripts": OPEN.encode("utf-16")}),  # noqa: E501
        rezipped(HWPX, {"Scripts/sourceScripts": "function OnDocument_New() {}\nfunction OnDocument_Open() { /**/ }"}),
        rezipped(HWPX, {"BinData/image1.png": b"\x89PNG" + bytes(400)}),
    ],
)  # fmt: skip
def test_what_word_processors_write_themselves_is_let_through(data: bytes) -> None:
    open_letter_template(data, "letter")


def test_the_name_of_the_file_does_not_decide() -> None:
    assert open_letter_template(HWPX, "letter.docx").kind == "hwpx"
