"""What `pulmu simulate` writes of the first run: its happenings, and the line as it leaves it."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pulmu.cli.screen import Screen

if TYPE_CHECKING:
    from pulmu.services.simulate_line import Simulated


def check_line_name(file: Path | None) -> None:
    """Refuse a name that no line's file has, before anything is run."""
    from pulmu.bootstrap.twin import LINE_ENDINGS

    if file is not None and file.suffix.lower() not in LINE_ENDINGS:
        raise typer.BadParameter("end the name in .yaml or .json", param_hint="--end-state")


def save_first(done: "Simulated", trace: Path | None, end_state: Path | None) -> None:
    """Write what was asked for; a file that exists is kept."""
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.twin import write_line
    from pulmu.services.simulate_line import trace_table
    from pulmu.twin import continued

    first = done.runs[0]
    if trace is not None:
        save_new_file(trace, trace_table(done.line, first))
    if end_state is not None and first.end is not None:
        save_new_file(end_state, write_line(continued(done.line, first.end), end_state.name))


def show_saved(screen: Screen, done: "Simulated", trace: Path | None, end_state: Path | None) -> None:
    """Say where it is."""
    if trace is not None:
        screen.line(screen.text("simulate.trace", file=str(trace), rows=f"{len(done.runs[0].trace):,}"))
    if end_state is not None:
        screen.line(screen.text("simulate.end_state", file=str(end_state)))
