"""`pulmu plant map`, and what goes through a map, on a stranger's server: proposed, checked, watched, kept."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from tests.emulated import serving
from tests.stranger_server import Stranger, stranger
from tests.surface.command import Pulmu

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.bootstrap.live_map import read_tag_map
from pulmu.model import Document, decode
from pulmu.services.live.shadow_report import ShadowReport, report_seal, tag_map_seal


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stranger]:
    with stranger(tmp_path_factory.mktemp("stranger")) as made:
        yield made


def test_a_map_is_proposed_written_checked_and_used(pulmu: Pulmu, served: Stranger, tmp_path: Path) -> None:
    made, keys = tmp_path / "map.yaml", ("--keys", served.keys)
    asked = ("plant", "map", served.address, "extrusions", *keys, "--seconds", "1", "--lang", "en")
    done = pulmu(*asked, "--yes", "--out", made)
    assert done.code == 0, done.err
    assert "MeasurementID 1412 of OPC 34100" in done.out
    assert "Not found, and the twin cannot do without: " in done.out
    assert "no state is told: saw/1/state" in done.err
    tree = yaml.safe_load(made.read_text("utf-8"))
    by_tag = {entry["tag"]: entry for entry in tree["tags"]}
    assert by_tag["press/1/state"]["node"] == "machines/Press01/StateCurrent"
    assert by_tag["press/1/state"]["words"]["Execute"] == "busy"
    assert by_tag["press/pieces"]["node"] == "machines/Press01/ProdProcessedCount"

    checked = pulmu("plant", "map", served.address, "extrusions", *keys, "--check", made, "--lang", "en")
    assert checked.code == 0, checked.err

    shown = pulmu("plant", "watch", served.address, *keys, "--map", made, "--now", "--json", "--lang", "en")
    rows = {row["tag"]: row for row in map(json.loads, shown.out.splitlines())}
    assert (rows["press/1/state"]["value"], rows["press/electricity/power"]["value"]) == ("busy", 260.0)
    assert rows["ageing/temperature"]["value"] == pytest.approx(185)

    kept = tmp_path / "kept.sqlite"
    assert pulmu("plant", "keep", served.address, *keys, "--kept", kept, "--map", made, "--line", "extrusions",
                 "--seconds", "1", "--lang", "en").code == 0  # fmt: skip
    store = SqliteSampleStore(kept)
    told = {tag.name: tag for tag in store.tags()}
    store.close()
    assert (told["press/1/state"].station, told["press/electricity/energy"].unit) == ("press", "kWh")


def test_the_end_of_the_shift_is_foretold_through_a_map(pulmu: Pulmu, served: Stranger, tmp_path: Path) -> None:
    made = tmp_path / "map.yaml"
    asked = (served.address, "extrusions", "--keys", served.keys)
    assert pulmu("plant", "map", *asked, "--seconds", "0.5", "--yes", "--out", made).code == 0
    checked = pulmu("plant", "map", *asked, "--check", made, "--lang", "en")
    seal = tag_map_seal(read_tag_map(str(made)))
    assert f"(tag_map): {seal}" in checked.out
    told = json.loads(pulmu("plant", "map", *asked, "--check", made, "--json").out)
    assert told["seal"] == seal
    short = ("--replications", "4", "--until", "1 h")
    ahead = pulmu("plant", "ahead", *asked, "--map", made, *short, "--lang", "en")
    assert ahead.code == 0, ahead.err
    assert "press/1/state: " not in ahead.out
    assert "saw/1/state: the plant has no such tag." in ahead.out
    made.write_text(made.read_text("utf-8").replace("press/pieces", "press/parts"), "utf-8")
    wrong = pulmu("plant", "ahead", *asked, "--map", made, *short, "--json")
    assert wrong.code == 1
    assert "live.map_unknown_tag" in wrong.out


def test_a_map_goes_out_as_a_file_of_a_connection_and_comes_in_again(
    pulmu: Pulmu, served: Stranger, tmp_path: Path
) -> None:
    made, file, back = tmp_path / "map.yaml", tmp_path / "connection.aasx", tmp_path / "back.yaml"
    asked = ("plant", "map", served.address, "extrusions", "--keys", served.keys)
    assert pulmu(*asked, "--seconds", "0.5", "--yes", "--out", made).code == 0
    given = pulmu(*asked, "--check", made, "--aas-out", file, "--lang", "en")
    assert given.code == 0, given.err
    assert "no place for words of a map: press/1/state" in given.err
    assert "No name and no password stands in it." in given.out
    taken = pulmu(*asked, "--aas-in", file, "--out", back, "--lang", "en")
    assert taken.code == 0, taken.err
    assert f"The file is of {served.address}: SignAndEncrypt, Aes256_Sha256_RsaPss, UserNameIdentityToken." in taken.out
    one, other = read_tag_map(str(made)), read_tag_map(str(back))
    assert other.tags == tuple(replace(entry, words={}, missing=(), resets=False) for entry in one.tags)
    tree = json.loads(pulmu(*asked, "--aas-in", file, "--json").out)
    assert tree["reach"]["address"] == served.address
    assert pulmu(*asked, "--check", made, "--aas-in", file).code == 2
    none = pulmu(*asked, "--aas-in", made, "--lang", "ko")
    assert (none.code, "Traceback" in none.err) == (1, False)


def test_answers_of_a_person_win_and_a_wrong_one_is_told(pulmu: Pulmu, served: Stranger, tmp_path: Path) -> None:
    answers, made = tmp_path / "answers.yaml", tmp_path / "map.yaml"
    answers.write_text(
        "press/pieces:\npacking/pieces: machines/Press01/ProdProcessedCount\nsaw/queue: nowhere\n", "utf-8"
    )
    done = pulmu("plant", "map", served.address, "extrusions", "--keys", served.keys, "--seconds", "0.5",
                 "--answers", answers, "--out", made, "--lang", "ko")  # fmt: skip
    assert done.code == 1, done.err
    by_tag = {entry["tag"]: entry["node"] for entry in yaml.safe_load(made.read_text("utf-8"))["tags"]}
    assert "press/pieces" not in by_tag
    assert by_tag["packing/pieces"] == "machines/Press01/ProdProcessedCount"
    assert "공장에 nowhere" in done.err
    checked = pulmu("plant", "map", served.address, "extrusions", "--keys", served.keys, "--check", made, "--json")
    assert checked.code == 1
    assert "live.map_no_node" in {item["code"] for item in json.loads(checked.out)["problems"]}


def test_the_proposal_as_json_and_the_tags_of_the_twin(pulmu: Pulmu, served: Stranger) -> None:
    asked = ("plant", "map", served.address, "extrusions", "--keys", served.keys, "--seconds", "0.5", "--json")
    tree = json.loads(pulmu(*asked).out)
    assert {item["entry"]["tag"] for item in tree["proposals"]} >= {"press/1/state", "press/electricity/energy"}
    assert tree["lacking"]
    rows = json.loads(pulmu("plant", "map", "-", "extrusions", "--tags", "--json").out)
    assert {"tag": "press/1/state", "unit": "1", "kind": "text", "needed": True} in rows


@pytest.mark.parametrize("content", ["- a\n- b\n", "press/pieces: [1]\n", "pulmu: 5\n  x\n"])
def test_damaged_answers_and_maps_are_told(pulmu: Pulmu, served: Stranger, tmp_path: Path, content: str) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text(content, "utf-8")
    for option in ("--answers", "--check"):
        done = pulmu("plant", "map", served.address, "extrusions", "--keys", served.keys, "--seconds", "0.5", option,
                     file)  # fmt: skip
        assert done.code == 1
        assert "Traceback" not in done.err


def test_a_plant_is_watched_beside_its_model_and_the_report_is_judged(pulmu: Pulmu, tmp_path: Path) -> None:
    out, easy = tmp_path / "report.json", tmp_path / "criteria.yaml"
    told = "pulmu: shadow_criteria/1\nleast_hours: 0.1\nleast_known: 0.5\nmost_apart: 10\nmost_error: 10\n"
    easy.write_text(told, "utf-8")
    with serving(tmp_path, "extrusions", "--speed", "120") as served:
        done = pulmu("plant", "shadow", served.address, "extrusions", "--minutes", "0.2", "--speed", "120", "--every",
                     "0.1", "--keys", served.keys / "client", "--criteria", easy, "--out", out,
                     "--lang", "en")  # fmt: skip
    assert "Watching 75 tags for 0.2 minutes" in done.out
    assert ("The gate is open" in done.out) == (done.code == 0)
    assert "control.shadow_short" not in done.err
    report = decode(ShadowReport, Document(json.loads(out.read_text("utf-8")), "report.json")).unwrap()
    assert report.seal == report_seal(report)
    assert {item.station for item in report.foretold} >= {"press", "saw"}
    assert f"Seal: {report.seal}" in done.out


def test_too_short_a_time_shuts_the_gate(pulmu: Pulmu, tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite"
    with serving(tmp_path, "extrusions", "--speed", "600") as served:
        pulmu("plant", "keep", served.address, "--kept", kept, "--keys", served.keys / "client", "--every", "0.2",
              "--seconds", "4")  # fmt: skip
    done = pulmu("plant", "shadow", kept, "extrusions", "--speed", "600", "--json")
    tree = json.loads(done.out)
    assert done.code == 1
    assert (tree["is_open"], "control.shadow_short" in {item["code"] for item in tree["problems"]}) == (False, True)
