"""Forecasts on the pages: asked by a form, made by a job, a fan before bands, rules beside it, who may see it."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from tests.places import Place
from tests.services.forecasts.made import kept_forecast, load_file, take_in
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded, said

from pulmu.locale import text
from pulmu.services.forecasts import kept
from pulmu.services.workspaces.documents import save_document
from pulmu.web.charts.band_day import DayWords
from pulmu.web.charts.fan_day import FanDay, fan_day
from pulmu.web.forecast_view import ForecastPage

SENT = {"meter": "main", "terms": "industrial_b/high_a/II", "days": "20", "rules": "1"}
HERE = "/forecasts/main/1"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    found = founded(Town(Place(tmp_path_factory.mktemp("place"))))
    take_in(found.people["plant_user"], "main", load_file(20))
    assert led(found, **SENT) == found.address(HERE)
    return found


def led(company: Company, **fields: str) -> str:
    """Where the job leads that a form starts."""
    started = company.send("plant_user", "/forecasts", **fields)
    assert started.status_code == 303, said(started.text)
    company.town.work_off()
    done = company.people["plant_user"].client.get(started.headers["location"], follow_redirects=False)
    assert done.status_code == 303, said(done.text)
    return str(done.headers["location"])


def found(company: Company, number: int = 1) -> kept.KeptForecast:
    return kept.find_forecast(company.town.place.gate, company.people["approver"].actor, "main", number)


def test_the_peak_is_told_first_with_its_interval_and_the_fan_stands_before_the_bands(company: Company) -> None:
    page, one = company.open("approver", HERE), found(company).listed
    assert f"15분 최대전력은 {one.peak:,.0f} kW" in said(page)
    assert f"{one.lower:,.0f}~{one.upper:,.0f} kW" in said(page)
    assert page.count('class="band-day fan-day"') == 1
    assert re.findall(r'class="band-(\w+)"', page.replace('class="band-day', "")) == ["light"], "a Sunday"
    assert "style=" not in page
    assert "28일치" in said(page) or "7일치" in said(page), "that the rules are alone is told"


def test_an_hourly_meter_is_told_by_its_hours(company: Company) -> None:
    one = found(company)
    page = ForecastPage(replace(one, tree={**one.tree, "interval_s": 3600}), "ko")
    assert page.answer.startswith("60분 최대전력은")
    assert "60분값" in page.held


def test_a_day_that_has_begun_shows_what_was_seen_and_its_bands(company: Company) -> None:
    where = led(company, **SENT, at="2026-03-20T10:30").removeprefix(company.address(""))
    page = company.open("approver", where)
    assert "10:30까지는 실제 값" in said(page)
    assert '<polyline class="load"' in page
    assert page.count('<polyline class="ahead"') == 1
    assert set(re.findall(r'<rect class="band-(\w+)"', page)) == {"light", "mid", "peak"}
    assert page.count(f"{text('coming.was', 'ko')}</td>") == 10, "whole hours"


def test_rules_stand_beside_it_and_the_numbers_are_those_of_the_files(company: Company) -> None:
    page, one = company.open("approver", HERE), found(company)
    for name in ("yesterday", "last_week", "weeks_mean"):
        assert f"{one.tree['last_days']['errors_kw'][name]:,.1f}" in page, name
    assert one.tree["basis"]["seal"][:12] in page
    assert "load-" in said(page)
    assert json.loads(company.open("approver", f"{HERE}/file"))["forecast"] == one.tree
    rows = company.open("approver", f"{HERE}/slots.csv").splitlines()
    assert len(rows) == 97
    assert rows[1].endswith(",light")


def test_every_forecast_of_the_meter_is_listed_and_the_newest_of_each_meter(company: Company) -> None:
    number = led(company, **SENT, at="2026-03-19").rpartition("/")[2]
    page = company.open("approver", f"/forecasts/main/{number}")
    assert "2026. 3. 22." in said(page)
    assert "2026. 3. 19." in said(company.open("approver", "/forecasts"))
    assert "/forecasts?meter=main" in company.open("plant_user", "/meters/main")


@pytest.mark.parametrize(
    ("more", "words"),
    [({"terms": "industrial_b/high_a/IX"}, ""), ({"days": "3"}, ""), ({"at": "tomorrow"}, ""),
     ({"at": "2026-02-30"}, "없는 시각입니다"),
     ({"meter": "nobody"}, "")],
)  # fmt: skip
def test_what_is_wrong_with_the_form_is_told_and_what_was_filled_in_stays(
    company: Company, more: dict[str, Any], words: str
) -> None:
    answer = company.send("plant_user", "/forecasts", **(SENT | {"at": "2026-03-19"} | more))
    assert answer.status_code == (404 if "meter" in more else 422), answer.text
    assert words in said(answer.text)
    if "meter" not in more:
        assert f'value="{more.get("at", "2026-03-19")}"' in answer.text


def test_what_cannot_be_forecast_is_told_where_the_job_stands(company: Company) -> None:
    started = company.send("plant_user", "/forecasts", **SENT, at="2026-03-04")
    company.town.work_off()
    page = company.people["plant_user"].client.get(started.headers["location"]).text
    assert "검침값이 2.0일치뿐이라 예측할 수 없습니다" in said(page)
    assert "부하 예측 목록으로" in said(page)


def test_who_may_only_look_has_no_form_and_a_verifier_sees_none(company: Company) -> None:
    assert 'name="days"' not in company.open("approver", "/forecasts")
    assert company.send("approver", "/forecasts", **SENT).status_code == 403
    company.open("verifier", HERE, status=403)
    company.open("verifier", "/forecasts", status=403)


def test_where_no_band_is_known_the_fan_stands_alone(company: Company) -> None:
    document = kept_forecast("main", "x")
    document.tree["bands"] = []
    note = json.dumps({"day": "2026-03-10", "peak": 1.0, "lower": 1.0, "upper": 1.0, "energy": 1.0})
    heads = kept.list_forecasts(company.town.place.gate, company.people["approver"].actor, "main")
    saved = save_document(company.town.place.gate, company.people["preparer"].actor, "load_forecast", "main", document,
                          seen=heads[0].number, note=note)  # fmt: skip
    page = company.open("approver", f"/forecasts/main/{saved.version.number}")
    assert 'class="fan"' in page
    assert "<rect" not in page.partition("fan-day")[2].partition("</svg>")[0]


def test_the_fan_goes_up_and_back_and_a_plant_that_draws_nothing_is_drawn() -> None:
    fan = FanDay(middle=[0.0] * 96, lower=[0.0] * 96, upper=[0.0] * 96, bands=(), seen=95, slot=95, peak=0.0,
                 peak_lower=0.0, peak_upper=0.0)  # fmt: skip
    svg = fan_day(fan, DayWords(title="<x>", unit="kW", bands={}))
    assert "&lt;x&gt;" in svg
    points = re.search(r'<polygon class="fan" points="([^"]*)"', svg)
    assert points is not None
    assert len(points[1].split()) == 4, "one slot ahead: two ends, up and back"
