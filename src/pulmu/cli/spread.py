"""`pulmu spread`: how far the figures of goods may be off, beside what is declared."""

import dataclasses
import json
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
    print_out,
    read_cited_plant,
    refuse,
    screen_for,
)
from pulmu.cli.screen import Screen
from pulmu.locale import digits, percent, plain, unit_symbol
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.carbon.plant_draws import Uncertainty
    from pulmu.services.spread import Band, Spread, SpreadOfGood

_NAME = 40


def show_spread(
    plant: PlantArgument,
    uncertainty: Annotated[
        list[str],
        typer.Option(
            "--uncertainty",
            metavar="KIND=PERCENT",
            help="relative standard uncertainty of a kind of input, such as amounts=1.5; once for each kind",
        ),
    ],
    draws: Annotated[int, typer.Option("--draws", min=100, max=100_000, help="how many plants to draw")] = 10_000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="the same seed draws the same plants")] = 1,
    store: CitedStoreOption = None,
    gaps: CitedGapsOption = GapsChoice.REFUSE,
    as_json: JsonOption = False,
    lang: LangOption = None,
    edition: EditionOption = None,
) -> None:
    """Tell how far the figures of goods may be off, from uncertainties you state; what is declared stays as it is."""
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.spread import spread_of_goods

    stated = _stated(uncertainty)
    screen = screen_for(lang)
    document = read_cited_plant(plant, store, gaps)
    outcome = spread_of_goods(document, stated, edition=edition or DEFAULT_EDITION, draws=draws, seed=seed)
    if outcome.spread is None:
        refuse(outcome.problems, screen, as_json)
    if as_json:
        print_out(json.dumps(encode(outcome.spread, full=True), ensure_ascii=False, indent=1))
        return
    print_spread(outcome.spread, screen)


def _stated(words: list[str]) -> "Uncertainty":
    from pulmu.carbon.plant_draws import Uncertainty

    kinds = [item.name for item in dataclasses.fields(Uncertainty)]
    given: dict[str, float] = {}
    for word in words:
        kind, _, number = word.partition("=")
        try:
            value = float(number.removesuffix("%")) / 100
        except ValueError:
            value = -1.0
        if kind not in kinds or kind in given or not 0 <= value <= 2:
            said = f"{word!r}: write each kind once as KIND=PERCENT, from 0 to 200; kinds: {', '.join(kinds)}"
            raise typer.BadParameter(said, param_hint="--uncertainty")
        given[kind] = value
    return Uncertainty(**given)


def print_spread(spread: "Spread", screen: Screen) -> None:
    """Per good the declared figure and the band beside it, what was stated, and what it is not."""
    screen.title(screen.text("cli.spread.title"))
    screen.line(screen.text("cli.spread.beside"))
    words = {"draws": f"{spread.draws:,}", "seed": spread.seed, "stated": _words(spread, screen)}
    screen.line(screen.text("cli.spread.drawn", **words))
    heads = [screen.text(f"cli.spread.{name}") for name in ("declared", "low", "middle", "high")]
    head = [screen.text("cli.good"), "CN", *heads]
    screen.title(f"{screen.text('cli.see')} {unit_symbol('t CO2e/t', screen.language)}")
    screen.table(head, [_row(good, good.specific_embedded_emissions, screen) for good in spread.goods], left=2)
    priced = [(good, good.certificates_per_tonne) for good in spread.goods]
    rows = [_row(good, band, screen) for good, band in priced if band is not None]
    if not rows:
        return
    screen.title(screen.text("cli.spread.certificates"))
    screen.table(head, rows, left=2)
    screen.line("  " + screen.text("cli.spread.allocation"))


def _words(spread: "Spread", screen: Screen) -> str:
    stated = {name: value for name, value in dataclasses.asdict(spread.uncertainty).items() if value}
    said = [f"{screen.text(f'cli.spread.{name}')} {percent(value, screen.language)}" for name, value in stated.items()]
    return ", ".join(said) or screen.text("cli.spread.none")


def _row(good: "SpreadOfGood", band: "Band", screen: Screen) -> list[str]:
    local = good.name_local if screen.language == "ko" else ""
    values = (band.declared, band.low, band.middle, band.high)
    return [plain(local or good.name, _NAME), good.cn_code, *(digits(value, "t CO2e/t") for value in values)]
