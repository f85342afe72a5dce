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
    ScenarioOption,
    print_out,
    read_cited_plant,
    refuse,
    screen_for,
)
from pulmu.cli.screen import Screen
from pulmu.locale import digits, number, percent, plain, unit_symbol
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.carbon.plant_draws import Uncertainty
    from pulmu.services.spread import Band, Spread, SpreadOfGood
    from pulmu.services.tornado import Alone, Tornado

_NAME = 40
_BANDS = (
    ("cli.see", "specific_embedded_emissions", "t CO2e/t"),
    ("cli.spread.sefa", "specific_embedded_free_allocation", "t CO2e/t"),
    ("cli.spread.certificates", "certificates_per_tonne", "t CO2e/t"),
    ("cli.spread.cost", "cost", "EUR"),
)


def show_spread(
    plant: PlantArgument,
    uncertainty: Annotated[
        list[str] | None,
        typer.Option(
            "--uncertainty",
            metavar="KIND=PERCENT",
            help="relative standard uncertainty of a kind of input, such as amounts=1.5; once for each kind",
        ),
    ] = None,
    inputs: Annotated[
        str | None,
        typer.Option("--inputs", metavar="FILE", help="what is stated of single inputs: a file of uncertainty/1"),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", min=100, max=100_000, help="how many plants to draw")] = 10_000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="the same seed draws the same plants")] = 1,
    shares: Annotated[
        bool, typer.Option("--shares", help="also what share of the variance each kind makes, and what to measure next")
    ] = False,
    scenario: ScenarioOption = None,
    store: CitedStoreOption = None,
    gaps: CitedGapsOption = GapsChoice.REFUSE,
    as_json: JsonOption = False,
    lang: LangOption = None,
    edition: EditionOption = None,
) -> None:
    """Tell how far the figures of goods may be off, from uncertainties you state; what is declared stays as it is."""
    from pulmu.bootstrap.plants import read_stated_uncertainty
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.spread import spread_of_goods
    from pulmu.services.tornado import tornado_of_plant

    if not uncertainty and inputs is None:
        raise typer.BadParameter("say how sure inputs are: --uncertainty or --inputs", param_hint="--uncertainty")
    stated = _stated(uncertainty or [])
    of_inputs = read_stated_uncertainty(inputs) if inputs is not None else None
    screen = screen_for(lang)
    document = read_cited_plant(plant, store, gaps)
    used = edition or DEFAULT_EDITION
    outcome = spread_of_goods(
        document, stated, edition=used, scenario=scenario, draws=draws, seed=seed, inputs=of_inputs
    )
    if outcome.spread is None:
        refuse(outcome.problems, screen, as_json)
    tornado = tornado_of_plant(document, stated, used, scenario, of_inputs).tornado if shares else None
    if as_json:
        tree = encode(outcome.spread, full=True) | ({"shares": encode(tornado, full=True)} if tornado else {})
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
        return
    print_spread(outcome.spread, screen)
    if tornado is not None:
        print_shares(tornado, {good.id: _name(good, screen) for good in outcome.spread.goods}, screen)
        print_suppliers(tornado, screen)


def _kinds() -> list[str]:
    from pulmu.carbon.plant_draws import Uncertainty

    return [item.name for item in dataclasses.fields(Uncertainty)]


def _stated(words: list[str]) -> "Uncertainty":
    from pulmu.carbon.plant_draws import Uncertainty

    kinds = _kinds()
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
    for title, attribute, unit in _BANDS:
        rows = [
            _row(good, band, unit, screen) for good in spread.goods if (band := getattr(good, attribute)) is not None
        ]
        if rows:
            screen.title(f"{screen.text(title)} {unit_symbol(unit, screen.language)}".strip())
            screen.table([screen.text("cli.good"), "CN", *_heads(screen)], rows, left=2)
    screen.line("  " + screen.text("cli.spread.allocation"))


def _heads(screen: Screen) -> list[str]:
    return [screen.text(f"cli.spread.{name}") for name in ("declared", "mean", "low", "middle", "high")]


def print_shares(tornado: "Tornado", names: dict[str, str], screen: Screen) -> None:
    """Of each good the share of the variance each kind makes; then what better data would take away of the risk."""
    screen.title(screen.text("cli.spread.shares"))
    head = [screen.text(f"cli.spread.{name}") for name in ("kind", "first", "total", "low", "high")]
    for good, alone in tornado.alone.items():
        screen.line(f"  {names[good]}")
        screen.table(head, [_share(item, screen) for item in alone])
    if tornado.risk is None:
        screen.line("  " + screen.text("cli.spread.no_cost"))
        return
    screen.title(screen.text("cli.spread.next"))
    screen.line(screen.text("cli.spread.risk", risk=_euro(tornado.risk, screen)))
    head = [screen.text(f"cli.spread.{name}") for name in ("kind", "less_risk", "less_cost")]
    screen.table(
        head,
        [
            [
                _kind(item.kind, screen),
                _euro(item.less_risk, screen),
                f"{_euro(item.less_cost, screen)} ± {_euro(1.96 * item.less_cost_error, screen)}",
            ]
            for item in tornado.next
        ],
    )


def print_suppliers(tornado: "Tornado", screen: Screen) -> None:
    """Purchases that count by default, and what verified data would save."""
    if not tornado.suppliers:
        return
    screen.title(screen.text("cli.spread.suppliers"))
    head = [screen.text(f"cli.spread.{name}") for name in ("purchase", "by_default", "supposed", "basis", "less_cost")]
    rows = [
        [
            plain(item.name, _NAME),
            digits(item.by_default, "t CO2e/t"),
            digits(item.supposed, "t CO2e/t"),
            screen.text(f"cli.spread.{item.basis}"),
            _euro(item.less_cost, screen),
        ]
        for item in tornado.suppliers
    ]
    screen.table(head, rows)
    screen.line("  " + screen.text("cli.spread.supposing"))


def _share(item: "Alone", screen: Screen) -> list[str]:
    shares = ((item.first, item.first_error), (item.total, item.total_error))
    told = [f"{percent(value, screen.language)} ± {percent(error, screen.language)}" for value, error in shares]
    ends = [digits(value, "t CO2e/t") for value in (item.band.low, item.band.high)]
    return [_kind(item.kind, screen), *told, *ends]


def _kind(name: str, screen: Screen) -> str:
    """A kind in words; an entry of what is stated of inputs by its name."""
    return screen.text(f"cli.spread.{name}") if name in _kinds() else name


def _euro(value: float, screen: Screen) -> str:
    return number(value, "EUR", screen.language)


def _words(spread: "Spread", screen: Screen) -> str:
    stated = {name: value for name, value in dataclasses.asdict(spread.uncertainty).items() if value}
    said = [f"{screen.text(f'cli.spread.{name}')} {percent(value, screen.language)}" for name, value in stated.items()]
    said += [item.id for item in spread.inputs.uncertain] if spread.inputs is not None else []
    return ", ".join(said) or screen.text("cli.spread.none")


def _row(good: "SpreadOfGood", band: "Band", unit: str, screen: Screen) -> list[str]:
    values = (band.declared, band.mean, band.low, band.middle, band.high)
    return [_name(good, screen), good.cn_code, *(digits(value, unit) for value in values)]


def _name(good: "SpreadOfGood", screen: Screen) -> str:
    local = good.name_local if screen.language == "ko" else ""
    return plain(local or good.name, _NAME)
