"""`pulmu certificates`: what an importer owes for the lines of a year."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import EditionOption, JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import date_text, digits, plain, problems_tree
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.services.certificates import Amount, Owed

_NAME = 40


def show_certificates(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="an importer's lines of one year: .yaml, .json, .csv or .xlsx")
    ],
    scenario: Annotated[
        str | None, typer.Option("--scenario", help="price scenario of the file, for quarters without a price")
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
    edition: EditionOption = None,
) -> None:
    """Tell what an importer owes: the 50 t test, certificates and cost, the declaration, what to hold, and when."""
    from pulmu.bootstrap.imports import read_imports_file
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.certificates import owe

    screen = screen_for(lang)
    outcome = owe(read_imports_file(file), edition=edition or DEFAULT_EDITION, scenario=scenario)
    if outcome.owed is None:
        refuse(outcome.problems, screen, as_json)
    if as_json:
        tree = encode(outcome.owed, full=True) | {"missing": problems_tree(outcome.problems, screen.language)}
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
        return
    print_owed(outcome.owed, screen)
    if outcome.problems:
        screen.title(screen.text("cli.certificates.missing"))
        print_problems(outcome.problems, screen, sys.stdout)


def print_owed(owed: "Owed", screen: Screen) -> None:
    """The mass test, the lines, the declaration, the holding, the days, and the readings it rests on."""
    screen.title(screen.text("cli.certificates.title", year=owed.year))
    test = "exceeded" if owed.is_exceeded else "within"
    screen.line(screen.text(f"cli.certificates.{test}", mass=f"{owed.mass.value:,.3f}"))
    _lines(owed, screen)
    screen.line(screen.text("cli.certificates.total", certificates=_cell(owed.certificates), cost=_cell(owed.cost)))
    _declaration(owed, screen)
    if owed.holdings:
        screen.title(screen.text("cli.certificates.hold"))
        names = ("quarter", "by_default", "by_last_year", "least")
        rows = [[item.quarter, *map(_cell, (item.by_default, item.by_last_year, item.least))] for item in owed.holdings]
        screen.table([screen.text(f"cli.certificates.{name}") for name in names], rows)
    screen.title(screen.text("cli.certificates.days"))
    for item in owed.calendar:
        said = item.what_local if screen.language == "ko" else item.what
        screen.line(f"  {date_text(item.due, screen.language)}  {said}")
    screen.title(screen.text("cli.certificates.readings"))
    screen.line("  " + screen.text(f"cli.certificates.floor_{owed.readings.floor}"))
    draft = "draft" if owed.readings.carbon_price_draft else "no_draft"
    screen.line("  " + screen.text(f"cli.certificates.{draft}"))


def _lines(owed: "Owed", screen: Screen) -> None:
    names = ("line", "quarter", "mass", "embedded", "allocation", "reduction", "certificates", "cost")
    rows = [
        [plain(line.id, _NAME), line.quarter, *map(_cell, (
            line.mass, line.embedded, line.free_allocation, line.carbon_price,
            line.certificates if line.obliged else None, line.cost if line.obliged else None,
        ))]
        for line in owed.lines
    ]  # fmt: skip
    screen.table([screen.text(f"cli.certificates.{name}") for name in names], rows, left=2)


def _declaration(owed: "Owed", screen: Screen) -> None:
    screen.title(screen.text("cli.certificates.declaration"))
    names = ("good", "mass", "embedded", "certificates", "reports")
    rows = [
        [f"{good.cn_code} {good.country_of_origin}", *map(_cell, (good.mass, good.embedded, good.certificates)),
         plain(", ".join(good.verification_reports), _NAME) or "-"]
        for good in owed.declaration
    ]  # fmt: skip
    screen.table([screen.text(f"cli.certificates.{name}") for name in names], rows)


def _cell(amount: "Amount | None") -> str:
    """A number as a table shows it; one that is missing is no zero."""
    return "-" if amount is None else digits(amount.value, amount.unit)
