"""What an error of a database means, by the number it carries: its text may be in any language."""

from collections.abc import Callable

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from pulmu.adapters._parts import no_room, read_only
from pulmu.model import OutsideError


def meaning(error: SQLAlchemyError, where: str) -> OutsideError:
    """What is told of an error, whichever database it came from."""
    if isinstance(error, PoolTimeoutError):  # every connection is in use
        return _locked(where)
    if not isinstance(error, DBAPIError) or error.orig is None:
        return _failed(where)
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & 0xFF, _failed)(where)  # the rest says where in SQLite it happened
    state = getattr(error.orig, "sqlstate", "")
    if state is None:  # the server had no say: the connection failed
        return _lost(where) if type(error.orig).__name__ in _CUT or error.connection_invalidated else _failed(where)
    return next((say for known, say in _STATES.items() if state.startswith(known)), _failed)(where)


def _locked(where: str) -> OutsideError:
    said = "others have been using the database for too long"
    return OutsideError.of("outside.store_locked", where, said, "try again in a moment")


def _lost(where: str) -> OutsideError:
    said, mend = "the database does not answer", "have it started, or its address checked; then do it again"
    return OutsideError.of("outside.store_lost", where, said, mend)


def _disk(where: str) -> OutsideError:
    said = "the disk does not take what is written, or is full"
    mend = "have its free space and its health looked at; what was saved before is kept"
    return OutsideError.of("outside.store_disk", where, said, mend)


def _not_opened(where: str) -> OutsideError:
    said, mend = "the database file cannot be opened", "check that it is there, and the rights of the program"
    return OutsideError.of("outside.store_not_opened", where, said, mend)


def _damaged(where: str) -> OutsideError:
    said, mend = "the database is damaged", "restore the newest backup that verifies"
    return OutsideError.of("outside.store_damaged", where, said, mend, reason="database")


def _failed(where: str) -> OutsideError:
    mend = "try again; if it stays so, tell who cares for the place"
    return OutsideError.of("outside.store_failed", where, "the database refused", mend)


_SQLITE: dict[int, Callable[[str], OutsideError]] = {
    5: _locked, 6: _locked, 8: read_only, 10: _disk, 11: _damaged, 13: no_room, 14: _not_opened, 26: _damaged,
}  # fmt: skip
"""By SQLite's primary result codes (BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB)."""
_STATES: dict[str, Callable[[str], OutsideError]] = {
    "53100": no_room, "53300": _locked, "55P03": _locked, "40P01": _locked, "40001": _locked, "25006": read_only,
    "57P": _lost, "08": _lost, "58030": _disk, "XX001": _damaged, "XX002": _damaged,
}  # fmt: skip
"""By the beginning of PostgreSQL's SQLSTATE (PostgreSQL, appendix A)."""
_CUT = frozenset({"OperationalError", "InterfaceError", "ConnectionTimeout"})
