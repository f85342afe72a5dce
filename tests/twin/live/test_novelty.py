"""What a tag never did before is told, each once; what it usually does is not."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.model.tag import Sample, Tag
from pulmu.twin.live.novelty import DAY, Unusual, Watch
from pulmu.twin.live.novelty_budget import Tail
from pulmu.twin.live.novelty_habit import Counts, Echo
from pulmu.twin.live.novelty_kept import read_watch, watch_tree

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
POWER = Tag(name="press/power", unit="kW", measure="power")
STATE = Tag(name="press/1/state", kind="text", measure="state")
SPEED = Tag(name="line/speed_set", unit="%", measure="speed_setpoint", writable=True)
ENERGY = Tag(name="press/energy", unit="kWh", measure="energy")


def sample(tag: Tag, second: float, value: float | str, **more: object) -> Sample:
    at = BEGIN + timedelta(seconds=second)
    return Sample(**{"tag": tag.name, "value": value, "unit": tag.unit, "at": at, "received": at, **more})  # type: ignore[arg-type]


def days(first: int, last: int, seed: int = 1) -> Iterator[tuple[Tag, Sample]]:
    """Ten minutes by ten minutes: a power that goes up and down, a state, a setpoint moved by day, a counter."""
    draw = random.Random(seed)
    for step in range(first * 144, last * 144):
        second, is_busy = step * 600.0, step % 6 < 4
        hour = second / 3600 % 24
        yield POWER, sample(POWER, second, draw.uniform(240, 260) if is_busy else draw.uniform(8, 12))
        yield STATE, sample(STATE, second, "busy" if is_busy else "idle")
        yield ENERGY, sample(ENERGY, second, step * 40.0)
        if 7 <= hour < 17 and draw.random() < 0.05:
            yield SPEED, sample(SPEED, second, float(draw.choice((90, 100, 110))))


@pytest.fixture(scope="module")
def learned() -> dict[str, object]:
    watch = Watch(1.0, 14 * DAY)
    assert [item for tag, said in days(0, 14) for item in watch.hear(tag, said)] == []
    return watch_tree(watch)


@pytest.fixture
def watch(learned: dict[str, object]) -> Watch:
    return read_watch(json.loads(json.dumps(learned, allow_nan=False)))


def told(watch: Watch, tag: Tag, second: float, value: float | str, **more: object) -> list[str]:
    return [item.aspect for item in watch.hear(tag, sample(tag, second, value, **more))]


NEXT = 14 * DAY + 600


def test_what_goes_on_as_before_is_hardly_ever_told(watch: Watch) -> None:
    found = [item for tag, said in days(14, 24, seed=2) for item in watch.hear(tag, said)]
    assert len(found) <= 10  # a budget of one a day


def test_a_value_beyond_all_is_told_once_with_what_was_usual(watch: Watch) -> None:
    (first, *_) = watch.hear(POWER, sample(POWER, NEXT, 400.0))
    assert (first.tag, first.aspect, first.seen, first.unit) == ("press/power", "range", 400.0, "kW")
    low, high = first.usual
    assert (float(low), float(high)) == (pytest.approx(8, abs=1), pytest.approx(260, abs=1))
    assert first.since == BEGIN.timestamp()
    assert told(watch, POWER, NEXT + 600, 400.0) == []


def test_a_state_and_a_change_of_state_that_never_were(watch: Watch) -> None:
    assert told(watch, STATE, NEXT, "down") == ["state"]
    assert told(watch, STATE, NEXT + 600, "idle") == ["transition"]


def test_a_setpoint_moved_at_night_or_further_than_ever_or_by_somebody_new(watch: Watch) -> None:
    habit = watch.habits["line/speed_set"]
    other = 100.0 if habit.value != 100.0 else 90.0
    assert "hour" in told(watch, SPEED, NEXT + 2 * 3600, other)
    assert set(told(watch, SPEED, NEXT + 12 * 3600, 180.0)) >= {"range", "step"}


def test_a_setpoint_that_was_never_moved(watch: Watch) -> None:
    run = Tag(name="line/run", kind="truth", measure="run", writable=True)
    begun = Watch(1.0, 14 * DAY)
    for day in range(15):
        begun.hear(run, sample(run, day * DAY, True))
    assert "first" in told(begun, run, 15 * DAY, False)


def test_a_counter_that_runs_backwards_is_told_but_not_where_it_says_it_began_anew(watch: Watch) -> None:
    kept = json.dumps(watch_tree(watch))
    assert "backwards" in told(watch, ENERGY, NEXT, 5.0)
    again = read_watch(json.loads(kept))
    assert again.hear(ENERGY, sample(ENERGY, NEXT, 5.0), is_reset=True) == ()


def test_a_clock_that_jumps(watch: Watch) -> None:
    late = BEGIN + timedelta(seconds=NEXT + 120)
    assert told(watch, STATE, NEXT, "idle", at=late) == ["clock"]


def test_a_tag_that_stands_still_is_told_but_not_in_a_gap(watch: Watch) -> None:
    start = BEGIN.timestamp() + 14 * DAY
    told(watch, POWER, NEXT, 11.0)
    assert [item.aspect for item in watch.look(start + 6 * 3600) if item.tag == "press/power"] == ["frozen"]
    assert watch.look(start + 6 * 3600 + 60) == ()
    told(watch, POWER, NEXT + 7 * 3600, 10.5)
    watch.lose("press/power")
    assert [item for item in watch.look(start + 30 * 3600) if item.tag == "press/power"] == []


def test_values_that_were_there_before_are_told(watch: Watch) -> None:
    before = [said.value for tag, said in days(0, 14) if tag is POWER][-100:]
    found = [told(watch, POWER, NEXT + 600 * n, float(value)) for n, value in enumerate(before) if value is not None]
    assert any("replay" in item for item in found)


def test_tags_that_come_go_or_change_are_told() -> None:
    watch = Watch(1.0, DAY)
    assert watch.meet([POWER, STATE], 0.0) == ()
    other = Tag(name="press/power", unit="MW", measure="power")
    found = watch.meet([other, SPEED], 10.0)
    assert [(item.tag, item.aspect) for item in found] == [
        ("line/speed_set", "appeared"), ("press/1/state", "vanished"), ("press/power", "changed"),
    ]  # fmt: skip


def test_creeping_away_is_not_learned_on_the_way(watch: Watch) -> None:
    found: list[Unusual] = []
    for step in range(600):
        found += watch.hear(POWER, sample(POWER, NEXT + 600 * step, 255.0 + 0.1 * step))
    assert [item for item in found if item.aspect == "range"]


@given(st.lists(st.floats(0.01, 10), min_size=1, max_size=200), st.floats(0.05, 20), st.floats(0.05, 20))
def test_a_larger_budget_never_asks_for_a_higher_score(scores: list[float], one: float, other: float) -> None:
    tail = Tail()
    for number, score in enumerate(scores):
        tail.take(score, 1000.0 * number)
    small, large = sorted((one, other))
    assert tail.threshold(large, 0.0) <= tail.threshold(small, 0.0) + 1e-9


def test_what_is_seen_once_in_a_while_makes_the_unseen_likely() -> None:
    counts = Counts()
    for number in range(100):
        counts.take("busy" if number % 2 else "idle", 64)
    assert counts.rarity("busy") == 0.0
    assert counts.rarity("down") == pytest.approx(2.305, abs=0.001)
    counts.take("stopped", 64)
    assert counts.rarity("down") < 2.0


def test_an_echo_is_heard_and_its_memory_is_bounded() -> None:
    draw, echo = random.Random(1), Echo()
    values = [draw.random() for _ in range(300)]
    assert max(echo.take(value) for value in values) < 8
    assert max(echo.take(value) for value in values[100:150]) > 30
    for _ in range(20_000):
        echo.take(draw.random())
    assert len(echo.bits) + len(echo.old) == 2048
