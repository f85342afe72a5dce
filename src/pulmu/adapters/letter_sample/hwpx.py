"""The plain letter as a HWPX document (OWPML, KS X 6101). Lines are left for the word processor to lay out."""

from xml.sax.saxutils import escape

from pulmu.adapters.letter_sample.content import Grid, Line, content
from pulmu.adapters.letter_sample.pack import HEAD, packed
from pulmu.locale import Language

_HANCOM = "http://www.hancom.co.kr"
_SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in (
        ("ha", f"{_HANCOM}/hwpml/2011/app"),
        ("hp", f"{_HANCOM}/hwpml/2011/paragraph"),
        ("hp10", f"{_HANCOM}/hwpml/2016/paragraph"),
        ("hs", f"{_HANCOM}/hwpml/2011/section"),
        ("hc", f"{_HANCOM}/hwpml/2011/core"),
        ("hh", f"{_HANCOM}/hwpml/2011/head"),
        ("hhs", f"{_HANCOM}/hwpml/2011/history"),
        ("hm", f"{_HANCOM}/hwpml/2011/master-page"),
        ("hpf", f"{_HANCOM}/schema/2011/hpf"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("opf", "http://www.idpf.org/2007/opf/"),
        ("ooxmlchart", f"{_HANCOM}/hwpml/2016/ooxmlchart"),
        ("hwpunitchar", f"{_HANCOM}/hwpml/2016/HwpUnitChar"),
        ("epub", "http://www.idpf.org/2007/ops"),
        ("config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0"),
    )
)
"""Hangul wants all of them declared at the root, used or not."""
_WIDTH, _ROW = 42_520, 1_800
"""A line between the margins of A4, and a row of a table, in hundredths of a point."""
_SCRIPTS = ("hangul", "latin", "hanja", "japanese", "other", "symbol", "user")
_STYLES = {"body": (0, 0), "title": (1, 1), "head": (0, 2), "signed": (1, 0)}
"""Shape of the paragraph, and of its signs."""


def hwpx_sample(language: Language) -> bytes:
    """The file's bytes."""
    items = content(language)
    first, *rest = (
        _table(item, number) if isinstance(item, Grid) else _runs(item) for number, item in enumerate(items)
    )
    shapes = [(0, 0) if isinstance(item, Grid) else _STYLES[item.style] for item in items]
    section = _paragraph(_page() + first, shapes[0][0], 0) + "".join(
        _paragraph(runs, shape[0], number + 1)
        for number, (runs, shape) in enumerate(zip(rest, shapes[1:], strict=True))
    )
    preview = "\n".join(item.text for item in items if isinstance(item, Line))
    return packed(
        {
            "mimetype": "application/hwp+zip",
            "version.xml": _VERSION,
            "Contents/header.xml": _header(),
            "Contents/section0.xml": f"{HEAD}<hs:sec {_SPACES}>{section}</hs:sec>",
            "Preview/PrvText.txt": preview,
            "settings.xml": _SETTINGS,
            "Contents/content.hpf": _package(language),
            "META-INF/container.xml": _CONTAINER,
            "META-INF/container.rdf": _RDF,
            "META-INF/manifest.xml": _MANIFEST,
        }
    )


