"""Whatever happens to link, process and disk: every sample is kept once, or lies in a gap that is marked."""

import contextlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.model import OutsideError
from pulmu.model.tag import Sample
from pulmu.model.tag_gap import TagGap
from pulmu.services.live.keeping import LATEST, OFTEN, STILL, Keeper, Pace

NOON = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
TAGS = ("a", "b", "c")
UNNOTICED = timedelta(seconds=4)
STEPS = ("go_on", "go_on", "go_on", "lose", "notice", "come_back", "write", "kill", "fill_disk", "empty_disk")


def at(second: float) -> datetime:
    return NOON + timedelta(seconds=second)


class Disk(SqliteSampleStore):
    """A store whose disk can be full."""

    is_full = False

    def keep(self, samples: Sequence[Sample], gaps: Sequence[TagGap] = (), *, at: datetime) -> int:
        if self.is_full:
            raise OutsideError.of("outside.store_full", "", "there is no room left to write")
        return super().keep(samples, gaps, at=at)


class Edge:
    """A plant of three tags whose values change every second, and who watches it."""

    def __init__(self, file: Path, most_waiting: int) -> None:
        self.file, self.most_waiting = file, most_waiting
        self.second = self.lost_since = 0
        self.is_linked = True
        self.store = Disk(file)
        self.keeper = self.begin()

    def begin(self) -> Keeper:
        return Keeper(self.store, TAGS, lambda: at(self.second), unnoticed=UNNOTICED, most_waiting=self.most_waiting)

    def step(self, what: str) -> None:
        if what == "lose" and self.is_linked:
            self.is_linked, self.lost_since = False, self.second
        elif what == "notice" or (not self.is_linked and self.second - self.lost_since >= 3):
            self.notice()
        if what == "come_back" and not self.is_linked:
            self.notice()
            self.is_linked = True
        elif what == "write":
            self.keeper.write()
        elif what == "kill":
            self.store.close()
            self.store = Disk(self.file)
            self.keeper = self.begin()
        elif what in ("fill_disk", "empty_disk"):
            self.store.is_full = what == "fill_disk"
        self.second += 1
        if self.is_linked:
            self.keeper.take([self.sample(tag) for tag in TAGS])

    def notice(self) -> None:
        if not self.is_linked:
            self.keeper.take([Sample(tag=tag, value=0.0, quality="stale", at=at(self.lost_since)) for tag in TAGS])

    def sample(self, tag: str) -> Sample:
        return Sample(tag=tag, value=float(self.second), at=at(self.second), received=at(self.second))


@given(st.lists(st.sampled_from(STEPS), max_size=80), st.sampled_from([3, 12, 1000]))
def test_every_sample_is_kept_once_or_lies_in_a_marked_gap(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str], most_waiting: int
) -> None:
    edge = Edge(tmp_path_factory.mktemp("edge") / "s.sqlite", most_waiting)
    edge.keeper.write()
    with contextlib.closing(edge.store):
        for what in steps:
            edge.step(what)
        edge.store.is_full = False
        edge.notice()
        edge.keeper.write()
        for tag in TAGS:
            held = Counter(item.at for item in edge.store.samples(tag, at(-1), at(1000)))
            gaps = edge.store.gaps(tag)
            assert set(held.values()) <= {1}
            for second in range(1, edge.second + 1):
                in_gap = any(gap.start <= at(second) and (gap.end is None or at(second) <= gap.end) for gap in gaps)
                assert held[at(second)] == 1 or in_gap


@pytest.fixture
def edge(tmp_path: Path) -> Iterator[Edge]:
    made = Edge(tmp_path / "s.sqlite", 1000)
    yield made
    made.store.close()


def test_while_all_is_well_there_is_no_gap(edge: Edge) -> None:
    for _ in range(20):
        edge.step("write")
    assert edge.store.gaps() == ()
    assert edge.keeper.new == 3 * 19


