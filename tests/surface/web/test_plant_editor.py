"""A plant filled in in the browser: checked as one types, saved as a version, nothing lost that nobody touched."""

import json
import re

import pytest
from tests.surface.api.people import Town
from tests.surface.web.pages_of_forms import fields_of
from tests.surface.web.test_plants import Browser, plain

from pulmu.adapters.samples import sample_text
from pulmu.locale import LANGUAGES
from pulmu.model import Plant
from pulmu.services.document_form.shape import Attribute, attributes_of
from pulmu.services.plant_editor.parts import PARTS
from pulmu.web.plant_words import label

ENTRIES = ("processes/0", "processes/1/goods/0", "source_streams/0", "purchases/1", "heat_nets/0")


@pytest.fixture
def browser(town: Town) -> Browser:
    return Browser(town)


@pytest.fixture
def plant(browser: Browser) -> str:
    return browser.begin("sample", {"sample": "fasteners", "name": "연습"})


def edit(browser: Browser, plant: str, part: str, do: str = "save", **typed: str) -> object:
    """Send the form of a part with some fields typed anew; `~` in a name stands for the part itself."""
    fields = fields_of(browser.get(f"{plant}/edit/{part}").text)
    typed = {name.replace("__", "/"): said for name, said in typed.items()}
    assert typed.keys() <= {*fields, *(name for name in typed if "/~" in name)}, typed.keys() - fields.keys()
    return browser.client.post(f"{plant}/edit/{part}", data=fields | typed | {"do": do})


