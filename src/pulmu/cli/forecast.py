"""`pulmu forecast`: a meter's load of tomorrow, or of the rest of today, with its interval and its peak."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pulmu.cli.options import DEFAULT_STORE, JsonOption, LangOption, StoreOption, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.locale import problems_tree
from pulmu.model import InputError


def show_forecast(
    meter: Annotated[str, typer.Argument(metavar="SERIES", help="meter of the store, or a file of its readings")],
    store: StoreOption = DEFAULT_STORE,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", help="forecast as of this local time, such as 2026-07-15T10:30"),
    ] = None,
    days: Annotated[int | None, typer.Option("--days", min=1, help="look at so many last days only")] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, max=2**30, help="of what is drawn at random")] = 0,
    known: Annotated[
        Path | None,
        typer.Option("--known", metavar="FILE", help="CSV of what is known ahead: a time, columns of numbers"),
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="rules alone: learn nothing")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="folder for forecast.csv, forecast.json, forecast.svg")
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """The load of tomorrow, or of the rest of today, beside what plain rules say."""
    from pulmu.bootstrap.bills import meter_readings
    from pulmu.bootstrap.files import save_files
    from pulmu.bootstrap.forecasts import forecast_files, read_known_file
    from pulmu.cli.forecast_screens import show_forecasted
    from pulmu.services.forecast_series import ForecastOrder, forecast_series
    from pulmu.services.forecasts.tree import forecast_tree

    screen = screen_for(lang)
    instant = _instant(at)
    try:
        columns = None if known is None else read_known_file(str(known))
        order = ForecastOrder(at=instant, days=days, seed=seed, is_learning=not rules, known=columns)
        done = forecast_series(*meter_readings(meter, store), order)
    except InputError as error:
        refuse(error.problems, screen, as_json)
    tree = forecast_tree(done) | {"problems": problems_tree(done.problems, screen.language)}
    if out is not None:
        save_files(out, forecast_files(done, tree, screen.language))
    if as_json:
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
        return
    show_forecasted(screen, done)
    if out is not None:
        screen.line(screen.text("coming.written", folder=str(out)))
    if done.problems:
        print_problems(done.problems, screen, sys.stderr)


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise typer.BadParameter("write a local time as 2026-07-15T10:30", param_hint="--at")
    return found
