"""What goes wrong outside is told by its number, whatever the text says and in which language."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import duckdb
import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from tests.disks import small_disk

from pulmu.adapters._parts import check_room, store_errors, told_by_system
from pulmu.adapters._sql.engine import outside
from pulmu.locale import problem_line
from pulmu.model import OutsideError

FILE = Path("/srv/pulmu/readings/EM-01")


def files(error: Exception) -> OutsideError:
    with pytest.raises(OutsideError) as caught, store_errors(FILE, duckdb.Error):
        raise error
    return caught.value


def database(error: Exception) -> OutsideError:
    with pytest.raises(OutsideError) as caught, outside("place.sqlite"):
        raise error
    return caught.value


def sqlite(name: str) -> OperationalError:
    error = sqlite3.OperationalError("꽉 찼습니다")
    error.sqlite_errorcode = getattr(sqlite3, name)
    return OperationalError("COMMIT", {}, error)


def postgres(state: str) -> DBAPIError:
    error = psycopg.errors.lookup(state)("디스크가 꽉 찼습니다")
    return DBAPIError.instance("COMMIT", {}, error, psycopg.Error)  # type: ignore[return-value]


def every(kind: type[Exception]) -> Iterator[type[Exception]]:
    for child in kind.__subclasses__():
        yield child
        yield from every(child)


def test_every_error_of_the_libraries_becomes_ours_with_words_in_korean() -> None:
    found = [files(kind("x")) for kind in every(duckdb.Error)]
    found += [database(OperationalError("x", {}, kind("x"))) for kind in (*every(sqlite3.Error), *every(psycopg.Error))]
    assert len(found) > 200
    for problem in (item.problems[0] for item in found):
        assert problem_line(problem, "ko") != problem_line(problem, "en")


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "full"), (errno.EFBIG, "full"),
                         (errno.EROFS, "read_only"), (errno.EACCES, "read_only")])  # fmt: skip
def test_errors_of_the_system(number: int, code: str) -> None:
    assert files(OSError(number, "x")).problems[0].code == f"outside.store_{code}"
    told = told_by_system(f"IO Error: cannot write: {os.strerror(number)}")
    assert files(told).problems[0].code == f"outside.store_{code}"
    assert files(told_by_system("something else")).problems[0].code == "outside.store"


@pytest.mark.parametrize(("name", "code"), [("SQLITE_FULL", "full"), ("SQLITE_BUSY_SNAPSHOT", "locked"),
                         ("SQLITE_READONLY_DIRECTORY", "read_only"), ("SQLITE_IOERR_FSYNC", "disk"),
                         ("SQLITE_CORRUPT_INDEX", "damaged"), ("SQLITE_CANTOPEN", "not_opened"),
                         ("SQLITE_MISUSE", "failed")])  # fmt: skip
def test_errors_of_sqlite(name: str, code: str) -> None:
    assert database(sqlite(name)).problems[0].code == f"outside.store_{code}"


@pytest.mark.parametrize(("state", "code"), [("53100", "full"), ("25006", "read_only"), ("57P01", "lost"),
                         ("57P03", "lost"), ("08006", "lost"), ("53300", "locked"), ("40P01", "locked"),
                         ("42501", "failed")])  # fmt: skip
def test_errors_of_postgresql(state: str, code: str) -> None:
    assert database(postgres(state)).problems[0].code == f"outside.store_{code}"


def test_a_connection_that_could_not_be_made_is_a_lost_server_and_no_free_one_is_none() -> None:
    cut = DBAPIError.instance("x", {}, psycopg.OperationalError("서버에 연결할 수 없음"), psycopg.Error)
    assert database(cut).problems[0].code == "outside.store_lost"  # type: ignore[arg-type]
    assert database(PoolTimeoutError("QueuePool limit")).problems[0].code == "outside.store_locked"


def test_where_a_damaged_file_lies_stands_in_its_place_only() -> None:
    told = files(duckdb.IOException(f"Cannot open {FILE}/000001.parquet")).problems[0]
    assert told.place == str(FILE)
    assert str(FILE) not in told.message
    assert str(FILE) not in str(told.values)


def test_whether_there_is_room_is_seen_by_writing_and_nothing_stays(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1) as disk:
        check_room(disk.folder)
        disk.fill()
        with pytest.raises(OutsideError) as caught:
            check_room(disk.folder)
        assert caught.value.problems[0].code == "outside.store_full"
        disk.empty()
        check_room(disk.folder)
        assert list(disk.folder.iterdir()) == []
