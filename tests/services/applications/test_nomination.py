"""Who stands for an award is told with the application: in a table, in a form, and what is missing of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.places import Place
from tests.services.calls.agency import OFFICER, PACKAGED
from tests.services.calls.awards import AWARDS, with_awards

from pulmu.bootstrap.support import read_upload_content
from pulmu.model.award import EarlierAward, Nomination
from pulmu.services.applications.columns import heads_of
from pulmu.services.applications.received import ReceivedApplication, call_applications, read_received
from pulmu.services.applications.upload import Uploaded, columns_for, take_in_upload

HEADS = "접수번호,후보자,기업명,포상이력,서류: 공적조서"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path).with_companies()
    with_awards(made)
    yield made
    made.store.close()


def upload(place: Place, *lines: str) -> Uploaded:
    columns = columns_for(place.gate, OFFICER, PACKAGED, AWARDS)
    table = read_upload_content("\n".join((HEADS, *lines)).encode(), "후보.csv", heads_of(columns))
    return take_in_upload(place.gate, OFFICER, PACKAGED, AWARDS, table)


def taken(place: Place) -> dict[str, ReceivedApplication]:
    found = call_applications(place.gate, OFFICER, PACKAGED, AWARDS)
    read = read_received(place.gate, OFFICER, found.call, [item.id for item in found.counting])
    return {item.application.name: item for item in read}


def test_a_table_tells_of_none_of_some_and_of_what_is_not_known(place: Place) -> None:
    lines = ("1,박도윤,,없음,O", "2,임예린,한빛볼트,은탑산업훈장 2009; president,O", "3,장건우,,,O")
    assert upload(place, *lines).problems == ()
    found = taken(place)
    nominations = {name: item.application.nomination for name, item in found.items()}
    assert nominations == {
        "박도윤": Nomination(person="박도윤", has_awards=False),
        "한빛볼트": Nomination(
            person="임예린", has_awards=True,
            awards=(EarlierAward(kind="silver_tower", year=2009), EarlierAward(kind="president")),
        ),
        "장건우": Nomination(person="장건우"),
    }  # fmt: skip
    missing = {name: {part.name for part in item.checked.missing} for name, item in found.items()}
    assert [name for name, parts in missing.items() if "earlier_awards" in parts] == ["장건우"]


def test_awards_that_are_none_of_the_call_are_told_with_their_cells(place: Place) -> None:
    done = upload(place, "1,박도윤,,노벨상 2020,O", "2,임예린,,minister 1500,O", "3,좋음,,없음,O")
    assert [item.code for item in done.problems] == ["application.award_kind", "application.award_year"]
    assert done.kept == 0


@pytest.mark.parametrize(
    ("told", "earlier", "is_clear"),
    [
        (Nomination(), None, False),
        (Nomination(has_awards=False), (), True),
        (Nomination(has_awards=True), None, False),
        (Nomination(has_awards=False, awards=(EarlierAward(kind="a"),)), (EarlierAward(kind="a"),), False),
    ],
)
def test_what_is_not_told_is_never_none(told: Nomination, earlier: object, is_clear: bool) -> None:
    assert (told.earlier, told.is_clear) == (earlier, is_clear)
