"""Schedules on the pages: jobs sent, planned, shown with bound and balances, locked, planned anew, who may see it."""

import json
import re
from typing import Any

import pytest
from tests.places import Place
from tests.services.schedules.made import LINE, jobs_file, made_file
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded, said

from pulmu.model import Document
from pulmu.services.lines.shelf import begin_line
from pulmu.services.schedules import kept

SENT = {"terms": "industrial_b/high_a/II", "seconds": "1", "billed_kw": "120", "late_won": "100,000"}
HERE = "/schedules/week/1"


def send_file(company: Company, name: str, content: bytes) -> Any:
    return company.people["plant_user"].client.post(
        company.address("/schedules"), files={"file": (name, content)}, follow_redirects=False
    )


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    found = founded(Town(Place(tmp_path_factory.mktemp("place"))))
    taken = send_file(found, "jobs.json", jobs_file())
    assert taken.headers["location"] == found.address("/schedules/week"), said(taken.text)
    assert led(found, "/schedules/week", **SENT) == found.address(HERE)
    return found


def led(company: Company, path: str, **fields: str) -> str:
    """Where the work leads that a form starts."""
    started = company.send("plant_user", path, **fields)
    assert started.status_code == 303, said(started.text)
    company.town.work_off()
    done = company.people["plant_user"].client.get(started.headers["location"], follow_redirects=False)
    assert done.status_code == 303, said(done.text)
    return str(done.headers["location"])


def found(company: Company, number: int = 1, shop: str = "week") -> kept.KeptSchedule:
    return kept.find_schedule(company.town.place.gate, company.people["approver"].actor, shop, number)


@pytest.fixture(scope="module")
def rehearsed(company: Company) -> str:
    """Where a schedule is shown whose plant and line were chosen from the lists of the form."""
    assert send_file(company, "jobs.json", made_file()).status_code == 303
    who = company.people["plant_user"]
    begin_line(company.town.place.gate, who.actor, Document(LINE, "line.yaml"))
    page = company.open("plant_user", "/schedules/made")
    assert f'<option value="{company.plant}">' in page
    assert '<option value="shop">공장</option>' in page
    where = led(company, "/schedules/made", **SENT, plant=company.plant, line="shop", runs="64")
    return where.removeprefix(company.address(""))


def part(page: str, name: str) -> str:
    """What a part of the page says, up to the next."""
    assert page.count(f'id="{name}"') == 1, name
    return said(re.split(r"<h[23]", page.split(f'id="{name}"')[1])[0])


def test_the_rehearsal_stands_on_the_page(company: Company, rehearsed: str) -> None:
    page, told = company.open("approver", rehearsed), found(company, shop="made").answer.rehearsed
    assert told is not None
    assert told.choice is not None
    text = part(page, "rehearsal")
    assert "미리 돌려 보기" in text
    assert "64번 돌려 본 결과" in text
    for item in told.jobs:
        assert item.late_hours is not None
        assert f"{item.job} {item.due}" in text
        assert f"{item.late_hours.mean:,.1f} ± {item.late_hours.half_width:,.1f} {item.median_end}" in text
    costs = part(page, "breakdowns")
    assert all(f"{item.machine} {item.stops:,.1f} {item.down_hours:,.1f}" in costs for item in told.machines)
    assert costs.index(told.machines[0].machine) < costs.index(told.machines[1].machine)
    beside = part(page, "choice")
    for other in told.choice.beside:
        assert f"{other.planned:,.0f} {other.more.mean:+,.0f}" in beside


