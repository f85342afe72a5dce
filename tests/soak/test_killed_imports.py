"""A few of the kills that `make soak` does by the hundred."""

import os
from pathlib import Path

import pytest
from tests.soak.killed_imports import kill_imports


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_killed_import_leaves_every_row_once(tmp_path: Path) -> None:
    outcome = kill_imports(tmp_path, 5, seed=1)
    assert outcome.is_good, outcome.found
    assert outcome.did.startswith("5 imports killed")
