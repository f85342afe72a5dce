"""A few of the kills that `make soak` does by the hundred."""

import sys
from pathlib import Path

import pytest
from tests.soak.killed_jobs import kill_jobs


@pytest.mark.skipif(sys.platform != "linux", reason="processes as Linux shows them")
def test_killed_at_random_every_order_has_one_report(tmp_path: Path) -> None:
    outcome = kill_jobs(tmp_path, 3, seed=3, moments=("a worker", "the place", "the place at an order"))
    assert outcome.is_good, outcome.found
    assert outcome.did.startswith("3 SIGKILLs")
