"""Random commands: nothing unsafe gets through, and without any one control something does."""

import pytest
from tests.twin.control.campaign import FAULTS, campaign
from tests.twin.control.taken_out import CONTROLS, TABLES, taken_out

SEEDS = tuple(range(20261128, 20261135))
ATTEMPTS = 4000
"""Of each seed; together some 105,000 commands. A million of them are the long campaign `forbidden_setpoints`."""
LEAST = 100_000 / len(SEEDS)
FOUND_ELSEWHERE = {
    "allow_list": "a tag without limits has no range either",
    "pending": "a group whose write was not answered ends in the safe state, out of which the local switch leads",
    "safe_value": "the machine takes the safe value from the limits; a fault put in is stopped, test_output.py",
    "looks_first": "likewise",
}
"""Controls behind which another stands; test_reasons.py and test_output.py take each of them out by itself."""


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_outside_is_written_and_what_is_right_is_done(seed: int) -> None:
    tally = campaign(ATTEMPTS, seed)
    assert tally.faults == []
    assert tally.commands > LEAST
    assert tally.verified["none"] >= 0.85 * tally.attempts["none"], "the rest is refused by rate or dwell"
    assert all(tally.attempts[name] for name in FAULTS)


@pytest.mark.parametrize("name", sorted(CONTROLS.keys() - FOUND_ELSEWHERE.keys()))
def test_without_a_control_something_unsafe_gets_through(name: str) -> None:
    with taken_out(name):
        found = any(campaign(250, seed, CONTROLS[name], stops=True).faults for seed in (1, 2, 3))
    assert found


@pytest.mark.parametrize("name", sorted(CONTROLS))
def test_with_all_controls_the_same_attempts_do_no_harm(name: str) -> None:
    assert campaign(20, 1, CONTROLS[name]).faults == []


def test_every_control_is_taken_out() -> None:
    assert CONTROLS.keys() == {name for table in TABLES for name in table}
