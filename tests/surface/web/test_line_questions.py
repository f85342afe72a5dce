"""What-if questions to a line on the pages: written by a form, answered by a job, side by side, downloaded."""

import html
import json
import re
from typing import Any

import pytest
from tests.places import Place
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded, said
from tests.workshop import Bench

from pulmu.model import Document
from pulmu.services.line_questions.kept import find_kept
from pulmu.services.workspaces.documents import save_document
from pulmu.web.line_question_form import TOPICS, changes_of, number_of

TREE: dict[str, Any] = {
    "pulmu": "line/1", "id": "bench", "name": "Bench", "name_local": "작업대",
    "carriers": [{"id": "electricity", "name": "electricity", "name_local": "전력", "unit": "kWh", "price": 150}],
    "operators": [{"id": "crew", "name": "Crew", "count": 2, "skills": ["repair"]}],
    "stations": [
        {"id": "press", "name": "Press", "name_local": "프레스", "machines": 2, "buffer": 3, "set_up": "5 min",
         "time": {"law": "exponential", "mean": "10 min"}, "uses": [{"carrier": "electricity", "busy": 10}],
         "stops": [{"id": "jam", "every": {"law": "exponential", "mean": "9 h"}, "lasts": "20 min",
                    "skill": "repair"}]},
        {"id": "pack", "name": "Packing", "name_local": "포장", "buffer": 3, "time": "4 min"},
    ],
    "products": [{"id": "lid", "piece_kg": 2, "route": [{"station": "press", "scrap": 0.1}, {"station": "pack"}]}],
    "sources": [{"id": "in", "products": {"lid": 1}, "every": {"law": "exponential", "mean": "5 min"}}],
}  # fmt: skip
HERE = "/lines/bench/questions"
ASKED = {"version": "1", "changes": "[]", "topic": "machines", "thing": "press", "machines": "3", "days": "2",
         "figure": "good_per_h", "exact": "", "do": "ask"}  # fmt: skip


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    found = founded(Town(Place(tmp_path_factory.mktemp("place"))))
    who = found.people["plant_user"]
    save_document(who.town.place.gate, who.actor, "line", "bench", Document(TREE, "bench.yaml"), seen=0)
    assert found.send("plant_user", HERE, **ASKED).status_code == 303
    Bench(found.town.place).work_off()
    return found


def test_a_question_is_asked_and_one_is_led_to_its_answer(company: Company) -> None:
    started = company.send("plant_user", HERE, **ASKED)
    waiting = company.people["plant_user"].client.get(started.headers["location"])
    assert "가정 분석: 차례를 기다립니다" in said(waiting.text)
    Bench(company.town.place).work_off()
    led = company.people["plant_user"].client.get(started.headers["location"], follow_redirects=False)
    assert led.headers["location"] == company.address(f"{HERE}/1"), "the same was asked before"
    page = company.open("approver", f"{HERE}/1")
    who = company.people["approver"]
    kept = find_kept(who.town.place.gate, who.actor, "bench", 1)
    key = kept.answer.scenarios[0].key
    assert key.difference is not None
    assert key.half_width is not None
    assert key.verdict == "higher"
    places = 2 if key.half_width >= 0.1 else 3
    by = f"{key.difference:.{places}f} ± {key.half_width:.{places}f} 개/시간"
    assert f"시간당 양품이 늘어나는가? 예, {by} 늘어납니다" in said(page)
    for words in ("프레스: 설비 3대(지금 2)", f"라인마다 {key_runs(kept)}회", "지금 라인과 바꾼 라인", "확실히 늘어남"):
        assert words in said(page), words
    assert page.count('class="box station marked"') == 1
    assert page.count('<g class="stack">') == 4, "each station of both drawings tells where its hours go"
    assert "style=" not in page


def key_runs(kept: Any) -> int:
    """Runs the first scenario took."""
    return int(kept.answer.scenarios[0].replications)


def test_changes_are_gathered_one_after_the_other(company: Company) -> None:
    page = company.open("plant_user", HERE)
    for topic in set(TOPICS) - {"inside"}:
        assert f'value="{topic}"' in page
    chosen = company.send("plant_user", HERE, version="1", changes="[]", choose="down")
    assert chosen.status_code == 200
    assert 'name="day_mon" value="1" checked' in chosen.text
    added = company.send("plant_user", HERE, version="1", changes="[]", topic="down", thing="press", day_mon="1",
                         start="00:00", end="24:00", machines="", days="2", exact="0.4", do="add")  # fmt: skip
    assert "프레스: 월요일에 모두 정지" in said(added.text)
    state = html.unescape(re.search(r'name="changes" value="([^"]*)"', added.text)[1])  # type: ignore[index]
    assert json.loads(state) == [{"station": "press", "down": [{"days": ["mon"], "start": "00:00", "end": "24:00"}]}]
    assert 'name="exact" type="number" value="0.4"' in added.text
    more = company.send("plant_user", HERE, version="1", changes=state, choose="buffer")
    assert "프레스: 월요일에 모두 정지" in said(more.text)
    started = company.send("plant_user", HERE, version="1", changes=state, topic="buffer", thing="pack", buffer="9",
                           days="2", exact="0.4", figure="inside", do="ask")  # fmt: skip
    assert started.status_code == 303
    Bench(company.town.place).work_off()
    who = company.people["approver"]
    asked = find_kept(who.town.place.gate, who.actor, "bench", 2).what_if
    assert (len(asked.scenarios[0].changes), asked.exact_amount, asked.until) == (2, 0.4, "exact")
    assert asked.name == "Press: down on Mon; Packing: 9 places before it (today 3)"
    assert asked.name in said(company.open("approver", HERE)) or asked.name_local in said(
        company.open("approver", HERE)
    )


