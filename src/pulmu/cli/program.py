"""The command line as a program: one run of it, from the words typed to the exit code.

Exit codes: 0 done; 1 the input has problems; 2 wrong usage; 3 an outside thing failed; 70 a fault of ours; 130 stopped
by the user.
"""

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Callable

from pulmu.cli.app import app
from pulmu.cli.options import Lang, print_out, screen_for
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import ReaderGoneError, Screen, write_out
from pulmu.cli.serve import ServeOrder
from pulmu.locale import plain, problems_tree
from pulmu.model import OutsideError, PulmuError

_OUTSIDE, _FAULT, _INTERRUPTED = 3, 70, 130


def run(serve_place: Callable[[ServeOrder], None]) -> None:
    """Run the command line; whatever happens, a user is told in words and never sees a traceback.

    Parameters
    ----------
    serve_place : Serves a place until it is stopped.
    """
    _set_up_output()
    code = _code_of(lambda: _run_command(serve_place))
    if code == _INTERRUPTED:
        _code_of(_tell_interrupted)
    flushed = _code_of(lambda: write_out(sys.stdout, ""))
    raise SystemExit(code or flushed)


def _run_command(serve_place: Callable[[ServeOrder], None]) -> int:
    try:
        app(obj=serve_place)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    return 0


def _code_of(action: Callable[[], int | None]) -> int:
    """The exit code of an action."""
    try:
        return action() or 0
    except ReaderGoneError:
        _drop_output()
        return _OUTSIDE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        if isinstance(error, OutsideError) and error.problems[0].code == "outside.output":
            _drop_output()
        with contextlib.suppress(ReaderGoneError, OSError, OutsideError):
            _tell(error)
        if not isinstance(error, PulmuError):
            return _FAULT
        return _OUTSIDE if isinstance(error, OutsideError) else 1


def _tell(error: Exception) -> None:
    screen = screen_for(_language_asked())
    if isinstance(error, PulmuError):
        _report_error(error, screen, "--json" in sys.argv)
        return
    if os.environ.get("PULMU_DEBUG") == "1":
        traceback.print_exception(error)
    what = plain(f"{type(error).__name__}: {error}", 200)
    Screen(screen.language, sys.stderr).line(screen.text("cli.fault", what=what))


def _tell_interrupted() -> int:
    screen = screen_for(_language_asked())
    Screen(screen.language, sys.stderr).line(screen.text("cli.interrupted"))
    return _INTERRUPTED


def _drop_output() -> None:
    """What is still in the buffer goes nowhere, so that the end of the program does not stumble over it."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _language_asked() -> Lang | None:
    words = sys.argv[1:]
    for number, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and number + 1 < len(words):
            value = words[number + 1]
        if value in ("ko", "en"):
            return Lang(value)
    return None


def _report_error(error: PulmuError, screen: Screen, as_json: bool) -> None:
    if as_json:
        print_out(
            json.dumps({"problems": problems_tree(error.problems, screen.language)}, ensure_ascii=False, indent=1)
        )
    else:
        print_problems(error.problems, screen, sys.stderr)


def _set_up_output() -> None:
    """A console that cannot show a sign (cp949, ASCII) shows a replacement instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
