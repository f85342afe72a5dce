"""A live plant as pages: what it does now, what is old, and who sees it."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.live_plant import keep_while, link_plant
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, heading, said

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.model.tag import Sample
from pulmu.model.tag_gap import TagGap
from pulmu.services.accounts.identify import ZONE
from pulmu.services.control.desk import LogEntry
from pulmu.services.guarded_lines.reach import no_guard
from pulmu.services.live_links.link import LiveLink, add_link


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine takes its time: whoever keeps may be silent for a minute."""
    monkeypatch.setattr("pulmu.services.live_links.feed.DEAD", timedelta(minutes=1))


@pytest.fixture
def firm(town: Town) -> Company:
    boss = town.founder("kim", "한빛체결")
    found = Company(town, {"company_admin": boss, "preparer": town.member(boss, "preparer", "preparer")})
    for visitor in found.people.values():
        visitor.client.headers["Accept-Language"] = "ko"
    found.send("preparer", "/lines/sample", sample="extrusions", plant="")
    return found


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An hour of a plant that was kept until this moment, one machine's state and one power lost since."""
    now = datetime.now(UTC)
    file = tmp_path_factory.mktemp("kept") / "press.sqlite"
    lost = [TagGap(tag=tag, start=now - timedelta(minutes=2), end=None, because="link_lost")
            for tag in ("press/1/state", "meter/electricity/power")]  # fmt: skip
    keep_while(file, now, gaps=lost).close()
    return file


def linked(firm: Company, samples: Path) -> None:
    link_plant(firm.town.served, firm.people["company_admin"].workspace, samples, "extrusions")


def keep_alive(samples: Path) -> None:
    store = SqliteSampleStore(samples)
    store.keep([], at=datetime.now(UTC))
    store.close()


def test_without_a_link_the_page_says_who_makes_one(firm: Company) -> None:
    page = firm.open("preparer", "/live")
    assert "pulmu live add" in page
    assert heading(page) == "지금 볼 수 있는 공장은 어디인가요?"


def test_the_plant_is_shown_with_every_machine_and_what_is_lost_is_old(firm: Company, samples: Path) -> None:
    linked(firm, samples)
    keep_alive(samples)
    assert "압출 1공장" in firm.open("preparer", "/live")
    page = firm.open("preparer", "/live/press_shop")
    assert heading(page) == "지금 압출 1공장은 어떻게 돌아가고 있나요?"
    assert 'data-state="unknown"' in page
    assert page.count("standing-stale") == 2
    assert "양품" in said(page)
    assert "standing-none" not in page
    english = firm.people["preparer"].client.get(firm.address("/live/press_shop"), headers={"Accept-Language": "en"})
    said_first = english.text.partition('class="answer"')[2].partition("</p>")[0]
    assert "1 machine is not heard of." in said_first
    assert ";" not in said_first


