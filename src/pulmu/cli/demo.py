"""The demo: one story that grows with every part. Two plants learn their figures and what they cost."""

from datetime import date
from pathlib import Path

from pulmu.bootstrap.files import save_files
from pulmu.bootstrap.plants import template_workbook
from pulmu.bootstrap.reports import report_files
from pulmu.bootstrap.samples import read_sample, sample_names, sample_text
from pulmu.bootstrap.suppliers import request_files
from pulmu.cli.demo_bill import bill_year
from pulmu.cli.demo_calls import decide_call
from pulmu.cli.demo_control import write_setpoint
from pulmu.cli.demo_documents import MEASURED, gather
from pulmu.cli.demo_line import try_line
from pulmu.cli.demo_match import match_supplier
from pulmu.cli.demo_place import share_with_importer
from pulmu.cli.demo_plans import look_ahead
from pulmu.cli.demo_support import ask_programmes
from pulmu.cli.groupings import print_groupings
from pulmu.cli.official import cells_typed, print_expected
from pulmu.cli.screen import Screen
from pulmu.cli.summary import print_summary
from pulmu.cli.suppliers import print_requests
from pulmu.model import InputError
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.advise_groupings import advise_groupings
from pulmu.services.check_plant import check_plant
from pulmu.services.official_template import fill_official_template
from pulmu.services.report_cbam import report_cbam
from pulmu.services.supplier_request import request_suppliers

SCENARIO = "last_published_price"
"""Price scenario of the sample plants for the quarters whose price is not published."""
WRITTEN = date(2026, 12, 1)
"""Day on which the sample plant writes to its suppliers: the demo leaves the same files on any day."""


def run_demo(out: Path, screen: Screen) -> None:
    """Compute the sample plants, write their reports, and say what a manager wants to know."""
    for number, name in enumerate(sample_names(), start=1):
        screen.line("=" * 78)
        screen.line(screen.text("cli.demo_plant", number=number, name=name))
        if name == MEASURED:
            gather(out / name, screen)
        report_sample(name, out / name, screen)
        if name == MEASURED:
            ask_suppliers(out / name / "supplier-request", screen)
            fill_template(out / name, screen)
            compare_groupings(screen)
            bill_year(out / name / "store", screen)
            look_ahead(name, out / name, screen)
            try_line(name, out / name / "line", screen)
            write_setpoint(name, out / name / "control", screen)
            share_with_importer(name, DEFAULT_EDITION, SCENARIO, out / name / "shared", screen)
            ask_programmes(out / name / "support", WRITTEN, screen)
            decide_call(out / name / "call", WRITTEN, screen)
            match_supplier(out / name / "matching", WRITTEN, screen)
    screen.line("=" * 78)
    for key in (
        "cli.demo_next_own",
        "cli.demo_next_check",
        "cli.demo_next_report",
        "cli.demo_next_explain",
        "cli.demo_next_serve",
    ):
        screen.line(screen.text(key, sample=str(out / "fasteners" / "plant.xlsx")))


def report_sample(name: str, folder: Path, screen: Screen) -> None:
    """A sample plant's description and its reports."""
    outcome = report_cbam(read_sample(name), scenario=SCENARIO)
    if outcome.report is None:
        raise InputError(*outcome.problems)
    files = {
        "plant.yaml": sample_text(name).encode(),
        "plant.xlsx": template_workbook(screen.language, check_plant(read_sample(name)).plant),
        **report_files(outcome.report, "ko"),
    }
    save_files(folder, files)
    print_summary(outcome.report, screen)
    screen.line("")
    screen.line(screen.text("cli.written", folder=str(folder), files=", ".join(files)))


def compare_groupings(screen: Screen) -> None:
    """The fastener maker asks whether other process boundaries would be allowed, and what they would move."""
    advice = advise_groupings(read_sample(MEASURED), scenario=SCENARIO).advice
    if advice is not None:
        print_groupings(advice, screen)


def fill_template(folder: Path, screen: Screen) -> None:
    """What the Commission's template will compute for the fastener maker, who has yet to bring the file."""
    screen.title(screen.text("cli.official.title"))
    filling = fill_official_template(read_sample(MEASURED))
    screen.line(screen.text("cli.official.demo", cells=cells_typed(filling), differences=len(filling.differences)))
    print_expected(filling, screen)
    screen.line(screen.text("cli.official.demo_next", plant=str(folder / "plant.yaml")))


def ask_suppliers(folder: Path, screen: Screen) -> None:
    """The fastener maker asks for the figure it lacks: that of its Chinese wire rod."""
    found = request_suppliers(read_sample(MEASURED), today=WRITTEN)
    files = request_files(found.requests)
    save_files(folder, files)
    screen.title(screen.text("cli.suppliers.title"))
    print_requests(found, screen)
    screen.line(screen.text("cli.suppliers.written", folder=str(folder), files=", ".join(files)))
