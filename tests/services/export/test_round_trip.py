"""What was exported is taken in again by another company: the same figures, the same readings."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.places import Place
from tests.records import DAERIM, HANBIT
from tests.services.export.company import founded, kim, opened

from pulmu.bootstrap.plants import read_plant_content
from pulmu.metering import Kind, Readings, Series
from pulmu.services.export import readings
from pulmu.services.export.readings import readings_lines
from pulmu.services.import_readings import ImportOrder
from pulmu.services.ports import ReadingStore
from pulmu.services.report_cbam import report_cbam
from pulmu.services.workspaces import meters
from pulmu.services.workspaces.bulk import Batch, take_in_batch
from pulmu.services.workspaces.measured import counted
from pulmu.services.workspaces.plants import add_plant, read_plant

NEW_YEAR = 1_767_193_200
"""2026-01-01 00:00 in Seoul."""


def store_of(place: Place, workspace: str) -> ReadingStore:
    with place.store.reading(workspace) as work:
        return place.measured.readings(workspace, counted(work, "meter"))


def latest(place: Place, workspace: str, meter: str) -> Readings:
    with place.store.reading(workspace) as work:
        head = work.sealed_head("meter", meter)
        assert head is not None
        store = place.measured.readings(workspace, counted(work, "meter"))
    return store.latest(meter, head.first, head.last + 1)


def taken_in(place: Place, content: dict[str, bytes], meter: str) -> Readings:
    """The readings of an export as another company has them that took them in as the text beside them says."""
    home = f"meters/{meter}"
    said = json.loads(content[f"{home}/about.json"])["import_with"]
    order = ImportOrder(files=(), **said | {"exchanges": tuple(said["exchanges"])})
    for path in (item for item in content if item.startswith(f"{home}/readings")):
        done = meters.import_file(place.gate, place.measured, kim(DAERIM, "park"), order, content[path], path)
        assert [item for item in done.problems if item.severity == "error"] == [], path
    return latest(place, DAERIM, meter)


def assert_same(one: Readings, other: Readings) -> None:
    for name in ("start", "value", "quality"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def batch(meter: str, start: list[int], value: list[float], zone: str, kind: Kind, interval: int) -> Batch:
    rows = Readings(np.array(start), np.array(value), np.zeros(len(start), np.int8))
    return Batch(sha256="0" * 64, readings=rows, unit="kWh", interval=interval, kind=kind, zone=zone, site=meter)


def test_a_plant_gives_the_same_figures(tmp_path: Path) -> None:
    place = founded(tmp_path)
    content = opened(place)
    with place.store.reading(HANBIT) as work:
        plant = next(item for item in work.plants() if item.name == "안산공장").id
    before = report_cbam(read_plant(place.gate, kim(), plant).document, year=2026, edition="2026-08").report
    for name in ("plant.yaml", "plant.json"):
        document = read_plant_content(content[f"plants/안산공장/{name}"], name)
        new = add_plant(place.gate, kim(DAERIM, "park"), name, document).record.id
        found = read_plant(place.gate, kim(DAERIM, "park"), new).document
        after = report_cbam(found, year=2026, edition="2026-08").report
        assert before is not None
        assert after is not None
        assert [(item.name, item.specific_embedded_emissions.value) for item in before.goods] == [
            (item.name, item.specific_embedded_emissions.value) for item in after.goods
        ]


def test_readings_with_corrections_are_the_same(tmp_path: Path) -> None:
    place = founded(tmp_path)
    before = latest(place, HANBIT, "EM-01")
    assert set(before.quality.tolist()) == {0, 1, 2}
    assert_same(taken_in(place, opened(place), "EM-01"), before)


@pytest.mark.parametrize(
    ("zone", "kind", "interval"),
    [("Europe/Berlin", "interval", 900), ("Europe/Berlin", "counter", 3600), ("Asia/Seoul", "counter", 900),
     ("Asia/Kolkata", "interval", 86_400)],
)  # fmt: skip
@pytest.mark.parametrize("most", [readings.MOST_ROWS, 3_000, 100])
def test_readings_of_any_zone_and_kind_in_one_file_or_many_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zone: str, kind: Kind, interval: int, most: int
) -> None:
    monkeypatch.setattr(readings, "MOST_ROWS", most)
    place = founded(tmp_path)
    first = NEW_YEAR + (3600 * 8 if zone == "Europe/Berlin" else 3600 * 4 - 1800 if zone == "Asia/Kolkata" else 0)
    steps = range(min(400 * 86_400 // interval, 40_000))
    if most == 100:
        steps = range(min(len(steps), 400))
    values = [number / 7 for number in steps]
    given = batch("M-2", [first + interval * number for number in steps], values, zone, kind, interval)
    assert take_in_batch(place.gate, place.measured, kim(), "M-2", given).problems == ()
    content = opened(place)
    files = [path for path in content if path.startswith("meters/M-2/readings")]
    assert (len(files) > 1) == (len(steps) > most)
    assert_same(taken_in(place, content, "M-2"), latest(place, HANBIT, "M-2"))


def test_a_counter_that_was_exchanged_and_runs_over_has_the_same_totals(tmp_path: Path) -> None:
    place = founded(tmp_path)
    lines = "\n".join(
        f"2026-01-0{1 + n // 24} {n % 24:02d}:00,{(70 + n) % 100 if n < 40 else n - 39}" for n in range(72)
    )
    order = ImportOrder(
        meter="C-1",
        files=(),
        kind="counter",
        modulus=100,
        exchanges=("2026-01-02 15:30, 9.5, 0.25",),
        zone="Europe/Berlin",
    )
    content = f"date,Counter (kWh)\n{lines}".encode()
    assert meters.import_file(place.gate, place.measured, kim(), order, content, "c.csv").problems == ()
    assert_same(taken_in(place, opened(place), "C-1"), latest(place, HANBIT, "C-1"))
    one, other = (store_of(place, room).coverage("C-1") for room in (HANBIT, DAERIM))
    assert one == other != ()
    heads = [store_of(place, room).head("C-1") for room in (HANBIT, DAERIM)]
    assert heads[0].series == heads[1].series  # type: ignore[union-attr]
    assert len(heads[1].series.exchanges) == 1  # type: ignore[union-attr]


@given(st.floats(0, 1e12), st.floats(0, 1e12))
def test_every_number_is_read_as_it_was(one: float, other: float) -> None:
    from pulmu.adapters.readings_file import read_readings

    rows = Readings(np.array([NEW_YEAR, NEW_YEAR + 900]), np.array([one, other]), np.zeros(2, np.int8))
    content = b"".join(readings_lines(Series(meter="x", unit="kWh", interval=900), rows))
    assert_same(read_readings(content, "x.csv").readings, rows)
