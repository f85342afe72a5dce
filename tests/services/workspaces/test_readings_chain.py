"""A change by another hand is told: which import, day and row; nothing that was taken in goes missing unseen."""

import random
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.places import Place, actor
from tests.records import DAERIM, HANBIT

from pulmu.adapters.readings_store import ParquetReadingStore
from pulmu.metering import Readings
from pulmu.model import Problem
from pulmu.services.import_readings import ImportOrder
from pulmu.services.workspaces import meters
from pulmu.services.workspaces.readings_chain import verify_readings

KIM = actor("kim", "preparer")


def hours_of(day: int, base: float = 1.0) -> bytes:
    rows = (f"2026-01-{day:02d} {hour:02d}:00,{base + hour}" for hour in range(24))
    return "\n".join(["date,Usage (kWh)", *rows]).encode()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Three imports of three days, the third a correction of a part of the first; and another company's."""
    place = Place(tmp_path).with_companies()
    first = hours_of(1) + b"\n" + b"\n".join(hours_of(2).splitlines()[1:])
    for content, reason in ((first, ""), (hours_of(3), ""), (hours_of(2, base=5.0), "counter replaced")):
        order = ImportOrder(meter="EM-01", files=(), reason=reason)
        assert meters.import_file(place.gate, place.measured, KIM, order, content, "a.csv").problems == ()
    park = actor("park", "preparer", workspace=DAERIM)
    meters.import_file(place.gate, place.measured, park, ImportOrder(meter="EM-01", files=()), hours_of(1), "b.csv")
    assert verify_readings(place.store, place.measured, HANBIT) == ()
    return place


def file_of(place: Place, number: int) -> Path:
    return place.folder / "workspaces" / HANBIT / "readings" / "EM-01" / f"{number:06d}.parquet"


def found(place: Place) -> list[tuple[str, str]]:
    problems: tuple[Problem, ...] = verify_readings(place.store, place.measured, HANBIT)
    assert verify_readings(place.store, place.measured, DAERIM) == ()
    return [(item.code, item.place) for item in problems]


def rewrite(place: Place, number: int, change: Callable[[Readings], None]) -> None:
    """What somebody would do who knows the format and leaves everything else as it was."""
    stored = ParquetReadingStore(file_of(place, 1).parents[1]).part("EM-01", number)
    change(stored.readings)
    aside = ParquetReadingStore(place.folder / "aside", {})
    aside.append(stored.series, stored.readings, reason=stored.reason, evidence=stored.evidence, after=0)
    file_of(place, number).write_bytes((place.folder / "aside" / "EM-01" / "000001.parquet").read_bytes())


def test_a_changed_value_is_named_with_its_day_and_row(place: Place) -> None:
    def change(readings: Readings) -> None:
        readings.value[30] += 0.001

    rewrite(place, 1, change)
    assert found(place) == [("audit.row_changed", "meter EM-01, import 1, 2026-01-02, row 31")]


@pytest.mark.parametrize("column", ["start", "quality"])
def test_a_changed_instant_or_quality_is_named_as_well(place: Place, column: str) -> None:
    rewrite(place, 2, lambda readings: getattr(readings, column).__setitem__(5, getattr(readings, column)[5] + 1))
    assert found(place) == [("audit.row_changed", "meter EM-01, import 2, 2026-01-03, row 6")]


def test_many_changed_rows_are_counted(place: Place) -> None:
    rewrite(place, 2, lambda readings: readings.value.__imul__(2))
    codes = [code for code, _ in found(place)]
    assert codes == ["audit.row_changed"] * 5 + ["audit.more_rows"]


def test_every_flipped_byte_is_told_and_most_with_their_row(place: Place) -> None:
    file = file_of(place, 1)
    whole = file.read_bytes()
    dice, named = random.Random(1), 0
    for at in dice.sample(range(len(whole)), 120):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << dice.randrange(8)
        file.write_bytes(damaged)
        told = found(place)
        assert told, at
        assert all("EM-01, import 1" in place_told for _, place_told in told)
        named += any(code == "audit.row_changed" for code, _ in told)
    file.write_bytes(whole)
    assert found(place) == []
    assert named > 0


def test_a_flipped_byte_of_a_value_names_its_row(place: Place) -> None:
    file = file_of(place, 1)
    whole = file.read_bytes()
    codes = set()
    column = b"".join(bytes([struct.pack("<d", 1.0 + hour)[byte] for hour in [*range(24)] * 2]) for byte in range(8))
    at = whole.index(column[-48:])  # values lie in split bytes: the last of each, one after the other
    for row in range(48):
        damaged = bytearray(whole)
        damaged[at + row] ^= 0x10
        file.write_bytes(damaged)
        codes |= {told for told in found(place) if f"row {row + 1}" in told[1]}
    assert len(codes) == 48


def test_a_file_that_is_gone_or_of_another_is_told(place: Place) -> None:
    kept = file_of(place, 2).read_bytes()
    file_of(place, 2).write_bytes(file_of(place, 1).read_bytes())
    assert ("audit.rows_missing", "meter EM-01, import 2") in found(place)
    file_of(place, 2).write_bytes(kept)
    file_of(place, 3).unlink()
    assert {code for code, _ in found(place)} == {"audit.file_unreadable"}


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("UPDATE sealed_part SET author = 'other' WHERE number = 2", {"audit.record_changed"}),
        ("UPDATE sealed_part SET reason = '' WHERE number = 3", {"audit.record_changed"}),
        ("DELETE FROM sealed_part WHERE number = 2", {"audit.import_missing"}),
        ("DELETE FROM sealed_part WHERE number = 3", {"audit.import_missing"}),
        ("UPDATE sealed_head SET parts = 2", {"audit.import_missing"}),
        ("DELETE FROM sealed_head", {"audit.import_missing"}),
    ],
)
def test_a_changed_record_is_told(place: Place, statement: str, codes: set[str]) -> None:
    change(place, statement)
    told = {code for code, _ in found(place)}
    assert codes <= told <= {"audit.record_changed", "audit.import_missing"}


def test_what_is_cut_off_everywhere_but_in_the_audit_is_missed(place: Place) -> None:
    change(place, "DELETE FROM sealed_part WHERE number = 3")
    with place.store.reading(HANBIT) as work:
        seal = work.sealed_parts("meter", "EM-01")[-1].seal
    change(place, f"UPDATE sealed_head SET parts = 2, seal = '{seal}'")
    file_of(place, 3).unlink()
    assert found(place) == [("audit.import_missing", "meter EM-01")]
    change(place, "DELETE FROM sealed_part", "DELETE FROM sealed_head")
    assert [code for code, _ in found(place)] == ["audit.import_missing"] * 4


def change(place: Place, *statements: str) -> None:
    connection = sqlite3.connect(place.folder / "workspaces" / HANBIT / "records.sqlite")
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
