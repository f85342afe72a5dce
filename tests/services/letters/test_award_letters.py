"""A letter of an award names who stands for it, in the form of the place and in one of the agency."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.letter_files import docx, p, parts_of
from tests.places import Place
from tests.records import HANBIT
from tests.services.calls.agency import OFFICER, PACKAGED
from tests.services.calls.awards import AWARDS, with_awards
from tests.services.calls.test_awards import LADDER, judged
from tests.services.letters.agency import DRAWING, member
from tests.workshop import Bench

from pulmu.services.calls.choose import decide_as_chosen, keep_selection
from pulmu.services.calls.stages import go_on
from pulmu.services.jobs import kinds
from pulmu.services.jobs.task import JobPolicy
from pulmu.services.letters.decided import decided_applications
from pulmu.services.letters.kept import find_run, take_letter
from pulmu.services.letters.template import keep_template

PERSON = "박도윤 <b>"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path).with_companies()
    member(made, "kwon", "agency_officer", HANBIT)
    with_awards(made, ladder=LADDER, places=4)
    person = {"has_awards": False, "person": PERSON}
    chosen = judged(made, {"best": 9800, "firm": 9500}, {"best": person})
    kept = keep_selection(made.gate, OFFICER, chosen, seen=0)
    decide_as_chosen(made.gate, OFFICER, chosen.call, seen=kept.version.number)
    go_on(made.gate, OFFICER, chosen.call, "opened")
    yield made
    made.store.close()


def test_the_person_is_named_and_a_firm_itself_is_not(place: Place) -> None:
    found = decided_applications(place.gate, OFFICER, PACKAGED, AWARDS, DRAWING.say)
    with place.store.reading(OFFICER.workspace) as work:
        told = {key: found.told(item) for key in found.ids if (item := work.received(key)) is not None}
    assert {key: item.decision.nominee for key, item in told.items()} == {"best": PERSON, "firm": ""}
    words = DRAWING.words(told["best"].decisions, told["best"].decision, "ko").values
    assert words["outcome_sentence"] == f"{PERSON} 후보자의 훈격이 은탑으로 결정되었습니다."
    words = DRAWING.words(told["best"].decisions, told["best"].decision, "en").values
    assert words["outcome_sentence"].startswith(f"{PERSON} was given: ")
    firm = DRAWING.words(told["firm"].decisions, told["firm"].decision, "ko").values
    assert (firm["nominee"], firm["outcome_sentence"]) == ("", "귀사의 신청이 동탑으로 결정되었습니다.")


def test_a_form_of_the_agency_names_the_person_too(place: Place) -> None:
    form = docx(p("{{신청기업}} {{#후보자}}후보자 {{후보자}}{{/후보자}} {{결과}}") + p("{{이의신청안내}}"))
    keep_template(place.gate, OFFICER, DRAWING, AWARDS, "통지서.docx", form, seen=0)
    kinds.start_letters(place.gate, OFFICER, PACKAGED, AWARDS, "ko", JobPolicy())
    Bench(place).work_off()
    assert len(find_run(place.gate, OFFICER, AWARDS).letters) == 2
    named = parts_of(take_letter(place.gate, OFFICER, AWARDS, "best")[1])["word/document.xml"].decode()
    assert "후보자 박도윤 &lt;b&gt;" in named
    other = parts_of(take_letter(place.gate, OFFICER, AWARDS, "firm")[1])["word/document.xml"].decode()
    assert "후보자" not in other and "박도윤" not in other
