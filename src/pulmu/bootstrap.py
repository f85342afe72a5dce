"""The only place that picks adapters and hands out services. What a command does not need is not loaded."""

from pathlib import Path

from pulmu.model import Document
from pulmu.services.ports import Language, ReportWriter
from pulmu.services.report import Report


def read_plant(path: str) -> Document:
    """Read a plant's file."""
    from pulmu.adapters.plant_file import read_plant_file

    return read_plant_file(path)


def sample_names() -> tuple[str, ...]:
    """Names of the packaged sample plants."""
    from pulmu.adapters.samples import sample_names as names

    return tuple(names())


def read_sample(name: str) -> Document:
    """A packaged sample plant."""
    from pulmu.adapters.samples import read_sample as read

    return read(name)


def sample_text(name: str) -> str:
    """The file of a packaged sample plant, to start one's own from."""
    from pulmu.adapters.samples import sample_text as text

    return text(name)


def report_files(report: Report, language: Language) -> dict[str, bytes]:
    """Files of a report by name: the operator's in English, and a reading copy if another language is asked for."""
    from pulmu.adapters.report_json import JsonReportWriter
    from pulmu.adapters.report_pdf import PdfReportWriter
    from pulmu.adapters.report_xlsx import XlsxReportWriter
    from pulmu.adapters.sankey import sankey

    writers: tuple[ReportWriter, ...] = (JsonReportWriter(), XlsxReportWriter(), PdfReportWriter(sankey))
    files = {f"report.{writer.suffix}": writer(report, "en") for writer in writers}
    if language != "en":
        files |= {f"report.{language}.{writer.suffix}": writer(report, language) for writer in writers[1:]}
    return files


def save_files(folder: Path, files: dict[str, bytes]) -> None:
    """Put finished files into a folder: all of them or none."""
    from pulmu.adapters.folder import write_folder

    write_folder(str(folder), files)
