"""The demo, end to end: what `make demo` leaves behind, and that a person can go on from it."""

import json
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pulmu.bootstrap.bills import meter_readings
from pulmu.bootstrap.meters import kept_in
from pulmu.bootstrap.plants import read_plant
from pulmu.bootstrap.samples import read_sample, sample_line_text, sample_names
from pulmu.bootstrap.twin import line_engine, read_line
from pulmu.bootstrap.twin import read_line_content as read_document
from pulmu.cli.app import app
from pulmu.locale import Language, text
from pulmu.model import Plant, decode
from pulmu.plan.tariff import Contract
from pulmu.reference import DEFAULT_EDITION
from pulmu.reference.electricity import industrial_electricity
from pulmu.services.anomalies.meter import AnomalyOrder, find_anomalies
from pulmu.services.bill_months import BillOrder, bill_months
from pulmu.services.check_line import line_in_plant
from pulmu.services.check_plant import check_plant
from pulmu.services.cite import cite_totals
from pulmu.services.forecast_series import ForecastOrder, forecast_series
from pulmu.services.line_carbon import line_carbon
from pulmu.services.measures.answer import find_measures
from pulmu.services.measures.told import Told, read_order
from pulmu.services.simulate_line import simulate
from pulmu.twin import Ask
from pulmu.twin.control import read_profile, read_programme
from pulmu.twin.interval import half_width


