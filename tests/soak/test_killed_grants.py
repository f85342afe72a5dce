"""A few of the kills that `make soak` does by the hundred."""

import os
from pathlib import Path

import pytest
from tests.soak.killed_grants import kill_grants


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_kills_between_steps_never_overspend(tmp_path: Path) -> None:
    outcome = kill_grants(tmp_path, 2, seed=2)
    assert outcome.is_good, outcome.found
    assert outcome.did.startswith("2 kills")