FILLED: dict[str, dict[str, str]] = {
    "machines": {"thing": "press", "machines": "3"}, "speed": {"thing": "press", "time_factor": "90"},
    "time": {"thing": "pack", "time": "3 min"}, "down": {"thing": "press", "day_tue": "1", "machines": "2",
                                                          "start": "08:00", "end": "12:00"},
    "buffer": {"thing": "pack", "buffer": "0"}, "stops": {"thing": "press/jam", "never": "1"},
    "set_up": {"thing": "press", "set_up_factor": "50"}, "batch": {"thing": "pack", "least": "1", "most": "2"},
    "order": {"thing": "press", "order": "shortest"}, "people": {"thing": "crew", "count": "1"},
    "arrivals": {"thing": "in", "every_factor": "80"}, "inside": {"thing": "in", "most_inside": "4"},
    "scrap": {"thing": "lid/press", "scrap": "1.5"}, "price": {"thing": "electricity", "price": "99"},
}  # fmt: skip


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_every_topic_can_be_filled_and_is_said_back(company: Company, topic: str) -> None:
    shown = company.send("plant_user", HERE, version="1", changes="[]", choose=topic)
    for name in FILLED[topic]:
        assert f'name="{name}"' in shown.text, name
    answer = company.send("plant_user", HERE, version="1", changes="[]", topic=topic, do="add", days="2",
                          **FILLED[topic])  # fmt: skip
    assert answer.status_code == 200, said(answer.text)
    found = re.search(r'<ul class="asked"[^>]*>(.*?)</ul>', answer.text, re.S)
    assert found is not None
    assert len(re.findall("<li>", found[1])) == 1
    assert said(found[1]).strip()


def test_what_cannot_be_is_told_with_what_was_typed(company: Company) -> None:
    answer = company.send("plant_user", HERE, **ASKED | {"machines": "many", "exact": "fine"})
    assert answer.status_code == 422
    assert answer.text.count('class="problem error"') >= 2
    assert "many" in answer.text
    assert company.send("plant_user", HERE, **ASKED | {"topic": ""}).status_code == 422, "nothing is changed"
    assert company.send("plant_user", HERE, **ASKED | {"thing": "../x"}).status_code == 422
    company.open("plant_user", "/lines/nowhere/questions", status=404)
    company.open("plant_user", f"{HERE}/99", status=404)
    assert company.send("approver", HERE, **ASKED).status_code == 403


@pytest.mark.parametrize("state", ["", "x", "[1, null]", '{"a": 1}', "[" * 5000, '[{"station": {"x": []}}]',
                                   '[{"down": 3, "station": "press"}]'])  # fmt: skip
def test_changes_of_a_stranger_do_no_harm(company: Company, state: str) -> None:
    answer = company.send("plant_user", HERE, version="1", changes=state, choose="buffer")
    assert answer.status_code == 200
    assert company.send("plant_user", HERE, version="1", changes=state, do="ask").status_code == 422


def test_numbers_are_read_as_people_write_them() -> None:
    assert [number_of(item) for item in ("3", "1,200", "0.5", "1e400", "nan", "1_0", "x", "")] == [
        3, 1200, 0.5, "1e400", "nan", "1_0", "x", ""
    ]  # fmt: skip
    assert changes_of("[{}, 3]") == ({},)


def test_all_figures_are_a_table_and_a_file(company: Company) -> None:
    rows = company.open("approver", f"{HERE}/1/figures.csv").splitlines()
    who = company.people["approver"]
    kept = find_kept(who.town.place.gate, who.actor, "bench", 1)
    assert len(rows) == 1 + len(kept.answer.base)
    company.open("approver", f"{HERE}/1/figures.csv?scenario=5", status=404)
    whole = json.loads(company.open("approver", f"{HERE}/1/file"))
    assert whole["pulmu"] == "pulmu.line_question/1"


def test_a_line_with_problems_is_not_asked(company: Company) -> None:
    who = company.people["plant_user"]
    broken = Document({"pulmu": "line/1", "id": "broken"}, "broken.yaml")
    save_document(who.town.place.gate, who.actor, "line", "broken", broken, seen=0)
    page = company.open("plant_user", "/lines/broken/questions")
    assert "문제가 있어 시뮬레이션할 수 없습니다" in page
    assert 'name="choose"' not in page
    assert company.send("plant_user", "/lines/broken/questions", **ASKED).status_code == 422


def test_an_older_version_can_be_asked(company: Company) -> None:
    who = company.people["plant_user"]
    gate = who.town.place.gate
    save_document(gate, who.actor, "line", "bench", Document(TREE | {"name_local": "새 작업대"}, "b.yaml"), seen=1)
    page = company.open("plant_user", f"{HERE}?version=1")
    assert '<option value="1" selected>' in page
    assert 'name="version" value="1"' in page
    assert "최신 버전은 2입니다" in said(company.open("approver", f"{HERE}/1"))
