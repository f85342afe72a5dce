"""`pulmu bill`: from a file or the store; what is wrong is told in one report."""

import json
from pathlib import Path

import pytest
from tests.surface.command import Pulmu, in_process

from pulmu.adapters.samples import sample_readings


@pytest.fixture
def pulmu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Pulmu:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "em_main.csv").write_bytes(sample_readings()["em_main.csv"])
    return in_process(monkeypatch, capsys)


def test_a_file_and_a_meter_of_the_store_give_the_same_bill(pulmu: Pulmu) -> None:
    assert pulmu("meters", "import", "em_main.csv", "--store", "store", "--lang", "en").code == 0
    july = ("--power", "4000", "--store", "store", "--from", "2026-07", "--to", "2026-07", "--json")
    told = [json.loads(pulmu("bill", name, *july).out) for name in ("em_main.csv", "em_main")]
    assert told[0]["to_pay"] == told[1]["to_pay"] > 0
    lines = told[0]["bills"][0]["lines"]
    assert sum(line["won"] for line in lines) == pytest.approx(told[0]["to_pay"], abs=0.51)
    assert {"energy", "rate"} == set(lines[1]["inputs"])


def test_every_line_can_be_explained(pulmu: Pulmu) -> None:
    done = pulmu(
        "bill", "em_main.csv", "--power", "4000", "--from", "2026-07", "--to", "2026-07", "--explain", "--lang", "en"
    )
    assert done.code == 0
    assert "energy rate = 229 KRW/kWh" in done.out
    assert "secondary" in done.out


def test_a_counterfactual_says_so(pulmu: Pulmu) -> None:
    done = pulmu("bill", "em_main.csv", "--power", "4000", "--rates-of", "2026-06-01", "--lang", "ko")
    assert "가정 계산" in done.out
    tree = json.loads(pulmu("bill", "em_main.csv", "--power", "4000", "--rates-of", "2026-06-01", "--json").out)
    assert {bill["is_counterfactual"] for bill in tree["bills"]} == {True}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--from", "2027-01"), "tariff.month_unknown"),
        (("--contract", "industrial_a1", "--option", "III"), "tariff.unknown_contract"),
    ],
)
def test_what_cannot_be_billed_is_told(pulmu: Pulmu, more: tuple[str, ...], code: str) -> None:
    done = pulmu("bill", "em_main.csv", "--power", "4000", *more, "--json")
    assert done.code == 1
    assert [item["code"] for item in json.loads(done.out)["problems"]] == [code]


@pytest.mark.parametrize(
    "more", [("--from", "2026-13"), ("--peak", "2026-01"), ("--peak", "2026-01=x"), ("--rates-of", "soon")]
)
def test_a_wrong_way_of_writing_is_wrong_usage(pulmu: Pulmu, more: tuple[str, ...]) -> None:
    assert pulmu("bill", "em_main.csv", "--power", "4000", *more).code == 2


def test_a_last_month_before_the_first_is_wrong_usage(pulmu: Pulmu) -> None:
    done = pulmu("bill", "em_main.csv", "--power", "4000", "--from", "2026-07", "--to", "2026-05")
    assert done.code == 2
    assert "before the first" in done.err


def test_a_tariff_of_ones_own_is_read_from_a_file(pulmu: Pulmu) -> None:
    own = {
        "pulmu": "tariff/1", "id": "flat", "holidays": False,
        "terms": [{
            "start": "2026-01-01", "basic": 1000, "demand": {},
            "seasons": [{"id": "year", "months": list(range(1, 13))}],
            "hours": [{"season": "year", "band": "all", "hours": [{"start": "00:00", "end": "24:00"}]}],
            "rates": [{"season": "year", "band": "all", "price": 100}],
        }],
    }  # fmt: skip
    Path("flat.json").write_text(json.dumps(own), "utf-8")
    tree = json.loads(pulmu("bill", "em_main.csv", "--power", "4000", "--tariff", "flat.json", "--json").out)
    assert tree["bills"][0]["charge"] == pytest.approx(
        tree["bills"][0]["energy_kwh"] * 100 + tree["bills"][0]["billed_kw"] * 1000
    )
    Path("flat.json").write_text(json.dumps(own | {"terms": "none"}), "utf-8")
    done = pulmu("bill", "em_main.csv", "--power", "4000", "--tariff", "flat.json", "--json")
    assert done.code == 1
    assert json.loads(done.out)["problems"][0]["place"].startswith("flat.json")


def test_gas_is_told_what_it_lacks_and_electricity_needs_its_power(pulmu: Pulmu, tmp_path: Path) -> None:
    file = tmp_path / "gas.csv"
    rows = [f"2024-10-{day:02} {hour:02}:00,10" for day in range(1, 32) for hour in range(24)]
    file.write_text("\n".join(["time,gas (Nm3)", *rows]), "utf-8")
    lacking = pulmu("bill", str(file), "--gas", "--json")
    assert (lacking.code, "tariff.heating_value" in lacking.out) == (1, True)
    done = pulmu("bill", str(file), "--gas", "--heating-value", "42.5", "--json")
    tree = json.loads(done.out)
    assert (done.code, tree["to_pay"], tree["bills"][0]["lacks_supply_cost"]) == (0, 6_953_269.0, True)
    assert [item["code"] for item in tree["problems"]] == ["tariff.gas_wholesale_only"]
    assert pulmu("bill", str(file)).code == 2
    assert pulmu("bill", str(file), "--gas", "--gas-price", "2024-10").code == 2
