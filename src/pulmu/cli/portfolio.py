"""`pulmu report` on a folder: the reports of all its plants, and an index."""

import json
import os
import signal
import sys
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NoReturn

import typer

from pulmu.cli.options import DEFAULT_STORE, GapsChoice, print_out
from pulmu.cli.problems import print_problems, problems_tree
from pulmu.cli.screen import Screen
from pulmu.locale import plain
from pulmu.model import has_errors


def report_folder(
    folder: str,
    out: Path,
    screen: Screen,
    *,
    jobs: int,
    as_json: bool,
    year: int | None,
    store: Path | None,
    gaps: GapsChoice,
    edition: str | None,
    scenario: str | None,
) -> NoReturn:
    """Every plant file below a folder: a report each, an index of all; exit 1 if one of them has none."""
    from pulmu.bootstrap import PortfolioOrder, portfolio_of_folder
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.report_portfolio import Entry, is_sound, problems_of

    kept = store or (DEFAULT_STORE if DEFAULT_STORE.is_dir() else None)
    order = PortfolioOrder(
        folder, str(out), screen.language, year, edition or DEFAULT_EDITION, scenario, kept, gaps.value
    )
    told = Screen(screen.language, sys.stderr)

    def tell(done: int, entry: Entry) -> None:
        state = told.text("cli.portfolio.done" if entry.reported else "cli.portfolio.refused")
        told.line(f"{done}  {plain(entry.file, 70)}  {state}")

    with _workers(jobs) as executor:
        portfolio = portfolio_of_folder(order, executor, tell)
    if as_json:
        tree = [
            {"file": entry.file, "folder": entry.folder, "problems": problems_tree(problems_of(entry), screen.language)}
            for entry in portfolio.entries
        ]
        print_out(json.dumps({"format": portfolio.format, "entries": tree}, ensure_ascii=False, indent=1))
    else:
        for entry in portfolio.entries:
            if has_errors(problems_of(entry)):
                told.title(plain(entry.file))
                print_problems(problems_of(entry), told, sys.stderr)
        written = sum(entry.reported for entry in portfolio.entries)
        screen.line(
            screen.text("cli.portfolio.written", reported=written, files=len(portfolio.entries), folder=plain(str(out)))
        )
    raise typer.Exit(0 if is_sound(portfolio) else 1)


def _workers(jobs: int) -> AbstractContextManager[Executor | None]:
    """Processes that leave an interrupt to us: we let them end what they write."""
    count = jobs or os.cpu_count() or 1
    if count == 1:
        return nullcontext()
    import multiprocessing

    # Started anew, not copied: the same on every system, and no lock of ours is copied in an unknown state.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_leave_interrupts)


def _leave_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
