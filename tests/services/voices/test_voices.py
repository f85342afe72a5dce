"""From a firm's difficulty to the agency's answer, and nobody sees what is another's."""

import dataclasses
from pathlib import Path

import pytest
from tests.places import Place, actor, codes
from tests.records import DAERIM
from tests.services.voices.people import (
    AGENCY,
    OFFICER,
    answer,
    boss,
    firm,
    heard,
    keep_reform,
    place_with_firms,
    raise_voice,
)

from pulmu.bootstrap.support import packaged_programmes
from pulmu.model import AccessRefused, ConflictError, Document
from pulmu.services.voices.answers import answering, publish_theme, shown_number, shown_themes, withdraw_theme
from pulmu.services.voices.own import agencies, find_voice, list_voices, save_voice, send_voice
from pulmu.services.voices.proposals import propose
from pulmu.services.voices.themes import (
    add_voices,
    begin_theme,
    find_theme,
    join_themes,
    link_reform,
    list_themes,
    save_theme,
    split_theme,
    take_out,
)

SHORT, MORE, POWER = "중소기업 유예기간이 짧습니다", "유예기간 3년은 부족합니다", "전기요금이 너무 올랐습니다"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return place_with_firms(tmp_path, 6)


def publish(place: Place, theme: str, seen: int) -> bool:
    return publish_theme(place.gate, OFFICER, packaged_programmes(), {}, theme, seen=seen)


def test_a_voice_is_heard_once_in_its_newest_version(place: Place) -> None:
    raise_voice(place, 0, SHORT)
    assert send_voice(place.gate, boss(0), "v1", AGENCY, seen=1).taken is not None
    assert [item.voice.title for item in heard(place)] == [SHORT]
    raise_voice(place, 0, MORE, seen=1)
    (only,) = heard(place)
    assert (only.voice.title, only.name, only.sender) == (MORE, "기업0", firm(0))
    (own,) = list_voices(place.gate, boss(0))
    assert [(item.agency_name, item.taken is not None) for item in own.sendings] == [("경남도", True)] * 2
    assert agencies(place.gate, boss(0)) == ((AGENCY, "경남도"),)


def test_a_voice_goes_as_it_was_looked_at_to_an_agency_there_is(place: Place) -> None:
    raise_voice(place, 0, SHORT)
    with pytest.raises(ConflictError):
        send_voice(place.gate, boss(0), "v1", AGENCY, seen=2)
    for agency in (DAERIM, "f" * 32):
        with pytest.raises(AccessRefused):
            send_voice(place.gate, boss(0), "v1", agency, seen=1)
    with pytest.raises(AccessRefused):
        send_voice(place.gate, actor("p", "preparer"), "v1", AGENCY, seen=1)
    wrong = Document({"id": "new", "title": "x"}, "")
    assert codes(lambda: save_voice(place.gate, boss(0), "new", wrong, seen=0)) == ["voice.id"]
    assert codes(lambda: save_voice(place.gate, boss(0), "v9", Document({"id": "v9"}, ""), seen=0)) != []


def test_a_firm_never_sees_a_voice_or_an_answer_of_another(place: Place) -> None:
    raise_voice(place, 0, SHORT, text="비밀 하나")
    raise_voice(place, 1, MORE, voice="v2", text="비밀 둘")
    theme = begin_theme(place.gate, OFFICER, [item.key for item in heard(place)])
    save_theme(place.gate, OFFICER, dataclasses.replace(theme.theme, answer="검토합니다"), seen=1)
    answer(place, theme.id, 2)
    publish(place, theme.id, 2)
    for number, other in ((0, "비밀 둘"), (1, "비밀 하나")):
        seen = repr((list_voices(place.gate, boss(number)), shown_themes(place.gate, boss(number))))
        assert other not in seen
        assert firm(1 - number) not in seen
        assert f"기업{1 - number}" not in seen
    with pytest.raises(AccessRefused):
        find_voice(place.gate, boss(1), "v1")
    assert list_voices(place.gate, boss(2)) == ()


