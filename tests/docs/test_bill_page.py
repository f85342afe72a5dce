"""The page on bills shows what the command says of the sample's own meter."""

from pathlib import Path

import pytest
from tests.docs.pages import ROOT, blocks
from tests.surface.command import in_process

from pulmu.adapters.samples import sample_readings

PAGE = "check-your-electricity-bill"


def gas_of_a_month() -> str:
    """62 Nm3 an hour by day and 18 by night."""
    hours = [(day, hour) for day in range(1, 32) for hour in range(24)]
    rows = [f"2026-07-{day:02} {hour:02}:00,{62 if 8 <= hour < 20 else 18}" for day, hour in hours]
    return "\n".join(["time,gas (Nm3)", *rows]) + "\n"


@pytest.mark.parametrize(("name", "lang"), [(f"{PAGE}.md", "en"), (f"{PAGE}.ko.md", "ko")])
def test_the_page_shows_what_the_command_says(
    name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = blocks(ROOT / "docs" / "howto" / name)
    orders = [block.body for block in page if block.language == "sh"]
    bill, options, checked, gas = [block.body.strip() for block in page if block.language == "text"]
    (paid,) = [block.body for block in page if block.language == "yaml"]
    (tmp_path / "paid.yaml").write_text(paid, "utf-8")
    (tmp_path / "em_main.csv").write_bytes(sample_readings()["em_main.csv"])
    (tmp_path / "gas.csv").write_text(gas_of_a_month(), "utf-8")
    monkeypatch.chdir(tmp_path)
    pulmu = in_process(monkeypatch, capsys)
    done = [pulmu(*order.split()[1:], "--lang", lang) for order in orders]
    assert [item.code for item in done] == [0, 0, 0, 0]
    assert done[0].out.strip() == bill
    assert done[1].out.strip().endswith(options)
    assert done[2].out.strip().endswith(checked)
    assert done[3].out.strip() == gas
