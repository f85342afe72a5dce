"""`pulmu find`: which offers of suppliers fit a need, and why each was found."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.cli.size import DayOption, asked_day
from pulmu.locale import plain
from pulmu.model import Document, encode

if TYPE_CHECKING:
    from pulmu.model.offer import Offer
    from pulmu.services.find_offers import FitAnswer, FoundOffers, Hit, LeftOut, ReasonAnswer

_REASONS = 3
_MARK = {"yes": "+", "no": "-", "unknown": "?"}


def find(
    need: Annotated[
        str | None, typer.Argument(metavar="NEED", help="a file of one need or many: .yaml or .json")
    ] = None,
    offers: Annotated[
        list[str] | None,
        typer.Option("--offers", metavar="FILE", help="offers: .yaml, .json or .xlsx; may be given again"),
    ] = None,
    text: Annotated[str | None, typer.Option("--text", help="what is needed, in words, instead of a file")] = None,
    most: Annotated[int, typer.Option("--most", min=1, max=1000, help="offers to show for each need")] = 10,
    day: DayOption = None,
    explain: Annotated[bool, typer.Option("--explain", help="every word that met, and every condition")] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Find the offers that fit a need, and say why each was found."""
    import sys

    from pulmu.bootstrap.offers import read_needs, read_offers, search_words
    from pulmu.services.find_offers import find_offers

    screen, asked = screen_for(lang), asked_day(day)
    if not offers:
        raise typer.BadParameter("name a file of offers", param_hint="--offers")
    if (need is None) == (text is None):
        raise typer.BadParameter("give a file of a need, or --text", param_hint="NEED")
    wanted = _typed(text) if text is not None else read_needs(need or "")
    outcome = find_offers(wanted, map(read_offers, offers), asked, search_words(), most)
    if not outcome.found:
        refuse(outcome.problems, screen, as_json)
    if as_json:
        trees = [encode(found, full=True) for found in outcome.found]
        print_out(json.dumps({"found": trees}, ensure_ascii=False, indent=1))
        return
    for found in outcome.found:
        print_found_offers(found, screen, explain=explain)
    if outcome.problems:
        print_problems(outcome.problems, screen, sys.stderr)


def _typed(text: str) -> Document:
    return Document({"pulmu": "need/1", "id": "need", "text": text}, "--text")


def offers_template(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="the new workbook; a file that exists is kept")],
    lang: LangOption = None,
) -> None:
    """Write an empty table of offers to fill in, in Korean or English."""
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.offers import offers_workbook

    screen = screen_for(lang)
    save_new_file(out, offers_workbook(screen.language))
    screen.line(screen.text("cli.find.template_written", file=str(out)))


def print_found_offers(found: "FoundOffers", screen: Screen, *, explain: bool = False) -> None:
    """How many fit, each with its words and conditions, and what was left out."""
    screen.title(screen.text("cli.find.title", need=plain(found.need.text or found.need.id, 100)))
    counts = {"fitting": f"{found.fitting:,}", "all": f"{found.looked_at:,}"}
    screen.line(f"  {screen.text('cli.find.counts', day=found.day.isoformat(), **counts)}")
    for hit in found.hits:
        _print_hit(hit, screen, explain=explain)
    if not found.hits:
        screen.line(f"  {screen.text('cli.find.nothing')}")
    if found.left_out:
        screen.line("")
        listed = ", ".join(f"{screen.text(f'find.fit.{name}')} {count}" for name, count in found.left_out.items())
        screen.line(screen.text("cli.find.left_out", listed=listed))
    for item in found.nearest_left_out:
        _print_left_out(item, screen)


def _print_hit(hit: "Hit", screen: Screen, *, explain: bool) -> None:
    from pulmu.locale.market_words import offer_words
    from pulmu.services.find_offers import telling

    screen.line("")
    screen.line(
        f"{hit.rank:2}. {screen.ember(_title(hit.offer, screen))} - {plain(hit.offer.supplier, 60)} ({hit.offer.id})"
    )
    screen.line(f"      {offer_words(hit.offer, screen.language)}")
    shown = hit.reasons if explain else telling(hit.reasons, _REASONS)
    if shown:
        screen.line(f"      {screen.text('cli.find.why')}")
    for reason in shown:
        part = f"{reason.part * 100:3.0f} %  " if explain else ""
        screen.line(f"        {part}{_met(reason, screen)}")
    for fit in hit.fits if explain else _worth_telling(hit.fits):
        screen.line(f"      {_MARK[fit.answer]} {_fit(fit, screen)}")


def _worth_telling(fits: "Iterable[FitAnswer]") -> "list[FitAnswer]":
    return [fit for fit in fits if fit.name not in ("capacity", "valid")]


def _title(offer: "Offer", screen: Screen) -> str:
    return plain((screen.language == "en" and offer.title_en) or offer.title, 100)


def _met(reason: "ReasonAnswer", screen: Screen) -> str:
    from pulmu.locale.market_words import met_words

    concepts = (reason.concept_ko, reason.concept_en)
    return met_words(reason.how, reason.asked, reason.found, concepts, screen.language)


def _fit(fit: "FitAnswer", screen: Screen) -> str:
    from pulmu.locale.market_words import fit_words

    return fit_words(fit.name, fit.asked, fit.given, screen.language)


def _print_left_out(item: "LeftOut", screen: Screen) -> None:
    why = "; ".join(_fit(fit, screen) for fit in item.broken)
    screen.line(f"  {_title(item.offer, screen)} - {plain(item.offer.supplier, 60)}: {why}")