def test_where_nobody_keeps_any_more_nothing_is_shown_as_true(firm: Company, samples: Path, tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite"
    keep_while(file, datetime.now(UTC) - timedelta(minutes=7), minutes=2).close()
    linked(firm, file)
    page = firm.open("preparer", "/live/press_shop")
    assert "멈췄습니다. 마지막 값은 7분 전 것" in page
    assert "standing-good" not in page


def test_a_file_that_is_gone_is_told_and_the_page_stands(firm: Company, tmp_path: Path) -> None:
    linked(firm, tmp_path / "none.sqlite")
    page = firm.open("preparer", "/live/press_shop")
    assert "파일을 읽을 수 없습니다" in page
    assert str(tmp_path) not in page


def test_another_company_and_an_unknown_link_are_told_the_same(firm: Company, samples: Path) -> None:
    linked(firm, samples)
    other = firm.town.founder("park", "대림금속")
    other.client.headers["Accept-Language"] = "ko"
    for path in ("", "/stream"):
        foreign = other.client.get(f"/w/{other.workspace}/live/press_shop{path}")
        assert (
            foreign.status_code
            == firm.people["preparer"].client.get(firm.address(f"/live/none{path}")).status_code
            == 404
        )
        assert "압출" not in foreign.text


def test_trends_parts_events_and_an_hour_again_are_pages_and_tables(firm: Company, samples: Path) -> None:
    linked(firm, samples)
    keep_alive(samples)
    page = firm.open("preparer", "/live/press_shop/trends?tag=press/1/state&tag=meter/electricity/power&hours=1")
    assert page.count('<svg class="trend"') == 2
    assert "trend-gap" in page
    assert "meter/electricity/power,kW" in firm.open(
        "preparer", "/live/press_shop/trends.csv?tag=meter/electricity/power"
    )
    assert heading(firm.open("preparer", "/live/press_shop/parts")) == "양품 하나를 만드는 데 무엇이 드나요?"
    page = firm.open("preparer", "/live/press_shop/parts?span=day")
    assert page.count("live-balances") == 1
    page = firm.open("preparer", "/live/press_shop/events?kind=gap")
    assert "연결이 끊김" in said(page)
    assert "at,kind,tag,before,after,ended,because" in firm.open("preparer", "/live/press_shop/events.csv")
    page = firm.open("preparer", "/live/press_shop/replay")
    assert 'id="play-data"' in page
    assert 'id="play-time"' in page


@dataclass
class Ledger:
    """Fulfils `Desks` as far as the log is read: what a guard wrote, or nobody who answers."""

    entries: tuple[LogEntry, ...]
    is_away: bool = False

    def desk(self, workspace: str, line: str) -> "Ledger":
        if self.is_away:
            raise no_guard(line)
        return self

    def log(self, after: int, most: int) -> tuple[LogEntry, ...]:
        return tuple(item for item in self.entries if item.number > after)[:most]


def entry(number: int, at: datetime, actor: str, action: str, about: str = "") -> LogEntry:
    return LogEntry(number=number, at=at.timestamp(), actor=actor, action=action, about=about, hash=str(number))


def test_what_the_guard_wrote_and_what_was_unusual_stand_beside_the_events(firm: Company, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    file = tmp_path / "press.sqlite"
    keep_while(file, now, minutes=30).close()
    link_plant(firm.town.served, firm.people["preparer"].workspace, file, "extrusions", desk=str(tmp_path / "guard"))
    kim = firm.people["preparer"].actor.id
    ledger = Ledger((
        entry(1, now - timedelta(days=9), kim, "control.proposed"),
        entry(2, now - timedelta(minutes=9), kim, "control.committed", "billet_heater/temperature_set"),
        entry(3, now - timedelta(minutes=8), "guard", "control.verified"),
    ))  # fmt: skip
    firm.town.app.state.place = replace(firm.town.served, desks=ledger)  # type: ignore[arg-type]
    row = {"id": "a", "at": (now - timedelta(minutes=5)).isoformat(), "aspect": "range", "tag": "press/queue",
           "tags": ["press/queue", "saw/queue"], "seen": 99.0, "usual": [0.0, 4.0], "unit": "1", "score": 3.0,
           "learned_since": (now - timedelta(days=20)).isoformat()}  # fmt: skip
    (tmp_path / "press.sqlite.unusual.jsonl").write_text(json.dumps(row) + "\n{broken\n", encoding="utf-8")
    page = said(firm.open("preparer", "/live/press_shop/events"))
    for words in ("확인", "값 99, 지금까지의 범위(0~4) 밖입니다", "외 1개"):
        assert words in page, words
    page = said(firm.open("preparer", "/live/press_shop/events?kind=guard"))
    assert "2건" in page, "the one of nine days ago is not of these eight hours"
    assert "값 99" not in page
    assert "preparer" in page
    page = said(firm.open("preparer", "/live/press_shop/events?kind=guard&station=billet_heater"))
    assert "1건" in page
    page = said(firm.open("preparer", "/live/press_shop/events?kind=unusual&station=press"))
    assert "값 99" in page
    table = firm.open("preparer", "/live/press_shop/events.csv?kind=unusual")
    assert ",unusual,press/queue,0.0 - 4.0,99.0,,range" in table
    begin = f"{(now - timedelta(minutes=20)).astimezone(ZONE):%Y-%m-%dT%H:%M}"
    page = said(firm.open("preparer", f"/live/press_shop/replay?from={begin}&kind=unusual"))
    assert "값 99" in page
    assert "값 99" not in said(firm.open("preparer", f"/live/press_shop/replay?from={begin}&kind=guard"))
    ledger.is_away = True
    page = firm.open("preparer", "/live/press_shop/events")
    assert "이 라인에는 가드가 없습니다" in said(page)
    assert "값 99" in said(page), "the rest is told all the same"


@pytest.mark.parametrize(("tag_map", "words"), [("", "pulmu plant map으로"), ("map.yaml", "대응표 없이 돌고 있습니다")])
def test_a_plant_that_calls_its_tags_otherwise_is_told(firm: Company, tmp_path: Path, tag_map: str, words: str) -> None:
    now, file = datetime.now(UTC), tmp_path / "other.sqlite"
    store = SqliteSampleStore(file)
    store.keep([Sample(tag="machines/Press01/State", value="Running", at=now, received=now)], at=now)
    store.close()
    workspace = firm.people["preparer"].workspace
    add_link(firm.town.served.gate, LiveLink(
        id="press_shop", workspace=workspace, line="extrusions", name="x", samples=str(file), created=now,
        tag_map=str(tmp_path / tag_map) if tag_map else "",
    ))  # fmt: skip
    page = said(firm.open("preparer", "/live/press_shop"))
    assert words in page
    assert str(tmp_path) not in page


def test_a_shift_is_that_of_the_line(firm: Company, samples: Path) -> None:
    linked(firm, samples)
    keep_alive(samples)
    page = firm.open("preparer", "/live/press_shop/parts?span=shift")
    assert "이번 교대" in page
    assert "지난 8시간" not in page