def test_figure_and_certificates_of_each_good_stand_on_the_page_before_and_with_the_plan(
    company: Company, rehearsed: str
) -> None:
    page, told = company.open("approver", rehearsed), found(company, shop="made").answer
    assert told.figures is not None
    text = part(page, "figures")
    for good in told.figures.goods:
        assert f"tCO2e/t {good.embedded:.5f} {good.embedded_after:.5f} 0" in text, "no electricity in it"
    (bolts,) = (good for good in told.figures.goods if good.good == "bolts")
    assert f"인증서/t {bolts.certificates:.5f} {bolts.certificates_after:.5f} 0" in text
    assert bolts.footprint is not None
    assert bolts.footprint_after is not None
    change = f"{bolts.footprint_after - bolts.footprint:+.6f}"
    assert f"발자국(t/t) {bolts.footprint:.5f} {bolts.footprint_after:.5f} {change}" in text
    balances = re.findall(r'class="balance (\w+)".*?class="value">([^<]*)<', page)
    assert [name for name, _ in balances] == ["won", "certificates", "footprint"]
    assert float(balances[1][1].removesuffix("매")) == 0.0


def test_without_a_plant_and_breakdowns_the_page_says_how_to_name_them(company: Company) -> None:
    page = company.open("approver", HERE)
    assert "계산하지 않음: 사업장을 고르지 않았습니다" in part(page, "figures")
    assert "라인을 고르세요" in part(page, "rehearsal")
    assert page.count(f'href="{company.address("/schedules/week#new")}"') == 2
    assert 'id="new"' in company.open("plant_user", "/schedules/week")


def test_planned_anew_it_is_rehearsed_again_with_the_same_plant_and_line(company: Company, rehearsed: str) -> None:
    number = int(led(company, rehearsed, keep_0="1", seconds="1").rpartition("/")[2])
    wish, answer = found(company, number, "made").wish, found(company, number, "made").answer
    assert (wish.plant, wish.line, wish.runs) == (company.plant, "shop", 64)
    assert answer.figures is not None
    assert answer.rehearsed is not None
    assert answer.rehearsed.runs == 64


def test_a_plant_or_a_line_of_another_firm_cannot_be_named(company: Company) -> None:
    other = company.town.member(company.town.founder("park", "다른회사"), "choi", "plant_user")
    plant = other.plant("남의공장")
    begin_line(company.town.place.gate, other.actor, Document(LINE | {"id": "theirs"}, "line.yaml"))
    form = company.open("plant_user", "/schedules/week")
    assert plant not in form
    assert "theirs" not in form
    for more in ({"plant": plant}, {"line": "theirs"}):
        answer = company.send("plant_user", "/schedules/week", **SENT, **more)
        assert answer.status_code == 404
        assert "남의공장" not in answer.text


def test_the_answer_its_bound_and_the_three_balances_stand_on_the_page(company: Company) -> None:
    page, plan = said(company.open("approver", HERE)), found(company).answer
    assert f"{plan.plan.end}에 모두 끝납니다" in page
    assert f"{plan.plan.energy_won:,.0f}원" in page
    assert "증명됨" in page
    balances = re.findall(r'class="balance (\w+)"', company.open("approver", HERE))
    assert balances == ["won", "certificates", "footprint"]
    assert f"{plan.balances.won:+,.0f}원" in page
    assert "요금적용전력 120 kW" in page


def test_the_chart_says_of_every_bar_what_may_be_done_with_it(company: Company) -> None:
    page, plan = company.open("plant_user", HERE), found(company).answer
    bars = re.findall(r'<g class="bar" data-operation="([^"]+)" data-at="(\d+)" data-ways="([^"]+)"', page)
    assert [(key, int(at)) for key, at, _ in bars] == [(f"{bar.job}/{bar.operation}", bar.first) for bar in plan.bars]
    assert {ways for key, _, ways in bars if key == "A-2/1"} == {"M-1|M-2"}
    assert "style=" not in page


def test_files_hold_the_same(company: Company) -> None:
    plan = found(company).answer
    assert len(company.open("approver", f"{HERE}/plan.csv").strip().splitlines()) == 1 + len(plan.bars)
    load = company.open("approver", f"{HERE}/load.csv").strip().splitlines()
    assert len(load) == 1 + len(plan.load_kw)
    assert load[1].startswith("2026-06-08 08:00,")
    assert company.open("approver", f"{HERE}/plan.svg").startswith("<svg")
    client = company.people["approver"].client
    for ending, begin in (("xlsx", b"PK"), ("pdf", b"%PDF")):
        assert client.get(company.address(f"{HERE}/plan.{ending}")).content.startswith(begin)


