"""The machine-readable report: report.json."""

import json

from pulmu.model import encode
from pulmu.services.ports import Language
from pulmu.services.report import Report


class JsonReportWriter:
    """Draws a report as JSON in the order of its attributes, every digit kept; for programs, whatever the language."""

    suffix = "json"

    def __call__(self, report: Report, language: Language) -> bytes:  # noqa: ARG002 - the port's signature
        """The file's bytes; the same report gives the same bytes."""
        text = json.dumps(encode(report, full=True), ensure_ascii=False, indent=1, allow_nan=False)
        return f"{text}\n".encode()
