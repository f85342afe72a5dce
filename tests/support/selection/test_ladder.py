"""Awards down a ladder."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from tests.support.selection.random_calls import candidates

from pulmu.support.selection import LOTS, Candidate, Had, Kind, LadderTerms, Nominee, Quota, Terms, TieKey, award

SILVER = Kind("silver", 1, "order", least_points=8500)
BRONZE = Kind("bronze", 1, "order", least_points=8500)
MINISTER = Kind("minister", 2)
TERMS = LadderTerms((SILVER, BRONZE, MINISTER), Terms("in_order", passing_points=6000), "same_or_lower", None, 2026)


def _nominee(name: str, points: int, *had: Had, person: str = "", told: bool = True, **more: object) -> Nominee:
    groups = frozenset({person}) if person else frozenset[str]()
    return Nominee(Candidate(name, points, groups=groups, **more), had if told else None)  # type: ignore[arg-type]


def _given(*nominees: Nominee, terms: LadderTerms = TERMS) -> dict[str, str | None]:
    return {item.id: item.award for item in award(nominees, terms).each}


def test_kinds_go_down_the_order() -> None:
    nominees = [_nominee(str(points), points) for points in (9000, 8900, 8800, 8400, 8300, 5000)]
    assert _given(*nominees) == {
        "9000": "silver", "8900": "bronze", "8800": "minister", "8400": "minister", "8300": None, "5000": None,
    }  # fmt: skip


def test_the_same_or_a_lower_kind_of_a_grade_is_not_given_again_and_a_higher_one_is() -> None:
    assert _given(_nominee("had silver", 9000, Had("silver", 2010))) == {"had silver": "minister"}
    assert _given(_nominee("first", 9500), _nominee("had bronze", 9000, Had("bronze", 2010))) == {
        "first": "silver", "had bronze": "minister",
    }  # fmt: skip
    assert _given(_nominee("had bronze", 9000, Had("bronze", 2010))) == {"had bronze": "silver"}


def test_years_end_the_bar_and_an_untold_year_does_not() -> None:
    seven = LadderTerms(TERMS.kinds, TERMS.order, "same_or_lower", 7, 2026)
    assert _given(_nominee("long ago", 9000, Had("silver", 2019)), terms=seven) == {"long ago": "silver"}
    assert _given(_nominee("lately", 9000, Had("silver", 2020)), terms=seven) == {"lately": "minister"}
    outcome = award([_nominee("untold", 9000, Had("silver", None))], seven)
    assert outcome.each[0].award == "minister"
    assert {bar.kind for bar in outcome.each[0].bars} == {"repeat_unknown"}


def test_what_is_not_told_is_not_taken_for_granted() -> None:
    outcome = award([_nominee("untold", 9000, told=False)], TERMS)
    assert outcome.each[0].award == "minister"
    assert [(bar.award, bar.kind) for bar in outcome.each[0].bars] == [
        ("silver", "repeat_unknown"), ("bronze", "repeat_unknown"),
    ]  # fmt: skip
    merit = LadderTerms((Kind("silver", 1, least_merit_years=15),), TERMS.order, "none", None, 2026)
    assert award([_nominee("x", 9000)], merit).each[0].bars[0].kind == "merit_unknown"
    assert award([Nominee(Candidate("x", 9000), (), 14)], merit).each[0].bars[0].kind == "merit_years"
    assert award([Nominee(Candidate("x", 9000), (), 15)], merit).each[0].award == "silver"


def test_a_person_gets_one_award_whatever_it_is_nominated_for() -> None:
    outcome = award([_nominee("a", 9000, person="Kim"), _nominee("b", 8900, person="Kim")], TERMS)
    assert [item.award for item in outcome.each] == ["silver", None]
    assert {bar.kind for bar in outcome.each[1].bars} == {"same_person"}


def test_empty_places_tell_why() -> None:
    outcome = award([_nominee("a", 8400), _nominee("b", 5000)], TERMS)
    silver = outcome.unfilled[0]
    assert (silver.award, silver.places, silver.given, silver.left) == ("silver", 1, 0, 2)
    assert dict(silver.barred) == {"below_points": 1, "below_passing": 1}


def test_a_category_that_is_kept_a_place_gets_it_and_one_without_people_is_told() -> None:
    quota = Quota("women", "women", least=1)
    kept = LadderTerms((Kind("minister", 2, quotas=(quota,)),), TERMS.order, "none", None, 2026)
    her = _nominee("her", 7000, memberships=frozenset({"women"}))
    assert _given(_nominee("x", 9000), _nominee("y", 8900), her, terms=kept) == {
        "x": "minister",
        "y": None,
        "her": "minister",
    }
    without = award([_nominee("x", 9000), _nominee("y", 8900)], kept)
    assert [item.award for item in without.each] == ["minister", "minister"]
    assert [(kind, conflict.mends[0].would_do) for kind, conflict in without.conflicts] == [("minister", 0)]


def test_who_loses_an_award_to_one_of_equal_points_is_told_by_which_key() -> None:
    order = Terms("in_order", ties=(TieKey("result"),), lot_seed="drawn in public")
    one_place = LadderTerms((Kind("minister", 1),), order, "none", None, 2026)
    more, less, behind = ((name, points, (("result", value),)) for name, points, value in
                          (("more", 9000, 4000), ("less", 9000, 3900), ("behind", 8900, 4000)))  # fmt: skip
    by_result = award([_nominee(name, points, ties=ties) for name, points, ties in (behind, less, more)], one_place)
    assert [(item.id, item.award) for item in by_result.each] == [
        ("more", "minister"), ("less", None), ("behind", None),
    ]  # fmt: skip
    bars = [item.bars[0] for item in by_result.each[1:]]
    assert [(bar.kind, bar.asked, bar.has, bar.tie_key) for bar in bars] == [
        ("places", 9000, 9000, "result"), ("places", 9000, 8900, None),
    ]  # fmt: skip
    by_lot = award([_nominee(name, 9000, ties=(("result", 4000),)) for name in ("a", "b")], one_place)
    assert by_lot.each[1].bars[0].tie_key == LOTS


@given(candidates(), st.integers(0, 3), st.integers(0, 3))
def test_a_ladder_without_further_terms_is_the_order_cut_into_pieces(
    given: list[Candidate], one: int, two: int
) -> None:
    kinds = (Kind("one", one), Kind("two", two, quotas=(Quota("any", "youth", least_share=Fraction(0)),)))
    alone = [Candidate(item.id, item.points, item.bonus) for item in given]
    outcome = award([Nominee(item) for item in alone], LadderTerms(kinds, Terms("in_order"), "none", None, 2026))
    expected = (["one"] * one + ["two"] * two + [None] * len(given))[: len(given)]  # type: ignore[list-item]
    assert [item.award for item in outcome.each] == expected
