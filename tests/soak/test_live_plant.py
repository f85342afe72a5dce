"""A small part of what `make soak` does with 5,000 tags: every value is kept once, or its gap is marked."""

import os
from pathlib import Path

import pytest
from tests.soak.live_plant import keep_wide_plant


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_every_value_of_300_tags_is_kept_once_or_lies_in_a_marked_gap(tmp_path: Path) -> None:
    found = keep_wide_plant(tmp_path, 300, 15.0, ((0.3, "refused", 1.0),), latest=5.0)
    assert found.is_good, found
    assert "0 lost" in found.found
