"""A line filled in part by part: nothing that was not touched changes, problems stand at their field."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.surface.api.people import Town
from tests.surface.web.pages_of_forms import fields_of
from tests.surface.web.seats import Company, said

from pulmu.locale import LANGUAGES, Language, has_text
from pulmu.model.line import Line
from pulmu.services.document_form.shape import Attribute, attributes_of
from pulmu.services.lines.parts import PARTS
from pulmu.services.lines.shelf import KeptLine, find_line

ENTRIES = ("stations", "products", "sources", "calendars", "tariffs")


@pytest.fixture
def firm(town: Town) -> Company:
    boss = town.founder("kim", "한빛체결")
    found = Company(town, {"company_admin": boss})
    for role in ("preparer", "approver"):
        found.people[role] = town.member(boss, role, role)
    for visitor in found.people.values():
        visitor.client.headers["Accept-Language"] = "ko"
    for sample in ("fasteners", "extrusions"):
        found.send("preparer", "/plants/sample", sample=sample)
    return found


def stands(firm: Company, line: str = "fasteners") -> KeptLine:
    return find_line(firm.town.place.gate, firm.people["preparer"].actor, line)


def shown(firm: Company, part: str, line: str = "fasteners") -> dict[str, str]:
    """What a browser would send of a part."""
    page = firm.open("preparer", f"/lines/{line}/edit/{part}")
    unticked = re.findall(r'<input type="checkbox" name="([^"]+)" value="[^"]*"(?! checked)', page)
    return {name: value for name, value in fields_of(page).items() if name not in unticked}


def send(firm: Company, part: str, fields: dict[str, str], line: str = "fasteners", **more: str) -> Any:
    return firm.send("preparer", f"/lines/{line}/edit/{part}", **(fields | {"do": "save"} | more))


@pytest.mark.parametrize("line", ["fasteners", "extrusions"])
def test_what_is_not_touched_stays_as_it_was_written(firm: Company, line: str) -> None:
    tree = stands(firm, line).document.tree
    entries = [f"{name}/{at}" for name in ENTRIES for at in range(len(tree[name]))]
    for part in (*PARTS, *entries):
        answer = send(firm, part, shown(firm, part, line), line)
        assert answer.headers["location"].endswith(f"/edit/{part}?saved=same"), part
    assert stands(firm, line).version.number == 1


WRITTEN_BY_A_RUN = {"state"}


def test_every_attribute_of_the_line_is_on_some_part() -> None:
    assert {name for names in PARTS.values() for name in names} == set(attributes_of(Line)) - {"id"} - WRITTEN_BY_A_RUN


def attributes_in(kind: type) -> Iterator[Attribute]:
    """Attributes of a class and of what it holds, those aside that only a run writes, and amounts."""
    for attribute in attributes_of(kind).values():
        if kind is not Line or attribute.name not in WRITTEN_BY_A_RUN:
            yield attribute
            if attribute.inner is not None:
                yield from attributes_in(attribute.inner)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_attribute_has_a_name_and_every_choice_a_word(language: Language) -> None:
    for attribute in attributes_in(Line):
        key = f"web.rule_fields.of.{attribute.owner.__name__}.{attribute.name}"
        assert has_text(key, language), f"write its name in src/pulmu/locale/data/web/line_form.{language}.toml: {key}"
        if attribute.name not in ("unit", "pulmu"):
            missing = [code for code in attribute.choices if not has_text(f"web.line_form.choice.{code}", language)]
            assert missing == [], attribute


def test_a_station_is_changed_and_nothing_else(firm: Company) -> None:
    before = stands(firm).document.tree
    fields = shown(firm, "stations/0")
    assert (fields["stations/0/time/mean/value"], fields["stations/0/time/mean/unit"]) == ("32", "min")
    assert "stations/0/time/mean/evidence" not in fields
    answer = send(firm, "stations/0", fields | {"stations/0/buffer": "20", "stations/0/time/mean/value": "30"})
    assert answer.headers["location"].endswith("/edit/stations/0?saved=2")
    found = stands(firm)
    assert found.counts
    station = found.line.stations[0]
    assert (station.buffer, station.time and station.time.mean and station.time.mean.value) == (20, 30)
    before["stations"][0] |= {"buffer": "20"}
    before["stations"][0]["time"]["mean"] = {"value": "30", "unit": "min"}
    assert found.document.tree == before


def test_a_time_written_alone_becomes_a_law(firm: Company) -> None:
    fields = shown(firm, "stations/0")
    assert fields["stations/0/stops/1/lasts/mean/value"] == "30"
    send(firm, "stations/0", fields | {"stations/0/stops/1/lasts/law": "exponential"})
    assert stands(firm).document.tree["stations"][0]["stops"][1]["lasts"] == {"mean": "30 min", "law": "exponential"}


def test_problems_stand_at_their_field_all_at_once(firm: Company) -> None:
    fields = shown(firm, "stations/0")
    answer = send(
        firm, "stations/0",
        fields | {"stations/0/calendar": "four_shifts", "stations/0/machines": "two", "stations/0/time/cv": "-1"},
    )  # fmt: skip
    page = firm.people["preparer"].client.get(answer.headers["location"]).text
    assert not stands(firm).counts
    for field in ("calendar", "machines", "time/cv"):
        assert re.search(rf'name="stations/0/{field}"[^>]*aria-invalid', page), field
    whole = firm.open("preparer", "/lines/fasteners")
    assert 'edit/stations/0#stations/0/calendar"' in html.unescape(whole)
    assert "고칠 곳이 3개 있습니다" in said(page)
    list_page = firm.open("preparer", "/lines/fasteners/edit/people")
    assert "다른 부분" in said(list_page) or "3" in said(list_page)


def test_a_station_is_added_removed_and_moved(firm: Company) -> None:
    fields = shown(firm, "stations")
    made = firm.send("preparer", "/lines/fasteners/edit/stations", **fields, do="add:stations")
    assert 'name="stations/9/id"' in made.text
    send(firm, "stations", fields | {"stations/8/id": "wrapping", "stations/8/~was": ""})
    assert [item.id for item in stands(firm).line.stations][-2:] == ["packing", "wrapping"]
    moved = firm.send("preparer", "/lines/fasteners/edit/stations", **shown(firm, "stations"), do="up:stations/8")
    assert fields_of(moved.text)["stations/7/id"] == "wrapping"
    gone = {name: value for name, value in shown(firm, "stations").items() if not name.startswith("stations/8/")}
    send(firm, "stations", gone)
    assert stands(firm).counts


def test_what_a_station_uses_is_added(firm: Company) -> None:
    fields = shown(firm, "stations/0")
    made = firm.send("preparer", "/lines/fasteners/edit/stations/0", **fields, do="add:stations/0/uses")
    assert 'name="stations/0/uses/1/carrier"' in made.text
    more = {"stations/0/uses/1/~was": "", "stations/0/uses/1/carrier": "gas", "stations/0/uses/1/idle": "2"}
    send(firm, "stations/0", fields | more)
    assert [item.carrier for item in stands(firm).line.stations[0].uses] == ["electricity", "gas"]


def test_days_are_ticked(firm: Company) -> None:
    fields = shown(firm, "tariffs/0")
    assert [fields[f"tariffs/0/slots/0/days/{n}"] for n in range(5)] == ["mon", "tue", "wed", "thu", "fri"]
    send(firm, "tariffs/0", fields | {"tariffs/0/slots/0/days/5": "sat"})
    assert stands(firm).line.tariffs[0].slots[0].days == ("mon", "tue", "wed", "thu", "fri", "sat")


def test_a_route_is_changed(firm: Company) -> None:
    fields = shown(firm, "products/0")
    share = "products/0/route/4/next"
    assert {fields[f"{share}/0/~name"], fields[f"{share}/1/~name"]} == {"galvanising", "plating"}
    send(firm, "products/0", fields | {f"{share}/0/~amount": "0.5", f"{share}/1/~amount": "0.5"})
    assert stands(firm).line.products[0].route[4].next == {"galvanising": 0.5, "plating": 0.5}


def test_of_two_who_edit_one_is_told_what_the_other_changed(firm: Company) -> None:
    mine, theirs = shown(firm, "stations/0"), shown(firm, "stations/1")
    send(firm, "stations/1", theirs | {"stations/1/machines": "4"})
    refused = send(firm, "stations/0", mine | {"stations/0/machines": "5"})
    assert refused.status_code == 409
    assert "구상화 소둔" in said(refused.text)
    onto = send(firm, "stations/0", mine | {"stations/0/machines": "5", "onto": "2"}, do="onto")
    assert onto.headers["location"].endswith("saved=3")
    assert [item.machines for item in stands(firm).line.stations[:2]] == [5, 4]


def test_a_station_is_put_between_two(firm: Company) -> None:
    page = firm.open("preparer", "/lines/fasteners/edit/stations")
    assert "신선 → 구상화 소둔" in said(page)
    made = firm.send("preparer", "/lines/fasteners/insert", seen="1", source="hardening", target="plating")
    assert made.headers["location"].endswith("/edit/stations/5?saved=2")
    found = stands(firm)
    route = found.line.products[0].route
    assert [(item.station, item.next) for item in route[4:6]] == [
        ("hardening", {"galvanising": 0.6, "station_1": 0.4}), ("station_1", {"plating": 1}),
    ]  # fmt: skip
    assert {item.code for item in found.problems} == {"line.time_missing"}
    fields = shown(firm, "stations/5")
    send(firm, "stations/5", fields | {"stations/5/time/mean/value": "5", "stations/5/time/mean/unit": "min"})
    assert stands(firm).counts
    assert firm.send("preparer", "/lines/fasteners/insert", seen="1", source="a", target="b").status_code == 303
    assert firm.send("preparer", "/lines/fasteners/insert", seen="1", source="drawing",
                     target="annealing").status_code == 409  # fmt: skip


def test_the_drawing_leads_to_the_forms(firm: Company) -> None:
    for path in ("/lines/fasteners", "/lines/fasteners/edit/people"):
        page = firm.open("preparer", path)
        assert len(re.findall(r'class="box station" href="[^"]*/edit/stations/\d"', page)) == 16, path
    assert 'href="#station-drawing"' in firm.open("approver", "/lines/fasteners")


def test_the_form_offers_what_the_plant_and_the_line_have(firm: Company) -> None:
    page = firm.open("preparer", "/lines/fasteners/edit/stations/0")
    lists = dict(re.findall(r'<datalist id="list-([a-z_]+)">(.*?)</datalist>', page))
    assert 'value="drawn_wire"' in lists["processes"]
    assert 'value="wire_drawing"' in lists["process_steps"]
    assert 'value="three_shifts"' in lists["calendars"]
    assert 'value="em_main"' in firm.open("preparer", "/lines/fasteners/edit/energy")


@pytest.mark.parametrize("part", ["stations/99", "stations/x", "moon", "carriers/0", "stations/0/stops/0", "../x"])
def test_there_is_no_other_part(firm: Company, part: str) -> None:
    firm.open("preparer", f"/lines/fasteners/edit/{part}", status=404)


def test_who_only_reads_is_shown_no_form(firm: Company) -> None:
    for path in ("/edit/stations", "/edit"):
        firm.open("approver", f"/lines/fasteners{path}", status=403)
    assert "/edit" not in firm.open("approver", "/lines/fasteners")
    for path in ("/edit/stations", "/check/stations", "/insert"):
        assert firm.send("approver", f"/lines/fasteners{path}", seen="1").status_code == 403


def test_what_is_typed_is_checked_and_not_kept(firm: Company) -> None:
    fields = shown(firm, "stations/0") | {"stations/0/machines": "two"}
    answer = firm.send("preparer", "/lines/fasteners/check/stations/0", **fields).json()
    assert [(item["address"], item["severity"]) for item in answer["problems"]] == [("stations/0/machines", "error")]
    assert stands(firm).version.number == 1
