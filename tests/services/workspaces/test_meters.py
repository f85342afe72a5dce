"""Meters of a workspace: what was acknowledged is there and sealed, what was not never counts, each company apart."""

import dataclasses
import hashlib
from datetime import date
from pathlib import Path

import pytest
from tests.places import Place, actor, codes
from tests.records import DAERIM, HANBIT

from pulmu.model import ConflictError, OutsideError
from pulmu.services.import_readings import Imported, ImportOrder
from pulmu.services.records.audit import START, check_chain
from pulmu.services.workspaces import meter_views, meters
from pulmu.services.workspaces.sealing import sealed

KIM, BOSS = actor("kim", "preparer"), actor("boss", "approver")
PARK = actor("park", "preparer", workspace=DAERIM)
ORDER = ImportOrder(meter="EM-01", files=())


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).with_companies()


def file_of(*rows: tuple[str, float], unit: str = "kWh") -> bytes:
    lines = [f"date,Usage ({unit})", *(f"{at},{value}" for at, value in rows)]
    return "\n".join(lines).encode()


def day(number: int, base: float = 1.0) -> bytes:
    """Hours of a day of January 2026."""
    return file_of(*((f"2026-01-{number:02d} {hour:02d}:00", base + hour) for hour in range(24)))


def take_in(place: Place, content: bytes, who: object = KIM, **order: object) -> Imported:
    wanted = dataclasses.replace(ORDER, **order)  # type: ignore[arg-type]
    return meters.import_file(place.gate, place.measured, who, wanted, content, "a.csv")  # type: ignore[arg-type]


def home(place: Place) -> Path:
    return place.folder / "workspaces" / HANBIT / "readings" / "EM-01"


def test_an_import_is_kept_sealed_noted_and_its_file_is_evidence(place: Place) -> None:
    done = take_in(place, day(1))
    assert (done.problems, done.added, done.gaps) == ((), 24, ())
    again = take_in(place, day(2), site="press shop")
    assert again.added == 24
    listed = meters.meters(place.gate, BOSS)
    assert [(item.series.meter, item.series.site, item.imports, item.rows) for item in listed] == [
        ("EM-01", "press shop", 2, 48)
    ]
    with place.store.reading(HANBIT) as work:
        one, two = work.sealed_parts("meter", "EM-01")
        assert (one.previous, two.previous) == (START, one.seal)
        assert [sealed(part, HANBIT).seal for part in (one, two)] == [one.seal, two.seal]
        assert sealed(two, DAERIM).seal != two.seal
        entries = work.entries()
        assert [(item.action, item.about, item.detail["seal"]) for item in entries] == [
            ("write_readings", "meter:EM-01", part.seal) for part in (one, two)
        ]
        assert check_chain(entries, HANBIT) == ()
        assert {item.sha256 for item in work.all_evidence()} == {
            hashlib.sha256(content).hexdigest() for content in (day(1), day(2))
        }
        assert {item.media_type for item in work.all_evidence()} == {"text/plain"}
    assert place.gate.objects.get(HANBIT, hashlib.sha256(day(1)).hexdigest()) == day(1)


def test_the_same_file_again_changes_nothing_and_is_no_entry(place: Place) -> None:
    take_in(place, day(1))
    done = take_in(place, day(1))
    assert (done.problems, done.added, done.known) == ((), 0, 24)
    with place.store.reading(HANBIT) as work:
        assert (len(work.sealed_parts("meter", "EM-01")), len(work.entries())) == (1, 1)


def test_a_correction_needs_a_reason_and_is_a_new_part_with_its_author(place: Place) -> None:
    take_in(place, day(1))
    assert {item.code for item in take_in(place, day(1, base=2.0)).problems} == {"meter.other_value"}
    done = take_in(place, day(1, base=2.0), who=actor("lee", "plant_user"), reason="계량기 보정")
    assert done.corrected == 24
    history = meters.meter_imports(place.gate, BOSS, "EM-01")
    assert [(item.author, item.reason, item.rows) for item in history] == [
        ("kim", "", 24), ("lee", "계량기 보정", 24),
    ]  # fmt: skip
    found = meter_views.meter_coverage(place.gate, place.measured, BOSS, "EM-01", date(2026, 1, 1), date(2026, 1, 2))
    assert found.total.value == sum(2.0 + hour for hour in range(24))


def test_looking_keeps_nothing_and_tells_columns_and_what_is_wrong(place: Place) -> None:
    content = b"date,Usage (kWh),Room (C)\n2026-01-01 00:00,1,20\n2026-01-01 01:00,2,21\n2026-01-01 04:00,3,22\n"
    done = meters.look_at_file(place.gate, place.measured, KIM, ORDER, content, "a.csv")
    assert (done.added, [gap.slots for gap in done.gaps]) == (3, [2])
    assert [(item.head, item.meaning, item.samples[0]) for item in done.files[0].columns] == [
        ("date", "time", "2026-01-01 00:00"), ("Usage (kWh)", "value", "1"), ("Room (C)", "", "20"),
    ]  # fmt: skip
    wrong = meters.look_at_file(place.gate, place.measured, KIM, ORDER, content.replace(b",2,", b",two,"), "a.csv")
    assert [item.code for item in wrong.problems] == ["input.not_a_number"]
    assert wrong.files[0].columns[0].meaning == "time"
    assert meters.meters(place.gate, KIM) == ()
    assert not home(place).exists()


