"""`pulmu guard serve --map --watched` over real OPC UA: only what was watched is written, to the nodes of the map."""

import json
import shutil
import tempfile
from pathlib import Path

import pytest
from tests.emulated import serving
from tests.guard_process import LIMITS, RUN, Guarded, group_of, guarding, write_papers
from tests.services.live.followed import line_of as sample_line_of
from tests.services.live.passed import passed_report
from tests.surface.command import Pulmu

from pulmu.bootstrap.guard import proof_text
from pulmu.bootstrap.live import connect_plant
from pulmu.bootstrap.live_map import tag_map_text
from pulmu.model import encode
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.services.live.shadow_report import tag_map_seal

pytest.importorskip("asyncua")
OVEN, HEATER = "oven/standby", "billet_heater/standby"
NODES = {OVEN: HEATER, RUN: RUN, **{tag: tag for tag in ("control/remote", "control/heartbeat", "control/hold")}}
MAP = TagMap(tags=tuple(MappedTag(tag=tag, node=node) for tag, node in NODES.items()))
REPORT = passed_report(sample_line_of("extrusions"), tag_map=tag_map_seal(MAP))
THROUGH = {
    **LIMITS, "tag_map": tag_map_seal(MAP), "watched": {"report": REPORT.seal, "line": REPORT.model},
    "limits": [{"tag": OVEN, "kind": "truth", "safe": False}, {"tag": RUN, "kind": "truth", "safe": True}],
}  # fmt: skip


def write_map_and_report(folder: Path) -> tuple[Path, Path]:
    (folder / "map.yaml").write_bytes(tag_map_text(MAP))
    (folder / "report.json").write_text(json.dumps(encode(REPORT, full=True)), "utf-8")
    return folder / "map.yaml", folder / "report.json"


def refused(pulmu: Pulmu, guard: Guarded, **changes: str) -> list[str]:
    """Codes of what `plant set` is refused for, with something of the proof changed."""
    group, folder = group_of(oven__standby=True), guard.folder
    tree = {"pulmu": "setpoints/1", "id": "rest", "plant": "extrusions", "groups": [encode(group)]}
    (folder / "rest.json").write_text(json.dumps(tree), "utf-8")
    proof = guard.prove(group, guard.desk("park").view(), **changes)
    (folder / "proof.json").write_text(proof_text(proof), "utf-8")
    done = pulmu(
        "plant", "set", folder / "rest.json", "--as", "park", "--proof", folder / "proof.json", "--folder",
        folder / "guard", "--key", folder / "park", "--second", "han", "--second-key", folder / "han", "--json",
    )  # fmt: skip
    assert done.code == 1, done.out
    return [item["code"] for item in json.loads(done.out)[0]["problems"]]


def test_a_guard_writes_the_node_that_the_map_names_and_its_safe_value_too(pulmu: Pulmu) -> None:
    folder = Path(tempfile.mkdtemp(prefix="pm-"))
    tag_map, report = write_map_and_report(folder)
    with serving(folder, "extrusions", "--warm-up", "1") as served, guarding(
        folder, served, THROUGH, tag_map, report
    ) as guard:  # fmt: skip
        hall = connect_plant(served.address, served.keys / "client", "operator", None)
        desk = guard.desk("park")
        guard.ready(desk)
        assert refused(pulmu, guard, report="") == ["control.not_watched"]
        assert refused(pulmu, guard, report="8" * 64) == ["control.proof_report"]
        assert refused(pulmu, guard, line="e" * 64) == ["control.proof_line"]
        assert refused(pulmu, guard, tag_map="") == ["control.proof_map"]
        assert [item.value for item in hall.read((HEATER, RUN))] == [False, True]
        binding, token = guard.arm(desk, group_of(oven__standby=True, line__run=False))
        assert desk.commit("park", binding, token).accepted
        guard.until(desk, lambda view: view.phase == "verified", beats="park")
        assert [item.value for item in hall.read((HEATER, RUN))] == [True, False]
        assert {item.tag for item in desk.view().engaged} == {OVEN, RUN}
        desk.stop("park")
        guard.until(desk, lambda view: not view.engaged)
        assert [item.value for item in hall.read((HEATER, RUN))] == [False, True]
        hall.close()
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("nodes", "code"),
    [({**NODES, OVEN: "ageing/standby"}, "control.map_other"), ({}, "control.map_missing")],
    ids=["another node", "no map"],
)
def test_a_guard_with_another_map_does_not_start(
    pulmu: Pulmu, tmp_path: Path, nodes: dict[str, str], code: str
) -> None:  # fmt: skip
    write_papers(tmp_path, THROUGH)
    _, report = write_map_and_report(tmp_path)
    tags = tuple(MappedTag(tag=tag, node=node) for tag, node in nodes.items())
    (tmp_path / "map.yaml").write_bytes(tag_map_text(TagMap(tags=tags)))
    through = ("--map", tmp_path / "map.yaml") if nodes else ()
    done = pulmu(
        "guard", "serve", tmp_path / "limits.yaml", "--people", tmp_path / "people.yaml", "--trust",
        tmp_path / "kim.pub", "--plant", "opc.tcp://127.0.0.1:1/none", "--folder", tmp_path / "guard", *through,
        "--watched", report,
        "--lang", "en",
    )  # fmt: skip
    assert done.code == 1
    said = {"control.map_other": "this is not the map that the limits name", "control.map_missing": "none is given"}
    assert said[code] in done.err
    assert not (tmp_path / "guard" / "limits-in-force.json").exists(), "nothing came into force"