def test_what_was_put_and_what_is_down_is_planned_around_and_what_moved_is_told(company: Company) -> None:
    put = {"move_1_operation": "A-2/1", "move_1_machine": "M-2", "move_1_start": "2026-06-08 12:00", "seconds": "1",
           "down_1_machine": "M-1", "down_1_start": "2026-06-08 13:00", "down_1_end": "2026-06-08 14:00",
           "frozen": "2026-06-08T08:00"}  # fmt: skip
    where = led(company, HERE, **put).removeprefix(company.address(""))
    again, page = found(company, int(where.rpartition("/")[2])).answer, said(company.open("approver", where))
    (bar,) = [bar for bar in again.bars if bar.is_locked]
    assert (bar.job, bar.operation, bar.machine, bar.start) == ("A-2", 1, "M-2", "2026-06-08 12:00")
    assert "자리를 정한 공정 1건" in page
    assert f"공정 {len(again.moved)}건이 다른 때나 다른 설비에" in page
    assert "M-1 설비는 2026-06-08 13:00부터 2026-06-08 14:00까지 고장" in page
    assert again.billed_kw == 120, "as it was asked the first time"


def test_what_stays_is_ticked(company: Company) -> None:
    bar = found(company).answer.bars[0]
    number = led(company, HERE, keep_0="1", seconds="1").rpartition("/")[2]
    (locked,) = [item for item in found(company, int(number)).answer.bars if item.is_locked]
    assert (locked.job, locked.machine, locked.start) == (bar.job, bar.machine, bar.start)


def test_every_mistake_of_a_file_is_told_with_its_cell(company: Company) -> None:
    broken = json.loads(jobs_file())
    broken["jobs"][0]["operations"][0]["ways"][0]["machine"] = "M-9"
    broken["jobs"][1]["due"] = "2026-02-30"
    answer = send_file(company, "jobs.json", json.dumps(broken).encode())
    assert answer.status_code == 422
    assert answer.text.count('class="problem error"') == 2
    assert "M-9" in said(answer.text)
    assert company.send("plant_user", "/schedules").status_code == 422, "no file"


@pytest.mark.parametrize(
    ("path", "more", "words"),
    [
        ("/schedules/week", {"seconds": "many"}, "many"),
        ("/schedules/week", {"terms": "", "aim_1": "energy"}, "줄일 수 없습니다"),
        (HERE, {"move_1_operation": "A-1/1", "move_1_machine": "M-1", "move_1_start": "soon"}, "soon"),
        (
            HERE,
            {"down_1_machine": "M-1", "down_1_start": "2026-06-08 13:00", "down_1_end": "2026-06-08 12:00"},
            "12:00",
        ),
    ],
)
def test_what_is_wrong_with_a_form_is_told_and_what_was_filled_in_stays(
    company: Company, path: str, more: dict[str, str], words: str
) -> None:
    answer = company.send("plant_user", path, **(SENT | more))
    assert answer.status_code == 422
    assert words in said(answer.text)


def test_the_sample_and_the_workbook_are_there_to_begin_with(company: Company) -> None:
    taken = company.send("plant_user", "/schedules", sample="1")
    assert taken.headers["location"].startswith(company.address("/schedules/"))
    workbook = company.people["plant_user"].client.get(company.address("/schedules/template.xlsx"))
    assert send_file(company, "jobs.xlsx", workbook.content).status_code == 303


def test_who_may_only_look_has_no_form_and_a_verifier_sees_none(company: Company) -> None:
    assert "data-moves" not in company.open("approver", HERE)
    assert company.send("approver", "/schedules/week", **SENT).status_code == 403
    assert company.send("approver", HERE).status_code == 403
    company.open("verifier", HERE, status=403)
    company.open("verifier", "/schedules", status=403)