def test_a_lost_link_is_a_gap_from_the_last_moment_it_was_surely_there(edge: Edge) -> None:
    for what in ("go_on", "go_on", "lose", "notice", "go_on", "come_back", "write"):
        edge.step(what)
    (gap,) = edge.store.gaps("a")
    assert (gap.start, gap.end, gap.because) == (at(1), at(6), "link_lost")


def test_a_value_that_was_made_while_the_last_was_on_its_way_lies_in_the_gap(edge: Edge) -> None:
    edge.second = 10
    edge.keeper.take([Sample(tag="a", value=1.0, at=at(7), received=at(7))], at(9.5))
    edge.keeper.take([Sample(tag="a", value=1.0, quality="stale", at=at(7), received=at(7))])
    edge.keeper.write()
    assert [gap.start for gap in edge.store.gaps()] == [at(7)]


def test_a_value_that_stood_still_makes_no_gap_longer_than_a_loss_goes_unnoticed(edge: Edge) -> None:
    edge.step("go_on")
    edge.second = 3600
    edge.is_linked, edge.lost_since = False, 3598
    edge.step("notice")
    edge.keeper.write()
    assert {gap.start for gap in edge.store.gaps()} == {at(3600) - UNNOTICED}


def test_a_process_that_was_killed_leaves_a_gap_from_what_it_wrote_last(edge: Edge) -> None:
    for what in ("go_on", "write", "go_on", "go_on", "kill", "write"):
        edge.step(what)
    (gap,) = edge.store.gaps("a")
    assert (gap.start, gap.end, gap.because) == (at(1) - UNNOTICED, at(5), "not_watched")


def test_what_the_disk_does_not_take_waits_and_is_kept_later(edge: Edge) -> None:
    for what in ("go_on", "fill_disk", "write", "go_on"):
        edge.step(what)
    assert edge.keeper.trouble is not None
    edge.step("empty_disk")
    edge.step("write")
    assert edge.keeper.trouble is None
    assert edge.store.gaps() == ()
    assert len(list(edge.store.samples("a", at(0), at(100)))) == 5


def test_a_broken_sensor_is_kept_as_such_and_is_no_gap(edge: Edge) -> None:
    broken = Sample(tag="a", value=None, quality="bad", at=at(1), because="BadSensorFailure")
    edge.keeper.take([broken])
    edge.keeper.write()
    assert list(edge.store.samples("a", at(0), at(9))) == [broken]
    assert edge.store.gaps() == ()


def test_samples_lost_on_the_way_are_a_gap(edge: Edge) -> None:
    edge.step("go_on")
    edge.keeper.take([Sample(tag="a", value=None, quality="bad", because="taken too slowly")])
    edge.step("go_on")
    edge.keeper.write()
    assert [(gap.tag, gap.because, gap.end) for gap in edge.store.gaps()] == [("a", "too_fast", at(2))]


def test_what_came_is_written_at_once_and_what_did_not_is_written_seldom() -> None:
    pace = Pace(100.0)
    assert not pace.is_due(100.05, has_news=True, more=False)  # no oftener than this
    assert pace.wait(100.05, has_news=True) == pytest.approx(OFTEN - 0.05)
    assert pace.is_due(100.11, has_news=True, more=False)
    assert not pace.is_due(100.11, has_news=True, more=True)  # what has come as well goes with it
    assert pace.is_due(100.0 + LATEST, has_news=True, more=True)  # however much comes, it does not wait for ever
    assert not pace.is_due(100.9, has_news=False, more=False)
    assert pace.wait(100.9, has_news=False) == pytest.approx(0.1)
    assert pace.is_due(100.0 + STILL, has_news=False, more=False)
    assert pace.wait(105.0, has_news=False) == 0.0


@given(st.floats(0.2, 2.0), st.floats(0.0, 0.09))
def test_groups_that_come_evenly_are_each_written_when_they_come(every: float, takes: float) -> None:
    """However long the disk takes for one, and whatever their rhythm: none waits for the next."""
    pace, now = Pace(0.0), 0.0
    for number in range(1, 40):
        came = number * every
        now = max(now, came)
        assert pace.is_due(now, has_news=True, more=False)
        assert now == came
        now += takes
        pace.written = now
