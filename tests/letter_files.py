"""Templates made by hand, and readers of letters that share no code with ours."""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree

from pulmu.adapters.letter_sample import letter_sample

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
P = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"


def parts_of(data: bytes) -> dict[str, bytes]:
    """Every part of a file with its content."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {item.filename: archive.read(item) for item in archive.infolist()}


def rezipped(data: bytes, changed: Mapping[str, bytes | str | None], *, order: tuple[str, ...] = ()) -> bytes:
    """A file with some parts changed, added, or (None) taken out."""
    parts: dict[str, bytes | str | None] = {**parts_of(data), **changed}
    names = [*order, *(name for name in parts if name not in order)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            content = parts[name]
            if content is not None:
                method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), content, method)
    return buffer.getvalue()


def docx(body: str) -> bytes:
    """A Word document with this body."""
    sample = letter_sample("docx", "ko")
    document = parts_of(sample)["word/document.xml"].decode()
    new = re.sub(r"<w:body>.*(<w:sectPr>)", lambda found: f"<w:body>{body}{found[1]}", document, flags=re.DOTALL)
    return rezipped(sample, {"word/document.xml": new})


def hwpx(body: str) -> bytes:
    """A HWPX document with this body after its first paragraph."""
    sample = letter_sample("hwpx", "ko")
    section = parts_of(sample)["Contents/section0.xml"].decode()
    end = section.index("</hp:p>") + len("</hp:p>")
    return rezipped(sample, {"Contents/section0.xml": section[:end] + body + "</hs:sec>"})


def p(*runs: str, more: str = "") -> str:
    """A paragraph of Word, each text in a run of its own."""
    return "<w:p>" + "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{run}</w:t></w:r>" for run in runs) + more + "</w:p>"


def hp(*runs: str, more: str = "") -> str:
    """A paragraph of HWPX with a stored layout of its lines."""
    texts = "".join(f'<hp:run charPrIDRef="0"><hp:t>{run}</hp:t></hp:run>' for run in runs)
    lines = '<hp:linesegarray><hp:lineseg textpos="0" vertpos="0"/></hp:linesegarray>'
    return f'<hp:p id="0" paraPrIDRef="0" styleIDRef="0">{texts}{more}{lines}</hp:p>'


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in cells) + "</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def hwp_table(*rows: tuple[str, ...], spans: Mapping[tuple[int, int], int] | None = None) -> str:
    """A table of HWPX in a paragraph; `spans` are cells that reach over several rows."""
    made, covered = "", set()
    for number, cells in enumerate(rows):
        made += "<hp:tr>"
        for column, text in enumerate(cells):
            span = (spans or {}).get((number, column), 1)
            if (number, column) in covered:
                continue
            covered |= {(number + below, column) for below in range(span)}
            made += (
                f"<hp:tc><hp:subList>{hp(text)}</hp:subList>"
                f'<hp:cellAddr colAddr="{column}" rowAddr="{number}"/><hp:cellSpan colSpan="1" rowSpan="{span}"/>'
                '<hp:cellSz width="100" height="500"/></hp:tc>'
            )
        made += "</hp:tr>"
    size = f'<hp:sz width="300" height="{500 * len(rows)}"/>'
    return hp(more=f'<hp:run><hp:tbl rowCnt="{len(rows)}" colCnt="{len(rows[0])}">{size}{made}</hp:tbl></hp:run>')


def word_lines(data: bytes, part: str = "word/document.xml") -> list[str]:
    """Text of each paragraph of Word, tables included."""
    root = ElementTree.fromstring(parts_of(data)[part])
    return ["".join("\n" if item.tag == f"{W}br" else item.text or "" for item in paragraph.iter()
                    if item.tag in (f"{W}t", f"{W}br")) for paragraph in root.iter(f"{W}p")]  # fmt: skip


def hwp_lines(data: bytes) -> list[str]:
    """Text of each paragraph of HWPX that holds no table."""
    root = ElementTree.fromstring(parts_of(data)["Contents/section0.xml"])
    lines = []
    for paragraph in root.iter(f"{P}p"):
        if paragraph.find(f".//{P}tbl") is None:
            lines.append("".join(_hwp_text(item) for item in paragraph.iter(f"{P}t")))
    return lines


def _hwp_text(item: ElementTree.Element) -> str:
    return (item.text or "") + "".join(
        ("\n" if child.tag == f"{P}lineBreak" else "") + (child.tail or "") for child in item
    )


def hwp_grid(data: bytes) -> tuple[int, int, dict[tuple[int, int], tuple[int, str]]]:
    """The first table of a HWPX document: its count of rows, its height, and each cell's span and text by address."""
    root = ElementTree.fromstring(parts_of(data)["Contents/section0.xml"])
    found = next(root.iter(f"{P}tbl"))
    cells = {}
    for cell in found.iter(f"{P}tc"):
        at, span = cell.find(f"{P}cellAddr"), cell.find(f"{P}cellSpan")
        assert at is not None and span is not None
        where = (int(at.attrib["rowAddr"]), int(at.attrib["colAddr"]))
        assert where not in cells
        cells[where] = (int(span.attrib["rowSpan"]), "".join(_hwp_text(item) for item in cell.iter(f"{P}t")))
    size = found.find(f"{P}sz")
    assert size is not None
    assert len(found.findall(f"{P}tr")) == int(found.attrib["rowCnt"])
    return int(found.attrib["rowCnt"]), int(size.attrib["height"]), cells
