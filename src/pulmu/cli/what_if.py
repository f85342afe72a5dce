"""`pulmu what-if`: a question to a line, answered with as many runs as it takes."""

import json
import sys
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import get_context
from typing import Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.cli.simulate import LineArgument
from pulmu.cli.simulate_carbon import PlantOption, RestChoice, RestOption, plant_document
from pulmu.model import encode

QuestionArgument = Annotated[
    str, typer.Argument(metavar="QUESTION", help="file of a question: scenarios, and what matters; .yaml or .json")
]


def show_what_if(
    line: LineArgument,
    question: QuestionArgument,
    plant: PlantOption = None,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="LINE", help="the line that stands for the plant's year; LINE, if left out"),
    ] = None,
    rest: RestOption = RestChoice.AUTO,
    everything: Annotated[bool, typer.Option("--all", help="show every figure that surely differs")] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=256, help="processes that simulate at once")] = 1,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Ask a line what would be otherwise: scenarios against the line as it is, run by run, with intervals."""
    from pulmu.bootstrap.ready_engine import ready_engine
    from pulmu.bootstrap.twin import line_engine, read_line
    from pulmu.cli.what_if_balances import show_balances
    from pulmu.cli.what_if_screens import show_answer
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.ask_line import ask_line
    from pulmu.services.line_standing import Standing

    screen = screen_for(lang)
    if base is not None and plant is None:
        raise typer.BadParameter("give the plant too", param_hint="--base")
    standing = None if plant is None else Standing(
        plant=plant_document(plant), edition=DEFAULT_EDITION,
        base=None if base is None else read_line(base), rest=rest.value,
    )  # fmt: skip
    engine = (
        line_engine() if jobs > 1 else ready_engine(lambda: print(screen.text("simulate.compiling"), file=sys.stderr))
    )
    with _workers(jobs) as executor:
        asked = ask_line(read_line(line), read_line(question), engine, standing=standing, executor=executor, tell=_tell)
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


def _workers(jobs: int) -> AbstractContextManager[Executor | None]:
    return nullcontext() if jobs == 1 else ProcessPoolExecutor(jobs, get_context("spawn"))


def _tell(done: int, of: int) -> None:
    """Done and to do, on a terminal."""
    if sys.stderr.isatty():
        print(f"\r{done:,} / {of:,} ", end="", file=sys.stderr, flush=True)
