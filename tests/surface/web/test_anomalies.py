"""Alarms on the pages: asked under a budget, found by a job, a curve with its alarms, costs apart, marks, who may."""

import csv
import json
import re
from typing import Any

import pytest
from tests.places import Place
from tests.services.anomalies.made import leak_file
from tests.services.forecasts.made import take_in
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded, said

from pulmu.services.anomalies import kept

SENT = {"meter": "main", "terms": "industrial_b/high_a/II", "budget": "0.5", "rates_of": "2026-06-01"}
HERE = "/anomalies/main/1"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    found = founded(Town(Place(tmp_path_factory.mktemp("place"))))
    take_in(found.people["plant_user"], "main", leak_file())
    assert led(found, **SENT) == found.address(HERE)
    return found


def led(company: Company, **fields: str) -> str:
    """Where the job leads that a form starts."""
    started = company.send("plant_user", "/anomalies", **fields)
    assert started.status_code == 303, said(started.text)
    company.town.work_off()
    done = company.people["plant_user"].client.get(started.headers["location"], follow_redirects=False)
    assert done.status_code == 303, said(done.text)
    return str(done.headers["location"])


def found(company: Company) -> kept.KeptAnomalies:
    return kept.find_kept(company.town.place.gate, company.people["approver"].actor, "main", 1)


def test_how_many_is_told_first_and_the_curve_stands_over_what_was_expected(company: Company) -> None:
    page, tree = company.open("approver", HERE), found(company).tree
    assert f"경보 {len(tree['alarms'])}건" in said(page)
    assert "하루 0.5건까지" in said(page)
    assert page.count('class="curve unusual"') == 1
    assert page.count('class="expected-band"') == 1
    assert 'class="alarm open"' in page
    assert "style=" not in page


def test_a_leak_has_its_costs_apart_and_no_certificates(company: Company) -> None:
    page, tree = company.open("approver", HERE), found(company).tree
    (leak,) = [item for item in tree["alarms"] if item["kind"] == "base_up"]
    row = page.partition(f'id="alarm-{leak["id"]}"')[2].partition("</tr>")[0]
    loss = leak["loss"]
    cells = re.findall(r'<td class="figure" data-head="[^"]*">([^<]*)</td>', row)
    assert cells[3:] == [f"{loss['kwh']:,.0f}", f"{loss['won']:,.0f}", "0", f"{loss['footprint_kg']:,.0f}"]
    assert "높아진 기저부하" in said(page)
    assert "인증서를 움직이지 않습니다" in said(page)
    drift = page.partition("서서히 변한 수준")[2]
    assert f"{leak['expected_kw']:,.1f}" in drift


def test_the_days_of_the_curve_are_chosen(company: Company) -> None:
    page = company.open("approver", f"{HERE}?first=2026-03-02&days=3")
    assert 'class="expected-band"' not in page.partition("<svg")[2].partition("</svg>")[0], "nothing was expected yet"
    assert "first=2026-03-05&amp;days=3" in page
    company.open("approver", f"{HERE}?days=400", status=422)


def test_a_mark_names_who_and_when_and_counts_and_is_taken_back(company: Company) -> None:
    alarm = found(company).tree["alarms"][-1]["id"]
    assert "아직 아무도 확인하지" in said(company.open("approver", HERE))
    where = f"{HERE}/alarms/{alarm}"
    answer = company.send("plant_user", where, mark="false", start="0")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{company.address(HERE)}?start=0#alarm-{alarm}")
    page = company.open("approver", HERE)
    assert "확인한 1건 중 1건이 거짓 경보였고, 맞은 것은 0%입니다" in said(page)
    row = page.partition(f'id="alarm-{alarm}"')[2].partition("</tr>")[0]
    assert "거짓 경보" in said(row)
    assert "<form" not in row, "who may only look marks nothing"
    assert 'class="alarm false"' in page
    rows = list(csv.DictReader(company.open("approver", f"{HERE}/alarms.csv").lstrip("\ufeff").splitlines()))
    assert [row["mark"] for row in rows][-1] == "false"
    assert {row["meter"] for row in rows} == {"main"}
    assert company.send("approver", where, mark="seen").status_code == 403
    assert company.send("plant_user", f"{HERE}/alarms/none", mark="seen").status_code == 404
    assert company.send("plant_user", where, mark="odd").status_code == 303, "says nothing"
    company.send("plant_user", where, mark="open")
    assert "아직 아무도 확인하지" in said(company.open("approver", HERE))


def test_a_smaller_budget_tells_no_more_and_both_looks_are_listed(company: Company) -> None:
    number = led(company, **SENT | {"budget": "0.05"}).rpartition("/")[2]
    page = company.open("approver", f"/anomalies/main/{number}")
    counts = [item.count for item in kept.list_anomalies(
        company.town.place.gate, company.people["approver"].actor, "main")]  # fmt: skip
    assert counts[0] <= counts[-1]
    assert "하루 0.05건까지, 경보" in said(page)
    assert "main" in said(company.open("approver", "/anomalies"))
    assert "/anomalies?meter=main" in company.open("plant_user", "/meters/main")
    assert json.loads(company.open("approver", f"{HERE}/file"))["anomalies"] == found(company).tree


@pytest.mark.parametrize(
    "more", [{"terms": "industrial_b/high_a/IX"}, {"budget": "0"}, {"budget": "many"}, {"days": "3"},
             {"at": "2026-02-30"}, {"meter": "nobody"}],
    ids=["terms", "no budget", "a word", "days", "time", "meter"],
)  # fmt: skip
def test_what_is_wrong_with_the_form_is_told_and_what_was_filled_in_stays(
    company: Company, more: dict[str, Any]
) -> None:
    answer = company.send("plant_user", "/anomalies", **(SENT | {"at": "2026-04-19"} | more))
    assert answer.status_code == (404 if "meter" in more else 422), answer.text
    if "meter" not in more:
        assert f'value="{more.get("at", "2026-04-19")}"' in answer.text


def test_what_has_too_few_days_is_told_where_the_job_stands(company: Company) -> None:
    started = company.send("plant_user", "/anomalies", **SENT, at="2026-03-04")
    company.town.work_off()
    assert "이상 경보 목록으로" in said(company.people["plant_user"].client.get(started.headers["location"]).text)


def test_who_may_only_look_has_no_form_and_a_verifier_sees_none(company: Company) -> None:
    assert 'name="days"' not in company.open("approver", "/anomalies")
    assert company.send("approver", "/anomalies", **SENT).status_code == 403
    company.open("verifier", HERE, status=403)
    company.open("verifier", "/anomalies", status=403)
