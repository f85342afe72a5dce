"""When a server counts as gone: not because it is busy, nor because this machine is, and never later than promised."""

import random

import pytest

from pulmu.adapters.opcua_plant.alive import LONGEST, LOOK, SILENT, Silence
from pulmu.bootstrap.live import UNNOTICED


def looks(steps: list[tuple[float, bool]]) -> float | None:
    """When the server is taken for gone; None where it is not. Each step: how long it took, whether something came."""
    silence, now, heard = Silence((0, 0), 0.0, 0.0), 0.0, 0
    for long, came in steps:
        now, heard = now + long, heard + came
        if silence.look((heard, 0), now):
            return now
    return None


def test_a_server_that_says_nothing_is_gone_after_a_while() -> None:
    assert looks([(LOOK, True)] * 4 + [(LOOK, False)] * 100) == pytest.approx(4 * LOOK + SILENT)


def test_a_server_that_is_busy_is_there_as_long_as_anything_comes() -> None:
    assert looks([(LOOK, number % 10 == 0) for number in range(1000)]) is None


def test_a_part_of_a_message_is_a_sign_of_life() -> None:
    silence = Silence((7, 0), 0.0, 0.0)
    assert not any(silence.look((7, size), size * LOOK) for size in range(1, 100))


def test_what_arrived_while_this_program_stood_still_is_read_before_it_counts() -> None:
    assert looks([(LOOK, True), (5.0, False), (5.0, False), (LOOK, True), (8.0, False), (LOOK, True)]) is None


def test_a_machine_that_is_busy_ever_again_does_not_lose_its_link() -> None:
    draw = random.Random(1)
    assert looks([(draw.choice((LOOK, 2.5)), number % 4 == 0) for number in range(2000)]) is None


@pytest.mark.parametrize("long", [LOOK, 1.0, 3.0, 11.0])
def test_however_busy_it_is_a_lost_link_is_noticed_in_time(long: float) -> None:
    gone = looks([(long, False)] * 100)
    assert gone is not None
    assert gone <= LONGEST + long
    assert UNNOTICED.total_seconds() > LONGEST + 2 * LOOK