def test_what_looks_alike_is_proposed_and_nothing_is_done_by_itself(place: Place) -> None:
    for number, title in enumerate((SHORT, MORE, POWER)):
        raise_voice(place, number, title)
    found = propose(heard(place), list_themes(place.gate, OFFICER))
    assert [group.firms for group in found.groups] == [2]
    assert [item.id for item in found.groups[0].shared] == ["grace_period"]
    assert list_themes(place.gate, OFFICER) == ()
    theme = begin_theme(place.gate, OFFICER, found.groups[0].members)
    raise_voice(place, 3, "유예가 끝나면 지원이 끊깁니다", text="유예기간을 늘려 주세요")
    found = propose(heard(place), list_themes(place.gate, OFFICER))
    assert found.groups == ()
    assert [[fit.theme for fit in found.fits[item.key]] for item in found.loose] == [[], [theme.id]]


def test_a_voice_is_under_one_theme_only_and_themes_split_and_join_whole(place: Place) -> None:
    for number, title in enumerate((SHORT, MORE, POWER)):
        raise_voice(place, number, title, parameters=["size.grace_years"] if number == 0 else [])
    one, two, three = (item.key for item in heard(place))
    first = begin_theme(place.gate, OFFICER, (one, two))
    assert first.theme.parameters == ("size.grace_years",)
    assert codes(lambda: begin_theme(place.gate, OFFICER, (two, three))) == ["voice.in_other_theme"]
    assert codes(lambda: begin_theme(place.gate, OFFICER, ())) == ["voice.none_chosen"]
    assert codes(lambda: begin_theme(place.gate, OFFICER, ("0" * 32,))) == ["voice.unknown"]
    add_voices(place.gate, OFFICER, first.id, (three,), seen=1)
    other = split_theme(place.gate, OFFICER, first.id, (three,), "전기", seen=2)
    assert {item.id: item.theme.voices for item in list_themes(place.gate, OFFICER)} == {
        first.id: (one, two), other.id: (three,),
    }  # fmt: skip
    with pytest.raises(ConflictError):
        join_themes(place.gate, OFFICER, first.id, other.id, seen=2, other_seen=1)
    assert len(list_themes(place.gate, OFFICER)) == 2  # neither was changed
    join_themes(place.gate, OFFICER, first.id, other.id, seen=3, other_seen=1)
    assert [item.theme.voices for item in list_themes(place.gate, OFFICER)] == [(one, two, three)]
    take_out(place.gate, OFFICER, first.id, (two,), seen=4)
    assert codes(lambda: take_out(place.gate, OFFICER, first.id, (two,), seen=5)) == ["voice.none_chosen"]
    again = begin_theme(place.gate, OFFICER, (two,))
    raised = dataclasses.replace(again.theme, voices=(two, one))
    assert codes(lambda: save_theme(place.gate, OFFICER, raised, seen=1)) == ["voice.in_other_theme"]


def test_the_path_from_voice_to_computed_effect_is_told_with_its_numbers(place: Place) -> None:
    for number in range(5):
        raise_voice(place, number, SHORT, name_shown=number == 3)
    theme = begin_theme(place.gate, OFFICER, [item.key for item in heard(place)], theme="grace")
    assert codes(lambda: link_reform(place.gate, OFFICER, "grace", "grace_five")) == ["voice.no_such_reform"]
    effect = keep_reform(place)
    linked = link_reform(place.gate, OFFICER, "grace", "grace_five")
    assert linked.theme.status == "proposed"
    wrong = dataclasses.replace(linked.theme, effect=effect + 1)
    assert codes(lambda: save_theme(place.gate, OFFICER, wrong, seen=2)) == ["voice.no_such_effect"]
    whole = dataclasses.replace(linked.theme, effect=effect, status="computed", answer="2027년에 고칩니다")
    save_theme(place.gate, OFFICER, whole, seen=2)
    assert len(answer(place, "grace", 3).told) == 5
    publish(place, "grace", 3)
    told = find_voice(place.gate, boss(0), "v1").answers[0].told
    assert (told.status, told.answer, told.firms, told.names) == ("computed", "2027년에 고칩니다", 5, ("기업3",))
    assert told.proposal is not None
    assert told.proposal.parameters == ("size.grace_years",)
    assert told.proposal.effect is not None
    assert [(item.programme, item.gain, item.where) for item in told.proposal.effect.programmes] == [
        ("ai_voucher", 12, ())
    ]
    (shown,) = shown_themes(place.gate, boss(5))
    assert (shown.told.firms, shown.told.voice, shown.agency_name) == (5, "", "경남도")
    assert theme.id == "grace"


