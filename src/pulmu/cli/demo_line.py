"""The fastener maker tries its line before it changes it: four weeks of the virtual plant."""

from pathlib import Path

from pulmu.bootstrap.files import save_files
from pulmu.bootstrap.ready_engine import ready_engine
from pulmu.bootstrap.samples import read_sample, sample_line_text
from pulmu.bootstrap.twin import read_line
from pulmu.cli.screen import Screen
from pulmu.cli.simulate_carbon import show_carbon
from pulmu.cli.simulate_screens import show_runs
from pulmu.model import InputError
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.check_line import line_in_plant
from pulmu.services.line_carbon import line_carbon
from pulmu.services.simulate_line import simulate
from pulmu.twin import Ask

_RUNS = 10
_DAY = 86_400.0


def try_line(name: str, folder: Path, screen: Screen) -> None:
    """Four weeks of a sample line, after one that fills it, and what a tonne of its goods carries."""
    done = simulate(read_line(name), Ask(35 * _DAY, 7 * _DAY), ready_engine(), replications=_RUNS)
    if not done.runs:
        raise InputError(*done.problems)
    file = folder / "line.yaml"
    save_files(folder, {"line.yaml": sample_line_text(name).encode()})
    screen.title(screen.text("cli.demo_line.title"))
    show_runs(screen, done.line, done.runs)
    stands_in = line_in_plant(read_line(name), read_sample(name))
    if stands_in.plant is None:
        raise InputError(*stands_in.problems)
    show_carbon(screen, done.line, line_carbon(done.line, done.runs, stands_in.plant, DEFAULT_EDITION))
    screen.line(screen.text("cli.demo_line.next", file=str(file)))
