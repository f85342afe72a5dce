"""A process that is killed while it answers has told everybody or nobody; done again, everybody is told once."""

import dataclasses
import os
import shutil
import signal
from pathlib import Path

import pytest
from tests.places import Place
from tests.preloaded import Preloaded
from tests.services.voices.people import OFFICER, answer, boss, heard, place_with_firms, raise_voice

from pulmu.services.calls.take_in import finish_deliveries
from pulmu.services.voices.own import find_voice
from pulmu.services.voices.themes import begin_theme, save_theme

FIRMS = 4


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_whenever_it_is_killed_each_is_told_once(tmp_path: Path) -> None:
    made = place_with_firms(tmp_path / "made", FIRMS)
    for number in range(FIRMS):
        raise_voice(made, number, "유예기간이 짧습니다")
    theme = begin_theme(made.gate, OFFICER, [item.key for item in heard(made)], theme="grace")
    save_theme(made.gate, OFFICER, dataclasses.replace(theme.theme, answer="봅니다"), seen=1)
    made.store.close()
    told_before, kills = set(), 0
    with Preloaded("tests.services.voices.killed") as program:
        for point in ("before", "after"):
            for count in range(1, 40, 2):
                folder = tmp_path / f"{point}{count}"
                shutil.copytree(tmp_path / "made", folder)
                code = program.run(folder, point, count)
                assert code in (0, -signal.SIGKILL)
                place = Place(folder, delivers=True)
                finish_deliveries(place.store, place.gate)  # as a place does when it starts
                told_before.add(_told(place))
                assert _told(place) in ((0,) * FIRMS, (1,) * FIRMS)
                answer(place, "grace", 2)
                assert _told(place) == (1,) * FIRMS
                place.store.close()
                shutil.rmtree(folder)
                if code == 0:
                    break
                kills += 1
            else:
                raise AssertionError("it never came to its end")
    assert kills >= 4
    assert told_before == {(0,) * FIRMS, (1,) * FIRMS}


def _told(place: Place) -> tuple[int, ...]:
    return tuple(len(find_voice(place.gate, boss(number), "v1").answers) for number in range(FIRMS))
