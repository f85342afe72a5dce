"""Meters in the browser: a file is looked at before it counts, and a year is looked into."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.places import Place
from tests.surface.api.people import Town, Visitor

HEAD = "시각,사용량(kWh)\n"


def quarter_hours(days: range, value: str = "1.5") -> str:
    """Rows of quarter-hours of days of January 2026."""
    slots = [f"{hour:02d}:{minute:02d}" for hour in range(24) for minute in (0, 15, 30, 45)]
    return "".join(f"2026-01-{day:02d} {slot},{value}\n" for day in days for slot in slots)


@pytest.fixture
def founder(tmp_path: Path) -> Iterator[Visitor]:
    town = Town(Place(tmp_path))
    visitor = town.founder("kim", "한빛볼트")
    visitor.client.headers["Accept-Language"] = "ko"
    yield visitor
    town.place.store.close()


def page(visitor: Visitor, path: str) -> str:
    answer = visitor.client.get(f"/w/{visitor.workspace}{path}")
    assert answer.status_code == 200, answer.text
    return answer.text


def send(visitor: Visitor, text: str, name: str = "전기.csv") -> str:
    """Send a file; where it is looked at."""
    files = {"file": (name, text.encode(), "text/csv")}
    answer = visitor.client.post(f"/w/{visitor.workspace}/meters/files", files=files, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix(f"/w/{visitor.workspace}")


def take(visitor: Visitor, where: str, **fields: str) -> str:
    """Take it in; where one comes to."""
    answer = visitor.client.post(f"/w/{visitor.workspace}{where}", data=fields, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix(f"/w/{visitor.workspace}")


def test_an_empty_page_says_what_goes_here(founder: Visitor) -> None:
    assert "아직 계량기 값이 없습니다" in page(founder, "/meters")


def test_a_file_is_looked_at_before_it_counts(founder: Visitor) -> None:
    where = send(founder, HEAD + quarter_hours(range(1, 3)))
    looked = page(founder, where)
    assert "값 192건, 단위 kWh, 15분 간격으로 읽힙니다" in looked
    assert re.search(r'사용량\(kWh\)</th><td><span class="tag good">값</span>', looked)
    assert "아직 계량기 값이 없습니다" in page(founder, "/meters")


def test_what_was_taken_in_is_shown_with_its_gaps(founder: Visitor) -> None:
    where = send(founder, HEAD + quarter_hours(range(1, 3)) + quarter_hours(range(4, 5)))
    shown = page(founder, take(founder, where, meter="main"))
    assert "새로 더한 값 288건" in shown
    file = re.search(r'href="(/w/\w+/evidence/\w{64})">전기.csv</a>', shown)
    assert file
    assert "계량기 main, 1번째 기록" in founder.client.get(file[1]).text
    assert "2026-01-03 00:00 ~ 2026-01-04 00:00" in shown
    assert shown.count('class="day full"') == 3
    assert shown.count('class="day missing"') == 362
    assert 'fill="url(#missing)"' in shown
    assert "이 기간의 합계 432 kWh" in shown
    again = page(founder, take(founder, where, meter="main"))
    assert "이미 있던 값 288건" in again


def test_a_correction_needs_a_reason(founder: Visitor) -> None:
    take(founder, send(founder, HEAD + quarter_hours(range(1, 2))), meter="main")
    where = send(founder, HEAD + quarter_hours(range(1, 2), "2.5"))
    refused = founder.client.post(f"/w/{founder.workspace}{where}", data={"meter": "main"}, follow_redirects=False)
    assert refused.status_code == 422
    assert 'class="problem error"' in refused.text
    taken = page(founder, take(founder, where, meter="main", reason="계량기 교정"))
    assert "고친 값 96건" in taken
    assert "계량기 교정" in taken
    assert "240 kWh" in taken


def test_what_cannot_be_read_is_told_and_can_be_mended(founder: Visitor) -> None:
    where = send(founder, "시각,사용량\n" + quarter_hours(range(1, 2)))
    looked = page(founder, where)
    assert "아직 읽을 수 없습니다" in looked
    assert "단위(unit)를 알려 주세요" in looked
    assert "--unit" not in looked
    assert 'class="ember" type="submit"' not in looked
    mended = page(founder, f"{where}?unit=kWh")
    assert "값 96건" in mended
    assert '<input type="hidden" name="unit" value="kWh">' in mended


def test_a_span_is_looked_into_and_taken_away_as_a_table(founder: Visitor) -> None:
    meter = take(founder, send(founder, HEAD + quarter_hours(range(1, 4))), meter="main").partition("?")[0]
    shown = page(founder, f"{meter}?from=2026-01-02&to=2026-01-03")
    assert "이 기간의 합계 144 kWh" in shown
    table = founder.client.get(f"/w/{founder.workspace}{meter}/curve.csv?from=2026-01-02&to=2026-01-03")
    rows = table.text.lstrip("\ufeff").splitlines()
    assert len(rows) == 97
    assert rows[1] == "2026-01-02T00:00:00+09:00,1.5,1.5,1.5,kWh,1,0,0"
    for wrong in ("from=2026-01-03&to=2026-01-02", "from=x", "from=0001-01-01", "from=1900-01-01&to=2100-01-01"):
        assert founder.client.get(f"/w/{founder.workspace}{meter}?{wrong}").status_code == 422, wrong


def test_a_name_of_a_file_is_shown_as_text(founder: Visitor) -> None:
    where = send(founder, HEAD + quarter_hours(range(1, 2)), "<img src=x onerror=alert(1)>.csv")
    looked = page(founder, where)
    assert "<img src=x" not in looked


def test_no_file_is_told(founder: Visitor) -> None:
    empty = founder.client.post(f"/w/{founder.workspace}/meters/files", files={"file": ("a.csv", b"")})
    assert empty.status_code == 422
    assert "빈 파일이거나 프로그램입니다" in empty.text
    none = founder.client.post(f"/w/{founder.workspace}/meters/files", files={"other": ("", b"")})
    assert none.status_code == 422
    assert "고른 파일이 없습니다" in none.text


def test_who_may_only_look_is_not_asked_for_a_file(founder: Visitor) -> None:
    approver = founder.town.member(founder, "boss", "approver")
    shown: TestClient = approver.client
    text = shown.get(f"/w/{founder.workspace}/meters").text
    assert 'type="file"' not in text
    refused = shown.post(f"/w/{founder.workspace}/meters/files", files={"file": ("a.csv", b"x")})
    assert refused.status_code == 403