def content(browser: Browser, plant: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(browser.get(f"{plant}/file/json").content)
    return found


@pytest.mark.parametrize("columns", ["", "?columns=all"])
@pytest.mark.parametrize("part", [*PARTS, *ENTRIES])
def test_a_page_sent_as_it_is_saves_nothing(browser: Browser, plant: str, part: str, columns: str) -> None:
    fields = fields_of(browser.get(f"{plant}/edit/{part}{columns}").text)
    answer = browser.client.post(f"{plant}/edit/{part}", data=fields | {"do": "save"})
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("saved=same")


@pytest.mark.parametrize("part", [*PARTS, *ENTRIES])
def test_every_page_asks_for_one_thing_in_ember(browser: Browser, plant: str, part: str) -> None:
    page = browser.get(f"{plant}/edit/{part}").text
    assert page.count('class="ember"') == 1
    assert page.count("<h1>") == 1
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(set(ids)) == sorted(ids), "an id stands for one thing"


def test_a_changed_amount_is_a_new_version_and_nothing_else_changes(browser: Browser, plant: str) -> None:
    before = content(browser, plant)
    edit(browser, plant, "source_streams/0", source_streams__0__amount__value="1912500", note="고지서 정정")
    after = content(browser, plant)
    assert after["source_streams"][0].pop("amount")["value"] == 1912500.0  # type: ignore[index]
    before["source_streams"][0].pop("amount")  # type: ignore[index]
    assert after == before
    versions = plain(browser.get(f"{plant}/versions"))
    assert "고지서 정정" in versions
    assert "1판과 다른 값이 1개입니다." in plain(browser.get(f"{plant}/versions/2"))


def test_something_broken_is_mended_through_the_list(browser: Browser, plant: str) -> None:
    edit(browser, plant, "source_streams/0", source_streams__0__amount__unit="kWh")
    page = browser.get(plant)
    assert "고쳐야 보고서를 만들 수 있습니다" in page.text
    href = re.search(rf'class="button small ember" href="({plant}/edit/[^"]+)"', page.text)
    assert href is not None
    assert href[1].endswith("/edit/source_streams/0#source_streams/0/amount")
    form = browser.get(href[1].partition("#")[0])
    assert 'id="source_streams/0/amount"' in form.text
    assert 'aria-invalid="true"' in form.text
    edit(browser, plant, "source_streams/0", source_streams__0__amount__unit="Nm3")
    assert "2026년 보고서를 만들 수 있습니다." in browser.get(plant).text


def test_a_plant_with_problems_is_saved_with_its_problems(browser: Browser, plant: str) -> None:
    answer = edit(browser, plant, "company", company__name="")
    assert answer.status_code == 303  # type: ignore[attr-defined]
    page = browser.get(f"{plant}/edit/company")
    assert "이 화면에 고칠 것이 1건 있습니다." in page.text
    assert "회사와 사업장, 기간" in page.text


def test_what_is_typed_is_checked_and_not_saved(browser: Browser, plant: str) -> None:
    fields = fields_of(browser.get(f"{plant}/edit/source_streams/0").text)
    fields["source_streams/0/amount/value"] = "12,40"
    answer = browser.client.post(f"{plant}/check/source_streams/0", data=fields).json()
    assert [item["address"] for item in answer["problems"]] == ["source_streams/0/amount/value"]
    assert answer["said"] == "이 화면에 고칠 것이 1건 있습니다."
    assert "1판까지" in plain(browser.get(f"{plant}/versions"))


def test_a_problem_of_a_new_row_is_told_at_that_row(browser: Browser, plant: str) -> None:
    """Empty rows before it become no entry: rows and entries are numbered apart."""
    page = browser.get(f"{plant}/edit/meters").text
    fields = fields_of(page)
    last = max(int(name.split("/")[1]) for name in fields if name.startswith("meters/") and name.endswith("/id"))
    fields |= {f"meters/{last + 3}/~was": "", f"meters/{last + 3}/id": "a b", f"meters/{last + 3}/measures": "gas"}
    answer = browser.client.post(f"{plant}/check/meters", data=fields).json()
    assert [item["address"] for item in answer["problems"]] == [f"meters/{last + 3}/id"]


def test_rows_are_added_moved_and_removed_without_scripts(browser: Browser, plant: str) -> None:
    page = edit(browser, plant, "meters", do="up:meters/1")
    assert "1판까지" in plain(browser.get(f"{plant}/versions")), "nothing is saved yet"
    fields = fields_of(page.text)  # type: ignore[attr-defined]
    assert (fields["meters/0/id"], fields["meters/1/id"]) == ("gm_annealing", "gm_main")
    page = browser.client.post(f"{plant}/edit/meters", data=fields | {"do": "remove:meters/2"})
    fields = fields_of(page.text)
    page = browser.client.post(f"{plant}/edit/meters", data=fields | {"do": "add:meters"})
    fields = fields_of(page.text)
    new = max(int(name.split("/")[1]) for name in fields if name.endswith("/~was"))
    fields |= {f"meters/{new}/id": "new_one", f"meters/{new}/measures": "heat", "do": "save"}
    assert browser.client.post(f"{plant}/edit/meters", data=fields).status_code == 303
    found = [item["id"] for item in content(browser, plant)["meters"]]  # type: ignore[attr-defined]
    assert found[:2] == ["gm_annealing", "gm_main"]
    assert "gm_heat_treatment" not in found
    assert found[-1] == "new_one"


def test_a_moved_row_takes_along_what_its_grid_does_not_show(browser: Browser, plant: str) -> None:
    before = {item["id"]: item for item in content(browser, plant)["purchases"]}  # type: ignore[attr-defined]
    page = edit(browser, plant, "purchases", do="down:purchases/0")
    fields = fields_of(page.text)  # type: ignore[attr-defined]
    browser.client.post(f"{plant}/edit/purchases", data=fields | {"do": "save"})
    after = content(browser, plant)["purchases"]
    assert [item["id"] for item in after] == list(reversed(before))  # type: ignore[attr-defined]
    assert {item["id"]: item for item in after} == before  # type: ignore[attr-defined]


def test_a_second_entry_of_a_name_is_refused_and_what_was_typed_stays(browser: Browser, plant: str) -> None:
    answer = edit(browser, plant, "source_streams/0", **{"source_streams__0__used_by__1__~name": "boiler"})
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "두 번" in plain(answer)  # type: ignore[arg-type]
    fields = fields_of(answer.text)  # type: ignore[attr-defined]
    assert fields["source_streams/0/used_by/1/~name"] == "boiler"
    assert "1판까지" in plain(browser.get(f"{plant}/versions"))


def test_who_comes_second_keeps_what_was_typed_and_may_save_on_top(browser: Browser, plant: str) -> None:
    mine = fields_of(browser.get(f"{plant}/edit/source_streams/0").text)
    edit(browser, plant, "company", company__address="새 주소")
    mine["source_streams/0/amount/value"] = "1912500"
    answer = browser.client.post(f"{plant}/edit/source_streams/0", data=mine | {"do": "save"})
    assert answer.status_code == 409
    assert "그사이 김하나 님이 2판을 저장했습니다" in plain(answer)
    assert "새 주소" in answer.text
    fields = fields_of(answer.text)
    assert fields["source_streams/0/amount/value"] == "1912500"
    assert browser.client.post(f"{plant}/edit/source_streams/0", data=fields | {"do": "onto"}).status_code == 303
    found = content(browser, plant)
    assert found["company"]["address"] == "새 주소"  # type: ignore[index]
    assert found["source_streams"][0]["amount"]["value"] == 1912500.0  # type: ignore[index]


def test_both_changed_the_same_value_and_it_is_said(browser: Browser, plant: str) -> None:
    mine = fields_of(browser.get(f"{plant}/edit/company").text)
    edit(browser, plant, "company", company__address="새 주소")
    answer = browser.client.post(f"{plant}/edit/company", data=mine | {"company/address": "내 주소", "do": "save"})
    assert "두 사람이 다르게 고친 곳" in answer.text
    assert "회사 › 주소" in plain(answer)


def test_a_cited_meter_is_looked_up_among_the_companys_own(browser: Browser, plant: str) -> None:
    typed = {f"source_streams__0__amount__{part}": "" for part in ("unit", "evidence")}
    edit(browser, plant, "source_streams/0", source_streams__0__amount__value="meter:EM-09", **typed)
    for page in (plant, f"{plant}/edit/source_streams/0", f"{plant}/carbon"):
        said = plain(browser.get(page))
        assert "이 계량기가 없습니다" in said, page
    stored = content(browser, plant)["source_streams"][0]  # type: ignore[index]
    assert stored["amount"] == "meter:EM-09", "a citation stays one"


HOSTILE = ["company/__class__", "company/name/x", "processes/99/id", "nothing", "a/../b", "company/~9", "~rows",
           "source_streams/0/used_by/x", "company/<script>", "/".join(["a"] * 40), "processes/0/~was/x"]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_field_no_form_has_is_refused(browser: Browser, plant: str, name: str) -> None:
    for route in ("edit", "check"):
        answer = browser.client.post(f"{plant}/{route}/company", data={"seen": "1", name: "x", "do": "save"})
        assert answer.status_code == 422
        assert "<script>" not in answer.text.replace('<script type="module"', "")
    assert "1판까지" in plain(browser.get(f"{plant}/versions"))


@pytest.mark.parametrize("do", ["remove:meters/99", "add:company", "fly:meters/0", "up:", "add:" + "a/" * 200])
def test_a_deed_no_form_has_is_refused(browser: Browser, plant: str, do: str) -> None:
    assert edit(browser, plant, "meters", do=do).status_code == 422  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "part", ["nothing", "processes/99", "processes/0/goods", "meters/0/id", "../x", "processes/0/goods/0/goods/0", "0"]
)
def test_there_is_no_such_part(browser: Browser, plant: str, part: str) -> None:
    browser.get(f"{plant}/edit/{part}", status=404)


