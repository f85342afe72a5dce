"""The command line as a user meets it: every command, both languages, streams, signals, files that can be trusted."""

import contextlib
import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer
import yaml
from tests import communication_template, official
from tests.benchmark.long_chain import chain_plant
from tests.plants import EDITION
from tests.supplier_replies import reply
from tests.surface.command import COMMAND, HANGUL, ROOT, Pulmu, contents, environment, in_subprocess, write_sample

import pulmu as package
import pulmu.cli.app
from pulmu.adapters.samples import sample_decisions_text, sample_documents, sample_names, sample_text
from pulmu.carbon.statement import state_emissions
from pulmu.cli.screen import Screen
from pulmu.cli.tree import print_tree
from pulmu.model import Document, format_value
from pulmu.services.figure_keys import changed_records
from pulmu.services.recompute import recompute

SCENARIO = ("--scenario", "last_published_price")
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and terminals of POSIX")

READINGS = "일시,사용전력량(kWh)\n" + "".join(
    f"2026-03-04 {time},{value}\n" for time, value in (("09:15", 1.25), ("09:30", 1.5), ("10:00", 2.0), ("10:15", 1.0))
)

IMPORTS = "id,cn code,origin,mass,quarter\ncoil,72083700,CN,100 t,2026Q1\n"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reports of both samples, and their plants beside them."""
    folder = tmp_path_factory.mktemp("reports")
    for name in sample_names():
        plant = write_sample(folder, name)
        answer = in_subprocess("report", plant, "--out", folder / name, *SCENARIO, timeout=120)
        assert answer.code == 0
    readings = folder / "readings.csv"
    readings.write_text(READINGS, encoding="utf-8")
    answer = in_subprocess("meters", "import", readings, "--meter", "EM-01", "--store", folder / "store")
    assert answer.code == 0
    (folder / "reply.xlsx").write_bytes(reply())
    (folder / "decisions.yaml").write_text(sample_decisions_text(), encoding="utf-8")
    (folder / "imports.csv").write_text(IMPORTS, encoding="utf-8")
    (folder / "gas.csv").write_bytes(sample_documents()["city_gas_bills.csv"])
    kept = in_subprocess("books", "import", folder / "gas.csv", "--book", "city_gas", "--store", folder / "store")
    assert kept.code == 0
    return folder


def report_of(reports: Path, name: str = "fasteners") -> dict[str, Any]:
    tree: dict[str, Any] = json.loads((reports / name / "report.json").read_text("utf-8"))
    return tree


# Every command

# Arguments of each command and what a person reads on the first screen. A command without a line here fails below.
JOURNEYS: dict[str, tuple[tuple[str, ...], str]] = {
    "schema": (("plant",), "Pulmu plant, version 1"),
    "check": (("{plant}",), "no verification report"),
    "report": (("{plant}", "--out", "{tmp}/out", *SCENARIO), "Hexagon bolts"),
    "explain": (("{plant}", "--good", "73181588"), "embedded emissions of"),
    "groupings": (("{plant}", *SCENARIO), "Article 4(9)"),
    "spread": (("{plant}", "--uncertainty", "amounts=1.5"), "beside it, never in it"),
    "recompute": (("{reports}/fasteners/report.json",), "Every figure follows"),
    "template": (("{tmp}/new.xlsx",), "Template written to"),
    "version": ((), package.__version__),
    "meters import": (("{reports}/readings.csv", "--meter", "EM-02", "--store", "{tmp}/store"), "4 added"),
    "meters totals": (("--store", "{reports}/store", "--gaps", "none"), "2026-03   5.75"),
    "meters gaps": (("--store", "{reports}/store", "--meter", "EM-01"), "2026-03-04 09:45"),
    "books import": (("{reports}/gas.csv", "--book", "gas", "--store", "{tmp}/store"), "12 added"),
    "books totals": (("--store", "{reports}/store", "--book", "city_gas"), "1,912,400.000"),
    "books show": (("--store", "{reports}/store", "--book", "city_gas"), "gas.csv, row 3"),
    "certificates": (("{reports}/imports.csv",), "16,352.74"),
    "emissions-report": (("{plant}", "--out", "{tmp}/emissions"), "35 items: 19 given, 3 in part"),
    "outlook": (("{plant}", "--to", "2028"), "2027"),
    "official-template": (("{template}", "{plant}", "--out", "{tmp}/official.xlsx"), "67 are unchanged to the byte"),
    "official-template-read": (("{official}", "--out", "{tmp}/back.yaml"), "Fasteners"),
    "call-results": (("{reports}/decisions.yaml",), "numbers are not shown"),
    "letter-template": (("{tmp}/letter.hwpx",), "Template written to"),
    "letters": (("{reports}/decisions.yaml", "--out", "{tmp}/letters"), "5 letters, and letters.json"),
    "supplier-request": (("{plant}", "--out", "{tmp}/request"), "Jiangnan-Wire-Rod-Co-Ltd.letter.ko.pdf"),
    "supplier-reply": (
        ("{reports}/reply.xlsx", "--plant", "{plant}", "--purchase", "wire_rod_china", "--out", "{tmp}/new.yaml"),
        "instead of 3.205",
    ),
}
WITHOUT_JSON = {"schema", "template", "version", "letter-template"}
"""Schema is JSON already; the others have no answer that a program would ask for."""

ELSEWHERE = {
    "demo", "serve", "user add", "user disable", "user enable", "work", "backup", "restore", "verify",
    "size", "eligible", "profile", "reform", "population make", "population fit", "population import",
    "voices gather", "shell check", "shell export",
    "decisions", "select", "match", "find", "needs", "offers-template", "review assign",
    "review calibrate", "anomalies", "bill", "measures", "forecast", "schedule", "simulate", "what-if", "best",
    "factors", "buffers", "plant emulate",
    "plant watch", "plant keep", "plant compare", "live add", "live list", "live remove", "limits key", "limits sign",
    "limits check", "guard serve", "guard state", "guard log", "guard people", "guard stop", "guard switch",
    "guard give-back", "guard arm", "plant set", "plant map", "plant shadow", "plant history", "plant unusual",
    "plant ahead", "plant prove",
}  # fmt: skip
"""They need a place, a process to talk to, a person to ask, a firm, a population or a call: their journeys stand in
test_serve.py, test_workers.py, test_backup.py, test_size_command.py, test_eligible_command.py,
test_profile_command.py, test_reform_command.py, test_population_commands.py, test_register_commands.py,
test_select_command.py, test_match_command.py, test_plant_command.py, test_find_command.py, test_review_command.py and
test_letters_command.py, test_anomalies_command.py, test_bill_command.py, test_forecast_command.py,
test_schedule_command.py, test_measures_command.py, test_limits_command.py, test_guard_command.py,
test_plant_keep_command.py, test_live_command.py, test_plant_map_command.py, test_plant_unusual_command.py,
test_plant_ahead_command.py, test_demo.py."""


def commands() -> list[str]:
    """What `pulmu --help` lists, and below a group what its own help lists: "meters import"."""
    return [name for name, item in every_command().items() if not hasattr(item, "commands")]


def every_command() -> dict[str, Any]:
    """Commands and groups with what is behind them."""
    found: dict[str, Any] = {}
    for name, item in typer.main.get_command(pulmu.cli.app.app).commands.items():  # type: ignore[attr-defined]
        found[name] = item
        found |= {f"{name} {below}": inner for below, inner in getattr(item, "commands", {}).items()}
    return found


def filled(arguments: tuple[str, ...], tmp_path: Path, reports: Path, request: pytest.FixtureRequest) -> list[str]:
    names = {"tmp": tmp_path, "plant": reports / "fasteners.yaml", "reports": reports}
    if {"{template}", "{official}"} & set(arguments):
        shared: Path = request.getfixturevalue("shared")
        names |= {"template": shared / communication_template.FILE, "official": reports / "official.xlsx"}
        names["official"].write_bytes(official.filled_sample(shared, "fasteners"))
    return [argument.format(**names) for argument in arguments]


def test_every_command_has_a_journey_here() -> None:
    assert set(commands()) == JOURNEYS.keys() | ELSEWHERE


def test_help_lists_every_command_in_a_terminal_of_80_columns(pulmu: Pulmu) -> None:
    answer = pulmu("--help")
    assert answer.code == 0
    assert all(re.search(rf"^  {name} ", answer.out, re.MULTILINE) for name in every_command() if " " not in name)
    assert max(map(len, answer.out.splitlines())) <= 80


@pytest.mark.parametrize("command", commands())
def test_every_command_has_a_help_page(command: str, pulmu: Pulmu) -> None:
    answer = pulmu(*command.split(), "--help")
    assert answer.code == 0
    assert "Usage:" in answer.out


@pytest.mark.parametrize("command", commands())
def test_every_command_and_each_of_its_options_is_in_the_reference(command: str) -> None:
    folder = ROOT / "docs" / "reference"
    pages = "\n".join(file.read_text("utf-8") for file in sorted(folder.glob("**/*.md")))
    assert f"pulmu {command}" in pages
    parameters = every_command()[command].params
    options = {name for item in parameters for name in item.opts if name.startswith("--")} - {"--help"}
    assert {name for name in options if name not in pages} == set()


@pytest.mark.parametrize("command", JOURNEYS)
def test_every_command_does_its_job(
    command: str, pulmu: Pulmu, tmp_path: Path, reports: Path, request: pytest.FixtureRequest
) -> None:
    arguments, words = JOURNEYS[command]
    answer = pulmu(*command.split(), *filled(arguments, tmp_path, reports, request))
    assert answer.code == 0
    assert words in answer.out
    assert answer.err == ""


@pytest.mark.parametrize("command", sorted(JOURNEYS.keys() - WITHOUT_JSON))
def test_json_on_standard_output_is_json_and_nothing_else(
    command: str, pulmu: Pulmu, tmp_path: Path, reports: Path, request: pytest.FixtureRequest
) -> None:
    answer = pulmu(*command.split(), *filled(JOURNEYS[command][0], tmp_path, reports, request), "--json")
    assert answer.code == 0
    json.loads(answer.out)
    assert answer.err == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("check",),
        ("check", "a.yaml", "b.yaml"),
        ("check", "a.yaml", "--lang", "fr"),
        ("check", "a.yaml", "--colour"),
        ("report", "a.yaml"),
        ("report", "a.yaml", "--out"),
        ("report", "a.yaml", "--out", "x", "--year", "this"),
        ("explain", "a.yaml"),
        ("explain", "a.yaml", "--good", "7318", "--what", "weather"),
        ("explain", "a.yaml", "--good", "7318", "--depth", "-1"),
        ("schema", "factory"),
        ("recompute",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_with_exit_code_2(arguments: tuple[str, ...], pulmu: Pulmu) -> None:
    answer = pulmu(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert "Error: " in answer.err


def test_nothing_at_all_shows_the_help(pulmu: Pulmu) -> None:
    answer = pulmu()
    assert "Commands:" in answer.out + answer.err


def test_the_module_runs_like_the_command() -> None:
    answer = in_subprocess("version")
    assert answer.code == 0
    assert answer.out.startswith(f"pulmu {package.__version__}")


# Shapes that are published


def as_an_editor_reads(name: str) -> dict[str, Any]:
    """A sample with the types that an editor holds against a schema: numbers, yes and no; a day is text."""
    tree: dict[str, Any] = json.loads(json.dumps(yaml.safe_load(sample_text(name)), default=str))
    return tree


def test_the_schema_of_a_firm_takes_a_file_that_is_read(pulmu: Pulmu) -> None:
    schema = json.loads(pulmu("schema", "firm").out)
    jsonschema.validators.validator_for(schema).check_schema(schema)
    tree = {"companies": [{"id": "a", "ksic": "25941", "facts": {"rnd_share": 0.02}}]}
    jsonschema.validate(tree, schema)
    with pytest.raises(jsonschema.ValidationError, match="C24"):
        jsonschema.validate({"companies": [{"id": "a", "ksic": "C24"}]}, schema)


def test_the_schema_of_a_plant_takes_both_samples(pulmu: Pulmu) -> None:
    schema = json.loads(pulmu("schema", "plant").out)
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    for name in sample_names():
        assert [error.message for error in validator(schema).iter_errors(as_an_editor_reads(name))] == []


def test_the_schema_of_a_plant_refuses_an_unknown_field(pulmu: Pulmu) -> None:
    schema = json.loads(pulmu("schema", "plant").out)
    tree = {**as_an_editor_reads("fasteners"), "colour": "red"}
    assert not jsonschema.validators.validator_for(schema)(schema).is_valid(tree)


def test_the_schema_of_a_report_takes_both_reports(pulmu: Pulmu, reports: Path) -> None:
    schema = json.loads(pulmu("schema", "report").out)
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    for name in sample_names():
        assert [error.message for error in validator(schema).iter_errors(report_of(reports, name))] == []


# Explain


def test_explain_goes_from_the_figure_to_the_place_of_each_input(pulmu: Pulmu, reports: Path) -> None:
    out = pulmu("explain", reports / "fasteners.yaml", "--good", "7318 15").out
    assert out.startswith("counted embedded emissions of Hexagon bolts")
    assert "fasteners.yaml, line 52, source_streams[0].used_by.annealing_furnace" in out
    assert "meter:gm_annealing" in out
    assert "Implementing Regulation (EU) 2025/2547, Annex III A.3, Eq 55" in out
    for confidence in ("read in the act (V)", "verbatim extract of the act (X)", "secondary source (S)"):
        assert confidence in out


def test_explain_speaks_korean(pulmu: Pulmu, reports: Path) -> None:
    out = pulmu("explain", reports / "fasteners.yaml", "--good", "bolts", "--lang", "ko").out
    assert HANGUL.search(out.splitlines()[0])


def test_explain_may_be_cut(pulmu: Pulmu, reports: Path) -> None:
    plant = reports / "fasteners.yaml"
    lengths = [len(pulmu("explain", plant, "--good", "bolts", "--depth", n).out.splitlines()) for n in (0, 1, 3, 99)]
    assert lengths[0] == 1
    assert lengths == sorted(lengths)
    assert lengths[-1] == len(pulmu("explain", plant, "--good", "bolts").out.splitlines())


@pytest.mark.parametrize("what", [item.value for item in pulmu.cli.app.What])
@pytest.mark.parametrize(("name", "good"), [("fasteners", "73181588"), ("extrusions", "solid_profiles")])
def test_the_leaves_of_an_explanation_recompute_its_root(
    name: str, good: str, what: str, pulmu: Pulmu, reports: Path
) -> None:
    answer = pulmu("explain", reports / f"{name}.yaml", "--good", good, "--what", what, *SCENARIO, "--json")
    assert answer.code == 0
    formulas = report_of(reports, name)["formulas"]
    for tree in json.loads(answer.out):
        assert tree["root"] in tree["figures"]
        assert all(item["source"]["act"] for item in tree["figures"].values())
        assert tree["formulas"].items() <= formulas.items()
        document = {name: tree[name] for name in ("figures", "figure_inputs", "formulas", "units")}
        assert (recompute(document), changed_records(document)) == ([], [])
        leaf = next(item for item in tree["figures"].values() if not item["formula"] and item["value"])
        leaf["value"] *= 1.01
        assert recompute(document)


def test_the_tree_as_text_is_that_of_the_json(pulmu: Pulmu, reports: Path) -> None:
    plant = reports / "fasteners.yaml"
    text = pulmu("explain", plant, "--good", "bolts").out.splitlines()
    (tree,) = json.loads(pulmu("explain", plant, "--good", "bolts", "--json").out)
    below: dict[str, list[str]] = {}
    for row in tree["figure_inputs"]:
        below.setdefault(row["figure"], []).append(row["input"])
    told: set[str] = set()
    lines: list[str] = []

    def tell(key: str, level: int) -> None:
        item = tree["figures"][key]
        unit = "" if item["unit"] == "1" else f" {item['unit']}"
        lines.append(f"{'  ' * level}{{}} = {format_value(item['value'])}{unit}  [{item['source']['act']}")
        if key not in told:
            told.add(key)
            for one in below.get(key, ()):
                tell(one, level + 1)

    tell(tree["root"], 0)
    assert len(lines) == len(text)
    for line, expected in zip(text, lines, strict=True):
        indent, rest = expected.split("{}")
        assert line.startswith(indent) and not line.startswith(indent + " ")
        assert rest in line


def test_explain_lists_what_contributes_most(pulmu: Pulmu, reports: Path) -> None:
    plant = reports / "fasteners.yaml"
    lines = pulmu("explain", plant, "--good", "bolts", "--top", "3").out.splitlines()
    assert "Cold-heading wire rod" in lines[2]
    assert "others" in lines[-1]
    assert len(lines) == 6
    assert sum(float(line.split()[-1]) for line in lines[2:]) == pytest.approx(100.0, abs=0.3)
    (tree,) = json.loads(pulmu("explain", plant, "--good", "bolts", "--top", "99", "--json").out)
    root = tree["figures"][tree["root"]]["value"]
    assert sum(item["amount"] for item in tree["top"]) == pytest.approx(root, rel=1e-12)


def test_explain_finds_a_text_in_either_language(pulmu: Pulmu, reports: Path) -> None:
    plant = reports / "fasteners.yaml"
    out = pulmu("explain", plant, "--good", "bolts", "--find", "meter:gm_annealing").out
    assert "470,300 Nm3" in out
    assert "in " in out.splitlines()[2]
    assert "연소배출량" in pulmu("explain", plant, "--good", "bolts", "--find", "연소배출량", "--lang", "ko").out
    assert (
        pulmu("explain", plant, "--good", "bolts", "--find", "연소배출량", "--lang", "en").out.count("combustion") > 2
    )
    (tree,) = json.loads(pulmu("explain", plant, "--good", "bolts", "--find", "gm_annealing", "--json").out)
    assert [tree["figures"][item["figure"]]["value"] for item in tree["found"]] == [470300.0]
    assert tree["found"][0]["path"][0] == tree["root"]


def test_a_great_tree_is_cut_unless_a_depth_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    root = state_emissions(chain_plant(60, diamonds=True), EDITION).goods["good_59"].counted
    print_tree(root, Screen("en", sys.stdout))
    short = capsys.readouterr().out.splitlines()
    assert len(short) < 120
    assert any("cut below depth" in line for line in short)
    print_tree(root, Screen("ko", sys.stdout), 500)
    full = capsys.readouterr().out.splitlines()
    assert len(full) > 1_000
    assert max(len(line) - len(line.lstrip()) for line in full) <= 40


def test_a_code_may_be_given_by_its_beginning(pulmu: Pulmu, reports: Path) -> None:
    answer = pulmu("explain", reports / "fasteners.yaml", "--good", "7318", "--json")
    assert len(json.loads(answer.out)) == 2


# Recompute


def test_a_report_recomputes_from_itself(pulmu: Pulmu, reports: Path) -> None:
    for name in sample_names():
        answer = pulmu("recompute", reports / name / "report.json", "--json")
        assert answer.code == 0
        assert answer.problems() == []


def test_one_digit_changed_is_found(pulmu: Pulmu, reports: Path, tmp_path: Path) -> None:
    text = (reports / "fasteners" / "report.json").read_text("utf-8")
    places = [found.start(1) for found in re.finditer(r'"value": \d*?([1-8])', text)]
    assert len(places) > 50
    changed = tmp_path / "report.json"
    for place in places[:: len(places) // 8]:
        changed.write_text(text[:place] + str(int(text[place]) + 1) + text[place + 1 :], encoding="utf-8")
        answer = pulmu("recompute", changed, "--json")
        assert answer.code == 1
        assert "report.hash" in {item["code"] for item in answer.problems()}


def test_a_changed_report_with_a_mended_hash_does_not_recompute(pulmu: Pulmu, reports: Path, tmp_path: Path) -> None:
    tree = report_of(reports)
    root = tree["goods"][0]["specific_embedded_emissions"]["figure"]
    assert any(row["figure"] == root for row in tree["figure_inputs"])
    tree["figures"][root]["value"] *= 0.9
    changed = tmp_path / "report.json"
    changed.write_text(json.dumps(tree), encoding="utf-8")
    answer = pulmu("recompute", changed, "--json")
    assert answer.code == 1
    assert "report.mismatch" in {item["code"] for item in answer.problems()}


@pytest.mark.parametrize("text", ["{}", "[]", '{"figures": 1, "formulas": 2}', '{"figures": {}, "formulas": {}}'])
def test_what_is_no_report_is_refused(text: str, pulmu: Pulmu, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(text)
    answer = pulmu("recompute", file, "--json")
    assert answer.code == 1
    assert answer.problems()[0]["mend"]


# Files that can be trusted


def test_the_same_input_gives_the_same_bytes(reports: Path, tmp_path: Path) -> None:
    plant = reports / "fasteners.yaml"
    first = reports / "fasteners"
    # Another process, another seed of hashes, another time, zone and place.
    answer = in_subprocess(
        "report", plant, "--out", tmp_path / "again", *SCENARIO, timeout=120, PYTHONHASHSEED="7", TZ="Asia/Seoul"
    )  # fmt: skip
    assert answer.code == 0
    assert contents(first) == contents(tmp_path / "again")
    assert {"report.json", "report.xlsx", "report.pdf", "recompute.py"} == contents(first).keys()


def test_a_reading_copy_stands_beside_the_operators_report(reports: Path, tmp_path: Path) -> None:
    plant = reports / "fasteners.yaml"
    in_subprocess("report", plant, "--out", tmp_path, *SCENARIO, "--lang", "ko", timeout=120)
    made = contents(tmp_path)
    assert {
        "report.json",
        "report.xlsx",
        "report.pdf",
        "recompute.py",
        "report.ko.xlsx",
        "report.ko.pdf",
    } == made.keys()
    assert made["report.pdf"] == contents(reports / "fasteners")["report.pdf"]


def test_two_reports_into_one_folder_at_once_leave_one_whole_report(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    running = [
        subprocess.Popen(
            [*COMMAND, "report", str(reports / f"{name}.yaml"), "--out", str(out), *SCENARIO],
            env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for name in sample_names()
    ]  # fmt: skip
    ended = [(*process.communicate(timeout=120), process.returncode) for process in running]
    for _, err, code in ended:
        assert code in (0, 3)
        assert b"Traceback" not in err
    assert 0 in {code for *_, code in ended}
    made = contents(out)
    assert {"report.json", "report.xlsx", "report.pdf", "recompute.py"} == made.keys()
    whole = [contents(reports / name) for name in sample_names()]
    assert all(data in [one[file] for one in whole] for file, data in made.items())
    json.loads(made["report.json"])


def test_the_report_carries_the_hash_of_its_plant(reports: Path) -> None:
    expected = hashlib.sha256((reports / "fasteners.yaml").read_bytes()).hexdigest()
    assert expected == report_of(reports)["plant_sha256"]


# Languages and terminals


@pytest.mark.parametrize(
    ("variables", "arguments", "korean"),
    [
        ({"LANG": "ko_KR.UTF-8"}, (), True),
        ({"LANG": "C.UTF-8"}, (), False),
        ({"LANG": "en_US.UTF-8", "PULMU_LANG": "ko"}, (), True),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "C"}, (), False),
        ({"LANG": "ko_KR.UTF-8"}, ("--lang", "en"), False),
        ({"LANG": "C.UTF-8"}, ("--lang=ko",), True),
    ],
)
def test_the_language_is_the_systems_unless_it_is_named(
    variables: dict[str, str], arguments: tuple[str, ...], korean: bool, tmp_path: Path
) -> None:
    for command in (("check", write_sample(tmp_path)), ("check", tmp_path / "missing.yaml")):
        answer = in_subprocess(*command, *arguments, **variables)
        assert korean is bool(HANGUL.search(answer.out + answer.err))


@pytest.mark.parametrize("encoding", ["cp949", "ascii", "utf-16"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_console_that_cannot_show_a_sign_shows_another(encoding: str, language: str, reports: Path) -> None:
    plant = reports / "extrusions.yaml"
    for command in (("check", plant), ("explain", plant, "--good", "7604"), ("check", reports / "없음.yaml")):
        answer = in_subprocess(*command, "--lang", language, encoding=encoding, PYTHONIOENCODING=encoding)
        assert answer.code in (0, 3)
        assert answer.out + answer.err


def test_korean_comes_through_a_cp949_console_whole(reports: Path, tmp_path: Path) -> None:
    arguments = ("report", reports / "fasteners.yaml", "--out", tmp_path, *SCENARIO, "--lang", "ko")
    answer = in_subprocess(*arguments, encoding="cp949", timeout=120, PYTHONIOENCODING="cp949")
    assert "한빛체결" in answer.out
    assert answer.out.count("?") < 40


@POSIX
@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_appear_on_a_terminal_only(variables: dict[str, str], coloured: bool, tmp_path: Path) -> None:
    plant = tmp_path / "plant.yaml"
    plant.write_text("company: x\n")
    assert "\x1b" not in in_subprocess("check", plant, TERM="xterm-256color", **variables).err
    shown = on_a_terminal(("check", str(plant)), {"TERM": "xterm-256color", **variables})
    assert "To mend" in shown
    assert coloured is ("\x1b[" in shown)


def on_a_terminal(arguments: tuple[str, ...], variables: dict[str, str]) -> str:
    import pty

    above, below = pty.openpty()
    with subprocess.Popen([*COMMAND, *arguments], stdout=below, stderr=below, env=environment(**variables)) as process:
        os.close(below)
        shown = b""
        with contextlib.suppress(OSError):  # Linux ends a terminal by an error
            while piece := os.read(above, 4096):
                shown += piece
        process.wait(timeout=30)
    os.close(above)
    return shown.decode()


def test_a_file_cannot_speak_to_the_terminal(pulmu: Pulmu, tmp_path: Path) -> None:
    plant = tmp_path / "plant.json"
    sly = "\x1b]0;owned\x07\x9b2J\u202e"
    plant.write_text(json.dumps({sly: 1, "period": f"12{sly}", "processes": [{"id": sly, "goods": [{sly: sly}]}]}))
    for language in ("en", "ko"):
        answer = pulmu("check", plant, "--lang", language)
        assert answer.code == 1
        assert not set("\x1b\x07\x9b\u202e") & set(answer.err)


# Pipes, signals, faults


@POSIX
@pytest.mark.parametrize("arguments", [("schema", "report"), ("explain", "{plant}", "--good", "7318"), ("--help",)])
def test_a_reader_that_has_seen_enough_is_no_fault(
    arguments: tuple[str, ...], reports: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    words = " ".join(filled((*COMMAND, *arguments), tmp_path, reports, request))
    done = subprocess.run(
        ["sh", "-c", f"{words} | head -n 1"], capture_output=True, text=True, env=environment(), timeout=30, check=False
    )
    assert done.returncode == 0
    assert done.stdout
    assert done.stderr == ""


@POSIX
def test_a_reader_that_is_gone_from_the_start_is_told_by_the_exit_code_alone(reports: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    arguments = [*COMMAND, "explain", str(reports / "fasteners.yaml"), "--good", "7318"]
    done = subprocess.run(arguments, stdout=write, stderr=subprocess.PIPE, env=environment(), timeout=30, check=False)
    os.close(write)
    assert done.returncode == 3
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_under_the_output_is_an_outside_fault() -> None:
    with Path("/dev/full").open("w") as full:
        arguments = [*COMMAND, "schema", "report"]
        done = subprocess.run(
            arguments, stdout=full, stderr=subprocess.PIPE, env=environment(), timeout=30, check=False
        )
    assert done.returncode == 3
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


@POSIX
def test_ctrl_c_ends_quietly(tmp_path: Path) -> None:
    script = tmp_path / "slow.py"
    script.write_text(
        "import sys, time\n"
        "import pulmu.bootstrap.plants\n"
        "def slow(path):\n"
        "    print('reading', flush=True)\n"
        "    time.sleep(30)\n"
        "pulmu.bootstrap.plants.read_plant = slow\n"
        "sys.argv = ['pulmu', 'check', 'plant.yaml']\n"
        "from pulmu.main import main\n"
        "main()\n"
    )
    arguments = [sys.executable, str(script)]
    with subprocess.Popen(
        arguments, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "reading\n"
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert err == "Stopped. Files are written whole or not at all.\n"


def failing(error: BaseException) -> Callable[..., Any]:
    def read(path: str) -> Document:
        raise error

    return read


@pytest.mark.parametrize("error", [ZeroDivisionError("x\x1b[2J"), KeyError("k"), RecursionError(), MemoryError()])
def test_a_fault_of_ours_is_one_line_that_asks_for_a_report(
    error: Exception, pulmu: Pulmu, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pulmu.bootstrap.plants.read_plant", failing(error))
    for language in ("en", "ko"):
        answer = pulmu("check", "plant.yaml", "--lang", language)
        assert answer.code == 70
        assert answer.out == ""
        assert len(answer.err.splitlines()) == 1
        assert type(error).__name__ in answer.err
        assert "\x1b" not in answer.err
        assert ("report it" in answer.err) is (language == "en")
    monkeypatch.setenv("PULMU_DEBUG", "1")
    assert "Traceback" in pulmu("check", "plant.yaml").err


def test_an_interrupt_anywhere_gives_130(pulmu: Pulmu, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulmu.bootstrap.plants.read_plant", failing(KeyboardInterrupt()))
    for language, word in (("en", "Stopped"), ("ko", "중단")):
        answer = pulmu("check", "plant.yaml", "--lang", language)
        assert answer.code == 130
        assert answer.out == ""
        assert answer.err.count("\n") == 1
        assert word in answer.err


def test_a_broken_standard_error_hides_no_exit_code(
    pulmu: Pulmu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Broken(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stderr", Broken())
    assert pulmu("check", tmp_path / "missing.yaml").code == 3


# The plant workbook


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_plant_goes_into_a_workbook_and_gives_the_same_figures(
    language: str, pulmu: Pulmu, reports: Path, tmp_path: Path
) -> None:
    book = tmp_path / "plant.xlsx"
    assert pulmu("template", book, "--from", reports / "fasteners.yaml", "--lang", language).code == 0
    answer = pulmu("report", book, "--out", tmp_path / "out", *SCENARIO, "--json")
    assert answer.code == 0
    ours, theirs = json.loads(answer.out), report_of(reports)
    for name in ("activity_level", "specific_embedded_emissions", "share_of_default_values"):
        values = [[good[name]["value"] for good in found["goods"]] for found in (theirs, ours)]
        assert values[0] == values[1]
    explained = pulmu("explain", book, "--good", "73181588", "--lang", language)
    assert re.search(r"plant\.xlsx, (sheet|시트) .+, (cell|셀) [A-Z]+\d+", explained.out)


def test_the_problems_of_a_workbook_are_told_in_korean_with_sheet_and_cell(pulmu: Pulmu, tmp_path: Path) -> None:
    book = tmp_path / "plant.xlsx"
    pulmu("template", book, "--lang", "ko")
    answer = pulmu("check", book, "--lang", "ko")
    assert answer.code == 1
    assert "plant.xlsx, 시트 회사와 사업장, 셀 C4: name" in answer.err
    assert "해결 방법" in answer.err


def test_a_filled_workbook_is_never_replaced(pulmu: Pulmu, tmp_path: Path) -> None:
    book = tmp_path / "plant.xlsx"
    book.write_bytes(b"weeks of work")
    answer = pulmu("template", book, "--lang", "en")
    assert (answer.code, book.read_bytes()) == (1, b"weeks of work")
    assert "a file of this name exists" in answer.err


def test_a_plant_with_problems_fills_no_workbook(pulmu: Pulmu, tmp_path: Path) -> None:
    flawed = write_sample(tmp_path)
    flawed.write_text(flawed.read_text("utf-8").replace("period: 2026", "period: soon"), "utf-8")
    answer = pulmu("template", tmp_path / "plant.xlsx", "--from", flawed)
    assert answer.code == 1
    assert not (tmp_path / "plant.xlsx").exists()


@pytest.mark.parametrize("stated", ["amounts", "amounts=", "amounts=-1", "amounts=201", "amounts=nan", "weather=1"])
def test_an_uncertainty_that_is_none_is_refused_with_the_kinds_there_are(
    stated: str, tmp_path: Path, pulmu: Pulmu
) -> None:
    plant = write_sample(tmp_path)
    answer = pulmu("spread", plant, "--uncertainty", stated)
    assert answer.code == 2
    assert "KIND=PERCENT" in answer.err
    assert "precursor_values" in answer.err
    twice = pulmu("spread", plant, "--uncertainty", "amounts=1", "--uncertainty", "amounts=2")
    assert twice.code == 2


def test_a_spread_has_its_seed_and_moves_no_declared_figure(tmp_path: Path, pulmu: Pulmu) -> None:
    plant = write_sample(tmp_path)
    said = [
        pulmu("spread", plant, "--uncertainty", "amounts=5%", "--seed", seed, "--json").out for seed in ("7", "7", "8")
    ]
    assert said[0] == said[1] != said[2]
    tree = json.loads(said[0])
    assert (tree["format"], tree["seed"], tree["uncertainty"]["amounts"]) == ("pulmu.spread/2", 7, 0.05)
    assert pulmu("report", plant, "--out", tmp_path / "out").code == 0
    report = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    for good, drawn in zip(report["goods"], tree["goods"], strict=True):
        band = drawn["specific_embedded_emissions"]
        assert band["declared"] == good["specific_embedded_emissions"]["value"]
        assert band["low"] < band["middle"] < band["high"]
