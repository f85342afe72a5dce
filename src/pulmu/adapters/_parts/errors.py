"""What goes wrong with the files of a store, in our words."""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pulmu.model import OutsideError

_NO_ROOM = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
_SHUT = (errno.EROFS, errno.EACCES, errno.EPERM)
_TRIED = 65_536
"""How much is written to see whether there is room. [bytes]"""


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
        raise _of_system(error, shown) from error
    except damaged as error:
        why = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        why = why.replace(str(where.absolute()), "").replace(str(where), "")  # where it lies is in the place
        raise OutsideError.of(
            "outside.store_damaged",
            shown,
            f"a file of the store cannot be read: {why}",
            "bring back the folder from a backup, or import the files into a new store",
            reason=why,
        ) from error


def no_room(where: str) -> OutsideError:
    """What is said where nothing more can be written for want of space."""
    mend = "have some space freed, and do it again; what was saved before is kept"
    return OutsideError.of("outside.store_full", where, "there is no room left to write", mend)


def read_only(where: str) -> OutsideError:
    """What is said where the program may not write."""
    mend = "give the program the right to write to its folder and the files in it, and do it again"
    return OutsideError.of("outside.store_read_only", where, "the store may not be written", mend)


def check_room(folder: Path, *files: Path) -> None:
    """See whether something can be written into a folder; nothing of it stays, also after a crash.

    Parameters
    ----------
    files : What is there of these may be written too. SQLite opens one that may not without a word, and fails later.

    Raises
    ------
    OutsideError  There is no room (`outside.store_full`), it may not be written (`outside.store_read_only`), or it
        cannot be used (`outside.store`).
    """
    with store_errors(folder), tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        left = _TRIED
        while left:
            left -= file.write(b"\0" * left)
    for known in files:
        if known.exists() and not os.access(known, os.W_OK):  # never by opening it: its locks would go
            raise read_only(str(known))


def told_by_system(text: str) -> OSError:
    """The error of the system a library tells by its text only."""
    known = (*_NO_ROOM, *_SHUT)
    code = next((number for number in known if os.strerror(number) in text), errno.EIO)
    return OSError(code, os.strerror(code))


def _of_system(error: OSError, shown: str) -> OutsideError:
    if error.errno in _NO_ROOM:
        return no_room(shown)
    if error.errno in _SHUT:
        return read_only(shown)
    why = error.strerror or str(error)
    mend = "check the folder, its rights and the disk's free space"
    return OutsideError.of("outside.store", shown, f"the store cannot be used: {why}", mend, reason=why)
