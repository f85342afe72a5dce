"""Files of a report."""

from collections.abc import Callable

from pulmu.services.ports import (
    Language,
    ReportWriter,
)
from pulmu.services.report import Report


def report_files(report: Report, language: Language) -> dict[str, bytes]:
    """Files of a report by name: the operator's in English with the script that recomputes it, and a reading copy if
    another language is asked for."""
    return {name: draw(report) for name, draw in drawings(language).items()}


def drawings(language: Language) -> dict[str, Callable[[Report], bytes]]:
    """How each file of a report is drawn."""
    from pulmu.adapters.report_json import JsonReportWriter
    from pulmu.adapters.report_pdf import PdfReportWriter
    from pulmu.adapters.report_xlsx import XlsxReportWriter
    from pulmu.adapters.sankey import sankey

    def drawing(writer: ReportWriter, words: Language) -> Callable[[Report], bytes]:
        return lambda report: writer(report, words)

    writers: tuple[ReportWriter, ...] = (JsonReportWriter(), XlsxReportWriter(), PdfReportWriter(sankey))
    drawings = {f"report.{writer.suffix}": drawing(writer, "en") for writer in writers}
    drawings["recompute.py"] = lambda _: recompute_script()
    if language != "en":
        drawings |= {f"report.{language}.{writer.suffix}": drawing(writer, language) for writer in writers[1:]}
    return drawings


def recompute_script() -> bytes:
    """The script that recomputes a report with nothing but Python."""
    from pulmu.adapters.report_script import recompute_script as script

    return script()
