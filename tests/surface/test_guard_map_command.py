"""`pulmu guard serve --map` over real OPC UA: what is written goes to the node that the signed map names, and back."""

import shutil
import tempfile
from pathlib import Path

import pytest
from tests.emulated import serving
from tests.guard_process import LIMITS, RUN, group_of, guarding, write_papers
from tests.surface.command import Pulmu

from pulmu.bootstrap.live import connect_plant
from pulmu.bootstrap.live_map import tag_map_text
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.services.live.shadow_report import tag_map_seal

pytest.importorskip("asyncua")
OVEN, HEATER = "oven/standby", "billet_heater/standby"
NODES = {OVEN: HEATER, RUN: RUN, **{tag: tag for tag in ("control/remote", "control/heartbeat", "control/hold")}}
MAP = TagMap(tags=tuple(MappedTag(tag=tag, node=node) for tag, node in NODES.items()))
THROUGH = {
    **LIMITS, "tag_map": tag_map_seal(MAP),
    "limits": [{"tag": OVEN, "kind": "truth", "safe": False}, {"tag": RUN, "kind": "truth", "safe": True}],
}  # fmt: skip


def test_a_guard_writes_the_node_that_the_map_names_and_its_safe_value_too() -> None:
    folder = Path(tempfile.mkdtemp(prefix="pm-"))
    (folder / "map.yaml").write_bytes(tag_map_text(MAP))
    with serving(folder, "extrusions", "--warm-up", "1") as served, guarding(
        folder, served, THROUGH, folder / "map.yaml"
    ) as guard:  # fmt: skip
        hall = connect_plant(served.address, served.keys / "client", "operator", None)
        desk = guard.desk("park")
        guard.ready(desk)
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
    tags = tuple(MappedTag(tag=tag, node=node) for tag, node in nodes.items())
    (tmp_path / "map.yaml").write_bytes(tag_map_text(TagMap(tags=tags)))
    through = ("--map", tmp_path / "map.yaml") if nodes else ()
    done = pulmu(
        "guard", "serve", tmp_path / "limits.yaml", "--people", tmp_path / "people.yaml", "--trust",
        tmp_path / "kim.pub", "--plant", "opc.tcp://127.0.0.1:1/none", "--folder", tmp_path / "guard", *through,
        "--lang", "en",
    )  # fmt: skip
    assert done.code == 1
    said = {"control.map_other": "this is not the map that the limits name", "control.map_missing": "none is given"}
    assert said[code] in done.err
    assert not (tmp_path / "guard" / "limits-in-force.json").exists(), "nothing came into force"
