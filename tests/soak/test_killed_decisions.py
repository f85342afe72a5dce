"""A few of the kills that `make soak` does by the hundred."""

import os
from pathlib import Path

import pytest
from tests.soak.killed_decisions import STEPS, Town, kill_decisions


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_what_was_acknowledged_before_a_kill_is_there_once(tmp_path: Path) -> None:
    outcome = kill_decisions(tmp_path, 3, seed=1)
    assert outcome.is_good, outcome.found
    assert outcome.did.startswith("3 kills of a served place")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_place_that_is_killed_late_has_acknowledged_every_step(tmp_path: Path) -> None:
    town = Town(tmp_path)
    life = town.begin()
    town.serve_and_kill(life, 60, until_done=True)
    assert life.acknowledged == list(STEPS)
    assert town.compare(life) == ""
