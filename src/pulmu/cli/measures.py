"""`pulmu measures`: what would cut a plant's cost and carbon, what to do under a budget, who pays and who offers it."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import (
    CitedGapsOption,
    CitedStoreOption,
    GapsChoice,
    JsonOption,
    LangOption,
    PlantArgument,
    print_out,
    read_cited_plant,
    refuse,
    screen_for,
)
from pulmu.cli.problems import print_problems
from pulmu.cli.size import DayOption, asked_day
from pulmu.locale import problems_tree
from pulmu.model import InputError, encode

if TYPE_CHECKING:
    from datetime import date

    from pulmu.locale import Language
    from pulmu.services.measures.answer import MeasuresAnswer
    from pulmu.services.measures.pay import Backed

_Texts = list[str] | None
_FILES = (".xlsx", ".pdf")


def show_measures(
    plant: PlantArgument,
    price: Annotated[
        _Texts, typer.Option("--price", metavar="NAME=WON", help="price of electricity or of a fuel; repeatable")
    ] = None,
    used: Annotated[
        _Texts, typer.Option("--used", metavar="NAME=AMOUNT", help="what a part of the plant uses; repeatable")
    ] = None,
    saving: Annotated[
        _Texts, typer.Option("--saving", metavar="MEASURE=LOW..HIGH", help="own share of saving; repeatable")
    ] = None,
    quote: Annotated[
        _Texts, typer.Option("--quote", metavar="MEASURE=WON", help="investment by an offer; repeatable")
    ] = None,
    budget: Annotated[
        str, typer.Option("--budget", metavar="WON", help="most to spend now; by year with ; between: none: no plan")
    ] = "",
    years: Annotated[int, typer.Option("--years", min=1, max=20, help="years that are looked at")] = 9,
    discount: Annotated[float, typer.Option("--discount", min=0, max=1, help="of won, a year")] = 0.05,
    life: Annotated[int, typer.Option("--life", min=1, max=50, help="years a measure works, where not known")] = 10,
    certificate_price: Annotated[
        _Texts, typer.Option("--certificate-price", metavar="YEAR=EUR", help="of a scenario of yours; repeatable")
    ] = None,
    free_allocation: Annotated[
        _Texts,
        typer.Option("--free-allocation", metavar="YEAR=SHARE", help="share kept by a draft law; repeatable"),
    ] = None,
    usd: Annotated[float | None, typer.Option("--usd", min=1, help="won for a dollar; else an assumption")] = None,
    eur: Annotated[float | None, typer.Option("--eur", min=1, help="won for a euro; else an assumption")] = None,
    firm: Annotated[str | None, typer.Option("--firm", metavar="FIRM", help="the firm's file, for programmes")] = None,
    offers: Annotated[
        _Texts, typer.Option("--offers", metavar="FILE", help="offers of suppliers: .yaml, .json or .xlsx; repeatable")
    ] = None,
    day: DayOption = None,
    draws: Annotated[int, typer.Option("--draws", min=10, max=100_000, help="draws of savings and costs")] = 2_000,
    seed: Annotated[int, typer.Option("--seed", min=0, help="of the draws")] = 1,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="write the plan here: new .xlsx or .pdf file")
    ] = None,
    store: CitedStoreOption = None,
    gaps: CitedGapsOption = GapsChoice.REFUSE,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Size measures at a plant, plan them under a budget, and show who pays for them and who offers them."""
    from pulmu.cli.measures_screens import show_answer
    from pulmu.services.measures.answer import find_measures
    from pulmu.services.measures.told import Told, read_order

    screen, asked = screen_for(lang), asked_day(day)
    if out is not None and out.suffix.lower() not in _FILES:
        raise typer.BadParameter("name a .xlsx or .pdf file", param_hint="--out")
    document = read_cited_plant(plant, store, gaps)
    told = Told(
        prices=tuple(price or ()), facts=tuple(used or ()), savings=tuple(saving or ()), quotes=tuple(quote or ()),
        certificate_prices=tuple(certificate_price or ()), free_allocation=tuple(free_allocation or ()),
        budget=budget, years=years, discount=discount, life=life, dollar=usd, euro=eur, draws=draws, seed=seed,
    )  # fmt: skip
    try:
        order = read_order(told)
    except InputError as error:
        refuse(error.problems, screen, as_json)
    outcome = find_measures(document, order)
    if outcome.answer is None:
        refuse(outcome.problems, screen, as_json)
    backed = _backed(outcome.answer, asked, firm, offers or ())
    problems = (*outcome.problems, *backed.problems)
    if backed.problems and not backed.backings:
        refuse(problems, screen, as_json)
    if out is not None:
        _save(out, outcome.answer, backed, asked, screen.language)
    if as_json:
        tree = {"measures": encode(outcome.answer, full=True), "backing": encode(backed.backings, full=True)}
        tree["problems"] = problems_tree(problems, screen.language)
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
        return
    show_answer(screen, outcome.answer, backed.backings)
    if out is not None:
        screen.line(screen.text("cut.written", file=str(out)))
    if problems:
        print_problems(problems, screen, sys.stderr)


def _save(out: Path, answer: "MeasuresAnswer", backed: "Backed", day: "date", language: "Language") -> None:
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.measures import measures_paper, measures_workbook

    backings = backed.backings if any(item.aids or item.suppliers for item in backed.backings) else None
    if out.suffix.lower() == ".pdf":
        content = measures_paper(answer, backings, language, day)
    else:
        content = measures_workbook(answer, backings, language)
    save_new_file(out, content)


def _backed(answer: "MeasuresAnswer", day: "date", firm: str | None, offers: "list[str] | tuple[str, ...]") -> "Backed":
    from pulmu.bootstrap.measures import market_of_files
    from pulmu.bootstrap.support import packaged_programmes, read_firms
    from pulmu.services.measures.pay import back_measures

    return back_measures(
        answer, day, firm=None if firm is None else read_firms(firm), programmes=packaged_programmes(),
        market=market_of_files(offers) if offers else None,
    )  # fmt: skip