_VERSION = (
    f'{HEAD}<hv:HCFVersion xmlns:hv="http://www.hancom.co.kr/hwpml/2011/version" tagetApplication="WORDPROCESSOR" '
    'major="5" minor="1" micro="1" buildNumber="0" os="1" xmlVersion="1.4" application="Pulmu" appVersion="1"/>'
)
_SETTINGS = (
    f'{HEAD}<ha:HWPApplicationSetting {_SPACES}><ha:CaretPosition listIDRef="0" paraIDRef="0" pos="0"/>'
    "</ha:HWPApplicationSetting>"
)
_CONTAINER = (
    f'{HEAD}<ocf:container xmlns:ocf="urn:oasis:names:tc:opendocument:xmlns:container"><ocf:rootfiles>'
    '<ocf:rootfile full-path="Contents/content.hpf" media-type="application/hwpml-package+xml"/>'
    '<ocf:rootfile full-path="Preview/PrvText.txt" media-type="text/plain"/>'
    '<ocf:rootfile full-path="META-INF/container.rdf" media-type="application/rdf+xml"/></ocf:rootfiles>'
    "</ocf:container>"
)
_MANIFEST = f'{HEAD}<odf:manifest xmlns:odf="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_PKG = "http://www.hancom.co.kr/hwpml/2016/meta/pkg#"
_RDF = (
    f'{HEAD}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:pkg="{_PKG}">'
    + "".join(
        f'<rdf:Description rdf:about=""><pkg:hasPart rdf:resource="Contents/{part}.xml"/></rdf:Description>'
        f'<rdf:Description rdf:about="Contents/{part}.xml"><rdf:type rdf:resource="{_PKG}{kind}"/></rdf:Description>'
        for part, kind in (("header", "HeaderFile"), ("section0", "SectionFile"))
    )
    + f'<rdf:Description rdf:about=""><rdf:type rdf:resource="{_PKG}Document"/></rdf:Description></rdf:RDF>'
)


def _package(language: Language) -> str:
    items = "".join(
        f'<opf:item id="{name}" href="{where}" media-type="application/xml"/>'
        for name, where in (
            ("header", "Contents/header.xml"), ("section0", "Contents/section0.xml"), ("settings", "settings.xml"),
        )
    )  # fmt: skip
    spine = "".join(f'<opf:itemref idref="{name}" linear="yes"/>' for name in ("header", "section0"))
    return (
        f'{HEAD}<opf:package xmlns:opf="http://www.idpf.org/2007/opf/" version="" unique-identifier="" id="">'
        f"<opf:metadata><opf:title/><opf:language>{language}</opf:language></opf:metadata>"
        f"<opf:manifest>{items}</opf:manifest><opf:spine>{spine}</opf:spine></opf:package>"
    )


def _header() -> str:
    fonts = "".join(
        f'<hh:fontface lang="{script.upper()}" fontCnt="1">'
        '<hh:font id="0" face="함초롬바탕" type="TTF" isEmbedded="0"/></hh:fontface>'
        for script in _SCRIPTS
    )
    signs = "".join(
        _signs(number, height, bold=bold) for number, (height, bold) in enumerate(((1000, 0), (1600, 1), (1100, 1)))
    )
    shapes = "".join(_shape(number, align) for number, align in enumerate(("JUSTIFY", "CENTER")))
    return (
        f'{HEAD}<hh:head {_SPACES} version="1.4" secCnt="1">'
        '<hh:beginNum page="1" footnote="1" endnote="1" pic="1" tbl="1" equation="1"/><hh:refList>'
        f'<hh:fontfaces itemCnt="7">{fonts}</hh:fontfaces>'
        f'<hh:borderFills itemCnt="2">{_edges(1, "NONE")}{_edges(2, "SOLID")}</hh:borderFills>'
        f'<hh:charProperties itemCnt="3">{signs}</hh:charProperties>'
        '<hh:tabProperties itemCnt="1"><hh:tabPr id="0" autoTabLeft="0" autoTabRight="0"/></hh:tabProperties>'
        f'<hh:paraProperties itemCnt="2">{shapes}</hh:paraProperties>'
        '<hh:styles itemCnt="1"><hh:style id="0" type="PARA" name="바탕글" engName="Normal" paraPrIDRef="0" '
        'charPrIDRef="0" nextStyleIDRef="0" langID="1042" lockForm="0"/></hh:styles></hh:refList>'
        '<hh:compatibleDocument targetProgram="HWP201X"><hh:layoutCompatibility/></hh:compatibleDocument>'
        '<hh:docOption><hh:linkinfo path="" pageInherit="0" footnoteInherit="0"/></hh:docOption></hh:head>'
    )


