"""A small part of what `make soak` does with 500 tags by MQTT: every value is kept once, or its gap is marked."""

import os
from pathlib import Path

import pytest
from tests.soak.live_broker import found_broker, keep_by_broker


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_every_value_of_60_tags_is_kept_once_or_lies_in_a_marked_gap(tmp_path: Path) -> None:
    if found_broker() is None:
        reason = "mosquitto is not installed"
        if "mosquitto" in os.environ.get("PULMU_REQUIRE", "").split(","):
            pytest.fail(reason)
        pytest.skip(reason)
    found = keep_by_broker(tmp_path, 60, 8.0, ((0.3, "refused", 1.0),), latest=5.0)
    assert found.is_good, found
    assert "0 lost" in found.found
