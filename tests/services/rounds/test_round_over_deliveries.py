"""A round over deliveries: invited, wished, proposed, answered, matched again; nobody reads the wishes of another."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests import databases
from tests.places import actor, codes
from tests.services.rounds.alliance import AGENCY, NAME, OFFICER, Alliance, boss, firm

from pulmu.model import AccessRefused, ConflictError, Document
from pulmu.services.records.crossing import Delivery
from pulmu.services.rounds.inviting import invite, open_desk
from pulmu.services.rounds.own import answer_proposal, own_round, own_rounds, save_wishes, send_wishes
from pulmu.services.rounds.proposing import count_silence, send_proposals
from pulmu.services.rounds.replies import TakenIn, take_in_replies
from pulmu.services.rounds.sent import RoundInvitation, RoundWishes, SentWishes, content_of, party_key
from pulmu.services.rounds.settings import begin_round, change_settings
from pulmu.services.rounds.shelf import match_kept_round, save_round
from pulmu.services.rounds.taking_part import add_parties, board_items, take_out

UNTIL = date(2027, 2, 20)


@pytest.fixture(params=["sqlite", "postgres"])
def alliance(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Alliance]:
    url = databases.new_database(request.getfixturevalue("postgres")) if request.param == "postgres" else ""
    found = Alliance(tmp_path, url).filled()
    yield found
    found.place.store.close()


def take_in(found: Alliance) -> TakenIn:
    return take_in_replies(found.gate, OFFICER, found.live, NAME, seen=found.number)


def propose(found: Alliance, until: date = UNTIL) -> int:
    return send_proposals(found.gate, OFFICER, found.live, NAME, until, "18:00", seen=found.number)


def pairs(found: Alliance) -> dict[str, str]:
    answer = match_kept_round(found.gate, OFFICER, NAME)[1].answer
    assert answer is not None
    return {item.applicant: item.supplier for item in answer.proposals}


def test_wishes_go_out_and_a_match_comes_back_to_both_sides(alliance: Alliance) -> None:
    one, two = alliance.own(0), alliance.own(2)
    assert (one.waits, one.is_open, one.invitation.side) == (True, True, "applicant")
    assert [item.name for item in one.invitation.others] == ["공급2", "공급3"]
    assert {item.name for item in two.invitation.others} == {"기업0", "기업1"}
    alliance.send(0, alliance.party(2), alliance.party(3), contact="김하나 055-1")
    alliance.send(1, alliance.party(2))
    alliance.send(2, alliance.party(1), alliance.party(0), contact="공급 담당")
    assert alliance.own(0).sendings[0].state == "heard"
    assert open_desk(alliance.gate, OFFICER, NAME).waiting == 3
    assert take_in(alliance) == TakenIn(alliance.number, 3, 0)
    assert alliance.own(0).sendings[0].state == "taken"
    assert pairs(alliance) == {alliance.party(1): alliance.party(2), alliance.party(0): alliance.party(3)}
    assert propose(alliance) == 4
    assert propose(alliance) == 0, "sending again sends once"
    (told,) = alliance.own(1).proposals
    assert (told.told.partner_name, told.told.partner_contact, told.told.place) == ("공급2", "공급 담당", 1)
    (other,) = alliance.own(0).proposals
    assert [(item.name, item.why, item.wish) for item in other.told.missed] == [("공급2", "full", 1)]
    assert alliance.own(3).proposals[0].told.partner_contact == "김하나 055-1"
    for number, partner in ((1, 2), (2, 1)):
        answer_proposal(alliance.gate, boss(number), alliance.own(number).key, alliance.party(partner), "accept")
    assert alliance.own(1).proposals[0].answered == "accept"
    refused = codes(
        lambda: answer_proposal(alliance.gate, boss(1), alliance.own(1).key, alliance.party(2), "refuse", "x")
    )
    assert refused == ["matching.not_to_answer"]
    assert take_in(alliance).taken == 2
    answer = match_kept_round(alliance.gate, OFFICER, NAME)[1].answer
    assert answer is not None
    assert sorted(item.state for item in answer.proposals) == ["accepted", "waiting"]


def test_who_refuses_is_not_proposed_again_and_silence_counts_as_the_round_says(alliance: Alliance) -> None:
    alliance.send(0, alliance.party(2), alliance.party(3))
    alliance.send(1, alliance.party(3))
    take_in(alliance)
    propose(alliance)
    key, partner = alliance.own(0).key, alliance.party(2)
    assert codes(lambda: answer_proposal(alliance.gate, boss(0), key, partner, "refuse", " ")) == [
        "matching.refused_without_reason"
    ]
    answer_proposal(alliance.gate, boss(2), alliance.own(2).key, alliance.party(0), "refuse", "인력이 없습니다")
    alliance.place.pass_time(minutes=1)
    answer_proposal(alliance.gate, boss(0), key, partner, "accept")
    silent = lambda: count_silence(alliance.gate, OFFICER, alliance.live, NAME, "답이 없습니다", seen=alliance.number)  # noqa: E731
    assert codes(silent) == ["matching.answers_open"]
    alliance.place.pass_time(days=40)
    assert codes(silent) == ["matching.replies_wait"]
    assert take_in(alliance).taken == 2
    assert silent() == 1
    answer = match_kept_round(alliance.gate, OFFICER, NAME)[1].answer
    assert answer is not None
    assert {(item.by, item.reason) for item in answer.refused} == {
        ("supplier", "인력이 없습니다"), ("officer", "답이 없습니다")}  # fmt: skip
    assert pairs(alliance) == {alliance.party(0): alliance.party(3)}
    propose(alliance, date(2027, 6, 1))
    assert alliance.own(0).proposals[0].told.partner_name == "공급3"
    assert "인력" not in content_of(alliance.own(0).proposals[0].told), "what one side said is for the agency"
    assert alliance.own(1).proposals[0].told.partner == "", "who has nobody is told so"


def test_a_later_sending_replaces_and_a_late_one_is_refused_with_its_reason(alliance: Alliance) -> None:
    alliance.send(0, alliance.party(2))
    alliance.send(0, f"{alliance.party(3)} = {alliance.party(2)}")
    take_in(alliance)
    (mine, _) = sorted(alliance.kept().round.applicants, key=lambda item: item.item)
    assert mine.wishes == (f"{alliance.party(3)} = {alliance.party(2)}",)
    own = alliance.own(1)
    seen = save_wishes(alliance.gate, boss(1), own.key, RoundWishes(ranks=(alliance.party(2),)), seen=0)
    alliance.place.pass_time(days=60)
    assert codes(lambda: send_wishes(alliance.gate, boss(1), own.key, seen=seen)) == ["matching.closed"]
    forged(alliance, 1, alliance.own(1).invitation)
    assert take_in(alliance) == TakenIn(alliance.number, 0, 1)
    assert alliance.own(1).sendings[0].state == "refused"
    assert alliance.own(1).sendings[0].why == "late"
    assert alliance.kept().round.refused_replies[0].why == "late"


def forged(found: Alliance, sender: int, about: RoundInvitation) -> None:
    """What a program sends past the form, for the party of an invitation."""
    wishes = RoundWishes(ranks=("nobody", *(item.id for item in about.others), "nobody"))
    content = content_of(SentWishes(round=NAME, side=about.side, party=about.party, wishes=wishes))
    key = party_key(AGENCY, NAME, about.side, about.party)
    with found.place.store.crossing(firm(sender), writes=True) as crossing:
        crossing.send(Delivery(id=f"{key}{sender:032x}", kind="reply", sender=firm(sender), receiver=AGENCY, about=NAME,
                               at=found.place.at, content=content, sha256="0" * 64))  # fmt: skip


def test_nobody_writes_for_another_and_strange_names_are_left_out(alliance: Alliance) -> None:
    forged(alliance, 4, alliance.own(0).invitation)
    forged(alliance, 1, alliance.own(0).invitation)
    assert take_in(alliance) == TakenIn(alliance.number, 0, 2)
    assert {item.why for item in alliance.kept().round.refused_replies} == {"not_theirs"}
    forged(alliance, 0, alliance.own(0).invitation)
    assert take_in(alliance).taken == 1
    mine = next(item for item in alliance.kept().round.applicants if item.workspace == firm(0))
    assert mine.wishes == (alliance.party(2), alliance.party(3))
    with alliance.place.store.crossing(firm(0), writes=True) as crossing:
        crossing.send(Delivery(id="e" * 64, kind="reply", sender=firm(0), receiver=AGENCY, about=NAME,
                               at=alliance.place.at, content="[" * 5000, sha256="0" * 64))  # fmt: skip
    take_in(alliance)
    assert alliance.kept().round.refused_replies[-1].why == "unreadable"


def test_more_wishes_than_a_round_holds_do_not_break_it(tmp_path: Path) -> None:
    found = Alliance(tmp_path)
    tree = {"id": NAME, "lot_seed": "notice 1", "wishes_until": "2027-02-10",
            "applicants": [{"id": "mine", "workspace": firm(0)}],
            "suppliers": [{"id": f"s{number}", "places": 1} for number in range(1100)]}  # fmt: skip
    save_round(found.gate, OFFICER, NAME, Document(tree, "round.yaml"), seen=1)
    invite(found.gate, OFFICER, NAME, seen=2)
    own = found.own(0)
    many = RoundWishes(ranks=tuple(item.id for item in own.invitation.others))
    assert codes(lambda: save_wishes(found.gate, boss(0), own.key, many, seen=0)) == ["matching.too_many_wishes"]
    forged(found, 0, own.invitation)
    assert take_in(found).taken == 1
    assert found.kept().counts
    assert len(found.kept().round.applicants[0].wishes) == 1000


def test_nobody_reads_the_wishes_of_another(alliance: Alliance) -> None:
    alliance.send(0, alliance.party(2), contact="비밀 연락처")
    alliance.send(2, alliance.party(1), contact="공급 연락처")
    take_in(alliance)
    propose(alliance)
    for number in (1, 3):
        own = alliance.own(number)
        told = content_of(own.invitation) + "".join(content_of(item.told) for item in own.proposals)
        assert "연락처" not in told
        assert "wishes" not in told
    assert own_rounds(alliance.gate, boss(4)) == ()
    for who in (boss(1), boss(4)):
        with pytest.raises(AccessRefused):
            own_round(alliance.gate, who, alliance.own(0).key)
    with pytest.raises(AccessRefused):
        own_rounds(alliance.gate, actor("x", "plant_user", workspace=firm(0)))
    with pytest.raises(AccessRefused):
        send_wishes(alliance.gate, actor("p", "preparer", workspace=firm(0)), alliance.own(0).key, seen=1)


def test_a_supplier_says_its_places_and_kinds_but_not_fewer_than_it_must_have(tmp_path: Path) -> None:
    found = Alliance(tmp_path).filled()
    found.send(2, places=0)
    take_in(found)
    assert next(item for item in found.kept().round.suppliers if item.workspace == firm(2)).places == 0
    found.send(2, places=4, takes_others=True)
    take_in(found)
    mine = next(item for item in found.kept().round.suppliers if item.workspace == firm(2))
    assert (mine.places, mine.takes_others, mine.sent_at != "") == (4, True, True)


def test_ids_cannot_be_chosen_and_lots_stay_as_they_were_told(alliance: Alliance) -> None:
    assert alliance.party(0).startswith("a_")
    assert "need" not in alliance.party(0)
    said = {"name_ko": "새 이름", "lot_seed": "notice 1", "wishes_until": "2027-02-12"}
    change = lambda **more: change_settings(alliance.gate, OFFICER, NAME, said | more, seen=alliance.number)  # noqa: E731
    assert codes(lambda: change(lot_seed="until it fits")) == ["matching.seed_told"]
    change()
    alliance.place.pass_time(minutes=1)
    assert alliance.kept().round.name_ko == "새 이름"
    assert len(alliance.kept().round.applicants) == 2
    assert invite(alliance.gate, OFFICER, NAME, seen=alliance.number) == 4
    assert invite(alliance.gate, OFFICER, NAME, seen=alliance.number) == 0
    assert alliance.own(0).invitation.name_ko == "새 이름"
    assert codes(lambda: change(wishes_until="soon"))[0].startswith("input.")


def test_who_is_taken_out_is_named_by_nobody(alliance: Alliance) -> None:
    alliance.send(0, f"{alliance.party(2)} = {alliance.party(3)}")
    take_in(alliance)
    take_out(alliance.gate, OFFICER, NAME, "supplier", alliance.party(2), seen=alliance.number)
    assert alliance.kept().counts
    assert [item.wishes for item in alliance.kept().round.applicants if item.wishes] == [(alliance.party(3),)]
    left = board_items(alliance.gate, OFFICER, alliance.kept().round, "supplier", "공급2")
    assert [(item.is_in, item.places) for item in left] == [(False, 1)]
    add = lambda keys: add_parties(alliance.gate, OFFICER, NAME, "supplier", keys, seen=alliance.number)  # noqa: E731
    assert codes(lambda: add([])) == ["matching.nobody_chosen"]
    assert add([left[0].key]) == 1
    propose(alliance)
    assert codes(lambda: add([left[0].key])) == ["matching.proposals_out"]


def test_of_two_officers_the_second_is_told(alliance: Alliance) -> None:
    alliance.send(0, alliance.party(2))
    seen = alliance.number
    take_in(alliance)
    for act in (
        lambda: take_in_replies(alliance.gate, OFFICER, alliance.live, NAME, seen=seen),
        lambda: send_proposals(alliance.gate, OFFICER, alliance.live, NAME, UNTIL, "18:00", seen=seen),
        lambda: invite(alliance.gate, OFFICER, NAME, seen=seen),
    ):
        with pytest.raises(ConflictError):
            act()


def test_an_invitation_needs_a_day_to_come(tmp_path: Path) -> None:
    found = Alliance(tmp_path, wishes_until="")
    assert sorted(codes(lambda: invite(found.gate, OFFICER, NAME, seen=1))) == [
        "matching.no_closing", "matching.nobody_to_invite"]  # fmt: skip
    assert codes(lambda: begin_round(found.gate, OFFICER, {"id": "second"})) != []
    assert codes(lambda: propose(found, date(2020, 1, 1))) == ["matching.no_answer_moment"]


def test_an_officer_alone_sends(alliance: Alliance) -> None:
    for role in ("company_admin", "reviewer", "preparer"):
        with pytest.raises(AccessRefused):
            invite(alliance.gate, actor("x", role, workspace=AGENCY), NAME, seen=alliance.number)  # type: ignore[arg-type]


def test_looking_writes_nothing_on_either_side(alliance: Alliance) -> None:
    alliance.send(0, alliance.party(2))

    def written() -> list[int]:
        counts = []
        for key in (AGENCY, *map(firm, range(4))):
            with alliance.place.store.reading(key) as work:
                last = work.last_entry()
                counts.append(0 if last is None else last.number)
        return counts

    before = written()
    open_desk(alliance.gate, OFFICER, NAME)
    for number in range(4):
        (found,) = own_rounds(alliance.gate, boss(number))
        own_round(alliance.gate, boss(number), found.key)
    assert written() == before
