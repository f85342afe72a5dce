"""`pulmu what-if`: a question to a line, answered with as many runs as it takes."""

import json
import signal
import sys
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import get_context
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.cli.simulate import LineArgument
from pulmu.cli.simulate_carbon import PlantOption, RestChoice, RestOption, plant_document
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.services.line_standing import Standing
    from pulmu.twin import Engine

QuestionArgument = Annotated[
    str, typer.Argument(metavar="QUESTION", help="file of a question: scenarios, and what matters; .yaml or .json")
]

YearOption = Annotated[
    str | None,
    typer.Option("--base", metavar="LINE", help="the line that stands for the plant's year; LINE, if left out"),
]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, max=256, help="processes that simulate at once")]


def show_what_if(
    line: LineArgument,
    question: QuestionArgument,
    plant: PlantOption = None,
    base: YearOption = None,
    rest: RestOption = RestChoice.AUTO,
    everything: Annotated[bool, typer.Option("--all", help="show every figure that surely differs")] = False,
    jobs: JobsOption = 1,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Ask a line what would be otherwise: scenarios against the line as it is, run by run, with intervals."""
    from pulmu.bootstrap.twin import read_line
    from pulmu.cli.what_if_balances import show_balances
    from pulmu.cli.what_if_screens import show_answer
    from pulmu.services.ask_line import ask_line

    screen = screen_for(lang)
    standing = standing_of(plant, base, rest)
    engine = engine_for(jobs, screen)
    with workers(jobs) as executor:
        asked = ask_line(
            read_line(line), read_line(question), engine, standing=standing, executor=executor, tell=tell_progress
        )
    if asked.answer is None:
        refuse(asked.problems, screen, as_json)
    if as_json:
        answer = encode(asked.answer, full=True)
        if asked.basis is not None:
            answer["basis"] = encode(asked.basis, full=True)
        print_out(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    if asked.problems:
        print_problems(asked.problems, screen, sys.stderr)
    show_answer(screen, asked.line, asked.question, asked.answer, everything=everything)
    if asked.basis is not None:
        show_balances(screen, asked.line, asked.question, asked.answer, asked.basis)


def standing_of(plant: str | None, base: str | None, rest: RestChoice) -> "Standing | None":
    """Where a line that is asked about stands, if that is said."""
    from pulmu.bootstrap.twin import read_line
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.line_standing import Standing

    if plant is None:
        if base is not None:
            raise typer.BadParameter("give the plant too", param_hint="--base")
        return None
    year = None if base is None else read_line(base)
    return Standing(plant=plant_document(plant), edition=DEFAULT_EDITION, base=year, rest=rest.value)


def engine_for(jobs: int, screen: Screen) -> "Engine":
    """What simulates: an engine that can be sent to other processes, or one that nobody waits for."""
    from pulmu.bootstrap.ready_engine import ready_engine
    from pulmu.bootstrap.twin import line_engine

    if jobs > 1:
        return line_engine()
    return ready_engine(lambda: print(screen.text("simulate.compiling"), file=sys.stderr))


def workers(jobs: int) -> AbstractContextManager[Executor | None]:
    """Other processes, where several are asked for; none of them hears Ctrl-C: this one stops them."""
    if jobs == 1:
        return nullcontext()
    return ProcessPoolExecutor(jobs, get_context("spawn"), initializer=signal.signal,
                               initargs=(signal.SIGINT, signal.SIG_IGN))  # fmt: skip


def tell_progress(done: int, of: int) -> None:
    """Done and to do, on a terminal."""
    if sys.stderr.isatty():
        print(f"\r{done:,} / {of:,} ", end="", file=sys.stderr, flush=True)
