"""`pulmu reform`: both worlds on a small population, and refusals."""

import json
import shutil
from pathlib import Path

import pytest
from tests.reforms import compared_once
from typer.testing import CliRunner

from pulmu.cli.app import app
from pulmu.model import InputError


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def population(national: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("reform") / "population"
    shutil.copytree(national, folder)
    return str(folder)


def test_mid_sized_manufacturers_gain_a_voucher(population: str) -> None:
    arguments = ("innovation_voucher_mid_sized_manufacturers", "--population", population, "--day", "2026-11-25")
    code, out, err = run("reform", *arguments, "--json")
    assert code == 0, err
    effect = json.loads(out)
    (voucher,) = [item for item in effect["programmes"] if item["programme"] == "innovation_voucher"]
    assert voucher["gain"] > 0
    assert voucher["lose"] == 0
    assert {row["of"] for row in voucher["where"] if row["by"] == "section"} == {"C"}
    assert voucher["most_after_krw"] - voucher["most_before_krw"] == voucher["gain"] * 50_000_000
    code, korean, _ = run("reform", *arguments, "--lang", "ko")
    assert code == 0
    assert "제조업" in korean
    assert "652억 원" in korean


def test_a_budget_alone_moves_no_firm(population: str) -> None:
    code, out, _ = run("reform", "mid_rnd_budget_double", "--population", population, "--day", "2026-11-25", "--json")
    assert code == 0
    (programme,) = json.loads(out)["programmes"]
    assert programme["budget_krw"] == [41_700_000_000, 83_400_000_000]
    assert programme["gain"] == programme["lose"] == 0


def test_what_is_wrong_with_a_reform_is_told_whole(population: str, tmp_path: Path) -> None:
    path = tmp_path / "reform.yaml"
    path.write_text(
        "pulmu: reform/1\nid: mine\nname_ko: 내 제안\nname_en: mine\nstatus: wish\nafter:\n"
        "  - {parameter: ai_voucher.sized, add: [mid_sized]}\n",
        encoding="utf-8",
    )
    code, _, err = run("reform", str(path), "--population", population, "--lang", "en")
    assert code == 1
    assert "status" in err
    path.write_text(path.read_text(encoding="utf-8").replace("wish", "proposal"), encoding="utf-8")
    code, _, err = run("reform", str(path), "--population", population, "--lang", "ko")
    assert code == 1
    assert "ai_voucher.sizes" in err


def test_a_folder_without_a_population_is_told(tmp_path: Path) -> None:
    code, _, err = run("reform", "cloud_voucher_mid_sized", "--population", str(tmp_path), "--lang", "en")
    assert code != 0
    assert "Traceback" not in err


def test_a_register_of_real_firms_hides_what_tells_of_single_ones(population: str, tmp_path: Path) -> None:
    folder = tmp_path / "register"
    shutil.copytree(population, folder)
    manifest = folder / "manifest.json"
    kept = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**kept, "kind": "register"}), encoding="utf-8")
    reform = "innovation_voucher_mid_sized_manufacturers"
    arguments = ("reform", reform, "--population", str(folder), "--day", "2026-11-25")
    code, out, err = run(*arguments, "--json")
    assert code == 0, err
    effect = json.loads(out)
    assert effect["of_real_firms"]
    (voucher,) = [item for item in effect["programmes"] if item["programme"] == "innovation_voucher"]
    assert voucher["gain"] is None
    assert voucher["most_after_krw"] is None
    assert {row["gain"] for row in voucher["where"]} == {None}
    code, korean, _ = run(*arguments, "--lang", "ko")
    assert code == 0
    assert "실제 기업입니다" in korean
    assert "비공개" in korean
    for option, problem in (("--cliffs", "reform.register_cliffs"), ("--sensitivity", "reform.register_sensitivity")):
        result = CliRunner().invoke(app, [*arguments, option])
        assert isinstance(result.exception, InputError)
        assert [item.code for item in result.exception.problems] == [problem]
        assert result.stdout == ""


def test_cliffs_come_with_every_limit_and_in_words(population: str) -> None:
    arguments = ("cloud_voucher_mid_sized", "--population", population, "--day", "2026-11-25", "--cliffs")
    with compared_once():
        code, out, err = run("reform", *arguments, "--json")
        korean_code, korean, _ = run("reform", *arguments, "--lang", "ko")
    assert (code, korean_code) == (0, 0), err
    cliffs = {(item["parameter"], item["fact"]): item for item in json.loads(out)["cliffs"]}
    limits = cliffs["size.medium_limit_krw", "average_sales"]
    assert len(limits["before"]["rows"]) > 40
    used_up = [cost for cost in limits["before"]["costs"] if cost["grace_used_up"]]
    after = [cost for cost in limits["after"]["costs"] if cost["grace_used_up"]]
    assert "cloud_voucher" in {item["programme"] for item in used_up[0]["programmes"]}
    assert "cloud_voucher" not in {item["programme"] for item in after[0]["programmes"]}
    assert "유예가 끝난 뒤" in korean


def test_sensitivity_reads_a_folder_of_populations(tmp_path: Path) -> None:
    folder = tmp_path / "several"
    for seed in ("1", "2"):
        code, _, err = run("population", "make", "--out", str(folder / seed), "--scale", "1/1000", "--seed", seed)
        assert code == 0, err
    arguments = ("innovation_voucher_mid_sized_manufacturers", "--population", str(folder / "1"), "--sensitivity",
                 "--populations", str(folder), "--day", "2026-11-25")  # fmt: skip
    code, out, err = run("reform", *arguments, "--lang", "en")
    assert code == 0, err
    assert "2 other synthetic populations, each with one firm for 1,000 of the nation" in out
    assert "varied: 2 seeds" in out
    assert "not varied" in out
    code, _, err = run("reform", *arguments[:-3], str(tmp_path), "--lang", "ko", "--day", "2026-11-25")
    assert code == 1
    assert "Traceback" not in err
