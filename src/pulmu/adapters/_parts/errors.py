"""What goes wrong with the files of a store, in our words."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from pulmu.model import OutsideError


@contextlib.contextmanager
def store_errors(where: Path, *foreign: type[Exception]) -> Iterator[None]:
    """Whatever goes wrong with the files of a store becomes an `OutsideError`.

    Parameters
    ----------
    foreign : What the library that reads the files raises for a damaged one.
    """
    shown = "".join(sign if sign.isprintable() else "?" for sign in str(where))
    damaged: tuple[type[Exception], ...] = (KeyError, TypeError, ValueError, RecursionError, *foreign)
    try:
        yield
    except FileExistsError as error:
        mend = "run the command again; nothing was added"
        raise OutsideError.of(
            "outside.store_busy", shown, "another import came first, or a file stands in the way", mend
        ) from error
    except OSError as error:
        why = getattr(error, "strerror", None) or str(error)
        mend = "check the folder, its rights and the disk's free space"
        raise OutsideError.of("outside.store", shown, f"the store cannot be used: {why}", mend, reason=why) from error
    except damaged as error:
        why = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise OutsideError.of(
            "outside.store_damaged",
            shown,
            f"a file of the store cannot be read: {why}",
            "bring back the folder from a backup, or import the files into a new store",
            reason=why,
        ) from error
