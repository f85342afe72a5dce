"""`pulmu simulate`: what a line makes, where its hours go, and what it uses."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import write_out
from pulmu.cli.simulate_carbon import PlantOption, RestChoice, RestOption
from pulmu.locale import problems_tree
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.cli.screen import Screen
    from pulmu.services.line_carbon import LineCarbon
    from pulmu.services.simulate_line import Simulated

LineArgument = Annotated[
    str, typer.Argument(metavar="LINE", help="file of a line: .yaml or .json; or fasteners or extrusions, the samples")
]


def show_simulated(
    line: LineArgument,
    days: Annotated[float | None, typer.Option("--days", min=0, max=36_500, help="days that are counted")] = None,
    hours: Annotated[float | None, typer.Option("--hours", min=0, max=876_000, help="hours that are counted")] = None,
    warm_up: Annotated[
        float, typer.Option("--warm-up", min=0, max=876_000, help="hours before them that are not counted")
    ] = 0.0,
    seed: Annotated[int, typer.Option("--seed", min=0, help="of the random numbers: the same seed, the same run")] = 0,
    replications: Annotated[
        int, typer.Option("--replications", min=1, max=10_000, help="runs with numbers of their own")
    ] = 10,
    trace: Annotated[
        Path | None, typer.Option("--trace", metavar="OUT.csv", help="write every happening of the first run")
    ] = None,
    end_state: Annotated[
        Path | None,
        typer.Option(
            "--end-state", metavar="OUT.yaml", help="write the line as the first run leaves it: run that to go on"
        ),
    ] = None,
    plant: PlantOption = None,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="LINE", help="the line as it is today: both are run and compared, run by run"),
    ] = None,
    rest: RestOption = RestChoice.AUTO,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Run a production line: pieces, hours by state, energy and its cost, with intervals."""
    from pulmu.bootstrap.ready_engine import ready_engine
    from pulmu.bootstrap.twin import read_line, runs_plainly
    from pulmu.cli.simulate_carbon import carbon_of, plant_of_line, show_carbon
    from pulmu.cli.simulate_files import check_line_name, save_first, show_saved
    from pulmu.cli.simulate_screens import show_runs
    from pulmu.services.simulate_line import simulate
    from pulmu.twin import Ask

    screen = screen_for(lang)
    if days is not None and hours is not None:
        raise typer.BadParameter("give --days or --hours", param_hint="--hours")
    check_line_name(end_state)
    counted = hours if hours is not None else 24 * (28.0 if days is None else days)
    ask = Ask((warm_up + counted) * 3600, warm_up * 3600, seed, trace=trace is not None, end=end_state is not None)
    document = read_line(line)
    if base is not None and plant is None:
        raise typer.BadParameter("give the plant too", param_hint="--base")
    stands_in = plant_of_line(document, plant, screen, as_json) if plant is not None else None
    engine = ready_engine(lambda: write_out(sys.stderr, screen.text("simulate.compiling") + "\n"))
    if runs_plainly(engine):
        write_out(sys.stderr, screen.text("simulate.plainly") + "\n")
    done = simulate(document, ask, engine, replications=replications)
    if not done.runs:
        refuse(done.problems, screen, as_json)
    _warn(done, screen, is_told=as_json or stands_in is not None)
    carbon = None
    if stands_in is not None:
        today = None
        if base is not None and plant is not None:
            before = read_line(base)
            plant_of_line(before, plant, screen, as_json)
            ran = simulate(before, ask, engine, replications=replications)
            today = (ran.line, ran.runs)
        carbon = carbon_of((done.line, done.runs), today, stands_in, rest, screen, as_json)
    save_first(done, trace, end_state)
    if as_json:
        print_out(json.dumps(_answer(done, carbon, screen), ensure_ascii=False, indent=1))
        return
    show_runs(screen, done.line, done.runs)
    if carbon is not None:
        show_carbon(screen, done.line, carbon)
    show_saved(screen, done, trace, end_state)


def _warn(done: "Simulated", screen: "Screen", *, is_told: bool) -> None:
    """What can run, and is hardly meant."""
    if done.problems and not is_told:
        print_problems(done.problems, screen, sys.stderr)


def _answer(done: "Simulated", carbon: "LineCarbon | None", screen: "Screen") -> dict[str, object]:
    """Every number of every run, for a program."""
    runs = [{name: value for name, value in encode(run, full=True).items() if name != "trace"} for run in done.runs]
    answer: dict[str, object] = {"line": done.line.id, "runs": runs}
    if done.problems:
        answer["problems"] = problems_tree(done.problems, screen.language)
    if carbon is not None:
        answer["carbon"] = encode(carbon, full=True)
    return answer
