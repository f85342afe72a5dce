"""`pulmu reform`: what a change of rules does to a whole population."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.reform_cliffs import print_cliffs
from pulmu.cli.reform_sensitivity import Asked, print_sensitivity, with_sensitivity
from pulmu.cli.screen import Screen
from pulmu.cli.size import DayOption, asked_day
from pulmu.locale import about_won, size_words, won
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.services.reform_effect import ProgrammeEffect, ReformEffect

ReformArgument = Annotated[
    str, typer.Argument(metavar="REFORM", help="id of a packaged reform, or a file .yaml or .json")
]
EngineOption = Annotated[str, typer.Option("--engine", help="what computes: duckdb://, or spark://... on a cluster")]
_MOST_ROWS = 8


def show_reform(
    reform: ReformArgument,
    population: Annotated[Path, typer.Option("--population", help="folder of a population")],
    day: DayOption = None,
    cliffs: Annotated[
        bool, typer.Option("--cliffs", help="also firms near each limit, and what crossing it costs them")
    ] = False,
    sensitivity: Annotated[
        bool, typer.Option("--sensitivity", help="also on other synthetic populations, and at other rates of take-up")
    ] = False,
    scale: Annotated[
        str, typer.Option("--scale", help="size of the populations made for --sensitivity, such as 1/100")
    ] = "1/100",
    seeds: Annotated[int, typer.Option("--seeds", min=1, max=100, help="how many seeds --sensitivity tries")] = 3,
    populations: Annotated[
        Path | None,
        typer.Option("--populations", help="folder of populations for --sensitivity, instead of making some"),
    ] = None,
    engine: EngineOption = "duckdb://",
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Compare the rules before and after a reform on a population: who gains, who loses, where, at what cost."""
    from pulmu.bootstrap.population import open_population, population_in
    from pulmu.bootstrap.support import packaged_programmes, read_reform

    screen = screen_for(lang)
    document, manifest = read_reform(reform), population_in(population).manifest
    opened = open_population(population, engine)  # says what is not installed, before anything loads it
    try:
        from pulmu.services.compare_reform import compare_reform
        from pulmu.support.programme import rulebook_of
        from pulmu.support.reform import read_checked
        from pulmu.support.size import size_rules

        programmes = packaged_programmes()
        rulebook = rulebook_of(programmes, size_rules())
        checked = read_checked(document, rulebook)
        if checked.reform is None:
            refuse(checked.problems, screen, as_json)
        effect = compare_reform(checked.reform, rulebook, opened, asked_day(day),
                                of_real_firms=manifest.kind == "register", one_in=manifest.one_in, with_cliffs=cliffs,
                                tell=_teller(screen, as_json))  # fmt: skip
    finally:
        opened.close()
    if sensitivity:
        effect = with_sensitivity(effect, checked.reform, rulebook, manifest, Asked(scale, seeds, populations, engine),
                                  screen, as_json)  # fmt: skip
    if as_json:
        print_out(json.dumps(encode(effect, full=True), ensure_ascii=False, indent=1))
        return
    names = {item.id: item.name_ko if screen.language == "ko" else item.name_en for item in programmes}
    name = checked.reform.name_ko if screen.language == "ko" else checked.reform.name_en
    print_effect(effect, name, names, screen)
    if effect.cliffs:
        print_cliffs(effect.cliffs, names, screen)
    if effect.sensitivity is not None:
        print_sensitivity(effect, names, screen)


def _teller(screen: Screen, quiet: bool) -> Callable[[str], None]:
    def tell(what: str) -> None:
        if not quiet and sys.stderr.isatty():
            sys.stderr.write(f"\r{screen.text('cli.reform.computing')} {what:<40}")
            sys.stderr.flush()

    return tell


