"""`pulmu measures`: a list, a plan, who pays; and one report of all that is wrong."""

import json
from pathlib import Path

import pytest
from tests.surface.command import Pulmu, in_process

from pulmu.adapters.samples import sample_firm_text, sample_offers_text, sample_text

ORDER = ("measures", "plant.yaml", "--price", "city_gas=900", "--price", "electricity=165", "--draws", "50",
         "--used", "compressors=1,200 MWh", "--used", "compressor_power=220 kW")  # fmt: skip


@pytest.fixture
def pulmu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Pulmu:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plant.yaml").write_text(sample_text("fasteners"), "utf-8")
    (tmp_path / "firm.yaml").write_text(sample_firm_text(), "utf-8")
    (tmp_path / "offers.yaml").write_text(sample_offers_text(), "utf-8")
    return in_process(monkeypatch, capsys)


def test_programmes_are_those_the_support_engine_allows_at_the_measures_cost(pulmu: Pulmu) -> None:
    told = json.loads(pulmu(*ORDER, "--firm", "firm.yaml", "--offers", "offers.yaml", "--json").out)
    drive = next(item for item in told["backing"] if item["measure"] == "vsd_compressor")
    listed = next(m for m in told["measures"]["measures"] if m["sized"]["measure"]["id"] == "vsd_compressor")
    cost = round(listed["worth"]["capital"]["middle"])
    asked = json.loads(pulmu("eligible", "firm.yaml", "--cost", str(cost), "--json").out)
    chances = {item["id"]: item for item in (*asked["open_to"], *asked["closed_to"])}
    for aid in drive["aids"]:
        assert aid["eligible"] == chances[aid["programme"]]["eligible"]
    paid = next(item for item in drive["aids"] if item["programme"] == "carbon_capex_sme")
    assert paid["support_krw"] == pytest.approx(chances["carbon_capex_sme"]["worth"]["support_krw"], abs=1)
    assert paid["net_krw"] == pytest.approx([cost - paid["support_krw"][1], cost - paid["support_krw"][0]], abs=1)
    loan = next(item for item in drive["aids"] if item["is_loan"])
    assert loan["net_krw"] is None  # what is lent lowers no cost
    insulation = next(item for item in told["backing"] if item["measure"] == "furnace_insulation")
    assert [item["offer"]["title_en"] for item in insulation["suppliers"]] == ["Furnace insulation"]


def test_both_languages_say_the_same_numbers(pulmu: Pulmu) -> None:
    english, korean = (pulmu(*ORDER, "--budget", "3e8", "--lang", lang) for lang in ("en", "ko"))
    assert english.code == korean.code == 0
    assert "Compressed-air leak programme" in english.out
    assert "압축공기 누설 관리" in korean.out
    for number in ("12,035", "34.6", "123.9"):
        assert number in english.out
        assert number in korean.out


def test_a_good_that_is_not_exported_needs_no_certificates(pulmu: Pulmu, tmp_path: Path) -> None:
    import re

    text = re.sub(r"exports_to_eu: \{.*\}", "exports_to_eu: {}", sample_text("fasteners"))
    (tmp_path / "plant.yaml").write_text(text, "utf-8")
    done = pulmu(*ORDER, "--lang", "en")
    assert done.code == 0
    assert "no certificates" in done.out


def test_all_that_is_wrong_is_one_report(pulmu: Pulmu) -> None:
    done = pulmu("measures", "plant.yaml", "--price", "gas", "--used", "abc=1", "--budget", "much", "--lang", "en")
    assert done.code == 1
    assert done.err.count("To mend:") == 3
    assert pulmu("measures", "plant.yaml", "--price", "city_gas=900", "--json").code == 1
