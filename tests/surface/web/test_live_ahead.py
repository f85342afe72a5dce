"""How the shift will end, as a page: asked, done by a job, shown with pictures, tables and three balances apart."""

from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.live_plant import ahead_of, follow_busy, keep_while, link_plant
from tests.places import Place
from tests.services.jobs.test_looking_ahead import TREE
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, heading, said
from tests.workshop import Bench

from pulmu.bootstrap.twin import sample_line
from pulmu.locale import Language
from pulmu.model import Document
from pulmu.services.live.ahead import FanPoint
from pulmu.services.workspaces.documents import save_document
from pulmu.twin import read_line
from pulmu.web.charts.live_fan import HEIGHT, WIDTH, fan
from pulmu.web.live_ahead_view import ahead_page

HERE = "/live/press_shop/ahead"


@pytest.fixture
def firm(tmp_path: Path) -> Company:
    town = Town(Place(tmp_path / "place", at=datetime.now(UTC)))
    boss = town.founder("kim", "한빛체결")
    found = Company(town, {"company_admin": boss, "preparer": town.member(boss, "preparer", "preparer"),
                           "approver": town.member(boss, "approver", "approver")})  # fmt: skip
    for visitor in found.people.values():
        visitor.client.headers["Accept-Language"] = "ko"
    save_document(town.place.gate, boss.actor, "line", "bench", Document(TREE, "bench.yaml"), seen=0)
    file = tmp_path / "s.sqlite"
    keep_while(file, datetime.now(UTC), minutes=1).close()
    link_plant(town.served, boss.workspace, file, "bench")
    return found


def test_it_is_asked_done_and_shown(firm: Company) -> None:
    page = firm.open("preparer", HERE)
    assert heading(page) == "압출 1공장의 이번 교대는 어떻게 끝날까요?"
    assert "아직 물어본 사람이 없습니다" in said(page)
    started = firm.send("preparer", HERE, until="2 h", target="5", replications="4", seed="0")
    assert started.status_code == 303, said(started.text)
    bench = Bench(firm.town.place, follow=follow_busy)
    bench.work_off()
    assert bench.faults == []
    led = firm.people["preparer"].client.get(started.headers["location"], follow_redirects=False)
    assert led.headers["location"] == firm.address(f"{HERE}/1"), said(led.text)
    page = firm.open("approver", f"{HERE}/1")
    assert "더 나옵니다(열 번 가운데 여덟 번은" in said(page)
    assert "목표 5개는 시뮬레이션의" in said(page)
    assert page.count('<svg class="trend fan') == 2, "pieces and electricity"
    assert page.count('class="balance ') == 3
    assert 'name="until"' not in page, "an approver reads"
    table = firm.open("approver", f"{HERE}/1/fan.csv")
    assert table.splitlines()[0].endswith("figure,unit,hours,p10,p50,p90")
    assert "electricity,kWh,2.0," in table
    assert '"live_ahead/1"' in firm.open("approver", f"{HERE}/1/file").replace("pulmu.", "")


def test_what_is_wrong_is_told_beside_what_was_typed(firm: Company) -> None:
    answer = firm.send("preparer", HERE, until="tomorrow", target="many", replications="4", seed="0")
    assert answer.status_code == 422
    assert 'value="many"' in answer.text
    answer = firm.send("preparer", HERE, until="tomorrow", replications="4", seed="0")
    assert answer.status_code == 422
    assert 'value="tomorrow"' in answer.text


def test_another_number_is_not_there(firm: Company) -> None:
    assert firm.people["preparer"].client.get(firm.address(f"{HERE}/7")).status_code == 404


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_part_has_its_words(language: Language) -> None:
    line = read_line(sample_line("extrusions")).unwrap()
    page = ahead_page(line, ahead_of(line), language)
    assert "80" in page.answer
    assert "75" in page.answer
    assert len(page.fans) == 1 + len(line.carriers)
    assert len(page.products) == len(line.products) + 1
    assert len(page.unknown) == 2
    assert page.fans[0].rows[0][0] == "10:00", "two hours after Monday, 08:00, by the plant's clock"
    assert page.fans[0].rows[-1] == ("12:00", "72", "80", "88")
    assert 'text-anchor="end">12:00<' in page.fans[0].svg, "the last name is not cut off at the edge"


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=60), st.one_of(st.none(), st.floats(0, 1e9)))
def test_a_fan_is_drawn_inside_its_frame(values: list[float], target: float | None) -> None:
    points = [FanPoint(hours=n / 4, low=value * 0.9, middle=value, high=value * 1.1) for n, value in enumerate(values)]
    picture = ET.fromstring(fan(points, [(0.0, '<"now">')], "a & b", 'say "<this>"', "fan-good", target))
    for part in picture.iter():
        for name in ("x", "x1", "x2", "cx"):
            assert -1 <= float(part.get(name, "0")) <= WIDTH + 1
        for name in ("y", "y1", "y2", "cy"):
            assert -1 <= float(part.get(name, "0")) <= HEIGHT + 1
        for pair in (part.get("points") or "").split():
            x, y = map(float, pair.split(","))
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT
