"""The machine-readable report: report.json."""

import json
from typing import Any

from pulmu.model import encode
from pulmu.services.ports import Language
from pulmu.services.report import Report

_TABLES = ("figures", "formulas", "figure_inputs", "units")
"""Parts with a row to a line: long, and read by machines."""


class JsonReportWriter:
    """Draws a report as JSON in the order of its attributes, every digit kept; for programs, whatever the language."""

    suffix = "json"

    def __call__(self, report: Report, language: Language) -> bytes:  # noqa: ARG002 - the port's signature
        """The file's bytes; the same report gives the same bytes."""
        parts = [f" {json.dumps(name)}: {_part(name, part)}" for name, part in encode(report, full=True).items()]
        return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _part(name: str, part: Any) -> str:
    if name not in _TABLES or not part:
        return _text(part, 1).replace("\n", "\n ")
    if isinstance(part, list):
        return "[\n" + ",\n".join(f"  {_text(row)}" for row in part) + "\n ]"
    return "{\n" + ",\n".join(f"  {_text(key)}: {_text(row)}" for key, row in part.items()) + "\n }"


def _text(part: Any, indent: int | None = None) -> str:
    return json.dumps(part, ensure_ascii=False, indent=indent, allow_nan=False)
