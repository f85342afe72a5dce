"""The plain letter as a Word document."""

from xml.sax.saxutils import escape

from pulmu.adapters.letter_sample.content import Grid, Line, content
from pulmu.adapters.letter_sample.pack import HEAD, packed
from pulmu.locale import Language

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WIDTH = 9070
"""Twentieths of a point between the margins of A4."""

_TYPES = f"""{HEAD}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>"""
_RELATIONS = f"""{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>"""
_DOCUMENT_RELATIONS = f"""{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>"""
_FONTS = '<w:rFonts w:ascii="NanumGothic" w:hAnsi="NanumGothic" w:eastAsia="NanumGothic" w:cs="NanumGothic"/>'


def docx_sample(language: Language) -> bytes:
    """The file's bytes."""
    body = "".join(_table(item) if isinstance(item, Grid) else _paragraph(item) for item in content(language))
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="851" w:footer="851" '
        'w:gutter="0"/></w:sectPr>'
    )
    return packed(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": f'{HEAD}<w:document xmlns:w="{_SPACE}"><w:body>{body}{page}</w:body></w:document>',
            "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
            "word/styles.xml": _styles(language),
        }
    )


def _styles(language: Language) -> str:
    spoken = "ko-KR" if language == "ko" else "en-GB"
    usual = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_FONTS}<w:sz w:val="20"/><w:szCs w:val="20"/>'
        f'<w:lang w:val="{spoken}" w:eastAsia="ko-KR"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:before="60" w:after="60" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    styles = (
        _style("Normal", "", "", default=True)
        + _style("Title", '<w:jc w:val="center"/><w:spacing w:after="240"/>', '<w:b/><w:sz w:val="30"/>')
        + _style("Heading1", '<w:keepNext/><w:spacing w:before="240"/>', '<w:b/><w:sz w:val="22"/>')
        + _style("Closing", '<w:jc w:val="center"/>', '<w:sz w:val="24"/>')
    )
    return f'{HEAD}<w:styles xmlns:w="{_SPACE}">{usual}{styles}</w:styles>'


def _style(name: str, paragraph: str, run: str, *, default: bool = False) -> str:
    head = (
        f'<w:style w:type="paragraph"{" w:default=" + chr(34) + "1" + chr(34) if default else ""} w:styleId="{name}">'
    )
    return f'{head}<w:name w:val="{name}"/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'


_STYLES = {"title": "Title", "head": "Heading1", "signed": "Closing", "body": ""}


def _paragraph(line: Line) -> str:
    style = _STYLES[line.style]
    shape = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{shape}<w:r><w:t xml:space="preserve">{escape(line.text)}</w:t></w:r></w:p>'


def _table(grid: Grid) -> str:
    widths = [_WIDTH * share // 100 for share in grid.widths]
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="B8C0C8"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = "".join(_row(row, widths, is_head=grid.has_head and not number) for number, row in enumerate(grid.rows))
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>'
    )


def _row(row: tuple[str, ...], widths: list[int], *, is_head: bool) -> str:
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F0F2F4"/>' if is_head else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{_paragraph(Line(text))}</w:tc>'
        for text, width in zip(row, widths, strict=True)
    )
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if is_head else ''}{cells}</w:tr>"
