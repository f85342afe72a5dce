"""People an application names: asked for, told, read for conflicts, and never more than that."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.places import Place, codes
from tests.services.applications import agency as ag
from tests.services.applications.agency import AGENCY, BOSS, CALL, PROGRAMME, WRITER, open_place, own, save, whole

from pulmu.model import Document
from pulmu.model.application import NamedPerson
from pulmu.model.call import AskedPerson
from pulmu.services.applications.columns import heads_of, upload_columns
from pulmu.services.applications.people import known_people, people_cell, people_of_cell, wrong_people
from pulmu.services.applications.send import submit
from pulmu.services.review_cells import entries
from pulmu.support.calls import application_rules

HEAD = NamedPerson(
    part="lead", name="홍길동", researcher_number="10012345", worked_for="한빛정밀 ~ 2024-05-31; 새길공업"
)
ASKED = (AskedPerson(part="lead", past=True), AskedPerson(part="member", least=2))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.setattr(ag, "CALL", dataclasses.replace(CALL, people=ASKED))
    return open_place(Place(tmp_path))


def test_what_is_missing_of_people_is_told_without_their_names(place: Place) -> None:
    member = NamedPerson(part="member", name="임꺽정")
    save(place, whole(people=(dataclasses.replace(HEAD, worked_for=""), member)))
    missing = {item.name: item.detail for item in own(place).checked.missing}
    assert missing == {"people.lead": "1 of 1 do not tell where else they work or worked", "people.member": "1 of 2"}
    assert codes(lambda: submit(place.gate, BOSS, AGENCY, CALL.id, seen=1)) == ["application.missing"] * 2
    save(place, whole(people=(HEAD, member, member)), seen=1)
    assert own(place).checked.is_complete
    assert submit(place.gate, BOSS, AGENCY, CALL.id, seen=2).sha256


def test_nobody_is_named_whom_the_call_does_not_ask_for(tmp_path: Path) -> None:
    plain = open_place(Place(tmp_path))
    found = save(plain, whole(people=(HEAD,)))
    assert [item.code for item in found.problems] == ["application.unasked"]
    assert "홍길동" not in "".join(item.message + item.place for item in found.problems)


def test_a_day_that_is_none_is_told_where_it_stands(place: Place) -> None:
    person = dataclasses.replace(HEAD, worked_for="한빛정밀 ~ 어제")
    found = save(place, whole(people=(person,)))
    assert [item.code for item in found.problems] == ["review.day"]
    assert "홍길동" not in found.problems[0].message


def test_people_are_known_by_where_they_work_and_worked() -> None:
    other = NamedPerson(part="member", name="임꺽정", works_for="가온대학교", worked_for="없음")
    silent = NamedPerson(part="representative", name="김대표")
    application = whole(people=(HEAD, other, silent), business_number="123-45-67890")
    head, second, third = known_people(application)
    assert (head.person.id, head.person.institution and head.person.institution.register) == (
        "10012345",
        "123-45-67890",
    )
    assert head.past is not None
    assert [(item.party.name, item.until) for item in head.past] == [
        ("한빛정밀", date(2024, 5, 31)), ("새길공업", None),
    ]  # fmt: skip
    assert second.person.institution is not None
    assert second.person.institution.name == "가온대학교"
    assert (second.past, third.past) == ((), None)
    assert people_cell(application) == "홍길동 [10012345]; 임꺽정; 김대표"
    assert WRITER.id not in people_cell(application)


def test_a_cell_of_a_table_says_them_with_number_and_past() -> None:
    cell = "홍길동 [10012345]: 한빛정밀 ~ 2024-05-31 | 새길공업; 임꺽정"
    assert tuple(people_of_cell("lead", cell)) == (HEAD, NamedPerson(part="lead", name="임꺽정"))
    rules = application_rules(dataclasses.replace(CALL, people=ASKED), PROGRAMME)
    heads = heads_of(upload_columns(rules))
    assert heads["과제책임자"] == ("people", "lead")
    assert "대표자" not in heads


@given(st.lists(st.text(max_size=30), max_size=5))
def test_a_name_of_any_signs_stays_one_entry(names: list[str]) -> None:
    people = tuple(NamedPerson(part="member", name=name) for name in names)
    application = whole(people=people)
    assert len(entries(people_cell(application))) <= sum(bool(name.strip()) for name in names)
    assert not [item for item in wrong_people(application, Document({}, "a")) if item.code != "review.day"]