@pytest.fixture(scope="module", params=["en", "ko"])
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Folder and screen of the command, as a user calls it."""
    out = tmp_path_factory.mktemp("out") / "out"
    answer = CliRunner().invoke(app, ["demo", "--out", str(out), "--lang", request.param])
    assert answer.exit_code == 0
    assert answer.stderr == ""
    assert {"en": "Hanbit Fastening", "ko": "한빛"}[request.param] in answer.stdout
    return out, answer.stdout


def test_every_sample_leaves_its_reports_and_its_own_description(story: tuple[Path, str]) -> None:
    folder, _ = story
    wanted = {
        "plant.yaml",
        "plant.xlsx",
        "report.json",
        "report.xlsx",
        "report.pdf",
        "recompute.py",
        "report.ko.xlsx",
        "report.ko.pdf",
    }
    found = {name: {file.name for file in (folder / name).iterdir() if file.is_file()} for name in sample_names()}
    assert found == dict.fromkeys(sample_names(), wanted)


def test_the_bills_of_the_year_are_those_of_its_meter(story: tuple[Path, str]) -> None:
    folder, said = story
    order = BillOrder(
        tariff=industrial_electricity("industrial_b", "high_a", "II"), contract=Contract(contracted_power=4000.0)
    )
    done = bill_months(*meter_readings("em_main", folder / "fasteners" / "store"), order)
    assert len(done.bills) == 12
    assert sum(bill.energy() for bill in done.bills) == pytest.approx(9_850_000)
    assert f"{done.to_pay:,.0f}" in said


def test_the_fastener_maker_hears_what_cost_most(story: tuple[Path, str]) -> None:
    folder, said = story
    terms = industrial_electricity("industrial_b", "high_a", "II")
    done = find_anomalies(*meter_readings("em_main", folder / "fasteners" / "store"), AnomalyOrder(tariff=terms))
    losses = [item.loss for item in done.alarms if item.loss is not None]
    dearest = max(losses, key=lambda loss: loss.won)
    assert dearest.won > 0
    assert f"{dearest.won:,.0f}" in said
    assert all(loss.certificates == 0 for loss in losses)


def test_the_fastener_maker_looks_ahead(story: tuple[Path, str]) -> None:
    folder, said = story
    store = folder / "fasteners" / "store"
    peak = forecast_series(*meter_readings("em_main", store), ForecastOrder(days=60)).forecast.peak
    assert f"{peak.kilowatt:,.0f} kW" in said
    told = Told(
        prices=("electricity=165", "city_gas=900"), facts=("compressors=1200MWh", "compressor_power=220kW"),
        budget="3e8",
    )  # fmt: skip
    answer = find_measures(read_sample("fasteners"), read_order(told)).answer
    assert answer is not None
    assert answer.plans is not None
    assert answer.plans.best is not None
    assert f"{answer.plans.best.capital / 1e6:,.1f}" in said
    assert 0 < answer.plans.best.capital <= 3e8


def test_one_setpoint_passes_the_guard_and_is_seen_to_work(story: tuple[Path, str]) -> None:
    folder, said = story[0] / "fasteners" / "control", story[1]
    language: Language = "ko" if "설정값" in said else "en"
    assert text("cli.demo_control.verified", language, value="862") in said
    assert "control.alone" in said
    profile = read_profile(read_document((folder / "limits.yaml").read_bytes(), "limits.yaml")).unwrap()
    programme = read_document((folder / "setpoints.json").read_bytes(), "setpoints.json")
    assert read_programme(programme, profile).problems == ()


def test_the_plant_that_cites_its_meters_gives_the_same_figures(story: tuple[Path, str]) -> None:
    folder, said = story[0] / "fasteners", story[1]
    cited = cite_totals(read_plant(str(folder / "cited" / "plant.yaml")), kept_in(folder / "store"))
    plants = [check_plant(document).plant for document in (cited, read_plant(str(folder / "plant.yaml")))]
    assert plants[0] is not None
    assert plants[1] is not None
    balances = [plant.electricity for plant in plants if plant is not None]
    assert balances[0].sources[0].amount.value == pytest.approx(9_850_000, rel=1e-12)
    amounts = [
        {name: item if isinstance(item, str) else item.to("MWh") for name, item in balance.used_by.items()}
        for balance in balances
    ]
    assert amounts[0] == pytest.approx(amounts[1])
    received = [[item.received.to("t") for item in plant.purchases] for plant in plants if plant is not None]
    assert received[0] == pytest.approx(received[1], rel=1e-12)
    assert [plant.source_streams[0].amount.value for plant in plants if plant is not None] == [1_912_400.0] * 2
    assert "9,850,000 kWh [meter:em_main]" in said
    assert "1,912,400 Nm3 [book:city_gas]" in said


def test_the_fastener_maker_asks_its_chinese_supplier(story: tuple[Path, str]) -> None:
    folder, said = story
    ends = ("letter.en.pdf", "letter.ko.pdf", "request.xlsx")
    assert sorted(file.name for file in (folder / "fasteners" / "supplier-request").iterdir()) == [
        f"Jiangnan-Wire-Rod-Co-Ltd.{end}" for end in ends
    ]
    assert "2026-5F1A-10EE-0B3C" in said


def test_the_fastener_maker_compares_its_process_boundaries(story: tuple[Path, str]) -> None:
    said = story[1]
    assert "drawn_wire: 46 t  [Implementing Regulation (EU) 2025/2547, Article 4(9)]" in said
    assert "26,181" in said


def test_the_fastener_maker_tries_its_line(story: tuple[Path, str]) -> None:
    folder, said = story
    file = folder / "fasteners" / "line" / "line.yaml"
    assert file.read_bytes() == sample_line_text("fasteners").encode()
    done = simulate(read_line(str(file)), Ask(35 * 86_400.0, 7 * 86_400.0), line_engine(), replications=10)
    tonnes = [math.fsum(item.good_kg for item in run.products) / 1000 for run in done.runs]
    power = [run.uses[0].amount / made for run, made in zip(done.runs, tonnes, strict=True)]
    assert f"{math.fsum(power) / 10:,.1f} ± {half_width(power):,.1f}" in said
    plant = line_in_plant(read_line(str(file)), read_sample("fasteners")).plant
    assert plant is not None
    bolts, *_ = line_carbon(done.line, done.runs, plant, DEFAULT_EDITION).goods.values()
    assert f"{bolts['embedded'].mean:.3f} ± {bolts['embedded'].half_width:.3f}" in said


@pytest.mark.parametrize("name", sample_names())
def test_the_workbook_describes_the_same_plant_as_the_yaml(story: tuple[Path, str], name: str) -> None:
    folder, _ = story
    plants = [decode(Plant, read_plant(str(folder / name / file))).unwrap() for file in ("plant.yaml", "plant.xlsx")]
    assert plants[0] == plants[1]


def test_it_tells_what_the_importer_pays_and_how_to_go_on(story: tuple[Path, str]) -> None:
    folder, said = story
    assert "440,561.17" in said
    assert "710,711.34" in said
    assert str(folder / "fasteners" / "plant.xlsx") in said


def test_the_commissions_template_is_part_of_the_story(story: tuple[Path, str]) -> None:
    folder, said = story
    assert f"pulmu official-template TEMPLATE.xlsx {folder / 'fasteners' / 'plant.yaml'} --out" in said


def test_the_importer_sees_the_summary_of_what_somebody_else_approved(story: tuple[Path, str]) -> None:
    folder, said = story
    summary = json.loads((folder / "fasteners" / "shared" / "summary.json").read_text(encoding="utf-8"))
    assert summary["operator"].startswith("Hanbit")
    assert len(summary["goods"]) == 2
    assert summary["is_verified"] is False
    report = json.loads((folder / "fasteners" / "report.json").read_text(encoding="utf-8"))
    assert {good["cn_code"] for good in summary["goods"]} <= {good["cn_code"] for good in report["goods"]}
    assert "이두리" in said
    assert summary["report_sha256"][:12] in said


def test_the_fastener_maker_learns_who_pays_for_a_burner_and_an_inspection(story: tuple[Path, str]) -> None:
    folder, said = story
    assert (folder / "fasteners" / "support" / "hanbit.yaml").is_file()
    assert [
        name for name in ("carbon_capex_sme", "carbon_loan", "ai_voucher", "smart_factory_ai") if name not in said
    ] == []
    assert "KRW 500,000,000" in said or "자부담 5억 원" in said


def test_the_agency_chooses_and_everybody_gets_a_letter(story: tuple[Path, str]) -> None:
    out, said = story
    letters = out / "fasteners" / "call" / "letters"
    listed = json.loads((letters / "letters.json").read_text("utf-8"))
    assert len(listed["letters"]) == len(list(letters.glob("*.pdf"))) == 24
    assert (out / "fasteners" / "call" / "decisions.yaml").is_file()
    assert "proven" in said or "증명했습니다" in said