def print_effect(effect: "ReformEffect", name: str, programmes: dict[str, str], screen: Screen) -> None:
    """The moves between classes, and for each programme who gains and what it costs."""
    screen.title(screen.text("cli.reform.title", name=name, status=screen.text(f"cli.reform.status.{effect.status}")))
    screen.line(screen.text("cli.reform.population", firms=f"{effect.firms:,}", day=effect.day.isoformat()))
    if effect.of_real_firms:
        screen.line(screen.text("cli.reform.real_firms"))
    screen.line(screen.text("cli.reform.changed", names=", ".join(effect.changed)))
    moved = [move for move in effect.classes if move.before != move.after]
    if moved:
        screen.title(screen.text("cli.reform.classes"))
        for move in sorted(moved, key=lambda item: -(item.firms or 0)):
            before, after = (size_words(side, screen.language) for side in (move.before, move.after))
            screen.line(f"  {before} → {after}: {_count(move.firms, screen)}")
    unmoved = [item for item in effect.programmes if not _moves(item)]
    for programme in (item for item in effect.programmes if _moves(item)):
        _print_programme(programme, programmes.get(programme.programme, programme.programme), screen)
    if unmoved:
        screen.line("")
        screen.line(screen.text("cli.reform.unmoved", programmes=len(unmoved)))


def _moves(effect: "ProgrammeEffect") -> bool:
    """Whether a reform does anything to a programme."""
    money = effect.most_before_krw != effect.most_after_krw or effect.budget_krw[0] != effect.budget_krw[1]
    counts = (effect.gain, effect.lose, effect.most_before_krw, effect.most_after_krw)
    return bool(None in counts or effect.gain or effect.lose) or money


def _count(firms: int | None, screen: Screen) -> str:
    """A number of firms; a word where it would tell of single ones."""
    if firms is None:
        return screen.text("cli.reform.hidden")
    return screen.text("cli.reform.firms", firms=f"{firms:,}")


def _print_programme(effect: "ProgrammeEffect", name: str, screen: Screen) -> None:
    screen.title(name)
    counts = {"before": effect.may_apply_before, "after": effect.may_apply_after, "gain": effect.gain,
              "lose": effect.lose, "sure": effect.surely_gain}  # fmt: skip
    words = {key: _count(firms, screen) for key, firms in counts.items()}
    screen.line(screen.text("cli.reform.may_apply", **words))
    screen.line(screen.text("cli.reform.gain", **words))
    if effect.most_after_krw is None or effect.most_before_krw is None:
        screen.line(screen.text("cli.reform.most_hidden"))
    elif effect.most_after_krw != effect.most_before_krw:
        screen.line(
            screen.text("cli.reform.most", more=won(effect.most_after_krw - effect.most_before_krw, screen.language))
        )
    if effect.without_amount != 0:
        screen.line(screen.text("cli.reform.without_amount", firms=_count(effect.without_amount, screen)))
    before, after = effect.budget_krw
    if before is None:
        screen.line(screen.text("cli.reform.no_budget"))
    else:
        screen.line(screen.text("cli.reform.budget", budget=won(before, screen.language)))
        if effect.at_same_take_up_krw is not None:
            screen.line(
                screen.text("cli.reform.same_take_up", same=about_won(effect.at_same_take_up_krw, screen.language))
            )
        if after is not None and after != before:
            screen.line(screen.text("cli.reform.budget_after", budget=won(after, screen.language)))
    for by in ("size_class", "section", "province"):
        rows = [row for row in effect.where if row.by == by]
        if rows:
            top = sorted(rows, key=lambda row: -((row.gain or 0) + (row.lose or 0)))[:_MOST_ROWS]
            said = ", ".join(f"{_group(by, row.of, screen)} {_signed(row.gain, row.lose, screen)}" for row in top)
            screen.line(f"  {screen.text(f'cli.reform.by.{by}')}: {said}")


def _signed(gain: int | None, lose: int | None, screen: Screen) -> str:
    if gain is None or lose is None:
        return screen.text("cli.reform.hidden")
    return " ".join([f"+{gain:,}"] * bool(gain) + [f"-{lose:,}"] * bool(lose))


def _group(by: str, of: str, screen: Screen) -> str:
    from pulmu.reference import find_region, list_sections

    korean = screen.language == "ko"
    if of in ("", "others"):
        return screen.text("cli.reform.others" if of else "cli.reform.not_known")
    if by == "size_class":
        return size_words(of.split("/"), screen.language)
    if by == "province":
        region = find_region(of)
        return region.name_ko if korean else region.name_en
    section = next((item for item in list_sections() if item.code == of), None)
    return of if section is None else f"{of} {section.name_ko if korean else section.name_en}"