def test_nothing_is_left_where_the_records_fail(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(place, day(1))
    from pulmu.adapters._sql.workspace import SqlWorkspaceRecords

    def fail(*_: object) -> None:
        raise OutsideError.of("outside.store_full", "", "full", "free some")

    with monkeypatch.context() as patch:
        patch.setattr(SqlWorkspaceRecords, "add_sealed_part", fail)
        assert codes(lambda: take_in(place, day(2))) == ["outside.store_full"]
    left = home(place) / "000002.parquet"
    assert left.exists()  # it lies there, and does not count
    assert [item.imports for item in meters.meters(place.gate, KIM)] == [1]
    chart = meter_views.meter_chart(place.gate, place.measured, KIM, "EM-01").chart
    assert chart.total == sum(1.0 + hour for hour in range(24))
    assert take_in(place, day(3)).added == 24  # another takes its place
    with place.store.reading(HANBIT) as work:
        assert [part.number for part in work.sealed_parts("meter", "EM-01")] == [1, 2]
    found = meter_views.meter_coverage(place.gate, place.measured, KIM, "EM-01", date(2026, 1, 1), date(2026, 1, 4))
    assert found.days.measured.tolist() == [24, 0, 24]


def test_a_missing_part_is_told(place: Place) -> None:
    take_in(place, day(1))
    (home(place) / "000001.parquet").unlink()
    assert codes(lambda: meter_views.meter_chart(place.gate, place.measured, KIM, "EM-01")) == ["outside.store_damaged"]


def test_a_company_sees_no_meter_of_another(place: Place) -> None:
    take_in(place, day(1))
    assert meters.meters(place.gate, PARK) == ()
    assert codes(lambda: meters.meter_imports(place.gate, PARK, "EM-01")) == ["access.unknown_meter"]
    assert codes(lambda: meter_views.meter_chart(place.gate, place.measured, PARK, "EM-01")) == ["access.unknown_meter"]
    assert take_in(place, day(1, base=5.0), who=PARK).added == 24  # the same id is free there
    assert [item.author for item in meters.meter_imports(place.gate, PARK, "EM-01")] == ["park"]


@pytest.mark.parametrize("who", [BOSS, actor("v", "verifier"), actor("s", "supplier")])
def test_who_may_not_write_leaves_nothing(place: Place, who: object) -> None:
    assert codes(lambda: take_in(place, day(1), who=who)) == ["access.forbidden"]
    look = lambda: meters.look_at_file(place.gate, place.measured, who, ORDER, day(1), "a.csv")  # type: ignore[arg-type]  # noqa: E731
    assert codes(look) == ["access.forbidden"]
    assert not home(place).parent.exists()


@pytest.mark.parametrize("name", ["em-01", "EM-01.", "ＥＭ-01"])
def test_two_meters_never_differ_by_their_writing_alone(place: Place, name: str) -> None:
    take_in(place, day(1))
    assert codes(lambda: take_in(place, day(1), meter=name)) == ["meter.id_alike"]


@pytest.mark.parametrize("name", ["../EM", "a/b", "..", "books", "con", "x" * 61])
def test_an_id_leads_nowhere_else(place: Place, name: str) -> None:
    assert [item.code for item in take_in(place, day(1), meter=name).problems] == ["meter.id"]
    assert not (place.folder / "workspaces" / HANBIT / "readings").exists()


@pytest.mark.parametrize("span", [("x", ""), ("2026-01-02", "2026-01-01"), ("1900-01-01", ""), ("", "2999-01-01")])
def test_a_span_that_is_none_is_told(place: Place, span: tuple[str, str]) -> None:
    take_in(place, day(1))
    assert codes(lambda: meter_views.meter_chart(place.gate, place.measured, KIM, "EM-01", *span)) == ["meter.span"]


def test_a_part_of_a_day_of_a_counter_is_told_by_its_standings(place: Place) -> None:
    content = file_of(*((f"2026-01-01 {hour:02d}:00", 100.0 + 2 * hour) for hour in range(24)))
    take_in(place, content, kind="counter")
    found = meter_views.meter_chart(
        place.gate, place.measured, KIM, "EM-01", "2026-01-01T03:00", "2026-01-01T06:00", points=2
    )
    assert (found.chart.total, found.chart.length, found.chart.highest.tolist()) == (6.0, 7200, [2.0, 2.0])


def test_of_two_writers_of_one_number_the_second_is_refused(place: Place) -> None:
    take_in(place, day(1))
    with place.store.reading(HANBIT) as work:
        part, head = work.sealed_parts("meter", "EM-01")[0], work.sealed_head("meter", "EM-01")
    assert head is not None
    for number in (1, 5):
        with pytest.raises(ConflictError), place.store.writing(HANBIT) as work:
            work.add_sealed_part(dataclasses.replace(part, number=number), head)
