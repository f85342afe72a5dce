"""Readings over the API: a file is looked at, taken in, and told again."""

import csv
import io
from pathlib import Path

import pytest
from tests.surface.api.people import Town, Visitor

from pulmu.api.routes.meters import LARGEST_FILE

STEEL = Path("steel_industry") / "Steel_industry_data.csv"


def file_of(*values: float) -> bytes:
    rows = (f"2026-01-01 {hour:02d}:00,{value}" for hour, value in enumerate(values))
    return "\n".join(["date,Usage (kWh)", *rows]).encode()


def take_in(who: Visitor, content: bytes, status: int = 200, **params: object) -> dict[str, object]:
    given = {"meter": "EM-01", "file_name": "a.csv"} | params
    return who.post("/meters/imports", inside=True, status=status, params=given, content=content)  # type: ignore[no-any-return]


def test_a_file_is_looked_at_then_taken_in_then_told(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    looked = take_in(kim, file_of(1, 2, 3), preview=True)
    assert (looked["saved"], looked["added"], looked["problems"]) == (False, 3, [])
    assert [item["meaning"] for item in looked["files"][0]["columns"]] == ["time", "value"]  # type: ignore[index]
    assert kim.get("/meters")["items"] == []
    done = take_in(kim, file_of(1, 2, 3))
    assert (done["saved"], done["added"], done["series"]["unit"]) == (True, 3, "kWh")  # type: ignore[index]
    assert [(item["id"], item["first"], item["imports"]) for item in kim.get("/meters")["items"]] == [
        ("EM-01", "2025-12-31T15:00:00Z", 1)
    ]
    assert kim.get("/meters/EM-01")["rows"] == 3
    told = kim.get("/meters/EM-01/imports")
    assert [(item["number"], item["rows"], item["evidence"][0]["name"]) for item in told["items"]] == [(1, 3, "a.csv")]
    cover = kim.get("/meters/EM-01/coverage", params={"start": "2026-01-01", "end": "2026-01-03", "gaps": "none"})
    assert cover["days"] == {"first": "2026-01-01", "expected": [24, 24], "measured": [3, 0], "estimated": [0, 0]}
    assert (cover["total"]["total"], cover["total"]["missing_slots"]) == (6.0, 45)
    picture = kim.get("/meters/EM-01/series", params={"from": "2026-01-01", "to": "2026-01-01T04:00", "points": 2})
    assert (picture["total"], picture["length"], picture["mean"]) == (6.0, 7200, [1.5, 3.0])
    assert (picture["highest"], picture["missing"]) == ([2.0, 3.0], [0, 1])


def test_what_is_wrong_with_a_file_is_told_with_its_place(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    content = file_of(1, 2, 3).replace(b",2", b",two")
    looked = take_in(kim, content, preview=True)
    assert [item["code"] for item in looked["problems"]] == ["input.not_a_number"]  # type: ignore[index, attr-defined]
    answer = kim.client.post(kim.url("/meters/imports", True), params={"meter": "EM-01"}, content=content)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert "row 3" in answer.json()["problems"][0]["place"]
    assert kim.get("/meters")["items"] == []


def test_a_file_that_is_too_large_is_not_read_to_its_end(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    refused = kim.refusal("POST", "/meters/imports", content=b"x" * (LARGEST_FILE + 1))
    assert refused == (413, "input.file_too_large")


@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 50, b"PK\x03\x04" + b"x" * 500, b"\xd0\xcf\x11\xe0", b"PAR1" + b"\0" * 99 + b"PAR1",
                b"\x1f\x8b" + b"x" * 40, b"<html><table>", b"MZ\x90\0", b"%PDF-1.7", b'{"a": 1}', b"date\n" * 9],
)  # fmt: skip
def test_a_hostile_file_is_refused_and_leaves_nothing(town: Town, content: bytes) -> None:
    kim = town.founder("kim", "한빛체결")
    for preview in (True, False):
        answer = kim.client.post(
            kim.url("/meters/imports", True), params={"meter": "EM-01", "preview": preview}, content=content
        )
        assert answer.status_code == (200 if preview else 422), answer.text
        assert answer.json()["problems"]
    assert kim.get("/meters")["items"] == []
    assert list(town.place.folder.rglob("*.parquet")) == []


def test_a_meter_of_another_name_is_not_there(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    for path in (
        "/meters/x",
        "/meters/x/imports",
        "/meters/x/series",
        "/meters/x/coverage?start=2026-01-01&end=2026-01-02",
    ):
        assert kim.refusal("GET", path) == (404, "access.unknown_meter")
    take_in(kim, file_of(1, 2))
    assert kim.refusal("GET", "/meters/EM-01/coverage?start=0001-01-01&end=9999-12-31") == (422, "meter.span")
    assert kim.refusal("GET", "/meters/EM-01/coverage?start=2026-01-02&end=2026-01-02") == (422, "meter.no_day")


def test_the_steel_year_is_told_as_it_is(town: Town, shared: Path) -> None:
    content = (shared / "data" / STEEL).read_bytes()
    kim = town.founder("kim", "한빛체결")
    done = take_in(kim, content, meter="STEEL", column="Usage_kWh")
    assert (done["added"], done["gap_count"]) == (35_040, 0)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    expected = sum(float(row["Usage_kWh"]) for row in rows)
    cover = kim.get("/meters/STEEL/coverage", params={"start": "2018-01-01", "end": "2019-01-01"})
    assert cover["total"]["total"] == pytest.approx(expected, rel=1e-12)
    assert (set(cover["days"]["measured"]), len(cover["months"])) == ({96}, 12)
    picture = kim.get("/meters/STEEL/series", params={"points": 800})
    assert len(picture["start"]) <= 800
    assert picture["total"] == cover["total"]["total"]
    assert max(picture["highest"]) == max(float(row["Usage_kWh"]) for row in rows)


def test_a_program_sends_readings_as_arrays_or_lines_and_again(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    batch = {"unit": "kWh", "interval": 900, "first": 1_767_193_200, "value": [1, 2, 3]}
    sent = [kim.post("/meters/EM-01/readings", inside=True, status=200, json=batch) for _ in range(2)]
    assert [(item["added"], item["known"]) for item in sent] == [(3, 0), (0, 3)]
    lines = "start,value\n1767195900,4\n"
    given = {"content": lines, "headers": {"Content-Type": "text/csv"}, "params": {"unit": "MWh", "interval": 900}}
    assert kim.post("/meters/EM-01/readings", inside=True, status=200, **given)["added"] == 1
    picture = kim.get("/meters/EM-01/series")
    assert (picture["total"], picture["unit"], picture["mean"]) == (4006.0, "kWh", [1.0, 2.0, 3.0, 4000.0])
    assert len(kim.get("/meters/EM-01/imports")["items"]) == 2
    other = batch | {"value": [9]}
    assert kim.refusal("POST", "/meters/EM-01/readings", json=other) == (422, "meter.other_value")
    assert kim.refusal("POST", "/meters/EM-01/readings", json=batch | {"value": "x"}) == (422, "input.request")
    assert kim.refusal("POST", "/meters/EM-01/readings", content=b"") == (422, "input.request")
    assert kim.refusal("POST", "/meters/..%5c/readings", json=batch) == (422, "meter.id")
