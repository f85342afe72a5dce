"""Files of the operator's emissions report and of its summary."""

import json
from collections.abc import Iterable

from pulmu.model import encode
from pulmu.services.operators_report import OperatorsReport
from pulmu.services.ports import Language

_NAMES = {"report": "emissions_report", "summary": "summary"}
"""Name of the file of each list."""


def operators_report_files(reports: Iterable[OperatorsReport], language: Language) -> dict[str, bytes]:
    """Each list as JSON, workbook and PDF in English, and reading copies if another language is asked for."""
    files: dict[str, bytes] = {}
    for made in reports:
        name = _NAMES[made.list]
        files[f"{name}.json"] = _json(made)
        files |= _drawn(made, name, "en", "")
        if language != "en":
            files |= _drawn(made, name, language, f".{language}")
    return files


def _json(made: OperatorsReport) -> bytes:
    return (json.dumps(encode(made, full=True), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _drawn(made: OperatorsReport, name: str, language: Language, mark: str) -> dict[str, bytes]:
    from pulmu.adapters.operators_report_pdf import write_operators_report_pdf
    from pulmu.adapters.operators_report_xlsx import write_operators_report_xlsx

    return {
        f"{name}{mark}.xlsx": write_operators_report_xlsx(made, language),
        f"{name}{mark}.pdf": write_operators_report_pdf(made, language),
    }
