"""What goes wrong in an engine, in our words."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from pulmu.adapters._parts import store_errors
from pulmu.model import OutsideError


@contextlib.contextmanager
def engine_errors(
    where: Path, told: Callable[[Exception], OutsideError | None], *foreign: type[Exception]
) -> Iterator[None]:
    """Whatever an engine raises becomes an `OutsideError`.

    Parameters
    ----------
    foreign : What its libraries raise.
    told : The error of ours for one of those, where more is known of it than its text.
    """
    try:
        with store_errors(where):
            yield
    except foreign as error:
        raise (told(error) or failed(error)) from error


def failed(error: Exception) -> OutsideError:
    """What is said where nothing more is known."""
    why = reason_of(error)
    mend = "check the engine and its log, and do it again"
    return OutsideError.of("outside.engine", "engine", f"the engine failed: {why}", mend, reason=why)


def out_of_memory() -> OutsideError:
    """What is said where memory does not suffice."""
    mend = "give it more memory (duckdb://?memory=…) or fewer threads, or see that the disk has room"
    return OutsideError.of("outside.engine_memory", "engine", "memory does not suffice to compute this", mend)


def stopped() -> OutsideError:
    """What is said of what was stopped by `interrupt`."""
    return OutsideError.of("outside.engine_stopped", "engine", "the computation was stopped", "start it again")


def damaged(error: Exception) -> OutsideError:
    """What is said of a file of a population that cannot be read."""
    why = reason_of(error)
    mend = "make the population again, or import it again"
    return OutsideError.of(
        "outside.engine_file", "population", f"a file of the population cannot be read: {why}", mend, reason=why
    )


def reason_of(error: Exception) -> str:
    """The first line of what an error says."""
    lines = str(error).splitlines()
    return lines[0][:200] if lines else type(error).__name__
