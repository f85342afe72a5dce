"""Offers and needs over the API."""

import json
from typing import Any

from tests.surface.api.people import Town, Visitor

OFFER = "id: weld\nsupplier: 가온\ntitle: 용접 비드 머신비전\nprice_from_krw: 5_000_000\n"
NEED = "id: beads\ntext: visual inspection of welds\nbudget_krw: 9_000_000\n"


def put(who: Visitor, path: str, text: str, seen: int, status: int = 200) -> Any:
    return who.call("PUT", path, inside=True, status=status, content=text.encode(), headers={"If-Match": f'"{seen}"'})


def test_a_need_and_an_offer_find_one_another(town: Town) -> None:
    supplier, firm = town.founder("kim", "가온비전"), town.founder("lee", "한빛체결")
    saved = put(supplier, "/offers/weld", OFFER, 0)
    assert (saved["version"], saved["shown_version"], saved["counts"], saved["problems"]) == (1, 0, True, [])
    assert put(firm, "/needs/beads", NEED, 0)["title"] == "visual inspection of welds"
    assert firm.get("/needs/beads/suppliers")["suppliers"] == []
    assert supplier.post("/offers/weld/publish", inside=True, status=200)["shown_version"] == 1
    assert firm.post("/needs/beads/publish", inside=True, status=200)["shown_version"] == 1
    found = firm.get("/needs/beads/suppliers")
    (hit,) = found["suppliers"]
    assert (found["looked_at"], hit["workspace_name"], hit["offer"]) == (1, "가온비전", "weld")
    assert {item["concept_en"] for item in hit["reasons"]} >= {"machine vision"}
    assert {(item["name"], item["answer"]) for item in hit["fits"]} == {("budget", "yes")}
    (demand,) = supplier.get("/offers/weld/demand")["items"]
    assert (demand["workspace_name"], demand["need"]) == ("한빛체결", "beads")
    assert supplier.post("/offers/weld/withdraw", inside=True, status=200, json={})["shown_version"] == 0
    assert firm.get("/needs/beads/suppliers")["looked_at"] == 0


def test_versions_and_what_was_changed_meanwhile(town: Town) -> None:
    who = town.founder("kim", "가온비전")
    put(who, "/offers/weld", OFFER, 0)
    put(who, "/offers/weld", OFFER.replace("5_000_000", "-5"), 1)
    assert [item["number"] for item in who.get("/offers/weld/versions")["items"]] == [2, 1]
    assert who.get("/offers")["items"][0]["counts"] is False
    assert who.refusal("POST", "/offers/weld/publish")[0] == 422
    assert put(who, "/offers/weld", OFFER, 0, status=412)["problems"][0]["code"] == "store.stale"
    assert who.get("/offers/weld", params={"number": 1})["tree"]["price_from_krw"] == "5_000_000"
    assert who.refusal("GET", "/needs/weld") == (404, "access.unknown_document")
    assert json.dumps(who.get("/needs")["items"]) == "[]"