def _signs(number: int, height: int, *, bold: int) -> str:
    def each(name: str, value: int) -> str:
        return f"<hh:{name} " + " ".join(f'{script}="{value}"' for script in _SCRIPTS) + "/>"

    return (
        f'<hh:charPr id="{number}" height="{height}" textColor="#000000" shadeColor="none" useFontSpace="0" '
        'useKerning="0" symMark="NONE" borderFillIDRef="1">'
        + each("fontRef", 0) + each("ratio", 100) + each("spacing", 0) + each("relSz", 100) + each("offset", 0)
        + ("<hh:bold/>" if bold else "")
        + '<hh:underline type="NONE" shape="SOLID" color="#000000"/><hh:strikeout shape="NONE" color="#000000"/>'
        '<hh:outline type="NONE"/><hh:shadow type="NONE" color="#C0C0C0" offsetX="10" offsetY="10"/></hh:charPr>'
    )  # fmt: skip


def _shape(number: int, align: str) -> str:
    sides = "".join(
        f'<hc:{side} value="{value}" unit="HWPUNIT"/>'
        for side, value in (("intent", 0), ("left", 0), ("right", 0), ("prev", 300), ("next", 300))
    )
    return (
        f'<hh:paraPr id="{number}" tabPrIDRef="0" condense="0" fontLineHeight="0" snapToGrid="1" '
        f'suppressLineNumbers="0" checked="0"><hh:align horizontal="{align}" vertical="BASELINE"/>'
        '<hh:heading type="NONE" idRef="0" level="0"/><hh:breakSetting breakLatinWord="KEEP_WORD" '
        'breakNonLatinWord="KEEP_WORD" widowOrphan="0" keepWithNext="0" keepLines="0" pageBreakBefore="0" '
        'lineWrap="BREAK"/><hh:autoSpacing eAsianEng="0" eAsianNum="0"/>'
        f'<hh:margin>{sides}</hh:margin><hh:lineSpacing type="PERCENT" value="160" unit="HWPUNIT"/>'
        '<hh:border borderFillIDRef="1" offsetLeft="0" offsetRight="0" offsetTop="0" offsetBottom="0" connect="0" '
        'ignoreMargin="0"/></hh:paraPr>'
    )


def _edges(number: int, kind: str) -> str:
    sides = "".join(
        f'<hh:{side}Border type="{kind}" width="0.12 mm" color="#808080"/>'
        for side in ("left", "right", "top", "bottom")
    )
    return (
        f'<hh:borderFill id="{number}" threeD="0" shadow="0" centerLine="NONE" breakCellSeparateLine="0">'
        '<hh:slash type="NONE" Crooked="0" isCounter="0"/><hh:backSlash type="NONE" Crooked="0" isCounter="0"/>'
        f'{sides}<hh:diagonal type="NONE" width="0.1 mm" color="#000000"/></hh:borderFill>'
    )


def _page() -> str:
    def note(name: str, place: str) -> str:
        return (
            f'<hp:{name}><hp:autoNumFormat type="DIGIT" userChar="" prefixChar="" suffixChar=")" supscript="0"/>'
            '<hp:noteLine length="-1" type="SOLID" width="0.12 mm" color="#000000"/>'
            '<hp:noteSpacing betweenNotes="283" belowLine="567" aboveLine="850"/>'
            f'<hp:numbering type="CONTINUOUS" newNum="1"/><hp:placement place="{place}" beneathText="0"/></hp:{name}>'
        )

    fills = "".join(
        f'<hp:pageBorderFill type="{kind}" borderFillIDRef="1" textBorder="PAPER" headerInside="0" footerInside="0" '
        'fillArea="PAPER"><hp:offset left="1417" right="1417" top="1417" bottom="1417"/></hp:pageBorderFill>'
        for kind in ("BOTH", "EVEN", "ODD")
    )
    return (
        '<hp:run charPrIDRef="0"><hp:secPr id="" textDirection="HORIZONTAL" spaceColumns="1134" tabStop="8000" '
        'outlineShapeIDRef="0" memoShapeIDRef="0" textVerticalWidthHead="0" masterPageCnt="0">'
        '<hp:grid lineGrid="0" charGrid="0" wonggojiFormat="0"/>'
        '<hp:startNum pageStartsOn="BOTH" page="0" pic="0" tbl="0" equation="0"/>'
        '<hp:visibility hideFirstHeader="0" hideFirstFooter="0" hideFirstMasterPage="0" border="SHOW_ALL" '
        'fill="SHOW_ALL" hideFirstPageNum="0" hideFirstEmptyLine="0" showLineNumber="0"/>'
        '<hp:lineNumberShape restartType="0" countBy="0" distance="0" startNumber="0"/>'
        '<hp:pagePr landscape="WIDELY" width="59528" height="84186" gutterType="LEFT_ONLY">'
        '<hp:margin header="4252" footer="4252" gutter="0" left="8504" right="8504" top="5668" bottom="4252"/>'
        "</hp:pagePr>"
        f"{note('footNotePr', 'EACH_COLUMN')}{note('endNotePr', 'END_OF_DOCUMENT')}{fills}</hp:secPr>"
        '<hp:ctrl><hp:colPr id="" type="NEWSPAPER" layout="LEFT" colCount="1" sameSz="1" sameGap="0"/></hp:ctrl>'
        "</hp:run>"
    )


