"""`pulmu report` on a folder: the reports of all its plants, and an index."""

import contextlib
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any, NoReturn

import typer

from pulmu.cli.options import DEFAULT_STORE, GapsChoice, print_out
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import plain, problems_tree
from pulmu.model import has_errors

_MOST = 61 if sys.platform == "win32" else 256
"""Windows waits for no more processes at a time."""


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
    from pulmu.bootstrap.portfolio import PortfolioOrder, portfolio_of_folder
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.report_portfolio import Entry, is_sound, problems_of

    kept = store or (DEFAULT_STORE if DEFAULT_STORE.is_dir() else None)
    order = PortfolioOrder(
        folder, str(out), screen.language, year, edition or DEFAULT_EDITION, scenario, kept, gaps.value
    )
    told = Screen(screen.language, sys.stderr)

    def tell(done: int, of: int, entry: Entry) -> None:
        state = told.text("cli.portfolio.done" if entry.reported else "cli.portfolio.refused")
        told.line(f"{done}/{of}  {plain(entry.file, 70)}  {state}")

    portfolio = portfolio_of_folder(order, _workers(jobs), tell)
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


def _workers(jobs: int) -> Callable[[bool], AbstractContextManager[Executor | None]]:
    """Opens as many processes as are wanted, or one alone; none where the work is done here."""
    count = min(jobs or os.cpu_count() or 1, _MOST)

    def opened(alone: bool) -> AbstractContextManager[Executor | None]:
        if count == 1:
            return nullcontext()
        # Started anew, not copied: the same on every system, and no lock of ours is copied in an unknown state.
        return _Pool(1 if alone else count, mp_context=get_context("spawn"), initializer=_attend)

    return opened


class _Pool(ProcessPoolExecutor):
    """Begins its workers while interrupts are kept back: Ctrl-C never falls into their start.

    Workers inherit that interrupts wait. Here one is raised when the workers are begun and known, so that they are
    waited for, whichever thread of ours the system gave it to.
    """

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        with _interrupts_kept_back():
            return super().submit(fn, *args, **kwargs)


@contextlib.contextmanager
def _interrupts_kept_back() -> Iterator[None]:
    """Raise an interrupt of this time at its end."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    came: list[int] = []
    usual = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)  # what waited arrives here
        signal.signal(signal.SIGINT, usual)
        if came:
            raise KeyboardInterrupt


def _attend() -> None:
    """A worker leaves interrupts to us, who let it end what it writes; and it ends when we are gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
