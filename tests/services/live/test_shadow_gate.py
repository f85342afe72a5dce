"""Control is offered only after the plant was watched beside this very model, lately, and the model foretold it."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.services.live.test_shadow import DAY, NOON, TAGS, at, line, samples_of

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.services.live.shadow_gate import ShadowCriteria, ShadowGate, shadow_gate
from pulmu.services.live.shadow_report import ShadowReport, line_seal, report_seal, shadow_report, tag_map_seal

NOW = NOON + timedelta(days=2, hours=1)
MAP = TagMap(tags=(MappedTag(tag="press/pieces", node="x"),))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteSampleStore]:
    with contextlib.closing(SqliteSampleStore(tmp_path_factory.mktemp("gate") / "s.sqlite")) as made:
        made.keep(samples_of(), at=NOON)
        yield made


@pytest.fixture(scope="module")
def report(store: SqliteSampleStore) -> ShadowReport:
    return shadow_report(line(), TAGS, store, at(0), at(2 * DAY))


def asked(report: ShadowReport | None, now: datetime = NOW, tag_map: str = "") -> ShadowGate:
    return shadow_gate(report, ShadowCriteria(), now=now, model=line_seal(line()), tag_map=tag_map)


def codes(found: ShadowGate) -> list[str]:
    return [item.code for item in found.problems]


def resealed(report: ShadowReport, **changes: object) -> ShadowReport:
    changed = replace(report, **changes)  # type: ignore[arg-type]
    return replace(changed, seal=report_seal(changed))


def test_a_model_that_is_right_foretold_pieces_and_energy_and_passes(report: ShadowReport) -> None:
    told = {item.what: item for item in report.foretold}
    assert set(told) == {"pieces", "electricity"}
    assert abs(told["pieces"].apart or 1) < 0.05
    assert abs(told["electricity"].apart or 1) < 0.01
    assert (told["electricity"].error or 1) < 0.01
    found = asked(report)
    assert (found.is_open, codes(found)) == (True, [])
    assert found.model == line_seal(line())
    assert found.model_at == (NOON + timedelta(days=2)).timestamp()


def test_a_model_that_is_wrong_does_not_pass(store: SqliteSampleStore) -> None:
    wrong = line(minutes=5, busy=60)
    report = shadow_report(wrong, TAGS, store, at(0), at(2 * DAY))
    found = shadow_gate(report, ShadowCriteria(), now=NOW, model=line_seal(wrong))
    assert not found.is_open
    assert {"control.shadow_off", "control.shadow_apart"} <= set(codes(found))
    assert found.model_at is None


def test_without_a_report_it_is_shut() -> None:
    assert codes(asked(None)) == ["control.shadow_missing"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"model": "0" * 64}, "control.shadow_model"),
        ({"ended": "2026-11-04T03:00:00"}, "control.shadow_old"),
        ({"ended": "never"}, "control.shadow_old"),
        ({"start": (NOON + timedelta(days=2, hours=-1)).isoformat()}, "control.shadow_short"),
        ({"unknown_hours": 30.0}, "control.shadow_unknown"),
        ({"known_hours": 0.0, "unknown_hours": 0.0}, "control.shadow_unknown"),
        ({"known_hours": float("nan")}, "control.shadow_unknown"),
        ({"unwatched": ("saw",)}, "control.shadow_unwatched"),
        ({"foretold": ()}, "control.shadow_nothing"),
    ],
    ids=["model", "no zone", "no time", "short", "gaps", "nothing known", "NaN", "unwatched", "nothing foretold"],
)
def test_each_criterion_shuts_the_gate_by_itself(report: ShadowReport, changes: dict[str, object], code: str) -> None:
    found = asked(resealed(report, **changes))
    assert not found.is_open
    assert code in codes(found)


def test_a_report_that_was_changed_by_hand_is_not_taken(report: ShadowReport) -> None:
    assert codes(asked(replace(report, unknown_hours=0.5))) == ["control.shadow_seal"]


def test_an_old_report_is_not_taken_nor_one_of_the_future(report: ShadowReport) -> None:
    assert codes(asked(report, NOW + timedelta(days=8))) == ["control.shadow_old"]
    assert codes(asked(report, NOON)) == ["control.shadow_old"]


def test_a_report_read_through_another_map_is_not_taken(store: SqliteSampleStore, report: ShadowReport) -> None:
    through = shadow_report(line(), TAGS, store, at(0), at(2 * DAY), tag_map=MAP)
    found = asked(through, tag_map=tag_map_seal(MAP))
    assert (found.is_open, found.tag_map) == (True, tag_map_seal(MAP))
    other = replace(MAP, tags=(replace(MAP.tags[0], node="y"),))
    assert codes(asked(through, tag_map=tag_map_seal(other))) == ["control.shadow_map"]
    assert codes(asked(report, tag_map=tag_map_seal(MAP))) == ["control.shadow_map"]


def test_a_wrong_number_of_use_in_each_slot_shuts_it_though_the_sum_is_right(report: ShadowReport) -> None:
    pieces, energy = report.foretold
    found = asked(resealed(report, foretold=(pieces, replace(energy, error=0.3))))
    assert codes(found) == ["control.shadow_error"]


def test_the_clock_is_given(report: ShadowReport, tmp_path: Path) -> None:
    assert asked(report, NOW.astimezone(UTC)) == asked(report, NOW)