def test_a_theme_of_few_firms_shows_no_number_however_often_they_write(place: Place) -> None:
    for number in range(4):
        raise_voice(place, number, SHORT)
        raise_voice(place, number, MORE, voice="v2")
    theme = begin_theme(place.gate, OFFICER, [item.key for item in heard(place)])
    publish(place, theme.id, 1)
    (shown,) = shown_themes(place.gate, boss(5))
    assert (shown.told.firms, shown.told.names) == (None, ())
    assert shown_number(place.gate, OFFICER, theme.id) == 1
    assert withdraw_theme(place.gate, OFFICER, theme.id)
    assert shown_themes(place.gate, boss(5)) == ()
    assert shown_number(place.gate, OFFICER, theme.id) == 0


def test_each_version_is_told_once_and_a_later_one_again(place: Place) -> None:
    for number in range(2):
        raise_voice(place, number, SHORT)
    theme = begin_theme(place.gate, OFFICER, [item.key for item in heard(place)])
    assert codes(lambda: answer(place, theme.id, 1)) == ["voice.no_answer"]
    save_theme(place.gate, OFFICER, dataclasses.replace(theme.theme, answer="봅니다"), seen=1)
    assert len(answering(place.gate, OFFICER, find_theme(place.gate, OFFICER, theme.id)).left) == 2
    for _ in range(3):
        found = answer(place, theme.id, 2)
        assert (len(found.told), found.left) == (2, ())
    raise_voice(place, 2, MORE)
    add_voices(place.gate, OFFICER, theme.id, [heard(place)[-1].key], seen=2)
    with pytest.raises(ConflictError):
        answer(place, theme.id, 2)
    answer(place, theme.id, 3)
    counts = [len(find_voice(place.gate, boss(number), "v1").answers) for number in range(3)]
    assert counts == [2, 2, 1]
    assert [item.told.number for item in find_voice(place.gate, boss(0), "v1").answers] == [3, 2]


def test_a_firm_that_is_no_more_keeps_nobody_else_from_an_answer(place: Place) -> None:
    for number in range(2):
        raise_voice(place, number, SHORT)
    theme = begin_theme(place.gate, OFFICER, [item.key for item in heard(place)])
    save_theme(place.gate, OFFICER, dataclasses.replace(theme.theme, answer="봅니다"), seen=1)
    with place.store.place_writing() as records:
        records.close_workspace(firm(0))
    found = answer(place, theme.id, 2)
    assert (len(found.told), len(found.left), len(found.gone)) == (1, 0, 1)


def test_who_may_not_does_nothing(place: Place) -> None:
    raise_voice(place, 0, SHORT)
    (only,) = heard(place)
    reviewer = actor("r", "reviewer", workspace=AGENCY)
    for act in (
        lambda: begin_theme(place.gate, reviewer, (only.key,)),
        lambda: list_themes(place.gate, reviewer),
        lambda: list_voices(place.gate, actor("v", "verifier")),
    ):
        with pytest.raises(AccessRefused):
            act()


def test_looking_writes_nothing(place: Place) -> None:
    raise_voice(place, 0, SHORT)

    def written() -> list[int]:
        counts = []
        for key in (AGENCY, firm(0)):
            with place.store.reading(key) as work:
                last = work.last_entry()
                counts.append(0 if last is None else last.number)
        return counts

    before = written()
    assert len(heard(place)) == 1
    (own,) = list_voices(place.gate, boss(0))
    find_voice(place.gate, boss(0), own.id)
    assert written() == before
