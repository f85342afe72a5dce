"""`pulmu plant history`: a historian's exports are kept as samples, each value once, as if it had been watched."""

import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, screen_for
from pulmu.cli.plant_keep import KeptOption
from pulmu.cli.problems import print_problems
from pulmu.locale import problems_tree

if TYPE_CHECKING:
    from pulmu.services.live.history import HistoryResult


class Dates(StrEnum):
    """In which order day, month and year stand."""

    YMD = "ymd"
    DMY = "dmy"
    MDY = "mdy"


class Decimal(StrEnum):
    """What parts decimals."""

    POINT = "point"
    COMMA = "comma"


def history(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="exports: CSV, .xlsx or Parquet; long or wide")],
    tag_map: Annotated[
        str, typer.Option("--map", metavar="FILE", help="map of tags, whose nodes are heads or tags of the files")
    ],
    kept: KeptOption,
    line: Annotated[
        str | None, typer.Option("--line", metavar="LINE", help="line of the map, whose units tags are kept in")
    ] = None,
    sheet: Annotated[str, typer.Option("--sheet", help="sheet of a workbook, where it has several")] = "",
    dates: Annotated[
        Dates | None, typer.Option("--dates", help="order of day and month, where the file leaves it open")
    ] = None,
    decimal: Annotated[
        Decimal | None, typer.Option("--decimal", help="what parts decimals, where the file leaves it open")
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Keep values of a historian's exports in a file of samples, each once, with gaps marked; then compare on them."""
    from pulmu.bootstrap.live_map import keep_history

    screen = screen_for(lang)
    is_comma = None if decimal is None else decimal is Decimal.COMMA
    done = keep_history(
        files, tag_map, kept, line=line, sheet=sheet, order=None if dates is None else dates.value, is_comma=is_comma
    )
    if as_json:
        tree = {**_tree(done), "problems": problems_tree(done.problems, screen.language)}
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
    else:
        if done.problems:
            print_problems(done.problems, screen, sys.stderr)
        if not done.is_refused:
            screen.line(
                screen.text("cli.plant.history", rows=f"{done.rows:,}", read=f"{done.read:,}", new=f"{done.new:,}",
                            tags=len(done.tags), gaps=done.gaps, file=kept)
            )  # fmt: skip
    if done.is_refused:
        raise typer.Exit(1)


def _tree(done: "HistoryResult") -> dict[str, object]:
    moments = {"start": done.start, "end": done.end}
    told = {name: moment.isoformat() if moment else None for name, moment in moments.items()}
    numbers = {"rows": done.rows, "read": done.read, "new": done.new, "gaps": done.gaps, "tags": list(done.tags)}
    return {**numbers, **told}
