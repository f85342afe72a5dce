"""A few of the kills that `make soak` does by the hundred."""

import sys
from pathlib import Path

import pytest
from tests import databases
from tests.soak.killed_takings import kill_takings


@pytest.mark.skipif(sys.platform != "linux", reason="processes as Linux shows them")
def test_what_a_killed_place_took_in_is_there_once(tmp_path: Path) -> None:
    outcome = kill_takings(tmp_path, 2, seed=2, moments=("at a point", "a reader"))
    assert outcome.is_good, outcome.found
    assert outcome.did.startswith("2 SIGKILLs")


@pytest.mark.skipif(sys.platform != "linux", reason="processes as Linux shows them")
def test_the_same_on_postgresql(tmp_path: Path, postgres: str) -> None:
    address = databases.new_database(postgres)
    outcome = kill_takings(tmp_path, 1, seed=3, moments=("at a point",), database=address)
    assert outcome.is_good, outcome.found
