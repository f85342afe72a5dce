"""A reason for everyone, with margins that hold to the hundredth of a point."""

import dataclasses

from hypothesis import given, settings
from tests.support.selection.random_calls import candidates, terms

from pulmu.support.selection import (
    Candidate,
    Quota,
    Selection,
    Terms,
    TieKey,
    Track,
    nearest_change,
    reasons_of,
    select,
)

FEW = settings(max_examples=60, deadline=None)


@FEW
@given(candidates(), terms())
def test_everyone_has_a_reason_and_only_the_chosen_have_no_cause(given: list[Candidate], asked: Terms) -> None:
    found = select(given, asked)
    reasons = reasons_of(found, reserves=2)
    assert [item.id for item in found.ranked] == [reason.id for reason in reasons]
    for reason, chosen, total in zip(reasons, found.chosen, found.totals, strict=True):
        assert (reason.outcome == "chosen") == chosen
        assert bool(reason.causes) != chosen
        assert total == reason.total
    assert [reason.reserve for reason in reasons if reason.reserve] in ([], [1], [1, 2])


@FEW
@given(candidates(6), terms())
def test_the_nearest_change_turns_the_outcome_and_a_hundredth_less_does_not(
    given: list[Candidate], asked: Terms
) -> None:
    found = select(given, asked)
    if found.conflicts:
        return
    for item, chosen in zip(found.ranked, found.chosen, strict=True):
        nearest = nearest_change(found, item.id)
        if chosen:
            assert nearest.points is not None
            assert _again(found, item, -nearest.points)
            assert nearest.points == item.points or not _again(found, item, -nearest.points - 1)
        elif nearest.points is None:
            assert not _again(found, item, 30_000)
        else:
            assert _again(found, item, nearest.points)
            assert not _again(found, item, nearest.points - 1)


@FEW
@given(candidates(6), terms())
def test_the_most_it_could_have_asked_for_would_have_done(given: list[Candidate], asked: Terms) -> None:
    found = select(given, asked)
    for item, chosen in zip(found.ranked, found.chosen, strict=True):
        most = None if chosen else nearest_change(found, item.id).amount_krw
        if most is not None:
            assert item.id in _with(found, dataclasses.replace(item, amount_krw=most)).chosen_ids
            assert item.id not in _with(found, dataclasses.replace(item, amount_krw=most + 1)).chosen_ids


def _again(found: Selection, item: Candidate, more: int) -> bool:
    return item.id in _with(found, dataclasses.replace(item, points=item.points + more)).chosen_ids


def _with(found: Selection, new: Candidate) -> Selection:
    return select([new if item.id == new.id else item for item in found.ranked], found.terms)


def test_the_causes_in_order() -> None:
    given = [
        Candidate("first", 9000, 0, 50, groups=frozenset({"hanbit"})),
        Candidate("affiliate", 8900, 0, 10, groups=frozenset({"hanbit"})),
        Candidate("dear", 8800, 0, 90),
        Candidate("outside", 7000, 0, 10, memberships=frozenset({"regional"})),
        Candidate("second", 8700, 0, 10, ties=(("plan", 2),)),
        Candidate("tied", 8700, 0, 10, ties=(("plan", 1),)),
        Candidate("weak", 5990, 0, 1),
    ]  # fmt: skip
    asked = Terms("in_order", budget_krw=100, places=3, quotas=(Quota("away", "regional", least=1),),
                  passing_points=6000, ties=(TieKey("plan"),))  # fmt: skip
    found = select(given, asked)
    assert found.chosen_ids == ("first", "second", "outside")
    reasons = {reason.id: reason for reason in reasons_of(found, reserves=1)}
    assert [cause.kind for cause in reasons["affiliate"].causes] == ["group"]
    assert reasons["affiliate"].causes[0].others == ("first",)
    (dear,) = reasons["dear"].causes
    assert (dear.kind, dear.limit, dear.left, dear.asked) == ("budget", 100, 50, 90)
    (tied,) = reasons["tied"].causes
    assert (tied.kind, tied.id) == ("kept_for_quota", "away")
    (weak,) = reasons["weak"].causes
    assert (weak.kind, weak.limit, weak.left, weak.asked) == ("below_passing", 6000, 5990, 10)
    assert reasons["outside"].needed_for == ("away",)


def test_a_lost_tie_names_its_key() -> None:
    given = [Candidate("better", 8000, ties=(("plan", 2),)), Candidate("worse", 8000, ties=(("plan", 1),))]
    for mode in ("in_order", "most_points"):
        found = select(given, Terms(mode, places=1, ties=(TieKey("plan"),)))
        (cause,) = reasons_of(found)[1].causes
        assert (cause.kind, cause.others, cause.tie_key) == ("places", ("better",), "plan")
    lots = select([Candidate("a", 8000), Candidate("b", 8000)], Terms("in_order", places=1))
    assert reasons_of(lots)[1].causes[0].tie_key == "lots"


def test_passed_over_for_a_quota_in_the_set_of_most_points() -> None:
    given = [
        Candidate("good", 9000),
        Candidate("fair", 8000),
        Candidate("away", 6000, memberships=frozenset({"regional"})),
    ]
    found = select(given, Terms("most_points", places=2, quotas=(Quota("outside", "regional", least=1),)))
    causes = {cause.kind: cause for cause in reasons_of(found)[1].causes}
    assert causes["kept_for_quota"].id == "outside"


def test_who_asks_for_nothing_in_a_track_whose_list_ended_is_told_so() -> None:
    given = [Candidate("A-0", 0, track="first"), Candidate("A-1", 0, amount_krw=1, track="first")]
    asked = Terms("in_order", tracks=(Track("first", budget_krw=0), Track("second")), most_of_group=None,
                  lot_seed="drawn in public", over_budget="end")  # fmt: skip
    assert all(reason.causes for reason in reasons_of(select(given, asked)))
