"""A tenth of the control campaign: 200 forbidden attempts among 50 legitimate ones, against a plant over OPC UA."""

from pathlib import Path

import pytest
from tests.services.control.campaign.at_the_desk import DESK_KINDS
from tests.services.control.campaign.attempts import KINDS
from tests.services.control.campaign.campaign import campaign
from tests.services.control.campaign.hall import LIMITS

pytest.importorskip("asyncua", reason="what speaks to plants is not installed: pip install pulmu[plant]")
SEED = 20261128


def test_nothing_unsafe_reaches_the_plant_and_what_is_right_is_done(tmp_path: Path) -> None:
    tally = campaign(tmp_path, SEED)
    assert tally.faults == []
    assert tally.forbidden.total() == 200
    assert tally.forbidden.keys() == KINDS.keys()
    assert tally.legitimate == 50
    assert tally.verified >= 49, tally.refused
    assert tally.entries > 1000
    assert tally.spans, "safe states were reached, and timed"
    assert max(tally.spans.values()) <= LIMITS["safe_within_s"], tally.spans


AT_THE_DESK = (
    "no prover", "somebody else", "replayed bytes", "odd bytes", "interlock toggled", "interlock in mid-group",
    "who commands hangs up", "guard killed between writes",
)  # fmt: skip
"""What is tried of a guard in a process of its own with the tests; all of it by the long campaign."""


def test_a_guard_in_a_process_of_its_own_lets_nothing_unsafe_through(tmp_path: Path) -> None:
    tally = campaign(tmp_path, SEED, hundredths=6, only=AT_THE_DESK, is_distant=True)
    assert tally.faults == []
    assert tally.forbidden.total() == len(AT_THE_DESK)
    assert (tally.legitimate, tally.verified) == (3, 3), tally.refused
    assert max(tally.spans.values()) <= LIMITS["safe_within_s"], tally.spans


def test_the_kinds_are_two_hundred() -> None:
    assert sum(kind.share for kind in KINDS.values()) == 200
    assert sum(kind.share for kind in DESK_KINDS.values()) == 200
