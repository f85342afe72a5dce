"""Runs of a line on the pages: asked, done by a job, looked at, watched, downloaded."""

import html
import json
import re
from typing import Any

import pytest
from tests.places import Place
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded, said
from tests.workshop import Bench

from pulmu.bootstrap.samples import read_sample
from pulmu.bootstrap.twin import line_engine, read_line
from pulmu.model import Document
from pulmu.reference import DEFAULT_EDITION
from pulmu.services.check_line import line_in_plant
from pulmu.services.line_carbon import line_carbon
from pulmu.services.line_play import frame_at
from pulmu.services.line_runs.kept import read_run
from pulmu.services.workspaces.documents import save_document
from pulmu.services.workspaces.plants import add_plant
from pulmu.twin import Ask, simulate_line
from pulmu.web.line_run_view import estimate_text

ASKED = {"hours": "48", "warm_up": "0", "replications": "3", "seed": "1", "watch_from": "30"}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    found = founded(Town(Place(tmp_path_factory.mktemp("place"))))
    who = found.people["plant_user"]
    save_document(who.town.place.gate, who.actor, "line", "fasteners", read_line("fasteners"), seen=0)
    assert found.send("plant_user", "/lines/fasteners/runs", **ASKED).status_code == 303
    Bench(found.town.place).work_off()
    return found


def test_a_line_is_run_and_one_is_led_to_the_answer(company: Company) -> None:
    started = company.send("plant_user", "/lines/fasteners/runs", **ASKED)
    waiting = company.people["plant_user"].client.get(started.headers["location"])
    assert "라인 시뮬레이션: 차례를 기다립니다" in said(waiting.text)
    Bench(company.town.place).work_off()
    led = company.people["plant_user"].client.get(started.headers["location"], follow_redirects=False)
    assert led.headers["location"] == company.address("/lines/fasteners/runs/1"), "the same was asked before"
    page = company.open("approver", "/lines/fasteners/runs/1")
    assert page.count('class="stack"') == 8
    for words in ("48시간에 양품", "병목공정인 시간이 가장 깁니다", "인증서", "탄소발자국", "용융아연도금", "도시가스"):
        assert words in said(page)


def test_what_cannot_be_is_told_with_what_was_typed(company: Company) -> None:
    answer = company.send("plant_user", "/lines/fasteners/runs", **ASKED | {"hours": "-5", "seed": "9"})
    assert answer.status_code == 422
    assert 'value="9"' in answer.text
    assert "'-5' 값은 0에서 17568 사이가 아닙니다" in html.unescape(answer.text)
    answer = company.send("plant_user", "/lines/fasteners/runs", **ASKED | {"hours": "a", "replications": "1.5"})
    assert answer.text.count("숫자가 아닙니다") == 2
    company.open("plant_user", "/lines/nowhere/runs", status=404)
    assert company.send("approver", "/lines/fasteners/runs", **ASKED).status_code == 403


def test_a_line_with_problems_is_not_run(company: Company) -> None:
    who = company.people["plant_user"]
    broken = Document({"pulmu": "line/1", "id": "broken"}, "broken.yaml")
    save_document(who.town.place.gate, who.actor, "line", "broken", broken, seen=0)
    page = company.open("plant_user", "/lines/broken/runs")
    assert "문제가 있어 시뮬레이션할 수 없습니다" in page
    assert 'name="hours"' not in page


def test_what_is_watched_is_the_window_and_stands_as_a_table_too(company: Company) -> None:
    page = company.open("approver", "/lines/fasteners/runs/1/watch")
    found = re.search(r'<script id="play-data" type="application/json">(.*?)</script>', page, re.S)
    assert found is not None
    data: Any = json.loads(found[1])
    who = company.people["approver"]
    kept = read_run(who.town.place.gate, who.actor, "fasteners", 1)
    assert kept.answer.play is not None
    frame = frame_at(kept.line, kept.answer.play, kept.answer.play.start.time)
    assert data["start"]["time"] == 30 * 3600
    assert [len(item) for item in data["start"]["queues"]] == [len(item) for item in kept.answer.play.start.queues]
    assert f'<td class="figure">{len(frame.queues[0])}</td>' in page
    assert page.count('<td class="nowrap">') == min(100, len(data["moves"]))
    rows = company.open("approver", "/lines/fasteners/runs/1/events.csv").splitlines()
    assert len(rows) == 1 + len(data["moves"])
    assert "inline" not in page
    assert re.search(r"<script(?![^>]* src=)(?![^>]*application/json)", page) is None
    assert "style=" not in page


