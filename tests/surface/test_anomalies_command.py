"""`pulmu anomalies`: of a meter's file and of a machine's table; what is wrong is told at once."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook
from tests.plan.anomaly.plants import with_leak
from tests.plan.forecast.loads import FIRST, made_load
from tests.surface.command import Pulmu, in_process

LEAK, DAY, DAYS = 12.0, 40, 52


@pytest.fixture
def pulmu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Pulmu:
    monkeypatch.chdir(tmp_path)
    start = datetime.combine(FIRST, datetime.min.time())
    power = with_leak(made_load(DAYS), DAY, LEAK).power.ravel()
    lines = [
        f"{start + timedelta(minutes=15 * slot):%Y-%m-%d %H:%M},{value / 4:.4f}\n" for slot, value in enumerate(power)
    ]
    (tmp_path / "load.csv").write_text("일시,사용전력량(kWh)\n" + "".join(lines), encoding="utf-8")
    return in_process(monkeypatch, capsys)


def test_a_leak_is_told_with_its_kilowatts_and_its_three_balances(pulmu: Pulmu) -> None:
    done = pulmu("anomalies", "load.csv", "--json", "--rates-of", "2026-06-01")
    assert done.code == 0
    tree = json.loads(done.out)
    (leak,) = [one for one in tree["alarms"] if one["kind"] == "base_up"]
    assert leak["hint"] == "leak"
    assert datetime(2026, 4, 11) <= datetime.fromisoformat(leak["told"]) <= datetime(2026, 4, 19)
    assert leak["actual_kw"] - leak["expected_kw"] == pytest.approx(LEAK, rel=0.25)
    loss = leak["loss"]
    assert list(loss) == ["kwh", "won", "certificates", "footprint_kg"]
    assert loss["certificates"] == 0
    assert loss["footprint_kg"] == pytest.approx(loss["kwh"] * tree["grid_factor"]["t_co2e_per_mwh"])
    assert 60 < loss["won"] / loss["kwh"] < 260
    assert tree["standby"]["above_lowest"]["kwh"] < tree["standby"]["drawn"]["kwh"]
    assert (tree["tariff"], tree["rates_of"]) == ("industrial_b_high_a_II", "2026-06-01")


def test_a_smaller_budget_tells_no_more_and_nothing_later_is_read(pulmu: Pulmu, tmp_path: Path) -> None:
    counts = [
        len(json.loads(pulmu("anomalies", "load.csv", "--alarms-per-day", budget, "--json").out)["alarms"])
        for budget in ("0.1", "3")
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
    order = ("anomalies", "load.csv", "--at", "2026-04-20T10:30", "--json")
    cut = json.loads(pulmu(*order).out)
    whole = (tmp_path / "load.csv").read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in whole if line[:16] < "2026-04-20 10:30" or line.startswith("일시")]
    (tmp_path / "load.csv").write_text("".join(kept), "utf-8")
    assert json.loads(pulmu("anomalies", "load.csv", "--json").out) == cut


def test_rates_that_are_not_known_leave_out_won_alone(pulmu: Pulmu, tmp_path: Path) -> None:
    text = (tmp_path / "load.csv").read_text("utf-8")
    (tmp_path / "load.csv").write_text(text.replace("2026-0", "2018-0"), "utf-8")
    done = pulmu("anomalies", "load.csv", "--json")
    assert done.code == 0
    tree = json.loads(done.out)
    assert "tariff.not_in_force" in [item["code"] for item in tree["problems"]]
    assert tree["tariff"] is None
    assert tree["standby"]["drawn"]["won"] is None
    assert tree["standby"]["drawn"]["footprint_kg"] > 0


def test_too_few_days_are_told(pulmu: Pulmu) -> None:
    tree = json.loads(pulmu("anomalies", "load.csv", "--at", "2026-03-20", "--json").out)
    assert "anomaly.short" in [item["code"] for item in tree["problems"]]
    assert tree["alarms"] == []
    assert pulmu("anomalies", "load.csv", "--at", "2026-03-07", "--json").code == 1


# Machines


def table(rows: int = 1500, off: int = 1200) -> list[str]:
    """Speed, and a flow that follows it until something clogs."""
    draws = np.random.default_rng(8)
    speed = 50 + draws.normal(0, 1, rows)
    flow = 2 * speed + draws.normal(0, 0.5, rows)
    flow[off:] -= 4
    start = datetime(2026, 3, 16, 8)
    return [
        f"{start + timedelta(seconds=n)};{a:.3f};{b:.3f};7\n" for n, (a, b) in enumerate(zip(speed, flow, strict=True))
    ]


def test_a_machine_tells_which_channel_and_which_way(pulmu: Pulmu, tmp_path: Path) -> None:
    (tmp_path / "pump.csv").write_text("datetime;speed;flow;fixed\n" + "".join(table()), "utf-8")
    order = ("anomalies", "pump.csv", "--machine", "--normal-until", "2026-03-16T08:13", "--alarms-per-day", "5")
    tree = json.loads(pulmu(*order, "--json").out)
    assert tree["channels"] == ["speed", "flow"]
    assert tree["normal_rows"] == 780
    last = tree["alarms"][-1]
    assert "2026-03-16T08:20:00" <= last["told"] <= "2026-03-16T08:20:30"
    assert last["hints"][0]["channel"] == "flow"
    assert last["hints"][0]["against_others"] < 0
    codes = [item["code"] for item in tree["problems"]]
    assert codes[0] == "anomaly.machine_left_out"
    for lang, word in (("en", "lower"), ("ko", "낮음")):
        assert word in pulmu(*order, "--lang", lang).out


def test_everything_wrong_with_a_table_is_told_at_once(pulmu: Pulmu, tmp_path: Path) -> None:
    rows = table(200)
    rows[3], rows[5] = "gestern;1;2;7\n", rows[5].replace(";7", ";many")
    (tmp_path / "pump.csv").write_text("datetime;speed;flow;fixed\n" + "".join(rows), "utf-8")
    order = ("anomalies", "pump.csv", "--machine", "--normal-until", "2026-03-16T08:02", "--json")
    done = pulmu(*order)
    assert done.code == 1
    problems = json.loads(done.out)["problems"]
    assert [item["code"] for item in problems] == ["anomaly.machine_time", "anomaly.machine_number"]
    assert ["row 5" in problems[0]["place"], "row 7, fixed" in problems[1]["place"]] == [True, True]


WRONG = {
    "anomaly.machine_no_time": "speed;flow\n1;2\n",
    "anomaly.machine_empty": "time;speed\n",
    "anomaly.machine_order": "time;speed\n2026-03-16 08:00;1\n2026-03-16 07:00;2\n",
    "anomaly.machine_still": "time;speed\n2026-03-16 08:00;1\n2026-03-16 08:01;1\n",
    "anomaly.too_few_rows": "time;speed\n2026-03-16 08:00;1\n2026-03-16 08:01;2\n",
    "anomaly.machine_channels": "time\n2026-03-16 08:00\n",
}


@pytest.mark.parametrize(("code", "text"), WRONG.items(), ids=WRONG)
def test_a_table_that_is_none_is_refused(pulmu: Pulmu, tmp_path: Path, code: str, text: str) -> None:
    (tmp_path / "pump.csv").write_text(text, "utf-8")
    done = pulmu("anomalies", "pump.csv", "--machine", "--normal-until", "2026-03-17T08:00", "--json")
    assert done.code == 1
    assert code in [item["code"] for item in json.loads(done.out)["problems"]]


def workbook(path: Path, *sheets: list[list[object]]) -> None:
    """Sheets with dates as dates, as a spreadsheet keeps them."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"S{number}")
        for row in rows:
            sheet.append(row)
    book.save(path)