def _paragraph(runs: str, shape: int, number: int) -> str:
    given = f'id="{number}" paraPrIDRef="{shape}" styleIDRef="0" pageBreak="0" columnBreak="0" merged="0"'
    return f"<hp:p {given}>{runs}</hp:p>"


def _runs(line: Line) -> str:
    return f'<hp:run charPrIDRef="{_STYLES[line.style][1]}"><hp:t>{escape(line.text)}</hp:t></hp:run>'


def _table(grid: Grid, number: int) -> str:
    widths = [_WIDTH * share // 100 for share in grid.widths]
    rows = "".join(
        "<hp:tr>" + "".join(_cell(text, widths[column], column, row) for column, text in enumerate(texts)) + "</hp:tr>"
        for row, texts in enumerate(grid.rows)
    )
    return (
        f'<hp:run charPrIDRef="0"><hp:tbl id="{1000 + number}" zOrder="{number}" numberingType="TABLE" '
        'textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES" lock="0" dropcapstyle="None" pageBreak="CELL" '
        f'repeatHeader="1" rowCnt="{len(grid.rows)}" colCnt="{len(widths)}" cellSpacing="0" borderFillIDRef="2" '
        f'noAdjust="0"><hp:sz width="{sum(widths)}" widthRelTo="ABSOLUTE" height="{_ROW * len(grid.rows)}" '
        'heightRelTo="ABSOLUTE" protect="0"/><hp:pos treatAsChar="1" affectLSpacing="0" flowWithText="1" '
        'allowOverlap="0" holdAnchorAndSO="0" vertRelTo="PARA" horzRelTo="PARA" vertAlign="TOP" horzAlign="LEFT" '
        'vertOffset="0" horzOffset="0"/><hp:outMargin left="0" right="0" top="0" bottom="0"/>'
        f'<hp:inMargin left="510" right="510" top="141" bottom="141"/>{rows}</hp:tbl><hp:t/></hp:run>'
    )


def _cell(text: str, width: int, column: int, row: int) -> str:
    inside = _paragraph(_runs(Line(text)), 0, 0)
    return (
        '<hp:tc name="" header="0" hasMargin="0" protect="0" editable="0" dirty="0" borderFillIDRef="2">'
        '<hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="CENTER" linkListIDRef="0" '
        f'linkListNextIDRef="0" textWidth="0" textHeight="0" hasTextRef="0" hasNumRef="0">{inside}</hp:subList>'
        f'<hp:cellAddr colAddr="{column}" rowAddr="{row}"/><hp:cellSpan colSpan="1" rowSpan="1"/>'
        f'<hp:cellSz width="{width}" height="{_ROW}"/><hp:cellMargin left="510" right="510" top="141" bottom="141"/>'
        "</hp:tc>"
    )
