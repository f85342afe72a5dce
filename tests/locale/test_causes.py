"""Causes of problems in Korean: what opening a file can say has no English left in it."""

import errno
import os
import re
from pathlib import Path

import pytest

from pulmu.adapters._file import read_bytes
from pulmu.bootstrap.bills import meter_readings
from pulmu.locale import problem_line
from pulmu.locale.causes import known_causes, korean_cause
from pulmu.model import InputError, OutsideError, Problem, problem

OPENING = (errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP,
           errno.ENOSPC, errno.EROFS, errno.EIO, errno.EMFILE, errno.EEXIST, errno.EADDRINUSE)  # fmt: skip
ENGLISH = re.compile(r"[A-Za-z]{3,}")


def not_opened(path: Path | str) -> Problem:
    with pytest.raises(OutsideError) as caught:
        read_bytes(str(path), 10)
    return caught.value.problems[0]


@pytest.mark.parametrize("number", OPENING, ids=errno.errorcode.get)
def test_what_the_system_says_of_a_file_is_told_in_korean(number: int) -> None:
    assert not ENGLISH.search(korean_cause(os.strerror(number)))
    assert korean_cause(str(OSError(number, os.strerror(number), "a.yaml"))) == korean_cause(os.strerror(number))


def test_a_file_that_cannot_be_read_gives_no_english_reason(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    for path in (tmp_path / "none", tmp_path, tmp_path / "a" / "b", tmp_path / ("n" * 300), "\0"):
        found = not_opened(path)
        assert not ENGLISH.search(problem_line(found, "ko").replace(found.place, "")), found
        assert problem_line(found, "en") == str(found)


def test_what_nobody_translated_stays_as_it_is() -> None:
    assert korean_cause("press 3 is on fire") == "press 3 is on fire"


def test_every_cause_is_a_short_korean_phrase() -> None:
    assert [said for said, words in known_causes().items() if ENGLISH.search(words)] == []


def test_a_list_of_nothing_is_told_in_korean() -> None:
    found = problem("meter.unknown", "em", "the store does not hold this meter", "it holds: none", known="none")
    assert problem_line(found, "ko").endswith("저장소의 계량기: 없음.")


def test_a_name_of_a_file_that_is_not_there_is_told_as_a_file_not_as_a_meter(tmp_path: Path) -> None:
    with pytest.raises(OutsideError) as caught:
        meter_readings(str(tmp_path / "nothere.csv"), tmp_path / "store")
    assert [item.code for item in caught.value.problems] == ["outside.cannot_read"]
    with pytest.raises(InputError) as unknown:
        meter_readings("em_main", tmp_path / "store")
    assert [item.code for item in unknown.value.problems] == ["meter.unknown"]
    assert not (tmp_path / "store").exists()
