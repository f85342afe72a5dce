"""A process that is killed while it writes or sends letters leaves none of a list or all; each is sent once."""

import os
import shutil
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from tests.letter_files import hp, hwpx
from tests.places import Place
from tests.preloaded import Preloaded
from tests.records import HANBIT
from tests.services.calls.agency import CALL, FIRM, OFFICER, PACKAGED
from tests.services.letters.agency import DRAWING, decided
from tests.workshop import Bench

from pulmu.services.jobs import kinds
from pulmu.services.jobs.task import JobPolicy
from pulmu.services.letters.kept import find_run, run_history
from pulmu.services.letters.own import own_letters
from pulmu.services.letters.sending import letters_standing
from pulmu.services.letters.template import keep_template

FORM = hwpx(hp("{{firm_name}} {{outcome}} {{appeal_sentence}}"))
pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


def test_letters_are_written_as_one_list_whenever_it_is_killed(tmp_path: Path) -> None:
    made, _ = decided(tmp_path / "made")
    keep_template(made.gate, OFFICER, DRAWING, CALL, "통지서.hwpx", FORM, seen=0)
    kinds.start_letters(made.gate, OFFICER, PACKAGED, CALL, "ko", JobPolicy())

    def check(place: Place) -> int:
        return len(find_run(place.gate, OFFICER, CALL).letters)

    assert killed_everywhere(tmp_path, made, "before", check, 3) == {0, 3}


def test_letters_are_sent_once_whenever_it_is_killed(tmp_path: Path) -> None:
    made, _ = decided(tmp_path / "made")
    keep_template(made.gate, OFFICER, DRAWING, CALL, "통지서.hwpx", FORM, seen=0)
    kinds.start_letters(made.gate, OFFICER, PACKAGED, CALL, "ko", JobPolicy())
    Bench(made).work_off()
    kinds.start_sending(made.gate, OFFICER, PACKAGED, CALL, JobPolicy(), seen=1, count=1)

    def check(place: Place) -> int:
        assert len(run_history(place.gate, OFFICER, CALL)) == 1
        here, there = letters_standing(place.gate, OFFICER, CALL).sent, own_letters(place.gate, FIRM, HANBIT, CALL)
        assert len(here) == len(there)
        return len(there)

    assert killed_everywhere(tmp_path, made, "after", check, 1) == {0, 1}


def killed_everywhere(folder: Path, made: Place, point: str, check: Callable[[Place], int], whole: int) -> set[int]:
    """What stood after each kill; after the work was taken up again it is always whole."""
    at = made.at
    made.store.close()
    seen, kills = set[int](), 0
    with Preloaded("tests.services.letters.killed") as program:
        for count in range(1, 40, 2):
            copy = folder / f"{point}{count}"
            shutil.copytree(folder / "made", copy)
            code = program.run(copy, at.isoformat(), point, count)
            assert code in (0, -signal.SIGKILL)
            place = Place(copy)
            place.at = at
            seen.add(check(place))
            place.at = at + timedelta(minutes=5)  # the lease ends
            Bench(place).work_off()
            assert check(place) == whole
            place.store.close()
            shutil.rmtree(copy)
            if code == 0:
                break
            kills += 1
    assert kills >= 2
    return seen