def test_when_each_station_was_the_bottleneck_is_a_band_and_a_table(company: Company) -> None:
    page = company.open("approver", "/lines/fasteners/runs/1")
    assert page.count('class="time-band"') == 8
    who = company.people["approver"]
    found = read_run(who.town.place.gate, who.actor, "fasteners", 1).answer.bottleneck
    assert found is not None
    assert found.first is not None
    assert (found.start, found.end) == (0.0, 48.0)
    assert f"{100 * (found.first.sole + found.first.shifting):.1f}%" in said(page)


def test_bars_are_a_table_and_a_file(company: Company) -> None:
    rows = company.open("approver", "/lines/fasteners/runs/1/stations.csv").splitlines()
    assert len(rows) == 9
    whole = json.loads(company.open("approver", "/lines/fasteners/runs/1/file"))
    assert whole["pulmu"] == "pulmu.line_run/1"
    assert len(whole["answer"]["stations"]) == 8


def test_the_list_tells_of_earlier_answers(company: Company) -> None:
    page = said(company.open("approver", "/lines/fasteners/runs"))
    assert "번 시뮬레이션했습니다" in page
    assert "시뮬레이션하기" not in page, "an approver does not run"


def run_of(company: Company, line: str, **changes: object) -> str:
    """A sample line with changes, kept, run by the worker; its answer as the page says it."""
    who = company.people["plant_user"]
    read = read_line("fasteners")
    assert isinstance(read.tree, dict)
    document = Document({**read.tree, "id": line, **changes}, f"{line}.yaml")
    save_document(who.town.place.gate, who.actor, "line", line, document, seen=0)
    assert company.send("plant_user", f"/lines/{line}/runs", **ASKED).status_code == 303
    Bench(company.town.place).work_off()
    return said(company.open("approver", f"/lines/{line}/runs/1"))


def test_a_line_in_its_plant_tells_three_balances_of_a_tonne(company: Company) -> None:
    who, sample = company.people["plant_user"], read_sample("fasteners")
    made = add_plant(who.town.place.gate, company.people["preparer"].actor, "안산 1공장", sample)
    page = run_of(company, "tied", plant="안산 1공장")
    joined = line_in_plant(read_line("fasteners"), sample)
    assert joined.plant is not None
    runs = tuple(simulate_line(joined.line, Ask(48 * 3600.0, 0.0, 1), line_engine(), replications=3))
    bolts = line_carbon(joined.line, runs, joined.plant, DEFAULT_EDITION).goods["bolts"]
    for name in ("certificates", "embedded", "footprint"):
        assert estimate_text(bolts[name]) in page, name
    for words in ("제품 1톤에 무엇이 드는가?", f"안산 1공장(버전 {made.version.number})", "한 해 1.667", "한 해 3.205"):
        assert words in page, words
    kept = read_run(who.town.place.gate, who.actor, "tied", 1)
    assert kept.question.plant_sha256
    assert kept.answer.carbon.goods[0].certificates == bolts["certificates"]


def test_a_line_that_does_not_fit_its_plant_says_what_is_wrong(company: Company) -> None:
    who = company.people["preparer"]
    add_plant(who.town.place.gate, who.actor, "시화공장", read_sample("extrusions"))
    page = run_of(company, "elsewhere", plant="시화공장")
    assert "라인이 사업장 시화공장과 맞지 않습니다" in page
    assert "fasteners" in page
    assert "이 라인이 있는 사업장을 알 수 없습니다" in run_of(company, "alone", plant="")
