"""A few of the kills that `make soak` does by the hundred."""

import os
from pathlib import Path

import pytest
from tests.soak.killed_decisions import kill_decisions


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_what_was_acknowledged_before_a_kill_is_there_once(tmp_path: Path) -> None:
    outcome = kill_decisions(tmp_path, 4, seed=1)
    assert outcome.is_good, outcome.found
    assert outcome.did.startswith("4 kills of a served place")