def test_a_workbook_is_read_like_the_text_it_could_be_saved_as(pulmu: Pulmu, tmp_path: Path) -> None:
    rows = _rows(tmp_path / "load.csv")
    names: list[object] = ["일시", "사용전력량(kWh)"]
    workbook(tmp_path / "load.xlsx", [names, *rows])
    text, book = (json.loads(pulmu("anomalies", f"load.{end}", "--json").out) for end in ("csv", "xlsx"))
    assert book["alarms"] == text["alarms"]
    assert book["standby"] == text["standby"]
    workbook(tmp_path / "two.xlsx", [names, *rows], [names, *rows[:96]])
    refused = json.loads(pulmu("anomalies", "two.xlsx", "--json").out)
    assert [item["code"] for item in refused["problems"]] == ["meter.which_sheet"]
    assert json.loads(pulmu("anomalies", "two.xlsx", "--sheet", "S0", "--json").out)["alarms"] == text["alarms"]


def _rows(path: Path) -> list[list[object]]:
    body = [line.split(",") for line in path.read_text("utf-8").splitlines()[1:]]
    return [[datetime.fromisoformat(time), float(value)] for time, value in body]


def test_a_machine_in_a_workbook_is_read_and_its_sheet_named(pulmu: Pulmu, tmp_path: Path) -> None:
    body: list[list[object]] = []
    for line in table():
        time, *values = line.split(";")
        body.append([datetime.fromisoformat(time), *(float(value) for value in values)])
    names: list[object] = ["datetime", "speed", "flow", "fixed"]
    workbook(tmp_path / "pump.xlsx", [names, *body], [["note"], ["nothing"]])
    order = ("--machine", "--normal-until", "2026-03-16T08:13", "--alarms-per-day", "5", "--json")
    refused = json.loads(pulmu("anomalies", "pump.xlsx", *order).out)
    assert [item["code"] for item in refused["problems"]] == ["live.history_sheet"]
    tree = json.loads(pulmu("anomalies", "pump.xlsx", *order, "--sheet", "S0").out)
    assert tree["channels"] == ["speed", "flow"]
    assert "2026-03-16T08:20:00" <= tree["alarms"][-1]["told"] <= "2026-03-16T08:20:30"


def test_wrong_usage(pulmu: Pulmu) -> None:
    assert pulmu("anomalies", "load.csv", "--machine").code == 2
    assert pulmu("anomalies", "load.csv", "--at", "soon").code == 2
    assert pulmu("anomalies", "load.csv", "--rates-of", "soon").code == 2
    assert pulmu("anomalies", "load.csv", "--alarms-per-day", "0").code == 2
