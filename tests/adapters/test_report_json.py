import json
from dataclasses import replace

from pulmu.adapters.report_json import JsonReportWriter
from pulmu.model import Company, Installation, Period
from pulmu.services.ports import ReportWriter
from pulmu.services.report import Report, Value


def a_report() -> Report:
    return Report(
        format="pulmu.report/2",
        program="pulmu 0.1.0",
        company=Company(name="Hanbit Fastening", name_local="한빛체결", country="KR"),
        installation=Installation(name="Ansan Works", country="KR"),
        period=Period.of_year(2026),
        scenario=None,
        plant_sha256="ab",
        total_direct_emissions=Value(0.1 + 0.2, "t CO2e", "k"),
        goods=(),
        processes=(),
        precursors=(),
        balances=(),
        remarks=(),
        choices=(),
        editions=(),
        figures={},
        formulas={},
    )


def test_the_writer_fulfils_its_port() -> None:
    writer: ReportWriter = JsonReportWriter()
    assert writer.suffix == "json"


def test_the_file_keeps_every_digit_the_order_and_the_hangul() -> None:
    text = JsonReportWriter()(a_report(), "en").decode()
    assert text.endswith("}\n")
    assert "0.30000000000000004" in text
    assert "한빛체결" in text
    tree = json.loads(text)
    assert list(tree)[:3] == ["format", "program", "company"]
    assert (tree["scenario"], tree["company"]["address"], tree["period"]) == (None, "", 2026)


def test_the_same_report_gives_the_same_bytes_in_any_language() -> None:
    assert JsonReportWriter()(a_report(), "ko") == JsonReportWriter()(replace(a_report()), "en")
