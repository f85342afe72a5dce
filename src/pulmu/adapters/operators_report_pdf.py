"""The operator's emissions report, or its summary, as a PDF: every item in the order of the law's list."""

from typing import Any

from pulmu.adapters._operators_report.words import Part, counts, parts, title
from pulmu.adapters._typeset import breakable, typeset
from pulmu.locale import Language, period_text, plain, text
from pulmu.services.operators_report import OperatorsReport


def write_operators_report_pdf(report: OperatorsReport, language: Language) -> bytes:
    """The file's bytes; the same report gives the same bytes. English is the document; another language a reading copy.

    Raises
    ------
    OutsideError  The type setter failed (`outside.typst`), or its font is missing (`outside.no_font`).
    """
    return typeset("operators-report.typ", _document(report, language), f"{report.list}.pdf")


def _document(report: OperatorsReport, language: Language) -> dict[str, Any]:
    return {
        "lang": language,
        "title": title(report, language),
        "running": breakable(f"{plain(report.installation, 60)} · {report.period.year}"),
        "facts": [
            [text("paper.operator", language), breakable(plain(report.operator, 200))],
            [text("paper.installation", language), breakable(plain(report.installation, 200))],
            [text("paper.period", language), period_text(report.period, language)],
            [text("paper.program", language), report.program],
        ],
        "copy": text("paper.reading_copy", language),
        "unverified": text("paper.unverified", language),
        "counts": counts(report, language),
        "note": text("operators_report.note", language),
        "items": [_item(part, language) for part in parts(report, language)],
        "lacking": text("operators_report.lacking", language),
        "hash": [text("paper.hash", language), report.report_sha256 or text("paper.no_hash", language)],
        "page": text("paper.page", language, page="{page}", pages="{pages}"),
    }


def _item(part: Part, language: Language) -> dict[str, Any]:
    return {
        "number": str(part.number),
        "title": part.title,
        "point": part.point,
        "state": part.state,
        "state_words": part.state_words,
        "reason": part.reason,
        "rows": [
            [line.word, breakable(line.subject), line.shown(language), breakable(line.said)] for line in part.lines
        ],
        "lacks": [breakable(lack) for lack in part.lacks],
    }