def test_a_form_that_is_too_long_is_refused(browser: Browser, plant: str) -> None:
    many = {f"meters/{number}/id": "x" for number in range(2500)}
    assert browser.client.post(f"{plant}/edit/meters", data={"seen": "1"} | many).status_code == 422
    long = {"seen": "1", "company/name": "x" * 5000, "do": "save"}
    assert browser.client.post(f"{plant}/edit/company", data=long).status_code == 422


def test_what_somebody_typed_is_shown_as_text(browser: Browser, plant: str) -> None:
    evil = '"><script>alert(1)</script>'
    edit(browser, plant, "company", company__name=evil)
    for path in ("", "/edit/company", "/versions/2"):
        assert "<script>alert" not in browser.get(plant + path).text


def test_values_of_odd_forms_are_shown_and_can_be_taken_out(browser: Browser) -> None:
    text = sample_text("fasteners").replace("period: 2026", "period: 2026\nnmae: x\npurchases: many", 1)
    text = re.sub(r"(?m)^purchases:\n(?:[ -].*\n|\n|#.*\n)+", "", text)
    plant = browser.begin("upload", {"name": "x"}, ("x.yaml", text.encode()))
    page = browser.get(f"{plant}/edit/purchases")
    assert "이 화면에서 고칠 수 없는 모양의 값입니다" in page.text
    fields = fields_of(page.text)
    page = browser.client.post(f"{plant}/edit/purchases", data=fields | {"do": "clear:purchases"})
    browser.client.post(f"{plant}/edit/purchases", data=fields_of(page.text) | {"purchases/~clear": "1", "do": "save"})
    assert "purchases" not in content(browser, plant)


def test_who_may_only_read_sees_values_and_no_way_to_save(town: Town) -> None:
    boss = town.founder("kim", "한빛체결")
    plant, reader = boss.plant(), town.member(boss, "reader", "approver")
    address = f"/w/{boss.workspace}/plants/{plant}/edit/company"
    page = reader.client.get(address)
    assert page.status_code == 200
    assert "disabled" in page.text
    assert 'class="ember"' not in page.text
    sent = {"seen": "1", "company/name": "x", "do": "save"}
    assert reader.client.post(address, data=sent, follow_redirects=False).status_code == 403


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_attribute_has_its_word(language: str) -> None:
    def every(kind: type, seen: set[type]) -> list[Attribute]:
        found = []
        for attribute in attributes_of(kind).values() if kind not in seen else ():
            seen.add(kind)
            found += [attribute, *(every(attribute.inner, seen) if attribute.inner else ())]
        return found

    nameless = [item.name for item in every(Plant, set()) if label(item, language) == item.name]  # type: ignore[arg-type]
    assert [name for name in nameless if "_" in name or language == "ko"] == []


def test_every_attribute_of_a_plant_stands_in_a_part() -> None:
    placed = [name for names in PARTS.values() for name in names]
    assert sorted(placed) == sorted(attributes_of(Plant))
