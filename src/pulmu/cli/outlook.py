"""`pulmu outlook`: what a plant's goods cost their importers to 2034, under a named rule set and price scenario."""

import json
import sys
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
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import digits, percent, plain, problems_tree
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.services.certificates.amount import Amount
    from pulmu.services.certificates.outlook import GoodInYear, Outlook, YearAhead

_NAME = 80


def show_outlook(
    plant: PlantArgument,
    to: Annotated[int, typer.Option("--to", min=2026, max=2034, help="last year that is looked at")] = 2034,
    rules: Annotated[
        str | None,
        typer.Option("--rules", help="rule set where no law is set, or of a proposal: rates_of_2030, com_2026_616"),
    ] = None,
    scenario: ScenarioOption = None,
    growth: Annotated[
        float, typer.Option("--growth", min=-0.5, max=0.5, help="of the exports, a year: 0.02 is two per cent")
    ] = 0.0,
    store: CitedStoreOption = None,
    gaps: CitedGapsOption = GapsChoice.REFUSE,
    as_json: JsonOption = False,
    lang: LangOption = None,
    edition: EditionOption = None,
) -> None:
    """Tell what a plant's goods cost their importers year by year to 2034, by actual and by default values."""
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.certificates.outlook import look_ahead

    screen = screen_for(lang)
    outcome = look_ahead(
        read_cited_plant(plant, store, gaps), to=to, rules=rules, scenario=scenario, growth=growth,
        edition=edition or DEFAULT_EDITION,
    )  # fmt: skip
    if outcome.outlook is None:
        refuse(outcome.problems, screen, as_json)
    if as_json:
        tree = encode(outcome.outlook, full=True) | {"missing": problems_tree(outcome.problems, screen.language)}
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
        return
    _print(outcome.outlook, screen)
    if outcome.problems:
        screen.title(screen.text("cli.outlook.missing"))
        print_problems(outcome.problems, screen, sys.stdout)


def _print(outlook: "Outlook", screen: Screen) -> None:
    years = outlook.years
    screen.title(screen.text("cli.outlook.title", plant=plain(outlook.plant, _NAME), first=years[0].year,
                             last=years[-1].year))  # fmt: skip
    screen.line("  " + screen.text(f"cli.outlook.rules_{outlook.rules_status}", rules=outlook.rules))
    said = "prices_told" if outlook.scenario else "prices_published"
    screen.line("  " + screen.text(f"cli.outlook.{said}", scenario=plain(outlook.scenario, _NAME)))
    names = ("year", "share", "factor", "benchmarks", "certificates", "default_certificates", "cost", "default_cost")
    screen.table([screen.text(f"cli.outlook.{name}") for name in names], [_sums(item, screen) for item in years])
    for number, good in enumerate(years[0].goods):
        _print_good(good, [(item.year, item.goods[number]) for item in years], screen)
    screen.title(screen.text("cli.outlook.notes"))
    for note in outlook.notes:
        shown = screen.text(
            f"cli.outlook.note_{note}", first=years[0].year, growth=percent(outlook.growth, screen.language)
        )
        screen.line("  " + shown)


def _sums(item: "YearAhead", screen: Screen) -> list[str]:
    kept, rate = item.free_allocation_share.value, item.correction_factor
    factor = f"{rate.value:g}" if rate is not None and kept > 0 else "-"
    year = "-" if factor == "-" else str(item.benchmark_year)
    found = (item.certificates, item.default_certificates, item.cost, item.default_cost)
    return [str(item.year), percent(kept, screen.language), factor, year, *map(_cell, found)]


def _print_good(good: "GoodInYear", years: "list[tuple[int, GoodInYear]]", screen: Screen) -> None:
    name = good.name_local if screen.language == "ko" else good.name
    screen.title(f"{plain(name, _NAME)} ({good.cn_code})")
    names = ("year", "mass", "price", "per_tonne", "default_per_tonne", "cost", "default_cost")
    rows = [
        [str(year), _mass(item), _prices(item), _cell(item.certificates_per_tonne),
         _cell(item.default_certificates_per_tonne), _cell(item.cost), _cell(item.default_cost)]
        for year, item in years
    ]  # fmt: skip
    screen.table([screen.text(f"cli.outlook.{name}") for name in names], rows)


def _mass(item: "GoodInYear") -> str:
    return digits(sum(part.mass.value for part in item.quarters), "t")


def _prices(item: "GoodInYear") -> str:
    """The price of the year, or the least and the most of its quarters; * where one is of the scenario."""
    found = [part.price.value for part in item.quarters if part.price is not None]
    if not found or len(found) < len(item.quarters):
        return "-"
    star = "*" if any(part.is_scenario for part in item.quarters) else ""
    return star + "…".join(dict.fromkeys(digits(value, "EUR/t CO2e") for value in (min(found), max(found))))


def _cell(amount: "Amount | None") -> str:
    """A number as a table shows it; one that is missing is no zero."""
    return "-" if amount is None else digits(amount.value, amount.unit)
