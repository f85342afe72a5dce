"""Facts an officer took in from paper mean to the page what they mean to the choice: words become values."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.places import Place
from tests.records import HANBIT, hash_of
from tests.services.calls.agency import CALL, OFFICER, PACKAGED, received, with_call

from pulmu.model import Answer
from pulmu.model.application import Application, TakenFact
from pulmu.services.applications.received import ReceivedApplication, facts_told, read_received
from pulmu.services.calls.shelf import call_in_force

SAID = {"in_business": "예", "province": "경상남도", "size_class": "소기업", "total_assets_krw": "1,000,000,000원"}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path).with_companies()
    with_call(made)
    yield made
    made.store.close()


def read(place: Place, key: str, facts: dict[str, object], source: str = "upload") -> ReceivedApplication:
    """An application with facts as an officer typed them."""
    told = [{"name": name, "value": value, "source": "paper"} for name, value in facts.items()]
    content = json.dumps({"application": {"call": CALL, "name": key, "facts": told}, "firm": None}, ensure_ascii=False)
    with place.store.writing(HANBIT) as work:
        work.add_received(received(key, content=content, sha256=hash_of(content), source=source))
    found = call_in_force(place.gate, OFFICER, PACKAGED, CALL)
    (one,) = read_received(place.gate, OFFICER, found, [key])
    return one


def test_words_mean_what_the_choice_takes_them_for(place: Place) -> None:
    typed = read(place, "words", dict(SAID))
    values = {"in_business": True, "province": "KR-48", "size_class": "small", "total_assets_krw": 1e9}
    plain = read(place, "values", values)
    assert typed.problems == plain.problems == ()
    assert typed.checked.eligible.lines(0) == plain.checked.eligible.lines(0)
    record = typed.record
    taken = tuple(TakenFact(name=name, value=value, source="paper") for name, value in SAID.items())
    assert facts_told(record, Application(call=CALL, facts=taken))[0].values == values


def test_no_is_no_and_not_a_word_that_is_there(place: Place) -> None:
    """The word itself, taken for a value, would count as yes."""
    found = read(place, "closed", {"in_business": "아니오"})
    assert found.checked.eligible.answer is Answer.NO


def test_what_no_rule_can_read_is_told_and_counts_as_not_known(place: Place) -> None:
    found = read(place, "strange", {"in_business": "글쎄", "province": "KR-48"})
    assert [item.code for item in found.problems] == ["applications.fact_value"]
    assert found.checked.eligible.answer is not Answer.YES


def test_facts_beside_a_firm_that_sent_no_file_do_not_count(place: Place) -> None:
    found = read(place, "sent", {"in_business": "아니오"}, source="delivery")
    assert found.checked.eligible.answer is Answer.UNKNOWN
    assert found.problems == ()
