"""Administration shells by REST: looked at without a trace, taken in as versions, handed out as far as released."""

from typing import Any

import pytest
from tests.shells import as_json, checked, element, environment, prop, submodel
from tests.surface.api.people import Town, Visitor

MENDED = as_json(environment(submodel(prop("a", "0", "xs:positiveInteger"), element("Hologram", "h"))))


def put(who: Visitor, seen: int, content: bytes = MENDED, name: str = "press") -> Any:
    return who.client.put(who.url(f"/shells/{name}", True), content=content, headers={"If-Match": f'"{seen}"'})


def test_a_file_is_looked_at_and_leaves_no_trace(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    read = kim.post("/shells/check", inside=True, status=200, content=MENDED, params={"file_name": "a.json"})
    assert (read["objects_in"], read["objects_read"], read["left_out"]) == (3, 2, 1)
    assert {item["code"] for item in read["problems"]} == {"shell.left_unknown", "shell.value_type"}
    assert kim.get("/shells")["items"] == []
    assert kim.refusal("POST", "/shells/check", content=b"{") == (422, "shell.syntax")


def test_a_file_becomes_versions_and_of_two_at_once_one_is_told(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    first = put(kim, 0)
    assert (first.status_code, first.headers["etag"]) == (200, '"1"')
    assert put(kim, 0).json()["problems"][0]["code"] == "store.stale"
    assert put(kim, 1, as_json(environment(submodel(prop("a"))))).json()["version"] == 2
    assert kim.get("/shells/press?number=1")["left_out"] == 1
    assert [item["number"] for item in kim.get("/shells/press/versions")["items"]] == [2, 1]
    assert put(kim, 0, name="a b").json()["problems"][0]["code"] == "shell.id"
    for ending in ("json", "aasx"):
        taken = kim.client.get(kim.url(f"/shells/press/file?number=1&ending={ending}", True))
        assert checked(taken.content, f"f.{ending}", strict=True).objects_read == 2
    assert kim.refusal("GET", "/shells/other") == (404, "access.unknown_document")


@pytest.mark.parametrize("content", [b"", b"%PDF", b'{"submodels": []}', b"PK\x03\x04"])
def test_what_is_refused_is_not_kept(town: Town, content: bytes) -> None:
    kim = town.founder("kim", "한빛체결")
    assert put(kim, 0, content).status_code == 422
    assert kim.get("/shells")["items"] == []


def test_a_plant_is_handed_out_with_a_reason_and_noted(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    plant = kim.plant()
    answer = kim.client.post(kim.url(f"/shells/of-plant/{plant}", True), json={"reason": "수입자"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment;")
    names = {item.id_short for item in checked(answer.content, "f.aasx", strict=True).environment.submodels}
    assert names == {"Nameplate"}
    assert kim.refusal("POST", f"/shells/of-plant/{plant}", json={"reason": " "}) == (422, "input.reason_missing")
    assert kim.refusal("POST", "/shells/of-plant/none", json={"reason": "x"}) == (404, "access.unknown_plant")
    meters = kim.client.post(
        kim.url(f"/shells/of-plant/{plant}", True), json={"reason": "x", "released": ["meters"], "ending": "json"}
    )
    assert f"/api/v1/workspaces/{kim.workspace}/meters/" in meters.text
    noted = [item for item in kim.get("/audit", params={"limit": 200})["items"] if item["action"] == "export_shell"]
    assert {"수입자", "x"} <= {item["reason"] for item in noted}


def test_what_is_not_known_to_be_released_is_refused(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    plant = kim.plant()
    wrong = kim.client.post(kim.url(f"/shells/of-plant/{plant}", True), json={"reason": "x", "released": ["recipes"]})
    assert wrong.status_code == 422
    preparer = town.member(kim, "preparer", "preparer")
    body = {"reason": "x", "released": ["structure"]}
    assert preparer.refusal("POST", f"/shells/of-plant/{plant}", json=body) == (403, "access.forbidden")
