"""`pulmu plant ahead` and `prove` on an emulated plant in a process of its own, and on what was kept of it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.emulated import serving
from tests.services.live.followed import line_of as sample_line_of
from tests.services.live.passed import passed_report
from tests.surface.command import Pulmu

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.adapters.samples import sample_limits_text
from pulmu.bootstrap.guard import read_signed_proof
from pulmu.model import encode
from pulmu.model.tag import Sample
from pulmu.services.live.shadow_report import line_seal

PROGRAMME = """
pulmu: setpoints/1
id: evening
plant: extrusions
groups:
  - id: slower
    setpoints:
      - {tag: line/speed_set, value: 95.0, unit: "%"}
  - id: rest
    setpoints:
      - {tag: billet_heater/standby, value: true}
"""
RUNS = ("--replications", "8", "--until", "2 h", "--lang", "en")


def test_a_plant_that_is_reached_runs_ahead_and_proves_setpoints(pulmu: Pulmu, tmp_path: Path) -> None:
    programme, kept = tmp_path / "evening.yaml", tmp_path / "kept.sqlite"
    programme.write_text(PROGRAMME, encoding="utf-8")
    assert pulmu("limits", "key", tmp_path / "prover.key").code == 0
    with serving(tmp_path, "extrusions", "--warm-up", "170") as served:
        reach = ("--keys", served.keys / "client")
        ahead = pulmu("plant", "ahead", served.address, "extrusions", *reach, *RUNS, "--target", "5")
        assert ahead.code == 0, ahead.err
        assert "from mon 10:0" in ahead.out
        assert "highest 15 minutes" in ahead.out
        tree = json.loads(pulmu("plant", "ahead", served.address, "extrusions", *reach, *RUNS, "--json").out)
        assert tree["replications"] == 8
        assert len(tree["fan"]) == 9
        assert [item for item in tree["not_known"] if item["because"] != "not_seen"] == []
        fitted = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%d")
        rest = (*reach, *RUNS, "--limits", "extrusions", "--replications", "24")
        signed = ("--key", tmp_path / "prover.key", "--out", tmp_path / "proof.json")
        proven = pulmu("plant", "prove", programme, served.address, "extrusions", *rest, "--fitted", fitted, *signed)
        assert proven.code == 0, proven.out + proven.err
        assert "Proven: no bound is broken." in proven.out
        assert "Prove it again when its turn comes" in proven.out
        proof = read_signed_proof(str(tmp_path / "proof.json"))
        assert proof.proof.violations == 0
        assert abs(proof.proof.snapshot_at - datetime.now(UTC).timestamp()) < 120
        never = pulmu("plant", "prove", programme, served.address, "extrusions", *rest, "--json")
        assert never.code == 1
        assert {item["code"] for item in json.loads(never.out)[0]["violations"]} == {"control.proof_not_fitted"}
        watched(pulmu, tmp_path, ("plant", "prove", programme, served.address, "extrusions", *reach, *RUNS))
        done = pulmu("plant", "keep", served.address, "--kept", kept, *reach, "--every", "0.2", "--seconds", "3")
        assert done.code == 0, done.err
    told = pulmu("plant", "ahead", kept, "extrusions", *RUNS)
    assert told.code == 0, told.err
    assert "from mon 10:0" in told.out
    late = pulmu("plant", "prove", programme, kept, "extrusions", "--limits", "extrusions", *RUNS)
    assert late.code == 1


def watched(pulmu: Pulmu, folder: Path, prove: tuple[object, ...]) -> None:
    """Limits that ask for a watched line take its report, unchanged, and no word of a person in its place."""
    limits, report = folder / "limits.yaml", folder / "report.json"
    line = sample_line_of("extrusions")
    made = passed_report(line)
    asked = f"\nwatched: {{report: {made.seal}, line: {line_seal(line)}}}\n"
    limits.write_text(sample_limits_text("extrusions") + asked, "utf-8")
    report.write_text(json.dumps(encode(made, full=True)), "utf-8")
    rest = (*prove, "--replications", "24", "--limits", limits, "--json")
    signed = ("--key", folder / "prover.key", "--out", folder / "watched.json")
    done = pulmu(*rest, "--watched", report, *signed)
    assert done.code == 0, done.out + done.err
    proof = read_signed_proof(str(folder / "watched.json")).proof
    assert (proof.report, proof.line, proof.tag_map) == (made.seal, line_seal(line), "")
    assert proof.model_at == datetime.fromisoformat(made.ended).timestamp()
    said = pulmu(*rest, "--fitted", datetime.now(UTC).strftime("%Y-%m-%d"))
    assert {item["code"] for item in json.loads(said.out)[0]["violations"]} == {"control.not_watched"}
    report.write_text(json.dumps(encode(replace(made, known_hours=91.0), full=True)), "utf-8")
    changed = pulmu(*rest, "--watched", report)
    assert (changed.code, {item["code"] for item in json.loads(changed.out)["problems"]}) == (
        1, {"control.shadow_seal"}
    )  # fmt: skip
    later = passed_report(line, known_hours=91.0)
    report.write_text(json.dumps(encode(later, full=True)), "utf-8")
    another = pulmu(*rest, "--watched", report)
    assert {item["code"] for item in json.loads(another.out)[0]["violations"]} == {"control.proof_report"}
    assert pulmu(*rest, "--watched", report, "--fitted", "2026-11-20").code == 2


def test_what_cannot_be_is_told_whole(pulmu: Pulmu, tmp_path: Path) -> None:
    none = pulmu("plant", "ahead", tmp_path / "none.sqlite", "extrusions", *RUNS)
    assert none.code == 1
    assert "there is no such file of kept samples" in none.err
    old = tmp_path / "old.sqlite"
    store = SqliteSampleStore(old)
    at = datetime(2026, 11, 2, tzinfo=UTC)
    store.keep((Sample(tag="press/queue", value=1.0, at=at, received=at),), at=at)
    store.close()
    assert pulmu("plant", "ahead", old, "extrusions", *RUNS, "--target", "bolts=5").code == 1
    words = pulmu("plant", "ahead", old, "extrusions", *RUNS, "--until", "yesterday").err
    assert "'yesterday' is no time that can be looked ahead to" in words
    assert pulmu("plant", "ahead", old, "extrusions", "--target", "many").code == 2
    ran = pulmu("plant", "ahead", old, "extrusions", *RUNS)
    assert ran.code == 0
    assert "press/1/state: the plant has no such tag." in ran.out


def test_it_speaks_korean(pulmu: Pulmu, tmp_path: Path) -> None:
    done = pulmu("plant", "ahead", tmp_path / "none.sqlite", "extrusions", "--lang", "ko")
    assert "보관한 표본 파일이 없습니다" in done.err
