"""One outage of each kind that `make soak` has by the dozen."""

from tests.soak.outages import KINDS, outages


def test_what_was_taken_before_during_and_after_an_outage_is_there_once() -> None:
    outcome = outages(1, seed=1)
    assert outcome.is_good or "not tried" in outcome.did, (outcome.did, outcome.found)
    assert any(f"1 {kind}" in outcome.did for kind in KINDS)
