"""Commands for a synthetic population: make one, and see how near it comes to the nation."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, screen_for
from pulmu.cli.population_words import sum_name
from pulmu.cli.screen import Screen

if TYPE_CHECKING:
    from pulmu.services.population import PopulationManifest
    from pulmu.support.population import Fit

population = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="A synthetic national population of firms, to try rules on.",
)

FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help="folder of a population")]


@population.command("make")
def make(
    out: Annotated[Path, typer.Option("--out", help="new folder; one that is there is not written over")],
    scale: Annotated[str, typer.Option("--scale", help="1 for the nation, or a part of it such as 1/1000")] = "1",
    seed: Annotated[int, typer.Option("--seed", help="another number gives other firms with the same sums")] = 1,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Make a population of firms that do not exist, whose sums are those of Korea; all of it or nothing."""
    from pulmu.bootstrap.population import make_population_in
    from pulmu.model import encode
    from pulmu.services.population import part_of

    screen = screen_for(lang)
    told = Screen(screen.language, sys.stderr)

    def tell(done: int, of: int, name: str) -> None:
        if told.stream.isatty():
            told.line(told.text("cli.population.part", done=done, of=of, name=name))

    made = make_population_in(out, one_in=part_of(scale), seed=seed, tell=tell)
    if as_json:
        print_out(json.dumps(encode(made), ensure_ascii=False, indent=1))
        return
    screen.line(
        screen.text("cli.population.made", firms=f"{made.firms:,}", links=f"{made.links:,}", folder=out, seed=made.seed)
    )
    _say_what_it_is(made, screen)
    screen.line(screen.text("cli.population.next", folder=out))


@population.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="register of firms: CSV in UTF-8 or cp949, or Parquet")],
    map_file: Annotated[Path, typer.Option("--map", metavar="MAP.toml", help="what each column means")],
    propose: Annotated[
        bool, typer.Option("--propose", help="write a guess of the map to look at; import nothing")
    ] = False,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="new folder for the population")] = None,
    day: Annotated[
        str, typer.Option("--day", metavar="YYYY-MM-DD", help="day asked for; it decides which accounts count")
    ] = "",
    links: Annotated[
        Path | None, typer.Option("--links", metavar="FILE", help="holdings: owner, owned, share, is_largest")
    ] = None,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="leave out rows with something wrong; they are kept in skipped.csv")
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Read a register of real firms as a population: columns as confirmed in a map, every row checked."""
    from pulmu.bootstrap.population import import_register_in, propose_register_map
    from pulmu.model import encode

    screen = screen_for(lang)
    if propose:
        proposed = propose_register_map(file, map_file)
        rows = [
            (item.column, item.fact or screen.text("cli.population.left_out"), f"{item.factor:,.10g}")
            for item in proposed.columns
        ]
        screen.table([screen.text(f"cli.population.{name}") for name in ("column", "fact", "factor")], rows)
        screen.line(screen.text("cli.population.proposed", file=map_file))
        return
    folder, asked = _asked(out, day)
    made = import_register_in(folder, file, day=asked, map_file=map_file, links=links, skip_bad=skip_bad)
    if as_json:
        print_out(json.dumps(encode(made), ensure_ascii=False, indent=1))
        return
    _say_what_it_is(made, screen)
    screen.line(screen.text("cli.population.imported", folder=out, links=f"{made.links:,}"))


def _asked(out: Path | None, day: str) -> tuple[Path, date]:
    """The folder and the day of an import."""
    from pulmu.model import InputError

    try:
        asked = date.fromisoformat(day)
    except ValueError:
        asked = None
    if out is None or asked is None:
        raise InputError.of("input.register_asked", "", "an import needs a folder and a day",
                            "give --out DIR and --day YYYY-MM-DD")  # fmt: skip
    return out, asked


@population.command("fit")
def fit(
    folder: FolderArgument,
    every: Annotated[
        bool, typer.Option("--all", help="also the published rows that are not compared, and why")
    ] = False,
    check_hashes: Annotated[
        bool, typer.Option("--check-hashes", help="read every file through and compare its hash first")
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show every published sum beside the population's, and the assumptions that fill what no statistic says."""
    from pulmu.bootstrap.population import population_in
    from pulmu.model import encode

    screen, found = screen_for(lang), population_in(folder, check_hashes=check_hashes).manifest
    if as_json:
        print_out(json.dumps(encode(found), ensure_ascii=False, indent=1))
        return
    _say_what_it_is(found, screen)
    if found.register is not None:
        return
    for role in ("constraint", "compared"):
        screen.title(screen.text(f"cli.population.role.{role}"))
        _print_fit([item for item in found.fit if item.role == role], screen)
    if every:
        _print_left_out(found, screen)
    screen.line("")
    screen.line(screen.text("cli.population.assumptions", count=len(found.assumptions)))


def _say_what_it_is(made: "PopulationManifest", screen: Screen) -> None:
    if made.register is not None:
        source = made.register
        screen.line(screen.text("cli.population.register", file=source.file, firms=f"{made.firms:,}", as_of=made.as_of,
                                rows=f"{source.rows:,}", skipped=f"{source.skipped:,}"))  # fmt: skip
        part = [(item.fact, f"{item.share:.1%}") for item in source.missing if item.share < 1]
        screen.table([screen.text("cli.population.fact"), screen.text("cli.population.missing")], part)
        return
    words = {"as_of": made.as_of, "closed_on": made.closed_on, "year": made.margins_year, "one_in": f"{made.one_in:,}"}
    screen.line(screen.text("cli.population.synthetic", **words))


def _print_fit(rows: "list[Fit]", screen: Screen) -> None:
    names = ("sum", "target", "reached", "error")
    head = [screen.text(f"cli.population.{name}") for name in names]
    cells = [(sum_name(item, screen), _number(item.target), _number(item.reached), _error(item.error)) for item in rows]
    screen.table(head, cells)
    for item in rows:
        if item.because != "of_year":
            screen.line(f"  {sum_name(item, screen)}: {_because(item, screen)}")


def _print_left_out(found: "PopulationManifest", screen: Screen) -> None:
    screen.title(screen.text("cli.population.role.left_out"))
    for item in found.fit:
        if item.role not in ("constraint", "compared"):
            screen.line(f"  {item.year} {sum_name(item, screen)}: {_because(item, screen)}")


def _because(item: "Fit", screen: Screen) -> str:
    return screen.text(f"cli.population.because.{item.because}", year=item.year, factor=f"{item.moved_by:.4f}")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}" if value >= 1000 else f"{value:,.4g}"


def _error(error: float | None) -> str:
    return "" if error is None else f"{round(error, 5) + 0.0:+.3%}"  # never -0.000%
