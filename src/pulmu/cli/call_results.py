"""`pulmu call-results`: what came of a call, fit to be published."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.screen import Screen
from pulmu.locale import about_won
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.services.call_results import CallResults, ResultRow


def show_results(
    decisions: Annotated[str, typer.Argument(metavar="DECISIONS", help="decisions of a call: .yaml or .json")],
    out: Annotated[Path | None, typer.Option("--out", help="new .json file for what is published")] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Count who applied and with what result, by size, region and industry; no number tells of single firms."""
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.letters import read_decisions
    from pulmu.services.call_results import call_results
    from pulmu.services.check_decisions import check_decisions

    screen = screen_for(lang)
    checked = check_decisions(read_decisions(decisions))
    if checked.decisions is None:
        refuse(checked.problems, screen, as_json)
    found = call_results(checked.decisions)
    content = json.dumps(encode(found, full=True), ensure_ascii=False, indent=1)
    if out is not None:
        save_new_file(out, (content + "\n").encode())
    if as_json:
        print_out(content)
        return
    print_results(found, screen)
    if out is not None:
        screen.line(screen.text("cli.call_results.written", file=str(out)))


def print_results(found: "CallResults", screen: Screen) -> None:
    """All tables, the money, and how much is hidden."""
    from pulmu.locale.result_words import group_words
    from pulmu.services.call_results import RESULTS

    korean = screen.language == "ko"
    screen.title(screen.text("cli.call_results.title", call=found.name_ko if korean else found.name_en))
    heads = [screen.text(f"cli.call_results.{name}") for name in ("applied", *RESULTS)]
    screen.table(["", *heads], [_row(screen.text("cli.call_results.total"), found.total, screen)])
    for table in found.tables:
        screen.line("")
        rows = [_row(group_words(table.by, row.of, screen.language), row, screen) for row in table.rows]
        screen.table([screen.text(f"cli.call_results.by.{table.by}"), *heads], rows)
    screen.line("")
    if found.granted_krw is None:
        screen.line(screen.text("cli.call_results.granted_hidden"))
    else:
        amount = about_won(found.granted_krw, screen.language)
        screen.line(screen.text("cli.call_results.granted", amount=amount))
    if found.hidden:
        screen.line(screen.text("cli.call_results.note", count=found.hidden))


def _row(name: str, row: "ResultRow", screen: Screen) -> list[str]:
    hidden = screen.text("cli.call_results.hidden")
    return [name, *(hidden if number is None else f"{number:,}" for number in (row.applied, *row.counts))]
