"""Administration shells of a firm as pages: taken in whole or not at all, handed out as far as it was released."""

import dataclasses
import html
from typing import Any

import pytest
from tests.shells import as_json, checked, element, environment, prop, submodel
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded, said

from pulmu.adapters.shell_file import not_installed
from pulmu.services.shell_content import ShellDesk

MENDED = environment(submodel(prop("a", "0", "xs:positiveInteger"), element("Hologram", "h")))


@pytest.fixture
def firm(town: Town) -> Company:
    return founded(town)


def upload(firm: Company, content: bytes, name: str = "press shop.json", who: str = "preparer", **fields: str) -> Any:
    return firm.people[who].client.post(
        firm.address("/shells"), data=fields, files={"file": (name, content)}, follow_redirects=False
    )


def handed_out(firm: Company, who: str, **fields: str) -> Any:
    asked = {"plant": firm.plant, "reason": "수입자 제출", "ending": "json"} | fields
    return firm.send(who, "/shells/hand-out", **asked)


def test_a_file_is_taken_in_and_told_in_three_parts(firm: Company) -> None:
    made = upload(firm, as_json(MENDED))
    assert made.status_code == 303, made.text
    assert made.headers["location"].endswith("/shells/press_shop?saved=1")
    page = html.unescape(said(firm.open("approver", "/shells/press_shop")))
    assert "객체 3개 가운데 2개를 읽었습니다. 옮기지 못한 객체는 1개, 바로잡은 것은 1건입니다." in page
    assert "메타모델에 'Hologram' 요소가 없어 옮기지 못했습니다" in page
    assert "xs:nonNegativeInteger 형식으로 읽었습니다(AASd-020)" in page
    assert page.index("옮기지 못한 것(1)") < page.index("바로잡은 것(1)")
    assert "press_shop" in firm.open("plant_user", "/shells")


def test_a_refused_file_leaves_nothing_behind(firm: Company) -> None:
    for content, words in (
        (b"{", "문서 형식이 맞지 않습니다"),
        (b"%PDF", "자산관리쉘 파일(AASX, JSON, XML)이 아닙니다"),
    ):
        answer = upload(firm, content)
        assert answer.status_code == 422
        assert words in answer.text
        assert "아무것도 보관하지 않았습니다" in answer.text
    assert upload(firm, as_json(MENDED), "가나.json").status_code == 422  # no name can be made of it
    assert "아직 받아들인 파일이 없습니다" in firm.open("preparer", "/shells")


def test_a_known_name_is_the_next_version_and_the_earlier_one_stays(firm: Company) -> None:
    upload(firm, as_json(MENDED))
    assert (
        upload(firm, as_json(environment(submodel(prop("a")))), "press shop.json")
        .headers["location"]
        .endswith("saved=2")
    )
    assert "고칠 것이 없습니다" in firm.open("preparer", "/shells/press_shop")
    assert "Hologram" in firm.open("preparer", "/shells/press_shop?version=1")
    taken = firm.people["approver"].client.get(firm.address("/shells/press_shop/file/json?version=1"))
    assert checked(taken.content, strict=True).objects_read == 2


def test_who_may_not_take_in_or_hand_out_does_not(firm: Company) -> None:
    assert upload(firm, as_json(MENDED), who="approver").status_code == 403
    assert 'action="' + firm.address("/shells") + '"' not in firm.open("approver", "/shells")
    assert handed_out(firm, "plant_user").status_code == 403
    firm.open("verifier", "/shells", status=403)


def test_without_an_approved_report_no_figure_goes_out(firm: Company) -> None:
    answer = handed_out(firm, "preparer")
    assert answer.status_code == 200, answer.text
    names = [item["idShort"] for item in answer.json()["submodels"]]
    assert set(names) == {"Nameplate"}


def test_no_more_goes_out_than_the_summary_shows(firm: Company) -> None:
    firm.freeze()
    answer = handed_out(firm, "preparer")
    tree = answer.json()
    assert {item["idShort"] for item in tree["submodels"]} == {"Nameplate", "CarbonFootprint"}
    for secret in ("DirectEmissions", "PrecursorEmissions", "ProductionRoute", "Street", "machine_", "Endpoint"):
        assert secret not in answer.text, secret
    assert '"SpecificEmbeddedEmissions"' in answer.text


def test_each_field_is_released_by_who_may_share_and_noted(firm: Company) -> None:
    firm.freeze()
    firm.send("preparer", "/lines/sample", sample="fasteners")
    assert handed_out(firm, "preparer", release_split="yes").status_code == 403
    assert " disabled" in firm.open("preparer", "/shells")
    plain = handed_out(firm, "approver").text
    shows = {
        "split": "PrecursorEmissions", "route": "ProductionRoute", "address": "Street",
        "structure": "HierarchicalStructures", "model": "SimulationModels",
    }  # fmt: skip
    for field, words in shows.items():
        answer = handed_out(firm, "approver", line="fasteners", **{f"release_{field}": "yes"})
        assert answer.status_code == 200, answer.text
        assert words in answer.text
        assert words not in plain
        others = [item for name, item in shows.items() if name != field]
        assert [item for item in others if item in answer.text] == []
    entries = firm.people["company_admin"].get("/audit", inside=True, params={"limit": 200})["items"]
    out = [item for item in entries if item["action"] == "export_shell"]
    assert len(out) >= 6
    assert {"수입자 제출"} == {item["reason"] for item in out if item["reason"]}


def test_a_hand_out_without_a_reason_or_with_an_odd_address_is_told(firm: Company) -> None:
    for fields, words in (({"reason": ""}, "이유"), ({"base": "javascript:x"}, "식별자를 둘 주소가 아닙니다")):
        answer = handed_out(firm, "approver", **fields)
        assert answer.status_code == 422
        assert words in answer.text


def test_without_the_extra_the_page_says_what_is_missing(firm: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    upload(firm, as_json(MENDED))

    def refuse(*_: Any) -> Any:
        raise not_installed()

    desk = ShellDesk(refuse, refuse, lambda: not_installed().problems)
    served = firm.town.app.state.place
    monkeypatch.setattr(firm.town.app.state, "place", dataclasses.replace(served, shells=desk))
    page = firm.open("preparer", "/shells")
    assert "자산관리쉘에 필요한 패키지가 없습니다(basyx-python-sdk)" in page
    assert 'type="file"' not in page
    assert "Hologram" in firm.open("preparer", "/shells/press_shop"), "what was taken in can be looked at"
    assert upload(firm, as_json(MENDED)).status_code == 503
    assert handed_out(firm, "approver").status_code == 503
