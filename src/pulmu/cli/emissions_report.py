"""Command for the operator's emissions report of the act, and its summary."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import (
    CitedGapsOption,
    CitedStoreOption,
    EditionOption,
    GapsChoice,
    JsonOption,
    LangOption,
    PlantArgument,
    ScenarioOption,
    print_out,
    read_cited_plant,
    refuse,
    screen_for,
)
from pulmu.cli.screen import Screen

if TYPE_CHECKING:
    from pulmu.reference.report_items import ItemList
    from pulmu.services.operators_report import OperatorsReport


def emissions_report(
    plant: PlantArgument,
    out: Annotated[Path, typer.Option("--out", help="folder for emissions_report and summary: .json, .xlsx and .pdf")],
    store: CitedStoreOption = None,
    gaps: CitedGapsOption = GapsChoice.REFUSE,
    as_json: JsonOption = False,
    lang: LangOption = None,
    edition: EditionOption = None,
    scenario: ScenarioOption = None,
) -> None:
    """Write the operator's emissions report (35 items, for the verifier) and its summary (16, for declarants)."""
    from pulmu.bootstrap.files import save_files
    from pulmu.bootstrap.operators_reports import operators_report_files
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.check_plant import check_plant
    from pulmu.services.operators_report import operators_report
    from pulmu.services.report_cbam import report_cbam

    screen = screen_for(lang)
    document = read_cited_plant(plant, store, gaps)
    outcome = report_cbam(document, edition=edition or DEFAULT_EDITION, scenario=scenario)
    described = check_plant(document).plant
    if outcome.report is None or described is None:
        refuse(outcome.problems, screen, as_json)
    lists: tuple[ItemList, ...] = ("report", "summary")
    made = [operators_report(described, outcome.report, which) for which in lists]
    files = operators_report_files(made, screen.language)
    save_files(out, files)
    if as_json:
        print_out(files["emissions_report.json"].decode())
        return
    for report in made:
        _print_state(report, screen)
    screen.line("")
    screen.line(screen.text("cli.written", folder=str(out), files=", ".join(files)))


def _print_state(report: "OperatorsReport", screen: Screen) -> None:
    """How many items are given, and what is missing of the others."""
    from pulmu.reference.report_items import report_items, report_words

    words = report_words("entry")
    names = {item.number: item.name(screen.language) for item in report_items(report.list)}
    screen.title(screen.text(f"operators_report.title_{report.list}", year=report.period.year))
    screen.line(
        screen.text(
            "operators_report.counts",
            all=len(report.items),
            given=report.count("given"),
            part=report.count("in_part"),
            missing=report.count("missing"),
            other=report.count("does_not_apply"),
        )
    )
    for item in report.items:
        lacks = dict.fromkeys(words[lack.word].name(screen.language) for lack in item.lacks)
        if lacks:
            screen.line(f"  {item.number}. {names[item.number]} - {', '.join(lacks)}")
