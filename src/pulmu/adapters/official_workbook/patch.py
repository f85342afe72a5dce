"""Types values into a template by changing the XML of its sheets and nothing else.

Drawings, protection, lists, conditional formats, formulas and extensions stay as they are, because the parts that hold
them are copied byte for byte, and in a patched part only cells change: a value that is typed, or the stored result of a
formula, taken away because it was computed from an empty template. A program that opens the file computes it anew.
"""

import dataclasses
import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from pulmu.adapters.official_workbook.layout import SHEETS, Cells, cells_of
from pulmu.adapters.official_workbook.template import Template
from pulmu.model import InputError, Problem, problem, warning
from pulmu.services.official_content import FilledTemplate, OfficialContent

_WORKBOOK = "xl/workbook.xml"
_CELL = re.compile(r"<c\s([^<>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_REFERENCE = re.compile(r'(?:^|\s)r="([A-Z]{1,3}[0-9]{1,7})"')
_KIND = re.compile(r'(?:^|(?<=\s))t="[^"]*"\s*')
_RESULT = re.compile(r"<v>[^<]*</v>|<v/>")
_FORMULA = re.compile(r"<f\b[^<>]*?(?:/>|>(.*?)</f>)", re.DOTALL)
_FIXED = re.compile(r"\s*(?:Translations!\$?[A-Z]+\$?\d+|HYPERLINK\(.*|CELL\(.*|&quot;.*|CONST_\w+)\s*", re.DOTALL)
"""Formulas whose stored result holds whatever is typed: words of the template, links."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DAY_ZERO = date(1899, 12, 30)
_COMPUTED = frozenset(SHEETS) | {"F_Tools", "Summary_Communication", "InputOutput", "a_Contents"}
"""Sheets with results that depend on what is typed."""


def fill_template(template: Template, content: OfficialContent) -> FilledTemplate:
    """The template with the content in it.

    Raises
    ------
    InputError  A cell to write is locked, holds a formula or is not there (`official.locked_cell`).
    """
    named, problems = _named_country(template, content)
    problems += [
        warning(
            "official.code_not_listed",
            f"Summary_Products, F{10 + number}",
            f"the template of 2024 does not list CN {item.cn_code}; its name there shows an error",
            "tell the importer the name of the good",
            cn_code=item.cn_code or "",
        )
        for number, item in enumerate(content.products)
        if item.cn_code not in template.goods
    ]
    filled = fill_cells(template, cells_of(named))
    return dataclasses.replace(filled, problems=tuple(problems))


def _named_country(template: Template, content: OfficialContent) -> tuple[OfficialContent, list[Problem]]:
    """The country of the installation by the name the template gives it, and origins that its list holds."""
    problems = []
    installation = content.installation
    code = installation.country or ""
    if code and code not in template.countries:
        problems.append(_unlisted(code, "A_InstData, I26"))
    named = dataclasses.replace(installation, country=template.countries.get(code))
    precursors = []
    for number, item in enumerate(content.precursors):
        known = item.country is None or item.country in template.countries
        if not known:
            problems.append(_unlisted(item.country or "", f"A_InstData, F{102 + number}"))
        precursors.append(item if known else dataclasses.replace(item, country=None))
    return dataclasses.replace(content, installation=named, precursors=tuple(precursors)), problems


def _unlisted(code: str, where: str) -> Problem:
    said = f"the template's list of countries does not hold {code}; the cell stays blank"
    return warning("official.country_not_listed", where, said, "choose the country in the file", country=code)


def fill_cells(template: Template, cells: Cells) -> FilledTemplate:
    """The template with values in its cells: texts, numbers, yes or no, days.

    Raises
    ------
    InputError  A cell is locked, holds a formula or is not there (`official.locked_cell`); a number is not finite.
    """
    _refuse_locked(template, cells)
    sheet_of = {part: sheet for sheet, part in template.sheets.items() if sheet in cells or sheet in _COMPUTED}
    unchanged, changed = [], {}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for item, content in template.parts:
            sheet = sheet_of.get(item.filename, "")
            new = content
            if item.filename == _WORKBOOK:
                new = _compute_on_opening(content)
            elif sheet:
                new = _patched(content, cells.get(sheet, {}), template.name)
            if new == content:
                unchanged.append(item.filename)
            else:
                changed[item.filename] = sheet
            archive.writestr(_copied(item), new, zipfile.ZIP_DEFLATED, 6)
    written = {sheet: tuple(values) for sheet, values in cells.items() if values}
    return FilledTemplate(buffer.getvalue(), template.is_published, written, tuple(unchanged), changed)


def _refuse_locked(template: Template, cells: Cells) -> None:
    locked = [(sheet, cell) for sheet, values in cells.items() for cell in values
              if cell not in template.open.get(sheet, frozenset())]  # fmt: skip
    if locked:
        said = "the cell is locked, holds a formula or is not there, which no cell to fill in is in V2.1.1"
        mend = "give the file as the Commission publishes it, not one that was changed"
        raise InputError(
            *(problem("official.locked_cell", f"{template.name}, sheet {sheet}, cell {cell}", said, mend)
              for sheet, cell in locked[:20])
        )  # fmt: skip


def _copied(item: zipfile.ZipInfo) -> zipfile.ZipInfo:
    copy = zipfile.ZipInfo(item.filename, item.date_time)
    copy.external_attr, copy.create_system = item.external_attr, item.create_system
    return copy


def _compute_on_opening(content: bytes) -> bytes:
    """The workbook part, asking whoever opens it to compute every formula."""
    text = content.decode("utf-8")
    found = re.search(r"<calcPr\b[^<>]*?/?>", text)
    if found is None:
        return text.replace("</workbook>", '<calcPr fullCalcOnLoad="1"/></workbook>').encode()
    if 'fullCalcOnLoad="1"' in found[0]:
        return content
    bare = re.sub(r'\sfullCalcOnLoad="[^"]*"', "", found[0])
    return text.replace(found[0], bare.replace("<calcPr", '<calcPr fullCalcOnLoad="1"', 1), 1).encode()


def _patched(content: bytes, values: Mapping[str, Any], name: str) -> bytes:
    """A sheet with values typed, and without the results of formulas that depend on what is typed."""
    left = dict(values)

    def change(found: re.Match[str]) -> str:
        attributes, inside = found[1], found[2] or ""
        reference = _REFERENCE.search(attributes)
        cell = reference[1] if reference else ""
        if cell in left:
            return _typed(attributes, left.pop(cell))
        formula = _FORMULA.search(inside)
        if formula is None or _FIXED.fullmatch(formula[1] or ""):
            return found[0]
        return f"<c {_KIND.sub('', attributes).strip()}>{_RESULT.sub('', inside)}</c>"

    text = _CELL.sub(change, content.decode("utf-8"))
    if left:
        said = "the cell cannot be found in the sheet"
        mend = "give the file as the Commission publishes it, not one that was changed"
        raise InputError(*(problem("official.locked_cell", f"{name}, cell {cell}", said, mend) for cell in left))
    return text.encode("utf-8")


def _typed(attributes: str, value: Any) -> str:
    """A cell that keeps its format and holds a value."""
    kept = _KIND.sub("", attributes).strip()
    if isinstance(value, bool):
        return f'<c {kept} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return f"<c {kept}><v>{(value - _DAY_ZERO).days}</v></c>"
    if isinstance(value, float | int):
        return f"<c {kept}><v>{float(value)!r}</v></c>"
    text = escape(_NOT_XML.sub(" ", str(value)))
    return f'<c {kept} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
